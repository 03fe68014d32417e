/** Random sessions: whatever people wish, in whatever order, these things stay true. */
import { describe, expect, it } from 'vitest'
import { sees, type Viewer } from './audience.ts'
import { holdsTheHall } from './holding.ts'
import { compare } from './manifest.ts'
import { isRefusal, refusals } from './refusal.ts'
import { portableHash } from '../log/chain.ts'
import { randomWish } from '../test/life.ts'
import { conveneInput, createWorld, refold, seeded, type World } from '../test/world.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const lives = Number(process.env['LIVES'] ?? 60)
const steps = 700

/** The second bookkeeping: what each person last chose, by ballot, and what the hall looked like when it opened. */
interface Book {
  readonly choices: Map<string, Map<string, string>>
  /** Highest clientSeq seen, by ballot and person. */
  readonly last: Map<string, number>
  /** Who was present in office when each ballot opened. */
  readonly hall: Map<string, readonly string[]>
}

function presentNow({ state }: World): readonly string[] {
  return state
    .every('person')
    .filter(
      (one) =>
        one.inOffice &&
        one.roles.includes('delegate') &&
        state.one('attendance', one.id)?.state === 'present',
    )
    .map((one) => one.id)
}

function checkRecords(world: World): void {
  const { state } = world
  const positions = state.every('item').map((item) => item.position)
  expect([...positions].sort((a, b) => a - b)).toEqual(positions.map((_, index) => index))
  expect(state.every('item').filter((item) => item.state === 'current').length).toBeLessThanOrEqual(1)
  expect(state.every('speech').filter((one) => one.state === 'speaking').length).toBeLessThanOrEqual(1)
  const running = state.every('ballot').filter(holdsTheHall)
  expect(running.length).toBeLessThanOrEqual(1)
  const waiting = state.every('speech').filter((one) => one.state === 'waiting' || one.state === 'speaking')
  expect(new Set(waiting.map((one) => `${one.item} ${one.person}`)).size).toBe(waiting.length)
}

function checkSecrets(world: World): void {
  const { state } = world
  const stranger: Viewer = { person: 'd99', roles: ['delegate', 'chair', 'secretariat', 'admin'], groups: [] }
  const guest: Viewer = { person: 'guest', roles: ['guest'], groups: [] }
  for (const cast of state.every('cast')) {
    const shown = ['published', 'void'].includes(state.one('ballot', cast.ballot)?.state ?? '')
    expect(sees({ ...guest, person: cast.person }, cast.audience)).toBe(true)
    if (!shown && cast.by === 'self') expect(sees(stranger, cast.audience)).toBe(false)
  }
  for (const result of state.every('result'))
    if (state.one('ballot', result.id)?.state === 'closed') expect(sees(guest, result.audience)).toBe(false)
  for (const document of state.every('document'))
    if (document.state !== 'published') expect(sees(guest, document.audience)).toBe(false)
  for (const item of state.every('item'))
    if (!state.every('session')[0]?.agendaPublished) expect(sees(guest, item.audience)).toBe(false)
}

