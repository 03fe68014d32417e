/** One scene of the gallery: who looks, what happened before, what is drawn. */
import type { ReactNode } from 'react'
import type { Wire } from './fake-transport.ts'
import type { Hall } from './hall.ts'

export interface SceneOf {
  readonly name: string
  /** Whose screen it is. */
  readonly person: string
  readonly before: (hall: Hall) => void
  readonly part: ReactNode
  /** Fills the window, without margins. */
  readonly bare?: boolean
  /** What this device does first, over the wire. */
  readonly wire?: (wire: Wire) => void
  /** A choice this device makes as soon as it is there. */
  readonly casts?: string
  /** Names of buttons pressed one after the other as soon as they are there: the way to a dialog. */
  readonly presses?: readonly string[]
}
