/**
 * [Kiểm tra thử]: opening a ballot that will never be cast, on a second device. What must stay true: the second device
 * recomputes every ciphertext from seed and marks, so a device that encrypted something else is caught every time; the
 * box that carries the ballot there cannot cast it, because it never holds it in clear.
 */
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { ballotReader, isHomomorphic } from './ballot.ts'
import { checkBallotProofs } from './check-ballot.ts'
import { fromUtf8, utf8 } from './digest.ts'
import type { Election } from './election.ts'
import { multiply } from './group.ts'
import { exponentsOfSeed, refuseMarks } from './prove.ts'
import type { Marks } from './prove.ts'
import { isFault } from './shapes.ts'

export type TestFault =
  'test.shape' | 'test.election' | 'test.tracker' | 'test.marks' | 'test.proofs' | 'test.differs'

/** Whether the ballot text is exactly an encryption of `marks` under `seed`, with good proofs, for this election. */
export function openTestBallot(
  election: Election,
  source: string,
  opened: { readonly tracker: string; readonly seed: Uint8Array; readonly marks: Marks },
): TestFault | undefined {
  const ballot = ballotReader(election)(source)
  if (isFault(ballot)) return 'test.shape'
  if (ballot.uuid !== election.uuid || ballot.fingerprint !== election.fingerprint) return 'test.election'
  if (ballot.tracker !== opened.tracker) return 'test.tracker'
  if (refuseMarks(election, opened.marks) !== undefined) return 'test.marks'
  const { group } = election
  const exponents = exponentsOfSeed(group, opened.seed)
  for (const [index, answer] of ballot.answers.entries()) {
    if (!isHomomorphic(answer)) return 'test.shape'
    for (const [slot, { alpha, beta }] of answer.choices.entries()) {
      const r = exponents(index, slot)
      const mark = opened.marks[index]?.[slot] ?? 0
      const expected = multiply(group, election.powerOfY(r), group.powerOfG(BigInt(mark)))
      if (alpha.value !== group.powerOfG(r) || beta.value !== expected) return 'test.differs'
    }
  }
  return checkBallotProofs(election, ballot).length === 0 ? undefined : 'test.proofs'
}

// The key serves one text only, so a fixed nonce is safe.
const nonce = new Uint8Array(12)

const transferKey = (seed: Uint8Array): Uint8Array => hkdf(sha256, seed, new Uint8Array(0), utf8('test'), 32)

/** The ballot text as it travels through the box to the second device. */
export const sealTestBallot = (seed: Uint8Array, source: string): Uint8Array =>
  gcm(transferKey(seed), nonce).encrypt(utf8(source))

export function unsealTestBallot(seed: Uint8Array, sealed: Uint8Array): string | undefined {
  try {
    return fromUtf8(gcm(transferKey(seed), nonce).decrypt(sealed))
  } catch {
    return undefined
  }
}
