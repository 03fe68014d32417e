/** What a simulated day works on: people with their devices, the council, the rooms, and what must be there in the end. */
import type { LayerKeys } from '@nghi-truong/shared/private-layer/mark-box'
import type { Annotations } from '../annotations/annotations.ts'
import type { Council } from './council.ts'
import type { Copy, SimDevice } from './device.ts'
import type { Watch } from './watch.ts'

/** One person's devices, and his keys as each of them knows them. */
export interface Person {
  readonly id: string
  readonly devices: readonly Held[]
}

export interface Held {
  readonly device: SimDevice
  keys: LayerKeys
  revoked: boolean
}

/** Everything a simulated day works on. */
export interface Hall {
  readonly random: () => number
  readonly council: Council
  readonly people: readonly Person[]
  readonly watch: Watch
  readonly figures: Record<string, number>
  readonly rooms: () => Annotations
  /** UTC. */
  readonly now: () => string
  readonly restart: (how: 'calmly' | 'crash') => Promise<void>
  /** Lets everything under way arrive. */
  readonly calm: () => Promise<void>
  /** The same, with a copy of nobody's device. */
  readonly calmOf: (copy: Copy) => Promise<void>
  readonly count: (what: string) => void
  /** Marks that must be there in the end, by room and id: their words. */
  readonly alive: Map<string, { readonly person: string; readonly room: string; readonly id: string }>
}
