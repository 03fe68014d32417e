/** The box alone, with a slow checker, a dying checker and a full disk: order, drain, and what is told when nothing is known. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { exponentsOfSeed, makeBallot } from '@nghi-truong/shared/secret-ballot/prove'
import { sampleQuestions, sampleSetup } from '@nghi-truong/shared/secret-ballot/sample'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from '../secret-ballot/montgomery.ts'
import { createBox, type Box } from './box.ts'
import { loadBox, type Loaded } from './load.ts'

const groupOf = groups(wasmArithmetic)
const group = groupOf('BELENIOS-2048')
const { party, election, secrets, credentials, random } = sampleSetup({
  label: 'box',
  group,
  questions: sampleQuestions.yesNo,
  voters: 4,
})

const ballotOf = (voter: number): string => {
  const made = makeBallot(
    election,
    secrets[voter] ?? 0n,
    [[1, 0, 0]],
    exponentsOfSeed(group, random(32)),
    random,
  )
  if (typeof made === 'string') throw new Error(made)
  return made.text
}

let folder: string
let loaded: Loaded
/** Ballots being checked: each is settled by the test. */
let waiting: { ballot: string; good: (flaws: readonly Flaw[]) => void; dead: () => void }[]
let box: Box

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'box-'))
  loaded = await loadBox(folder, groupOf, '2026-12-09T02:00:00.000Z', {
    election: election.text,
    trustees: party.trustees,
    credentials,
  })
  waiting = []
  box = createBox({
    election: loaded.election,
    credentials: loaded.credentials,
    record: loaded.record,
    journal: loaded.journal,
    held: loaded.held,
    // Without pace: what it would hold back must be held back by the box as well.
    pace: { line: () => true, take: () => true, done: () => undefined },
    check: (_election, ballot) =>
      new Promise((good, reject) => {
        waiting.push({ ballot, good, dead: () => reject(new Error('the worker died')) })
      }),
    sign: () => 's'.repeat(86),
    epoch: 1,
    changed: () => undefined,
  })
  box.phase = 'open'
})

afterEach(async () => {
  await loaded.record.close().catch(() => undefined)
  await loaded.journal.close().catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
})

const cast = (text: string) => box.cast(hexDigest(text), Buffer.from(text))
/** So many ballots are being checked, counted from the beginning. */
const checking = (count: number) => vi.waitFor(() => expect(waiting).toHaveLength(count), { timeout: 10_000 })
const types = () => loaded.record.events.map((event) => event.type)

test('what is under way when the box closes is settled first; what comes after waits for the end and is refused by it', async () => {
  const [one, two] = [cast(ballotOf(0)), cast(ballotOf(1))]
  await checking(2)
  box.phase = 'closing'
  const closing = box.close()
  const late = cast(ballotOf(2))
  expect(types()).toEqual(['Setup'])
  expect(box.figures().waiting).toBe(2)
  waiting[1]?.good([])
  await vi.waitFor(() => expect(types()).toEqual(['Setup', 'Ballot']), { timeout: 10_000 })
  waiting[0]?.good([])
  await closing
  expect(types()).toEqual(['Setup', 'Ballot', 'Ballot', 'EndBallots', 'EncryptedTally'])
  expect(await one).toMatchObject({ outcome: 'accepted' })
  expect(await two).toMatchObject({ outcome: 'accepted' })
  const end = loaded.record.events[3]?.hash
  expect(await late).toMatchObject({ outcome: 'refused', refusal: { reason: 'closed', head: end } })
})

test('two ballots of one credential, both checked: one is written', async () => {
  const answers = [cast(ballotOf(0)), cast(ballotOf(0))]
  await checking(2)
  for (const one of waiting) one.good([])
  expect(
    (await Promise.all(answers))
      .map((answer) => ('outcome' in answer ? answer.outcome : answer.refused))
      .sort(),
  ).toEqual(['accepted', 'refused'])
  expect(types()).toEqual(['Setup', 'Ballot'])
})

test('a dead checker is no answer, and the credential stays free', async () => {
  const text = ballotOf(0)
  const answer = cast(text)
  await checking(1)
  waiting[0]?.dead()
  expect(await answer).toEqual({ refused: 'server.busy' })
  expect(types()).toEqual(['Setup'])
  const again = cast(text)
  await checking(2)
  waiting[1]?.good([])
  expect(await again).toMatchObject({ outcome: 'accepted' })
})

test('paused or ended while it was being checked: nothing is written', async () => {
  const one = cast(ballotOf(0))
  await checking(1)
  box.phase = 'paused'
  waiting[0]?.good([])
  expect(await one).toEqual({ refused: 'secretBallot.paused' })
  box.phase = 'open'
  const two = cast(ballotOf(0))
  await checking(2)
  box.phase = 'ended'
  waiting[1]?.good([])
  expect(await two).toMatchObject({ outcome: 'refused', refusal: { reason: 'ended' } })
  expect(types()).toEqual(['Setup'])
})

test('given up as a test while it was being checked: it is not cast', async () => {
  const text = ballotOf(0)
  const answer = cast(text)
  await checking(1)
  expect(await box.test(hexDigest(text))).toBeUndefined()
  waiting[0]?.good([])
  expect(await answer).toMatchObject({ outcome: 'refused', refusal: { reason: 'tested' } })
  expect(box.figures()).toMatchObject({ cast: 0, tested: 1 })
})

test('a disk that refuses leaves the record as it was, and nothing is acknowledged', async () => {
  const text = ballotOf(0)
  // A file that is closed refuses to be written, as a full disk would.
  await loaded.record.close()
  const size = loaded.record.size
  const answer = cast(text)
  await checking(1)
  waiting[0]?.good([])
  expect(await answer).toEqual({ refused: 'server.storageFull' })
  expect(loaded.record.size).toBe(size)
  expect(box.figures().cast).toBe(0)
  expect(box.fate(hexDigest(text))).toBeUndefined()
})
