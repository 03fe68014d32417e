/**
 * Whether one archive extends another (C19): the only way to see that a ballot was dropped before closing. What must
 * stay true: NEW extends OLD if and only if both are well-formed and OLD's members, in order and under the same
 * timestamp, are the first members of NEW.
 */
import { archiveReader } from './archive.ts'
import { dataMembersOf, mayFollow, parseEvent } from './events.ts'
import type { EventType } from './events.ts'
import { isFault } from './shapes.ts'

/** The skeleton of an archive: enough to compare, small enough to keep. */
export type Skeleton = {
  readonly timestamp: number
  /** Hash of every member in order. */
  readonly members: readonly string[]
  /** Hash of every event in order. */
  readonly events: readonly string[]
}

export type SkeletonReader = {
  push(chunk: Uint8Array): void
  /** The skeleton, or why the bytes are no archive. */
  finish(): Skeleton | { readonly broken: string }
}

/** Reads bytes, chain and data counts; proofs are the verifier's business. */
export function skeletonReader(): SkeletonReader {
  const reader = archiveReader()
  const members: string[] = []
  const events: string[] = []
  let broken: string | undefined
  let waiting: string[] = []
  let last: EventType | undefined

  const takeEvent = (hash: string, source: string): string | undefined => {
    const event = parseEvent(source)
    if (isFault(event)) return 'an event is not canonical'
    if (event.height !== events.length || event.parent !== events[events.length - 1])
      return 'the chain is broken'
    const follows = [...mayFollow(last, false), ...mayFollow(last, true)]
    if (!follows.includes(event.type)) return `${event.type} does not belong there`
    if (waiting.length !== dataMembersOf[event.type] || event.payload !== waiting[waiting.length - 1]) {
      return 'an event does not fit the data before it'
    }
    waiting = []
    last = event.type
    events.push(hash)
    return undefined
  }

  return {
    push(chunk) {
      if (broken !== undefined) return
      const read = reader.push(chunk)
      for (const member of read.members) {
        members.push(member.hash)
        if (member.kind === 'data') waiting.push(member.hash)
        else broken ??= takeEvent(member.hash, member.text)
      }
      if (read.fault !== undefined) broken ??= `${read.fault.reason}: ${read.fault.detail}`
    },
    finish() {
      const end = reader.finish()
      if (end !== undefined) broken ??= `${end.reason}: ${end.detail}`
      if (waiting.length > 0) broken ??= 'data after the last event'
      const { timestamp } = reader
      if (events.length === 0 || timestamp === undefined) broken ??= 'no event'
      return broken === undefined && timestamp !== undefined
        ? { timestamp, members, events }
        : { broken: broken ?? '' }
    },
  }
}

export type Comparison =
  | { readonly verdict: 'extends'; readonly added: number }
  | { readonly verdict: 'differs'; readonly detail: string }

/** `added`: how many events NEW has beyond OLD (0: the same record). */
export function compareSkeletons(older: Skeleton, newer: Skeleton): Comparison {
  if (older.timestamp !== newer.timestamp) return { verdict: 'differs', detail: 'other timestamp' }
  const at = older.members.findIndex((hash, index) => newer.members[index] !== hash)
  if (at < 0) return { verdict: 'extends', added: newer.events.length - older.events.length }
  const missing = newer.members.includes(older.members[at] ?? '') ? 'moved' : 'missing or changed'
  return {
    verdict: 'differs',
    detail: `member ${at + 1} (${older.members[at]}) of the older record is ${missing}`,
  }
}
