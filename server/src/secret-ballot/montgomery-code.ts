/**
 * The bytes of a WebAssembly module for Montgomery products of PAIRS of numbers: the two halves of a vector are two
 * independent numbers, so the halves of a ciphertext, which are raised to the same exponents, are raised at once. Numbers
 * have 41 limbs of 51 bits, kept as doubles; a product of limbs is split by two fused multiply-adds:
 *   high = a * b + 2^103 rounded once: 2^103 + h * 2^51 with h the nearest whole number to a * b / 2^51,
 *   low  = a * b + ((2^103 + 3 * 2^51) - high) = 3 * 2^51 + l with l = a * b - h * 2^51, exactly.
 * Read as 64-bit integers both are a constant plus h and a constant plus l, and the columns are sums of those integers.
 *
 * What must stay true, for this to be exact:
 * - limbs are whole numbers in [0, 2^51), so products of a limb and a doubled limb stay below 2^103: high lies in
 *   [2^103, 2^104), where doubles are the multiples of 2^51; (3 - h) * 2^51 has at most 53 bits; |l| <= 2^50, so low lies
 *   in [2^52, 2^53), where doubles are the whole numbers;
 * - a column gathers at most 82 of each kind with h <= 2^51 (or 41 of them with h <= 2^52, squares), and one carry: its
 *   true value lies within 2^59 of 0. It starts at 2^60 less all constants it will gather, so that it is never negative
 *   when its carry is taken by a logical shift; 2^60 / 2^51 too much goes with every carry and is taken off beforehand;
 * - operands below 2p give a result below 2p, because the radix 2^2091 exceeds 4p.
 * Relaxed vector instructions do not promise the fused rounding (machines before 2013 lack it): the caller tries it.
 */
import * as w from './wasm-bytes.ts'
import type { Code, Definition } from './wasm-bytes.ts'

export const limbBits = 51
export const limbs = 41
const wide = 16
const row = limbs * wide
const columns = 2 * limbs
/** A number pair in memory: 41 vectors and one that may be read and is never used. */
export const slotBytes = row + wide
/** A number as little-endian bytes, for exchange: whole 64-bit words. */
export const exchangeBytes = 264

/** Addresses; what is before `bytes` is filled by `constants`. */
export const places = {
  modulus: 0,
  high: 672,
  low: 688,
  mask: 704,
  unit: 720,
  inverse: 736,
  productStart: 768,
  squareStart: 768 + columns * wide,
  liftStart: 768 + 2 * columns * wide,
  sums: 768 + 3 * columns * wide,
  bytes: 768 + 4 * columns * wide,
  slots: 768 + 4 * columns * wide + 272,
} as const

const bitsOfHigh = BigInt(1023 + 103) << 52n
const bitsOfLow = (BigInt(1023 + 52) << 52n) + (1n << 51n)
const bitsOfUnit = BigInt(1023 + 52) << 52n
const slack = 1n << 60n

type Cells = (put: (column: number) => void) => void

const everyCell: Cells = (put) => {
  for (let i = 0; i < limbs; i++) for (let j = 0; j < limbs; j++) put(i + j)
}
const upperCells: Cells = (put) => {
  for (let i = 0; i < limbs; i++) for (let j = i; j < limbs; j++) put(i + j)
}

/** What the columns start at, when these products are going to be added to them. */
function startOf(gathered: readonly Cells[], lifted: number): bigint[] {
  const sums = Array.from({ length: columns }, (_, k) => slack - (k === 0 ? 0n : slack >> BigInt(limbBits)))
  const take = (column: number, value: bigint): void => void (sums[column] = (sums[column] ?? 0n) - value)
  for (const cells of gathered) {
    cells((column) => {
      take(column, bitsOfLow)
      take(column + 1, bitsOfHigh)
    })
  }
  for (let k = 0; k < lifted; k++) take(k, bitsOfUnit)
  return sums.map((sum) => BigInt.asUintN(64, sum))
}

