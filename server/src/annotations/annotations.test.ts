import { afterEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import { memoryAnnotations } from '../store/memory.ts'
import { updateFrame } from './assemble.ts'
import { file, groupRoom, locked, markOf, openDoor, when, type Client, type Door } from './door.fixture.ts'

const privateRoom: RoomRef = { session: 's1', file, layer: 'private:an' }
const presenterRoom: RoomRef = { session: 's1', file, layer: 'presenter' }
const members = { 'an group:to1': 'write', 'binh group:to1': 'write', 'chi group:to2': 'write' } as const

let door: Door
afterEach(() => door.close())

const closed = (socket: WebSocket) =>
  new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)))

describe('who may enter', () => {
  test('a colleague of the group sees a mark live, a delegate of another group is refused', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('m1', markOf('an'))
    await when(binh.doc, () => binh.marks.has('m1'))
    expect(binh.marks.get('m1')).toEqual(markOf('an'))
    const chi = door.client('chi')
    expect(await chi.closed).toBe(closeCodes.notFound)
    expect(chi.marks.size).toBe(0)
  })

  test('a private layer opens to its owner on all devices and to nobody else', async () => {
    door = await openDoor({ 'an private:an': 'write' })
    const [tablet, phone] = [door.client('an', privateRoom), door.client('an', privateRoom)]
    await Promise.all([tablet.synced(), phone.synced()])
    const [id, second] = ['1'.repeat(32), locked()]
    tablet.marks.set(id, locked())
    await when(phone.doc, () => phone.marks.has(id))
    phone.marks.set(id, second)
    await when(tablet.doc, () => Buffer.from(second).equals(tablet.marks.get(id) as Uint8Array))
    expect(await door.client('binh', privateRoom).closed).toBe(closeCodes.notFound)
  })

  test('a right that is withdrawn cuts the socket; what comes after is not heard', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    const expulsion = { kind: 'expulsion', id: 'to1:binh', gone: true } as const
    door.allow('binh', 'group:to1', 'none', [{ put: expulsion, before: undefined }])
    binh.marks.set('late', markOf('binh'))
    expect(await binh.closed).toBe(closeCodes.notAllowed)
    await written(an, groupRoom)
    expect(await authors()).toEqual(['an'])
  })

  test('a right that went without an event is found out by asking again', async () => {
    door = await openDoor(members, { limits: { recheckMs: 30 } })
    const binh = door.client('binh')
    await binh.synced()
    door.allow('binh', 'group:to1', 'none')
    expect(await binh.closed).toBe(closeCodes.notAllowed)
  })

  test('who may only read sees, and is cut when he writes', async () => {
    door = await openDoor({ 'an presenter': 'write', 'binh presenter': 'read' })
    const an = door.client('an', presenterRoom)
    const binh = door.client('binh', presenterRoom)
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('m1', markOf('an'))
    await when(binh.doc, () => binh.marks.has('m1'))
    binh.marks.set('m2', markOf('binh'))
    expect(await binh.closed).toBe(closeCodes.badData)
    await written(an, presenterRoom)
    expect(await authors(presenterRoom)).toEqual(['an'])
  })

  test('a reader who becomes the presenter writes on the same socket', async () => {
    door = await openDoor({ 'an presenter': 'write', 'binh presenter': 'read' })
    const an = door.client('an', presenterRoom)
    const binh = door.client('binh', presenterRoom)
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('m1', markOf('an'))
    await when(binh.doc, () => binh.marks.has('m1'))
    const put = { kind: 'presenter', id: 'presenter', gone: true } as const
    door.allow('an', 'presenter', 'read', [{ put, before: undefined }])
    door.allow('binh', 'presenter', 'write', [{ put, before: undefined }])
    await new Promise(setImmediate)
    binh.marks.set('m2', markOf('binh'))
    binh.marks.delete('m1')
    await when(an.doc, () => an.marks.has('m2') && !an.marks.has('m1'))
  })
})

/** Writes a mark and waits until the store has it: all that came before has been dealt with then. */
async function written(client: Client, ref: RoomRef) {
  const key = `w${client.marks.size}`
  client.marks.set(key, 1)
  await expect
    .poll(async () =>
      (await door.store.load(roomName(ref))).some((row) => Buffer.from(row.bytes).includes(key)),
    )
    .toBe(true)
}

