/**
 * A multiplier with a memory, for tests and the mutation run: records that differ in one place are verified again and
 * again. What must stay true: it is exact (same arguments, same answer), so no verdict changes; it grows until frozen,
 * so nothing that runs for long may use it.
 */
import { bigintArithmetic } from './arithmetic.ts'
import type { Arithmetic, ArithmeticMaker, Power } from './arithmetic.ts'
import type { Branch, Claims, Recomputed } from './ladder.ts'

const branchKey = ({ challenge, response, shift }: Branch): string => [challenge, response, shift].join('/')
const claimsKey = ({ pair, summed, branches }: Claims): string =>
  [...pair, summed, ...branches.map(branchKey)].join(',')

/** `freeze` ends the learning; what is known is still used. */
export function rememberingArithmetic(innerMaker: ArithmeticMaker = bigintArithmetic): {
  maker: ArithmeticMaker
  freeze: () => void
} {
  const state = { frozen: false }
  const maker: ArithmeticMaker = (modulus) => {
    const inner = innerMaker(modulus)
    const known = new Map<string, bigint[]>()
    const recomputed = new Map<string, Recomputed>()
    const own = new WeakMap<Power, Power>()
    const remember = (key: string, compute: () => bigint[]): bigint[] => {
      const held = known.get(key)
      if (held !== undefined) return held
      const made = compute()
      if (!state.frozen) known.set(key, made)
      return made
    }
    const arithmetic: Arithmetic = {
      multiply: inner.multiply,
      powers: (base, exponents) =>
        remember(`${base.toString(36)}^${exponents.map((e) => e.toString(36)).join()}`, () =>
          inner.powers(base, exponents),
        ),
      table(base, bits) {
        const key = base.toString(36)
        const power = inner.table(base, bits)
        const remembering: Power = (exponent) => {
          const [value] = remember(`${key}^^${exponent.toString(36)}`, () => [power(exponent)])
          return value ?? 1n
        }
        own.set(remembering, power)
        return remembering
      },
      recompute(bases, order, claims, onProduct) {
        // g^1 and y^1 name the bases
        const key = [
          bases.g(1n),
          bases.y(1n),
          order,
          ...claims.map(claimsKey),
          onProduct.map(branchKey),
        ].join(';')
        const held = recomputed.get(key)
        if (held !== undefined) return held
        // the inner multiplier knows its own tables only
        const [g, y] = [own.get(bases.g) ?? bases.g, own.get(bases.y) ?? bases.y]
        const made = inner.recompute({ g, y }, order, claims, onProduct)
        if (!state.frozen) recomputed.set(key, made)
        return made
      },
    }
    return arithmetic
  }
  return { maker, freeze: () => (state.frozen = true) }
}
