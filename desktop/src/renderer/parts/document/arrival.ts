/**
 * Coming from elsewhere to a page of the document: a result of a search, a reference.
 * What must stay true: one arrival moves the page once; after that the person does.
 */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { Jump } from './frame.ts'
import type { Place } from './place.ts'
import type { Sheet } from './use-sheet.ts'
import type { Arrival, PassageHere } from './reader-props.ts'
import type { Find } from './use-find.ts'

export function useArrival(
  arrival: Arrival | null,
  find: Find,
  goTo: (jump: Jump) => void,
  look: (words: string) => void,
): void {
  const first = useRef(arrival)
  const shown = useRef<Arrival | null>(null)
  useEffect(() => {
    // The first one is where the reader opened.
    if (!arrival || arrival === first.current) return
    look(arrival.find ?? '')
    goTo({ page: arrival.page })
  }, [arrival, goTo, look])
  const { finding } = find.state
  useEffect(() => {
    if (!arrival?.find || shown.current === arrival || !finding) return
    const index = finding.hits.findIndex((one) => one.page === arrival.page)
    if (index < 0) return
    shown.current = arrival
    find.go(index)
  }, [arrival, finding, find])
}

/** Whether the person has begun to read, by a touch, the wheel or a key. */
function useTouched(scroller: RefObject<HTMLElement | null>): RefObject<boolean> {
  const touched = useRef(false)
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const touch = (): void => {
      touched.current = true
    }
    const signs = ['pointerdown', 'wheel', 'keydown'] as const
    for (const sign of signs) element.addEventListener(sign, touch, { passive: true })
    return () => {
      for (const sign of signs) element.removeEventListener(sign, touch)
    }
  }, [scroller])
  return touched
}

/**
 * Goes to the passage read in the version before, unless the person has begun to read here meanwhile: then it is offered.
 * @returns what to say of it, and whether it was gone to
 */
export function usePassage(
  passage: PassageHere | null,
  { scroller, moveTo, spot }: Pick<Sheet, 'scroller' | 'moveTo' | 'spot'>,
): { readonly gone: boolean; readonly go: () => void } {
  const touched = useTouched(scroller)
  const done = useRef<PassageHere | null>(null)
  const [gone, setGone] = useState(false)
  const go = useCallback(() => {
    if (!passage || !('page' in passage)) return
    moveTo({ page: passage.page, fx: spot().fx, fy: passage.fy })
    setGone(true)
  }, [passage, moveTo, spot])
  useEffect(() => {
    if (!passage || !('page' in passage) || done.current === passage) return
    done.current = passage
    if (!touched.current) go()
  }, [touched, passage, go])
  return { gone, go }
}

/** Goes where the person was on another device, unless he has begun to read here meanwhile. */
export function useElsewhere(
  elsewhere: Place | null,
  pages: number,
  { scroller, moveTo }: Pick<Sheet, 'scroller' | 'moveTo'>,
  setPlace: (place: Place) => void,
): void {
  const touched = useTouched(scroller)
  const done = useRef<Place | null>(null)
  useEffect(() => {
    if (!elsewhere || done.current === elsewhere || touched.current) return
    done.current = elsewhere
    const page = Math.min(elsewhere.page, pages)
    moveTo({ page, fx: elsewhere.fx, fy: elsewhere.fy })
    setPlace({ ...elsewhere, page })
  }, [touched, elsewhere, pages, moveTo, setPlace])
}