const authors = async (ref = groupRoom) => [
  ...new Set((await door.store.load(roomName(ref))).map((one) => one.author)),
]

describe('what is refused', () => {
  const bombs: [string, () => Uint8Array][] = [
    [
      'the 25-byte V2 bomb',
      () =>
        Uint8Array.from([
          0, 0, 6, 255, 255, 255, 255, 15, 0, 0, 0, 0, 0, 0, 1, 1, 255, 255, 255, 255, 15, 0, 0, 0, 0,
        ]),
    ],
    ['a well-formed V2 update', () => updateOf((doc) => doc.getMap('marks').set('m', markOf('an')), 'V2')],
    ['a declared count of structs', () => Uint8Array.from([1, 255, 255, 255, 127, 1, 0])],
    ['a declared count of clients', () => Uint8Array.from([255, 255, 255, 255, 15])],
    ['nothing', () => new Uint8Array()],
    ['random bytes', () => Uint8Array.from({ length: 300 }, (_, i) => (i * 7919 + 13) % 256)],
    ['an update cut off', () => updateOf((doc) => doc.getMap('marks').set('m', markOf('an'))).slice(0, -3)],
    [
      'an update with a byte more',
      () => Uint8Array.from([...updateOf((doc) => doc.getMap('marks').set('m', 1)), 0]),
    ],
    [
      'an update over the limit',
      () => updateOf((doc) => doc.getMap('marks').set('m', 'x'.repeat(33 * 1024))),
    ],
    ['arrays within arrays', () => updateOf((doc) => doc.getMap('marks').set('m', nested(60)))],
    ['another’s name on a mark', () => updateOf((doc) => doc.getMap('marks').set('m', markOf('binh')))],
    ['a state vector instead of an update', () => Y.encodeStateVector(new Map([[1, 2]]))],
  ]

  test.each(bombs)('%s: cut, and nothing kept', async (_name, bomb) => {
    door = await openDoor(members)
    const binh = door.client('binh')
    await binh.synced()
    const socket = await door.raw('an')
    const end = closed(socket)
    socket.send(updateFrame(bomb()))
    expect(await end).toBe(closeCodes.badData)
    await written(binh, groupRoom)
    expect(await authors()).toEqual(['binh'])
  })

  test('texts instead of bytes, unknown messages and floods', async () => {
    door = await openDoor(members)
    const text = await door.raw('an')
    const unknown = await door.raw('an')
    const flood = await door.raw('an')
    const ends = [closed(text), closed(unknown), closed(flood)]
    text.send('hello')
    unknown.send(Uint8Array.of(9, 1, 0))
    for (let i = 0; i < 400; i++) flood.send(Uint8Array.of(1, 1, 0))
    for (let i = 0; i < 400; i++) flood.send(Uint8Array.of(3))
    expect(await Promise.all(ends)).toEqual([closeCodes.badData, closeCodes.badData, closeCodes.tooMuch])
  })

  test('a poisoned clock: another’s client id is refused and the victim’s later edits arrive', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('m1', markOf('an'))
    await when(binh.doc, () => binh.marks.has('m1'))
    const thief = new Y.Doc()
    Y.applyUpdate(thief, Y.encodeStateAsUpdate(an.doc))
    thief.clientID = an.doc.clientID
    const vector = Y.encodeStateVector(thief)
    thief.getMap('marks').set('theft', markOf('binh'))
    const socket = await door.raw('binh')
    const end = closed(socket)
    socket.send(updateFrame(Y.encodeStateAsUpdate(thief, vector)))
    expect(await end).toBe(closeCodes.badData)
    an.marks.set('m2', markOf('an'))
    await when(binh.doc, () => binh.marks.has('m2'))
    expect(binh.marks.has('theft')).toBe(false)
  })

  test('a clock far ahead is not kept, and the same client’s true edits arrive', async () => {
    door = await openDoor(members)
    const doc = new Y.Doc()
    doc.getMap('marks').set('m1', markOf('an'))
    const first = Y.encodeStateVector(doc)
    doc.getMap('marks').set('m2', markOf('an'))
    const socket = await door.raw('an')
    socket.send(updateFrame(Y.encodeStateAsUpdate(doc, first)))
    const binh = door.client('binh')
    await binh.synced()
    expect(binh.marks.size).toBe(0)
    socket.send(updateFrame(Y.encodeStateAsUpdate(doc)))
    await when(binh.doc, () => binh.marks.has('m1') && binh.marks.has('m2'))
  })

  test('another’s mark can be neither overwritten nor deleted', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    await an.synced()
    an.marks.set('m1', markOf('an'))
    for (const spoil of [
      (doc: Y.Doc) => doc.getMap('marks').delete('m1'),
      (doc: Y.Doc) => doc.getMap('marks').set('m1', markOf('binh')),
    ]) {
      const binh = door.client('binh')
      await when(binh.doc, () => binh.marks.has('m1'))
      spoil(binh.doc)
      expect(await binh.closed).toBe(closeCodes.badData)
      binh.stop()
    }
    const unaware = await door.raw('binh')
    const end = closed(unaware)
    unaware.send(updateFrame(updateOf((doc) => doc.getMap('marks').set('m1', markOf('binh')))))
    expect(await end).toBe(closeCodes.badData)
    const again = door.client('binh')
    await when(again.doc, () => again.marks.has('m1'))
    expect(again.marks.get('m1')).toEqual(markOf('an'))
  })

  test('a full room says so', async () => {
    door = await openDoor(members, { limits: { personBytes: 4000 } })
    const an = door.client('an')
    await an.synced()
    for (let i = 0; i < 40; i++) an.marks.set(`m${i}`, markOf('an'))
    expect(await an.closed).toBe(closeCodes.tooMuch)
  })
})

