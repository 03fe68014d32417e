/**
 * What people in a room show of themselves besides their strokes: where their hand is, and which place a presenter shows.
 * What must stay true: who somebody is is the server's word (`person`); at most ten messages a second leave; nothing of it
 * is kept; in a private room nothing is shown.
 */
import { z } from 'zod'
import type { Awareness } from 'y-protocols/awareness'

const cursor = z.object({ page: z.int().min(1), x: z.number(), y: z.number() })
const place = z.object({
  page: z.int().min(1),
  /** Fractions of the page's size, from its upper left corner: what stands in the corner of the window. */
  fx: z.number().min(-2).max(3),
  fy: z.number().min(-2).max(3),
  /** Width of the page in widths of the window. */
  share: z.number().min(0.02).max(60),
})
const shape = z.object({
  person: z.string(),
  cursor: cursor.nullish().catch(null),
  place: place.nullish().catch(null),
})

/** In points of the page. */
export type Cursor = z.infer<typeof cursor>
export type Place = z.infer<typeof place>

export interface Present {
  /** One for each window somebody has open. */
  readonly client: number
  readonly person: string
  readonly cursor: Cursor | null
  readonly place: Place | null
}

export interface Presence {
  readonly others: () => readonly Present[]
  readonly subscribe: (listener: () => void) => () => void
  readonly point: (cursor: Cursor | null) => void
  readonly show: (place: Place | null) => void
  readonly close: () => void
}

export const pointEveryMs = 100

export function createPresence(
  awareness: Awareness,
  later: (ms: number, then: () => void) => () => void,
): Presence {
  const listeners = new Set<() => void>()
  let others: readonly Present[] = []
  let waiting: (() => void) | null = null
  let next: Cursor | null = null
  const changed = (): void => {
    const found: Present[] = []
    for (const [client, state] of awareness.getStates()) {
      if (client === awareness.clientID) continue
      const read = shape.safeParse(state)
      if (!read.success) continue
      const { person, cursor: hand, place: shown } = read.data
      found.push({ client, person, cursor: hand ?? null, place: shown ?? null })
    }
    if (JSON.stringify(found) === JSON.stringify(others)) return
    others = found
    for (const listener of listeners) listener()
  }
  awareness.on('change', changed)
  const send = (): void => {
    waiting = null
    if (awareness.getLocalState() !== null) awareness.setLocalStateField('cursor', next)
  }
  return {
    others: () => others,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    point(hand) {
      if (hand === null && next === null) return
      next = hand
      waiting ??= later(pointEveryMs, send)
    },
    show(shown) {
      if (awareness.getLocalState() !== null) awareness.setLocalStateField('place', shown)
    },
    close() {
      waiting?.()
      awareness.off('change', changed)
      listeners.clear()
    },
  }
}
