/** The box around a private mark: what opens it, what does not, and what its outside tells. */
import { webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMarkBox, epochOf, isBox, paddedLength } from './mark-box.ts'

const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length))
const room = `s1.${'a'.repeat(64)}.private:db020`
const id = 'f'.repeat(32)
const note = { kind: 'note', page: 3, text: 'Hỏi lại số liệu giải ngân đầu tư công', author: 'db020' }
const oneKey = () => ({ epoch: 1, keys: new Map([[1, random(32)]]) })

describe('a box', () => {
  test('gives back the mark, with its path, under its own key, room and id', () => {
    const box = createMarkBox(oneKey(), random)
    const path = fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { minLength: 1, maxLength: 400 })
    fc.assert(
      fc.property(path, fc.string({ unit: 'grapheme', maxLength: 600 }), (points, text) => {
        const mark = { ...note, text, path: points }
        expect(box.open(room, id, box.seal(room, id, mark))).toEqual(mark)
      }),
    )
    expect(box.open(room, id, box.seal(room, id, note))).toEqual(note)
  })

  test('does not open elsewhere, under another key, or changed in any byte', () => {
    const keys = oneKey()
    const box = createMarkBox(keys, random)
    const sealed = box.seal(room, id, note)
    expect(box.open(`${room}1`, id, sealed)).toBeUndefined()
    expect(box.open(room, 'e'.repeat(32), sealed)).toBeUndefined()
    expect(createMarkBox(oneKey(), random).open(room, id, sealed)).toBeUndefined()
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(box.open(room, id, changed), `byte ${at}`).toBeUndefined()
    }
    expect(box.open(room, id, sealed.subarray(0, -1))).toBeUndefined()
    expect(box.open(room, id, note)).toBeUndefined()
  })

  test('tells neither words nor exact length, and never twice the same', () => {
    const box = createMarkBox(oneKey(), random)
    const sealed = box.seal(room, id, note)
    expect(Buffer.from(sealed).includes(Buffer.from('giải ngân'))).toBe(false)
    expect(isBox(sealed)).toBe(true)
    expect(box.seal(room, id, { ...note, text: 'Ừ' })).toHaveLength(
      box.seal(room, id, { ...note, text: 'Đọc' }).length,
    )
    expect(Buffer.compare(sealed, box.seal(room, id, note))).not.toBe(0)
    for (let length = 1; length < 40_000; length += 7) {
      const padded = paddedLength(length)
      expect(padded).toBeGreaterThanOrEqual(length)
      expect(paddedLength(padded)).toBe(padded)
      if (length > 512) expect(padded / length).toBeLessThanOrEqual(1.126)
    }
  })

  test('of an earlier epoch still opens; new ones are made under the last', () => {
    const first = random(32)
    const before = createMarkBox({ epoch: 1, keys: new Map([[1, first]]) }, random)
    const keys = new Map([
      [1, first],
      [2, random(32)],
    ])
    const after = createMarkBox({ epoch: 2, keys }, random)
    const old = before.seal(room, id, note)
    const fresh = after.seal(room, id, note)
    expect(after.open(room, id, old)).toEqual(note)
    expect([epochOf(old), epochOf(fresh)]).toEqual([1, 2])
    expect(before.open(room, id, fresh)).toBeUndefined()
    expect(before.knows(2)).toBe(false)
  })
})
