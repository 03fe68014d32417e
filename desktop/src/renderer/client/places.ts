/**
 * Where a person is in a document, for his other devices.
 * What must stay true: the server gets a box it cannot open, locked with the keys of the private notes; without those keys
 * the place stays on this device; turning pages sends nothing until one rests.
 */
import { fromBase64url, toBase64url } from '@nghi-truong/shared/private-layer/bytes'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useHttp } from './client.tsx'
import { useKeyring } from './notes.ts'

/** At least so long between two of them. */
const quietMs = 8000
const room = 'nghi-truong-place/v1'
const atKey = (person: string, file: string): string => `nt.place-at.${person}.${file.slice(0, 32)}`

export interface PlaceSync {
  /** What another device left last, if it is newer than what is here; not yet checked for its shape. */
  readonly elsewhere: unknown
  readonly tell: (place: object) => void
}

export function usePlaceSync(person: string, file: string): PlaceSync {
  const http = useHttp()
  const { keep } = useClient()
  const { state } = useKeyring(person)
  const box = state.kind === 'ready' ? state.box : null
  const [elsewhere, setElsewhere] = useState<unknown>(null)
  const waiting = useRef<{ place: object; at: string } | null>(null)
  const asked = useRef('')
  /** How new the place on this device was before this reading began. */
  const before = useRef(keep.read(atKey(person, file)) ?? '')
  /** Until the other devices' word is known, opening the document here does not count as being somewhere. */
  const settled = useRef(false)
  const lasting = useRef(box)
  lasting.current = box

  useEffect(() => {
    if (!box || asked.current === file) return undefined
    asked.current = file
    let gone = false
    http.call('place', { params: { sha256: file } }).then(
      (answer) => {
        if (gone) return
        settled.current = true
        if (isRefusal(answer) || !answer.place) return
        const { at, box: sealed } = answer.place
        if (at <= before.current) return
        const opened = box.open(room, `${file}/${at}`, fromBase64url(sealed))
        if (opened === undefined) return
        waiting.current = null
        setElsewhere(opened)
      },
      () => {
        // No network: the place on this device has to do.
        settled.current = true
      },
    )
    return () => {
      gone = true
    }
  }, [http, keep, person, file, box])

  const send = useCallback(() => {
    const here = waiting.current
    const lock = lasting.current
    if (!here || !lock || !settled.current) return
    waiting.current = null
    const sealed = toBase64url(lock.seal(room, `${file}/${here.at}`, here.place))
    http.call('keepPlace', { params: { sha256: file }, body: { box: sealed, at: here.at } }).catch(() => {
      // Not reached: told again with the next rest.
      waiting.current ??= here
    })
  }, [http, file])

  useEffect(() => {
    const timer = setInterval(send, quietMs)
    const leave = (): void => send()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      clearInterval(timer)
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
      send()
    }
  }, [send])

  const tell = useCallback(
    (place: object) => {
      const at = new Date().toISOString()
      if (settled.current) keep.write(atKey(person, file), at)
      waiting.current = { place, at }
    },
    [keep, person, file],
  )
  return { elsewhere, tell }
}
