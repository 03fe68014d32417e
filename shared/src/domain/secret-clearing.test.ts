/** The end of the rolls: two people, the time of the profile, and nothing but rolls and keys goes. */
import { describe, expect, it } from 'vitest'
import { bring, committee, draft, hall, hex, must, ready, verdict, type Hall } from '../test/secret-hall.ts'
import { refold } from '../test/world.ts'

const day = 86_400_000
const clearing = (world: Hall) => world.state.one('secretClearing', 'secretClearing')
const named = { backups: ['2026-12-08T02-00-00.000Z.ntb'], known: true }

/** A hall with a passed rehearsal and one announced ballot. */
function announced(): { world: Hall; ballot: string; rehearsal: string } {
  const world = ready()
  const rehearsal = world.ballot().id
  const ballot = draft(world, 'relieve_office', [{ id: 'a', name: 'Ông A', person: 'd10' }])
  bring(world, ballot, 'counted', [[10, 10]])
  must(world.wish('system', 'secretBallot.boxVerified', { ballot, tool: 'nghi-truong', ...verdict }))
  must(world.wish('d1', 'secretBallot.enterVerdict', { ballot, ...verdict }))
  must(world.wish('chair', 'secretBallot.publish', { ballot }))
  return { world, ballot, rehearsal }
}

describe('sealing the rolls', () => {
  it('is the desk’s, after every ballot, also when the session is closed', () => {
    const { world, ballot, rehearsal } = announced()
    expect(world.try('d9', 'secretBallot.sealRolls')).toBe('command.notAllowed')
    expect(world.try('d1', 'secretBallot.sealRolls')).toBe('command.notAllowed')
    must(world.wish('chair', 'session.close', {}))
    expect(world.try('clerk', 'secretBallot.sealRolls')).toBeNull()
    const now = clearing(world)
    expect(now).toMatchObject({ state: 'sealed', sealedBy: 'clerk', ballots: [rehearsal, ballot] })
    expect(Date.parse(now?.notBefore ?? '') - Date.parse(now?.sealedAt ?? '')).toBe(30 * day)
    expect(world.try('chair', 'secretBallot.sealRolls')).toBe('secretBallot.wrongState')
  })
  it('waits for a ballot that is not over, and needs one that was handed out', () => {
    expect(hall().try('clerk', 'secretBallot.sealRolls')).toBe('secretBallot.noRoll')
    const { world } = announced()
    const next = draft(world, 'relieve_office', [{ id: 'b', name: 'Ông B', person: 'd11' }])
    must(world.wish('chair', 'secretBallot.arm', { ballot: next }))
    expect(world.try('clerk', 'secretBallot.sealRolls')).toBe('secretBallot.stillRunning')
    must(world.wish('chair', 'secretBallot.void', { ballot: next, reason: 'Thử' }))
    expect(world.try('clerk', 'secretBallot.sealRolls')).toBeNull()
    expect(clearing(world)?.ballots).toContain(next)
  })
})

describe('destroying the rolls', () => {
  it('takes a second person, the chair among the two, and the time', () => {
    const { world } = announced()
    expect(world.try('chair', 'secretBallot.destroyRolls')).toBe('secretBallot.wrongState')
    must(world.wish('clerk', 'secretBallot.sealRolls', {}))
    expect(world.try('chair', 'secretBallot.destroyRolls')).toBe('secretBallot.rollsKept')
    world.tick(30 * day - 60_000)
    expect(world.try('chair', 'secretBallot.destroyRolls')).toBe('secretBallot.rollsKept')
    world.tick(60_000)
    expect(world.try('clerk', 'secretBallot.destroyRolls')).toBe('secretBallot.secondPerson')
    expect(world.try('d1', 'secretBallot.destroyRolls')).toBe('command.notAllowed')
    expect(world.try('chair', 'secretBallot.destroyRolls')).toBeNull()
    expect(world.try('chair', 'secretBallot.destroyRolls')).toBe('secretBallot.wrongState')
  })
  it('names the backups, takes the sealed key messages out of the records, and ends with the last box', () => {
    const { world, ballot, rehearsal } = announced()
    expect(world.try('system', 'secretBallot.boxNamedBackups', named)).toBe('secretBallot.wrongState')
    must(world.wish('clerk', 'secretBallot.sealRolls', {}))
    must(world.wish('system', 'secretBallot.boxNamedBackups', named))
    expect(clearing(world)).toMatchObject({ backups: named.backups, backupsKnown: true })
    expect(world.try('system', 'secretBallot.boxDestroyed', { ballot })).toBe('secretBallot.wrongState')
    expect(world.try('d1', 'secretKeys.destroy')).toBe('secretBallot.wrongState')
    world.tick(30 * day)
    expect(world.state.every('secretKeyMessage').length).toBeGreaterThan(0)
    must(world.wish('chair', 'secretBallot.destroyRolls', {}))
    expect(world.state.every('secretKeyMessage')).toEqual([])
    expect(world.try('chair', 'secretBallot.boxDestroyed', { ballot })).toBe('command.notAllowed')
    must(world.wish('system', 'secretBallot.boxDestroyed', { ballot }))
    expect(world.try('system', 'secretBallot.boxDestroyed', { ballot })).toBe('secretBallot.wrongState')
    expect(clearing(world)?.state).toBe('ordered')
    must(world.wish('system', 'secretBallot.boxDestroyed', { ballot: rehearsal }))
    expect(clearing(world)).toMatchObject({ state: 'cleared' })
    expect(clearing(world)?.cleared[0]).toMatchObject({ ballot, rollHash: hex('a') })
    // The result and everything else stays.
    expect(world.state.one('secretResult', ballot)?.raw).toEqual([[10, 10]])
    expect(refold(world.log).one('secretClearing', 'secretClearing')).toEqual(clearing(world))
    expect(world.try('clerk', 'secretBallot.sealRolls')).toBe('secretBallot.noRoll')
  })
  it('each holder of a key says once that it is destroyed, nobody else does', () => {
    const { world } = announced()
    must(world.wish('clerk', 'secretBallot.sealRolls', {}))
    world.tick(30 * day)
    must(world.wish('chair', 'secretBallot.destroyRolls', {}))
    expect(world.try('d9', 'secretKeys.destroy')).not.toBeNull()
    for (const member of committee) expect(world.try(member, 'secretKeys.destroy')).toBeNull()
    expect(world.try('d1', 'secretKeys.destroy')).toBe('secretBallot.wrongState')
    expect(clearing(world)?.keysDestroyed.map((one) => one.person)).toEqual(committee)
  })
})
