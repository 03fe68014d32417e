/** A jump of the server's clock: written down, and no vote of the hall gets longer or shorter. */
import { describe, expect, it } from 'vitest'
import { timers } from './clock.ts'
import { isRefusal } from './refusal.ts'
import { conveneInput, createWorld, refold, type World } from '../test/world.ts'

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused}`)
}

function voting(durationSeconds: number | null): World & { ballot: string } {
  const world = createWorld(9)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  const item = world.state.every('item')[0]?.id
  const draft = { item, code: 'adopt_resolution', question: 'Q', durationSeconds }
  must(world.wish('clerk', 'ballot.draft', draft))
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world.wish('chair', 'ballot.open', { ballot }))
  return { ...world, ballot }
}

const at = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString()

describe('a clock that jumps', () => {
  it.each([3 * 3600_000, -3 * 3600_000, -86_400_000, 1000])(
    'by %i ms takes the end of a vote along',
    (ms) => {
      const world = voting(60)
      world.tick(20_000)
      const was = world.at()
      world.tick(ms)
      must(world.wish('system', 'clock.jump', { was, now: world.at() }))
      expect(world.state.one('ballot', world.ballot)?.endsAt).toBe(at(world.at(), 40_000))
      expect(timers(world.state)[0]?.at).toBe(at(world.at(), 40_000))
      expect(world.state.one('clock', 'clock')).toMatchObject({ jumps: 1, was, now: world.at() })
      expect(refold(world.log).all()).toEqual(world.state.all())
    },
  )

  it('leaves alone a vote opened by the new clock before the jump was noticed', () => {
    for (const ms of [3 * 3600_000, -3 * 3600_000]) {
      const world = voting(60)
      const now = world.at()
      must(world.wish('system', 'clock.jump', { was: at(now, -ms), now }))
      expect(world.state.one('ballot', world.ballot)?.endsAt).toBe(at(now, 60_000))
    }
  })

  it('leaves a deadline of days to the calendar', () => {
    const world = voting(null)
    const deadline = at(world.at(), 30_000)
    const item = world.state.every('item')[0]?.id
    const asked = { item, code: 'committee_vote', question: 'Q', people: ['d1'], deadline }
    must(world.wish('clerk', 'opinion.draft', asked))
    const ballot = world.state.every('ballot').at(-1)?.id ?? ''
    must(world.wish('clerk', 'opinion.open', { ballot }))
    const was = world.at()
    must(world.wish('system', 'clock.jump', { was, now: at(was, 10_000) }))
    expect(world.state.one('ballot', ballot)?.endsAt).toBe(deadline)
    expect(world.state.one('ballot', world.ballot)?.endsAt).toBeNull()
  })

  it('is the server’s own to say', () => {
    const world = voting(null)
    const jump = { was: world.at(), now: at(world.at(), 5000) }
    for (const who of ['chair', 'clerk', 'd1', 'guest'])
      expect(world.wish(who, 'clock.jump', jump)).toMatchObject({ refused: 'command.notAllowed' })
  })
})
