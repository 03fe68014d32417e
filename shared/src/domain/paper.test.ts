/** The Ban kiểm phiếu and its paper ballots: sums, two entries, outcomes; and rehearsals. */
import { describe, expect, it } from 'vitest'
import { sees } from './audience.ts'
import type { PaperCount } from './records.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { unready } from './rehearsal.ts'
import { timers } from './clock.ts'
import { conveneInput, createWorld, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

const members = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']

/** 30 delegates, all present, session open, committee of seven. */
function hall(withCommittee = true): World & { readonly item: string } {
  const world = createWorld(30)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Công tác nhân sự' }))
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  if (withCommittee) must(world.wish('chair', 'committee.elect', { head: 'd1', secretary: 'd2', members }))
  return { ...world, item: world.state.every('item')[0]?.id ?? '' }
}

function draft(
  world: World & { item: string },
  code: string,
  subjects: readonly object[],
  seats = 1,
): string {
  must(world.wish('clerk', 'paper.draft', { item: world.item, code, title: 'Bỏ phiếu', subjects, seats }))
  return world.state.every('paperBallot').at(-1)?.id ?? ''
}

function counting(world: World, paperBallot: string): void {
  must(world.wish('chair', 'paper.open', { paperBallot }))
  must(world.wish('d1', 'paper.startCounting', { paperBallot }))
}

describe('the committee', () => {
  it('has as many members as the profile asks, delegates all, with a head and a secretary', () => {
    const world = hall(false)
    const elect = (input: object) => refusedAs(world.wish('chair', 'committee.elect', input))
    expect(elect({ head: 'd1', secretary: 'd2', members: members.slice(1) })).toBe('committee.tooSmall')
    expect(elect({ head: 'd1', secretary: 'd2', members: [...members.slice(0, 6), 'd1'] })).toBe(
      'committee.tooSmall',
    )
    expect(elect({ head: 'd1', secretary: 'd1', members })).toBe('committee.headNotMember')
    expect(elect({ head: 'd9', secretary: 'd2', members })).toBe('committee.headNotMember')
    expect(elect({ head: 'd1', secretary: 'd2', members: [...members, 'guest'] })).toBe('person.notDelegate')
    expect(elect({ head: 'd1', secretary: 'd2', members, electedBy: 'x' })).toBe('committee.voteNotPassed')
    must(world.wish('chair', 'committee.elect', { head: 'd1', secretary: 'd2', members }))
    expect(world.state.one('person', 'd1')?.roles).toContain('committee')
  })
  it('keeps out who stands on the ballot, either way round', () => {
    const world = hall()
    const paperBallot = draft(world, 'elect_office', [{ id: 's1', name: 'Ông A', person: 'd1' }])
    expect(refusedAs(world.wish('chair', 'paper.open', { paperBallot }))).toBe('committee.onBallot')
    expect(refusedAs(world.wish('chair', 'committee.elect', { head: 'd1', secretary: 'd2', members }))).toBe(
      'committee.onBallot',
    )
    must(
      world.wish('chair', 'committee.elect', {
        head: 'd2',
        secretary: 'd3',
        members: [...members.slice(1), 'd8'],
      }),
    )
    expect(world.state.one('person', 'd1')?.roles).not.toContain('committee')
    must(world.wish('chair', 'paper.open', { paperBallot }))
  })
  it('must be there', () => {
    const world = hall(false)
    const paperBallot = draft(world, 'elect_office', [{ id: 's1', name: 'Ông A' }])
    expect(refusedAs(world.wish('chair', 'paper.open', { paperBallot }))).toBe('committee.missing')
  })
})

describe('a paper ballot', () => {
  const subjects = [
    { id: 'a', name: 'Ông A' },
    { id: 'b', name: 'Bà B' },
  ]
  const good: PaperCount = {
    issued: 30,
    returned: 29,
    invalid: { blank: 1 },
    subjects: [
      { subject: 'a', counts: { yes: 20, no: 8 }, invalid: 0 },
      { subject: 'b', counts: { yes: 8, no: 19 }, invalid: 1 },
    ],
  }
  const election = () => {
    const world = hall()
    const paperBallot = draft(world, 'elect_office', subjects)
    const options = world.state.one('paperBallot', paperBallot)?.rule.options.map((one) => one.id)
    expect(options).toEqual(['yes', 'no'])
    counting(world, paperBallot)
    return { ...world, paperBallot }
  }
  it.each<[string, Partial<PaperCount>]>([
    ['issued', { issued: 31 }],
    ['returned', { returned: 30, issued: 29 }],
    ['invalid', { invalid: { blank: 40 } }],
    ['invalid', { invalid: { a_bad_mood: 1 } }],
    ['subjects', { subjects: good.subjects.slice(0, 1) }],
    [
      'subject.a',
      { subjects: [{ subject: 'a', counts: { yes: 20, no: 9 }, invalid: 0 }, ...good.subjects.slice(1)] },
    ],
    [
      'subject.a',
      { subjects: [{ subject: 'a', counts: { yes: 20, odd: 8 }, invalid: 0 }, ...good.subjects.slice(1)] },
    ],
    [
      'seats',
      {
        subjects: [
          { subject: 'a', counts: { yes: 20, no: 8 }, invalid: 0 },
          { subject: 'b', counts: { yes: 9, no: 19 }, invalid: 0 },
        ],
      },
    ],
  ])('does not take figures that contradict each other: %s', (where, change) => {
    const world = election()
    const outcome = world.wish('d1', 'paper.enter', {
      paperBallot: world.paperBallot,
      count: { ...good, ...change },
    })
    expect(outcome).toMatchObject({ refused: 'paper.sums', params: { where } })
  })
  it('needs two tellers who agree, and shows nobody the first one’s figures', () => {
    const world = election()
    const { paperBallot } = world
    const enter = (person: string, count: PaperCount) =>
      world.wish(person, 'paper.enter', { paperBallot, count })
    must(enter('d1', good))
    must(enter('d1', good))
    expect(world.state.one('paperBallot', paperBallot)?.state).toBe('counting')
    const hidden = world.state.one('paperEntry', `${paperBallot}:d1`)?.audience ?? []
    expect(sees({ person: 'd2', roles: ['delegate', 'committee'], groups: [] }, hidden)).toBe(false)
    expect(refusedAs(enter('d9', good))).toBe('command.notAllowed')
    const slip = { ...good, returned: 28, invalid: {} }
    must(enter('d2', slip))
    expect(world.state.one('paperBallot', paperBallot)).toMatchObject({ mismatch: ['returned', 'invalid'] })
    must(enter('d2', good))
    expect(world.state.one('paperResult', paperBallot)).toMatchObject({
      base: 30,
      needed: 16,
      valid: 28,
      enteredBy: ['d1', 'd2'],
      outcomes: [
        { subject: 'a', yes: 20, outcome: 'elected' },
        { subject: 'b', yes: 8, outcome: 'not_qualified' },
      ],
    })
    must(world.wish('chair', 'paper.publish', { paperBallot }))
    expect(world.state.one('paperResult', paperBallot)?.audience).toEqual(['everyone'])
    expect(refusedAs(world.wish('chair', 'paper.repeat', { paperBallot }))).toBe('paper.wrongState')
  })
  it('lets the tied stand again for the seats that are left', () => {
    const world = hall()
    const paperBallot = draft(world, 'elect_office', [...subjects, { id: 'c', name: 'Ông C' }], 2)
    counting(world, paperBallot)
    const one = (subject: string, yes: number) => ({ subject, counts: { yes, no: 30 - yes }, invalid: 0 })
    const count = {
      issued: 30,
      returned: 30,
      invalid: {},
      subjects: [one('a', 20), one('b', 18), one('c', 18)],
    }
    for (const person of ['d1', 'd2']) must(world.wish(person, 'paper.enter', { paperBallot, count }))
    expect(world.state.one('paperResult', paperBallot)?.outcomes.map((o) => o.outcome)).toEqual([
      'elected',
      'revote',
      'revote',
    ])
    must(world.wish('chair', 'paper.publish', { paperBallot }))
    must(world.wish('chair', 'paper.repeat', { paperBallot }))
    const again = world.state.every('paperBallot').at(-1)
    expect(again).toMatchObject({ seats: 1, round: 2, repeats: paperBallot })
    expect(again?.subjects.map((subject) => subject.id)).toEqual(['b', 'c'])
  })
  it.each([
    [15, 'none'],
    [16, 'may_resign'],
    [19, 'may_resign'],
    [20, 'submit_relief'],
  ] as const)('draws the consequence of %i low papers of 30: %s', (low, outcome) => {
    const world = hall()
    const paperBallot = draft(world, 'confidence_survey', [{ id: 'a', name: 'Ông A' }])
    counting(world, paperBallot)
    const count = {
      issued: 30,
      returned: 30,
      invalid: {},
      subjects: [{ subject: 'a', counts: { high: 30 - low, low }, invalid: 0 }],
    }
    for (const person of ['d3', 'd4']) must(world.wish(person, 'paper.enter', { paperBallot, count }))
    expect(world.state.one('paperResult', paperBallot)?.outcomes[0]?.outcome).toBe(outcome)
  })
  it('goes step by step', () => {
    const world = hall()
    const paperBallot = draft(world, 'elect_office', subjects)
    expect(refusedAs(world.wish('d1', 'paper.startCounting', { paperBallot }))).toBe('paper.wrongState')
    expect(refusedAs(world.wish('chair', 'paper.publish', { paperBallot }))).toBe('paper.wrongState')
    expect(refusedAs(world.wish('d1', 'paper.enter', { paperBallot, count: good }))).toBe('paper.wrongState')
    expect(refusedAs(world.wish('chair', 'paper.open', { paperBallot: 'x' }))).toBe('paper.notSeen')
    must(world.wish('chair', 'paper.open', { paperBallot }))
    expect(refusedAs(world.wish('chair', 'paper.open', { paperBallot }))).toBe('paper.wrongState')
    must(world.wish('chair', 'paper.void', { paperBallot, reason: 'Hòm phiếu bị mở' }))
    must(world.wish('chair', 'paper.repeat', { paperBallot }))
  })
  it('is for matters the rules vote on by paper', () => {
    const world = hall()
    const attempt = world.wish('clerk', 'paper.draft', {
      item: world.item,
      code: 'adopt_agenda',
      title: 'T',
      subjects,
    })
    expect(refusedAs(attempt)).toBe('ballot.ruleUnknown')
  })
})

describe('a rehearsal', () => {
  it('names who would fail and why', () => {
    const world = hall()
    must(world.wish('clerk', 'attendance.mark', { person: 'd9', state: 'absent' }))
    must(world.wish('chair', 'rehearsal.start', { version: '1.0.0' }))
    expect(refusedAs(world.wish('chair', 'rehearsal.start', { version: '1.0.0' }))).toBe('rehearsal.running')
    const answer = (person: string, extra: object = {}) =>
      must(
        world.wish(person, 'rehearsal.answer', { clockOffMs: 0, version: '1.0.0', battery: null, ...extra }),
      )
    const all = world.state.every('attendance').map((one) => one.id)
    for (const person of all.filter((one) => !['d1', 'd2', 'd3', 'd4', 'd5', 'd9'].includes(one)))
      answer(person)
    answer('d3', { clockOffMs: -60_000 })
    answer('d4', { version: '0.9.0' })
    answer('d5', { battery: 8 })
    const found = unready(world.state, new Set(all.filter((one) => one !== 'd1')))
    expect(Object.fromEntries(found.map(({ person, reason }) => [person.id, reason]))).toEqual({
      d1: 'offline',
      d2: 'no_answer',
      d3: 'wrong_clock',
      d4: 'old_version',
      d5: 'low_battery',
      d9: 'not_checked_in',
    })
    expect(timers(world.state)).toMatchObject([{ type: 'rehearsal.end' }])
    must(world.wish('system', 'rehearsal.end', {}))
    expect(
      refusedAs(world.wish('d1', 'rehearsal.answer', { clockOffMs: 0, version: '1', battery: null })),
    ).toBe('rehearsal.notRunning')
  })
})

describe('a draft on paper', () => {
  const person = { id: 's1', name: 'Ông A', post: 'Ủy viên', person: null }

  it('can be changed and thrown away until it is opened; a repeat stays the repeat it is', () => {
    const world = hall()
    const paperBallot = draft(world, 'confidence_vote', [person])
    const input = { item: world.item, code: 'confidence_vote', title: 'Tên mới', subjects: [person] }
    const change = (which: string, who = 'clerk') =>
      world.wish(who, 'paper.change', { paperBallot: which, ...input })
    expect(refusedAs(change(paperBallot, 'd1'))).toBe('command.notAllowed')
    must(change(paperBallot))
    expect(world.state.one('paperBallot', paperBallot)).toMatchObject({ title: 'Tên mới', state: 'draft' })
    must(world.wish('chair', 'paper.open', { paperBallot }))
    expect(refusedAs(change(paperBallot))).toBe('paper.wrongState')
    expect(refusedAs(world.wish('clerk', 'paper.discard', { paperBallot }))).toBe('paper.wrongState')
    must(world.wish('chair', 'paper.void', { paperBallot, reason: 'In sai phiếu' }))
    must(world.wish('clerk', 'paper.repeat', { paperBallot }))
    expect(refusedAs(world.wish('clerk', 'paper.repeat', { paperBallot }))).toBe('ballot.alreadyRepeated')
    const again = world.state.every('paperBallot').at(-1)?.id ?? ''
    must(change(again))
    expect(world.state.one('paperBallot', again)).toMatchObject({ round: 2, repeats: paperBallot })
    must(world.wish('clerk', 'paper.discard', { paperBallot: again }))
    expect(world.state.one('paperBallot', again)).toBeUndefined()
    must(world.wish('clerk', 'paper.repeat', { paperBallot }))
  })

  it('lets a teller take his own sheet back before it agrees with another', () => {
    const world = hall()
    const paperBallot = draft(world, 'confidence_vote', [person])
    counting(world, paperBallot)
    const sheet = (yes: number): PaperCount => ({
      issued: 30,
      returned: 30,
      invalid: {},
      subjects: [{ subject: 's1', counts: { confidence: yes, no_confidence: 30 - yes }, invalid: 0 }],
    })
    must(world.wish('d1', 'paper.enter', { paperBallot, count: sheet(20) }))
    must(world.wish('d2', 'paper.enter', { paperBallot, count: sheet(21) }))
    expect(world.state.one('paperBallot', paperBallot)?.mismatch).not.toEqual([])
    expect(refusedAs(world.wish('d3', 'paper.withdraw', { paperBallot }))).toBe('paper.wrongState')
    must(world.wish('d2', 'paper.withdraw', { paperBallot }))
    expect(world.state.one('paperBallot', paperBallot)).toMatchObject({ entries: 1, mismatch: [] })
    must(world.wish('d3', 'paper.enter', { paperBallot, count: sheet(20) }))
    expect(world.state.one('paperResult', paperBallot)?.enteredBy).toEqual(['d1', 'd3'])
    expect(refusedAs(world.wish('d1', 'paper.withdraw', { paperBallot }))).toBe('paper.wrongState')
  })
})
