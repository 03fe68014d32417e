import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { expect, test } from 'vitest'
import { gather } from './all-marks.ts'
import { callName, personColour } from './colours.ts'
import { meets, topmost, topOf } from './hit.ts'
import { listed, sortMarks, textOf } from './list.ts'
import { encodePath } from './path.ts'
import { toShare } from './share.ts'
import { readTools, startTools, toolKey } from './tool-state.ts'

const base = { page: 1, colour: 'yellow', author: 'db005', at: '2026-11-22T01:00:00Z', v: 1 } as const
const note = (text: string, change: Partial<Mark> = {}): Mark =>
  ({ ...base, kind: 'note', box: [10, 500, 22, 22], text, ...change }) as Mark
const high = (exact: string, change: Partial<Mark> = {}): Mark =>
  ({
    ...base,
    kind: 'highlight',
    quads: [[10, 700, 200, 12]],
    quote: { prefix: '', exact, suffix: '' },
    ...change,
  }) as Mark
const pen: Mark = {
  ...base,
  kind: 'pen',
  box: [0, 0, 100, 100],
  width: 22,
  path: encodePath([
    [0, 0, 0.5],
    [100, 100, 0.5],
  ]),
}

test('sharing: only mine, only what is not there, changed ones again', () => {
  const mine = new Map([
    ['a', note('một')],
    ['b', high('hai')],
    ['c', note('lạ', { author: 'db009' })],
  ])
  expect(toShare(mine, new Map(), 'db005').map(([id]) => id)).toEqual(['a', 'b'])
  const shared = new Map([['a', note('một')]])
  expect(toShare(mine, shared, 'db005').map(([id]) => id)).toEqual(['b'])
  expect(toShare(new Map([['a', note('đã sửa')]]), shared, 'db005').map(([id]) => id)).toEqual(['a'])
  expect(toShare(mine, mine, 'db005')).toEqual([])
})

test('a mark and its shared copy count once', () => {
  const layers = [
    {
      name: 'private:db005',
      marks: new Map([
        ['a', note('một')],
        ['b', high('hai')],
      ]),
    },
    {
      name: 'group:to-5',
      marks: new Map([
        ['a', note('một')],
        ['z', high('ba', { author: 'db013' })],
      ]),
    },
  ]
  const { list, covered } = gather(layers)
  expect([...covered]).toEqual(['a'])
  expect(list.map(({ id, layer }) => `${layer} ${id}`).sort()).toEqual([
    'group:to-5 a',
    'group:to-5 z',
    'private:db005 b',
  ])
})

test('the list goes by pages, from top to bottom, and is searched without diacritics', () => {
  const list = sortMarks([
    { id: 'c', layer: 'x', mark: high('Dự toán ngân sách', { page: 2 }) },
    { id: 'b', layer: 'x', mark: note('Hỏi lại') },
    { id: 'a', layer: 'x', mark: high('Kinh tế', { author: 'db013' }) },
  ])
  expect(list.map((one) => one.id)).toEqual(['a', 'b', 'c'])
  const ids = (who: 'all' | 'mine' | 'others', text: string) =>
    listed(list, { who, text }, 'db005').map((one) => one.id)
  expect(ids('all', 'ngan sach')).toEqual(['c'])
  expect(ids('mine', '')).toEqual(['b', 'c'])
  expect(ids('others', '')).toEqual(['a'])
  expect(ids('others', 'hoi')).toEqual([])
  expect(textOf(pen)).toBe('')
})

test('a thick finger meets a thin stroke, and nothing farther off', () => {
  expect(meets(pen, [50, 50], 4)).toBe(true)
  expect(meets(pen, [54, 50], 4)).toBe(true)
  expect(meets(pen, [70, 50], 4)).toBe(false)
  expect(meets(high('x'), [15, 706], 4)).toBe(true)
  expect(meets(high('x'), [15, 650], 4)).toBe(false)
  expect(
    topmost(
      [
        ['under', high('x')],
        ['over', high('y')],
      ],
      [15, 706],
      1,
    )?.[0],
  ).toBe('over')
  expect(topmost([['under', high('x')]], [400, 10], 1)).toBeUndefined()
  expect(topOf(high('x'))).toEqual([110, 712])
})

test('a person keeps his colour, and is called by the last word of his name', () => {
  expect(personColour('db005')).toBe(personColour('db005'))
  expect(
    new Set(['db001', 'db002', 'db003', 'db004', 'db005', 'db006'].map(personColour)).size,
  ).toBeGreaterThan(2)
  expect(callName('Nguyễn Thị Minh Khai')).toBe('Khai')
})

test('tools are there again; a new document begins in the private layer; nonsense counts as absent', () => {
  const held = new Map<string, string>()
  const keep = {
    read: (key: string) => held.get(key) ?? null,
    write: (key: string, value: string) => void held.set(key, value),
  }
  const key = toolKey('db005', 'f'.repeat(64))
  expect(readTools(keep, key)).toEqual(startTools)
  expect(startTools.layer).toBe('')
  keep.write(key, JSON.stringify({ ...startTools, tool: 'pen', layer: 'group:to-5' }))
  expect(readTools(keep, key)).toMatchObject({ tool: 'pen', layer: 'group:to-5' })
  keep.write(key, '{"tool":"hammer"}')
  expect(readTools(keep, key)).toEqual(startTools)
})
