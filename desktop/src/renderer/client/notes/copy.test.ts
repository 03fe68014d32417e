/** A room's copy on the device: sealed, whole, and nobody else's. Shared layers are no exception. */
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { plainSealer } from '../files/sealer.ts'
import { keepCopy, type RoomCopy } from './copy.ts'
import { disk } from './disk.fixture.ts'
import { createMarkStore, type MarkStore } from './marks.ts'
import { note } from './note.fixture.ts'

const name = 'nghi-truong-notes.db005.ky-hop-3.aaaa.group:to-1'
const planted = 'ZEBRA-SAO-BIỂN hỏi lại số vốn'

type Disk = ReturnType<typeof disk>

/** Whether these words, or a name of the map or of the author, stand anywhere on the disk. */
const readable = (on: Disk, words: string): boolean =>
  on
    .everything()
    .some((bytes) =>
      [Buffer.from(words), Buffer.from(words, 'utf16le')].some((form) => Buffer.from(bytes).includes(form)),
    )

const key = (n: number): Uint8Array => new Uint8Array(32).fill(n)

function enter(on: Disk, secret = key(7)): { doc: Y.Doc; marks: MarkStore; copy: RoomCopy } {
  const doc = new Y.Doc()
  const marks = createMarkStore(doc, 'db005')
  const sealer = Promise.resolve(plainSealer(secret))
  return { doc, marks, copy: keepCopy({ doc, name, store: Promise.resolve(on.store), sealer }) }
}
const written = (on: Disk, count: number): Promise<void> => vi.waitFor(() => expect(on.rows.size).toBe(count))

test('a mark of a group lies sealed on the device, and is there again for who has the key', async () => {
  const on = disk()
  const one = enter(on)
  await one.copy.read
  one.marks.put([['m1', note(planted)]])
  await written(on, 1)
  for (const words of [planted, 'db005', 'marks', 'yellow']) expect(readable(on, words)).toBe(false)
  // The search finds what is there: the same change as it was kept before.
  const bare = disk([Y.encodeStateAsUpdate(one.doc)])
  for (const words of [planted, 'db005', 'marks', 'yellow']) expect(readable(bare, words)).toBe(true)
  await one.copy.close()
  const again = enter(on)
  await again.copy.read
  expect(again.marks.all().get('m1')).toMatchObject({ text: planted })
})

test('sealed with a key that was erased, or kept for another room, it is as good as absent', async () => {
  const on = disk()
  const one = enter(on)
  one.marks.put([['m1', note(planted)]])
  await written(on, 1)
  const later = enter(on, key(8))
  await later.copy.read
  expect(later.marks.all().size).toBe(0)
  const doc = new Y.Doc()
  const sealer = Promise.resolve(plainSealer(key(7)))
  await keepCopy({ doc, name: `${name}x`, store: Promise.resolve(on.store), sealer }).read
  expect(createMarkStore(doc, 'db005').all().size).toBe(0)
})

test('a copy of the time before sealing is taken over, then erased', async () => {
  const before = new Y.Doc()
  createMarkStore(before, 'db005').put([['m1', note(planted)]])
  const on = disk([Y.encodeStateAsUpdate(before)])
  expect(readable(on, planted)).toBe(true)
  const one = enter(on)
  await one.copy.read
  expect(one.marks.all().get('m1')).toMatchObject({ text: planted })
  expect(readable(on, planted)).toBe(false)
  const again = enter(on)
  await again.copy.read
  expect(again.marks.all().size).toBe(1)
})

test('what is written before the copy was read is kept as well', async () => {
  const on = disk()
  const one = enter(on)
  one.marks.put([['m1', note('sớm')]])
  await one.copy.read
  await written(on, 1)
  const again = enter(on)
  await again.copy.read
  expect([...again.marks.all().keys()]).toEqual(['m1'])
})

test('folding leaves one row with everything, also of what another window wrote', async () => {
  const on = disk()
  const [one, two] = [enter(on), enter(on)]
  await Promise.all([one.copy.read, two.copy.read])
  one.marks.put([['m1', note('cửa sổ một')]])
  two.marks.put([['m2', note('cửa sổ hai')]])
  await written(on, 2)
  await one.copy.fold()
  expect(on.rows.size).toBe(1)
  const again = enter(on)
  await again.copy.read
  expect([...again.marks.all().keys()].sort()).toEqual(['m1', 'm2'])
})

test('many changes are folded by themselves', async () => {
  const on = disk()
  const one = enter(on)
  await one.copy.read
  for (let n = 0; n < 230; n++) {
    one.marks.put([[`m${n}`, note(`ghi ${n}`)]])
    await new Promise((go) => setTimeout(go, 0))
  }
  await vi.waitFor(async () => {
    const again = enter(on)
    await again.copy.read
    expect(again.marks.all().size).toBe(230)
  })
  expect(on.rows.size).toBeLessThan(60)
})

test('a device without room reads and writes on', async () => {
  const on = disk()
  on.store.add = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  const one = enter(on)
  await one.copy.read
  one.marks.put([['m1', note('hết chỗ')]])
  one.marks.put([['m2', note('vẫn viết')]])
  await new Promise((go) => setTimeout(go, 5))
  expect(one.marks.all().size).toBe(2)
  await one.copy.close()
})
