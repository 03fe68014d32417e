import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hiddenName, seal, sealOverhead, unseal } from './seal.ts'

const key = randomBytes(32)

describe('seal', () => {
  test('gives back what was sealed, of any size', () => {
    for (const size of [0, 1, 15, 16, 17, 4096, 1_000_003]) {
      const bytes = randomBytes(size)
      const sealed = seal(key, 'a', bytes)
      expect(sealed.length).toBe(size + sealOverhead)
      expect(unseal(key, 'a', sealed)).toEqual(new Uint8Array(bytes))
    }
  })

  test('the same bytes are never sealed the same way twice', () => {
    expect(seal(key, 'a', Buffer.from('x'))).not.toEqual(seal(key, 'a', Buffer.from('x')))
  })

  test('every single changed byte is found', () => {
    const sealed = seal(key, 'a', Buffer.from('biên bản'))
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(unseal(key, 'a', changed), `byte ${at}`).toBeNull()
    }
  })

  test('every shortening, a lengthening, another key and another name are found', () => {
    const sealed = seal(key, 'a', Buffer.from('biên bản'))
    for (let length = 0; length < sealed.length; length++)
      expect(unseal(key, 'a', sealed.subarray(0, length))).toBeNull()
    expect(unseal(key, 'a', Buffer.concat([sealed, Buffer.from([0])]))).toBeNull()
    expect(unseal(randomBytes(32), 'a', sealed)).toBeNull()
    expect(unseal(key, 'b', sealed)).toBeNull()
  })

  test('reads from the middle of a larger buffer', () => {
    const sealed = seal(key, 'a', Buffer.from('x'))
    const wide = new Uint8Array(sealed.length + 20).fill(7)
    wide.set(sealed, 10)
    expect(unseal(key, 'a', wide.subarray(10, 10 + sealed.length))).toEqual(new Uint8Array(Buffer.from('x')))
  })

  test('names on the disk say nothing without the key', () => {
    expect(hiddenName(key, 'a')).toMatch(/^[0-9a-f]{64}$/)
    expect(hiddenName(key, 'a')).toBe(hiddenName(key, 'a'))
    expect(hiddenName(key, 'a')).not.toBe(hiddenName(randomBytes(32), 'a'))
  })
})
