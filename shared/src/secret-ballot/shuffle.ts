/**
 * The proof of a shuffle (CHVote 1.3.2), read in foreign records only. What must stay true: every mixed ciphertext is a
 * group member (version 2.0 of the tool forgets that), all numbers are in range, and both challenges are recomputed.
 */
import { hexDigest } from './digest.ts'
import type { Election } from './election.ts'
import { inRange, isElement, isExponent, power, product, reduce } from './group.ts'
import type { Group } from './group.ts'
import { bytesToInteger, fromHex } from './numbers.ts'
import { ciphertextShape, elementShape } from './proofs.ts'
import type { Ciphertext } from './proofs.ts'
import { decimal, fields, isFault, list, tuple } from './shapes.ts'
import type { Num, Shape } from './shapes.ts'
import type { Pair } from './tally.ts'

type ShuffleProof = {
  readonly t: readonly [Num, Num, Num, readonly [Num, Num], readonly Num[]]
  readonly s: readonly [Num, Num, Num, Num, readonly Num[], readonly Num[]]
  readonly c: readonly Num[]
  readonly cHat: readonly Num[]
}

/** One mixed list and its proof per non-homomorphic question, in the order of the questions. */
export type Shuffle = {
  readonly ciphertexts: readonly (readonly Ciphertext[])[]
  readonly proofs: readonly ShuffleProof[]
}

export function shuffleShape(group: Group, sizes: readonly number[]): Shape<Shuffle> {
  const element = elementShape(group)
  const exponent = decimal(group.exponentDigits)
  const proofOf = (n: number): Shape<ShuffleProof> => {
    const shape = tuple<readonly [ShuffleProof['t'], ShuffleProof['s'], Num[], Num[]]>(
      tuple<ShuffleProof['t']>(
        element,
        element,
        element,
        tuple<readonly [Num, Num]>(element, element),
        list(element, n),
      ),
      tuple<ShuffleProof['s']>(exponent, exponent, exponent, exponent, list(exponent, n), list(exponent, n)),
      list(element, n),
      list(element, n),
    )
    return (value) => {
      const read = shape(value)
      return isFault(read) ? read : { t: read[0], s: read[1], c: read[2], cHat: read[3] }
    }
  }
  return fields({
    ciphertexts: tuple<readonly Ciphertext[][]>(...sizes.map((n) => list(ciphertextShape(group), n))),
    proofs: tuple<readonly ShuffleProof[]>(...sizes.map(proofOf)),
  })
}

const hashInteger = (source: string): bigint =>
  bytesToInteger(fromHex(hexDigest(source)) ?? new Uint8Array(0))

/** An independent generator: nobody knows its logarithm. */
export const generator = (group: Group, index: number): bigint =>
  power(group, hashInteger(`ggen|${index}`) % group.p, (group.p - 1n) / group.q)

const listed = (numbers: readonly bigint[]): string => numbers.map((n) => `${n},`).join('')

/** The challenges u_i of a shuffle, from its transcript E. */
export function shuffleChallenges(group: Group, fingerprint: string, e: string, size: number): bigint[] {
  const head = hexDigest(`shuffle-challenges|${fingerprint}|${e}`)
  return Array.from({ length: size }, (_, i) => hashInteger(head + hexDigest(i.toString())) % group.q)
}

/** Whether `after` is a re-encrypted permutation of `before` (C15). */
export function checkShuffle(
  election: Election,
  before: readonly Pair[],
  mixed: readonly Ciphertext[],
  proof: ShuffleProof,
): boolean {
  const { group } = election
  const after = mixed.map(({ alpha, beta }) => ({ alpha: alpha.value, beta: beta.value }))
  const size = before.length
  const members = [
    ...after.flatMap(({ alpha, beta }) => [alpha, beta]),
    ...proof.c.map(({ value }) => value),
    ...proof.cHat.map(({ value }) => value),
  ]
  if (!members.every((x) => isElement(group, x))) return false
  const [t1, t2, t3, [t41, t42], tHat] = proof.t
  const [s1, s2, s3, s4, sHat, sPrime] = proof.s
  if (![t1, t2, t3, t41, t42, ...tHat].every(({ value }) => inRange(group, value))) return false
  if (![s1, s2, s3, s4, ...sHat, ...sPrime].every(({ value }) => isExponent(group, value))) return false
  if (size === 0) return true

  const c = proof.c.map(({ value }) => value)
  const cHat = proof.cHat.map(({ value }) => value)
  const e =
    listed(before.flatMap(({ alpha, beta }) => [alpha, beta])) +
    listed(after.flatMap(({ alpha, beta }) => [alpha, beta])) +
    listed(c)
  const u = shuffleChallenges(group, election.fingerprint, e, size)
  const commitments = [t1, t2, t3, t41, t42, ...tHat].map(({ value }) => value)
  const x =
    hashInteger(
      `shuffle-challenge|${election.fingerprint}|${listed(commitments)}${e}${listed(cHat)}${election.publicKey.text}`,
    ) % group.q

  const h = generator(group, -1)
  const hs = Array.from({ length: size }, (_, i) => generator(group, i))
  const minusX = reduce(group, -x)
  const raise = (base: bigint, exponent: bigint): bigint => power(group, base, exponent)
  const times = (...factors: bigint[]): bigint => product(group, factors)
  const over = (bases: readonly bigint[], exponents: readonly bigint[]): bigint =>
    product(
      group,
      bases.map((base, i) => raise(base, exponents[i] ?? 0n)),
    )
  const primes = sPrime.map(({ value }) => value)
  const inverted = (base: bigint): bigint => raise(base, group.q - 1n)

  const cBar = times(product(group, c), inverted(product(group, hs)))
  const uAll = u.reduce((all, next) => (all * next) % group.q, 1n)
  const cHatBar = times(cHat[size - 1] ?? 1n, inverted(raise(h, uAll)))
  const alphaU = over(
    before.map(({ alpha }) => alpha),
    u,
  )
  const betaU = over(
    before.map(({ beta }) => beta),
    u,
  )
  const minusS4 = reduce(group, -s4.value)
  const wanted = [
    times(raise(cBar, minusX), group.powerOfG(s1.value)),
    times(raise(cHatBar, minusX), group.powerOfG(s2.value)),
    times(raise(over(c, u), minusX), group.powerOfG(s3.value), over(hs, primes)),
    times(
      raise(betaU, minusX),
      election.powerOfY(minusS4),
      over(
        after.map(({ beta }) => beta),
        primes,
      ),
    ),
    times(
      raise(alphaU, minusX),
      group.powerOfG(minusS4),
      over(
        after.map(({ alpha }) => alpha),
        primes,
      ),
    ),
  ]
  for (let i = 0; i < size; i++) {
    wanted.push(
      times(
        raise(cHat[i] ?? 1n, minusX),
        group.powerOfG(sHat[i]?.value ?? 0n),
        raise(i === 0 ? h : (cHat[i - 1] ?? 1n), primes[i] ?? 0n),
      ),
    )
  }
  return wanted.every((value, i) => value === commitments[i])
}
