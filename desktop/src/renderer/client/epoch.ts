/**
 * Which copy of the data answers: the server names its house and its epoch, which rises when another machine takes over.
 * What must stay true: once a device has heard of an epoch it takes nothing from a lower one of the same house, and tells
 * every server which it knows; another house (a new installation) begins anew.
 */
import { readEpoch as read } from '@nghi-truong/shared/protocol/machines'
import type { Keep } from './keep.ts'

export const epochHeader = 'x-epoch'
export const epochKey = 'nt.epoch'

export interface Epochs {
  /** As it was heard; null before the first answer. */
  readonly known: () => string | null
  /** False when the answer comes from a machine that was replaced. */
  readonly hear: (said: string | null) => boolean
}

export function createEpochs(keep: Keep): Epochs {
  const known = (): string | null => keep.read(epochKey)
  return {
    known,
    hear(said) {
      const now = read(said)
      const before = read(known())
      if (!now) return true
      if (before && before.house === now.house && now.epoch < before.epoch) return false
      if (before?.house !== now.house || before.epoch !== now.epoch) keep.write(epochKey, said)
      return true
    },
  }
}
