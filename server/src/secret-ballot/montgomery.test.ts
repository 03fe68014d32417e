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

if (!hasVectors()) console.warn('NOT RUN: this engine has no WebAssembly SIMD, the BigInt multiplier is used')

describe.skipIf(!hasVectors()).each([BELENIOS_2048, RFC_3526_2048])(
  `$name, seed "${seed}"`,
  ({ p, q, g }) => {
    const wasm = wasmArithmetic(p)
    const plain = bigintArithmetic(p)
    // limbs full of ones are where a lost carry would show
    const full = [(1n << 2044n) - 1n, p - 1n, p - 2n, p >> 1n, 0n, 1n, 2n].map((x) => x % p)
    const exponents = [q, q - 1n, 0n, 1n, 2n, 15n, 16n, 0xffffn, 0x10000n, below(q), below(q)]

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
