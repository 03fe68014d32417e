/**
 * Takes a record apart into its steps and puts an altered one together again, chain and hashes recomputed: so that a
 * negative test meets the check it is about and not the hash chain. What must stay true: only tests and the mutation
 * run use it; an unaltered record comes back byte for byte.
 */
import { archiveReader, writeHeader, writeMember } from './archive.ts'
import type { Member } from './archive.ts'
import { base64Digest, hexDigest } from './digest.ts'
import { eventText, parseEvent } from './events.ts'
import type { EventType } from './events.ts'
import type { Group } from './group.ts'
import type { RandomBytes } from './numbers.ts'
import { proveKnowledge } from './proofs.ts'
import { isFault } from './shapes.ts'
import { signaturePrefix } from './transcript.ts'

export type Step = { type: EventType; texts: string[] }

/** The steps of an archive, and its timestamp. */
export function takeApart(bytes: Uint8Array): { steps: Step[]; timestamp: number } {
  const reader = archiveReader()
  const { members } = reader.push(bytes)
  const steps: Step[] = []
  let texts: string[] = []
  for (const member of members) {
    if (member.kind === 'data') {
      texts.push(member.text)
      continue
    }
    const event = parseEvent(member.text)
    if (isFault(event)) throw new Error('not an event')
    steps.push({ type: event.type, texts })
    texts = []
  }
  return { steps, timestamp: reader.timestamp ?? 0 }
}

// Texts that name another text by its hash: where that text is altered, the name follows.
function renamed(step: Step): string[] {
  const [first, second] = step.texts
  if (step.type === 'Setup' && step.texts.length === 4) {
    const names = step.texts.slice(0, 3).map(hexDigest)
    return [
      ...step.texts.slice(0, 3),
      JSON.stringify({ election: names[0], trustees: names[1], credentials: names[2] }),
    ]
  }
  if (first === undefined || second === undefined) return step.texts
  if (step.type === 'EncryptedTally' || step.type === 'Shuffle' || step.type === 'PartialDecryption') {
    return [first, second.replace(/"[0-9a-f]{64}"\}$/, `"${hexDigest(first)}"}`)]
  }
  return step.texts
}

/** `names`: 'follow' recomputes the little texts that name others; 'keep' leaves every text as it is. */
export function putTogether(
  steps: readonly Step[],
  timestamp: number,
  names: 'follow' | 'keep' = 'follow',
): Uint8Array {
  const members: Member[] = []
  let parent: string | undefined
  for (const [height, step] of steps.entries()) {
    const texts = names === 'follow' ? renamed(step) : step.texts
    for (const text of texts) members.push({ kind: 'data', hash: hexDigest(text), text })
    const last = texts[texts.length - 1]
    const text = eventText({
      parent,
      height,
      type: step.type,
      payload: last === undefined ? undefined : hexDigest(last),
    })
    parent = hexDigest(text)
    members.push({ kind: 'event', hash: parent, text })
  }
  return joined([writeHeader(timestamp), ...members.map((member) => writeMember(member, timestamp))])
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** Signs an altered ballot again: what a voter who cheats with a listed credential can do. */
export function signAgain(group: Group, ballot: string, secret: bigint, random: RandomBytes): string {
  const read = JSON.parse(ballot) as Record<string, unknown>
  const { signature: _, ...unsigned } = read
  const hash = base64Digest(JSON.stringify(unsigned))
  const proof = proveKnowledge(group, signaturePrefix(hash), secret, random)
  return JSON.stringify({ ...unsigned, signature: { hash, proof } })
}