function checkVotes(world: World, book: Book): void {
  for (const ballot of world.state.every('ballot')) {
    const choices = book.choices.get(ballot.id) ?? new Map<string, string>()
    const turnout = world.state.one('turnout', ballot.id)
    if (turnout) expect(turnout.cast).toBe(choices.size)
    const result = world.state.one('result', ballot.id)
    if (!result) continue
    const yes = [...choices.values()].filter((choice) => choice === 'yes').length
    const manifest = world.state.one('manifest', ballot.id)
    if (!manifest) throw new Error('a counted vote has no list')
    // Everybody finds in the list exactly what he chose last, and those who did not vote find nothing.
    for (const person of book.hall.get(ballot.id) ?? []) {
      const record = world.state.one('cast', `${ballot.id}:${person}`) ?? null
      const found = compare(portableHash, 'kyhop', ballot, manifest, result, { person, cast: null, record })
      const choice = choices.get(person)
      if (choice === undefined) expect(found).toEqual({ kind: 'notVoted' })
      else expect(found).toMatchObject({ kind: 'agreesWithRecord', choice })
    }
    for (const option of ballot.options)
      expect(result.counts[option.id]).toBe([...choices.values()].filter((one) => one === option.id).length)
    expect(result.cast).toBe(choices.size)
    const frozen = ballot.frozen
    if (!frozen) throw new Error('a counted ballot was never opened')
    // More than half of all delegates in office, by counting twice over instead of by the rule's arithmetic.
    if (ballot.rule.code === 'adopt_resolution') expect(result.passed).toBe(yes + yes > frozen.total)
    if (ballot.method !== 'written_opinion')
      expect(frozen.present * 3).toBeGreaterThanOrEqual(frozen.total * 2)
    if (ballot.rule.code === 'committee_vote') {
      const agreed = [...choices.values()].filter((choice) => choice.startsWith('yes')).length
      expect(result.passed).toBe(agreed + agreed > frozen.total)
    }
    for (const one of [world.state.one('witnessed', ballot.id)])
      if (one)
        expect(one.agree + one.differ).toBe(
          world.state.every('witness').filter((witness) => witness.ballot === ballot.id).length,
        )
    expect(frozen.eligible).toBeLessThanOrEqual(frozen.present)
  }
}

function live(lifeSeed: number): { world: World; accepted: number } {
  const random = seeded(lifeSeed)
  const world = createWorld()
  const book: Book = { choices: new Map(), last: new Map(), hall: new Map() }
  world.wish('clerk', 'session.convene', conveneInput)
  let accepted = 0
  for (let step = 0; step < steps; step++) {
    world.tick(Math.floor(random() * 4000))
    const [person, type, input] = randomWish(random, world)
    const before = world.log.length
    const hall = presentNow(world)
    const states = new Map(world.state.every('ballot').map((one) => [one.id, one.state]))
    const outcome = world.wish(person, type, input)
    if (isRefusal(outcome)) {
      expect(Object.hasOwn(refusals, outcome.refused)).toBe(true)
      expect(world.log.length).toBe(before)
      continue
    }
    accepted++
    for (const entry of outcome) {
      if (entry.type === 'ballot.opened') book.hall.set((entry.data as { ballot: string }).ballot, hall)
      if (entry.type === 'opinion.opened') {
        const { ballot, people } = entry.data as { ballot: string; people: readonly string[] }
        book.hall.set(ballot, people)
      }
      if (entry.type !== 'ballot.cast') continue
      const cast = entry.data as {
        ballot: string
        person: string
        choice: string
        clientSeq: number
        by: string
      }
      const key = `${cast.ballot} ${cast.person}`
      if (cast.by === 'self') expect(cast.person).toBe(person)
      else expect(person).toBe('clerk')
      expect(cast.by === 'self' ? ['open', 'closing'] : ['open', 'paused', 'closing']).toContain(
        states.get(cast.ballot),
      )
      expect(book.hall.get(cast.ballot)).toContain(cast.person)
      expect(cast.clientSeq).toBeGreaterThan(book.last.get(key) ?? 0)
      book.last.set(key, cast.clientSeq)
      const own = book.choices.get(cast.ballot) ?? new Map<string, string>()
      book.choices.set(cast.ballot, own.set(cast.person, cast.choice))
    }
    checkRecords(world)
    if (step % 20 === 0) checkSecrets(world)
  }
  checkSecrets(world)
  checkVotes(world, book)
  return { world, accepted }
}

describe(`random sessions, seed ${seed}`, () => {
  it(`keeps its promises through ${lives} lives`, () => {
    let results = 0
    let accepted = 0
    for (let life = 0; life < lives; life++) {
      const { world, accepted: some } = live(seed + life)
      accepted += some
      results += world.state.every('result').length
      const again = refold(world.log)
      expect(again.all()).toEqual(world.state.all())
    }
    console.log(
      `random sessions: seed ${seed}, ${lives} lives, ${accepted} accepted wishes, ${results} counted votes`,
    )
    expect(results).toBeGreaterThan(lives)
  })
})
