/**
 * Private rooms take nothing that can be read, give up what of old lay in them in the clear, and a shared room gives up a
 * person's notes on order, once.
 */
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import type { Withdrawal } from '@nghi-truong/shared/domain/records'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import { memoryAnnotations } from '../store/memory.ts'
import type { AnnotationStore } from '../store/ports.ts'
import { file, groupRoom, locked, markOf, openDoor, when, type Door } from './door.fixture.ts'

const privateRoom: RoomRef = { session: 's1', file, layer: 'private:an' }
const name = roomName(privateRoom)
const id = (n: number) => n.toString(16).padStart(32, '0')

let door: Door
afterEach(() => door.close())

const bytesIn = async (store: AnnotationStore, room = name) =>
  Buffer.concat((await store.load(room)).map((one) => one.bytes))

describe('a private room', () => {
  const words = 'chữ đọc được của đại biểu An, đủ dài để lấp đầy một hộp khóa'
  const readable: readonly (readonly [string, (doc: Y.Doc) => void])[] = [
    ['a mark in the clear', (doc) => doc.getMap('marks').set(id(1), markOf('an', words))],
    ['a text', (doc) => doc.getText('chữ').insert(0, words)],
    ['a list of locked marks under a telling name', (doc) => doc.getArray(words).push([locked()])],
    ['a telling key', (doc) => doc.getMap('marks').set(words, locked())],
    ['another map', (doc) => doc.getMap(words).set(id(1), locked())],
    ['words in the clothes of bytes', (doc) => doc.getMap('marks').set(id(1), clothed(words))],
    ['bytes of another length', (doc) => doc.getMap('marks').set(id(1), locked().slice(0, -1))],
    ['a map within', (doc) => doc.getMap('marks').set(id(1), new Y.Map([[words, 1]]))],
  ]
  /** The outer form of a box, with text inside. */
  const clothed = (text: string): Uint8Array => {
    const form = locked()
    const bytes = Buffer.alloc(form.length, text)
    bytes[0] = 1
    // Cut letters are no text: what is left over is filled with blanks.
    return Uint8Array.from(Buffer.from([1, ...Buffer.alloc(form.length - 1, 'chu doc duoc')]))
  }

  for (const [what, write] of readable)
    test(`refuses ${what}`, async () => {
      door = await openDoor({ 'an private:an': 'write' })
      const an = door.client('an', privateRoom)
      await an.synced()
      write(an.doc)
      expect(await an.closed).toBe(closeCodes.badData)
      expect((await bytesIn(door.store)).length).toBe(0)
    })

  test('takes locked marks, their replacement and their removal, and gives them back', async () => {
    door = await openDoor({ 'an private:an': 'write' })
    const an = door.client('an', privateRoom)
    await an.synced()
    const mark = locked()
    an.marks.set(id(1), locked())
    an.marks.set(id(1), mark)
    an.marks.set(id(2), locked())
    an.marks.delete(id(2))
    const other = door.client('an', privateRoom)
    await when(other.doc, () => other.marks.size === 1)
    expect(Buffer.from(other.marks.get(id(1)) as Uint8Array).equals(mark)).toBe(true)
    expect(door.reports).toEqual([])
  })

  test('what lay there in the clear is handed to its owner; once he has locked it, it is gone from the store', async () => {
    const store = memoryAnnotations()
    const old = new Y.Doc()
    old.getMap('marks').set(id(1), markOf('an', words))
    await store.append(name, { author: 'an', bytes: Y.encodeStateAsUpdate(old) })
    expect((await bytesIn(store)).includes(words)).toBe(true)
    door = await openDoor({ 'an private:an': 'write' }, { store })
    const an = door.client('an', privateRoom)
    await when(an.doc, () => an.marks.has(id(1)))
    expect(an.marks.get(id(1))).toEqual(markOf('an', words))
    const mark = locked(words)
    an.marks.set(id(1), mark)
    await when(an.doc, () => an.marks.get(id(1)) instanceof Uint8Array)
    const seen = door.client('an', privateRoom)
    await when(seen.doc, () => seen.marks.get(id(1)) instanceof Uint8Array)
    an.stop()
    seen.stop()
    // Folded when the room is put away.
    await expect.poll(async () => (await bytesIn(store)).includes(words), { timeout: 5000 }).toBe(false)
    const again = door.client('an', privateRoom)
    await when(again.doc, () => again.marks.has(id(1)))
    expect(Buffer.from(again.marks.get(id(1)) as Uint8Array).equals(mark)).toBe(true)
  })
})

