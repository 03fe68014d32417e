/** One scene of the gallery: who looks, what happened before, what is drawn. */
import type { ReactNode } from 'react'
import type { TransportAnswer } from '../client/bridge.ts'
import type { SecretDevice } from '../client/secret-ballot/device.ts'
import type { Wire } from './fake-transport.ts'
import type { Hall } from './hall.ts'
import type { Tap } from './Taps.tsx'

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
  /** What the person presses and types before the state is reached. */
  readonly taps?: readonly Tap[] | ((hall: Hall) => readonly Tap[])
  /** Answers first, for paths of a part with files of its own. */
  readonly answers?: (hall: Hall) => (path: string) => TransportAnswer | undefined
  /** The device for secret ballots. */
  readonly device?: (hall: Hall) => Promise<SecretDevice>
}