/** [address, 64-bit integer for both halves]: all that must stand in memory before the first call, but the modulus. */
export function constants(inverse: bigint): (readonly [number, bigint])[] {
  const double = (value: number): bigint => new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n
  const table = (address: number, values: readonly bigint[]) =>
    values.map((value, k) => [address + wide * k, value] as const)
  return [
    [places.high, bitsOfHigh],
    [places.low, double(2 ** 103 + 3 * 2 ** 51)],
    [places.mask, (1n << BigInt(limbBits)) - 1n],
    [places.unit, bitsOfUnit],
    [places.inverse, double(Number(inverse))],
    ...table(places.productStart, startOf([everyCell, everyCell], 0)),
    ...table(places.squareStart, startOf([upperCells, everyCell], 0)),
    ...table(places.liftStart, startOf([everyCell], limbs)),
  ]
}

const constant = (address: number, local: number): Code => [
  ...w.int(0),
  ...w.loadVector(address),
  ...w.set(local),
]
const copyOf = (from: number, to: number): Code => [
  ...w.int(0),
  ...w.int(0),
  ...w.loadVector(from),
  ...w.storeVector(to),
]
const next = (local: number, bytes: number): Code => [...w.get(local), ...w.int(bytes), ...w.addInt]

/** Locals of a row of products: the factor, a limb, the high half before and now, both constants. */
type Row = Record<'sums' | 'factor' | 'limb' | 'before' | 'now' | 'high' | 'low', number>

const highOf = ({ factor, limb, high, now }: Row): Code => [
  ...[...w.get(factor), ...w.get(limb), ...w.get(high)],
  ...[...w.fusedDoubles, ...w.set(now)],
]
const lowOf = ({ factor, limb, low, now }: Row): Code => [
  ...[...w.get(factor), ...w.get(limb)],
  ...[...w.get(low), ...w.get(now), ...w.minusDoubles, ...w.fusedDoubles],
]

/** Column j of the row gathers the low half of factor * limb and the high half before. */
const gather = (use: Row, j: number, limb: Code, withBefore: boolean): Code => [
  ...[...limb, ...w.set(use.limb), ...highOf(use)],
  ...[...w.get(use.sums), ...w.get(use.sums), ...w.loadVector(places.sums + wide * j)],
  ...(withBefore ? [...w.get(use.before), ...w.addLongs] : []),
  ...[...lowOf(use), ...w.addLongs, ...w.storeVector(places.sums + wide * j)],
  ...[...w.get(use.now), ...w.set(use.before)],
]

/** The last high half of a row goes to the column after it, which starts at what `start` holds. */
const finish = (use: Row, start: number): Code => [
  ...[...w.get(use.sums), ...w.get(use.sums), ...w.loadVector(start + row), ...w.get(use.before)],
  ...[...w.addLongs, ...w.storeVector(places.sums + row)],
]

const limbAt = (base: number, j: number): Code => [...w.get(base), ...w.loadVector(wide * j)]

/** product(a, b): the columns of a * b. */
function product(): Definition {
  const [a, b, sums, factor, limb, before, now, high, low] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const use = { sums, factor, limb, before, now, high, low }
  const code = [...constant(places.high, high), ...constant(places.low, low)]
  for (let j = 0; j < limbs; j++) code.push(...copyOf(places.productStart + wide * j, places.sums + wide * j))
  const body = [...w.get(a), ...w.loadVector(0), ...w.set(factor)]
  for (let j = 0; j < limbs; j++) body.push(...gather(use, j, limbAt(b, j), j > 0))
  body.push(...finish(use, places.productStart), ...next(a, wide), ...w.set(a))
  body.push(...next(sums, wide), ...w.tee(sums), ...w.int(row), ...w.lessInt)
  const locals = [['i32', 1] as const, ['v128', 6] as const]
  return { name: 'product', parameters: 2, locals, code: [...code, ...w.loop(body)] }
}