describe('notes withdrawn on order', () => {
  const rights = { 'an group:to1': 'write', 'binh group:to1': 'write' } as const
  const order = (n: string) => ({ id: n, group: 'to1', person: 'an', file: null })

  test('leave the room for everybody at once; the others’ stay, and what he writes later too', async () => {
    door = await openDoor(rights)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('a1', markOf('an', 'lời xúc phạm'))
    binh.marks.set('b1', markOf('binh'))
    await when(binh.doc, () => binh.marks.has('a1'))
    await when(an.doc, () => an.marks.has('b1'))
    door.order(order('o1'))
    await when(binh.doc, () => !binh.marks.has('a1'))
    await when(an.doc, () => !an.marks.has('a1'))
    expect([...binh.marks.keys()]).toEqual(['b1'])
    await expect
      .poll(async () => (await bytesIn(door.store, roomName(groupRoom))).includes('xúc phạm'))
      .toBe(false)
    an.marks.set('a2', markOf('an'))
    await when(binh.doc, () => binh.marks.has('a2'))
  })

  test('ordered while the room was shut, or just before a crash: carried out before anybody sees, and only once', async () => {
    const store = memoryAnnotations()
    const orders: Withdrawal[] = []
    door = await openDoor(rights, { store, orders })
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('a1', markOf('an', 'lời xúc phạm'))
    binh.marks.set('b1', markOf('binh'))
    await when(binh.doc, () => binh.marks.has('a1'))
    door.order(order('o1'), true)
    await door.close()
    door = await openDoor(rights, { store, orders })
    const back = door.client('binh')
    await when(back.doc, () => back.marks.has('b1'))
    expect([...back.marks.keys()]).toEqual(['b1'])
    const anAgain = door.client('an')
    await anAgain.synced()
    anAgain.marks.set('a2', markOf('an'))
    await when(back.doc, () => back.marks.has('a2'))
    await door.close()
    door = await openDoor(rights, { store, orders })
    const later = door.client('binh')
    await when(later.doc, () => later.marks.size === 2)
    expect([...later.marks.keys()].sort()).toEqual(['a2', 'b1'])
  })

  test('elsewhere: another group’s, another document’s and private rooms are left alone', async () => {
    door = await openDoor({ ...rights, 'an private:an': 'write' })
    const an = door.client('an')
    const mine = door.client('an', privateRoom)
    await Promise.all([an.synced(), mine.synced()])
    an.marks.set('a1', markOf('an'))
    mine.marks.set(id(1), locked())
    const binh = door.client('binh')
    await when(binh.doc, () => binh.marks.has('a1'))
    door.order({ id: 'o1', group: 'to2', person: 'an', file: null })
    door.order({ id: 'o2', group: 'to1', person: 'an', file: 'b'.repeat(64) })
    door.order({ id: 'o3', group: 'to1', person: 'binh', file })
    an.marks.set('a2', markOf('an'))
    await when(binh.doc, () => binh.marks.has('a2'))
    expect([...binh.marks.keys()].sort()).toEqual(['a1', 'a2'])
    const seen = door.client('an', privateRoom)
    await when(seen.doc, () => seen.marks.has(id(1)))
  })
})

describe('at the door', () => {
  test('a right that goes while the room is being read is noticed before anything is told', async () => {
    const store = memoryAnnotations()
    const first = new Y.Doc()
    first.getMap('marks').set(id(1), markOf('an', 'của tổ'))
    await store.append(roomName(groupRoom), { author: 'an', bytes: Y.encodeStateAsUpdate(first) })
    let go = (): void => undefined
    const slow = {
      ...store,
      load: async (room: string) => {
        await new Promise<void>((resolve) => (go = resolve))
        return store.load(room)
      },
    }
    door = await openDoor({ 'binh group:to1': 'write' }, { store: slow })
    const binh = door.client('binh')
    await expect.poll(() => binh.provider.wsconnected).toBe(true)
    const expulsion = { kind: 'expulsion', id: 'to1:binh', gone: true } as const
    await expect.poll(() => go !== undefined && go.length === 1).toBe(true)
    door.allow('binh', 'group:to1', 'none', [{ put: expulsion, before: undefined }])
    go()
    expect(await binh.closed).toBe(closeCodes.notFound)
    expect(binh.marks.size).toBe(0)
  })

  test('what a withdrawn person changed meanwhile on another device means the same to all', async () => {
    door = await openDoor({ 'an group:to1': 'write', 'binh group:to1': 'write' })
    const [an, binh] = [door.client('an'), door.client('binh')]
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set(id(1), markOf('an', 'một'))
    await when(binh.doc, () => binh.marks.has(id(1)))
    const away = new Y.Doc()
    Y.applyUpdate(away, Y.encodeStateAsUpdate(an.doc))
    away.getMap('marks').set(id(1), markOf('an', 'hai'))
    away.getMap('marks').set(id(2), markOf('an', 'ba'))
    door.order({ id: 'o1', group: 'to1', person: 'an', file: null })
    await when(binh.doc, () => !binh.marks.has(id(1)))
    door.client('an', groupRoom, away)
    await when(binh.doc, () => binh.marks.has(id(2)))
    const fresh = door.client('binh')
    await when(fresh.doc, () => fresh.marks.has(id(2)))
    expect(fresh.marks.toJSON()).toEqual(binh.marks.toJSON())
  })
})
