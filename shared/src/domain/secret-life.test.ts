/**
 * Random lives of electronic secret ballots, by a printed seed: every verb, by everybody and by the box, in any order.
 * What must hold at every step is checked from the log alone, with none of the feature's own reading.
 */
import { expect, test } from 'vitest'
import { sessionCommands } from './catalog.ts'
import { committee, hall, hex } from '../test/secret-hall.ts'
import { pick, refold, seeded, type Logged, type Random } from '../test/world.ts'
import { isRefusal } from './refusal.ts'
import type { SecretBallotState } from './secret-records.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000))
const lives = 60
const steps = 500

const verbs = Object.keys(sessionCommands).filter((verb) => verb.startsWith('secret'))
const everybody = ['chair', 'clerk', 'guest', 'd9', 'd10', ...committee]

/** Verbs of the way through are chosen more often, by those whose business they are. */
const way: readonly (readonly [string, string])[] = [
  ['secretBallot.propose', 'clerk'],
  ['secretBallot.allow', 'chair'],
  ['secretKeys.start', 'chair'],
  ...committee.flatMap((member) => [
    ['secretKeys.post', member] as const,
    ['secretKeys.post', member] as const,
    ['secretKeys.confirm', member] as const,
    ['secretBallot.seal', member] as const,
  ]),
  ['secretKeys.make', 'system'],
  ['secretBallot.rehearse', 'clerk'],
  ['secretBallot.draft', 'clerk'],
  ...['arm', 'issue', 'open', 'close', 'startOpening', 'publish'].flatMap((verb) => [
    [`secretBallot.${verb}`, 'chair'] as const,
    [`secretBallot.${verb}`, 'chair'] as const,
  ]),
  ...['Progressed', 'Opened', 'Closed', 'Decrypted', 'Counted', 'Verified'].flatMap((verb) => [
    [`secretBallot.box${verb}`, 'system'] as const,
    [`secretBallot.box${verb}`, 'system'] as const,
  ]),
  ['secretBallot.enterVerdict', 'd1'],
  ['secretBallot.sealRolls', 'clerk'],
  ['secretBallot.destroyRolls', 'chair'],
  ['secretBallot.boxDestroyed', 'system'],
]

type World = ReturnType<typeof hall>

const nextOf: Partial<Record<SecretBallotState, readonly (readonly [string, string])[]>> = {
  draft: [['arm', 'chair']],
  armed: [['issue', 'chair']],
  issuing: [
    ['boxProgressed', 'system'],
    ['open', 'chair'],
  ],
  freezing: [['boxOpened', 'system']],
  open: [['close', 'chair']],
  closing: [['boxClosed', 'system']],
  closed: [...committee.map((member) => ['seal', member] as const), ['startOpening', 'chair']],
  opening: [['boxCounted', 'system']],
  counted: [
    ['boxVerified', 'system'],
    ['enterVerdict', 'd1'],
    ['publish', 'chair'],
  ],
}

/** A step that leads on, mostly of the ballot that has come furthest. */
function onward(
  random: Random,
  world: World,
): readonly [verb: string, person: string, ballot: string] | undefined {
  const ballots = world.state.every('secretBallot')
  const real = world.state.one('secretKeys', 'secretKeys')?.rehearsal !== null
  const found =
    ballots.find((one) => one.state !== 'draft' && nextOf[one.state] !== undefined && random() < 0.9) ??
    ballots.find((one) => one.state === 'draft' && one.rehearsal !== real)
  const steps = found && nextOf[found.state]
  if (!found || !steps) return undefined
  const [verb, person] = pick(random, steps)
  return [`secretBallot.${verb}`, person, found.id]
}

