// Powers and commitments must be what their definitions say, whatever way the ladder goes about them.
import { describe, expect, it } from 'vitest'
import { bigintArithmetic } from './arithmetic.ts'
import type { Branch, Claims, Pair } from './ladder.ts'
import { bytesToInteger } from './numbers.ts'
import { BELENIOS_2048 } from './parameters.ts'
import { seededRandom } from './sample.ts'
import { bitsAt, digitsOf, oddWindows } from './windows.ts'

const seed = process.env['NGHI_TRUONG_SEED'] ?? 'ladder 1'
const random = seededRandom(seed)
const below = (limit: bigint): bigint => bytesToInteger(random(288)) % limit
const upTo = (most: number): number => Number(below(BigInt(most + 1)))

/** base^exponent mod p, bit by bit from the top. */
function plainPower(base: bigint, exponent: bigint, p: bigint): bigint {
  let result = 1n % p
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p
    if (bit === '1') result = (result * base) % p
  }
  return result
}

describe(`windows, seed "${seed}"`, () => {
  it('put together give the exponent', () => {
    for (const exponent of [0n, 1n, 0xffffn, 0x10000n, 1n << 255n, (1n << 256n) - 1n, below(1n << 256n)]) {
      for (const width of [1, 4, 7]) {
        const windows = oddWindows(exponent, width)
        let sum = 0n
        for (let k = 0; k < windows.length; k += 2) {
          expect((windows[k + 1] ?? 0) % 2).toBe(1)
          sum += BigInt(windows[k + 1] ?? 0) << BigInt(windows[k] ?? 0)
        }
        expect(sum).toBe(exponent)
      }
      const digits = digitsOf(exponent)
      for (const position of [0, 3, 13, 250]) {
        expect(bitsAt(digits, position, 9)).toBe(Number((exponent >> BigInt(position)) & 511n))
      }
    }
  })
})

describe(`ladder, seed "${seed}"`, () => {
  const small = { p: (1n << 61n) - 1n, q: (1n << 61n) - 2n, rounds: 100 }
  const council = { p: BELENIOS_2048.p, q: BELENIOS_2048.q, rounds: 3 }

  it.each([small, council])('powers modulo $p', ({ p, q, rounds }) => {
    const { powers, table } = bigintArithmetic(p)
    for (let round = 0; round < rounds; round++) {
      const base = round === 0 ? p - 1n : below(p)
      const exponents = [0n, 1n, q, below(q), below(q), below(16n)].slice(upTo(3))
      const expected = exponents.map((exponent) => plainPower(base, exponent, p))
      expect(powers(base, exponents)).toEqual(expected)
      expect(exponents.map(table(base, 40))).toEqual(expected)
    }
  })

  it.each([small, council])('commitments modulo $p', ({ p, q, rounds }) => {
    const arithmetic = bigintArithmetic(p)
    const [g, y] = [below(p), below(p)]
    const bits = q.toString(2).length
    const bases = { g: arithmetic.table(g, bits), y: arithmetic.table(y, bits) }
    const exponent = (): bigint => [below(q), below(q), below(q), 0n, 1n, q - 1n][upTo(5)] ?? 0n
    const branches = (most: number): Branch[] =>
      Array.from({ length: upTo(most) }, () => ({
        challenge: exponent(),
        response: exponent(),
        shift: exponent(),
      }))
    const commitmentOf = ([x, z]: Pair, { challenge, response, shift }: Branch): Pair => {
      const power = (base: bigint, e: bigint): bigint => plainPower(base, e, p)
      return [
        (power(g, response) * power(x, challenge)) % p,
        (power(y, response) * power(z, challenge) * power(g, shift)) % p,
      ]
    }
    const ways = { together: 0, apart: 0 }
    for (let round = 0; round < rounds; round++) {
      const claims = Array.from({ length: upTo(4) }, (): Claims => ({
        pair: [below(p), below(p)],
        summed: upTo(3) > 0,
        branches: branches(4),
      }))
      const summed = claims.filter((one) => one.summed)
      const onProduct = branches(4)
      ways[(summed.length - 1) * onProduct.length > 4 ? 'apart' : 'together'] += 1
      const product = summed.reduce<Pair>(
        ([a, b], { pair }) => [(a * pair[0]) % p, (b * pair[1]) % p],
        [1n, 1n],
      )
      expect(arithmetic.recompute(bases, q, claims, onProduct)).toEqual({
        own: claims.map(({ pair, branches: own }) => ({
          raised: pair.map((half) => plainPower(half, q, p)),
          commitments: own.map((branch) => commitmentOf(pair, branch)),
        })),
        onProduct: onProduct.map((branch) => commitmentOf(product, branch)),
      })
    }
    if (rounds > 50) expect(Math.min(ways.apart, ways.together)).toBeGreaterThan(5)
  })
})
