import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lines, quoteOf, type Box } from './quads.ts'

test('letters of one line become one box, lines stay apart', () => {
  const boxes: Box[] = [
    [10, 100, 50, 12],
    [60, 100, 4, 12],
    [64, 99.5, 40, 13],
    [10, 84, 70, 12],
  ]
  expect(lines(boxes)).toEqual([
    [10, 99.5, 94, 13],
    [10, 84, 70, 12],
  ])
})

test('two columns stay apart', () => {
  expect(
    lines([
      [10, 100, 50, 12],
      [300, 100, 50, 12],
    ]),
  ).toHaveLength(2)
})

test('on a page lying on its side lines run the other way', () => {
  expect(
    lines(
      [
        [100, 10, 12, 50],
        [100, 60, 12, 40],
        [84, 10, 12, 70],
      ],
      1,
    ),
  ).toEqual([
    [100, 10, 12, 90],
    [84, 10, 12, 70],
  ])
})

test('nothing thin or empty is kept', () => {
  expect(
    lines([
      [1, 1, 0, 12],
      [1, 1, 12, 0.01],
    ]),
  ).toEqual([])
})

const box: fc.Arbitrary<Box> = fc.tuple(
  fc.integer({ min: 0, max: 500 }),
  fc.integer({ min: 0, max: 700 }),
  fc.integer({ min: 1, max: 90 }),
  fc.integer({ min: 6, max: 20 }),
)

test('every letter lies in one of the lines', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 60 }), (boxes) => {
      const joined = lines(boxes)
      expect(joined.length).toBeLessThanOrEqual(boxes.length)
      for (const [x, y, w, h] of boxes)
        expect(
          joined.some(
            ([a, b, c, d]) => a <= x + 0.1 && b <= y + 0.1 && a + c >= x + w - 0.1 && b + d >= y + h - 0.1,
          ),
        ).toBe(true)
    }),
  )
})

test('a quote holds the words with what stands around, in one line, composed', () => {
  const text = 'Phần một\nTổng thu ngân  sách năm 2026 là'.normalize('NFD')
  const start = text.indexOf('Tổng'.normalize('NFD'))
  const end = text.indexOf('năm'.normalize('NFD'))
  expect(quoteOf(text, start, end)).toEqual({
    prefix: 'Phần một ',
    exact: 'Tổng thu ngân sách',
    suffix: 'năm 2026 là',
  })
  expect(quoteOf('a   b', 1, 4)).toBeUndefined()
})

test('a quote never exceeds what a mark may hold', () => {
  const text = 'ế '.repeat(6000)
  const quote = quoteOf(text, 100, 11_000)
  expect(quote?.exact.length).toBeLessThanOrEqual(4000)
  expect(quote?.prefix.length).toBeLessThanOrEqual(64)
  expect(quote?.suffix.length).toBeLessThanOrEqual(64)
})
