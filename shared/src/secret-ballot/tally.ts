/**
 * From ballots to counts: the homomorphic product, partial decryptions, their combination, small logarithms. What must
 * stay true: sums are the only thing ever decrypted here, and every number published is recomputed by whoever reads it.
 */
import { isHomomorphic } from './ballot.ts'
import type { Ballot } from './ballot.ts'
import type { Election } from './election.ts'
import type { Power } from './arithmetic.ts'
import { challengeOf, divide, fixedBase, inRange, multiply, power } from './group.ts'
import type { Group } from './group.ts'
import { bytesToInteger, fromHex, inverse, modulo } from './numbers.ts'
import { elementShape, proofInRange, proofShape } from './proofs.ts'
import type { Proof } from './proofs.ts'
import { fields, list, tuple } from './shapes.ts'
import type { Num, Shape } from './shapes.ts'
import * as transcript from './transcript.ts'
import type { Owner, Trustees } from './trustees.ts'

/** A ciphertext as numbers. */
export type Pair = { alpha: bigint; beta: bigint }

/** Per question the ciphertexts to be decrypted. */
export type Tally = readonly (readonly Pair[])[]

export type PartialDecryption = {
  readonly factors: readonly (readonly Num[])[]
  readonly proofs: readonly (readonly Proof[])[]
}

/** The ciphertexts of a ballot, per question: for a non-homomorphic one just one pair. */
export const ballotPairs = (ballot: Ballot): Tally =>
  ballot.answers.map((answer) =>
    (isHomomorphic(answer) ? answer.choices : [answer.choice]).map(({ alpha, beta }) => ({
      alpha: alpha.value,
      beta: beta.value,
    })),
  )

/**
 * A ballot's ciphertexts as bytes: what is kept of each ballot until the box is closed, because a later one of the same
 * credential may replace it. Bytes lie outside the heap that grows by its own reserve.
 */
export function packPairs(group: Group, tally: Tally): Uint8Array {
  const digits = 2 * Math.ceil(group.p.toString(16).length / 2)
  let hex = ''
  for (const pairs of tally) {
    for (const { alpha, beta } of pairs) {
      hex += alpha.toString(16).padStart(digits, '0') + beta.toString(16).padStart(digits, '0')
    }
  }
  return fromHex(hex) ?? new Uint8Array(0)
}

