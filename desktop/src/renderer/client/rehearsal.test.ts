/** A device in a rehearsal: answers once a round, by itself, with what it measured; never for somebody who has no vote. */
import { describe, expect, it } from 'vitest'
import type { Role } from '@nghi-truong/shared/domain/audience'
import type { Rehearsal } from '@nghi-truong/shared/domain/records'
import { answerRehearsals, batteryPercent, createAnswers } from './rehearsal.ts'
import type { Send, Sent } from './send.ts'
import { createView } from './view.ts'

const clock = Date.parse('2026-12-09T01:00:00.000Z')

const rehearsal = (round: number, state: Rehearsal['state'] = 'running'): Rehearsal => ({
  kind: 'rehearsal',
  id: 'rehearsal',
  audience: ['everyone'],
  round,
  state,
  startedAt: '2026-12-09T01:00:00.000Z',
  endsAt: '2026-12-09T01:01:00.000Z',
  version: '0.1.0',
})

const accepted: Sent = { kind: 'accepted', receipt: { seq: 1, hash: 'ab' } }

function device(roles: readonly Role[] = ['delegate'], answers: readonly Sent[] = []) {
  const view = createView('s', () => clock)
  const sent: unknown[] = []
  const waiting = [...answers]
  const send = ((type: string, input: unknown) => {
    sent.push([type, input])
    return Promise.resolve(waiting.shift() ?? accepted)
  }) as Send
  const noted = createAnswers()
  const stop = answerRehearsals({
    view,
    send,
    version: '0.1.0',
    battery: () => Promise.resolve(80),
    answered: noted.note,
  })
  let seq = 0
  return {
    view,
    sent,
    noted,
    stop,
    snapshot(records: readonly Rehearsal[], serverMs = clock) {
      view.setLine('online')
      view.receive({
        type: 'snapshot',
        seq: ++seq,
        head: '',
        now: new Date(serverMs).toISOString(),
        you: { person: 'd1', roles, groups: [] },
        records,
      })
    },
    patch: (put: Rehearsal) => view.receive({ type: 'patch', seq: ++seq, now: '', puts: [put] }),
    settled: () => new Promise((resolve) => setTimeout(resolve)),
  }
}

describe('a device in a rehearsal', () => {
  it('answers once in each round, with its clock, version and battery', async () => {
    const one = device()
    // The server is 95 seconds behind this device: the device's clock is fast.
    one.snapshot([], clock - 95_000)
    one.patch(rehearsal(1))
    await one.settled()
    one.patch(rehearsal(1))
    await one.settled()
    const answer = ['rehearsal.answer', { clockOffMs: 95_000, version: '0.1.0', battery: 80 }]
    expect(one.sent).toEqual([answer])
    expect(one.noted.last()).toBe(1)
    one.patch(rehearsal(1, 'done'))
    one.patch(rehearsal(2))
    await one.settled()
    expect(one.sent).toEqual([answer, answer])
    expect(one.noted.last()).toBe(2)
  })
  it('is silent without a rehearsal, after one, for those without a vote, and once stopped', async () => {
    const delegate = device()
    delegate.snapshot([rehearsal(1, 'done')])
    const guest = device(['guest'])
    guest.snapshot([rehearsal(1)])
    const stopped = device()
    stopped.stop()
    stopped.snapshot([rehearsal(1)])
    for (const one of [delegate, guest, stopped]) {
      await one.settled()
      expect(one.sent).toEqual([])
      expect(one.noted.last()).toBeNull()
    }
  })
  it('tries again with the next snapshot when the server was not reached', async () => {
    const one = device(['delegate'], [{ kind: 'unreachable', id: 'x' }])
    one.snapshot([rehearsal(3)])
    await one.settled()
    expect(one.noted.last()).toBeNull()
    one.snapshot([rehearsal(3)])
    await one.settled()
    expect(one.sent).toHaveLength(2)
    expect(one.noted.last()).toBe(3)
  })
})

describe('the battery', () => {
  it.each([
    [0.08, 8],
    [1, 100],
    [1.2, 100],
    [Number.NaN, null],
  ])('level %d is %s %%', async (level, percent) => {
    expect(await batteryPercent({ getBattery: () => Promise.resolve({ level }) })).toBe(percent)
  })
  it('is unknown where the browser does not tell', async () => {
    expect(await batteryPercent({})).toBeNull()
    expect(await batteryPercent({ getBattery: () => Promise.reject(new Error('policy')) })).toBeNull()
  })
})
