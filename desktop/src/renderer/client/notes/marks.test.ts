import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { marksKey, roomLimits } from '@nghi-truong/shared/protocol/rooms'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createMarkStore, parcels } from './marks.ts'

const highlight = (author: string, page = 1, text = 'ngân sách'): Mark => ({
  kind: 'highlight',
  page,
  colour: 'yellow',
  author,
  at: '2026-11-22T01:00:00.000Z',
  v: 1,
  quads: [[10, 20, 100, 12]],
  quote: { prefix: '', exact: text, suffix: '' },
})

const pair = () => {
  const a = new Y.Doc()
  const b = new Y.Doc()
  const join = (): void => {
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'remote')
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'remote')
  }
  return { a, b, mine: createMarkStore(a, 'db005'), hers: createMarkStore(b, 'db006'), join }
}

test('what one writes the other sees; each changes only his own', () => {
  const { mine, hers, join } = pair()
  mine.put([['m1', highlight('db005')]])
  hers.put([['h1', highlight('db006', 2)]])
  join()
  expect([...mine.all().keys()].sort()).toEqual(['h1', 'm1'])
  hers.remove(['m1'])
  hers.put([['m1', highlight('db006')]])
  join()
  expect(mine.all().get('m1')?.author).toBe('db005')
  hers.put([['x', highlight('db005')]])
  expect(hers.all().has('x')).toBe(false)
})

test('undo takes back only what I did, and redo brings it again', () => {
  const { mine, hers, join } = pair()
  mine.put([['m1', highlight('db005')]])
  join()
  hers.put([['h1', highlight('db006')]])
  join()
  mine.undo()
  expect([...mine.all().keys()]).toEqual(['h1'])
  expect([mine.canUndo(), mine.canRedo()]).toEqual([false, true])
  mine.redo()
  join()
  expect([...hers.all().keys()].sort()).toEqual(['h1', 'm1'])
})

test('all that one gesture erases comes back at once', () => {
  const { mine } = pair()
  mine.put([['a', highlight('db005')]])
  mine.put([['b', highlight('db005')]])
  mine.begin()
  mine.remove(['a'])
  mine.remove(['b'])
  mine.end()
  expect(mine.all().size).toBe(0)
  mine.undo()
  expect([...mine.all().keys()].sort()).toEqual(['a', 'b'])
  mine.undo()
  expect([...mine.all().keys()]).toEqual(['a'])
})

const carried = (author: string, page = 1): Mark => ({
  ...highlight(author, page),
  from: { file: '0123456789abcdef', page: 1, how: 'sure' },
})

test('marks brought over by two devices end as one, a change made meanwhile stays, none is undone', () => {
  const { a, mine, join, b } = pair()
  const other = createMarkStore(b, 'db005')
  mine.carry([
    ['m1', carried('db005')],
    ['x', carried('db006')],
  ])
  expect([...mine.all().keys()]).toEqual(['m1'])
  expect(mine.canUndo()).toBe(false)
  join()
  mine.put([['m1', { ...carried('db005'), colour: 'red' }]])
  join()
  other.carry([['m1', carried('db005')]])
  join()
  expect(other.all().get('m1')?.colour).toBe('red')
  expect(mine.all()).toEqual(other.all())
  a.destroy()
})

test('a mark brought over and removed is not brought over again, on no device; undo brings it back', () => {
  const { b, mine, hers, join } = pair()
  const other = createMarkStore(b, 'db005')
  mine.carry([['m1', carried('db005')]])
  mine.putAway(['m2'], '2026-11-22T01:00:00.000Z')
  mine.remove(['m1'])
  join()
  expect([other.settled('m1'), other.settled('m2'), other.settled('m3')]).toEqual([true, true, false])
  other.carry([
    ['m1', carried('db005')],
    ['m2', carried('db005')],
  ])
  join()
  expect(mine.all().size + other.all().size).toBe(0)
  hers.put([['m2', highlight('db006')]])
  expect(hers.all().size).toBe(0)
  mine.undo()
  expect([...mine.all().keys()]).toEqual(['m1'])
})

test('what is no mark is not shown', () => {
  const { a, mine } = pair()
  const map = a.getMap<unknown>(marksKey)
  map.set('bad', { kind: 'highlight', page: 0 })
  map.set('worse', 'text')
  map.set('script', { ...highlight('db009'), kind: 'html' })
  map.set('good', highlight('db009'))
  expect([...mine.all().keys()]).toEqual(['good'])
})

