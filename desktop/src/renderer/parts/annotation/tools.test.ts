import type { Mark, PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { mark as markShape } from '@nghi-truong/shared/protocol/rooms'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gather } from './all-marks.ts'
import { paint, signs } from './colours.ts'
import { meets } from './hit.ts'
import { createInk } from './ink.ts'
import { createJournal } from './journal.ts'
import { bound, caught, shiftedBy, united, within } from './lasso.ts'
import { listed } from './list.ts'
import { decodePath, encodePath } from './path.ts'
import { shapeBox, shapePath, type Ends } from './shape.ts'
import { readTools, startTools } from './tool-state.ts'

const base = { page: 1, colour: 'yellow', author: 'db005', at: '2026-11-22T01:00:00Z', v: 1 } as const
const shape = (form: 'rectangle' | 'ellipse' | 'arrow' | 'line', ends: Ends): PlacedMark => ({
  ...base,
  kind: 'shape',
  form,
  ends: [...ends],
  width: 22,
  box: shapeBox(ends, 2.2),
})
const note: PlacedMark = { ...base, kind: 'note', box: [100, 100, 22, 22], text: 'hỏi' }
const stamp: PlacedMark = { ...base, kind: 'stamp', stamp: 'agree', box: [100, 200, 86, 26] }
const pen: PlacedMark = {
  ...base,
  kind: 'pen',
  width: 22,
  box: [10, 10, 90, 90],
  path: encodePath([
    [10, 10, 0.5],
    [50, 60, 0.9],
    [100, 100, 0.2],
  ]),
}
const words: PlacedMark = {
  ...base,
  kind: 'highlight',
  quads: [[100, 300, 80, 12]],
  quote: { prefix: '', exact: 'ngân sách', suffix: '' },
}

test('every kind is one plain value that passes the shape of a mark', () => {
  const reply: Mark = { ...base, kind: 'reply', to: 'a', text: 'đúng' }
  for (const one of [note, stamp, pen, words, shape('arrow', [0, 0, 9, 9]), reply])
    expect(markShape.parse(JSON.parse(JSON.stringify(one)))).toEqual(one)
  expect(markShape.safeParse({ ...stamp, stamp: 'no' }).success).toBe(false)
  expect(markShape.safeParse({ ...note, from: { file: 'x', page: 1, how: 'sure' } }).success).toBe(false)
})

test('a shape is met on its line and not in its middle; outside never', () => {
  const box = shape('rectangle', [100, 100, 200, 180])
  expect([meets(box, [100, 140], 4), meets(box, [150, 140], 4), meets(box, [90, 140], 4)]).toEqual([
    true,
    false,
    false,
  ])
  const round = shape('ellipse', [200, 180, 100, 100])
  expect([meets(round, [150, 100], 4), meets(round, [150, 140], 4), meets(round, [101, 101], 4)]).toEqual([
    true,
    false,
    false,
  ])
  const arrow = shape('arrow', [0, 0, 100, 100])
  expect([meets(arrow, [50, 51], 4), meets(arrow, [80, 20], 4)]).toEqual([true, false])
})

test('shapes keep their bounds however they are drawn, and no path has a number that is none', () => {
  const number = fc.double({ min: -500, max: 1500, noNaN: true })
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number),
      fc.constantFrom('rectangle' as const, 'ellipse' as const, 'arrow' as const, 'line' as const),
      (ends, form) => {
        const [x, y, w, h] = shapeBox(ends, 2.2)
        expect(x).toBeLessThanOrEqual(Math.min(ends[0], ends[2]))
        expect(y + h).toBeGreaterThanOrEqual(Math.max(ends[1], ends[3]) - 0.2)
        expect(w).toBeGreaterThan(0)
        expect(shapePath(form, ends, 2.2)).not.toMatch(/NaN|undefined|Infinity/)
      },
    ),
  )
})

const loop = [
  [90, 90],
  [210, 90],
  [210, 240],
  [90, 240],
] as const

test('the lasso catches what lies mostly within its loop, and never an answer', () => {
  expect(within(loop, [100, 100])).toBe(true)
  expect(within(loop, [80, 100])).toBe(false)
  expect([note, stamp, pen, words].map((one) => caught(loop, one))).toEqual([true, true, false, false])
  expect(caught(loop, { ...base, kind: 'reply', to: 'x', text: '' })).toBe(false)
  expect(caught([[0, 0]], note)).toBe(false)
})

