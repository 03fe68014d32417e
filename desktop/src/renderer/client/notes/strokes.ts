/**
 * Strokes while they are being drawn: seen by the others at once, kept nowhere.
 * What must stay true: at most one message a frame leaves; a stroke in progress never enters the document; it weighs less
 * than the door allows.
 */
import { z } from 'zod'
import { mark } from '@nghi-truong/shared/protocol/rooms'
import type { Awareness } from 'y-protocols/awareness'

const shape = z.object({
  person: z.string(),
  stroke: z.object({
    /** The mark it will become. */
    id: z.string().max(64),
    page: z.int().min(1),
    colour: mark.options[2].shape.colour,
    width: z.int().min(1).max(400),
    /** As in a mark of the pen. */
    path: z.array(z.int()).min(3).max(900),
  }),
})

export type Stroke = z.infer<typeof shape>['stroke']
export interface OthersStroke extends Stroke {
  readonly person: string
}

export interface Strokes {
  /** Drawn by others just now. */
  readonly others: () => readonly OthersStroke[]
  readonly subscribe: (listener: () => void) => () => void
  /** What I draw just now; null when the pen is lifted. */
  readonly show: (stroke: Stroke | null) => void
  readonly close: () => void
}

/** Two frames of 60 Hz: the door allows 60 messages a second, and the finished mark has to pass as well. */
export const strokeEveryMs = 34

export function createStrokes(
  awareness: Awareness,
  later: (ms: number, then: () => void) => () => void,
): Strokes {
  const listeners = new Set<() => void>()
  let others: readonly OthersStroke[] = []
  let waiting: (() => void) | null = null
  let next: Stroke | null = null

  const changed = (): void => {
    const found: OthersStroke[] = []
    for (const [client, state] of awareness.getStates()) {
      if (client === awareness.clientID) continue
      const read = shape.safeParse(state)
      if (read.success) found.push({ ...read.data.stroke, person: read.data.person })
    }
    if (found.length === 0 && others.length === 0) return
    others = found
    for (const listener of listeners) listener()
  }
  awareness.on('change', changed)
  const send = (): void => {
    waiting = null
    if (awareness.getLocalState() !== null) awareness.setLocalStateField('stroke', next)
  }
  return {
    others: () => others,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show(stroke) {
      next = stroke
      if (stroke === null) {
        // The end is not delayed: the finished mark is already on its way.
        waiting?.()
        return send()
      }
      waiting ??= later(strokeEveryMs, send)
    },
    close() {
      waiting?.()
      awareness.off('change', changed)
      listeners.clear()
    },
  }
}
