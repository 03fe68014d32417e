// The committee's devices: the ceremony as a machine, with cheats; and a device that will not be used to open a single ballot.
import { ed25519 } from '@noble/curves/ed25519.js'
import {
  assembleParty,
  publicKeyOf,
  readCerts,
  trusteesText,
} from '@nghi-truong/shared/secret-ballot/ceremony'
import { comparisonCode } from '@nghi-truong/shared/secret-ballot/ceremony'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { writeCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import { utf8 } from '@nghi-truong/shared/secret-ballot/digest'
import { readElection, writeElection, type Election } from '@nghi-truong/shared/secret-ballot/election'
import { rollHash, rollMessage, type RollEntry } from '@nghi-truong/shared/secret-ballot/roll'
import { sampleQuestions, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { ballotPairs, tallier } from '@nghi-truong/shared/secret-ballot/tally'
import { groups, verifyArchive } from '@nghi-truong/shared/secret-ballot/verify-archive'
import {
  appendBallot,
  appendDecryption,
  appendEndBallots,
  appendResult,
  appendSetup,
  appendTally,
  archiveBytes,
  type Appended,
} from '@nghi-truong/shared/secret-ballot/write'
import type { Member } from '@nghi-truong/shared/secret-ballot/archive'
import { describe, expect, it, vi } from 'vitest'
import { base64url } from '../device-key.ts'
import { checkParty, type CeremonySeen, type Made, type Step } from './ceremony.ts'
import { createJobs } from './jobs.ts'
import type { BoxFacts } from './opening-box.ts'
import { memoryVault, vaultLedger, type Vault } from './vault.ts'

vi.setConfig({ testTimeout: 120_000 })

const groupOf = groups()
const group = groupOf('BELENIOS-2048')
const random = seededRandom('trustees at their devices')
const size = 3
const options = { superset: true }

function sure<T>(value: T): Exclude<T, { refused: unknown } | undefined> {
  if (value === undefined || (typeof value === 'object' && value !== null && 'refused' in value))
    throw new Error(JSON.stringify(value))
  return value as Exclude<T, { refused: unknown } | undefined>
}

interface Seat {
  readonly vault: Vault
  readonly jobs: ReturnType<typeof createJobs>
  readonly seed: string
  made: Made
}

const threshold = 2

const takeSeat = (index: number): Seat => {
  const vault = memoryVault()
  const jobs = createJobs(random, vaultLedger(vault, 'p'))
  const { seed, made } = jobs.begin({ place: { number: 1, size, threshold, index } })
  return { vault, jobs, seed, made }
}

const nothing = { certs: null, polynomials: null, outputs: null, trustees: null }

const stepOf = (seat: Seat, seen: Partial<CeremonySeen>): Step => {
  const { number, index } = seat.made
  const step = seat.jobs.nextStep({
    seed: seat.seed,
    made: seat.made,
    seen: { number, size, threshold, index, ...nothing, ...seen },
  })
  if (step.do === 'send') seat.made = step.made
  return step
}

/** A whole ceremony over an honest bulletin. */
function runCeremony() {
  const seats = [1, 2, 3].map(takeSeat)
  const say = (seen: Partial<CeremonySeen>, what: string): string[] =>
    seats.map((seat) => {
      const step = stepOf(seat, seen)
      if (step.do !== 'send' || step.what !== what) throw new Error(JSON.stringify(step))
      return step.text
    })
  const certs = say({}, 'certificate')
  const polynomials = say({ certs }, 'polynomial')
  const outputs = say({ certs, polynomials }, 'key')
  const party = sure(readCerts(group, certs, threshold, options))
  const { party: text, privateKeys } = sure(assembleParty(group, party, polynomials, outputs, options))
  return { seats, certs, polynomials, outputs, trustees: trusteesText(text), text, privateKeys }
}

const done = runCeremony()
const { certs, polynomials, outputs, trustees } = done
const all: Partial<CeremonySeen> = { certs, polynomials, outputs, trustees }

describe('the ceremony at a member’s device', () => {
  it('everybody compares the same code', () => {
    expect(done.seats.map((seat) => stepOf(seat, all))).toEqual(
      done.seats.map(() => ({ do: 'compare', code: comparisonCode(trustees) })),
    )
  })

  it('waits for the keys to be put together', () => {
    const [seat] = done.seats
    expect(seat && stepOf(seat, { ...all, trustees: null })).toEqual({ do: 'wait' })
  })

  it('what was made is sent again unchanged, also by a device that restarted', () => {
    const seat = takeSeat(1)
    const mine = [seat.made.cert, ...certs.slice(1)]
    expect(stepOf(seat, {})).toMatchObject({ what: 'certificate' })
    const first = stepOf(seat, { certs: mine })
    expect(stepOf(seat, { certs: mine })).toEqual(first)
  })

  it('another list of certificates for the same ceremony is refused', () => {
    const seat = takeSeat(1)
    stepOf(seat, { certs: [seat.made.cert, ...certs.slice(1)] })
    const others = [seat.made.cert, takeSeat(2).made.cert, takeSeat(3).made.cert]
    expect(stepOf(seat, { certs: others })).toEqual({
      do: 'refuse',
      fault: { refused: 'ceremony.certificate', member: 0 },
    })
  })

  it.each([
    ['another ceremony', { number: 2 }],
    ['another size', { size: 5 }],
    ['another threshold', { threshold: 1 }],
    ['another place', { index: 2 }],
    ['somebody else’s certificate in its place', { certs: certs.toReversed() }],
  ])('%s is refused', (_, seen) => {
    const seat = takeSeat(1)
    expect(stepOf(seat, seen)).toMatchObject({ do: 'refuse', fault: { refused: 'ceremony.own' } })
  })

  it('a certificate too few is refused', () => {
    const seat = takeSeat(1)
    expect(stepOf(seat, { certs: [seat.made.cert] })).toMatchObject({ fault: { refused: 'ceremony.size' } })
  })

  it('a share that does not fit names its sender; a changed own message is noticed', () => {
    const seats = [1, 2, 3].map(takeSeat)
    const [first, second, third] = seats
    if (!first || !second || !third) throw new Error('seats')
    const mine = seats.map((seat) => seat.made.cert)
    for (const seat of seats) stepOf(seat, { certs: mine })
    // Member 2 sends member 1 the share meant for member 3.
    const cheat = JSON.parse(second.made.polynomial ?? '') as { secrets: string[] }
    cheat.secrets[0] = cheat.secrets[2] ?? ''
    const bulletin = [first.made.polynomial ?? '', JSON.stringify(cheat), third.made.polynomial ?? '']
    expect(stepOf(first, { certs: mine, polynomials: bulletin })).toEqual({
      do: 'refuse',
      fault: { refused: 'ceremony.share', member: 2 },
    })
    expect(stepOf(second, { certs: mine, polynomials: bulletin })).toEqual({
      do: 'refuse',
      fault: { refused: 'ceremony.own', member: 2 },
    })
  })

  it('a server that puts together other keys than the messages say is noticed', () => {
    const [seat] = done.seats
    if (!seat) throw new Error('seat')
    const other = runCeremony()
    expect(stepOf(seat, { ...all, trustees: other.trustees })).toMatchObject({
      fault: { refused: 'party.differs' },
    })
  })

  it.each([
    ['somebody else’s keys', () => runCeremony().trustees, 'party.own'],
    ['no keys', () => '[]', 'party.shape'],
    ['a false proof', () => swapped(), 'party.proofs'],
  ])('finished keys: %s are refused', (_, given, refused) => {
    const [seat] = done.seats
    if (!seat) throw new Error('seat')
    expect(checkParty(group, seat.made, given())).toMatchObject({ fault: { refused } })
  })
  it('finished keys for another threshold are refused', () => {
    const [seat] = done.seats
    if (!seat) throw new Error('seat')
    expect(checkParty(group, { ...seat.made, threshold: 3 }, trustees)).toMatchObject({
      fault: { refused: 'party.size' },
    })
  })
})

/** The keys with the proof of one member under the key of another. */
function swapped(): string {
  const keys = JSON.parse(trustees) as [[string, { verification_keys: { pok: unknown }[] }]]
  const [one, two] = keys[0][1].verification_keys
  if (!one || !two) throw new Error('keys')
  one.pok = two.pok
  return JSON.stringify(keys)
}

const uuid = 'NghiTruongThuX'

function draw(): Election {
  const text = writeElection({
    name: 'Bỏ phiếu kín',
    description: 'thử nghiệm',
    group: 'BELENIOS-2048',
    publicKey: publicKeyOf(group, done.text),
    questions: sampleQuestions.yesNo,
    uuid,
  })
  return sure(readElection(typeof text === 'string' ? text : '', 'council', groupOf).election)
}

const election = draw()
const voters = 5
const devices = Array.from({ length: voters }, () => {
  const secret = ed25519.utils.randomSecretKey(random(32))
  return { secret, key: base64url(ed25519.getPublicKey(secret)), device: random(32) }
})
const { jobs } = done.seats[0] ?? takeSeat(1)
const keys = devices.map(({ device }) => jobs.credential({ deviceSecret: device, uuid }))
const credentials = writeCredentials(keys)
const roll: readonly RollEntry[] = devices.map(({ secret }, i) => ({
  delegate: `d${i}`,
  credential: keys[i] ?? '',
  signature: base64url(ed25519.sign(utf8(rollMessage(uuid, keys[i] ?? '')), secret)),
  salt: 'c2FsdA',
}))

const ballots = devices.map(({ device }) => {
  const filled = jobs.fillIn({ election: election.text, deviceSecret: device, marks: [[1, 0, 0]] })
  return 'refused' in filled ? '' : filled.text
})

/** A record closed after these ballots. */
function closed(cast: readonly string[]) {
  const members: Member[] = []
  const take = ({ members: more, chain }: Appended) => (members.push(...more), chain)
  const sums = tallier(election)
  let chain = take(appendSetup(election.text, done.trustees, credentials))
  const setupHead = chain.hash
  const heads: string[] = [setupHead]
  for (const text of cast) {
    const ballot = ballotReader(election)(text)
    if (isFault(ballot)) throw new Error(ballot.why)
    sums.add(ballotPairs(ballot), 1n)
    chain = take(appendBallot(chain, text))
    heads.push(chain.hash)
  }
  chain = take(appendEndBallots(chain))
  const tallied = take(appendTally(chain, sums.tally(), cast.length))
  return { members, chain: tallied, setupHead, heads, archive: archiveBytes(1_795_300_000, members) }
}

const factsOf = (record: ReturnType<typeof closed>, casts: number): BoxFacts => ({
  archive: record.archive,
  knownHeads: [],
  announced: { uuid, fingerprint: election.fingerprint, casts },
  minimum: 3,
  roll,
  deviceKeys: Object.fromEntries(devices.map(({ key }, i) => [`d${i}`, [key]])),
  present: voters,
  electorate: devices.map((_, i) => `d${i}`),
  anchored: { rollHash: rollHash(roll), setupHead: record.setupHead },
  code: comparisonCode(done.trustees),
})

const shareOf = (at: number) => ({
  seed: done.seats[at]?.seed ?? '',
  privateKey: done.privateKeys[at] ?? '',
})

describe('a trustee’s device before it opens the box', () => {
  const record = closed(ballots)

  it('two of three open the tally; the result is the count', async () => {
    let { chain } = record
    const members = [...record.members]
    for (const at of [0, 2]) {
      const seat = done.seats[at]
      const opened = await seat?.jobs.openBox({ facts: factsOf(record, voters), share: shareOf(at) })
      if (!opened || 'refused' in opened) throw new Error(JSON.stringify(opened))
      expect(opened.owner).toBe(at + 1)
      const appended = appendDecryption(chain, opened.owner, opened.decryption)
      members.push(...appended.members)
      chain = appended.chain
    }
    members.push(...appendResult(chain, [[5, 0, 0]]).members)
    const verdict = verifyArchive(archiveBytes(1_795_300_000, members), { profile: 'council', groupOf })
    expect(verdict).toMatchObject({ verdict: 'accept', stage: 'complete', result: [[5, 0, 0]] })
  })

  it('asked again it sends the same bytes; a second closing head is refused for ever', async () => {
    const [seat] = done.seats
    if (!seat) throw new Error('seat')
    const again = () => seat.jobs.openBox({ facts: factsOf(record, voters), share: shareOf(0) })
    expect(await again()).toEqual(await again())
    // Four of the five ballots: the difference would be the fifth delegate's vote.
    const fewer = closed(ballots.slice(0, 4))
    const restarted = createJobs(random, vaultLedger(seat.vault, 'p'))
    expect(await restarted.openBox({ facts: factsOf(fewer, 4), share: shareOf(0) })).toEqual({
      refused: ['decrypt.otherHead'],
    })
  })

  const fresh = () => createJobs(random, vaultLedger(memoryVault(), 'p'))
  const open = (change: Partial<BoxFacts>, of = record, casts = voters) =>
    fresh().openBox({ facts: { ...factsOf(of, casts), ...change }, share: shareOf(1) })

  it.each([
    ['a single ballot', () => open({}, closed(ballots.slice(0, 1)), 1), 'decrypt.tooFewBallots'],
    [
      'fewer ballots than were acknowledged',
      () => open({}, closed(ballots.slice(0, 4))),
      'decrypt.ballotCount',
    ],
    [
      'another ballot’s uuid',
      () => open({ announced: { uuid: 'x', fingerprint: election.fingerprint, casts: voters } }),
      'decrypt.otherElection',
    ],
    ['a head seen before is missing', () => open({ knownHeads: ['0'.repeat(64)] }), 'decrypt.notExtended'],
    ['one more credential than people present', () => open({ present: voters - 1 }), 'decrypt.roll'],
    ['a roll signed by other devices', () => open({ deviceKeys: {} }), 'decrypt.roll'],
    [
      'another roll than the log anchors',
      () => open({ anchored: { rollHash: '', setupHead: record.setupHead } }),
      'decrypt.roll',
    ],
    [
      'somebody on the roll who was not present',
      () => open({ electorate: ['d0', 'd1', 'd2', 'd3', 'x'] }),
      'decrypt.roll',
    ],
    ['other keys than were compared aloud', () => open({ code: '0000 0000 0000' }), 'decrypt.otherKeys'],
  ])('%s: refused', async (_, ask, reason) => {
    const answer = await ask()
    expect('refused' in answer && answer.refused).toContain(reason)
  })

  it('somebody else’s share opens nothing', async () => {
    const answer = await fresh().openBox({
      facts: factsOf(record, voters),
      share: { seed: shareOf(0).seed, privateKey: shareOf(1).privateKey },
    })
    expect(answer).toEqual({ refused: ['decrypt.noShare'] })
  })

  it('a record not yet closed is not opened', async () => {
    const running = archiveBytes(1_795_300_000, record.members.slice(0, 4 + 1 + 2 * voters))
    const answer = await open({ archive: running })
    expect('refused' in answer && answer.refused).toContain('decrypt.notTallied')
  })

  it('the inspection says the same without deciding', async () => {
    const [seat] = done.seats
    const good = await seat?.jobs.inspectBox({ facts: factsOf(record, voters), uuid })
    expect(good?.refused).toEqual([])
    expect(good?.verdict.summary.ballots).toBe(voters)
    const bad = await seat?.jobs.inspectBox({ facts: factsOf(closed(ballots.slice(0, 4)), 4), uuid })
    expect(bad?.refused).toContain('decrypt.otherHead')
  })
})

describe('the ledger', () => {
  it('is written before anything is computed', async () => {
    const vault = memoryVault()
    const inner = vaultLedger(vault, 'p')
    const failing = { ...inner, promise: () => Promise.reject(new Error('disk full')) }
    const asked = createJobs(random, failing).openBox({
      facts: factsOf(closed(ballots), voters),
      share: shareOf(0),
    })
    await expect(asked).rejects.toThrow('disk full')
    expect(await inner.find(uuid)).toBeUndefined()
  })
  it('holds one head for each ballot', async () => {
    const ledger = vaultLedger(memoryVault(), 'p')
    await ledger.promise(uuid, 'a')
    await ledger.promise(uuid, 'a')
    await expect(ledger.promise(uuid, 'b')).rejects.toThrow('another head')
    await expect(ledger.keep('other', 'x')).rejects.toThrow('nothing was promised')
  })
})
