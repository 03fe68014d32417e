/**
 * A multiplier with a memory, for tests and the mutation run: records that differ in one place are verified again and
 * again. What must stay true: it is exact (same arguments, same answer), so no verdict changes; it grows until frozen,
 * so nothing that runs for long may use it.
 */
import { bigintArithmetic } from './arithmetic.ts'
import type { Arithmetic, ArithmeticMaker } from './arithmetic.ts'

/** `freeze` ends the learning; what is known is still used. */
export function rememberingArithmetic(innerMaker: ArithmeticMaker = bigintArithmetic): {
  maker: ArithmeticMaker
  freeze: () => void
} {
  const state = { frozen: false }
  const maker: ArithmeticMaker = (modulus) => {
    const inner = innerMaker(modulus)
    const known = new Map<string, bigint[]>()
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
        const made: { table?: (exponent: bigint) => bigint } = {}
        return (exponent) => {
          const [value] = remember(`${key}^^${exponent.toString(36)}`, () => [
            (made.table ??= inner.table(base, bits))(exponent),
          ])
          return value ?? 1n
        }
      },
    }
    return arithmetic
  }
  return { maker, freeze: () => (state.frozen = true) }
}
