/**
 * A committee device beside a box that grows. What must stay true: each ballot is checked once, also after a reload and with
 * a worker started anew; a false one is not kept as good; what was found good shortens the last verification and never
 * changes what it says of anything but those proofs.
 */
import type { Member } from '@nghi-truong/shared/secret-ballot/archive'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { sampleQuestions, sampleRecord, sampleTimestamp } from '@nghi-truong/shared/secret-ballot/sample'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { appendBallot, appendSetup, archiveBytes } from '@nghi-truong/shared/secret-ballot/write'
import { beforeEach, expect, it } from 'vitest'
import { createJobs } from './jobs.ts'
import { boxVerifier } from './opening-box.ts'
import { memoryVault, vaultLedger, type Vault } from './vault.ts'
import { watchBox } from './watching-box.ts'
import type { Workshop } from './workshop.ts'

const group = groups()('BELENIOS-2048')
const sample = sampleRecord({ label: 'watching', group, questions: sampleQuestions.yesNo, voters: 5 })
const other = sampleRecord({ label: 'another box', group, questions: sampleQuestions.yesNo, voters: 1 })
const { uuid } = sample.election
const trackers = sample.ballots.map((text) =>
  Buffer.from(hexDigest(text), 'hex').toString('base64').slice(0, 43),
)
/** A response changed, and nothing else. */
const falseBallot = (sample.ballots[1] ?? '').replace(/"response":"(\d)/, (_, digit: string) =>
  digit === '1' ? '"response":"2' : '"response":"1',
)

/** An open record of these ballots. */
function grown(ballots: readonly string[]): Uint8Array {
  const [, , third] = sample.members
  const setup = appendSetup(sample.election.text, sample.party.trustees, third?.text ?? '')
  const members: Member[] = [...setup.members]
  let { chain } = setup
  for (const text of ballots) {
    const appended = appendBallot(chain, text)
    members.push(...appended.members)
    chain = appended.chain
  }
  return archiveBytes(sampleTimestamp, members)
}

let record: Uint8Array
let asked: number[]
let judged: number
let dying: boolean
let jobs: ReturnType<typeof createJobs>

const freshJobs = () => createJobs((length) => new Uint8Array(length), vaultLedger(memoryVault(), 'p'))
beforeEach(() => {
  asked = []
  judged = 0
  dying = false
  jobs = freshJobs()
})

const workshop: Pick<Workshop, 'run'> = {
  run: async (name, input) => {
    if (name === 'judgeBallot') judged += 1
    if (name === 'judgeBallot' && dying) throw new Error('out of memory')
    return (await (jobs[name] as (input: unknown) => unknown)(input)) as never
  },
}

const watch = (vault: Vault = memoryVault()) =>
  watchBox({
    ballot: 'b',
    uuid,
    vault,
    workshop,
    desk: {
      record: async (_ballot, from) => {
        asked.push(from)
        return record.slice(from)
      },
    },
  })

it('checks each ballot once as it comes, and fetches each byte once', async () => {
  const here = watch()
  for (let count = 0; count <= 5; count++) {
    record = grown(sample.ballots.slice(0, count))
    await here.look()
    expect(here.verified()).toEqual(trackers.slice(0, count))
  }
  record = sample.bytes
  await here.look()
  expect(judged).toBe(5)
  expect(Buffer.from(here.archive()).equals(sample.bytes)).toBe(true)
  expect(asked).toEqual([...asked].sort((a, b) => a - b))
  expect(new Set(asked).size).toBe(asked.length)
})

it('looks that come while one is under way are one', async () => {
  const here = watch()
  record = grown(sample.ballots.slice(0, 1))
  await Promise.all([here.look(), here.look(), here.look()])
  expect(asked.length).toBeLessThanOrEqual(2)
  expect(here.verified()).toEqual(trackers.slice(0, 1))
})

it('a reload begins where it was; a worker started anew gets the record again', async () => {
  const vault = memoryVault()
  record = grown(sample.ballots.slice(0, 3))
  await watch(vault).look()
  expect(judged).toBe(3)
  const reloaded = watch(vault)
  await reloaded.look()
  expect(judged).toBe(3)
  jobs = freshJobs()
  record = grown(sample.ballots)
  await reloaded.look()
  expect(judged).toBe(5)
  expect(reloaded.verified()).toEqual(trackers)
  reloaded.forget()
  await reloaded.look()
  expect(judged).toBe(5)
  expect(Buffer.from(reloaded.archive()).equals(record)).toBe(true)
})

it('a false ballot is not kept as good, and the last verification names it', async () => {
  const here = watch()
  record = grown([sample.ballots[0] ?? '', falseBallot, sample.ballots[2] ?? ''])
  await here.look()
  expect(here.verified()).toEqual([trackers[0], trackers[2]])
  const facts = { archive: here.archive(), knownHeads: [], verified: here.verified() }
  const verdict = boxVerifier(group).judge(facts).verdict()
  expect(verdict.verdict).toBe('reject')
  expect(verdict.findings[0]?.at).toContain('event 2')
})

it('helpers that die leave their ballots to the last verification', async () => {
  const here = watch()
  record = sample.bytes
  dying = true
  expect(await here.look()).toBeUndefined()
  expect(here.verified()).toEqual([])
  const facts = { archive: here.archive(), knownHeads: [], verified: here.verified() }
  expect(boxVerifier(group).judge(facts).verdict().verdict).toBe('accept')
})

it('a ballot of another election is never good', () => {
  expect(jobs.judgeBallot({ election: sample.election.text, text: other.ballots[0] ?? '' })).toBeNull()
  expect(jobs.judgeBallot({ election: other.election.text, text: sample.ballots[0] ?? '' })).toBeNull()
  expect(jobs.judgeBallot({ election: '{}', text: sample.ballots[0] ?? '' })).toBeNull()
})

it('the last verification skips those proofs and nothing else', () => {
  const verdictOf = (archive: Uint8Array, verified: readonly string[], knownHeads: readonly string[] = []) =>
    boxVerifier(group).judge({ archive, knownHeads, verified }).verdict()
  expect(verdictOf(sample.bytes, trackers)).toEqual(verdictOf(sample.bytes, []))
  // That they are skipped: a false ballot passes where it was called good, and its structure is still judged.
  const bent = grown([falseBallot])
  const called = Buffer.from(hexDigest(falseBallot), 'hex').toString('base64').slice(0, 43)
  expect(verdictOf(bent, []).verdict).toBe('reject')
  expect(verdictOf(bent, [called]).verdict).toBe('accept')
  const twice = grown([sample.ballots[0] ?? '', sample.ballots[0] ?? ''])
  expect(verdictOf(twice, trackers).findings[0]?.check).toBe('C13')
  expect(verdictOf(sample.bytes, trackers, ['0'.repeat(64)]).findings[0]?.check).toBe('C19')
  expect(verdictOf(grown([other.ballots[0] ?? '']), trackers).verdict).toBe('reject')
})
