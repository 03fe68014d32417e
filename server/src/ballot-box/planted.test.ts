/**
 * Searches everything a server leaves behind for what only devices may know: files of the data folder while it runs and after,
 * backups, the finest log, the heap as a crash would dump it, Node's report, and the process's memory where this machine lets
 * us. In the end the rolls are destroyed, and nothing is left that links a name and a credential.
 * Each search is first shown to find something that must be there.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  closeSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keysOfSeed } from '@nghi-truong/shared/secret-ballot/channel'
import { deviceCredential } from '@nghi-truong/shared/secret-ballot/credentials'
import { base64Digest, hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { exponentsOfSeed } from '@nghi-truong/shared/secret-ballot/prove'
import { randomMarks, seededRandom } from '@nghi-truong/shared/secret-ballot/sample'
import { restore } from '../backup/restore.ts'
import type { Hall } from '../bench/hall.ts'
import { startWorker, type Worker } from '../bench/process.ts'
import { verifyFile } from '../secret-ballot/verify-file.ts'
import { createDriver, groupOf, sleep, type Driver, type Ready } from './driver.fixture.ts'
import { armed, castAll, close, counted, makeKeys, open, startOpening, tallyOf } from './flow.fixture.ts'

let folder: string
let worker: Worker
let hall: Hall
let driver: Driver

async function start(): Promise<{ readonly url: string }> {
  worker = startWorker(new URL('../commands/secret-hall-server.ts', import.meta.url))
  return worker.ask('start', {
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'log.jsonl'),
    limits: { login: 1e9, address: 1e9 },
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secret-planted-'))
  mkdirSync(join(folder, 'dump'))
  const { url } = await start()
  hall = await worker.ask<Hall>('seat', { delegates: 10, graceSeconds: 0, rollDays: 0 })
  driver = createDriver({ url, ...hall })
}, 120_000)

afterAll(async () => {
  await worker.end('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const forms = (bytes: Uint8Array): Buffer[] => {
  const raw = Buffer.from(bytes)
  const number = BigInt(`0x${raw.toString('hex')}`).toString()
  return [
    raw,
    ...['hex', 'base64url'].map((form) => Buffer.from(raw.toString(form as 'hex'))),
    Buffer.from(number),
  ]
}

/** A number as decimal and hex text, and as bytes. */
const numberForms = (number: bigint): Buffer[] => {
  const hex = number.toString(16).padStart(64, '0')
  return [Buffer.from(number.toString()), Buffer.from(hex), Buffer.from(hex, 'hex')]
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

const passphrase = 'một câu dài cho bản sao lưu'

/** What somebody gets who finds the stick and knows the passphrase. */
async function unsealed(stick: string, snapshot: string): Promise<string> {
  const target = join(folder, `restored-${snapshot}`)
  const told: string[] = []
  const done = await restore({
    stick,
    target,
    passphrase,
    snapshot,
    tell: (one) => told.push(JSON.stringify(one)),
  })
  if (done !== 'whole') throw new Error(told.join(' '))
  return target
}

/** Which of the values stand in which file. */
function hits(paths: readonly string[], values: readonly Buffer[]): string[] {
  return paths.flatMap((path) => {
    const bytes = readFileSync(path)
    return values.flatMap((value, at) => (bytes.includes(value) ? [`value ${at} in ${path}`] : []))
  })
}

/** Hits in the writable memory of a process; undefined where this machine does not let us look. */
function memoryHits(pid: number, values: readonly Buffer[]): number | undefined {
  try {
    const file = openSync(`/proc/${pid}/mem`, 'r')
    let found = 0
    let read = 0
    try {
      for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
        const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
        if (from === undefined || to === undefined) continue
        const size = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`))
        const start = BigInt(`0x${from}`)
        const step = 16 * 1024 * 1024
        for (let at = 0; at < size && size < 2 ** 31; at += step) {
          const piece = Buffer.alloc(Math.min(step + 1024, size - at))
          try {
            read += readSync(file, piece, 0, piece.length, start + BigInt(at))
          } catch {
            // Reserved, not backed: nothing lies there.
            continue
          }
          found += values.filter((value) => piece.includes(value)).length
        }
      }
    } finally {
      closeSync(file)
    }
    return read === 0 ? undefined : found
  } catch {
    return undefined
  }
}

test('nothing a device keeps is found in anything the server leaves', async () => {
  const group = groupOf('BELENIOS-2048')
  const trustees = await makeKeys(driver, hall.delegates.slice(1, 8))
  const ballot = await armed(driver)
  const voters = hall.delegates.map((seat) => driver.newVoter(seat))
  const opened = await open(driver, ballot, voters)
  const random = seededRandom('secret-planted')
  const ready: Ready[] = voters.map((voter) =>
    driver.encrypt(opened.election, voter, randomMarks(opened.election, random)),
  )
  // One ballot is given up as a test before the real one: its sealed text lies beside the box.
  const given = driver.encrypt(
    opened.election,
    voters[0] ?? driver.newVoter(hall.chair),
    ready[0]?.marks ?? [],
  )
  const test = `${driver.hall.url}/ballot-box/${opened.uuid}/${hexDigest(given.text)}/test`
  expect((await fetch(test, { method: 'PUT', body: 'sealed' })).status).toBe(200)
  await castAll(driver, opened, ready)

  const secrets = [
    ...voters.flatMap(({ deviceSecret }) => [
      ...forms(deviceSecret),
      ...numberForms(deviceCredential(group, deviceSecret, opened.uuid)),
    ]),
    ...ready.flatMap(({ seed }) => {
      const exponents = exponentsOfSeed(group, seed)
      return [...forms(seed), ...[0, 1, 2].flatMap((slot) => numberForms(exponents(0, slot)))]
    }),
    ...trustees.flatMap(({ seed }) => {
      const { signing, decryption } = keysOfSeed(seed)
      return [Buffer.from(seed), ...numberForms(signing), ...numberForms(decryption)]
    }),
    ...hall.delegates.map(({ secret }) => Buffer.from(secret)),
  ]
  const data = join(folder, 'data')
  const credentials = voters.map(({ deviceSecret }) =>
    group.powerOfG(deviceCredential(group, deviceSecret, opened.uuid)).toString(),
  )
  const box = filesUnder(join(data, 'ballot-box'))
  // The search finds what is there.
  expect(
    hits(
      box,
      credentials.map((one) => Buffer.from(one)),
    ).length,
  ).toBeGreaterThanOrEqual(2 * voters.length)
  expect(hits(filesUnder(data), secrets)).toEqual([])

  // A backup of this moment: nothing readable without the passphrase, nothing of a device with it.
  const stick = join(folder, 'stick')
  mkdirSync(stick)
  const [during = ''] = await worker.ask<string[]>('backUp', { folder: stick, passphrase })
  const known = [...credentials, opened.uuid, ...voters.map(({ seat }) => `"${seat.person}"`)]
  const sealed = filesUnder(stick)
  expect(hits(sealed, [Buffer.from('scrypt')]).length).toBeGreaterThan(0)
  expect(hits(sealed, [...secrets, ...known.map((one) => Buffer.from(one))])).toEqual([])
  const copy = filesUnder(await unsealed(stick, during))
  expect(
    hits(
      copy.filter((path) => path.includes('ballot-box')),
      credentials.map((one) => Buffer.from(one)),
    ).length,
  ).toBeGreaterThanOrEqual(2 * voters.length)
  expect(hits(copy, secrets)).toEqual([])

  // While it is open, nobody can know a result; a dump of the heap at this moment holds no secret of a device.
  await worker.ask('dump', join(folder, 'dump'))
  const dump = filesUnder(join(folder, 'dump'))
  expect(dump).toHaveLength(2)
  expect(hits(dump, [Buffer.from(opened.uuid)]).length).toBeGreaterThan(0)
  // The enrolment keys were made by the seating inside that process: on real devices they never are.
  const ofDevices = secrets.slice(0, secrets.length - hall.delegates.length)
  expect(hits(dump, ofDevices)).toEqual([])
  // A few of each kind: gigabytes are looked through.
  const some = [
    ...ready
      .slice(0, 3)
      .flatMap(({ seed }) => [Buffer.from(seed), ...numberForms(exponentsOfSeed(group, seed)(0, 0))]),
    ...voters.slice(0, 2).map(({ deviceSecret }) => Buffer.from(deviceSecret)),
    ...trustees.slice(0, 3).map(({ seed }) => Buffer.from(seed)),
  ]
  const inMemory = memoryHits(worker.pid, some)
  if (inMemory === undefined) console.log('memory of the process could not be read here: not searched')
  else {
    expect(memoryHits(worker.pid, [Buffer.from(opened.uuid)])).toBeGreaterThan(0)
    expect(inMemory).toBe(0)
  }

  // Connections that idled meanwhile are gone.
  await Promise.allSettled(voters.map(() => driver.see()))
  const closed = await close(driver, opened)
  const tally = tallyOf(await driver.record(ballot, hall.chair.token))
  await startOpening(driver, opened, closed.head, trustees)
  for (const trustee of trustees.slice(0, 4))
    await driver.give(trustee, ballot, closed.head, await driver.decryption(trustee, opened.election, tally))
  await counted(driver, opened)
  expect(hits(filesUnder(data), secrets)).toEqual([])

  // The log, the database and its WAL pair nobody with a ballot: they know no credential and no whole tracker.
  const trackers = ready.flatMap(({ text }) => [
    Buffer.from(base64Digest(text)),
    Buffer.from(hexDigest(text)),
  ])
  const outside = filesUnder(data).filter((path) => !path.includes('ballot-box'))
  expect(outside.some((path) => path.endsWith('-wal'))).toBe(true)
  expect(hits(outside, [Buffer.from('secretBallot.closed')]).length).toBeGreaterThan(0)
  expect(hits(outside, [...trackers, ...credentials.map((one) => Buffer.from(one))])).toEqual([])
  const log = [join(folder, 'log.jsonl')]
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toContain('/secret-ballots/')
  expect(hits(log, [...secrets, ...trackers, ...credentials.map((one) => Buffer.from(one))])).toEqual([])
  // The names stand in the roll alone; the journal and the record know none.
  const people = voters.map(({ seat }) => Buffer.from(`"${seat.person}"`))
  expect(
    hits(
      box.filter((path) => path.endsWith('roll.jsonl')),
      people,
    ),
  ).toHaveLength(voters.length)
  expect(
    hits(
      box.filter((path) => !path.endsWith('roll.jsonl')),
      people,
    ),
  ).toEqual([])

  // The end: sealed by one, destroyed by another. Whatever only the roll said is nowhere any more, the record goes on.
  const roll = readFileSync(box.find((path) => path.endsWith('roll.jsonl')) ?? '', 'utf8')
  const ofRoll = roll
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => Object.values(JSON.parse(line) as Record<string, string>).slice(2))
    .map((one) => Buffer.from(one))
  expect(hits(filesUnder(data), ofRoll)).toHaveLength(2 * voters.length)
  await driver.wish(hall.clerk, 'secretBallot.sealRolls', {})
  const named = await driver.until(
    'the backups named',
    (now) => now.one('secretClearing', 'secretClearing')?.backupsKnown === true,
  )
  expect(named.one('secretClearing', 'secretClearing')?.backups).toContain(during)
  const refused = await fetch(`${driver.api}/secret-ballots/${ballot}/roll`, {
    headers: driver.auth(trustees[0]?.seat.token ?? ''),
  })
  expect(((await refused.json()) as { code: string }).code).toBe('secretBallot.rollSealed')
  await driver.wish(hall.chair.token, 'secretBallot.destroyRolls', {})
  await driver.until(
    'the rolls destroyed',
    (now) => now.one('secretClearing', 'secretClearing')?.state === 'cleared',
  )
  const left = filesUnder(data)
  expect(left.filter((path) => path.endsWith('roll.jsonl') || path.includes('/tests/'))).toEqual([])
  expect(hits(left, ofRoll)).toEqual([])
  const inBox = left.filter((path) => path.includes('ballot-box'))
  expect(inBox.map((path) => basename(path)).sort()).toEqual(['journal.jsonl', 'record.bel'])
  expect(hits(inBox, people)).toEqual([])
  const elsewhere = left.filter((path) => !path.includes('ballot-box'))
  expect(hits(elsewhere, [...trackers, ...credentials.map((one) => Buffer.from(one))])).toEqual([])
  const record = inBox.find((path) => path.endsWith('record.bel')) ?? ''
  const { verdict } = await verifyFile(record, { profile: 'council', workers: 1 })
  expect(verdict).toMatchObject({ verdict: 'accept', stage: 'complete', findings: [] })
  // The same ballot still gets the same answer, and a backup made from now on holds no roll.
  expect((await driver.put(opened.uuid, ready[0]?.text ?? '')).outcome).toBe('accepted')
  const [after = ''] = await worker.ask<string[]>('backUp')
  const copied = filesUnder(await unsealed(stick, after))
  expect(after > during).toBe(true)
  expect(hits(copied, [Buffer.from(credentials[0] ?? '')]).length).toBeGreaterThan(0)
  expect(hits(copied, [...secrets, ...ofRoll])).toEqual([])
  expect(copied.some((path) => path.endsWith('roll.jsonl'))).toBe(false)

  // A machine that still has a roll when it starts, a standby that was off, destroys it then.
  await worker.end('SIGKILL')
  const back = join(record, '..', 'roll.jsonl')
  writeFileSync(back, roll)
  await start()
  for (let tries = 0; existsSync(back) && tries < 200; tries++) await sleep(25)
  expect(hits(filesUnder(data), ofRoll)).toEqual([])
}, 300_000)