test('moving keeps form and pressure; what is bound to words stays; a carried mark is then placed by hand', () => {
  const moved = shiftedBy(pen, 7.3, -2)
  expect(moved.kind === 'pen' ? decodePath(moved.path) : []).toEqual(
    decodePath(pen.kind === 'pen' ? pen.path : []).map(([x, y, p]) => [
      expect.closeTo(x + 7.3, 5),
      expect.closeTo(y - 2, 5),
      p,
    ]),
  )
  expect(bound(words)).toBe(true)
  expect(shiftedBy(words, 5, 5)).toBe(words)
  const from = { file: '0123456789abcdef', page: 3, how: 'moved' } as const
  expect(shiftedBy({ ...note, from }, 1, 1)).toMatchObject({
    from: { how: 'placed' },
    box: [101, 101, 22, 22],
  })
  expect(united([note, stamp])).toEqual([100, 100, 86, 126])
  expect(united([])).toBe(null)
})

test('answers stand under their mark by time; where it is gone they are listed themselves', () => {
  const reply = (to: string, at: string): Mark => ({ ...base, kind: 'reply', to, text: at, at })
  const marks = new Map<string, Mark>([
    ['a', note],
    ['r2', reply('a', '2026-11-22T03:00:00Z')],
    ['r1', reply('a', '2026-11-22T02:00:00Z')],
    ['lost', reply('gone', '2026-11-22T02:00:00Z')],
  ])
  const { list, answers } = gather([{ name: 'group:to1', marks }])
  expect(list.map(({ id }) => id)).toEqual(['lost', 'a'])
  expect(answers.get('group:to1 a')?.map(({ id }) => id)).toEqual(['r1', 'r2'])
})

test('the list is filtered by kind and by meaning together', () => {
  const all = [note, stamp, words, { ...note, colour: 'pink' } as const].map((mark, n) => ({
    id: String(n),
    layer: 'private:db005',
    mark,
  }))
  const ids = (filter: Parameters<typeof listed>[1]): string[] =>
    listed(all, filter, 'db005').map(({ id }) => id)
  expect(ids({ who: 'all', text: '', kind: 'note' })).toEqual(['0', '3'])
  expect(ids({ who: 'all', text: '', kind: 'note', colour: 'pink' })).toEqual(['3'])
  expect(ids({ who: 'others', text: '' })).toEqual([])
})

test('every colour has its own sign, but for plain ink', () => {
  const all = Object.entries(signs).flatMap(([colour, sign]) => (colour === 'black' ? [] : [sign]))
  expect(new Set(all).size).toBe(all.length)
  expect(Object.keys(signs).sort()).toEqual(Object.keys(paint).sort())
  expect(all.every((sign) => sign !== '')).toBe(true)
})

test('undo goes back over layers in the order of the deeds, and forward again', () => {
  const said: string[] = []
  const store = (name: string) => ({
    undo: () => void said.push(`-${name}`),
    redo: () => void said.push(`+${name}`),
    canUndo: () => true,
    canRedo: () => true,
  })
  const [a, b] = [store('a'), store('b')]
  const journal = createJournal()
  journal.did([a])
  journal.did([a, b])
  journal.did([])
  expect(journal.depth()).toEqual({ undo: 2, redo: 0 })
  journal.undo()
  journal.undo()
  journal.undo()
  journal.redo()
  expect(said).toEqual(['-a', '-b', '-a', '+a'])
  journal.did([b])
  expect(journal.depth()).toEqual({ undo: 2, redo: 0 })
})

test('a stylus once seen is known the next time; tools kept by an older version are read', () => {
  const kept = new Map<string, string>()
  const keep = {
    read: (key: string) => kept.get(key) ?? null,
    write: (key: string, value: string) => void kept.set(key, value),
  }
  expect(createInk(keep).stylus()).toBe(false)
  createInk(keep).sawStylus()
  expect(createInk(keep).stylus()).toBe(true)
  const { form, stamp: which, ...old } = startTools
  kept.set('k', JSON.stringify({ ...old, tool: 'pen' }))
  expect(readTools(keep, 'k')).toEqual({ ...startTools, tool: 'pen' })
  expect([form, which]).toEqual(['rectangle', 'agree'])
})
