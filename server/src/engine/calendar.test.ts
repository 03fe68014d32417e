/** Deadlines of days by the calendar, and jumps of the clock as entries of the log. */
import { describe, expect, test } from 'vitest'
import type { EventLog } from '../store/ports.ts'
import { memoryEventLog } from '../store/memory.ts'
import { watchClock } from './clock-watch.ts'
import { log, open, settle, sit, type Opened } from './testing/house.ts'
import { createTestWorld } from './testing/world.ts'

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const day = 24 * 3600_000

async function room(store: EventLog = memoryEventLog()): Promise<Opened> {
  const opened = await open(store)
  await settle(opened)
  return opened
}

const at = (opened: Opened, ms: number): string => new Date(Date.parse(opened.world.now()) + ms).toISOString()

async function asked(opened: Opened, ms: number): Promise<string> {
  await opened.must('clerk', 'item', 'agenda.add', { title: 'Nội dung' })
  const state = await opened.look.state(log)
  const item = state?.every('item')[0]?.id
  const round = {
    item,
    code: 'committee_vote',
    question: 'Q',
    people: ['d1', 'd2'],
    deadline: at(opened, ms),
  }
  await opened.must('clerk', 'draft', 'opinion.draft', round)
  const ballot = state?.every('ballot')[0]?.id ?? ''
  await opened.must('clerk', 'open', 'opinion.open', { ballot })
  return ballot
}

const typesOf = async (opened: Opened): Promise<string[]> => {
  const types: string[] = []
  for await (const entry of opened.look.entries(log)) types.push(entry.header.type)
  return types
}

const stateOf = async (opened: Opened, ballot: string) =>
  (await opened.look.state(log))?.one('ballot', ballot)?.state

/** Lets the clocks run in steps, with a turn of the loop after each. */
async function run(opened: Opened, ms: number, step: number): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    opened.world.tick(Math.min(step, left))
    await settled()
  }
}

describe('a written opinion', () => {
  test('reminds and ends by itself, though its deadline is further away than any timer reaches', async () => {
    const opened = await room()
    const ballot = await asked(opened, 40 * day)
    await run(opened, 37 * day, 37 * day)
    expect(await stateOf(opened, ballot)).toBe('open')
    await opened.must('d1', 'cast', 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
    await run(opened, 3 * day, day)
    expect((await typesOf(opened)).filter((type) => type === 'opinion.reminded')).toHaveLength(2)
    await run(opened, 60_000, 10_000)
    expect(await stateOf(opened, ballot)).toBe('closed')
  })

  test('whose deadline passed while the machine slept ends when it wakes, not as much later', async () => {
    const opened = await room()
    const ballot = await asked(opened, 8 * 3600_000)
    opened.world.setWall(Date.parse(opened.world.now()) + 9 * 3600_000)
    opened.world.tick(30_000)
    await settled()
    expect(await stateOf(opened, ballot)).toBe('closing')
    // What waited on a device is still taken for a minute.
    await opened.must('d1', 'cast', 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
    opened.world.tick(60_000)
    await settled()
    expect(await stateOf(opened, ballot)).toBe('closed')
  })

  test('ends at once after a start that comes too late, and goes on after one in time', async () => {
    const store = memoryEventLog()
    const ballot = await asked(await room(store), 8 * 3600_000)
    const intime = await open(store, 'BBBBBBBBBBB')
    expect((await intime.look.state(log))?.one('ballot', ballot)).toMatchObject({ state: 'open' })
    expect((await intime.look.state(log))?.one('ballot', ballot)?.endsAt).not.toBeNull()
    intime.world.setWall(Date.parse('2026-12-12T01:00:00.000Z'))
    intime.world.tick(30_000)
    await settled()
    expect(await stateOf(intime, ballot)).toBe('closing')
  })

  test('that was given more time does not end at the old hour', async () => {
    const opened = await room()
    const ballot = await asked(opened, 3600_000)
    await opened.must('clerk', 'extend', 'opinion.extend', { ballot, deadline: at(opened, 2 * 3600_000) })
    await run(opened, 3600_000 + 60_000, 600_000)
    expect(await stateOf(opened, ballot)).toBe('open')
    await run(opened, 3600_000, 600_000)
    await run(opened, 60_000, 60_000)
    expect(await stateOf(opened, ballot)).toBe('closed')
  })
})

describe('a jump of the clock', () => {
  test('stands in the log before what the new clock dates, and the vote lasts as announced', async () => {
    const opened = await room()
    const ballot = await sit(opened, 9, 30)
    await opened.must('chair', 'open-1', 'ballot.open', { ballot })
    opened.world.tick(10_000)
    await settled()
    const was = opened.world.now()
    opened.world.setWall(Date.parse(was) - 3 * 3600_000)
    await opened.must('d1', 'cast-1', 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
    const types = await typesOf(opened)
    expect(types.slice(-2)).toEqual(['clock.jumped', 'ballot.cast'])
    const state = await opened.look.state(log)
    expect(state?.one('clock', 'clock')).toMatchObject({ jumps: 1, was, now: opened.world.now() })
    // Whoever comes now is shown the time that is really left.
    expect(state?.one('ballot', ballot)?.endsAt).toBe(at(opened, 20_000))
    opened.world.tick(19_900)
    await settled()
    expect(await stateOf(opened, ballot)).toBe('open')
    opened.world.tick(100)
    await settled()
    expect(await stateOf(opened, ballot)).toBe('closing')
  })

  test('is noticed while nobody wishes anything, and told once', async () => {
    const opened = await room()
    opened.world.setWall(Date.parse(opened.world.now()) + day)
    opened.world.tick(20_000)
    await settled()
    expect((await typesOf(opened)).filter((type) => type === 'clock.jumped')).toHaveLength(1)
  })

  test('backwards over a restart is noticed from the last entry', async () => {
    const store = memoryEventLog()
    const opened = await room(store)
    opened.world.tick(day)
    await opened.must('clerk', 'add', 'agenda.add', { title: 'Một' })
    // The next machine's clock begins a day earlier.
    const again = await open(store, 'BBBBBBBBBBB')
    await settled()
    expect((await typesOf(again)).at(-1)).toBe('clock.jumped')
  })

  test('is not what slow correction, a busy loop or a late timer are', () => {
    const world = createTestWorld()
    const watch = watchClock(world, world.now())
    for (let n = 0; n < 50; n++) {
      world.tick(5000)
      world.setWall(Date.parse(world.now()) + 3) // 600 parts in a million
      expect(watch.look()).toBeUndefined()
    }
    world.tick(7 * day)
    expect(watch.look()).toBeUndefined()
    world.setWall(Date.parse(world.now()) + 1000)
    expect(watch.look()).toBeDefined()
    expect(watch.look()).toBeUndefined()
  })
})
