// The products themselves, at the bounds that the layout's opening comment argues from: operands up to 2p - 1, limbs full
// of ones, a modulus full of ones.
import { inverse, bytesToInteger } from '@nghi-truong/shared/secret-ballot/numbers'
import { BELENIOS_2048, RFC_3526_2048 } from '@nghi-truong/shared/secret-ballot/parameters'
import { seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { describe, expect, it } from 'vitest'
import { moduleBytes } from './montgomery-code.ts'
import { constants, limbBits, limbs, modulusBits, places, radixBits, slotBytes } from './montgomery-layout.ts'
import { hasVectors } from './montgomery.ts'

const seed = process.env['NGHI_TRUONG_SEED'] ?? 'products 1'
const random = seededRandom(seed)
const limb = 1n << BigInt(limbBits)
const radix = 1n << BigInt(radixBits)

type Run = Record<
  'multiply' | 'squared' | 'leave' | 'mix' | 'copy' | 'take' | 'give',
  (...at: number[]) => void
>
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

function machine(p: bigint) {
  const exported = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports
  const run = exported as Run & { memory: { buffer: ArrayBuffer } }
  const words = new BigUint64Array(run.memory.buffer)
  const doubles = new Float64Array(run.memory.buffer)
  const write = (half: number, value: bigint): void => {
    for (let k = 0; k < limbs; k++) doubles[half / 8 + 2 * k] = Number((value >> BigInt(limbBits * k)) % limb)
  }
  const read = (half: number): bigint => {
    let value = 0n
    for (let k = limbs - 1; k >= 0; k--) {
      const held = doubles[half / 8 + 2 * k] ?? -1
      expect(Number.isInteger(held) && held >= 0 && held < 2 ** limbBits).toBe(true)
      value = value * limb + BigInt(held)
    }
    return value
  }
  for (const [place, value] of constants(limb - inverse(p, limb))) words.fill(value, place / 8, place / 8 + 2)
  write(places.modulus, p)
  write(places.modulus + 8, p)
  return { run, words, write, read }
}

const slot = (k: number): number => places.slots + k * slotBytes

describe.skipIf(!hasVectors()).each([
  ['BELENIOS-2048', BELENIOS_2048.p],
  ['RFC-3526-2048', RFC_3526_2048.p],
  ['as long as it may be, all ones', (1n << BigInt(modulusBits)) - 1n],
  ['2^2048 - 1', (1n << 2048n) - 1n],
  ['lowest limb 1', (1n << 2047n) + 1n],
  ['small', 3n],
] as const)(`%s, seed "${seed}"`, (_, p) => {
  const { run, words, write, read } = machine(p)
  const back = inverse(radix, p)
  const any = (): bigint => bytesToInteger(random(272)) % (2n * p)
  const ones = Array.from({ length: 6 }, (__, k) => (limb ** BigInt(8 * k) - 1n) % (2n * p))
  // limbs whose products lie just above half of 2^51: every low is as negative as it gets, next to small highs
  const lows = Array.from({ length: limbs - 1 }, (__, k) => ((1n << 25n) + 1n) * limb ** BigInt(k))
  const sunk = lows.reduce((sum, one) => sum + one, 0n)
  const edges = [0n, 1n, p - 1n, p, p + 1n, 2n * p - 2n, 2n * p - 1n, sunk, (1n << 2048n) - 1n, ...ones]
  const operands = [...edges.map((x) => x % (2n * p)), ...Array.from({ length: 6 }, any)]

  const expectPair = (result: number, expected: readonly [bigint, bigint]): void => {
    for (const [half, value] of expected.entries()) {
      const found = read(result + 8 * half)
      expect(found < 2n * p).toBe(true)
      expect(found % p).toBe((value * back) % p)
    }
  }

  it('products, squares and what leaves the radix', () => {
    for (const a of operands) {
      for (const b of operands) {
        const [c, d] = [any(), any()]
        write(slot(0), a)
        write(slot(0) + 8, c)
        write(slot(1), d)
        write(slot(1) + 8, b)
        run.multiply(slot(2), slot(0), slot(1))
        expectPair(slot(2), [a * d, c * b])
        write(slot(1), b)
        run.multiply(slot(2), slot(0), slot(1))
        expectPair(slot(2), [a * b, c * b])
      }
      write(slot(0), a)
      write(slot(0) + 8, operands[operands.length - 1] ?? 0n)
      run.squared(slot(2), slot(0))
      expectPair(slot(2), [a * a, (operands[operands.length - 1] ?? 0n) ** 2n])
      run.leave(slot(2), slot(0))
      expectPair(slot(2), [a, operands[operands.length - 1] ?? 0n])
    }
  })
  it('in place', () => {
    const [a, b] = [any(), any()]
    for (const [name, value] of [
      ['multiply', a * b],
      ['squared', a * a],
      ['leave', a],
    ] as const) {
      for (const half of [0, 8]) {
        write(slot(0) + half, a)
        write(slot(1) + half, b)
      }
      run[name](slot(0), slot(0), slot(1))
      expectPair(slot(0), [value, value])
    }
  })
  it('bytes in and out, halves and copies', () => {
    for (const value of operands) {
      for (let k = 0; k < 33; k++) words[places.bytes / 8 + k] = BigInt.asUintN(64, value >> BigInt(64 * k))
      run.take(slot(0) + 8, places.bytes)
      expect(read(slot(0) + 8)).toBe(value)
      words.fill(0n, places.bytes / 8, places.bytes / 8 + 33)
      run.give(slot(0) + 8, places.bytes)
      for (let k = 0; k < 33; k++)
        expect(words[places.bytes / 8 + k]).toBe(BigInt.asUintN(64, value >> BigInt(64 * k)))
      write(slot(1), any())
      run.mix(slot(2), slot(0) + 8, slot(1))
      expect([read(slot(2)), read(slot(2) + 8)]).toEqual([value, read(slot(1))])
      run.copy(slot(3), slot(2))
      expect([read(slot(3)), read(slot(3) + 8)]).toEqual([value, read(slot(1))])
    }
  })
})
