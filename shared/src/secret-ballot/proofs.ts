/**
 * Shapes shared by all texts of a record, and the one-branch proof of knowledge (Schnorr) in its four uses. What must
 * stay true: challenge and response lie in [0, q) and the challenge is the hash of the recomputed commitment.
 */
import { challengeOf, isExponent, multiply, power, reduce } from './group.ts'
import type { Group } from './group.ts'
import { randomExponent } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { decimal, fields } from './shapes.ts'
import type { KeyRule, Num, Shape } from './shapes.ts'

export type Proof = { readonly challenge: Num; readonly response: Num }
export type Ciphertext = { readonly alpha: Num; readonly beta: Num }

/** How a proof stands in a text. */
export type ProofText = { challenge: string; response: string }

export const proofShape = (group: Group, rule: KeyRule = 'exact'): Shape<Proof> =>
  fields({ challenge: decimal(group.exponentDigits), response: decimal(group.exponentDigits) }, rule)

export const elementShape = (group: Group): Shape<Num> => decimal(group.elementDigits)

export const ciphertextShape = (group: Group): Shape<Ciphertext> =>
  fields({ alpha: elementShape(group), beta: elementShape(group) })

export const proofInRange = (group: Group, proof: Proof): boolean =>
  isExponent(group, proof.challenge.value) && isExponent(group, proof.response.value)

/** Knowledge of x with X = g^x; the hash input is `prefix` followed by the commitment. */
export function checkKnowledge(group: Group, prefix: string, x: bigint, proof: Proof): boolean {
  if (!proofInRange(group, proof)) return false
  const commitment = multiply(
    group,
    group.powerOfG(proof.response.value),
    power(group, x, proof.challenge.value),
  )
  return challengeOf(group, prefix + commitment.toString()) === proof.challenge.value
}

/** Proves knowledge of x. The nonce is drawn here and forgotten here: whoever knows it knows x. */
export function proveKnowledge(group: Group, prefix: string, x: bigint, random: RandomBytes): ProofText {
  const nonce = randomExponent(random, group.q)
  const challenge = challengeOf(group, prefix + group.powerOfG(nonce).toString())
  return {
    challenge: challenge.toString(),
    response: reduce(group, nonce - x * challenge).toString(),
  }
}

export const keyProofPrefix = (group: Group, publicKey: string): string => `pok|${group.name}|${publicKey}|`

export const messagePrefix = (message: string): string => `sigmsg|${message}|`
