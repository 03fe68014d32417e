// The WebAssembly multiplier must answer as the BigInt one does, at the edges and for random numbers.
import { bigintArithmetic } from '@nghi-truong/shared/secret-ballot/arithmetic'
import { bytesToInteger } from '@nghi-truong/shared/secret-ballot/numbers'
import { BELENIOS_2048, RFC_3526_2048 } from '@nghi-truong/shared/secret-ballot/parameters'
import { seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { describe, expect, it } from 'vitest'
import { hasVectors, wasmArithmetic } from './montgomery.ts'

const seed = process.env['NGHI_TRUONG_SEED'] ?? 'multiplier 1'
const random = seededRandom(seed)
const below = (limit: bigint): bigint => bytesToInteger(random(272)) % limit

if (!hasVectors()) console.warn('NOT RUN: no fused WebAssembly vectors here, the BigInt multiplier is used')

describe.skipIf(!hasVectors()).each([BELENIOS_2048, RFC_3526_2048])(
  `$name, seed "${seed}"`,
  ({ p, q, g }) => {
    const wasm = wasmArithmetic(p)
    const plain = bigintArithmetic(p)
    // limbs full of ones are where a lost carry would show
    const full = [(1n << 2040n) - 1n, p - 1n, p - 2n, p >> 1n, 0n, 1n, 2n].map((x) => x % p)
    const exponents = [q, q - 1n, 0n, 1n, 2n, 15n, 16n, 0xffffn, 0x10000n, below(q), below(q)]

    it('is not the BigInt multiplier', () => {
      expect(wasmArithmetic(p, plain)).not.toBe(plain)
      expect(wasmArithmetic((1n << 2090n) + 1n, plain)).toBe(plain)
      expect(wasmArithmetic(1n << 2000n, plain)).toBe(plain)
    })
    it('powers', () => {
      for (const base of [...full, ...Array.from({ length: 12 }, () => below(p))]) {
        expect(wasm.powers(base, exponents)).toEqual(plain.powers(base, exponents))
      }
    })
    it('more exponents than slots', () => {
      const many = Array.from({ length: 70 }, (_, i) => BigInt(i * i))
      expect(wasm.powers(g, many)).toEqual(plain.powers(g, many))
    })
    it('tables', () => {
      for (const base of [g, ...full.slice(0, 4), below(p)]) {
        const [ours, theirs] = [wasm.table(base, 256), plain.table(base, 256)]
        for (const exponent of [...exponents, below(1n << 256n), below(1n << 300n)]) {
          expect(ours(exponent)).toBe(theirs(exponent))
        }
      }
    })
    it('commitments', () => {
      const [y, bits] = [below(p), q.toString(2).length]
      const [ours, theirs] = [wasm, plain].map(({ table, recompute }) => {
        const bases = { g: table(g, bits), y: table(y, bits) }
        return recompute.bind(undefined, bases, q)
      })
      const branches = (count: number) =>
        Array.from({ length: count }, (_, k) => ({
          challenge: [0n, 1n, q - 1n, below(q)][(count + k) % 4] ?? 0n,
          response: k === 1 ? 0n : below(q),
          shift: k % 2 === 0 ? 0n : below(q),
        }))
      for (const [count, most, onProduct] of [
        [3, 2, 1],
        [3, 4, 2],
        [4, 2, 5],
        [1, 1, 60],
        [2, 3, 70],
        [0, 0, 2],
      ] as const) {
        const claims = Array.from({ length: count }, (_, k) => ({
          pair: [k === 0 ? p - 1n : below(p), below(p)] as const,
          summed: k !== 1,
          branches: branches(most),
        }))
        const ofProduct = branches(onProduct)
        expect(ours?.(claims, ofProduct)).toEqual(theirs?.(claims, ofProduct))
      }
    })
    it('commitments with powers from elsewhere', () => {
      const bases = { g: plain.table(g, 256), y: plain.table(4n, 256) }
      const claims = [
        { pair: [2n, 3n] as const, summed: true, branches: [{ challenge: 5n, response: 7n, shift: 9n }] },
      ]
      expect(wasm.recompute(bases, q, claims, [])).toEqual(plain.recompute(bases, q, claims, []))
    })
    it('plain definition', () => {
      const base = below(p)
      let product = 1n
      for (let e = 0n; e < 40n; e++) {
        expect(plain.powers(base, [e])).toEqual([product])
        product = (product * base) % p
      }
    })
  },
)

it.skipIf(!hasVectors())('zero is 0, not the modulus, where factors of the modulus meet', () => {
  for (const modulus of [9n, 3n ** 1200n]) {
    const [wasm, base] = [wasmArithmetic(modulus), modulus / 3n]
    expect(wasm.powers(base, [1n, 2n, 3n])).toEqual([base, 0n, 0n])
    expect([1n, 2n, 3n].map(wasm.table(base, 16))).toEqual([base, 0n, 0n])
  }
})
