/** The live socket: snapshot first, calm return after a break, and an end where trying again is useless. */
import { describe, expect, it } from 'vitest'
import { createHall, hallSession, sitting, chair } from '../gallery/hall.ts'
import { wireTo } from '../gallery/fake-transport.ts'
import type { Down } from '@nghi-truong/shared/protocol/live'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import type { SocketEvents, Transport } from './bridge.ts'
import { createHttp } from './http.ts'
import { delayMs, firstDelayMs, longestDelayMs, openLive, type Line } from './live.ts'
import { storageKeep } from './keep.ts'

const keep = () =>
  storageKeep(() => {
    throw new Error('none')
  })

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

function opened(transport: Transport) {
  const lines: Line[] = []
  const down: Down[] = []
  const waits: { ms: number; go: () => void }[] = []
  const live = openLive({
    http: createHttp({ transport, keep: keep(), language: () => 'vi' }),
    session: hallSession,
    onDown: (message) => down.push(message),
    onLine: (line) => lines.push(line),
    random: () => 0.5,
    wait(ms, then) {
      const entry = { ms, go: then }
      waits.push(entry)
      return () => void waits.splice(waits.indexOf(entry), 1)
    },
  })
  return { live, lines, down, waits }
}

describe('live', () => {
  it('brings a snapshot, then patches, then a snapshot again after a break', async () => {
    const hall = createHall()
    sitting(hall, 45)
    const wire = wireTo(hall, chair)
    const { lines, down, waits, live } = opened(wire.transport)
    await settled()
    expect(down.map((one) => one.type)).toEqual(['snapshot', 'presence'])
    hall.wish(chair, 'session.adjourn')
    expect(down.at(-1)?.type).toBe('patch')
    wire.setOnline(false)
    expect(lines).toEqual(['connecting', 'online', 'offline'])
    hall.wish(chair, 'session.open')
    wire.setOnline(true)
    waits.shift()?.go()
    await settled()
    expect(lines.at(-1)).toBe('online')
    expect(down.filter((one) => one.type === 'snapshot')).toHaveLength(2)
    live.stop()
  })

  it('waits longer each time, within bounds, and starts anew after success', async () => {
    const hall = createHall()
    sitting(hall, 45)
    const wire = wireTo(hall, chair)
    wire.setOnline(false)
    const { waits, live } = opened(wire.transport)
    const waited: number[] = []
    for (let turn = 0; turn < 7; turn++) {
      await settled()
      const next = waits.shift()
      waited.push(next?.ms ?? -1)
      next?.go()
    }
    expect(waited).toEqual([200, 400, 800, 1600, 3200, 4000, 4000])
    live.stop()
  })

  it('tries at once when hurried, and never after it was stopped', async () => {
    const hall = createHall()
    sitting(hall, 45)
    const wire = wireTo(hall, chair)
    wire.setOnline(false)
    const { waits, lines, live } = opened(wire.transport)
    await settled()
    wire.setOnline(true)
    live.hurry()
    expect(waits).toEqual([])
    await settled()
    expect(lines.at(-1)).toBe('online')
    live.stop()
    wire.setOnline(false)
    expect(waits).toEqual([])
  })

  it.each([
    [closeCodes.notFound, 'session.notSeen'],
    [closeCodes.signedOut, 'account.required'],
  ])('ends for good at code %i', async (code, refused) => {
    const said: unknown[] = []
    let events: SocketEvents | null = null
    const transport: Transport = {
      socketUrl: (path) => path,
      request: () =>
        Promise.resolve({
          status: 200,
          header: () => null,
          text: () => Promise.resolve('{"ticket":"t","expiresInMs":1}'),
          bytes: () => Promise.resolve(new ArrayBuffer(0)),
        }),
      socket(_path, given) {
        events = given
        return { send: () => undefined, close: () => undefined }
      },
    }
    openLive({
      http: createHttp({ transport, keep: keep(), language: () => 'vi' }),
      session: 's',
      onDown: () => undefined,
      onLine: (line, refusal) => said.push([line, refusal?.refused]),
      wait: () => () => undefined,
    })
    await settled()
    ;(events as SocketEvents | null)?.closed(code)
    expect(said.at(-1)).toEqual(['refused', refused])
  })
})

describe('delay', () => {
  it('is anywhere between nothing and the ceiling', () => {
    expect(delayMs(0, () => 0)).toBe(0)
    expect(delayMs(0, () => 1)).toBe(firstDelayMs)
    expect(delayMs(99, () => 1)).toBe(longestDelayMs)
  })
})
