/** Canonical JSON: what it writes, what it refuses. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, NotCanonical, parseCanonical } from './canonical.ts'

describe('canonical', () => {
  it('orders keys by UTF-16 code units, as RFC 8785 3.2.3 shows', () => {
    expect(canonical({ '€': 1, '\r': 2, '1': 3, ö: 4, '\u{1f600}': 5, '\u0080': 6 })).toBe(
      '{"\\r":2,"1":3,"\u0080":6,"ö":4,"€":1,"\u{1f600}":5}',
    )
  })
  it('keeps Vietnamese text as it is, in NFC', () => {
    expect(canonical({ tên: 'Nguyễn Thị Ánh' })).toBe('{"tên":"Nguyễn Thị Ánh"}')
  })
  it.each([
    ['a float', 0.5],
    ['minus zero', -0],
    ['an unsafe integer', 2 ** 53],
    ['NaN', Number.NaN],
    ['undefined in an object', { a: undefined }],
    ['a lone surrogate', '\ud800'],
    ['text in NFD', 'Nguyễn'.normalize('NFD')],
    ['a key in NFD', { ['ế'.normalize('NFD')]: 1 }],
    ['depth', Array.from({ length: 20 }).reduce((inner: unknown) => [inner], 1)],
    ['a bigint', 1n],
  ])('refuses %s', (_name, value) => {
    expect(() => canonical(value)).toThrow(NotCanonical)
  })
  it.each(['{"a":1,"a":2}', '{"b":1,"a":2}', '{ "a":1}', '1.0', '"\\u0041"', '[1 ]'])(
    'does not read %s, which is not its own canonical form',
    (text) => expect(() => parseCanonical(text)).toThrow(),
  )
  it('reads back what it wrote', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }).map((s) => s.normalize('NFC')),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ unit: 'grapheme', maxLength: 5 }).map((s) => s.normalize('NFC')),
          tie('any'),
          { maxKeys: 4 },
        ),
      ),
    })).any
    fc.assert(
      fc.property(value, (any) => {
        const text = canonical(any)
        expect(canonical(parseCanonical(text))).toBe(text)
      }),
    )
  })
})
