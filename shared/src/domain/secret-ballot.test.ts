/** The state machine of the electronic secret ballot: every verb in its state, by its people, and in no other. */
import { describe, expect, it } from 'vitest'
import { readElection } from '../secret-ballot/election.ts'
import { refold } from '../test/world.ts'
import { formFor } from './secret-election.ts'
import {
  allowed,
  bring,
  committee,
  draft,
  figures,
  groupOf,
  hall,
  hex,
  must,
  opened,
  people,
  ready,
  rehearsed,
  verdict,
  withKeys,
} from '../test/secret-hall.ts'
import { countSecret } from './secret-result.ts'
import type { SecretBallot } from './secret-records.ts'

describe('a ballot', () => {
  it('is armed only with keys and a passed rehearsal, by a committee that stands on no ballot', () => {
    const world = allowed(hall())
    must(world.wish('clerk', 'secretBallot.rehearse', { item: world.item }))
    const rehearsal = world.ballot().id
    expect(world.try('chair', 'secretBallot.arm', { ballot: rehearsal })).toBe('secretBallot.keysMissing')
    withKeys(world)
    const ballot = draft(world, 'relieve_office', people(1))
    expect(world.try('chair', 'secretBallot.arm', { ballot })).toBe('secretBallot.rehearsalMissing')
    rehearsed(world)
    const own = draft(world, 'relieve_office', [{ id: 's', name: 'Ông', person: 'd3' }])
    expect(world.try('chair', 'secretBallot.arm', { ballot: own })).toBe('committee.onBallot')
    expect(world.try('clerk', 'secretBallot.arm', { ballot })).toBe('command.notAllowed')
    must(world.wish('chair', 'secretBallot.arm', { ballot }))
    expect(
      world.try('chair', 'committee.elect', { head: 'd1', secretary: 'd2', members: [...committee, 'd10'] }),
    ).toBe('committee.onBallot')
    expect(world.try('chair', 'secretKeys.start')).toBe('secretKeys.inUse')
  })

  it('has an election text that the verifier takes as canonical, in every form', () => {
    const world = ready()
    const drafts: [string, readonly object[], object, object[]][] = [
      [
        'relieve_office',
        people(2),
        {},
        [
          { min: 0, max: 1, blank: false },
          { min: 0, max: 1, blank: false },
        ],
      ],
      ['elect_office', people(4), { seats: 2 }, [{ min: 0, max: 2, blank: true }]],
      ['elect_office', people(2), { seats: 2, form: 'columns' }, [{ max: 1 }, { max: 1 }]],
      [
        'straw_poll',
        [],
        { entries: ['a', 'b'].map((id) => ({ id, label: { vi: `Chọn "${id}"`, en: id } })) },
        [{ min: 1, max: 1, blank: false }],
      ],
      [
        'confidence_survey',
        people(3),
        {},
        [{}, {}, { answers: ['Tín nhiệm cao', 'Tín nhiệm', 'Tín nhiệm thấp'] }],
      ],
    ]
    for (const [code, subjects, more, questions] of drafts) {
      const ballot = draft(world, code, subjects, more)
      must(world.wish('chair', 'secretBallot.arm', { ballot }))
      const text = world.state.one('secretElection', ballot)?.text ?? ''
      const read = readElection(text, 'council', groupOf)
      expect(read.flaws).toEqual([])
      expect(read.election?.uuid).toBe(world.ballot(ballot).uuid)
      expect(read.election?.questions).toMatchObject(questions)
      must(world.wish('chair', 'secretBallot.void', { ballot, reason: 'Thử mẫu phiếu' }))
    }
  })

  it('has only forms that can be proved', () => {
    const elect = { code: 'elect_office', methods: [] as never }
    expect(formFor(elect, undefined, 4, 2)).toBe('list')
    expect(formFor(elect, 'columns', 4, 2)).toBeUndefined()
    expect(formFor(elect, 'strike', 4, 2)).toBe('strike')
    expect(formFor(elect, undefined, 1, 2)).toBeUndefined()
    expect(formFor({ ...elect, code: 'relieve_office' }, 'list', 2, 1)).toBeUndefined()
    expect(formFor({ ...elect, code: 'straw_poll' }, undefined, 0, 1)).toBe('options')
  })

  it("opens on enough ballots handed out, or on the chair's word about who takes none", () => {
    const world = ready()
    const ballot = draft(world, 'relieve_office', people(1))
    expect(world.try('chair', 'secretBallot.issue', { ballot })).toBe('secretBallot.wrongState')
    bring(world, ballot, 'issuing', [])
    expect(world.try('chair', 'secretBallot.open', { ballot })).toBe('secretBallot.tooFewIssued')
    must(world.wish('system', 'secretBallot.boxProgressed', { ballot, ...figures, issued: 18 }))
    expect(world.try('chair', 'secretBallot.open', { ballot })).toBe('secretBallot.notAllIssued')
    expect(world.try('clerk', 'secretBallot.open', { ballot, absent: 2 })).toBe('command.notAllowed')
    must(world.wish('chair', 'secretBallot.open', { ballot, absent: 2 }))
    expect(world.state.one('electorate', ballot)?.people).toHaveLength(20)
    must(world.wish('system', 'secretBallot.boxThawed', { ballot, issued: 9 }))
    expect(world.ballot(ballot).state).toBe('issuing')
    must(world.wish('system', 'secretBallot.boxProgressed', { ballot, ...figures, issued: 18 }))
    must(world.wish('chair', 'secretBallot.open', { ballot, absent: 2 }))
    must(world.wish('system', 'secretBallot.boxOpened', opened(ballot, 18)))
    expect(world.ballot(ballot).frozen).toEqual({ total: 20, present: 20, issued: 18, absent: 2 })
    expect(world.try('system', 'secretBallot.boxOpened', opened(ballot, 20))).toBe('secretBallot.wrongState')
    const other = draft(world, 'relieve_office', people(1))
    must(world.wish('chair', 'secretBallot.arm', { ballot: other }))
    expect(world.try('chair', 'secretBallot.issue', { ballot: other })).toBe('secretBallot.anotherRunning')
    expect(world.try('chair', 'session.adjourn')).toBe('ballot.anotherOpen')
  })

  it('keeps figures that never go back, and comes back paused from a crash in closing', () => {
    const world = ready()
    const ballot = draft(world, 'relieve_office', people(1))
    bring(world, ballot, 'open', [])
    const progress = (more: object) =>
      world.try('system', 'secretBallot.boxProgressed', { ballot, ...figures, head: hex('5'), ...more })
    expect(progress({ cast: 7 })).toBeNull()
    expect(progress({ cast: 6 })).toBe('secretBallot.wrongState')
    expect(world.try('chair', 'secretBallot.boxProgressed', { ballot, ...figures })).toBe(
      'command.notAllowed',
    )
    must(world.wish('chair', 'secretBallot.pause', { ballot }))
    must(world.wish('chair', 'secretBallot.resume', { ballot }))
    must(world.wish('chair', 'secretBallot.close', { ballot }))
    must(world.wish('system', 'secretBallot.boxRecovered', { ballot }))
    expect(world.ballot(ballot)).toMatchObject({ state: 'paused', closesAt: null })
    must(world.wish('chair', 'secretBallot.close', { ballot }))
    expect(world.try('chair', 'secretBallot.resume', { ballot })).toBe('secretBallot.wrongState')
  })

  it('is opened only after the window, by enough keys that found it in order, and never with too few ballots', () => {
    const world = ready()
    const ballot = draft(world, 'relieve_office', people(1))
    bring(world, ballot, 'closed', [])
    const start = () => world.try('chair', 'secretBallot.startOpening', { ballot })
    expect(start()).toBe('secretBallot.complaintsOpen')
    must(world.wish('d15', 'secretBallot.complain', { ballot, reason: 'not_in_box' }))
    world.tick(61_000)
    expect(start()).toBe('secretBallot.notChecked')
    const seal = (person: string, more: object = {}) =>
      world.try(person, 'secretBallot.seal', { ballot, head: hex('2'), fit: true, ...more })
    for (const person of committee.slice(0, 3)) expect(seal(person)).toBeNull()
    expect(seal('d4', { fit: false, reasons: ['decrypt.roll'] })).toBeNull()
    expect(seal('d5', { head: hex('9') })).toBe('secretBallot.otherHead')
    expect(seal('d9')).toBe('command.notAllowed')
    expect(start()).toBe('secretBallot.notChecked')
    expect(seal('d5')).toBeNull()
    expect(start()).toBeNull()
    const decrypted = (person: string) =>
      world.try('system', 'secretBallot.boxDecrypted', { ballot, person, hash: hex('6'), head: hex('7') })
    expect(decrypted('d1')).toBeNull()
    expect(decrypted('d1')).toBe('secretBallot.wrongState')
    const bad = { ballot, person: 'd2', hash: hex('8'), reason: 'C16 decryptionProof' }
    expect(world.try('system', 'secretBallot.boxRefusedDecryption', bad)).toBeNull()
    expect(world.state.one('secretOpening', `${ballot}:d2`)).toMatchObject({ state: 'refused' })
    expect(world.try('system', 'secretBallot.boxRefusedDecryption', { ...bad, person: 'd1' })).toBe(
      'secretBallot.wrongState',
    )
    expect(world.try('chair', 'secretBallot.toPaper', { ballot, reason: 'Muộn' })).toBe(
      'secretBallot.wrongState',
    )
    const small = ready({ leastCounted: 20 })
    const few = draft(small, 'relieve_office', people(1))
    bring(small, few, 'closing', [])
    const end = { ballot: few, head: hex('2'), tallied: hex('3'), ballots: 19, tested: 0, codes: [] }
    must(small.wish('system', 'secretBallot.boxClosed', end))
    small.tick(61_000)
    expect(small.try('chair', 'secretBallot.startOpening', { ballot: few })).toBe(
      'secretBallot.tooFewBallots',
    )
  })

  it('is announced only when both programs accepted its last event', () => {
    const world = ready()
    const ballot = draft(world, 'relieve_office', people(1))
    bring(world, ballot, 'counted', [[15, 4]])
    const publish = () => world.try('chair', 'secretBallot.publish', { ballot })
    const result = () => world.state.one('secretResult', ballot)
    expect(result()?.audience).not.toContain('everyone')
    expect(publish()).toBe('secretBallot.notVerified')
    must(world.wish('system', 'secretBallot.boxVerified', { ballot, tool: 'nghi-truong', ...verdict }))
    expect(publish()).toBe('secretBallot.notVerified')
    expect(world.try('d1', 'secretBallot.enterVerdict', { ballot, ...verdict, head: hex('9') })).toBe(
      'secretBallot.otherHead',
    )
    must(world.wish('d1', 'secretBallot.enterVerdict', { ballot, ...verdict }))
    expect(publish()).toBeNull()
    expect(result()).toMatchObject({
      audience: ['everyone'],
      collected: 20,
      subjects: [{ subject: 's0', counts: { yes: 15, no: 4 }, invalid: 1, outcome: 'passed' }],
    })
    // What was said is enough to know it all again.
    expect(refold(world.log).one('secretResult', ballot)).toEqual(result())
  })

  it('is not announced when one program refuses', () => {
    const world = ready()
    const ballot = draft(world, 'relieve_office', people(1))
    bring(world, ballot, 'counted', [[15, 4]])
    must(world.wish('system', 'secretBallot.boxVerified', { ballot, tool: 'nghi-truong', ...verdict }))
    must(world.wish('d1', 'secretBallot.enterVerdict', { ballot, ...verdict, verdict: 'reject' }))
    must(world.wish('d2', 'secretBallot.enterVerdict', { ballot, ...verdict }))
    expect(world.try('chair', 'secretBallot.publish', { ballot })).toBe('secretBallot.notVerified')
  })

  it('moves to paper in one verb at any point before the opening', () => {
    for (const state of ['armed', 'issuing', 'open', 'closing', 'closed'] as const) {
      const world = ready()
      const ballot = draft(world, 'relieve_office', people(2))
      bring(world, ballot, state, [])
      expect(world.try('clerk', 'secretBallot.toPaper', { ballot, reason: 'Mất điện' })).toBe(
        'command.notAllowed',
      )
      must(world.wish('chair', 'secretBallot.toPaper', { ballot, reason: 'Mất điện' }))
      const { paper } = world.ballot(ballot)
      expect(world.ballot(ballot)).toMatchObject({ state: 'paper', voidReason: 'Mất điện' })
      expect(world.state.one('paperBallot', paper ?? '')).toMatchObject({
        state: 'issuing',
        repeats: ballot,
        round: 2,
        frozen: { total: 20, present: 20 },
      })
      must(world.wish('d1', 'paper.startCounting', { paperBallot: paper }))
    }
  })

  it('is repeated after it was voided, and among the tied after an election', () => {
    const world = ready()
    const ballot = draft(world, 'elect_office', people(3), { seats: 2 })
    bring(world, ballot, 'counted', [[1, 15, 12, 12]])
    expect(world.state.one('secretResult', ballot)).toMatchObject({
      blank: 1,
      valid: 19,
      subjects: [{ outcome: 'elected' }, { outcome: 'revote' }, { outcome: 'revote' }],
    })
    must(world.wish('system', 'secretBallot.boxVerified', { ballot, tool: 'nghi-truong', ...verdict }))
    must(world.wish('d1', 'secretBallot.enterVerdict', { ballot, ...verdict }))
    expect(world.try('chair', 'secretBallot.repeat', { ballot })).toBe('secretBallot.wrongState')
    must(world.wish('chair', 'secretBallot.publish', { ballot }))
    must(world.wish('chair', 'secretBallot.repeat', { ballot }))
    expect(world.ballot()).toMatchObject({ seats: 1, round: 2, repeats: ballot, form: 'list' })
    expect(world.ballot().subjects.map((one) => one.id)).toEqual(['s1', 's2'])
    must(world.wish('chair', 'secretBallot.void', { ballot, reason: 'Sai' }))
    must(world.wish('chair', 'secretBallot.repeat', { ballot }))
    expect(world.ballot().subjects).toHaveLength(3)
  })
})

describe('the count', () => {
  const base = (form: SecretBallot['form']) => {
    const world = ready()
    const id = draft(world, 'confidence_survey', people(1))
    return { ...world.ballot(id), form, frozen: { total: 25, present: 20, issued: 20, absent: 0 } }
  }

  it('takes the collected ballots as the base of confidence, per person, with its consequences', () => {
    const ballot = base('columns')
    const outcome = (counts: number[]) => countSecret(ballot, 18, [counts]).subjects[0]?.outcome
    expect(outcome([0, 6, 12])).toBe('submit_relief')
    expect(outcome([0, 7, 11])).toBe('may_resign')
    expect(outcome([0, 9, 9])).toBe('none')
    // No mark for this person: it lowers nothing of the base.
    expect(countSecret(ballot, 18, [[2, 3, 10]])).toMatchObject({
      base: 18,
      collected: 18,
      subjects: [{ invalid: 3, valid: 15, outcome: 'may_resign' }],
    })
  })
})
