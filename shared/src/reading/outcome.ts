/**
 * What became of a mark.
 * What must stay true: `sure` means the same words among the same neighbours; whatever is less is `moved` and shown so, or
 * `lost`.
 */
import type { PlacedMark } from '../protocol/rooms.ts'

export interface Found {
  readonly state: 'sure' | 'moved'
  /** exact: same words, same neighbours. elsewhere: same words, other neighbours or torn apart. fuzzy: changed words. box: by the words beside it, or by its page. */
  readonly means: 'exact' | 'elsewhere' | 'fuzzy' | 'box'
  /** 0 to 1: how much of the words and of their neighbours agrees. No probability. */
  readonly confidence: number
  /** More than one when the words now lie on several pages or apart. */
  readonly marks: readonly PlacedMark[]
}

export interface Lost {
  readonly state: 'lost'
  readonly confidence: 0
  /** deleted: its words are gone. ambiguous: several places have equal right. unlike: too little agrees. unplaced: nothing to go by. */
  readonly why: 'deleted' | 'ambiguous' | 'unlike' | 'unplaced'
}

export type Outcome = Found | Lost
