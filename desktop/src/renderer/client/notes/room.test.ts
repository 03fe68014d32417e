import { roomName } from '@nghi-truong/shared/protocol/rooms'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { refuse } from '@nghi-truong/shared/domain/refusal'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, expect, test, vi } from 'vitest'
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { Unreachable, type SocketEvents } from '../bridge.ts'
import type { Http } from '../http.ts'
import { plainSealer } from '../files/sealer.ts'
import { createCopies } from './copy.ts'
import { disk } from './disk.fixture.ts'
import { createMarkStore } from './marks.ts'
import { openRoom, type Room } from './room.ts'
import { note } from './note.fixture.ts'

const ref = { session: 'ky-hop-3', file: 'a'.repeat(64), layer: 'private:db005' } as const

/** A server of one room: the stock protocol over sockets that can be cut, with tickets that serve once. */
function hall() {
  const doc = new Y.Doc()
  const open = new Set<SocketEvents>()
  const tickets = new Set<string>()
  const asked: string[] = []
  let away = false
  let answer: number | null = null
  let made = 0
  const send = (to: SocketEvents, write: (encoder: encoding.Encoder) => void): void => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    write(encoder)
    to.received(encoding.toUint8Array(encoder).slice().buffer)
  }
  const http = {
    call: () => {
      if (away) return Promise.reject(new Unreachable('away'))
      const ticket = `t${++made}`
      tickets.add(ticket)
      return Promise.resolve({ ticket, expiresInMs: 30_000 })
    },
    transport: {
      socketUrl: (path: string) => `ws://hall${path}`,
      request: () => Promise.reject(new Error('not used')),
      socket(path: string, events: SocketEvents) {
        asked.push(path)
        const ticket = new URL(`ws://hall${path}`).searchParams.get('ticket') ?? ''
        const good = tickets.delete(ticket)
        queueMicrotask(() => {
          if (away) return events.closed(1006)
          if (!good) return events.closed(closeCodes.ticketInvalid)
          if (answer !== null) return events.closed(answer)
          open.add(events)
          events.opened()
          send(events, (encoder) => writeSyncStep1(encoder, doc))
        })
        return {
          send(data: string | Uint8Array) {
            if (!open.has(events) || typeof data === 'string') return
            const decoder = decoding.createDecoder(data)
            if (decoding.readVarUint(decoder) !== 0) return
            const encoder = encoding.createEncoder()
            encoding.writeVarUint(encoder, 0)
            readSyncMessage(decoder, encoder, doc, events)
            if (encoding.length(encoder) > 1) events.received(encoding.toUint8Array(encoder).slice().buffer)
          },
          close: () => void open.delete(events),
        }
      },
    },
  } as unknown as Http
  return {
    doc,
    http,
    asked,
    cut() {
      away = true
      for (const events of open) events.closed(1006)
      open.clear()
    },
    back: () => void (away = false),
    refuseWith: (code: number) => void (answer = code),
  }
}

const opened: Room[] = []
const enter = (http: Http): Room => {
  const room = openRoom({ http, ref, person: 'db005', keep: null, random: () => 0 })
  opened.push(room)
  return room
}
const line = (room: Room, wanted: string): Promise<void> =>
  vi.waitFor(() => expect(room.now().line).toBe(wanted))

afterEach(() => {
  for (const room of opened.splice(0)) room.close()
})

test('a room is joined by its name with a ticket; what is written arrives, what is there is shown', async () => {
  const server = hall()
  createMarkStore(server.doc, 'db005').put([['old', note('cũ')]])
  const room = enter(server.http)
  await line(room, 'online')
  expect(server.asked).toEqual([`/api/rooms/${roomName(ref)}?ticket=t1`])
  expect([...room.marks.all().keys()]).toEqual(['old'])
  room.marks.put([['new', note('mới')]])
  expect(server.doc.getMap('marks').has('new')).toBe(true)
})

test('without a network writing goes on; on return everything is there once, by a fresh ticket', async () => {
  const server = hall()
  const room = enter(server.http)
  await line(room, 'online')
  server.cut()
  await line(room, 'offline')
  room.marks.put([['a', note('viết khi mất mạng')]])
  expect(room.marks.all().size).toBe(1)
  createMarkStore(server.doc, 'db005').put([['b', note('từ máy khác')]])
  server.back()
  room.hurry()
  await line(room, 'online')
  expect([...room.marks.all().keys()].sort()).toEqual(['a', 'b'])
  expect([...server.doc.getMap('marks').keys()].sort()).toEqual(['a', 'b'])
  const used = server.asked.map((path) => path.slice(path.indexOf('=')))
  expect(new Set(used).size).toBe(used.length)
})

test.each([
  [closeCodes.notAllowed, refuse('room.notSeen')],
  [closeCodes.badData, refuse('room.badUpdate')],
  [closeCodes.signedOut, refuse('account.required')],
])('after the close code %i nothing more is tried', async (code, refusal) => {
  const server = hall()
  server.refuseWith(code)
  const room = enter(server.http)
  await line(room, 'refused')
  expect(room.now().refusal).toEqual(refusal)
  room.hurry()
  await new Promise((go) => setTimeout(go, 30))
  expect(server.asked).toHaveLength(1)
  room.marks.put([['a', note('giữ trên máy')]])
  expect(room.marks.all().size).toBe(1)
})

test('days of work without a network, the page closed and opened again, merge with what others did meanwhile', async () => {
  const server = hall()
  const on = disk()
  const keep = createCopies(
    async () => on.store,
    async () => plainSealer(new Uint8Array(32).fill(3)),
  )
  const again = async (): Promise<Room> => {
    const room = openRoom({
      http: server.http,
      ref: { ...ref, layer: 'group:to-1' },
      person: 'db005',
      random: () => 0,
      keep,
    })
    opened.push(room)
    await vi.waitFor(() => expect(room.now().ready).toBe(true))
    return room
  }
  const others = createMarkStore(server.doc, 'db006')
  const first = await again()
  await line(first, 'online')
  first.marks.put([
    ['kept', note('giữ nguyên')],
    ['gone', note('sẽ xóa')],
    ['changed', note('sẽ sửa')],
  ])
  await vi.waitFor(() => expect(server.doc.getMap('marks').size).toBe(3))
  first.close()
  server.cut()
  for (let day = 1; day <= 4; day++) {
    const room = await again()
    await line(room, 'offline')
    room.marks.put([[`mine${day}`, note(`ngày ${day}`)]])
    if (day === 2) room.marks.remove(['gone'])
    if (day === 3) room.marks.put([['changed', note('đã sửa')]])
    others.put([[`theirs${day}`, { ...note(`người khác ${day}`), author: 'db006' }]])
    room.close()
  }
  server.back()
  const back = await again()
  await line(back, 'online')
  const all = ['changed', 'kept', ...[1, 2, 3, 4].flatMap((day) => [`mine${day}`, `theirs${day}`])].sort()
  await vi.waitFor(() => {
    expect([...back.marks.all().keys()].sort()).toEqual(all)
    expect([...server.doc.getMap('marks').keys()].sort()).toEqual(all)
  })
  expect(server.doc.getMap('marks').get('changed')).toMatchObject({ text: 'đã sửa' })
})

test('the device saying that it is offline is believed at once', async () => {
  const server = hall()
  const room = enter(server.http)
  await line(room, 'online')
  server.cut()
  room.lost()
  expect(room.now().line).toBe('offline')
})