function updateOf(write: (doc: Y.Doc) => unknown, format: 'V1' | 'V2' = 'V1'): Uint8Array {
  const doc = new Y.Doc()
  write(doc)
  return format === 'V1' ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdateV2(doc)
}

const nested = (depth: number): unknown[] => (depth === 0 ? [] : [nested(depth - 1)])

describe('what lasts', () => {
  test('a restart keeps everything, also what was written a moment before', async () => {
    const store = memoryAnnotations()
    door = await openDoor(members, { store })
    const an = door.client('an')
    await an.synced()
    for (let i = 0; i < 100; i++) an.marks.set(`m${i % 30}`, markOf('an', `lần ${i}`))
    an.marks.delete('m0')
    const keep = an.marks.toJSON()
    // The last message has reached the server when a later question is answered.
    const seen = door.client('binh')
    await when(seen.doc, () => seen.marks.size === 29 && !seen.marks.has('m0'))
    await door.close()
    door = await openDoor(members, { store })
    const binh = door.client('binh')
    await binh.synced()
    expect(binh.marks.toJSON()).toEqual(keep)
  })

  test('an idle room is folded and comes back whole', async () => {
    door = await openDoor(members, { limits: { idleMs: 1, frameMs: 0 } })
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    for (let i = 0; i < 120; i++) {
      an.marks.set('m', markOf('an', 'x'.repeat(100) + i))
      await when(
        binh.doc,
        () => (binh.marks.get('m') as { text: string } | undefined)?.text.endsWith(`x${i}`) ?? false,
      )
    }
    binh.marks.set('b', markOf('binh'))
    await when(an.doc, () => an.marks.has('b'))
    const keep = an.marks.toJSON()
    an.stop()
    binh.stop()
    const name = roomName(groupRoom)
    await expect.poll(async () => (await door.store.load(name)).length).toBeLessThan(4)
    expect(await door.store.size(name)).toBeLessThan(6000)
    const again = door.client('an')
    await again.synced()
    expect(again.marks.toJSON()).toEqual(keep)
  })

  test('what was written offline merges on return, nothing twice', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.provider.disconnect()
    for (let i = 0; i < 500; i++) an.marks.set(`a${i}`, markOf('an'))
    an.marks.delete('a0')
    binh.marks.set('b1', markOf('binh'))
    an.provider.connect()
    await when(binh.doc, () => binh.marks.size === 500)
    await when(an.doc, () => an.marks.has('b1'))
    expect(an.marks.toJSON()).toEqual(binh.marks.toJSON())
  })

  test('one person’s notes can be withdrawn; the others’ stay, and no device brings them back', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.marks.set('a1', markOf('an'))
    binh.marks.set('b1', markOf('binh'))
    await when(an.doc, () => an.marks.has('b1'))
    await when(binh.doc, () => binh.marks.has('a1'))
    await door.annotations.withdraw(groupRoom, 'an', 'order1')
    await when(binh.doc, () => !binh.marks.has('a1'))
    await when(an.doc, () => !an.marks.has('a1'))
    const rows = await door.store.load(roomName(groupRoom))
    expect(rows.some((row) => Buffer.from(row.bytes).includes('a1'))).toBe(false)
    binh.provider.disconnect()
    binh.provider.connect()
    await binh.synced()
    const fresh = door.client('binh')
    await fresh.synced()
    expect([...fresh.marks.keys()]).toEqual(['b1'])
    an.marks.set('a2', markOf('an'))
    await when(fresh.doc, () => fresh.marks.has('a2'))
  })

  test('when the store fails everybody is sent away and brings it again', async () => {
    const store = memoryAnnotations()
    let broken = true
    const failing = {
      ...store,
      append: async (room: string, update: { author: string; bytes: Uint8Array }) => {
        if (broken) throw new Error('no room')
        await store.append(room, update)
      },
    }
    door = await openDoor(members, { store: failing })
    const an = door.client('an')
    await an.synced()
    an.marks.set('m1', markOf('an'))
    expect(await an.closed).toBe(1013)
    broken = false
    const binh = door.client('binh')
    await when(binh.doc, () => binh.marks.has('m1'))
    expect(door.reports).toHaveLength(1)
  })
})

