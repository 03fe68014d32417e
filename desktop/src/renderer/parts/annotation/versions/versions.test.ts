import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { changesBetween } from '@nghi-truong/shared/reading/changes'
import { extracted, readPage, type Extracted } from '@nghi-truong/shared/reading/extracted'
import { expect, test } from 'vitest'
import { shownChanges } from './pairs.ts'
import { greyOf, regionsOf, type Grey } from './pixels.ts'
import { markAt } from './placing-again.ts'
import { earlier } from './versions.tsx'

const sheet = (paint: (x: number, y: number) => number, width = 240, height = 320): Grey => {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.fill(paint(x, y), 4 * (y * width + x), 4 * (y * width + x) + 3)
  return greyOf(width, height, rgba)
}
const line = (x: number, y: number): number => (y % 20 < 3 && y < 300 && x > 20 && x < 220 ? 20 : 250)
const stain =
  (left: number, top: number) =>
  (x: number, y: number): number =>
    x >= left && x < left + 24 && y >= top && y < top + 16 ? 30 : line(x, y)

test('pictures: equal, grain, and a shift of a pixel are no difference', () => {
  const a = sheet(line)
  expect(regionsOf(a, sheet(line))).toEqual([])
  expect(
    regionsOf(
      a,
      sheet((x, y) => line(x, y) + ((x * 7 + y * 13) % 40) - 20),
    ),
  ).toEqual([])
  expect(
    regionsOf(
      a,
      sheet((x, y) => line(x - 1, y + 1)),
    ),
  ).toEqual([])
})

test('pictures: what was put in or taken out is framed, two places by two frames', () => {
  const two = sheet((x, y) => Math.min(stain(40, 46)(x, y), stain(160, 246)(x, y)))
  for (const regions of [regionsOf(sheet(line), two), regionsOf(two, sheet(line))]) {
    expect(regions).toHaveLength(2)
    const [first, second] = regions
    expect(first?.[0]).toBeLessThanOrEqual(40 / 240)
    expect((first?.[0] ?? 0) + (first?.[2] ?? 0)).toBeGreaterThanOrEqual(64 / 240)
    expect(first?.[1]).toBeLessThanOrEqual(46 / 320)
    expect(second?.[1]).toBeGreaterThan(0.7)
  }
  expect(regionsOf(sheet(line), sheet(line, 200, 320))).toEqual([[0, 0, 1, 1]])
})

const text = (words: string): Extracted =>
  extracted([{ str: words, transform: [1, 0, 0, 1, 0, 0], width: 10, height: 10 }])
const scan = (look: string): Extracted => ({ text: '', items: [], look })

test('scanned pages that took each other’s place stand side by side; unchanged ones are not listed', () => {
  const older = [scan('a'), scan('b'), text('Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6'), scan('c')]
  const newer = [
    scan('a'),
    scan('x'),
    text('Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6'),
    scan('c'),
    scan('d'),
  ]
  const changes = changesBetween(older.map(readPage), newer.map(readPage))
  const shown = shownChanges(changes, older, newer)
  expect(shown.map(({ old, fresh, kind, visual }) => [old, fresh, kind, visual])).toEqual([
    [2, 2, 'changed', true],
    [undefined, 5, 'inserted', true],
  ])
})

const record = (id: string, sha256: string, replaces: string | null): DocumentRecord =>
  ({ id, replaces, facts: { sha256 } }) as DocumentRecord

test('earlier versions: the nearest first, the same file once, circles end', () => {
  const all = [
    record('1', 'aa', null),
    record('2', 'bb', '1'),
    record('3', 'bb', '2'),
    record('4', 'cc', '3'),
  ]
  const ids = (current: DocumentRecord): readonly string[] => earlier(all, current).map(({ id }) => id)
  expect(ids(record('4', 'cc', '3'))).toEqual(['3', '1'])
  expect(ids(record('1', 'aa', null))).toEqual([])
  expect(ids(record('9', 'zz', 'not in sight'))).toEqual([])
  const ring = [record('a', 'x', 'b'), record('b', 'y', 'a')]
  expect(earlier(ring, record('c', 'z', 'a')).length).toBeLessThanOrEqual(6)
})

const base = { page: 3, colour: 'pink', author: 'db005', at: '2026-11-22T01:00:00Z', v: 1 } as const

test('put down again: on selected words, else as a sticky that keeps them; other marks by their middle', () => {
  const words: PlacedMark = {
    ...base,
    kind: 'highlight',
    quads: [[10, 10, 50, 12]],
    quote: { prefix: '', exact: 'đầu tư công', suffix: '' },
  }
  const quote = { prefix: '', exact: 'vốn đầu tư', suffix: '' }
  expect(markAt(words, 7, [100, 200], { page: 8, quads: [[1, 2, 3, 4]], quote })).toEqual({
    ...base,
    kind: 'highlight',
    page: 8,
    quads: [[1, 2, 3, 4]],
    quote,
  })
  expect(markAt(words, 7, [100, 200], undefined)).toEqual({
    ...base,
    kind: 'note',
    page: 7,
    box: [89, 189, 22, 22],
    text: 'đầu tư công',
  })
  const stamp: PlacedMark = { ...base, kind: 'stamp', stamp: 'ask', box: [0, 0, 86, 26] }
  expect(markAt(stamp, 7, [100, 200], undefined)).toMatchObject({ page: 7, box: [57, 187, 86, 26] })
})
