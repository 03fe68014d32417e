/** Marks of a private room in the map: locked, or not there; those of earlier days are locked before anything leaves. */
import { createMarkBox, isBox, type MarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import { marksKey, roomName } from '@nghi-truong/shared/protocol/rooms'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { randomBytes } from './layer-key.ts'
import { openRoom, type RoomKeys } from './room.ts'
import { note } from './note.fixture.ts'

const ref = { session: 'ky-hop-3', file: 'a'.repeat(64), layer: 'private:db005' } as const
const id = (n: number): string => n.toString(16).padStart(32, '0')
const key = randomBytes(32)
const boxOf = (epoch = 1, keys = new Map([[1, key]])): MarkBox => createMarkBox({ epoch, keys }, randomBytes)

function room(box: MarkBox | null) {
  const listeners = new Set<() => void>()
  const told = { wanted: 0, behind: 0, tickets: 0 }
  let now = box
  const keys: RoomKeys = {
    box: () => now,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    behind: () => void told.behind++,
    wanted: () => void told.wanted++,
  }
  const http = {
    call: () => {
      told.tickets++
      return new Promise<never>(() => undefined)
    },
    transport: { socketUrl: (path: string) => `ws://hall${path}` },
  } as unknown as Parameters<typeof openRoom>[0]['http']
  const opened = openRoom({ http, ref, person: 'db005', keys, keep: null })
  return {
    opened,
    told,
    unlock: (next: MarkBox | null): void => {
      now = next
      for (const listener of listeners) listener()
    },
  }
}

test('without keys nothing is written, nothing is asked of the server, and the screens are told', () => {
  const { opened, told } = room(null)
  opened.marks.put([[id(1), note('một')]])
  expect(opened.marks.all().size).toBe(0)
  expect(opened.now()).toMatchObject({ locked: true, ready: false })
  expect(told).toEqual({ wanted: 1, behind: 0, tickets: 0 })
  opened.close()
})

test('with keys marks are plain to the screens; once they come, the room is joined', () => {
  const { opened, told, unlock } = room(null)
  unlock(boxOf())
  expect(opened.now()).toMatchObject({ locked: false, ready: true })
  expect(told.tickets).toBe(1)
  opened.marks.put([[id(1), note('một')]])
  expect(opened.marks.all().get(id(1))).toEqual(note('một'))
  opened.marks.remove([id(1)])
  opened.marks.undo()
  expect(opened.marks.all().get(id(1))).toEqual(note('một'))
  unlock(null)
  expect(opened.now()).toMatchObject({ locked: true, ready: false })
  opened.close()
})

test('what stands in the map is a box, never the mark; what stood there in the clear is locked at once', async () => {
  const { createMarkStore } = await import('./marks.ts')
  const doc = new Y.Doc()
  const map = doc.getMap<unknown>(marksKey)
  map.set(id(1), note('từ ngày trước'))
  let box: MarkBox | null = null
  const name = roomName(ref)
  const store = createMarkStore(doc, 'db005', {
    ready: () => box !== null,
    wanted: () => undefined,
    bare: (value) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array),
    seal: (mark, value) => box?.seal(name, mark, value),
    open: (mark, value) => (value instanceof Uint8Array ? box?.open(name, mark, value) : value),
  })
  box = boxOf()
  expect(store.reread()).toBe(1)
  store.put([[id(2), note('hôm nay')]])
  map.set(id(3), note('từ máy chưa biết khóa'))
  await Promise.resolve()
  for (const n of [1, 2, 3]) expect(isBox(map.get(id(n)) as Uint8Array), id(n)).toBe(true)
  expect([...store.all().values()].map((one) => ('text' in one ? one.text : ''))).toEqual([
    'từ ngày trước',
    'hôm nay',
    'từ máy chưa biết khóa',
  ])
  expect(Buffer.from(Y.encodeStateAsUpdate(doc)).includes('ngày trước')).toBe(false)
  expect(store.canUndo()).toBe(true)
  store.undo()
  expect(store.all().size).toBe(2)
})
