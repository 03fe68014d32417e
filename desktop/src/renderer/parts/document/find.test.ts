import { fold } from '@nghi-truong/shared/domain/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findIn, foldQuery, snippet } from './find.ts'

const loose = { exact: false }
const exact = { exact: true }
const find = (text: string, query: string, options = loose) =>
  findIn(text, foldQuery(query, options), options).map(({ start, end }) => text.slice(start, end))

test('without diacritics everything alike is found, with them only the same', () => {
  const text = 'Nghị quyết và nghi quyet; NGHỊ QUYẾT'
  expect(find(text, 'nghi quyet')).toEqual(['Nghị quyết', 'nghi quyet', 'NGHỊ QUYẾT'])
  expect(find(text, 'nghị quyết', exact)).toEqual(['Nghị quyết', 'NGHỊ QUYẾT'])
  expect(find(text, 'nghị quyết')).toEqual(['Nghị quyết', 'nghi quyet', 'NGHỊ QUYẾT'])
})

test('đ is found as d, and only loosely', () => {
  expect(find('Đại biểu', 'dai bieu')).toEqual(['Đại biểu'])
  expect(find('Đại biểu', 'dai bieu', exact)).toEqual([])
  expect(find('Đại biểu', 'đại', exact)).toEqual(['Đại'])
})

test('decomposed text keeps its marks with the letter', () => {
  const text = 'Tờ trình số 12'.normalize('NFD')
  expect(find(text, 'to trinh')).toEqual(['Tờ trình'.normalize('NFD')])
  expect(find(text, 'tờ trình', exact)).toEqual(['Tờ trình'.normalize('NFD')])
})

test('a line end or many spaces count as one space', () => {
  expect(find('dự toán\nngân   sách', 'du toan ngan sach')).toEqual(['dự toán\nngân   sách'])
})

test('a match does not swallow the space after it', () => {
  expect(find('thu  chi', 'thu')).toEqual(['thu'])
})

test('an empty or blank query finds nothing', () => {
  expect(find('abc', '')).toEqual([])
  expect(find('abc', '   ')).toEqual([])
})

const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ'
const word = fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 1, maxLength: 7 })
const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '))

test('any words of a page are found without their diacritics, and offsets give back what was asked', () => {
  fc.assert(
    fc.property(sentence, fc.nat(), fc.nat(), fc.boolean(), (text, a, b, decomposed) => {
      const page = decomposed ? text.normalize('NFD') : text
      const words = text.split(' ')
      const from = a % words.length
      const query = words.slice(from, from + 1 + (b % 4)).join(' ')
      const matches = findIn(page, foldQuery(fold(query), loose), loose)
      expect(matches.length).toBeGreaterThan(0)
      for (const { start, end } of matches) expect(fold(page.slice(start, end))).toBe(fold(query))
      for (const [n, { start }] of matches.entries())
        expect(start).toBeGreaterThanOrEqual(matches[n - 1]?.end ?? 0)
      expect(findIn(page, foldQuery(query, exact), exact).length).toBeGreaterThan(0)
    }),
  )
})

test('a snippet shows what stands around, on one line', () => {
  const text = 'Phần thứ nhất\nTÌNH HÌNH KINH TẾ'
  const [match] = findIn(text, 'hinh', loose)
  expect(match && snippet(text, match, 6)).toEqual({ before: '…TÌNH ', match: 'HÌNH', after: ' KINH…' })
})

test('a snippet begins and ends between words, and is never longer than asked', () => {
  fc.assert(
    fc.property(sentence, fc.nat(), fc.integer({ min: 0, max: 40 }), (text, at, around) => {
      const start = at % text.length
      const { before, match, after } = snippet(text, { start, end: start + 1 }, around)
      const [left, right] = [before.replace('…', ''), after.replace('…', '')]
      expect(text).toContain(left + match + right)
      expect(Math.max(left.length, right.length)).toBeLessThanOrEqual(around)
      expect(before.startsWith('…')).toBe(start > left.length)
      // Cut inside a word only where the word is as long as all that may be shown.
      if (before.startsWith('…') && left.includes(' ')) expect(text[start - left.length - 1]).toBe(' ')
      if (after.endsWith('…') && right.includes(' ')) expect(text[start + 1 + right.length]).toBe(' ')
    }),
  )
})

test('a letter that folds to two is taken whole', () => {
  expect(find('İzmir', 'i', exact)).toEqual(['İ', 'i'])
})