/** square(a): the columns of a * a; row i has the square of limb i and its doubled products with the limbs above. */
function square(): Definition {
  const [a, sums, index, own, twice, factor, limb, before, now, high, low] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]
  const use = { sums, factor, limb, before, now, high, low }
  const code = [...constant(places.high, high), ...constant(places.low, low), ...w.get(a), ...w.set(own)]
  for (let j = 0; j < limbs; j++) code.push(...copyOf(places.squareStart + wide * j, places.sums + wide * j))
  const body = [
    ...[...limbAt(own, 0), ...w.tee(factor), ...w.set(limb), ...highOf(use)],
    // its column is 2i, and `sums` has gone i columns already
    ...[...w.get(sums), ...w.get(sums), ...w.addInt, ...w.tee(twice)],
    ...[...w.get(twice), ...w.loadVector(places.sums), ...lowOf(use), ...w.addLongs],
    ...[...w.storeVector(places.sums), ...w.get(now), ...w.set(before)],
    ...[...w.get(factor), ...w.get(factor), ...w.addDoubles, ...w.set(factor)],
  ]
  const steps = Array.from({ length: limbs - 1 }, (_, k) => gather(use, k + 1, limbAt(a, k + 1), true))
  body.push(...w.enter(w.get(index), steps), ...finish(use, places.squareStart))
  body.push(...next(own, wide), ...w.set(own), ...next(index, 1), ...w.set(index))
  body.push(...next(sums, wide), ...w.tee(sums), ...w.int(row), ...w.lessInt)
  const locals = [['i32', 4] as const, ['v128', 6] as const]
  return { name: 'square', parameters: 1, locals, code: [...code, ...w.loop(body)] }
}

/** lift(a): columns that hold a itself. Limbs plus 2^52 have the limb in their low bits. */
function lift(): Definition {
  const code: number[] = []
  for (let k = 0; k < columns; k++) {
    code.push(...w.int(0), ...w.int(0), ...w.loadVector(places.liftStart + wide * k))
    if (k < limbs)
      code.push(...limbAt(0, k), ...w.int(0), ...w.loadVector(places.unit), ...w.addDoubles, ...w.addLongs)
    code.push(...w.storeVector(places.sums + wide * k))
  }
  return { name: 'lift', parameters: 1, locals: [], code }
}

/**
 * reduce(result): the columns divided by the radix modulo p. Row i adds that multiple of p which makes column i a multiple
 * of 2^51; the multiple of the next row is computed early in the row, for its latency to hide behind the rest.
 */
function reduce(): Definition {
  const [result, sums, factor, limb, before, now, high, low, mask, unit, inverse, sum, coming] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]
  const use = { sums, factor, limb, before, now, high, low }
  const held = [high, low, mask, unit, inverse] as const
  const from = [places.high, places.low, places.mask, places.unit, places.inverse] as const
  const modulus = (j: number): Code => [...w.int(0), ...w.loadVector(places.modulus + wide * j)]
  const lowBits: Code = [
    ...[...w.get(mask), ...w.andVectors, ...w.get(unit), ...w.orVectors],
    ...[...w.get(unit), ...w.minusDoubles],
  ]
  const carry: Code = [...w.get(sum), ...w.int(limbBits), ...w.rightLongs]
  // (low bits of the column) * (-1/p), its low bits again
  const multiple = { ...use, factor: inverse }
  const nextMultiple: Code = [
    ...[...w.get(sum), ...lowBits, ...w.set(limb), ...highOf(multiple), ...lowOf(multiple), ...lowBits],
  ]
  const code = from.flatMap((address, k) => [...constant(address, held[k] ?? 0)])
  code.push(...w.int(0), ...w.loadVector(places.sums), ...w.set(sum), ...nextMultiple, ...w.set(factor))
  const body = [
    ...[...modulus(0), ...w.set(limb), ...highOf(use)],
    ...[...w.get(sum), ...lowOf(use), ...w.addLongs, ...w.set(sum), ...carry],
    ...[...w.get(now), ...w.addLongs, ...w.get(sums), ...w.loadVector(places.sums + wide), ...w.addLongs],
    ...[...modulus(1), ...w.set(limb), ...highOf(use), ...lowOf(use), ...w.addLongs, ...w.set(sum)],
    ...[...w.get(now), ...w.set(before), ...nextMultiple, ...w.set(coming)],
  ]
  for (let j = 2; j < limbs; j++) body.push(...gather(use, j, modulus(j), true))
  body.push(...finish(use, places.sums), ...w.get(coming), ...w.set(factor))
  body.push(...next(sums, wide), ...w.tee(sums), ...w.int(row), ...w.lessInt)
  code.push(...w.loop(body))
  for (let k = 0; k < limbs; k++) {
    const here = [...w.int(0), ...w.loadVector(places.sums + row + wide * k)]
    if (k > 0) code.push(...carry, ...here, ...w.addLongs, ...w.set(sum))
    code.push(...w.get(result), ...w.get(sum), ...lowBits, ...w.storeVector(wide * k))
  }
  const locals = [['i32', 1] as const, ['v128', 11] as const]
  return { name: 'reduce', parameters: 1, locals, code }
}

