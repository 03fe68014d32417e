/** The engine by example: receipts, refusals, batches, failing stores, clocks, restarts. */
import { describe, expect, test } from 'vitest'
import { isRefusal, refuse } from '@nghi-truong/shared/domain/refusal'
import { memoryEventLog } from '../store/memory.ts'
import { Conflict, StorageFull, StoreBusy, type Batch, type EventLog } from '../store/ports.ts'
import { EngineDead, type Committed } from './ports.ts'
import { BrokenChain } from './session-log.ts'
import { log, open, settle, sit } from './testing/house.ts'

/** A store whose appends can be made to fail, wait, and be counted. */
function tricky() {
  const inner = memoryEventLog()
  const trick: { fail: unknown; gate: Promise<void> | undefined; batches: Batch[] } = {
    fail: undefined,
    gate: undefined,
    batches: [],
  }
  const store: EventLog = {
    ...inner,
    async append(name, after, batch) {
      await trick.gate
      if (trick.fail !== undefined) throw trick.fail
      await inner.append(name, after, batch)
      trick.batches.push(batch)
    },
  }
  return { store, trick }
}

async function room(store: EventLog = memoryEventLog()) {
  const opened = await open(store)
  await settle(opened)
  return { ...opened, store }
}

describe('receipts', () => {
  test('the same id and wish gives the same receipt and happens once, also after a restart', async () => {
    const { must, look, store, engine } = await room()
    const first = await must('clerk', 'add-1', 'agenda.add', { title: 'Một', minutes: 5 })
    expect(await must('clerk', 'add-1', 'agenda.add', { minutes: 5, title: 'Một' })).toEqual(first)
    expect((await look.state(log))?.every('item')).toHaveLength(1)
    await engine.close()
    const again = await open(store, 'BBBBBBBBBBB')
    expect(await again.must('clerk', 'add-1', 'agenda.add', { title: 'Một', minutes: 5 })).toEqual(first)
    expect((await again.look.state(log))?.every('item')).toHaveLength(1)
  })

  test.each([
    ['another input', 'clerk', 'agenda.add', { title: 'Hai' }],
    ['another verb', 'clerk', 'agenda.publish', {}],
    ['another person', 'chair', 'agenda.add', { title: 'Một' }],
  ])('the same id with %s is refused', async (_, person, type, input) => {
    const { must, wish } = await room()
    await must('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    expect(await wish(person, 'add-1', type, input)).toEqual(refuse('command.idReused'))
  })

  test('a refused wish may be made again with the same id and is then decided anew', async () => {
    const { must, wish } = await room()
    expect(await wish('clerk', 'publish', 'agenda.publish')).toEqual(refuse('agenda.empty'))
    await must('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    expect(await wish('clerk', 'publish', 'agenda.publish')).toMatchObject({ seq: 3 })
  })

  test('twins in one batch are one event, and a false twin is refused', async () => {
    const { wish, look } = await room()
    const [one, two, three] = await Promise.all([
      wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
      wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
      wish('clerk', 'add-1', 'agenda.add', { title: 'Hai' }),
    ])
    expect(two).toEqual(one)
    expect(three).toEqual(refuse('command.idReused'))
    expect((await look.state(log))?.every('item')).toHaveLength(1)
  })

  test('a receipt names the last entry of its command', async () => {
    const opened = await room()
    const ballot = await sit(opened)
    const { seq, hash } = await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    const mine = []
    for await (const entry of opened.store.read(log, 0))
      if (entry.payload.command === 'open-1') mine.push(entry)
    expect(mine.map((entry) => entry.header.type)).toEqual(['ballot.armed', 'ballot.opened'])
    expect(mine.at(-1)).toMatchObject({ hash, header: { seq } })
  })
})

describe('batches', () => {
  test('what waits while the disk works goes into one transaction, at most 256 at a time', async () => {
    const { store, trick } = tricky()
    const { wish, must } = await room(store)
    await must('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    trick.batches.length = 0
    await Promise.all(
      Array.from({ length: 600 }, (_, n) =>
        wish('clerk', `many-${n}`, 'minutes.conclude', { item: 'x', text: 'y' }),
      ),
    )
    expect(trick.batches).toHaveLength(0)
    await Promise.all(
      Array.from({ length: 600 }, (_, n) => wish('clerk', `more-${n}`, 'agenda.add', { title: `Mục ${n}` })),
    )
    expect(trick.batches.map((batch) => batch.entries.length)).toEqual([256, 256, 88])
  })

  test('others see nothing before it is durable', async () => {
    const { store, trick } = tricky()
    const { wish, look } = await room(store)
    let go = () => {}
    trick.gate = new Promise((resolve) => (go = resolve))
    const answer = wish('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    await new Promise((resolve) => setImmediate(resolve))
    expect((await look.state(log))?.every('item')).toHaveLength(0)
    const seen = []
    for await (const entry of look.entries(log)) seen.push(entry)
    expect(seen).toHaveLength(1)
    go()
    await answer
    expect((await look.state(log))?.every('item')).toHaveLength(1)
  })

  test.each([
    [new StorageFull('full'), 'server.storageFull'],
    [new StoreBusy('busy'), 'server.busy'],
  ] as const)(
    '%s: every waiting command is refused, nothing changes, and it goes on afterwards',
    async (failure, code) => {
      const { store, trick } = tricky()
      const { wish, must, look, fatal } = await room(store)
      const before = await look.state(log)
      const head = before?.every('item').length
      trick.fail = failure
      const answers = await Promise.all([
        wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
        wish('clerk', 'publish', 'agenda.publish'),
        // This one rests on the first, which never happened: it must not get a different truth.
        wish('clerk', 'publish-2', 'agenda.publish'),
      ])
      expect(answers).toEqual([refuse(code), refuse(code), refuse(code)])
      expect((await look.state(log))?.every('item').length).toBe(head)
      trick.fail = undefined
      expect(await must('clerk', 'add-1', 'agenda.add', { title: 'Một' })).toMatchObject({ seq: 2 })
      expect(fatal).toEqual([])
    },
  )

  test.each([[new Error('SQLITE_IOERR')], [new Conflict('somebody else')]])(
    '%s: nobody is answered, the process is told to stop, nothing is taken any more',
    async (failure) => {
      const { store, trick } = tricky()
      const { wish, fatal, look } = await room(store)
      trick.fail = failure
      const answers = await Promise.allSettled([
        wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
        wish('clerk', 'add-2', 'agenda.add', { title: 'Hai' }),
      ])
      for (const answer of answers)
        expect(answer.status === 'rejected' && answer.reason instanceof EngineDead).toBe(true)
      expect(fatal).toEqual([failure])
      trick.fail = undefined
      await expect(wish('clerk', 'add-3', 'agenda.add', { title: 'Ba' })).rejects.toBeInstanceOf(EngineDead)
      expect((await look.state(log))?.every('item')).toHaveLength(0)
    },
  )

  test('what the log cannot hold is refused and leaves its neighbours alone', async () => {
    const { wish, bugs } = await room()
    const [one, bad, two] = await Promise.all([
      wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
      wish('clerk', 'bad', 'agenda.add', { title: '\ud800' }),
      wish('clerk', 'add-2', 'agenda.add', { title: 'Hai' }),
    ])
    expect(isRefusal(one)).toBe(false)
    expect(bad).toMatchObject({ refused: 'command.badInput' })
    expect(two).toMatchObject({ seq: 3 })
    expect(bugs).toEqual([])
  })
})

describe('who', () => {
  test('roles are those of the moment of decision', async () => {
    const { wish } = await room()
    const [, , refused] = await Promise.all([
      wish('clerk', 'add-1', 'agenda.add', { title: 'Một' }),
      wish('clerk', 'people-1', 'people.change', {
        person: 'clerk',
        name: 'Thư ký',
        position: '',
        roles: ['guest'],
        group: null,
        seat: null,
      }),
      wish('clerk', 'add-2', 'agenda.add', { title: 'Hai' }),
    ])
    expect(refused).toEqual(refuse('command.notAllowed'))
  })

  test('who has no place in a session learns nothing of it', async () => {
    const { engine, look } = await room()
    const stranger = { person: 'root', device: 'd' }
    const there = await engine.command(log, stranger, { id: 'x-1', type: 'agenda.publish', input: {} })
    const nowhere = await engine.command('nothing', stranger, {
      id: 'x-1',
      type: 'agenda.publish',
      input: {},
    })
    expect(there).toEqual(refuse('session.notSeen'))
    expect(nowhere).toEqual(there)
    expect(await look.viewer(log, 'root')).toBeUndefined()
    expect(await look.sessionsOf('root')).toEqual([])
  })

  test.each([
    ['d1', 'other', 'session.notSeen'],
    ['clerk', '../x', 'session.notSeen'],
    ['clerk', 'kyhop', 'session.exists'],
    ['root', 'kyhop', 'session.exists'],
  ])('convening by %s in %s: %s', async (person, where, code) => {
    const { engine, store } = await room()
    const { convening } = await import('./testing/house.ts')
    const asker = { person, device: 'd' }
    const answer = await engine.command(where, asker, {
      id: 'c-1',
      type: 'session.convene',
      input: convening,
    })
    expect(answer).toEqual(refuse(code as 'session.exists'))
    expect(await store.logs()).toEqual(['house', 'kyhop'])
  })

  test('convening twice at once makes one session', async () => {
    const { engine, look } = await room()
    const { convening } = await import('./testing/house.ts')
    const by = (person: string, id: string) =>
      engine.command('second', { person, device: 'd' }, { id, type: 'session.convene', input: convening })
    const answers = await Promise.all([by('clerk', 'c-1'), by('root', 'c-2')])
    expect(answers[0]).toMatchObject({ seq: 1 })
    expect(answers[1]).toEqual(refuse('session.exists'))
    expect((await look.sessionsOf('d1')).map((one) => one.id)).toEqual(['kyhop', 'second'])
  })

  test('system verbs cannot be called by people, and the first administrator only into an empty house', async () => {
    const opened = await room()
    const ballot = await sit(opened)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    await opened.must('chair', 'close-1', 'ballot.close', { ballot })
    expect(await opened.wish('chair', 'finish-1', 'ballot.finish', { ballot })).toEqual(
      refuse('command.notAllowed'),
    )
    expect(
      await opened.system('house', 'house.setPerson', {
        person: 'evil',
        name: 'x',
        position: '',
        roles: ['admin'],
        group: null,
        seat: null,
      }),
    ).toEqual(refuse('command.notAllowed'))
  })

  test('unknown verbs and wrong inputs are refused', async () => {
    const { wish } = await room()
    expect(await wish('clerk', 'x-1', 'agenda.nothing')).toEqual(refuse('command.unknown'))
    expect(await wish('clerk', 'x-2', '__proto__')).toEqual(refuse('command.unknown'))
    expect(await wish('clerk', 'x-3', 'agenda.add', { title: 7 })).toMatchObject({
      refused: 'command.badInput',
    })
    expect(await wish('clerk', 'x-4', 'agenda.add', null)).toMatchObject({ refused: 'command.badInput' })
  })
})

describe('clock', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

  test('a timed vote closes and finishes by itself, a jump of the wall clock changes nothing', async () => {
    const opened = await room()
    const ballot = await sit(opened, 9, 30)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    const state = async () => (await opened.look.state(log))?.one('ballot', ballot)?.state
    opened.world.setWall(Date.parse('2027-06-01T00:00:00.000Z'))
    await opened.must('d1', 'cast-1', 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
    opened.world.tick(29_000)
    await settled()
    expect(await state()).toBe('open')
    opened.world.tick(1_000)
    await settled()
    expect(await state()).toBe('closing')
    // Casts on their way are still taken.
    await opened.must('d2', 'cast-2', 'ballot.cast', { ballot, round: 1, choice: 'no', clientSeq: 1 })
    opened.world.tick(60_000)
    await settled()
    expect(await state()).toBe('closed')
    expect(
      await opened.wish('d3', 'cast-3', 'ballot.cast', { ballot, round: 1, choice: 'no', clientSeq: 1 }),
    ).toEqual(refuse('ballot.closed'))
  })

  test('a pause stops the clock', async () => {
    const opened = await room()
    const ballot = await sit(opened, 9, 30)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    await opened.must('chair', 'pause-1', 'ballot.pause', { ballot })
    opened.world.tick(120_000)
    await settled()
    expect((await opened.look.state(log))?.one('ballot', ballot)?.state).toBe('paused')
  })

  test('a vote that was running when the server died comes back open and untimed; nothing cast is lost', async () => {
    const store = memoryEventLog()
    const opened = await room(store)
    const ballot = await sit(opened, 9, 30)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    const receipt = await opened.must('d1', 'cast-1', 'ballot.cast', {
      ballot,
      round: 1,
      choice: 'yes',
      clientSeq: 1,
    })
    await opened.must('chair', 'close-1', 'ballot.close', { ballot })
    const again = await open(store, 'BBBBBBBBBBB')
    const found = (await again.look.state(log))?.one('ballot', ballot)
    expect(found).toMatchObject({ state: 'open', endsAt: null })
    expect(
      await again.must('d1', 'cast-1', 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 }),
    ).toEqual(receipt)
    await again.must('d2', 'cast-2', 'ballot.cast', { ballot, round: 1, choice: 'no', clientSeq: 1 })
  })

  test('the clock tries again when the store had no room', async () => {
    const { store, trick } = tricky()
    const opened = await room(store)
    const ballot = await sit(opened, 9, 30)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    trick.fail = new StorageFull('full')
    opened.world.tick(30_000)
    await settled()
    expect((await opened.look.state(log))?.one('ballot', ballot)?.state).toBe('open')
    trick.fail = undefined
    opened.world.tick(1_000)
    await settled()
    expect((await opened.look.state(log))?.one('ballot', ballot)?.state).toBe('closing')
  })
})

describe('start', () => {
  test('a log that does not fit together is refused, naming the entry', async () => {
    const store = memoryEventLog()
    await room(store)
    const altered: EventLog = {
      ...store,
      async *read(name, after) {
        for await (const entry of store.read(name, after))
          yield name === 'house' && entry.header.seq === 3
            ? { ...entry, payload: { ...entry.payload, command: 'other' } }
            : entry
      },
    }
    await expect(open(altered)).rejects.toThrow(BrokenChain)
    await expect(open(altered)).rejects.toThrow(/house: entry 3 does not fit \(body\)/)
  })

  test('after close nothing is taken, and what was queued is finished', async () => {
    const { wish, engine, look } = await room()
    const queued = wish('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    await Promise.resolve()
    const closing = engine.close()
    expect(await wish('clerk', 'add-2', 'agenda.add', { title: 'Hai' })).toEqual(refuse('server.closing'))
    await closing
    expect(isRefusal(await queued)).toBe(false)
    expect((await look.state(log))?.every('item')).toHaveLength(1)
  })

  test('commits are announced in order, with the record before and after', async () => {
    const { must, look } = await room()
    const heard: Committed[] = []
    const stop = look.onCommit((committed) => heard.push(committed))
    await must('clerk', 'add-1', 'agenda.add', { title: 'Một' })
    const item = (await look.state(log))?.every('item')[0]
    await must('clerk', 'change-1', 'agenda.change', {
      item: item?.id,
      title: 'Hai',
      minutes: 0,
      presenter: '',
      visibility: 'everyone',
    })
    stop()
    await must('clerk', 'add-2', 'agenda.add', { title: 'Ba' })
    expect(heard.map((one) => one.seq)).toEqual([2, 3])
    expect(heard[0]?.changes[0]).toMatchObject({ before: undefined, put: { title: 'Một' } })
    expect(heard[1]?.changes[0]).toMatchObject({ before: { title: 'Một' }, put: { title: 'Hai' } })
  })
})