/** The ciphertexts of a ballot packed by `packPairs` for the same election. */
export function unpackPairs(election: Election, packed: Uint8Array): Tally {
  const size = Math.ceil(election.group.p.toString(16).length / 2)
  let offset = 0
  const next = (): bigint => {
    offset += size
    return bytesToInteger(packed.subarray(offset - size, offset))
  }
  return election.questions.map((question) =>
    Array.from({ length: question.kind === 'homomorphic' ? question.slots : 1 }, () => ({
      alpha: next(),
      beta: next(),
    })),
  )
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** Adds up ballots one at a time; `tally()` may be asked at any moment. */
export function tallier(election: Election) {
  const { group } = election
  const sums: Pair[][] = election.questions.map((question) =>
    question.kind === 'homomorphic'
      ? Array.from({ length: question.slots }, () => ({ alpha: 1n, beta: 1n }))
      : [],
  )
  const raise = (base: bigint, weight: bigint): bigint => (weight === 1n ? base : power(group, base, weight))
  return {
    add(pairs: Tally, weight: bigint): void {
      for (const [index, question] of election.questions.entries()) {
        const sum = sums[index] ?? []
        for (const [slot, pair] of (pairs[index] ?? []).entries()) {
          if (question.kind === 'nonHomomorphic') {
            sum.push(pair)
            continue
          }
          const held = sum[slot] ?? { alpha: 1n, beta: 1n }
          sum[slot] = {
            alpha: multiply(group, held.alpha, raise(pair.alpha, weight)),
            beta: multiply(group, held.beta, raise(pair.beta, weight)),
          }
        }
      }
    },
    tally: (): Tally =>
      sums.map((sum, index) =>
        election.questions[index]?.kind === 'nonHomomorphic'
          ? sum.toSorted((a, b) => compare(a.alpha, b.alpha) || compare(a.beta, b.beta))
          : [...sum],
      ),
  }
}

export const tallyText = (tally: Tally): string =>
  JSON.stringify(
    tally.map((pairs) =>
      pairs.map(({ alpha, beta }) => ({ alpha: alpha.toString(), beta: beta.toString() })),
    ),
  )

/** A weight as the format writes it: a JSON number up to 2^30 - 1, else a decimal text. */
export const weightJson = (weight: bigint): number | string =>
  weight < 2n ** 30n ? Number(weight) : weight.toString()

export const sizedTallyText = (tallied: number, weight: bigint, tallyHash: string): string =>
  JSON.stringify({ num_tallied: tallied, total_weight: weightJson(weight), encrypted_tally: tallyHash })

export const partialDecryptionShape = (group: Group, tally: Tally): Shape<PartialDecryption> => {
  const factors = tally.map((pairs) => list(elementShape(group), pairs.length))
  const proofs = tally.map((pairs) => list(proofShape(group), pairs.length))
  const shape = fields({
    decryption_factors: tuple<readonly Num[][]>(...factors),
    decryption_proofs: tuple<readonly Proof[][]>(...proofs),
  })
  return (value) => {
    const read = shape(value)
    return 'decryption_factors' in read
      ? { factors: read.decryption_factors, proofs: read.decryption_proofs }
      : read
  }
}

// Below this many ciphertexts a table of the owner's key costs more than it saves.
const tableFrom = 40

/** Powers of an owner's key, for the proofs of a whole tally. */
export const keyPowers = (group: Group, key: bigint, tally: Tally): Power =>
  tally.reduce((sum, pairs) => sum + pairs.length, 0) < tableFrom
    ? (exponent) => power(group, key, exponent)
    : fixedBase(group, key)

/**
 * Whether a factor is alpha^x for the x behind the owner's key, whose powers are given. Answers with what is wrong.
 */
export function checkFactor(
  election: Election,
  owner: Owner,
  powerOfKey: Power,
  pair: Pair,
  factor: Num,
  proof: Proof,
): 'decryptionFactor' | 'decryptionProof' | undefined {
  const { group } = election
  if (!inRange(group, factor.value)) return 'decryptionFactor'
  const { challenge, response } = proof
  const [order, raised] = group.arithmetic.powers(factor.value, [group.q, challenge.value])
  if (order !== 1n) return 'decryptionFactor'
  if (!proofInRange(group, proof)) return 'decryptionProof'
  const a = multiply(group, group.powerOfG(response.value), powerOfKey(challenge.value))
  const b = multiply(group, power(group, pair.alpha, response.value), raised ?? 0n)
  const input =
    transcript.decryptionPrefix(election.fingerprint, owner.key.text) + transcript.commitmentsText([a, b])
  return challengeOf(group, input) === challenge.value ? undefined : 'decryptionProof'
}

/** Lagrange coefficient at 0 of `index` among `indexes`, mod q. */
export function lagrange(indexes: readonly number[], index: number, q: bigint): bigint {
  let top = 1n
  let bottom = 1n
  for (const other of indexes) {
    if (other === index) continue
    top = modulo(top * BigInt(other), q)
    bottom = modulo(bottom * BigInt(other - index), q)
  }
  return modulo(top * inverse(bottom, q), q)
}

/** The owners of item number `item` whose decryptions are used: the first `needed` in order; undefined if too few. */
function chosenOwners(trustees: Trustees, owners: readonly number[], item: number) {
  const needed = trustees.needed[item] ?? 1
  const present = owners
    .flatMap((number) => {
      const owner = trustees.owners[number - 1]
      return owner?.item === item ? [{ number, index: owner.index }] : []
    })
    .toSorted((a, b) => a.index - b.index)
    .slice(0, needed)
  return present.length < needed ? undefined : present
}

/** Whether these owners (numbers from 1) suffice to decrypt. */
export const enoughOwners = (trustees: Trustees, owners: readonly number[]): boolean =>
  trustees.needed.every((_, item) => chosenOwners(trustees, owners, item) !== undefined)

/** g^m (or the encoded plaintext) of every ciphertext, from valid partial decryptions; undefined if too few. */
export function decryptTally(
  group: Group,
  trustees: Trustees,
  tally: Tally,
  given: ReadonlyMap<number, PartialDecryption>,
): bigint[][] | undefined {
  const weights: { number: number; weight: bigint }[] = []
  for (const [item] of trustees.needed.entries()) {
    const chosen = chosenOwners(trustees, [...given.keys()], item)
    if (chosen === undefined) return undefined
    const indexes = chosen.map(({ index }) => index)
    for (const { number, index } of chosen)
      weights.push({ number, weight: lagrange(indexes, index, group.q) })
  }
  return tally.map((pairs, q) =>
    pairs.map((pair, slot) => {
      let joined = 1n
      for (const { number, weight } of weights) {
        const factor = given.get(number)?.factors[q]?.[slot]?.value ?? 1n
        joined = multiply(group, joined, weight === 1n ? factor : power(group, factor, weight))
      }
      return divide(group, pair.beta, joined)
    }),
  )
}

/** Beyond this total weight a count is not searched for, only checked where it is published. */
export const largestSearch = 1n << 40n

/** Finds m <= limit with g^m = x (baby and giant steps); one finder serves all counts of a record. */
export function smallLogarithm(group: Group, limit: bigint): (x: bigint) => bigint | undefined {
  let width = 1n
  while (width * width <= limit) width <<= 1n
  const baby = new Map<bigint, bigint>()
  let x = 1n
  for (let k = 0n; k < width; k++) {
    if (!baby.has(x)) baby.set(x, k)
    x = multiply(group, x, group.g)
  }
  const giant = inverse(x, group.p)
  return (target) => {
    let rest = target
    for (let k = 0n; k * width <= limit; k++) {
      const found = baby.get(rest)
      if (found !== undefined) return k * width + found <= limit ? k * width + found : undefined
      rest = multiply(group, rest, giant)
    }
    return undefined
  }
}
