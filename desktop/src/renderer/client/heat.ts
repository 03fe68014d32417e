/**
 * What this device adds to the reading heat: seconds at a page and marks made on it.
 * What must stay true: nothing is counted while nobody is at the device, nor for who has said no; what is sent says pages
 * and numbers, at random moments; what could not be sent waits in this page's memory and is never written down.
 */
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { useEffect, useRef, useState } from 'react'
import { useClient, useHttp } from './client.tsx'
import type { Keep } from './keep.ts'
import { useView } from './view.ts'

const tickMs = 5000
/** Away from the device: neither touched nor scrolled for so long. */
const awayMs = 120_000
const sendEveryMs = 60_000

const heatKey = 'nt.heat'
export const takesPart = (keep: Keep): boolean => keep.read(heatKey) !== 'off'

export function useTakesPart(): [boolean, (yes: boolean) => void] {
  const { keep } = useClient()
  const [yes, set] = useState(() => takesPart(keep))
  return [
    yes,
    (next) => {
      keep.write(heatKey, next ? null : 'off')
      set(next)
    },
  ]
}

/** @param marks own marks by page; null while they are still being read */
export function useHeatMeter(file: string, page: number, marks: ReadonlyMap<number, number> | null): void {
  const http = useHttp()
  const { keep } = useClient()
  const { session } = useView()
  const here = useRef(page)
  here.current = page
  const sums = useRef(new Map<number, { seconds: number; marks: number }>())
  const before = useRef<ReadonlyMap<number, number> | null>(null)

  const add = (at: number, seconds: number, made: number): void => {
    const old = sums.current.get(at) ?? { seconds: 0, marks: 0 }
    sums.current.set(at, { seconds: old.seconds + seconds, marks: old.marks + made })
  }

  useEffect(() => {
    if (marks === null || !takesPart(keep)) return
    const known = before.current
    before.current = marks
    // Those found on opening were counted when they were made.
    if (known) for (const [at, count] of marks) add(at, 0, Math.max(0, count - (known.get(at) ?? 0)))
  }, [marks, keep])

  useEffect(() => {
    if (!takesPart(keep)) return undefined
    let touched = Date.now()
    const touch = (): void => {
      touched = Date.now()
    }
    const signs = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchmove'] as const
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true })
    const tick = setInterval(() => {
      if (document.visibilityState === 'visible' && Date.now() - touched < awayMs)
        add(here.current, tickMs / 1000, 0)
    }, tickMs)
    const send = async (): Promise<void> => {
      const pages = [...sums.current].slice(0, 500).map(([at, one]) => ({ page: at, ...one }))
      if (pages.length === 0) return
      sums.current = new Map()
      const answer = await http
        .call('heatReport', { params: { id: session }, body: { file, pages } })
        .catch(() => null)
      // Not reached: added to the next. Refused: not wanted.
      if (answer === null) for (const one of pages) add(one.page, one.seconds, one.marks)
    }
    let later: ReturnType<typeof setTimeout>
    const plan = (): void => {
      later = setTimeout(
        () => {
          void send()
          plan()
        },
        sendEveryMs * (0.5 + Math.random()),
      )
    }
    plan()
    return () => {
      clearInterval(tick)
      clearTimeout(later)
      for (const sign of signs) window.removeEventListener(sign, touch, { capture: true })
      void send()
    }
  }, [http, keep, session, file])
}

export type Heat = AnswerOf<'heat'>

/** The figures, for the chair; asked again while the page is open. */
export function useHeat(): { readonly heat: Heat | null; readonly unreachable: boolean } {
  const http = useHttp()
  const { session } = useView()
  const [state, setState] = useState<{ heat: Heat | null; unreachable: boolean }>({
    heat: null,
    unreachable: false,
  })
  useEffect(() => {
    let gone = false
    const ask = async (): Promise<void> => {
      const answer = await http.call('heat', { params: { id: session } }).catch(() => null)
      if (gone) return
      if (answer === null) setState((old) => ({ ...old, unreachable: true }))
      else if (!isRefusal(answer)) setState({ heat: answer, unreachable: false })
    }
    void ask()
    const timer = setInterval(() => void ask(), 60_000)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [http, session])
  return state
}
