/**
 * Kill -9 of a real server process at every stage of a secret ballot: nothing acknowledged is lost, nothing is counted
 * twice, receipts stay the same bytes, the record stays one, and nothing is opened before enough keys were used.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CastAnswer } from '@nghi-truong/shared/protocol/ballot-box'
import { plainCount, randomMarks, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { seeded } from '@nghi-truong/shared/test/world'
import type { Hall } from '../bench/hall.ts'
import { freePort } from '../bench/nginx.ts'
import { startWorker, type Worker } from '../bench/process.ts'
import { compareFiles, verifyFile } from '../secret-ballot/verify-file.ts'
import { createDriver, sleep, type Driver, type Ready } from './driver.fixture.ts'
import { armed, makeKeys, tallyOf } from './flow.fixture.ts'

const script = new URL('../commands/secret-hall-server.ts', import.meta.url)
const voterCount = 10
/** The moments of the kills follow from it. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000))
const chance = seeded(seed)
const within = (least: number, most: number): number => least + Math.floor(chance() * (most - least))

let folder: string
let port: number
let worker: Worker
let hall: Hall
let driver: Driver

const start = async (): Promise<void> => {
  worker = startWorker(script)
  await worker.ask('start', { dataDir: join(folder, 'data'), port, limits: { login: 1e9, address: 1e9 } })
}

const kill = (): Promise<void> => worker.end('SIGKILL')

async function again(): Promise<void> {
  await kill()
  await start()
}

/** A tap that a crash may swallow: what counts is what the screen shows after. */
const tap = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  )

const stateOf = async (ballot: string): Promise<string> =>
  (await driver.see()).one('secretBallot', ballot)?.state ?? 'none'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secret-kill-'))
  port = await freePort()
  await start()
  hall = await worker.ask<Hall>('seat', { delegates: voterCount, graceSeconds: 0 })
  driver = createDriver({ url: `http://127.0.0.1:${port}`, ...hall })
}, 120_000)

afterAll(async () => {
  await kill()
  rmSync(folder, { recursive: true, force: true })
})

async function recordNow(ballot: string, name: string): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, await driver.record(ballot, hall.chair.token))
  return path
}

test(`killed while handing out, opening, casting, closing and decrypting (seed ${seed})`, async () => {
  const trustees = await makeKeys(driver, hall.delegates.slice(1, 8))
  const ballot = await armed(driver)
  await again()
  const voters = hall.delegates.map((seat) => driver.newVoter(seat))
  const { chair } = hall
  await driver.wish(chair.token, 'secretBallot.issue', { ballot })
  const uuid = (await driver.see()).one('secretBallot', ballot)?.uuid ?? ''

  // Handing out: those who were told "issued" are on the roll afterwards.
  for (const voter of voters.slice(0, 5)) await driver.take(voter, ballot, uuid)
  await again()
  for (const voter of voters.slice(5)) await driver.take(voter, ballot, uuid)
  await driver.until('all handed out', (now) => now.one('secretBox', ballot)?.issued === voterCount)

  // Opening: the roll freezes once, wherever it was cut.
  const opening = tap(driver.wish(chair.token, 'secretBallot.open', { ballot }))
  await sleep(within(0, 60))
  await again()
  await opening
  if ((await stateOf(ballot)) === 'issuing') await driver.wish(chair.token, 'secretBallot.open', { ballot })
  let state = await driver.until('open', (now) => now.one('secretBallot', ballot)?.state === 'open')
  expect(state.one('secretBallot', ballot)?.frozen?.issued).toBe(voterCount)
  const election = driver.electionOf(state, ballot)

  // Casting: the server falls three times in the burst.
  const random = seededRandom('secret-kill')
  const ready = voters.map((voter) => driver.encrypt(election, voter, randomMarks(election, random)))
  const answers = new Map<Ready, CastAnswer>()
  const devices = ready.map(async (one, at) => {
    await sleep(at * 40)
    answers.set(one, await driver.cast(uuid, one.text))
  })
  const early = new Map<Ready, CastAnswer>()
  for (const _ of [1, 2, 3]) {
    await sleep(within(30, 500))
    for (const [one, answer] of answers) early.set(one, answer)
    await again()
  }
  await Promise.all(devices)
  for (const one of ready) expect(answers.get(one)?.outcome).toBe('accepted')
  for (const [one, answer] of early) expect(await driver.put(uuid, one.text)).toEqual(answer)
  const open = await recordNow(ballot, 'open.bel')

  // Closing: afterwards the box is either paused or closed, never both, and nothing is missing.
  await tap(driver.wish(chair.token, 'secretBallot.close', { ballot }))
  await sleep(within(0, 320))
  await again()
  const after = (
    await driver.until('paused or closed', (now) =>
      ['paused', 'closed'].includes(now.one('secretBallot', ballot)?.state ?? ''),
    )
  ).one('secretBallot', ballot)?.state
  if (after === 'paused') {
    await driver.wish(chair.token, 'secretBallot.resume', { ballot })
    await driver.wish(chair.token, 'secretBallot.close', { ballot })
  }
  state = await driver.until('closed', (now) => now.one('secretBallot', ballot)?.state === 'closed')
  const closed = state.one('secretBallot', ballot)?.closed
  expect(closed?.ballots).toBe(voterCount)
  const sealed = await recordNow(ballot, 'sealed.bel')
  expect(await compareFiles(open, sealed)).toMatchObject({ verdict: 'extends' })

  // Opening: given decryptions stay, doubles are the same, and below the threshold there is no result.
  const head = closed?.head ?? ''
  for (const { seat } of trustees)
    await driver.wish(seat.token, 'secretBallot.seal', { ballot, head, fit: true, reasons: [] })
  await driver.until('the window over', () => Date.now() > Date.parse(closed?.complaintsUntil ?? ''))
  await driver.wish(chair.token, 'secretBallot.startOpening', { ballot })
  const tally = tallyOf(await driver.record(ballot, chair.token))
  const texts = await Promise.all(trustees.slice(0, 4).map((one) => driver.decryption(one, election, tally)))
  const give = (at: number): Promise<void> => {
    const trustee = trustees[at]
    if (!trustee) throw new Error('no such trustee')
    return driver.give(trustee, ballot, head, texts[at] ?? '')
  }
  await give(0)
  const second = tap(give(1))
  await sleep(within(0, 700))
  await again()
  await second
  await give(1)
  await give(0)
  await give(2)
  state = await driver.see()
  expect(state.one('secretBallot', ballot)?.state).toBe('opening')
  expect(state.one('secretResult', ballot)).toBeUndefined()
  const last = tap(give(3))
  await sleep(within(0, 1500))
  await again()
  await last
  if ((await stateOf(ballot)) === 'opening') await tap(give(3))
  state = await driver.until('counted', (now) => now.one('secretResult', ballot) !== undefined)
  await again()
  const plain = plainCount(
    election,
    ready.map((one) => one.marks),
  )
  expect(state.one('secretResult', ballot)?.raw).toEqual(plain)
  const final = await recordNow(ballot, 'final.bel')
  expect(await compareFiles(sealed, final)).toMatchObject({ verdict: 'extends' })
  const { verdict } = await verifyFile(final, { profile: 'council', workers: 1 })
  expect(verdict).toMatchObject({ verdict: 'accept', stage: 'complete', findings: [] })
  expect(verdict.summary.ballots).toBe(voterCount)
  await driver.until(
    'the rehearsal passed',
    (now) => now.one('secretKeys', 'secretKeys')?.rehearsal === ballot,
  )
  for (const one of ready) expect(await driver.put(uuid, one.text)).toEqual(answers.get(one))
}, 240_000)