function inputFor(random: Random, world: World, verb: string, given?: string): unknown {
  const keys = world.state.one('secretKeys', 'secretKeys')
  const ballots = world.state.every('secretBallot')
  const ballot =
    given ?? (ballots.length > 0 && random() < 0.97 ? pick(random, ballots.slice(-3)).id : 'missing')
  const found = world.state.one('secretBallot', ballot)
  const heads = [found?.closed?.head, world.state.one('secretResult', ballot)?.head, hex('9')]
  const head = pick(
    random,
    heads
      .filter((one) => one !== undefined)
      .slice(0, random() < 0.9 ? -1 : 3)
      .concat(hex('9'))
      .slice(0, 2),
  )
  const number = keys?.number ?? 1
  const figures = { issued: 20, cast: Math.floor(random() * 20), tested: 0, waiting: 0, head: hex('1') }
  const inputs: Readonly<Record<string, unknown>> = {
    'secretBallot.propose': {
      number: '1/NQ',
      date: '2026-12-08',
      scope: 'Kỳ họp',
      complaintSeconds: random() < 0.5 ? 0 : 60,
    },
    'secretBallot.allow': {},
    'secretKeys.start': { without: random() < 0.2 ? [pick(random, committee)] : [] },
    'secretKeys.post': { number, step: keys?.state, text: '{}' },
    'secretKeys.make': { number, text: '[]', publicKey: '4' },
    'secretKeys.confirm': { number, same: random() < 0.99 },
    'secretKeys.blame': { number, member: pick(random, committee), reason: 'ceremony.share' },
    'secretBallot.rehearse': { item: world.item },
    'secretBallot.draft': {
      item: world.item,
      code: 'relieve_office',
      title: 'Miễn nhiệm',
      subjects: [{ id: 'a', name: 'Ông A', person: pick(random, ['d10', 'd1', 'd11']) }],
    },
    'secretBallot.void': { ballot, reason: 'Thử' },
    'secretBallot.toPaper': { ballot, reason: 'Thử' },
    'secretBallot.complain': { ballot, reason: 'other' },
    'secretBallot.open': { ballot, absent: random() < 0.5 ? 20 : 0 },
    'secretBallot.seal': { ballot, head, fit: random() < 0.95 },
    'secretBallot.enterVerdict': {
      ballot,
      version: '2.0',
      verdict: random() < 0.9 ? 'accept' : 'reject',
      head,
    },
    'secretBallot.boxProgressed': { ballot, ...figures },
    'secretBallot.boxThawed': { ballot, issued: 3 },
    'secretBallot.boxOpened': {
      ballot,
      issued: 20,
      absent: 0,
      rollHash: hex('a'),
      fingerprint: 'A'.repeat(43),
      setupHead: hex('1'),
      receiptKey: 'k'.repeat(43),
    },
    'secretBallot.boxClosed': {
      ballot,
      head: hex('2'),
      tallied: hex('3'),
      ballots: 20,
      tested: 0,
      codes: [],
    },
    'secretBallot.boxDecrypted': { ballot, person: pick(random, committee), hash: hex('6'), head: hex('7') },
    'secretBallot.boxRefusedDecryption': {
      ballot,
      person: pick(random, committee),
      hash: hex('8'),
      reason: 'C16 x',
    },
    'secretBallot.boxCounted': {
      ballot,
      counts: [[10, 5, 5].slice(0, found?.rehearsal === true ? 3 : 2)],
      openedBy: ['d1'],
      head: hex('4'),
    },
    'secretBallot.boxNamedBackups': { backups: ['2026-12-08T02-00-00.000Z.ntb'], known: random() < 0.5 },
    'secretBallot.boxVerified': {
      ballot,
      tool: 'nghi-truong',
      version: '1',
      verdict: random() < 0.9 ? 'accept' : 'reject',
      head,
    },
  }
  return inputs[verb] ?? { ballot }
}

/** The end of the rolls, as far as it goes: few lives come to it by chance. */
function theEnd(random: Random, world: World): void {
  const wish = (person: string, verb: string, input: object): unknown =>
    world.wish(person, `secretBallot.${verb}`, input)
  const ballots = world.state.every('secretBallot').map(({ id }) => id)
  if (random() < 0.8) for (const ballot of ballots) wish('chair', 'void', { ballot, reason: 'Thử' })
  wish('clerk', 'sealRolls', {})
  if (random() < 0.9) world.tick(30 * 86_400_000)
  wish(random() < 0.9 ? 'chair' : 'clerk', 'destroyRolls', {})
  wish('system', 'boxNamedBackups', { backups: [], known: true })
  for (const ballot of ballots) wish('system', 'boxDestroyed', { ballot })
}

