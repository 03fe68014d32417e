/** A public vote, step by step, and every way it says no. */
import { describe, expect, it } from 'vitest'
import { recoveries, timers } from './clock.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { conveneInput, createWorld, refold, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

interface Hall extends World {
  readonly ballot: string
  readonly item: string
  cast(person: string, choice: string, clientSeq?: number): ReturnType<World['wish']>
}

/** 9 delegates, 8 present (d8 absent), one draft on the current item. */
function hall(extra: object = {}): Hall {
  const world = createWorld(9)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
  const item = world.state.every('item')[0]?.id ?? ''
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance'))
    if (id !== 'd8') must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  must(
    world.wish('clerk', 'ballot.draft', {
      item,
      code: 'adopt_resolution',
      question: 'Thông qua nghị quyết?',
      ...extra,
    }),
  )
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  return {
    ...world,
    ballot,
    item,
    cast: (person, choice, clientSeq = 1) =>
      world.wish(person, 'ballot.cast', { ballot, round: 1, choice, clientSeq }),
  }
}

function openHall(extra: object = {}): Hall {
  const world = hall(extra)
  must(world.wish('chair', 'ballot.open', { ballot: world.ballot }))
  return world
}

function finish(world: Hall): void {
  must(world.wish('chair', 'ballot.close', { ballot: world.ballot }))
  must(world.wish('system', 'ballot.finish', { ballot: world.ballot }))
}

