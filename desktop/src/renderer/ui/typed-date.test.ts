/** Days typed by hand: day first, only days that exist, and separators that come by themselves. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completed, readDay, readMoment, readTyped, typedText, type TypedKind } from './typed-date.ts'

/** The keys one after another, as a person types at the end. */
const typing = (kind: TypedKind, keys: string, from = ''): string =>
  Array.from(keys).reduce((held, key) => completed(kind, held, held + key), from)

describe('a typed day', () => {
  it.each([
    '8/12/2026',
    '08/12/2026',
    ' 08.12.2026 ',
    '8-12-2026',
    '08122026',
    '2026-12-08',
    '08 / 12 / 2026',
  ])('%s is the eighth of December', (text) => expect(readDay(text)).toBe('2026-12-08'))

  it.each([
    '',
    '8/12',
    '08/12/26',
    '31/02/2027',
    '29/02/2027',
    '00/12/2026',
    '08/13/2026',
    '12/31/2026',
    '08/12/0026',
    'mai',
    '08/12/20261',
  ])('%s is no day', (text) => expect(readDay(text)).toBeNull())

  it('knows the leap day', () => expect(readDay('29/02/2028')).toBe('2028-02-29'))
})

describe('a typed moment', () => {
  it.each([
    '08/12/2026 17:00',
    '8/12/2026 17h00',
    '8/12/2026  17 giờ 00',
    '8/12/2026 17h',
    '8/12/2026 17 giờ 00 phút',
    '2026-12-08T17:00',
  ])('%s', (text) => expect(readMoment(text)).toBe('2026-12-08T17:00'))

  it.each([
    '08/12/2026',
    '08/12/2026 17',
    '08/12/2026 17:',
    '08/12/2026 24:00',
    '08/12/2026 17:60',
    '31/11/2026 17:00',
    '17:00',
  ])('%s is none', (text) => expect(readMoment(text)).toBeNull())
})

describe('typing', () => {
  it.each([
    ['day', '08122026', '08/12/2026'],
    ['day', '8/12/2026', '08/12/2026'],
    ['day', '8.1.2027', '08/01/2027'],
    ['day', '08/12/2026', '08/12/2026'],
    ['day', '081220269', '08/12/2026'],
    ['day', '08x12', '08/12/'],
    ['moment', '081220261700', '08/12/2026 17:00'],
    ['moment', '8/12/2026 17:00', '08/12/2026 17:00'],
    ['moment', '8/12/2026 9h05', '08/12/2026 09:05'],
  ] as const)('%s by %s', (kind, keys, held) => expect(typing(kind, keys)).toBe(held))

  it('lets a separator be deleted, and goes on from there', () => {
    expect(completed('day', '08/', '08')).toBe('08')
    expect(typing('day', '122026', '08')).toBe('08/12/2026')
  })

  it('writes a pasted day in the usual form, and leaves what it cannot read', () => {
    expect(completed('day', '', '2026-12-08')).toBe('08/12/2026')
    expect(completed('day', '', 'ngày mai')).toBe('ngày mai')
  })

  it('does not touch what is mended inside', () => {
    expect(completed('day', '08/12/2026', '07/12/2026')).toBe('07/12/2026')
    expect(completed('day', '08/12/2026', '8/12/2026')).toBe('8/12/2026')
  })

  it('every moment typed by its digits alone is held, read and written the same', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        fc.constantFrom<TypedKind>('day', 'moment'),
        (date, kind) => {
          const value = date.toISOString().slice(0, kind === 'day' ? 10 : 16)
          const text = typedText(value)
          expect(typing(kind, text.replace(/\D/g, ''))).toBe(text)
          expect(readTyped(kind, text)).toBe(value)
        },
      ),
      { seed: 20261122 },
    )
  })
})
