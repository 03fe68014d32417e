/**
 * The group every proof lives in: Z_p*, its subgroup of prime order q, and the tables for g. What must stay true:
 * `isElement` is the full test (range AND x^q = 1); (p - 1)/q is even, so range alone lets p - x through.
 */
import { bigintArithmetic } from './arithmetic.ts'
import type { Arithmetic, ArithmeticMaker, Power } from './arithmetic.ts'
import { integerDigest } from './digest.ts'
import { inverse, modulo } from './numbers.ts'
import type { GroupName, GroupParameters } from './parameters.ts'

export type Group = {
  readonly name: GroupName
  readonly p: bigint
  readonly q: bigint
  readonly g: bigint
  readonly embedding: GroupParameters['embedding']
  /** Longest decimal text of an element, and of an exponent. */
  readonly elementDigits: number
  readonly exponentDigits: number
  readonly arithmetic: Arithmetic
  readonly powerOfG: Power
}

export function makeGroup(parameters: GroupParameters, maker: ArithmeticMaker = bigintArithmetic): Group {
  const { p, q, g } = parameters
  const arithmetic = maker(p)
  return {
    ...parameters,
    elementDigits: p.toString().length,
    exponentDigits: q.toString().length,
    arithmetic,
    powerOfG: arithmetic.table(g, q.toString(2).length),
  }
}

/** A base that gets its own table, for instance the election's public key. */
export const fixedBase = (group: Group, base: bigint): Power =>
  group.arithmetic.table(base, group.q.toString(2).length)

export const inRange = (group: Group, x: bigint): boolean => x > 0n && x < group.p

export const isElement = (group: Group, x: bigint): boolean =>
  inRange(group, x) && power(group, x, group.q) === 1n

export const isExponent = (group: Group, x: bigint): boolean => x >= 0n && x < group.q

export const power = (group: Group, base: bigint, exponent: bigint): bigint =>
  group.arithmetic.powers(base, [exponent])[0] ?? 1n

export const multiply = (group: Group, a: bigint, b: bigint): bigint => group.arithmetic.multiply(a, b)

export const product = (group: Group, factors: Iterable<bigint>): bigint => {
  let result = 1n
  for (const factor of factors) result = multiply(group, result, factor)
  return result
}

export const divide = (group: Group, a: bigint, b: bigint): bigint => multiply(group, a, inverse(b, group.p))

/** e mod q; exponents of group elements may always be reduced. */
export const reduce = (group: Group, exponent: bigint): bigint => modulo(exponent, group.q)

/** "H(x) mod q" of the record format: the challenge of every proof. */
export const challengeOf = (group: Group, input: string): bigint => integerDigest(input) % group.q
