import { deflateRawSync, deflateSync, constants } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../limits.ts'
import { inflate } from './inflate.ts'

const random = (length: number, symbols: number): Uint8Array => {
  let state = 42
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 16) % symbols
  })
}
const plain = () => undefined

describe('inflate', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new Uint8Array(Buffer.from('TEST '.repeat(5000)))],
    ['noise', random(70_000, 256)],
    ['few symbols', random(300_000, 3)],
    ['zeros', new Uint8Array(200_000)],
  ])('reads what zlib writes: %s', (_, data) => {
    for (const level of [0, 1, 6, 9])
      for (const strategy of [
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_FIXED,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
      ])
        expect(
          Buffer.compare(
            inflate(new Uint8Array(deflateSync(data, { level, strategy })), 1_000_000, plain),
            data,
          ),
        ).toBe(0)
  })
  it('stops at the limit and says what it made', () => {
    const bomb = new Uint8Array(deflateSync(new Uint8Array(10_000_000)))
    let told = 0
    expect(() => inflate(bomb, 1_000_000, (bytes) => void (told += bytes))).toThrow(Malformed)
    expect(told).toBeLessThanOrEqual(1_000_000)
    told = 0
    inflate(bomb, 10_000_000, (bytes) => void (told += bytes))
    expect(told).toBe(10_000_000)
  })
  it('refuses what is no zlib stream, and ends for any bytes', () => {
    expect(() => inflate(new Uint8Array(deflateRawSync(Buffer.from('TEST'))), 1000, plain)).toThrow(Malformed)
    const good = new Uint8Array(deflateSync(random(3000, 20)))
    for (let n = 0; n < good.length; n += 3) {
      const bad = good.slice()
      bad[n] = (bad[n] ?? 0) ^ 0x5a
      try {
        expect(inflate(bad, 100_000, plain).length).toBeLessThanOrEqual(100_000)
      } catch (problem) {
        expect(problem).toBeInstanceOf(Malformed)
      }
      expect(() => inflate(good.subarray(0, Math.min(n, good.length - 8)), 100_000, plain)).toThrow(Malformed)
    }
  })
})
