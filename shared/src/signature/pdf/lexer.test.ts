import { describe, expect, it } from 'vitest'
import { Malformed } from '../limits.ts'
import { bytesOf } from './values.ts'
import { NeedMore, lexer, value } from './lexer.ts'

const read = (text: string, last = true) => value(lexer(bytesOf(text), 0, last))

describe('the lexer', () => {
  it('reads every kind of value', () => {
    expect(read('12 ')).toBe(12)
    expect(read('-.5 ')).toBe(-0.5)
    expect(read('+4. ')).toBe(4)
    expect(read('true ')).toBe(true)
    expect(read('null')).toBeNull()
    expect(read('/A#20B ')).toEqual({ t: 'name', v: 'A B' })
    expect(read('12 0 R')).toEqual({ t: 'ref', num: 12, gen: 0 })
    expect(read('(a(b)\\)\\101\\n\\\r\nc)')).toMatchObject({ v: 'a(b))A\nc', start: 0, end: 18 })
    expect(read('<4a4B5>')).toMatchObject({ v: 'JKP', hex: true, start: 0, end: 7 })
    expect(read('<</A/B/C[1 0 R]%x\n/D<</E(F)>>>>')).toBeInstanceOf(Map)
  })
  it('keeps two numbers apart from a reference', () => {
    expect(read('[1 2 3 0 R 4 5]')).toEqual([1, 2, { t: 'ref', num: 3, gen: 0 }, 4, 5])
    expect(() => read('[1 0 RG]')).toThrow(Malformed)
  })
  it.each(['--5 ', '1.2.3 ', 'abc ', '<4g>', '<</A 1', '<<1 2>>', '(abc', '[1 2', '0x10 ', '>>'])(
    'refuses %s',
    (text) => {
      expect(() => read(text)).toThrow(Malformed)
    },
  )
  it('asks for more where the window ends and the file goes on', () => {
    for (const text of ['12', '/Name', '(abc', '<4a', '<</A', '[1 ', '12 0 ']) expect(() => read(text, false)).toThrow(NeedMore) // prettier-ignore
  })
  it('bounds depth and notes keys given twice', () => {
    expect(() => read('['.repeat(1000))).toThrow(Malformed)
    const x = lexer(bytesOf('<</A 1/A 2>>'), 0, true)
    value(x)
    expect(x.duplicate).toBe(true)
  })
})
