/**
 * What must be reachable from everywhere, e.g. the line of a running vote: it stands at its place on the page, and moves
 * into whatever covers the page.
 * What must stay true: it is on the screen once, and never behind a document.
 */
import { createContext, useContext, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

interface Slots {
  /** Of what covers the page now; the topmost. */
  readonly slot: HTMLElement | null
  readonly take: (slot: HTMLElement) => () => void
}

const SlotsContext = createContext<Slots>({ slot: null, take: () => () => undefined })

export function UrgentProvider({ children }: { readonly children: ReactNode }) {
  const [slots, setSlots] = useState<readonly HTMLElement[]>([])
  const value = useMemo<Slots>(
    () => ({
      slot: slots.at(-1) ?? null,
      take(slot) {
        setSlots((old) => [...old, slot])
        return () => setSlots((old) => old.filter((one) => one !== slot))
      },
    }),
    [slots],
  )
  return <SlotsContext value={value}>{children}</SlotsContext>
}

/** In what covers the page. */
export function UrgentSlot() {
  const { take } = useContext(SlotsContext)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(take)
  latest.current = take
  useLayoutEffect(() => (box.current ? latest.current(box.current) : undefined), [])
  return <div ref={box} />
}

export function Urgent({ children }: { readonly children: ReactNode }) {
  const { slot } = useContext(SlotsContext)
  return slot ? createPortal(children, slot) : children
}
