/**
 * The hash-chained events of a record and the order they may come in. What must stay true: an event's text is rebuilt
 * from its parts and compared, and the grammar admits exactly
 *   Setup Ballot* EndBallots EncryptedTally (Shuffle+ EndShuffles)? PartialDecryption+ Result
 * and its non-empty prefixes. Counts (threshold, doubles) are judged where the owners are known.
 */
import { hexDigest } from './digest.ts'
import { count, fault, fields, hexHash, optional, parseCanonical } from './shapes.ts'
import type { Fault, Shape } from './shapes.ts'

export const eventTypes = [
  'Setup',
  'Ballot',
  'EndBallots',
  'EncryptedTally',
  'Shuffle',
  'EndShuffles',
  'PartialDecryption',
  'Result',
] as const

export type EventType = (typeof eventTypes)[number]

/** `parent`: hash of the event before; `payload`: hash of the last data member before it. */
export type RecordEvent = {
  readonly parent: string | undefined
  readonly height: number
  readonly type: EventType
  readonly payload: string | undefined
}

/** How many data members stand immediately before an event. */
export const dataMembersOf: Readonly<Record<EventType, number>> = {
  Setup: 4,
  Ballot: 1,
  EndBallots: 0,
  EncryptedTally: 2,
  Shuffle: 2,
  EndShuffles: 0,
  PartialDecryption: 2,
  Result: 1,
}

const eventType: Shape<EventType> = (value) =>
  eventTypes.find((type) => type === value) ?? fault('not a type of event')

const eventShape = fields({
  parent: optional(hexHash),
  height: count,
  type: eventType,
  payload: optional(hexHash),
})

export const parseEvent = (source: string): RecordEvent | Fault => parseCanonical(source, eventShape)

export const eventText = (event: RecordEvent): string =>
  JSON.stringify({
    ...(event.parent === undefined ? {} : { parent: event.parent }),
    height: event.height,
    type: event.type,
    ...(event.payload === undefined ? {} : { payload: event.payload }),
  })

/** The event after `before` (undefined at the start), with its hash. */
export function nextEvent(
  before: { hash: string; height: number } | undefined,
  type: EventType,
  payload: string | undefined,
): { text: string; hash: string; height: number } {
  const height = before === undefined ? 0 : before.height + 1
  const text = eventText({ parent: before?.hash, height, type, payload })
  return { text, hash: hexDigest(text), height }
}

/** How far a record has come. */
export type Stage = 'setup' | 'open' | 'closed' | 'tallied' | 'decrypted' | 'complete'

export const stageAfter: Readonly<Record<EventType, Stage>> = {
  Setup: 'setup',
  Ballot: 'open',
  EndBallots: 'closed',
  EncryptedTally: 'tallied',
  Shuffle: 'tallied',
  EndShuffles: 'tallied',
  PartialDecryption: 'decrypted',
  Result: 'complete',
}

const followers: Readonly<Record<EventType, readonly EventType[]>> = {
  Setup: ['Ballot', 'EndBallots'],
  Ballot: ['Ballot', 'EndBallots'],
  EndBallots: ['EncryptedTally'],
  EncryptedTally: ['PartialDecryption'],
  Shuffle: ['Shuffle', 'EndShuffles'],
  EndShuffles: ['PartialDecryption'],
  PartialDecryption: ['PartialDecryption', 'Result'],
  Result: [],
}

/** What may follow `last`; `shuffled`: the election has non-homomorphic questions. */
export function mayFollow(last: EventType | undefined, shuffled: boolean): readonly EventType[] {
  if (last === undefined) return ['Setup']
  return last === 'EncryptedTally' && shuffled ? ['Shuffle'] : followers[last]
}