/** What must follow from the log alone. */
function check(log: readonly Logged[]): void {
  const happened = new Set<string>()
  const accepts = new Map<string, Set<string>>()
  const rejected = new Set<string>()
  const rehearsals = new Set<string>()
  let decided = false
  let sealed: { by: string; at: number } | undefined
  for (const { type, data, at } of log) {
    const {
      ballot = '',
      tool = '',
      verdict = '',
      rehearsal = false,
      by = '',
    } = data as {
      ballot?: string
      tool?: string
      verdict?: string
      rehearsal?: boolean
      by?: string
    }
    const was = (what: string) => happened.has(`${what} ${ballot}`)
    if (type === 'secretBallot.allowed') decided = true
    if (type === 'secretBallot.drafted' && rehearsal) rehearsals.add(ballot)
    if (type === 'secretBallot.armed' || type === 'secretKeys.started') expect(decided).toBe(true)
    if (type === 'secretBallot.opened') expect(was('secretBallot.freezing')).toBe(true)
    if (['secretBallot.opened', 'secretBallot.resumed', 'secretBallot.closing'].includes(type))
      expect(was('secretBallot.closed')).toBe(false)
    if (type === 'secretBallot.openingStarted') expect(was('secretBallot.closed')).toBe(true)
    if (type === 'secretBallot.counted') {
      expect(was('secretBallot.openingStarted')).toBe(true)
      expect(was('secretBallot.counted')).toBe(false)
    }
    if (type === 'secretBallot.movedToPaper') expect(was('secretBallot.openingStarted')).toBe(false)
    if (type === 'secretBallot.verified') {
      if (verdict === 'reject') rejected.add(ballot)
      else accepts.set(ballot, (accepts.get(ballot) ?? new Set()).add(tool))
    }
    if (type === 'secretBallot.published') {
      expect(rejected.has(ballot)).toBe(false)
      expect(accepts.get(ballot)?.size).toBe(rehearsals.has(ballot) ? (accepts.get(ballot)?.size ?? 0) : 2)
      expect(accepts.get(ballot)?.has('nghi-truong')).toBe(true)
    }
    if (type === 'secretBallot.rollsSealed') sealed = { by, at: Date.parse(at) }
    if (type === 'secretBallot.rollsOrdered') {
      expect(sealed?.by).not.toBe(by)
      expect(Date.parse(at) - (sealed?.at ?? Infinity)).toBeGreaterThanOrEqual(30 * 86_400_000)
    }
    if (type === 'secretBallot.rollDestroyed') {
      expect(happened.has('secretBallot.rollsOrdered ')).toBe(true)
      expect(was('secretBallot.rollDestroyed')).toBe(false)
      expect(
        ['published', 'counted', 'voided', 'movedToPaper'].some((end) => was(`secretBallot.${end}`)),
      ).toBe(true)
    }
    // After the end nothing happens any more.
    if (type.startsWith('secretBallot.') && ballot !== '')
      for (const end of ['voided', 'movedToPaper'])
        if (!['movedToPaper', 'drafted', 'rollDestroyed'].includes(type.slice('secretBallot.'.length)))
          expect(was(`secretBallot.${end}`)).toBe(false)
    happened.add(`${type} ${ballot}`)
  }
}

test(`keeps its promises through ${lives} lives, seed ${seed}`, () => {
  const reached = new Map<SecretBallotState, number>()
  let cleared = 0
  for (let life = 0; life < lives; life++) {
    const random = seeded(seed + life)
    const world = hall()
    for (let step = 0; step < steps; step++) {
      const on = random() < 0.5 ? onward(random, world) : undefined
      const [verb, owner] =
        on ?? (random() < 0.93 ? pick(random, way) : [pick(random, verbs), pick(random, everybody)])
      const person = random() < 0.95 ? owner : pick(random, [...everybody, 'system'])
      if (random() < 0.1) world.tick(61_000)
      const sealed = world.state.one('secretClearing', 'secretClearing')?.state === 'sealed'
      if (sealed && random() < 0.1) world.tick(30 * 86_400_000)
      // The keys are hurried on, so that lives get somewhere.
      const keys = world.state.one('secretKeys', 'secretKeys')
      const outcome = world.wish(person, verb, inputFor(random, world, verb, on?.[2]))
      if (!isRefusal(outcome) && /\.box|secretKeys\.make/.test(verb)) expect(person).toBe('system')
      if (keys && ['certificate', 'polynomial', 'key', 'confirming'].includes(keys.state) && random() < 0.6) {
        const next = keys.members.find((member) => !keys.done.includes(member)) ?? ''
        if (keys.state === 'confirming')
          world.wish(next, 'secretKeys.confirm', { number: keys.number, same: true })
        else world.wish(next, 'secretKeys.post', { number: keys.number, step: keys.state, text: '{}' })
      }
    }
    if (random() < 0.7) theEnd(random, world)
    check(world.log)
    const again = refold(world.log)
    cleared += world.state.one('secretClearing', 'secretClearing')?.cleared.length ?? 0
    for (const ballot of world.state.every('secretBallot')) {
      expect(again.one('secretBallot', ballot.id)).toEqual(ballot)
      reached.set(ballot.state, (reached.get(ballot.state) ?? 0) + 1)
      const result = world.state.one('secretResult', ballot.id)
      if (result?.audience.includes('everyone') === true) expect(ballot.state).not.toBe('counted')
    }
  }
  console.log(
    `secret lives, seed ${seed}: ${[...reached].map(([state, count]) => `${state} ${count}`).join(', ')}, ${cleared} rolls destroyed`,
  )
  expect(cleared).toBeGreaterThan(0)
  expect([...reached.keys()].length).toBeGreaterThan(4)
})
