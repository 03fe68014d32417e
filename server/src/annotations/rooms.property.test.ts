import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { RoomRight } from '@nghi-truong/shared/domain/annotations'
import { chance, groupRoom, markOf, openDoor, when, type Client, type Door } from './door.fixture.ts'
import { stepOneFrame } from './assemble.ts'

const seed = Number(process.env['SEED'] ?? 1)
let door: Door
afterEach(() => door.close())

const sorted = (entries: Iterable<[string, unknown]>) =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))

test(`50 clients write, delete, drop out and come back; all see the same (SEED=${seed})`, async () => {
  const random = chance(seed)
  const people = Array.from({ length: 25 }, (_, i) => `p${i}`)
  const rights: Record<string, RoomRight> = Object.fromEntries(
    people.map((one) => [`${one} group:to1`, 'write']),
  )
  door = await openDoor(rights, { limits: { frameMs: 4 } })
  const clients = [...people, ...people].map((person) => ({ person, client: door.client(person) }))
  await Promise.all(clients.map(({ client }) => client.synced()))
  const expected = new Map<string, unknown>()
  const away = new Set<Client>()
  for (let step = 0; step < 600; step++) {
    const one = clients[Math.floor(random() * clients.length)]
    if (!one) throw new Error('no client')
    const { person, client } = one
    // Two devices of one person may not write the same key at the same moment here, or the outcome were open.
    const key = `${person}.${clients.indexOf(one)}.${Math.floor(random() * 8)}`
    const act = random()
    if (act < 0.7) {
      const mark = markOf(person, `lần ${step}`)
      client.marks.set(key, mark)
      expected.set(key, mark)
    } else if (act < 0.85) {
      client.marks.delete(key)
      expected.delete(key)
    } else if (away.has(client)) {
      client.provider.connect()
      away.delete(client)
    } else {
      client.provider.disconnect()
      away.add(client)
    }
    if (random() < 0.1) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  for (const client of away) client.provider.connect()
  const wanted = sorted(expected)
  const now = (client: Client) => sorted(Object.entries(client.marks.toJSON()))
  const key = JSON.stringify(wanted)
  await Promise.all(clients.map(({ client }) => when(client.doc, () => JSON.stringify(now(client)) === key)))
  expect(door.reports).toEqual([])
})

test('a reader who stops reading is left out and then gets all he missed; the others go on', async () => {
  door = await openDoor(
    { 'an group:to1': 'write', 'binh group:to1': 'write' },
    {
      limits: {
        highWater: 64 * 1024,
        lowWater: 16 * 1024,
        frameMs: 0,
        updateBytes: 1e6,
        bytesPerSecond: 1e9,
        messagesPerSecond: 1e6,
        personBytes: 1e8,
        roomBytes: 1e8,
      },
    },
  )
  const an = door.client('an')
  const binh = door.client('binh')
  await Promise.all([an.synced(), binh.synced()])
  const slow = await door.raw('binh')
  const doc = new Y.Doc()
  let frames = 0
  slow.on('message', (data: Buffer) => {
    frames++
    // kind, step, length: updates here are longer than 127 and shorter than 2^21 bytes or come as the first answer
    const reader = { at: 2 }
    while ((data[reader.at++] ?? 0) >= 0x80);
    if (data[0] === 0 && data[1] !== 0) Y.applyUpdate(doc, data.subarray(reader.at))
  })
  slow.send(stepOneFrame(Uint8Array.of(0)))
  slow.pause()
  // Fewer than are joined into one run, so that what is left out shows.
  const sent = 200
  for (let i = 0; i < sent; i++) {
    an.marks.set(`m${i}`, markOf('an', 'x'.repeat(100_000)))
    if (i % 10 === 9) await when(binh.doc, () => binh.marks.has(`m${i}`))
  }
  slow.resume()
  await when(doc, () => doc.getMap('marks').size === sent)
  expect(doc.getMap('marks').toJSON()).toEqual(an.marks.toJSON())
  // He got the gap at once, not piece by piece.
  expect(frames).toBeLessThan(sent)
  expect(slow.readyState).toBe(WebSocket.OPEN)
  slow.terminate()
  expect(groupRoom.layer).toBe('group:to1')
})
