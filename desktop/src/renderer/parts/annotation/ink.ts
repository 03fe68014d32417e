/**
 * What is being drawn at this moment, and what hands are on the glass.
 * What must stay true: a stroke under way is drawn without redrawing anything else; a second finger ends it.
 */
import type { Colour } from './colours.ts'
import type { PenPoint } from './path.ts'
import type { Box } from './quads.ts'

export interface Drawing {
  readonly page: number
  readonly points: readonly PenPoint[]
  readonly colour: Colour
  /** Tenths of a point. */
  readonly width: number
}

/** A band drawn over a scanned page, where there are no letters to select. */
export interface Band {
  readonly page: number
  readonly box: Box
}

export interface Ink {
  readonly drawing: () => Drawing | null
  readonly band: () => Band | null
  readonly subscribe: (listener: () => void) => () => void
  readonly setDrawing: (drawing: Drawing | null) => void
  readonly setBand: (band: Band | null) => void
  /** Fingers on the glass now. */
  readonly touches: Set<number>
  /** A stylus has been used: fingers then scroll and the palm draws nothing. */
  readonly stylus: () => boolean
  readonly sawStylus: () => void
}

export function createInk(): Ink {
  const listeners = new Set<() => void>()
  let drawing: Drawing | null = null
  let band: Band | null = null
  let stylus = false
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    drawing: () => drawing,
    band: () => band,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setDrawing(next) {
      drawing = next
      tell()
    },
    setBand(next) {
      band = next
      tell()
    },
    touches: new Set(),
    stylus: () => stylus,
    sawStylus: () => {
      stylus = true
    },
  }
}
