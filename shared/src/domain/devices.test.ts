/** Device keys and signed votes. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { castText, enrolText } from './devices.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { conveneInput, createWorld, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused}`)
}

interface Device {
  readonly key: string
  sign(text: string): string
}

function device(): Device {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return {
    key: x ?? '',
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  }
}

const enrol = (world: World, person: string, one: Device, as = person) =>
  world.wish(person, 'devices.enrol', {
    key: one.key,
    name: 'iPad',
    proof: one.sign(enrolText('kyhop', as, one.key)),
  })

function open(): World & { readonly ballot: string } {
  const world = createWorld()
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  const item = world.state.every('item')[0]?.id
  must(world.wish('clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Q' }))
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world.wish('chair', 'ballot.open', { ballot }))
  return { ...world, ballot }
}

const cast = (
  world: World & { ballot: string },
  person: string,
  one: Device,
  change: object = {},
  sent: object = {},
) => {
  const body = { ballot: world.ballot, round: 1, choice: 'yes', clientSeq: 1 }
  const text = castText({ log: 'kyhop', person, key: one.key, ...body, ...change })
  return world.wish(person, 'ballot.cast', {
    ...body,
    ...sent,
    proof: { key: one.key, signature: one.sign(text) },
  })
}

describe('a device', () => {
  it('enrols a key it can prove, once, for its own person', () => {
    const world = open()
    const mine = device()
    expect(refusedAs(enrol(world, 'd1', mine, 'd2'))).toBe('device.badProof')
    must(enrol(world, 'd1', mine))
    expect(refusedAs(enrol(world, 'd1', mine))).toBe('device.known')
    expect(refusedAs(enrol(world, 'd2', mine))).toBe('device.taken')
    expect(refusedAs(enrol(world, 'guest', device()))).toBe('command.notAllowed')
  })
  it('signs votes that are taken, and kept with their signature', () => {
    const world = open()
    const mine = device()
    must(enrol(world, 'd1', mine))
    must(cast(world, 'd1', mine))
    expect(world.state.one('cast', `${world.ballot}:d1`)?.proof?.key).toBe(mine.key)
  })
  it.each([
    ['another log', { log: 'khac' }],
    ['another vote', { ballot: 'khac' }],
    ['another round', { round: 2 }],
    ['another person', { person: 'd2' }],
    ['another choice', { choice: 'no' }],
    ['another count', { clientSeq: 2 }],
    ['a place in the log it does not name', { seen: { seq: 3, head: 'a'.repeat(64) } }],
  ])('is not believed when it signed %s', (_what, change) => {
    const world = open()
    const mine = device()
    must(enrol(world, 'd1', mine))
    expect(refusedAs(cast(world, 'd1', mine, change))).toBe('ballot.badSignature')
  })
  it('says which entry of the log it knew last, and signs that as well', () => {
    const world = open()
    const mine = device()
    must(enrol(world, 'd1', mine))
    const seen = { seq: 3, head: 'a'.repeat(64) }
    const vote = (named: object, signed: object, clientSeq: number) => {
      const body = { ballot: world.ballot, round: 1, choice: 'yes', clientSeq }
      const text = castText({ log: 'kyhop', person: 'd1', key: mine.key, ...body, ...signed })
      const proof = { key: mine.key, signature: mine.sign(text), ...named }
      return world.wish('d1', 'ballot.cast', { ...body, proof })
    }
    const other = { seen: { ...seen, head: 'b'.repeat(64) } }
    expect(refusedAs(vote(other, { seen }, 1))).toBe('ballot.badSignature')
    expect(refusedAs(vote({}, { seen }, 1))).toBe('ballot.badSignature')
    expect(refusedAs(vote({ seen }, {}, 1))).toBe('ballot.badSignature')
    must(vote({ seen }, { seen }, 1))
    // In the log it stays; the record goes to every screen with the result.
    expect(Object.keys(world.state.one('cast', `${world.ballot}:d1`)?.proof ?? {})).toEqual([
      'key',
      'signature',
    ])
    // Devices of an earlier version name none.
    must(vote({}, {}, 2))
  })
  it('signs nothing once revoked, nor with a key nobody enrolled, nor for another', () => {
    const world = open()
    const [mine, other] = [device(), device()]
    expect(refusedAs(cast(world, 'd1', mine))).toBe('ballot.badSignature')
    must(enrol(world, 'd1', mine))
    must(enrol(world, 'd2', other))
    expect(refusedAs(cast(world, 'd1', other))).toBe('ballot.badSignature')
    expect(refusedAs(world.wish('d3', 'devices.revoke', { key: mine.key }))).toBe('device.notSeen')
    must(world.wish('clerk', 'devices.revoke', { key: mine.key }))
    expect(refusedAs(cast(world, 'd1', mine))).toBe('ballot.badSignature')
    expect(refusedAs(world.wish('d1', 'devices.revoke', { key: mine.key }))).toBe('device.notSeen')
  })
  it('once enrolled, is the only way its person votes', () => {
    const world = open()
    must(enrol(world, 'd1', device()))
    const bare = { ballot: world.ballot, round: 1, choice: 'yes', clientSeq: 1 }
    expect(refusedAs(world.wish('d1', 'ballot.cast', bare))).toBe('ballot.unsigned')
    must(world.wish('d2', 'ballot.cast', bare))
  })
})
