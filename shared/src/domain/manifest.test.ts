/** The announced list: everybody finds his own line, and every way of tampering shows. */
import { describe, expect, it } from 'vitest'
import { compare, entryCode, manifestText, type Own } from './manifest.ts'
import type { Manifest, Result } from './records.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { witnessText } from './witness.ts'
import { portableHash } from '../log/chain.ts'
import { enrol, signedCast, testDevice } from '../test/devices.ts'
import { conveneInput, createWorld, seeded, type World } from '../test/world.ts'

const refusedAs = (outcome: Refusal | readonly unknown[]): string | null =>
  isRefusal(outcome) ? outcome.refused : null

function must(outcome: ReturnType<World['wish']>): void {
  if (isRefusal(outcome))
    throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.params ?? {})}`)
}

/** Eight voters with devices of their own; the choices in order, null for who does not vote. */
function voted(choices: readonly (string | null)[], extra: object = {}) {
  const world = createWorld(9)
  must(world.wish('clerk', 'session.convene', conveneInput))
  must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
  must(world.wish('clerk', 'agenda.publish', {}))
  for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
  must(world.wish('chair', 'session.open', {}))
  const item = world.state.every('item')[0]?.id ?? ''
  must(world.wish('clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Q', ...extra }))
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world.wish('chair', 'ballot.open', { ballot }))
  const devices = new Map(choices.map((_, n) => [`d${n + 1}`, testDevice()]))
  choices.forEach((choice, n) => {
    const person = `d${n + 1}`
    const device = devices.get(person)
    if (!device || choice === null) return
    must(enrol(world, person, device))
    must(
      world.wish(
        person,
        'ballot.cast',
        signedCast(device, { ballot, round: 1, person, choice, clientSeq: 1 }),
      ),
    )
  })
  const loose = { ballot, round: 1, choice: 'option_1', clientSeq: 1 }
  const unsigned = 'secrecy' in extra ? refusedAs(world.wish('chair', 'ballot.cast', loose)) : null
  const casts = new Map(world.state.every('cast').map((cast) => [cast.person, cast]))
  must(world.wish('chair', 'ballot.close', { ballot }))
  must(world.wish('system', 'ballot.finish', { ballot }))
  const own = (person: string): Own => ({ person, cast: casts.get(person) ?? null, record: null })
  const announced = () => {
    const manifest = world.state.one('manifest', ballot)
    const result = world.state.one('result', ballot)
    const record = world.state.one('ballot', ballot)
    if (!manifest || !result || !record) throw new Error('nothing announced')
    return { manifest, result, record }
  }
  const held = (person: string, manifest?: Partial<Manifest>, result?: Partial<Result>) => {
    const a = announced()
    return compare(
      portableHash,
      'kyhop',
      a.record,
      { ...a.manifest, ...manifest },
      { ...a.result, ...result },
      own(person),
    )
  }
  return { ...world, unsigned, ballot, devices, casts, announced, held }
}

const choices = ['yes', 'yes', 'no', 'abstain', 'yes', null, 'no', 'yes']

describe('the announced list', () => {
  it('is nobody’s before the announcement, then everybody’s, and its code is the result’s', () => {
    const world = voted(choices)
    expect(world.announced().manifest.audience).toEqual([])
    must(world.wish('chair', 'ballot.publish', { ballot: world.ballot }))
    const { manifest, result } = world.announced()
    expect(manifest.audience).toEqual(['everyone'])
    expect(result.code).toBe(manifest.hash.slice(0, 8))
    expect(manifest.entries).toHaveLength(7)
    expect(manifest.entries.map((one) => one.code)).toEqual(
      manifest.entries.map((one) => one.code).toSorted(),
    )
  })

  it('holds each device’s own vote, with the name where names are published', () => {
    const world = voted(choices)
    choices.forEach((choice, n) => {
      const person = `d${n + 1}`
      const found = world.held(person)
      if (choice === null) expect(found).toEqual({ kind: 'notVoted' })
      else expect(found).toMatchObject({ kind: 'agrees', choice })
    })
    expect(world.announced().manifest.entries.every((one) => one.person !== null)).toBe(true)
  })

  it('bears no name and no guessable code in a nameless poll, which takes signed votes only', () => {
    const poll = voted(['option_1', 'option_2', 'option_1', null], {
      code: 'straw_poll',
      secrecy: 'anonymous',
      entries: ['A', 'B'].map((word) => ({ vi: word, en: word })),
    })
    const { manifest } = poll.announced()
    expect(manifest.entries.map((one) => one.person)).toEqual([null, null, null])
    expect(poll.held('d1')).toMatchObject({ kind: 'agrees', choice: 'option_1' })
    expect(poll.unsigned).toBe('ballot.unsigned')
    must(poll.wish('chair', 'ballot.publish', { ballot: poll.ballot }))
    for (const cast of poll.state.every('cast')) expect(cast.audience).toEqual([`person:${cast.person}`])
    // From what a header shows (who, when) no code can be made.
    for (const cast of poll.state.every('cast'))
      expect(manifest.entries.map((one) => one.code)).not.toContain(
        entryCode(portableHash, 1, { ...cast, proof: null }),
      )
  })

  it('alarms at every kind of tampering', () => {
    const world = voted(choices)
    const { manifest, result, record } = world.announced()
    const rehashed = (entries: Manifest['entries'], counts = result.counts) => {
      const hash = portableHash(manifestText('kyhop', record, entries, counts))
      return [
        { entries, hash },
        { counts, code: hash.slice(0, 8) },
      ] as const
    }
    const mine = world.held('d1')
    const code = mine.kind === 'agrees' ? mine.code : ''
    const turned = manifest.entries.map((one) => (one.code === code ? { ...one, choice: 'no' } : one))
    expect(world.held('d1', { entries: turned })).toEqual({ kind: 'differs', why: 'hash' })
    expect(world.held('d1', ...rehashed(turned))).toEqual({ kind: 'differs', why: 'counts' })
    const counts = { yes: 3, no: 3, abstain: 1 }
    expect(world.held('d1', ...rehashed(turned, counts))).toEqual({ kind: 'differs', why: 'choice' })
    // The others see nothing wrong with theirs: each must look for himself.
    expect(world.held('d2', ...rehashed(turned, counts))).toMatchObject({ kind: 'agrees' })
    const without = manifest.entries.filter((one) => one.code !== code)
    expect(world.held('d1', ...rehashed(without, { yes: 3, no: 2, abstain: 1 }))).toEqual({
      kind: 'differs',
      why: 'missing',
    })
    const stuffed = [...manifest.entries, { code: 'ffffffff', choice: 'yes', person: 'd6' }]
    expect(world.held('d6', ...rehashed(stuffed, { yes: 5, no: 2, abstain: 1 }))).toEqual({
      kind: 'differs',
      why: 'unknownVote',
    })
    expect(world.held('d1', {}, { code: '00000000' })).toEqual({ kind: 'differs', why: 'hash' })
    // One code given to two voters (a clash) fails: the other device does not find its own.
    const clash = manifest.entries.map((one) => (one.person === 'd2' ? { ...one, code } : one))
    expect(world.held('d2', ...rehashed(clash))).toEqual({ kind: 'differs', why: 'missing' })
  })

  it('is found wrong by its owner after any single change, whatever is changed (seeded)', () => {
    const random = seeded(20261122)
    const world = voted(choices)
    const { manifest } = world.announced()
    for (let n = 0; n < 400; n++) {
      const at = Math.floor(random() * manifest.entries.length)
      const field = (['code', 'choice', 'person'] as const)[Math.floor(random() * 3)] ?? 'code'
      const entries = manifest.entries.map((one, place) =>
        place === at ? { ...one, [field]: `x${Math.floor(random() * 1e6)}` } : one,
      )
      expect(world.held('d1', { entries }).kind).toBe('differs')
    }
  })

  it('names raised hands, and has no lines where hands were counted without names', () => {
    const world = createWorld(9)
    must(world.wish('clerk', 'session.convene', conveneInput))
    must(world.wish('clerk', 'agenda.add', { title: 'Nghị quyết' }))
    must(world.wish('clerk', 'agenda.publish', {}))
    for (const { id } of world.state.every('attendance')) must(world.wish(id, 'attendance.checkIn', {}))
    must(world.wish('chair', 'session.open', {}))
    const item = world.state.every('item')[0]?.id
    const draft = { item, code: 'adopt_agenda', question: 'Q', method: 'show_of_hands' }
    const run = (entered: (ballot: string) => void) => {
      must(world.wish('clerk', 'ballot.draft', draft))
      const ballot = world.state.every('ballot').at(-1)?.id ?? ''
      must(world.wish('chair', 'ballot.open', { ballot }))
      entered(ballot)
      must(world.wish('chair', 'ballot.close', { ballot }))
      must(world.wish('system', 'ballot.finish', { ballot }))
      const [record, manifest, result] = [
        world.state.one('ballot', ballot),
        world.state.one('manifest', ballot),
        world.state.one('result', ballot),
      ]
      if (!record || !manifest || !result) throw new Error('not closed')
      return compare(portableHash, 'kyhop', record, manifest, result, {
        person: 'd1',
        cast: null,
        record: world.state.one('cast', `${ballot}:d1`) ?? null,
      })
    }
    const hands = (ballot: string) => ({
      ballot,
      hands: ['d1', 'd2', 'd3'].map((person) => ({ person, choice: 'yes' })),
    })
    const named = run((ballot) => {
      const enter = (input: object) => refusedAs(world.wish('clerk', 'ballot.enterHands', input))
      const [one] = hands(ballot).hands
      expect(enter({ ballot, hands: [one, one] })).toBe('command.badInput')
      expect(enter({ ballot, hands: [one, { person: 'guest', choice: 'yes' }] })).toBe('ballot.notEligible')
      expect(enter({ ballot, hands: [one, { person: 'd2', choice: 'maybe' }] })).toBe('ballot.choiceUnknown')
      expect(world.state.one('turnout', ballot)?.cast).toBe(0)
      const done = world.wish('clerk', 'ballot.enterHands', hands(ballot))
      expect(isRefusal(done) ? 0 : done.length).toBe(3)
      expect(world.state.one('turnout', ballot)?.cast).toBe(3)
      must(world.wish('clerk', 'ballot.enterHands', { ballot, hands: [{ person: 'd1', choice: 'no' }] }))
      expect(world.state.one('turnout', ballot)?.cast).toBe(3)
    })
    expect(named).toMatchObject({ kind: 'agreesWithRecord', choice: 'no' })
    const counted = run((ballot) =>
      must(world.wish('clerk', 'ballot.enterCounts', { ballot, counts: { yes: 5, no: 1 } })),
    )
    expect(counted).toEqual({ kind: 'noEntries' })
  })
})

describe('a device that has compared', () => {
  it('says so once for its person, signed, for the announced list alone', () => {
    const world = voted(choices)
    const { manifest } = world.announced()
    const device = world.devices.get('d1')
    if (!device) throw new Error('no device')
    const seen = (agrees: boolean, hash = manifest.hash, by = device) => ({
      ballot: world.ballot,
      manifest: hash,
      agrees,
      proof: {
        key: by.key,
        signature: by.sign(
          witnessText({
            log: 'kyhop',
            ballot: world.ballot,
            manifest: hash,
            person: 'd1',
            agrees,
            key: by.key,
          }),
        ),
      },
    })
    const say = (input: object, who = 'd1') => refusedAs(world.wish(who, 'ballot.witness', input))
    expect(say(seen(true))).toBe('ballot.wrongState')
    must(world.wish('chair', 'ballot.publish', { ballot: world.ballot }))
    expect(say(seen(true, 'f'.repeat(64)))).toBe('manifest.other')
    expect(say({ ...seen(true), agrees: false })).toBe('ballot.badSignature')
    expect(say(seen(true), 'd2')).toBe('ballot.badSignature')
    expect(say(seen(true, manifest.hash, testDevice()))).toBe('ballot.badSignature')
    expect(say(seen(true))).toBeNull()
    expect(world.state.one('witnessed', world.ballot)).toMatchObject({ agree: 1, differ: 0 })
    expect(say(seen(false))).toBeNull()
    expect(world.state.one('witnessed', world.ballot)).toMatchObject({ agree: 0, differ: 1 })
    expect(world.state.every('witness').map((one) => one.audience)).toEqual([
      ['role:chair', 'role:secretariat', 'person:d1'],
    ])
  })
})
