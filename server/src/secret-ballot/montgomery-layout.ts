/**
 * How the multiplier keeps numbers and why its doubles are exact. Numbers come in PAIRS: the two halves of a vector are two
 * independent numbers, so the halves of a ciphertext, which are raised to the same exponents, are raised at once. A number
 * has 41 limbs of 51 bits, kept as doubles. Products are gathered two at a time by fused multiply-adds, each rounded once:
 *   high1 = a * b + 2^103     = 2^103 + h1 * 2^51           low1 = a * b + (2^103 + 3 * 2^51 - high1) = 3 * 2^51 + l1
 *   high2 = c * d + high1     = 2^103 + (h1 + h2) * 2^51    low2 = c * d + (high1 - high2)            = l2
 * with h the nearest whole number to a product / 2^51 and l what is left of it. high2 and low1 + low2, read as 64-bit
 * integers, are constants plus h1 + h2 and plus l1 + l2; a column is a sum of such integers modulo 2^64.
 *
 * What must stay true, for this to be exact:
 * - limbs are whole numbers in [0, 2^51), so two products stay below 2^103 together: highs lie in [2^103, 2^104), where
 *   doubles are the multiples of 2^51, and the differences in brackets have at most 53 bits; |l| <= 2^50, so low1 + low2
 *   lies in [2^52, 2^53], where doubles are the whole numbers and their bits count on by one;
 * - a column gathers less than 2^59: at most 21 pairs from a product (twice that and one from a square), 22 from the
 *   reduction, each with h1 + h2 <= 2^52 and |l1 + l2| <= 2^51, and one carry below 2^13. It starts at 2^60 less all the
 *   constants it is going to gather, so that it is positive when a logical shift takes its carry; the 2^60 / 2^51 too much
 *   that go with every carry are taken off beforehand;
 * - rows go in twos, so the radix is 2^(42 * 51): it exceeds 4p, and operands below 2p give a result below 2p. The vector
 *   behind the limbs of a number is the factor of the 42nd row: it is zero and never written;
 * - numbers below 2p have 41 limbs, so p < 2^2090.
 * Relaxed vector instructions do not promise the one rounding (machines before 2013 lack it): the caller tries it.
 */

export const limbBits = 51
export const limbs = 41
/** Rows of a product, and of a reduction. */
export const rows = limbs + 1
export const radixBits = limbBits * rows
/** A modulus must be odd and have at most so many bits. */
export const modulusBits = limbBits * limbs - 1
/** Bytes of one limb of a pair, of the limbs of a pair, and of a pair in memory with the zero behind it. */
export const wide = 16
export const limbsBytes = limbs * wide
export const slotBytes = limbsBytes + wide
/** A number as little-endian bytes, for exchange: whole 64-bit words. */
export const exchangeBytes = 264

const columns = rows + limbs
const tableBytes = columns * wide

/** Addresses. */
export const places = {
  modulus: 0,
  high: 672,
  low: 688,
  mask: 704,
  unit: 720,
  inverse: 736,
  productStart: 768,
  squareStart: 768 + tableBytes,
  liftStart: 768 + 2 * tableBytes,
  sums: 768 + 3 * tableBytes,
  bytes: 768 + 4 * tableBytes,
  slots: 768 + 4 * tableBytes + 272,
} as const

const bitsOf = (exponent: number): bigint => BigInt(1023 + exponent) << 52n
const bitsOfHigh = bitsOf(103)
const bitsOfLow = bitsOf(52) + (1n << 51n)
const bitsOfUnit = bitsOf(52)
const slack = 1n << 60n

/** Tells of every low that comes to a column; its high comes to the next one. */
type Gathering = (low: (column: number) => void) => void

const inTwos: Gathering = (low) => {
  for (let i = 0; i < rows; i += 2) for (let c = 0; c <= limbs; c++) low(i + c)
}
const aboveDiagonal: Gathering = (low) => {
  for (let i = 0; i < limbs - 1; i += 2) for (let c = i + 1; c <= limbs; c++) low(i + c)
}
const onDiagonal: Gathering = (low) => {
  for (let k = 0; k < limbs; k++) low(2 * k)
}
/** In its second column the reduction cannot wait for two products to be gathered together. */
const inReduction: Gathering = (low) => {
  inTwos(low)
  for (let i = 0; i < rows; i += 2) low(i + 1)
}

/** What the columns start at, when all this is going to be added to them. */
function startOf(gathered: readonly Gathering[]): bigint[] {
  const sums = Array.from({ length: columns }, (_, k) => slack - (k === 0 ? 0n : slack >> BigInt(limbBits)))
  const take = (column: number, value: bigint): void => void (sums[column] = (sums[column] ?? 0n) - value)
  for (const gathering of gathered) {
    gathering((column) => {
      take(column, bitsOfLow)
      take(column + 1, bitsOfHigh)
    })
  }
  return sums
}

/** [address, 64-bit integer for both halves]: all that must stand in memory before the first call, but the modulus. */
export function constants(inverse: bigint): (readonly [number, bigint])[] {
  const double = (value: number): bigint => new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n
  const table = (address: number, values: readonly bigint[]) =>
    values.map((value, k) => [address + wide * k, BigInt.asUintN(64, value)] as const)
  // what lies above the diagonal is doubled together with what it started at, which is even
  const square = startOf([aboveDiagonal, aboveDiagonal, onDiagonal, inReduction])
  return [
    [places.high, bitsOfHigh],
    [places.low, double(2 ** 103 + 3 * 2 ** 51)],
    [places.mask, (1n << BigInt(limbBits)) - 1n],
    [places.unit, bitsOfUnit],
    [places.inverse, double(Number(inverse))],
    ...table(places.productStart, startOf([inTwos, inReduction])),
    ...table(
      places.squareStart,
      square.map((sum, k) => (k < 2 * limbs ? sum / 2n : sum)),
    ),
    ...table(
      places.liftStart,
      startOf([inReduction]).map((sum, k) => (k < limbs ? sum - bitsOfUnit : sum)),
    ),
  ]
}