describe('a vote', () => {
  it('passes with more than half of all delegates, not of those present', () => {
    for (const [yes, passed] of [
      [4, false],
      [5, true],
    ] as const) {
      const world = openHall()
      const voters = ['chair', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']
      voters.forEach((person, n) => must(world.cast(person, n < yes ? 'yes' : 'abstain')))
      finish(world)
      must(world.wish('chair', 'ballot.publish', { ballot: world.ballot }))
      expect(world.state.one('result', world.ballot)).toMatchObject({
        yes,
        passed,
        base: 9,
        total: 9,
        present: 8,
        needed: 5,
        notCast: 0,
        audience: ['everyone'],
      })
      expect(world.state.every('cast').every((cast) => cast.audience.includes('everyone'))).toBe(true)
    }
  })
  it('counts the last choice of a person once', () => {
    const world = openHall()
    must(world.cast('d1', 'no', 1))
    must(world.cast('d1', 'yes', 2))
    expect(refusedAs(world.cast('d1', 'no', 2))).toBe('ballot.superseded')
    expect(refusedAs(world.cast('d1', 'no', 1))).toBe('ballot.superseded')
    expect(world.state.one('turnout', world.ballot)?.cast).toBe(1)
    finish(world)
    expect(world.state.one('result', world.ballot)).toMatchObject({
      counts: { yes: 1, no: 0, abstain: 0 },
      cast: 1,
    })
  })
  it('takes casts in the grace, none after', () => {
    const world = openHall()
    must(world.wish('chair', 'ballot.close', { ballot: world.ballot }))
    must(world.cast('d1', 'yes'))
    expect(timers(world.state)[0]).toMatchObject({ type: 'ballot.finish' })
    must(world.wish('system', 'ballot.finish', { ballot: world.ballot }))
    expect(refusedAs(world.cast('d2', 'yes'))).toBe('ballot.closed')
    expect(world.state.one('result', world.ballot)?.cast).toBe(1)
  })
  it('is for those on the frozen list', () => {
    const world = openHall()
    expect(refusedAs(world.cast('d8', 'yes'))).toBe('ballot.notEligible')
    must(world.wish('d8', 'attendance.checkIn', {}))
    expect(refusedAs(world.cast('d8', 'yes'))).toBe('ballot.notEligible')
    expect(refusedAs(world.cast('guest', 'yes'))).toBe('command.notAllowed')
    expect(refusedAs(world.cast('clerk', 'yes'))).toBe('command.notAllowed')
  })
  it('keeps counting who left after it opened as on the list', () => {
    const world = openHall()
    must(world.wish('clerk', 'attendance.mark', { person: 'd1', state: 'absent' }))
    must(world.cast('d1', 'yes'))
  })
  it('refuses what is not on the ballot, another round, a draft, an armed one', () => {
    const world = openHall()
    expect(refusedAs(world.cast('d1', 'maybe'))).toBe('ballot.choiceUnknown')
    const other = { ballot: world.ballot, round: 2, choice: 'yes', clientSeq: 1 }
    expect(refusedAs(world.wish('d1', 'ballot.cast', other))).toBe('ballot.otherRound')
    const draft = hall()
    expect(refusedAs(draft.cast('d1', 'yes'))).toBe('ballot.notSeen')
    must(draft.wish('chair', 'ballot.arm', { ballot: draft.ballot }))
    expect(refusedAs(draft.cast('d1', 'yes'))).toBe('ballot.notOpen')
  })
  it('can be held, and goes on with the time that was left', () => {
    const world = openHall({ durationSeconds: 60 })
    world.tick(20_000)
    must(world.wish('chair', 'ballot.pause', { ballot: world.ballot }))
    expect(world.state.one('ballot', world.ballot)).toMatchObject({ state: 'paused', remainingMs: 40_000 })
    expect(refusedAs(world.cast('d1', 'yes'))).toBe('ballot.paused')
    world.tick(500_000)
    must(world.wish('chair', 'ballot.resume', { ballot: world.ballot }))
    const left = Date.parse(world.state.one('ballot', world.ballot)?.endsAt ?? '') - Date.parse(world.at())
    expect(left).toBe(40_000)
  })
  it('ends by the server’s clock when timed', () => {
    const world = openHall({ durationSeconds: 30 })
    const [timer] = timers(world.state)
    expect(timer).toMatchObject({ type: 'ballot.close', input: { ballot: world.ballot } })
    expect(Date.parse(timer?.at ?? '') - Date.parse(world.at())).toBe(30_000)
    must(world.wish('system', 'ballot.close', { ballot: world.ballot }))
  })
  it('comes back open with the countdown held after a crash', () => {
    const world = openHall({ durationSeconds: 30 })
    must(world.wish('chair', 'ballot.close', { ballot: world.ballot }))
    const again = refold(world.log)
    expect(recoveries(again)).toEqual([{ type: 'ballot.recover', input: { ballot: world.ballot } }])
    must(world.wish('system', 'ballot.recover', { ballot: world.ballot }))
    expect(world.state.one('ballot', world.ballot)).toMatchObject({ state: 'open', endsAt: null })
    must(world.cast('d1', 'yes'))
  })
  it('is one at a time', () => {
    const world = openHall()
    must(world.wish('clerk', 'ballot.draft', { item: world.item, code: 'vote_point', question: 'Điểm 1' }))
    const second = world.state.every('ballot')[1]?.id
    expect(refusedAs(world.wish('chair', 'ballot.open', { ballot: second }))).toBe('ballot.anotherOpen')
  })
  it('asks for the quorum at the instant it opens', () => {
    const world = hall()
    for (const person of ['d5', 'd6', 'd7'])
      must(world.wish('clerk', 'attendance.mark', { person, state: 'absent' }))
    expect(world.wish('chair', 'ballot.open', { ballot: world.ballot })).toMatchObject({
      refused: 'quorum.missing',
      params: { present: 5, needed: 6, missing: 1 },
    })
  })
  it('is voided with a reason and repeated as a new round that names it', () => {
    const world = openHall()
    must(world.cast('d1', 'yes'))
    expect(refusedAs(world.wish('chair', 'ballot.void', { ballot: world.ballot }))).toBe('command.badInput')
    must(world.wish('chair', 'ballot.void', { ballot: world.ballot, reason: 'Mất điện' }))
    expect(refusedAs(world.cast('d1', 'yes', 2))).toBe('ballot.closed')
    must(world.wish('chair', 'ballot.repeat', { ballot: world.ballot }))
    const again = world.state.every('ballot').find((one) => one.repeats === world.ballot)
    expect(again).toMatchObject({ round: 2, state: 'draft' })
    expect(world.state.one('ballot', world.ballot)).toMatchObject({ state: 'void', voidReason: 'Mất điện' })
  })
  it('refuses each step out of its turn', () => {
    const world = hall()
    const { ballot } = world
    for (const type of ['ballot.pause', 'ballot.resume', 'ballot.close', 'ballot.publish', 'ballot.repeat'])
      expect(refusedAs(world.wish('chair', type, { ballot })), type).toBe('ballot.wrongState')
    expect(refusedAs(world.wish('system', 'ballot.finish', { ballot }))).toBe('ballot.wrongState')
    expect(refusedAs(world.wish('chair', 'ballot.finish', { ballot }))).toBe('command.notAllowed')
    expect(refusedAs(world.wish('chair', 'ballot.open', { ballot: 'x' }))).toBe('ballot.notSeen')
    must(world.wish('chair', 'ballot.open', { ballot }))
    expect(refusedAs(world.wish('clerk', 'ballot.discard', { ballot }))).toBe('ballot.wrongState')
    expect(refusedAs(world.wish('chair', 'ballot.publish', { ballot }))).toBe('ballot.wrongState')
  })
  it('is not for secret matters', () => {
    const world = hall()
    const draft = (code: string) =>
      world.wish('clerk', 'ballot.draft', { item: world.item, code, question: 'Q' })
    expect(refusedAs(draft('elect_office'))).toBe('ballot.methodNotElectronic')
    expect(refusedAs(draft('unheard_of'))).toBe('ballot.ruleUnknown')
  })
  it('turns to hands at one tap, by name or by number', () => {
    const world = openHall()
    must(world.cast('d1', 'no'))
    must(world.wish('chair', 'ballot.toHands', { ballot: world.ballot, reason: 'Mất mạng' }))
    expect(world.state.one('ballot', world.ballot)?.state).toBe('void')
    const next = world.state.every('ballot').find((one) => one.repeats === world.ballot)
    expect(next).toMatchObject({ state: 'open', method: 'show_of_hands', round: 2, frozen: { eligible: 8 } })
    const ballot = next?.id ?? ''
    expect(
      refusedAs(world.wish('d1', 'ballot.cast', { ballot, round: 2, choice: 'yes', clientSeq: 1 })),
    ).toBe('ballot.byHands')
    const enter = (counts: object) => world.wish('clerk', 'ballot.enterCounts', { ballot, counts })
    expect(enter({ yes: 7, no: 2 })).toEqual({
      refused: 'ballot.tooManyHands',
      params: { sum: 9, eligible: 8 },
    })
    expect(refusedAs(enter({ maybe: 1 }))).toBe('ballot.choiceUnknown')
    must(enter({ yes: 6, no: 2 }))
    expect(refusedAs(world.wish('clerk', 'ballot.enterHand', { ballot, person: 'd1', choice: 'yes' }))).toBe(
      'ballot.handsByNumber',
    )
    must(world.wish('chair', 'ballot.close', { ballot }))
    must(world.wish('system', 'ballot.finish', { ballot }))
    expect(world.state.one('result', ballot)).toMatchObject({ yes: 6, passed: true, cast: 8, notCast: 0 })
  })
  it('takes hands by name, corrected by the last entry, for those on the list', () => {
    const world = hall({ method: 'show_of_hands' })
    const { ballot } = world
    must(world.wish('chair', 'ballot.open', { ballot }))
    const hand = (person: string, choice: string) =>
      world.wish('clerk', 'ballot.enterHand', { ballot, person, choice })
    must(hand('d1', 'yes'))
    must(hand('d1', 'no'))
    expect(refusedAs(hand('d8', 'yes'))).toBe('ballot.notEligible')
    expect(refusedAs(hand('d2', 'maybe'))).toBe('ballot.choiceUnknown')
    expect(refusedAs(world.wish('clerk', 'ballot.enterCounts', { ballot, counts: { yes: 1 } }))).toBe(
      'ballot.handsByName',
    )
    finish(world)
    expect(world.state.one('result', ballot)).toMatchObject({ counts: { yes: 0, no: 1, abstain: 0 } })
    expect(world.state.one('cast', `${ballot}:d1`)).toMatchObject({ by: 'secretariat' })
  })
  it('lets the secretariat enter no hands into a vote on the devices', () => {
    const world = openHall()
    const { ballot } = world
    expect(refusedAs(world.wish('clerk', 'ballot.enterHand', { ballot, person: 'd1', choice: 'yes' }))).toBe(
      'ballot.wrongState',
    )
    expect(refusedAs(world.wish('clerk', 'ballot.enterCounts', { ballot, counts: { yes: 8 } }))).toBe(
      'ballot.wrongState',
    )
  })
  it('chooses one of several entries by more than half, a tie chooses none', () => {
    const entries = [
      { vi: 'Phương án 1', en: 'Option 1' },
      { vi: 'Phương án 2', en: 'Option 2' },
    ]
    const world = openHall({ code: 'vote_point', entries })
    for (const person of ['chair', 'd1', 'd2', 'd3', 'd4']) must(world.cast(person, 'option_2'))
    for (const person of ['d5', 'd6', 'd7']) must(world.cast(person, 'option_1'))
    finish(world)
    expect(world.state.one('result', world.ballot)).toMatchObject({ yes: 5, passed: true })
  })
})