test('the list of a page stays the same value while that page does not change', () => {
  const { mine } = pair()
  mine.put([['a', highlight('db005', 1)]])
  const first = mine.ofPage(1)
  mine.put([['b', highlight('db005', 2)]])
  expect(mine.ofPage(1)).toBe(first)
  mine.put([['a', highlight('db005', 3)]])
  expect(mine.ofPage(1)).toEqual([])
  expect(mine.ofPage(3).map(([id]) => id)).toEqual(['a'])
  expect(mine.ofPage(99)).toEqual([])
})

test('many marks at once leave in updates that fit through the door', () => {
  const { a, mine } = pair()
  const sizes: number[] = []
  a.on('update', (update: Uint8Array) => sizes.push(update.length))
  mine.put(Array.from({ length: 300 }, (_, n) => [`m${n}`, highlight('db005', 1, 'ế'.repeat(300))] as const))
  expect(mine.all().size).toBe(300)
  expect(Math.max(...sizes)).toBeLessThan(roomLimits.updateBytes)
  mine.undo()
  expect(mine.all().size).toBe(0)
})

test('parcels keep everything and the order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 }), { maxLength: 60 }), (entries) => {
      const out = parcels(entries, 100)
      expect(out.flat()).toEqual(entries)
      for (const parcel of out)
        if (parcel.length > 1) expect(JSON.stringify(parcel).length).toBeLessThan(100 + parcel.length + 3)
    }),
  )
})

type Step =
  | { readonly deed: 'put'; readonly who: number; readonly id: number; readonly page: number }
  | { readonly deed: 'remove'; readonly who: number; readonly id: number; readonly page: number }
  | { readonly deed: 'meet'; readonly who: number; readonly with: number }
  | { readonly deed: 'undo'; readonly who: number }
  | { readonly deed: 'redo'; readonly who: number }

const people = 4
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    deed: fc.constantFrom('put' as const, 'remove' as const),
    who: fc.nat(people - 1),
    id: fc.nat(2),
    page: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ deed: fc.constant('meet' as const), who: fc.nat(people - 1), with: fc.nat(people - 1) }),
  fc.record({ deed: fc.constantFrom('undo' as const, 'redo' as const), who: fc.nat(people - 1) }),
)

test('days apart, cuts and returns: all copies end equal, nothing twice, nobody changes another’s', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), (steps) => {
      const docs = Array.from({ length: people }, () => new Y.Doc())
      const stores = docs.map((doc, n) => createMarkStore(doc, `p${n}`))
      const meet = (a: number, b: number): void => {
        const [x, y] = [docs[a], docs[b]]
        if (!x || !y) return
        Y.applyUpdate(y, Y.encodeStateAsUpdate(x, Y.encodeStateVector(y)), 'remote')
        Y.applyUpdate(x, Y.encodeStateAsUpdate(y, Y.encodeStateVector(x)), 'remote')
      }
      for (const one of steps) {
        const store = stores[one.who]
        if (!store) continue
        if (one.deed === 'meet') meet(one.who, one.with)
        else if (one.deed === 'undo') store.undo()
        else if (one.deed === 'redo') store.redo()
        else if (one.deed === 'put')
          store.put([[`p${one.who}.${one.id}`, highlight(`p${one.who}`, one.page)]])
        else {
          // Any mark is tried; another's must stay.
          const key = `p${one.page}.${one.id}`
          const before = store.all().get(key)
          store.remove([key])
          if (one.page !== one.who) expect(store.all().get(key)).toBe(before)
        }
      }
      for (let round = 0; round < 2; round++)
        for (let a = 0; a < people; a++) for (let b = 0; b < people; b++) meet(a, b)
      const views = stores.map((store) =>
        JSON.stringify([...store.all()].sort(([x], [y]) => (x < y ? -1 : 1))),
      )
      expect(new Set(views).size).toBe(1)
      for (const [id, mark] of stores[0]?.all() ?? []) expect(id.startsWith(`${mark.author}.`)).toBe(true)
      for (const store of stores)
        for (const page of [1, 2, 3])
          expect(
            store
              .ofPage(page)
              .map(([id]) => id)
              .sort(),
          ).toEqual(
            [...store.all()]
              .filter(([, mark]) => mark.page === page)
              .map(([id]) => id)
              .sort(),
          )
    }),
    { numRuns: 60 },
  )
})
