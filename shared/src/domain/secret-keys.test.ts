/** The opt-in and the keys: two people, step by step, a code that all compared. */
import { describe, expect, it } from 'vitest'
import { comparisonCode } from '../secret-ballot/ceremony.ts'
import { portableHash } from '../log/chain.ts'
import { sees } from './audience.ts'
import { codeOf, uuidOf } from './secret-election.ts'
import { allowed, committee, hall, must, party, proposal } from '../test/secret-hall.ts'

describe('the opt-in', () => {
  it('is off until two people of the desk, the chair one of them, record the decision', () => {
    const world = hall()
    const item = { item: world.item }
    expect(world.try('clerk', 'secretBallot.rehearse', item)).toBe('secretBallot.notAllowed')
    expect(world.try('chair', 'secretKeys.start')).toBe('secretBallot.notAllowed')
    expect(world.try('chair', 'secretBallot.allow')).toBe('secretBallot.notProposed')
    expect(world.try('d3', 'secretBallot.propose', proposal)).toBe('command.notAllowed')
    expect(world.try('chair', 'secretBallot.propose', { ...proposal, decidedBy: 'x' })).toBe(
      'secretBallot.voteNotPassed',
    )
    expect(world.try('chair', 'secretBallot.propose', { ...proposal, leastCounted: 2 })).toBe(
      'command.badInput',
    )
    must(world.wish('chair', 'secretBallot.propose', proposal))
    expect(world.try('chair', 'secretBallot.allow')).toBe('secretBallot.secondPerson')
    must(world.wish('clerk', 'secretBallot.allow', {}))
    expect(world.try('clerk', 'secretBallot.propose', proposal)).toBe('secretBallot.alreadyAllowed')
    const { data } = world.log.find((one) => one.type === 'secretBallot.allowed') ?? {}
    expect(data).toEqual({ ...proposal, by: 'clerk' })
  })
})

describe('the keys', () => {
  it('go step by step, each member once, and end in a code that all compared', () => {
    const world = allowed(hall())
    expect(world.try('d2', 'secretKeys.start')).toBe('command.notAllowed')
    expect(world.try('chair', 'secretKeys.start', { without: ['d4', 'd5', 'd6', 'd7'] })).toBe(
      'secretKeys.tooFew',
    )
    must(world.wish('d1', 'secretKeys.start', { without: ['d7'] }))
    const keys = () => world.state.one('secretKeys', 'secretKeys')
    // One left out does not lower the bar.
    expect(keys()).toMatchObject({
      number: 1,
      threshold: 4,
      members: committee.slice(0, 6),
      state: 'certificate',
    })
    const post = (person: string, step: string) =>
      world.try(person, 'secretKeys.post', { number: 1, step, text: '{}' })
    expect(post('d7', 'certificate')).toBe('secretKeys.notTrustee')
    expect(post('d9', 'certificate')).toBe('command.notAllowed')
    expect(post('d1', 'polynomial')).toBe('secretKeys.wrongStep')
    expect(post('d1', 'certificate')).toBeNull()
    expect(post('d1', 'certificate')).toBe('secretKeys.alreadyPosted')
    for (const person of committee.slice(1, 6)) expect(post(person, 'certificate')).toBeNull()
    expect(keys()?.state).toBe('polynomial')
    const message = world.state.one('secretKeyMessage', '1-certificate-d1')
    expect(message && sees({ person: 'd9', roles: ['delegate'], groups: [] }, message.audience)).toBe(false)
    expect(message && sees({ person: 'd2', roles: ['committee'], groups: [] }, message.audience)).toBe(true)
    must(world.wish('d2', 'secretKeys.blame', { number: 1, member: 'd3', reason: 'ceremony.share' }))
    expect(keys()).toMatchObject({ state: 'failed', fault: { member: 'd3', by: 'd2' } })
    must(world.wish('chair', 'secretKeys.start', { without: ['d3'] }))
    expect(world.state.every('secretKeyMessage')).toEqual([])
  })

  it('differ in the code twice: only paper is left', () => {
    const world = allowed(hall())
    for (const number of [1, 2]) {
      must(world.wish('chair', 'secretKeys.start', {}))
      for (const step of ['certificate', 'polynomial', 'key'])
        for (const person of committee)
          must(world.wish(person, 'secretKeys.post', { number, step, text: '{}' }))
      expect(world.try('d1', 'secretKeys.make', { number, text: '[]', publicKey: '3' })).toBe(
        'command.notAllowed',
      )
      must(world.wish('system', 'secretKeys.make', { number, text: '[]', publicKey: '3' }))
      must(world.wish('d1', 'secretKeys.confirm', { number, same: true }))
      expect(world.try('d1', 'secretKeys.confirm', { number, same: true })).toBe('secretKeys.alreadyPosted')
      must(world.wish('d2', 'secretKeys.confirm', { number, same: false }))
    }
    expect(world.try('chair', 'secretKeys.start')).toBe('secretKeys.onlyPaper')
  })

  it('have the code that every device works out', () => {
    expect(codeOf(portableHash(party().trustees))).toBe(comparisonCode(party().trustees))
    expect(uuidOf(portableHash('x'))).toMatch(/^[1-9A-HJ-NP-Za-km-z]{14}$/)
  })
})
