/**
 * A trustee's share at work: opening it, and one partial decryption. What must stay true: nothing here decides WHETHER
 * to decrypt (trustee-rule.ts does); a share is used only if it belongs to the verification key of its owner.
 */
import { keysOfSeed, receive } from './channel.ts'
import type { Election } from './election.ts'
import { challengeOf, power, reduce } from './group.ts'
import type { Group } from './group.ts'
import { randomExponent } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { decimal, fields, isFault, parseCanonical } from './shapes.ts'
import type { Tally } from './tally.ts'
import * as transcript from './transcript.ts'

/** What the sealed envelope holds: enough for belenios-tool (files .key and .dkey) or for another device. */
export type Envelope = { readonly seed: string; readonly privateKey: string }

/** The decryption key in an envelope, if it fits the verification key; undefined otherwise. */
export function openEnvelope(group: Group, envelope: Envelope, verificationKey: string): bigint | undefined {
  const keys = keysOfSeed(envelope.seed)
  const message = receive(group, keys, group.powerOfG(keys.signing), envelope.privateKey)
  if (message === undefined) return undefined
  const read = parseCanonical(message, fields({ decryption_key: decimal(group.exponentDigits + 6) }))
  if (isFault(read)) return undefined
  const key = reduce(group, read.decryption_key.value)
  return group.powerOfG(key).toString() === verificationKey ? key : undefined
}

/** One partial decryption of a whole tally, as text. */
export function decryptPartially(election: Election, tally: Tally, key: bigint, random: RandomBytes): string {
  const { group } = election
  const prefix = transcript.decryptionPrefix(election.fingerprint, group.powerOfG(key).toString())
  const done = tally.map((pairs) =>
    pairs.map(({ alpha }) => {
      const factor = power(group, alpha, key)
      const nonce = randomExponent(random, group.q)
      const commitments = [group.powerOfG(nonce), power(group, alpha, nonce)]
      const challenge = challengeOf(group, prefix + transcript.commitmentsText(commitments))
      const response = reduce(group, nonce - key * challenge)
      return {
        factor: factor.toString(),
        proof: { challenge: challenge.toString(), response: response.toString() },
      }
    }),
  )
  return JSON.stringify({
    decryption_factors: done.map((answers) => answers.map(({ factor }) => factor)),
    decryption_proofs: done.map((answers) => answers.map(({ proof }) => proof)),
  })
}
