/**
 * Writes a record: members and chained events, in the only order the grammar allows. What must stay true: a chain is
 * a value (hash, height, type), so a crash between two appends leaves either the old record or the new one.
 */
import { writeHeader, writeMember } from './archive.ts'
import type { Member } from './archive.ts'
import { hexDigest } from './digest.ts'
import { dataMembersOf, mayFollow, nextEvent } from './events.ts'
import type { EventType } from './events.ts'
import { sizedTallyText, tallyText } from './tally.ts'
import type { Tally } from './tally.ts'

/** The end of a record so far. */
export type Chain = { readonly hash: string; readonly height: number; readonly type: EventType }

export type Appended = { readonly members: readonly Member[]; readonly chain: Chain }

const data = (text: string): Member => ({ kind: 'data', hash: hexDigest(text), text })

/** Appends one event with its data texts. Throws where the grammar forbids it: callers know their state. */
export function append(chain: Chain | undefined, type: EventType, texts: readonly string[]): Appended {
  if (!mayFollow(chain?.type, false).includes(type) || texts.length !== dataMembersOf[type]) {
    throw new Error(`${type} with ${texts.length} texts does not follow ${chain?.type ?? 'the start'}`)
  }
  const members = texts.map(data)
  const event = nextEvent(chain, type, members[members.length - 1]?.hash)
  members.push({ kind: 'event', hash: event.hash, text: event.text })
  return { members, chain: { hash: event.hash, height: event.height, type } }
}

export function appendSetup(election: string, trustees: string, credentials: string): Appended {
  const names = {
    election: hexDigest(election),
    trustees: hexDigest(trustees),
    credentials: hexDigest(credentials),
  }
  return append(undefined, 'Setup', [election, trustees, credentials, JSON.stringify(names)])
}

export const appendBallot = (chain: Chain, ballot: string): Appended => append(chain, 'Ballot', [ballot])

export const appendEndBallots = (chain: Chain): Appended => append(chain, 'EndBallots', [])

export function appendTally(chain: Chain, tally: Tally, ballots: number): Appended {
  const text = tallyText(tally)
  return append(chain, 'EncryptedTally', [text, sizedTallyText(ballots, BigInt(ballots), hexDigest(text))])
}

/** `owner`: number of the trustee, from 1 in record order. */
export const appendDecryption = (chain: Chain, owner: number, decryption: string): Appended =>
  append(chain, 'PartialDecryption', [decryption, JSON.stringify({ owner, payload: hexDigest(decryption) })])

export const appendResult = (chain: Chain, result: unknown): Appended =>
  append(chain, 'Result', [JSON.stringify({ result })])

/** The whole archive; `timestamp` in seconds. */
export function archiveBytes(timestamp: number, members: Iterable<Member>): Uint8Array {
  const parts = [writeHeader(timestamp)]
  for (const member of members) parts.push(writeMember(member, timestamp))
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