/** take(half, bytes): limbs of one half of a pair from little-endian bytes; `half` is the pair's address, or 8 more. */
function take(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...w.get(1), ...w.loadLong((limbBits * k) >> 3), ...w.long(BigInt((limbBits * k) & 7))],
    ...[...w.rightLong, ...w.long((1n << BigInt(limbBits)) - 1n), ...w.andLong],
    ...[...w.doubleOfLong, ...w.storeDouble(wide * k)],
  ])
  return { name: 'take', parameters: 2, locals: [], code: code.flat() }
}

/** give(half, bytes): the other way. */
function give(): Definition {
  const code: number[] = []
  for (let word = 0; word < exchangeBytes / 8; word++) {
    code.push(...w.get(1), ...w.long(0n))
    for (let k = 0; k < limbs; k++) {
      const offset = k * limbBits - 64 * word
      if (offset <= -limbBits || offset >= 64) continue
      code.push(...w.get(0), ...w.loadDouble(wide * k), ...w.longOfDouble)
      code.push(...w.long(BigInt(Math.abs(offset))), ...(offset < 0 ? w.rightLong : w.shiftLong), ...w.orLong)
    }
    code.push(...w.storeLong(8 * word))
  }
  return { name: 'give', parameters: 2, locals: [], code }
}

/** mix(target, first, second): halves of two pairs as one; each is named by its pair's address, or 8 more. */
function mix(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...w.get(2), ...w.get(1), ...w.loadHalf(wide * k), ...w.loadOtherHalf(wide * k)],
    ...w.storeVector(wide * k),
  ])
  return { name: 'mix', parameters: 3, locals: [], code: code.flat() }
}

function copy(): Definition {
  const code = Array.from({ length: limbs }, (_, k) => [
    ...[...w.get(0), ...w.get(1), ...w.loadVector(wide * k), ...w.storeVector(wide * k)],
  ])
  return { name: 'copy', parameters: 2, locals: [], code: code.flat() }
}

/** The module, with memory of one page of 64 KiB to begin with. Beside the functions above it has
 * multiply(result, a, b), squared(result, a), and leave(result, a), which divides by the radix. */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  const parts = [product(), square(), lift(), reduce(), take(), give(), mix(), copy()]
  const reduced = (name: string, parameters: number, first: number): Definition => {
    const given = Array.from({ length: parameters - 1 }, (_, k) => [...w.get(k + 1)])
    return {
      name,
      parameters,
      locals: [],
      code: [...given.flat(), ...w.call(first), ...w.get(0), ...w.call(3)],
    }
  }
  return w.moduleOf(
    [...parts, reduced('multiply', 3, 0), reduced('squared', 2, 1), reduced('leave', 2, 2)],
    1,
  )
}

/** A module that replaces the pair of doubles at 0 by their products with those at 16, plus those at 32. */
export function probeBytes(): Uint8Array<ArrayBuffer> {
  const operands = [0, 16, 32].flatMap((place) => [...w.int(0), ...w.loadVector(place)])
  const code = [...w.int(0), ...operands, ...w.fusedDoubles, ...w.storeVector(0)]
  return w.moduleOf([{ name: 'probe', parameters: 0, locals: [], code }], 1)
}
