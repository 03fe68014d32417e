import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mark, PlacedMark } from '../protocol/rooms.ts'
import { mark as markShape } from '../protocol/rooms.ts'
import { compareVersions } from './anchor.ts'
import { carry, carryMarks, putDown, type Entry } from './carry.ts'
import { extracted, readPage } from './extracted.ts'
import { document, print, revise, seeded } from './revise.ts'
import type { ReadPage } from './stream.ts'
import { trial } from './trial.ts'

const file = '0123456789abcdef'.repeat(4)
const common = { colour: 'yellow', author: 'db005', at: '2026-11-22T01:00:00Z', v: 1 } as const

/** One line of text each, as pdf.js would give it. */
const page = (lines: readonly string[]): ReadPage =>
  readPage(
    extracted(
      lines.map((str, n) => ({
        str,
        hasEOL: true,
        transform: [12, 0, 0, 12, 72, 780 - 18 * n],
        width: str.length * 6,
        height: 12,
      })),
    ),
  )

const lines = [
  'Căn cứ Luật Tổ chức chính quyền địa phương;',
  'Tổng thu ngân sách nhà nước trên địa bàn đạt 12.500 tỷ đồng.',
  'Giao Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết này.',
  'Thường trực Hội đồng nhân dân giám sát việc thực hiện.',
  'Nghị quyết này có hiệu lực từ ngày ký.',
]
const onLine = (n: number, change: Partial<Mark> = {}): PlacedMark =>
  ({
    ...common,
    kind: 'note',
    page: 1,
    box: [80, 778 - 18 * n, 22, 22],
    text: 'hỏi lại',
    ...change,
  }) as PlacedMark

test('a note goes with its line and says where it came from; its answers go with it', () => {
  const newer = [page(['MỤC LỤC', 'Phần I']), page(['Một dòng mới.', ...lines])]
  const marks: readonly Entry[] = [
    ['a', onLine(1)],
    ['r', { ...common, kind: 'reply', to: 'a', page: 1, text: 'đã hỏi' }],
    ['other', { ...common, kind: 'reply', to: 'of-another', page: 1, text: 'tôi cũng thấy vậy' }],
  ]
  const { entries, unmatched, sure, moved } = carry([page(lines)], newer, marks, file)
  expect(unmatched).toEqual([])
  expect(sure + moved).toBe(1)
  const found = new Map(entries)
  expect(found.get('a')).toMatchObject({
    page: 2,
    from: { file: '0123456789abcdef', page: 1 },
    at: common.at,
  })
  expect(found.get('r')).toMatchObject({ page: 2, to: 'a', text: 'đã hỏi' })
  expect(found.get('other')).toMatchObject({ to: 'of-another', from: { page: 1 } })
  for (const [, one] of entries) expect(markShape.parse(one)).toEqual(one)
})

test('a mark whose words are gone waits, its answers with it, and is put down by hand', () => {
  const newer = [page(lines.slice(2))]
  const answer: Entry = ['r', { ...common, kind: 'reply', to: 'a', page: 1, text: 'đã hỏi' }]
  const old: PlacedMark = {
    ...common,
    kind: 'highlight',
    page: 1,
    quads: [[72, 759, 240, 13]],
    quote: { prefix: '', exact: 'Tổng thu ngân sách nhà nước', suffix: '' },
  }
  const { entries, unmatched } = carry([page(lines)], newer, [['a', old], answer], file)
  expect(entries).toEqual([])
  expect(unmatched).toEqual([{ id: 'a', mark: old, why: 'deleted' }])
  const [waiting] = unmatched
  const put = waiting ? putDown(waiting, onLine(0), [answer], file) : []
  expect(put.map(([id, one]) => [id, one.from?.how])).toEqual([
    ['a', 'placed'],
    ['r', 'placed'],
  ])
})

test('bookmarks follow their page, shapes and stamps their words', () => {
  const before = [page(lines), page(['Phụ lục 1', ...lines.map((one) => `${one} (phụ lục)`)])]
  const after = [page(['Trang bìa', 'Tháng 12']), ...before]
  const marks: readonly Entry[] = [
    ['b', { ...common, kind: 'bookmark', page: 2, text: 'Phụ lục', box: [500, 700, 20, 28] }],
    ['s', { ...common, kind: 'stamp', stamp: 'ask', page: 1, box: [80, 740, 86, 26] }],
    [
      'f',
      {
        ...common,
        kind: 'shape',
        form: 'arrow',
        page: 2,
        width: 22,
        ends: [80, 700, 120, 740],
        box: [79, 699, 42, 42],
      },
    ],
  ]
  const { entries } = carry(before, after, marks, file)
  const found = new Map(entries)
  expect(found.get('b')).toMatchObject({ page: 3, from: { how: 'sure' }, box: [500, 700, 20, 28] })
  expect(found.get('s')).toMatchObject({ page: 2 })
  expect(found.get('f')).toMatchObject({ page: 3, ends: [80, 700, 120, 740] })
  const gone = carry(before, [page(lines)], marks.slice(0, 1), file)
  expect(gone.unmatched.map(({ why }) => why)).toEqual(['deleted'])
})

test('boxes of a run of letters: parts by share, spaces alone none, turned lines upright', () => {
  const [one] = page(['ngân sách nhà nước']).quads(0, 9)
  expect(one).toEqual([72, 777.4, 54, 13.8])
  expect(page(['a', 'b']).quads(1, 2)).toEqual([])
  const turned = readPage(
    extracted([{ str: 'đứng', transform: [0, 10, -10, 0, 200, 100], width: 40, height: 10 }]),
  )
  const [box] = turned.quads(0, 4)
  expect(box).toEqual([190.7, 100, 11.5, 40])
})

test('two devices bring the same marks to the same places, and no mark is lost on the way', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const random = seeded(seed)
      const old = document(random, 30)
      const form = { width: 80, height: 36, head: '' }
      const before = print(old, form)
      const after = print(revise(random, old), form)
      const marks = trial(seed, 40).map(({ mark }, n): Entry => [`m${n}`, mark])
      const compared = compareVersions(before.pages, after.pages)
      const one = carryMarks(compared, marks, file)
      const two = carryMarks(compareVersions(before.pages, after.pages), marks, file)
      expect(two).toEqual(one)
      const out = [...one.unmatched.map(({ id }) => id), ...one.entries.map(([id]) => id)]
      expect(new Set(out).size).toBe(out.length)
      for (const [id] of marks) expect(out.filter((each) => each === id)).toHaveLength(1)
      expect(one.sure + one.moved + one.unmatched.length).toBe(marks.length)
    }),
    { numRuns: 6 },
  )
})
