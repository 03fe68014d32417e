/** Phiếu lấy ý kiến: opened by whom the rule allows, answered until the deadline, reminded, closed by the calendar. */
import { describe, expect, it } from 'vitest'
import { sees, type Viewer } from './audience.ts'
import { recoveries, timers } from './clock.ts'
import { unanswered } from './opinion.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { scene } from './projector.ts'
import { conveneInput, createWorld, refold, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

const day = 24 * 3600_000
const people = ['d1', 'd2', 'd3', 'd4', 'd5']

interface Round extends World {
  readonly ballot: string
  readonly deadline: string
  after(ms: number): string
  answer(person: string, choice: string, clientSeq?: number): ReturnType<World['wish']>
}

/** A session that has not even opened, with a round of five prepared, due in five days. */
function prepared(extra: object = {}): Round {
  const world = createWorld(9)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Công tác nhân sự' }))
  const item = world.state.every('item')[0]?.id ?? ''
  const after = (ms: number): string => new Date(Date.parse(world.at()) + ms).toISOString()
  const deadline = after(5 * day)
  const input = { item, code: 'committee_vote', question: 'Đồng ý?', people, deadline, ...extra }
  must(world.wish('clerk', 'opinion.draft', input))
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  return {
    ...world,
    ballot,
    deadline,
    after,
    answer: (person, choice, clientSeq = 1) =>
      world.wish(person, 'ballot.cast', { ballot, round: 1, choice, clientSeq }),
  }
}

function opened(extra: object = {}): Round {
  const world = prepared(extra)
  must(world.wish('clerk', 'opinion.open', { ballot: world.ballot }))
  return world
}

function end(world: Round): void {
  world.tick(5 * day)
  must(world.wish('system', 'ballot.close', { ballot: world.ballot }))
  must(world.wish('system', 'ballot.finish', { ballot: world.ballot }))
}

describe('a written opinion', () => {
  it('asks those named, days before any sitting, and counts them as its total', () => {
    const world = opened()
    expect(world.state.one('ballot', world.ballot)).toMatchObject({
      state: 'open',
      endsAt: world.deadline,
      frozen: { total: 5, present: 5, eligible: 5 },
      audience: expect.not.arrayContaining(['everyone']) as string[],
    })
    people.slice(0, 3).forEach((person) => must(world.answer(person, 'yes')))
    expect(unanswered(world.state, world.ballot)).toEqual(['d4', 'd5'])
    end(world)
    must(world.wish('chair', 'ballot.publish', { ballot: world.ballot }))
    expect(world.state.one('result', world.ballot)).toMatchObject({
      yes: 3,
      base: 5,
      total: 5,
      needed: 3,
      passed: true,
      notCast: 2,
    })
    expect(world.state.one('electorate', world.ballot)?.audience).toEqual(['everyone'])
    expect(refold(world.log).all()).toEqual(world.state.all())
  })

  it('is opened only by whom the rule names, and only for delegates in office', () => {
    const world = prepared()
    expect(refusedAs(world.wish('d1', 'opinion.open', { ballot: world.ballot }))).toBe('command.notAllowed')
    expect(refusedAs(world.wish('chair', 'ballot.open', { ballot: world.ballot }))).not.toBeNull()
    const rule = { ...world.state.one('ballot', world.ballot)?.rule, startedBy: ['chair'] }
    const old = world.state.one('ballot', world.ballot)
    if (old) world.state.put([{ ...old, rule: rule as typeof old.rule }])
    expect(refusedAs(world.wish('clerk', 'opinion.open', { ballot: world.ballot }))).toBe(
      'opinion.mayNotStart',
    )
    must(world.wish('chair', 'opinion.open', { ballot: world.ballot }))
    const again = (input: object) =>
      refusedAs(
        world.wish('clerk', 'opinion.draft', {
          item: world.state.every('item')[0]?.id,
          code: 'committee_vote',
          question: 'Q',
          people,
          deadline: world.after(day),
          ...input,
        }),
      )
    expect(again({ people: [] })).toBe('opinion.notMembers')
    expect(again({ people: ['guest'] })).toBe('person.notDelegate')
    expect(again({ people: ['x'] })).toBe('person.notSeen')
    expect(again({ deadline: world.at() })).toBe('opinion.deadlinePassed')
    expect(again({ code: 'adopt_resolution' })).toBe('ballot.ruleUnknown')
    expect(again({ deadline: 'mai' })).toBe('command.badInput')
  })

  it('may be answered otherwise until the deadline, by those asked alone', () => {
    const world = opened()
    must(world.answer('d1', 'yes'))
    must(world.answer('d1', 'no', 2))
    expect(refusedAs(world.answer('d1', 'yes', 1))).toBe('ballot.superseded')
    expect(refusedAs(world.answer('d8', 'yes'))).toBe('ballot.notEligible')
    end(world)
    expect(refusedAs(world.answer('d2', 'yes'))).toBe('ballot.closed')
    expect(world.state.one('result', world.ballot)?.counts).toMatchObject({ yes: 0, no: 1 })
  })

  it('holds no hall: votes, recess and the big screen go on beside it', () => {
    const world = opened()
    must(world.wish('clerk', 'agenda.publish', {}))
    for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
    must(world.wish('chair', 'session.open', {}))
    expect(scene(world.state).mode).not.toBe('ballot')
    const item = world.state.every('item')[0]?.id
    must(world.wish('clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Q' }))
    const other = world.state.every('ballot').at(-1)?.id ?? ''
    must(world.wish('chair', 'ballot.open', { ballot: other }))
    must(world.wish('chair', 'ballot.void', { ballot: other, reason: 'Thử' }))
    must(world.wish('chair', 'session.adjourn', {}))
    for (const verb of ['ballot.pause', 'ballot.toHands', 'ballot.arm'])
      expect(refusedAs(world.wish('chair', verb, { ballot: world.ballot, reason: 'x' })), verb).toBe(
        'ballot.wrongState',
      )
  })

  it('reminds by itself at the days of the profile, and only who has not answered', () => {
    const world = opened()
    const due = timers(world.state)
    expect(due.map(({ at, type, byCalendar }) => ({ at, type, byCalendar }))).toEqual([
      { at: world.deadline, type: 'ballot.close', byCalendar: true },
      { at: world.after(3 * day), type: 'opinion.remind', byCalendar: true },
    ])
    must(world.answer('d1', 'yes'))
    world.tick(3 * day)
    must(world.wish('system', 'opinion.remind', { ballot: world.ballot }))
    expect(world.state.every('reminder').map((one) => [one.person, one.times])).toEqual(
      ['d2', 'd3', 'd4', 'd5'].map((person) => [person, 1]),
    )
    const other: Viewer = { person: 'd1', roles: ['delegate'], groups: [] }
    for (const one of world.state.every('reminder')) {
      expect(sees(other, one.audience)).toBe(false)
      expect(sees({ ...other, person: one.person }, one.audience)).toBe(true)
    }
    must(world.wish('clerk', 'opinion.remind', { ballot: world.ballot }))
    expect(world.state.one('reminder', `${world.ballot}:d2`)?.times).toBe(2)
    expect(world.state.one('opinion', world.ballot)).toMatchObject({
      remindAt: [world.after(day)],
      reminded: [
        { by: 'timetable', count: 4 },
        { by: 'secretariat', count: 4 },
      ],
    })
    people.slice(1).forEach((person) => must(world.answer(person, 'yes')))
    expect(refusedAs(world.wish('clerk', 'opinion.remind', { ballot: world.ballot }))).toBe(
      'opinion.allAnswered',
    )
    // The timetable's last one passes without a name, so that it does not come back for ever.
    must(world.wish('system', 'opinion.remind', { ballot: world.ballot }))
    expect(world.state.one('opinion', world.ballot)?.remindAt).toEqual([])
  })

  it('keeps its deadline through a restart, and gives what waited a minute when the server wakes late', () => {
    const world = opened()
    expect(recoveries(world.state)).toEqual([])
    expect(refusedAs(world.wish('system', 'ballot.close', { ballot: world.ballot }))).toBe(
      'ballot.wrongState',
    )
    world.tick(5 * day)
    must(world.wish('system', 'ballot.close', { ballot: world.ballot }))
    expect(world.state.one('ballot', world.ballot)?.endsAt).toBe(world.after(3000))
    expect(recoveries(world.state)).toEqual([])
    const late = opened()
    late.tick(6 * day)
    must(late.wish('system', 'ballot.close', { ballot: late.ballot }))
    must(late.answer('d1', 'yes'))
    expect(late.state.one('ballot', late.ballot)?.endsAt).toBe(late.after(60_000))
  })

  it('may be extended while open, to a later day only; reminders move along', () => {
    const world = opened()
    const extend = (deadline: string) =>
      world.wish('clerk', 'opinion.extend', { ballot: world.ballot, deadline })
    expect(refusedAs(extend(world.after(4 * day)))).toBe('opinion.deadlineNotLater')
    expect(refusedAs(extend(world.after(-day)))).toBe('opinion.deadlinePassed')
    must(extend(world.after(10 * day)))
    expect(world.state.one('ballot', world.ballot)?.endsAt).toBe(world.after(10 * day))
    expect(world.state.one('opinion', world.ballot)?.remindAt).toEqual([
      world.after(8 * day),
      world.after(9 * day),
    ])
    world.tick(11 * day)
    must(world.wish('system', 'ballot.close', { ballot: world.ballot }))
    expect(refusedAs(extend(world.after(day)))).toBe('ballot.wrongState')
  })

  it('takes a remark beside the answer, its writer’s alone until announced', () => {
    const world = opened({ labels: 'opinion_form' })
    must(world.answer('d1', 'yes_with_changes'))
    must(world.wish('d1', 'opinion.remark', { ballot: world.ballot, text: 'Sửa khoản 2 Điều 3' }))
    expect(refusedAs(world.wish('d8', 'opinion.remark', { ballot: world.ballot, text: 'x' }))).toBe(
      'opinion.notAsked',
    )
    expect(world.state.one('remark', `${world.ballot}:d1`)?.audience).toEqual(['person:d1'])
    must(world.answer('d2', 'yes'))
    must(world.answer('d3', 'no'))
    end(world)
    must(world.wish('chair', 'ballot.publish', { ballot: world.ballot }))
    // Both ways of agreeing are in favour.
    expect(world.state.one('result', world.ballot)).toMatchObject({ yes: 2, needed: 3, passed: false })
    expect(world.state.one('remark', `${world.ballot}:d1`)?.audience).toEqual(['everyone'])
    expect(refusedAs(world.wish('d1', 'opinion.remark', { ballot: world.ballot, text: 'x' }))).toBe(
      'ballot.wrongState',
    )
  })

  it('can be changed and thrown away as a draft, annulled and repeated once opened', () => {
    const world = prepared()
    const [item] = world.state.every('item')
    const input = { item: item?.id, code: 'committee_vote', question: 'Khác?', people: ['d1', 'd2'] }
    const deadline = world.after(2 * day)
    must(world.wish('clerk', 'opinion.change', { ballot: world.ballot, ...input, deadline }))
    expect(refusedAs(world.wish('clerk', 'ballot.change', { ballot: world.ballot, ...input }))).not.toBeNull()
    must(world.wish('clerk', 'opinion.open', { ballot: world.ballot }))
    expect(world.state.one('electorate', world.ballot)?.people).toEqual(['d1', 'd2'])
    must(world.wish('chair', 'ballot.void', { ballot: world.ballot, reason: 'Sai văn bản' }))
    expect(refusedAs(world.wish('clerk', 'ballot.repeat', { ballot: world.ballot }))).toBe(
      'ballot.wrongState',
    )
    const repeat = () => world.wish('clerk', 'opinion.repeat', { ballot: world.ballot, deadline })
    must(repeat())
    expect(refusedAs(repeat())).toBe('ballot.alreadyRepeated')
    const again = world.state.every('ballot').at(-1)
    expect(again).toMatchObject({ round: 2, repeats: world.ballot, method: 'written_opinion' })
    must(world.wish('clerk', 'ballot.discard', { ballot: again?.id }))
    expect(world.state.one('opinion', again?.id ?? '')).toBeUndefined()
    must(repeat())
  })
})
