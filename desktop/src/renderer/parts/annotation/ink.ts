/**
 * What is being drawn at this moment, and what hands are on the glass.
 * What must stay true: a stroke under way is drawn without redrawing anything else; a second finger ends it, but never a
 * stroke of the stylus: what touches beside that is a palm.
 */
import type { Colour } from './colours.ts'
import type { PenPoint } from './path.ts'
import type { Box } from './quads.ts'
import type { Ends, Form } from './shape.ts'

export interface Drawing {
  readonly page: number
  readonly kind: 'pen' | 'marker'
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

export interface Shaping {
  readonly page: number
  readonly form: Form
  readonly ends: Ends
  readonly colour: Colour
  /** Tenths of a point. */
  readonly width: number
}

/** A loop being drawn, or chosen marks being dragged; in points. */
export interface Choosing {
  readonly page: number
  readonly loop?: readonly (readonly [number, number])[]
  readonly by?: readonly [dx: number, dy: number]
}

export interface Under {
  readonly drawing: Drawing | null
  readonly band: Band | null
  readonly shaping: Shaping | null
  readonly choosing: Choosing | null
}

export interface Ink {
  readonly now: () => Under
  readonly subscribe: (listener: () => void) => () => void
  readonly set: (change: Partial<Under>) => void
  /** Fingers on the glass now. */
  readonly touches: Set<number>
  /** A stylus has been used: fingers then scroll and the palm draws nothing. */
  readonly stylus: () => boolean
  readonly sawStylus: () => void
}

interface Keep {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
}

const stylusKey = 'nt.stylus'

export function createInk(keep: Keep): Ink {
  const listeners = new Set<() => void>()
  let under: Under = { drawing: null, band: null, shaping: null, choosing: null }
  // Known from earlier: the palm comes down before the first stroke.
  let stylus = keep.read(stylusKey) === 'yes'
  return {
    now: () => under,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(change) {
      under = { ...under, ...change }
      for (const listener of listeners) listener()
    },
    touches: new Set(),
    stylus: () => stylus,
    sawStylus() {
      if (stylus) return
      stylus = true
      keep.write(stylusKey, 'yes')
    },
  }
}