describe('who is there', () => {
  const people = (client: { provider: { awareness: { getStates(): Map<number, unknown> } } }) =>
    [...client.provider.awareness.getStates().values()].map((state) => (state as { person?: string }).person)

  test('the server says who somebody is, whatever he says himself', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.provider.awareness.setLocalState({
      person: 'binh',
      user: { name: 'Trần Thị Bình', color: '#aa0000' },
      page: 3,
    })
    await expect
      .poll(() => binh.provider.awareness.getStates().get(an.doc.clientID))
      .toEqual({ person: 'an', user: { id: 'an', color: '#aa0000' }, page: 3 })
    an.stop()
    await expect.poll(() => people(binh).includes('an')).toBe(false)
  })

  test('nobody can speak for another’s client', async () => {
    door = await openDoor(members)
    const an = door.client('an')
    const binh = door.client('binh')
    await Promise.all([an.synced(), binh.synced()])
    an.provider.awareness.setLocalState({ page: 1 })
    await expect.poll(() => people(binh)).toContain('an')
    const liar = new Y.Doc()
    liar.clientID = an.doc.clientID
    const other = door.client('binh', groupRoom, liar)
    await other.synced()
    for (let i = 0; i < 20; i++) other.provider.awareness.setLocalState({ page: 99 + i })
    // What was said after it has been told: so has it, had it been believed.
    await expect
      .poll(() => {
        binh.provider.awareness.setLocalStateField('page', 7)
        return an.provider.awareness.getStates().get(binh.doc.clientID)
      })
      .toMatchObject({ person: 'binh', page: 7 })
    expect(binh.provider.awareness.getStates().get(an.doc.clientID)).toMatchObject({ person: 'an', page: 1 })
  })

  test('in the presenter’s layer only the presenter is shown', async () => {
    door = await openDoor({ 'an presenter': 'write', 'binh presenter': 'read', 'chi presenter': 'read' })
    const [an, binh, chi] = ['an', 'binh', 'chi'].map((one) => door.client(one, presenterRoom))
    if (!an || !binh || !chi) throw new Error('three clients')
    await Promise.all([an.synced(), binh.synced(), chi.synced()])
    binh.provider.awareness.setLocalState({ page: 2 })
    an.provider.awareness.setLocalState({ page: 1 })
    await expect.poll(() => people(chi)).toContain('an')
    expect(people(chi)).not.toContain('binh')
  })
})
