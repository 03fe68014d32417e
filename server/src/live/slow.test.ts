/** Slow readers: left out over the high-water mark, given a snapshot when they have caught up, cut off when they never do. */
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import type { Committed, Look } from '../engine/ports.ts'
import { createLive } from './live.ts'

class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: { type: string; seq?: number }[] = []
  terminated = false
  send(data: string | Buffer): void {
    this.sent.push(JSON.parse(data.toString()) as { type: string })
  }
  close(): void {
    this.readyState = 3
    this.emit('close')
  }
  terminate(): void {
    this.terminated = true
    this.close()
  }
}

const group: AnyRecord = { kind: 'group', id: 'to1', audience: ['everyone'], name: 'Tổ 1' }

function hall() {
  let tell: (committed: Committed) => void = () => {}
  let seq = 0
  const viewer = (person: string) => ({ person, roles: ['delegate' as const], groups: [] })
  const look = {
    viewer: async (_log: string, person: string) => viewer(person),
    snapshot: async () => ({ seq, head: 'h', records: [group] }),
    onCommit(listener: (committed: Committed) => void) {
      tell = listener
      return () => {}
    },
  } as unknown as Look
  const bugs: unknown[] = []
  const live = createLive({
    look,
    now: () => '',
    mono: () => performance.now(),
    bug: (error) => bugs.push(error),
  })
  return {
    live,
    bugs,
    commit: () => {
      seq += 1
      tell({ log: 's', seq, head: 'h', changes: [{ before: group, put: { ...group } }] })
    },
    join: async () => {
      const socket = new FakeSocket()
      await live.join(socket as unknown as WebSocket, 's', 'a')
      return socket
    },
  }
}

describe('a slow reader', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const types = (socket: FakeSocket) =>
    socket.sent.map((one) => one.type).filter((type) => type !== 'presence')

  test('is left out while others go on, and gets one snapshot of now when he has caught up', async () => {
    const { live, commit, join, bugs } = hall()
    const [slow, quick] = [await join(), await join()]
    slow.bufferedAmount = 2 * 1024 * 1024
    for (let n = 0; n < 5; n++) {
      commit()
      await vi.advanceTimersByTimeAsync(20)
    }
    expect(types(slow)).toEqual(['snapshot'])
    expect(types(quick)).toEqual(['snapshot', ...Array.from({ length: 5 }, () => 'patch')])
    slow.bufferedAmount = 500_000
    await vi.advanceTimersByTimeAsync(600)
    expect(types(slow)).toEqual(['snapshot'])
    slow.bufferedAmount = 0
    await vi.advanceTimersByTimeAsync(600)
    expect(types(slow)).toEqual(['snapshot', 'snapshot'])
    expect(slow.sent.findLast((one) => one.type === 'snapshot')?.seq).toBe(5)
    commit()
    await vi.advanceTimersByTimeAsync(20)
    expect(types(slow)).toEqual(['snapshot', 'snapshot', 'patch'])
    expect(bugs).toEqual([])
    live.close()
  })

  test('who never catches up is cut off', async () => {
    const { live, commit, join } = hall()
    const slow = await join()
    slow.bufferedAmount = 2 * 1024 * 1024
    commit()
    await vi.advanceTimersByTimeAsync(39_000)
    expect(slow.terminated).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(slow.terminated).toBe(true)
    live.close()
  })

  test('commits within a frame are one patch', async () => {
    const { live, commit, join } = hall()
    const socket = await join()
    for (let n = 0; n < 50; n++) commit()
    await vi.advanceTimersByTimeAsync(20)
    expect(types(socket)).toEqual(['snapshot', 'patch'])
    live.close()
  })
})
