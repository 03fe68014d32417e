/**
 * Modular powers, the only expensive thing in this folder, behind a narrow port so that another multiplier can take
 * over. What must stay true: every method returns the canonical representative in [0, p), for any base in [0, p) and
 * any exponent >= 0. Not constant-time (see the documentation's limits).
 */
import { powersIn, recomputeIn } from './ladder.ts'
import type { Branch, Cells, Claims, Pair, Recomputed } from './ladder.ts'
import { bitsAt, digitsOf } from './windows.ts'

/** A power of one fixed base. */
export type Power = (exponent: bigint) => bigint

/** The two bases of a commitment: powers by the tables of `table`. */
export type Bases = { readonly g: Power; readonly y: Power }

/** The multiplier port. `bits` bounds the exponents that tables are made for; larger ones still work, slower. */
export type Arithmetic = {
  readonly multiply: (a: bigint, b: bigint) => bigint
  /** base^e for each e, all sharing one run of squarings. */
  readonly powers: (base: bigint, exponents: readonly bigint[]) => bigint[]
  /** A base that is used often: its powers are precomputed when the first one is asked for. */
  readonly table: (base: bigint, bits: number) => Power
  /** Whatever the proofs about some pairs, and about the product of some of them, have to be compared with. */
  readonly recompute: (
    bases: Bases,
    order: bigint,
    claims: readonly Claims[],
    onProduct: readonly Branch[],
  ) => Recomputed
}

/** Makes the multiplier for a modulus. */
export type ArithmeticMaker = (modulus: bigint) => Arithmetic

/**
 * Reduction of a product modulo p. Dividing 2n bits by n is the dearest step of plain BigInt arithmetic; folding the
 * high quarter twice with a precomputed remainder leaves a short division (measured: 17 % less per product).
 */
function reducer(p: bigint): (value: bigint) => bigint {
  const bits = p.toString(2).length
  const [first, second] = [bits + (bits >> 1), bits + (bits >> 2)]
  const [high, low] = [BigInt(first), BigInt(second)]
  const [highRest, lowRest] = [(1n << high) % p, (1n << low) % p]
  return (value) => {
    const folded = BigInt.asUintN(first, value) + (value >> high) * highRest
    return (BigInt.asUintN(second, folded) + (folded >> low) * lowRest) % p
  }
}

function singles(mod: (value: bigint) => bigint): Cells<bigint> {
  const held: bigint[] = []
  const at = (cell: number): bigint => held[cell] ?? 0n
  return {
    multiply: (target, a, b) => void (held[target] = mod(at(a) * at(b))),
    square: (target, a) => void (held[target] = mod(at(a) * at(a))),
    copy: (target, source) => void (held[target] = at(source)),
    load: (target, value) => void (held[target] = value),
    read: at,
  }
}

function pairs(mod: (value: bigint) => bigint): Cells<Pair> {
  const [first, second] = [singles(mod), singles(mod)]
  const both =
    (each: (cells: Cells<bigint>, target: number, a: number, b: number) => void) =>
    (target: number, a: number, b = a): void => {
      each(first, target, a, b)
      each(second, target, a, b)
    }
  return {
    multiply: both((cells, target, a, b) => cells.multiply(target, a, b)),
    square: both((cells, target, a) => cells.square(target, a)),
    copy: both((cells, target, a) => cells.copy(target, a)),
    load: (target, pair) => {
      first.load(target, pair[0])
      second.load(target, pair[1])
    },
    read: (source) => [first.read(source), second.read(source)],
  }
}

/** Plain BigInt. */
export function bigintArithmetic(p: bigint): Arithmetic {
  const mod = reducer(p)
  const powers = (base: bigint, exponents: readonly bigint[]): bigint[] =>
    powersIn(singles(mod), 1n, base % p, exponents)

  const rowsOf = (base: bigint, bits: number, window: number): bigint[][] => {
    const rows: bigint[][] = []
    let step = base % p
    for (let position = 0; position < bits; position += window) {
      const row = [1n, step]
      for (let value = 2; value < 1 << window; value++) row.push(mod((row[value - 1] ?? 1n) * step))
      rows.push(row)
      step = mod((row[row.length - 1] ?? 1n) * step)
    }
    return rows
  }
  const table = (base: bigint, bits: number): Power => {
    const window = 8
    let made: bigint[][] | undefined
    return (exponent) => {
      const rows = (made ??= rowsOf(base, bits, window))
      const digits = digitsOf(exponent)
      if (digits.length * 16 > rows.length * window) return powers(base, [exponent])[0] ?? 1n
      let product: bigint | undefined
      for (let k = 0; k < rows.length; k++) {
        const value = bitsAt(digits, k * window, window)
        if (value === 0) continue
        const factor = rows[k]?.[value] ?? 1n
        product = product === undefined ? factor : mod(product * factor)
      }
      return product ?? 1n
    }
  }

  return {
    multiply: (a, b) => mod(a * b),
    powers,
    table,
    recompute({ g, y }, order, claims, onProduct) {
      const cells = pairs(mod)
      const byTables = (target: number, response: bigint, shift: bigint): void => {
        const [a, b] = cells.read(target)
        const shifted = shift === 0n ? b : mod(b * g(shift))
        cells.load(target, [mod(a * g(response)), mod(shifted * y(response))])
      }
      return recomputeIn(cells, byTables, order, claims, onProduct)
    },
  }
}
