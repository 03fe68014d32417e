/** The door of the box against those who should not pass, and the roll, the record and the pace against the curious. */
import { connect } from 'node:net'
import { createPrivateKey, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { base64Digest, hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { deviceCredential } from '@nghi-truong/shared/secret-ballot/credentials'
import { proveKnowledge } from '@nghi-truong/shared/secret-ballot/proofs'
import { signaturePrefix } from '@nghi-truong/shared/secret-ballot/transcript'
import { checkRoll, rollMessage, type RollEntry } from '@nghi-truong/shared/secret-ballot/roll'
import { parseEvent } from '@nghi-truong/shared/secret-ballot/events'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { verifyEd25519 } from '../engine/crypto.ts'
import { openHall, type Hall } from '../bench/hall.ts'
import { startServer, type Running } from '../main.ts'
import { plainDocuments } from '../testing/plain-documents.ts'
import { quick } from '../testing/server.ts'
import {
  createDriver,
  groupOf,
  Refused,
  sleep,
  type Driver,
  type Trustee,
  type Voter,
} from './driver.fixture.ts'
import {
  armed,
  castAll,
  close,
  counted,
  makeKeys,
  startOpening,
  tallyOf,
  type Opened,
} from './flow.fixture.ts'

const group = groupOf('BELENIOS-2048')
let server: Running
let hall: Hall
let driver: Driver
let trustees: readonly Trustee[]
let voters: readonly Voter[]
let ballot: string
let opened: Opened

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
  )

const marks = [[1, 0, 0]]

const voter = (at: number): Voter => {
  const found = voters[at]
  if (!found) throw new Error('no such voter')
  return found
}

beforeAll(async () => {
  server = await startServer({
    logLevel: 'warn',
    passwordCost: quick,
    examiner: plainDocuments,
    limits: { login: 1e9, address: 1e9 },
  })
  hall = await openHall(server, { delegates: 12, graceSeconds: 1 })
  driver = createDriver({ url: server.url, ...hall })
  voters = hall.delegates.map((seat) => driver.newVoter(seat))
  trustees = await makeKeys(driver, hall.delegates.slice(1, 8))
  ballot = await armed(driver)
}, 120_000)

afterAll(() => server?.close())

const wantCredential = (
  seat: Voter['seat'],
  credential: string,
  uuid: string,
  key = seat.key,
  signer = seat,
) =>
  fetch(`${driver.api}/secret-ballots/${ballot}/credential`, {
    method: 'PUT',
    headers: { ...driver.auth(seat.token), 'Content-Type': 'application/json' },
    body: JSON.stringify({
      credential,
      key,
      signature: sign(
        null,
        Buffer.from(rollMessage(uuid, credential)),
        createPrivateKey(signer.secret),
      ).toString('base64url'),
    }),
  })

test('a ballot is handed to a delegate who is present, for a key of his own device, once', async () => {
  const uuid = (await driver.see()).one('secretBallot', ballot)?.uuid ?? ''
  const [one, two] = [voter(8), voter(9)]
  const credentialOf = ({ deviceSecret }: Voter) =>
    group.powerOfG(deviceCredential(group, deviceSecret, uuid)).toString()
  const want = async (...args: Parameters<typeof wantCredential>) =>
    ((await (await wantCredential(...args)).json()) as { code?: string }).code ?? 'accepted'
  expect(await want(one.seat, credentialOf(one), uuid)).toBe('secretBallot.notIssuing')
  await driver.wish(hall.chair.token, 'secretBallot.issue', { ballot })
  expect(await want(one.seat, credentialOf(one), uuid, two.seat.key)).toBe('secretBallot.badCredential')
  expect(await want(one.seat, credentialOf(one), uuid, one.seat.key, two.seat)).toBe(
    'secretBallot.badCredential',
  )
  expect(await want(one.seat, credentialOf(one), 'AAAAAAAAAAAAAA')).toBe('secretBallot.badCredential')
  expect(await want(one.seat, '1', uuid)).toBe('secretBallot.badCredential')
  expect(await want(one.seat, (group.p - BigInt(credentialOf(one))).toString(), uuid)).toBe(
    'secretBallot.badCredential',
  )
  expect(await want(one.seat, '0', uuid)).toBe('command.badInput')
  expect((await wantCredential({ ...one.seat, token: hall.clerk }, credentialOf(one), uuid)).status).toBe(403)
  expect((await wantCredential({ ...one.seat, token: 'nobody' }, credentialOf(one), uuid)).status).toBe(401)
  await driver.take(two, ballot, uuid)
  expect(await want(one.seat, credentialOf(two), uuid)).toBe('secretBallot.credentialTaken')
  // A spare device before the freeze: the newer one counts, and nobody is counted twice.
  await driver.take(driver.newVoter(one.seat), ballot, uuid)
  await driver.take(one, ballot, uuid)
  await driver.take(one, ballot, uuid)
  await driver.until('two handed out', (now) => now.one('secretBox', ballot)?.issued === 2)
  const early = driver.encrypt(driver.electionOf(await driver.see(), ballot), one, marks)
  expect(await refusal(driver.put(uuid, early.text))).toBe('secretBallot.notOpen')
  expect(await refusal(driver.put('111111111111111', early.text))).toBe('request.notFound')
  for (const other of voters.filter((each) => each !== one && each !== two))
    await driver.take(other, ballot, uuid)
  await driver.until('all handed out', (now) => now.one('secretBox', ballot)?.issued === 12)
  await driver.wish(hall.chair.token, 'secretBallot.open', { ballot })
  const state = await driver.until('open', (now) => now.one('secretBallot', ballot)?.state === 'open')
  opened = { ballot, uuid, election: driver.electionOf(state, ballot) }
  expect(await want(driver.newVoter(one.seat).seat, credentialOf(driver.newVoter(one.seat)), uuid)).toBe(
    'secretBallot.notIssuing',
  )
}, 60_000)

test('the roll goes to the holders of the keys, and passes their check', async () => {
  const ask = async (token: string) => {
    const answer = await fetch(`${driver.api}/secret-ballots/${ballot}/roll`, { headers: driver.auth(token) })
    return { status: answer.status, body: (await answer.json()) as { roll?: RollEntry[] } }
  }
  expect((await ask(hall.chair.token)).status).toBe(403)
  expect((await ask(voter(10).seat.token)).status).toBe(403)
  const token = trustees[0]?.seat.token ?? ''
  const { body } = await ask(token)
  const state = await driver.see(token)
  const { frozen, rollHash, setupHead } = state.one('secretBallot', ballot) ?? {}
  const record = await driver.record(ballot, token)
  const credentialsText = /\["[0-9]{100}[^\]]*\]/.exec(Buffer.from(record).toString('latin1'))?.[0] ?? ''
  const flaws = checkRoll({
    uuid: opened.uuid,
    roll: body.roll ?? [],
    credentialsText,
    present: frozen?.issued ?? 0,
    anchored: { rollHash: rollHash ?? '', setupHead: setupHead ?? '' },
    setupHead: setupHead ?? '',
    verify: (delegate, message, signature) =>
      state
        .every('deviceKey')
        .some((key) => key.person === delegate && verifyEd25519(key.id, message, signature)),
  })
  expect(flaws).toEqual([])
  expect(body.roll?.every(({ delegate }) => state.one('electorate', ballot)?.people.includes(delegate))).toBe(
    true,
  )
})

test('the door takes only whole, listed, signed, proven ballots of this box, and says why not', async () => {
  const { uuid, election } = opened
  const one = voter(0)
  const good = driver.encrypt(election, one, marks)
  const reason = async (text: string): Promise<string> => {
    const answer = await driver.put(uuid, text)
    if (answer.outcome !== 'refused') return 'accepted'
    expect(driver.genuine(await driver.see(), ballot, text, answer)).toBe(true)
    return answer.refusal.reason
  }
  expect(await reason('{}')).toBe('shape')
  expect(await reason(` ${good.text}`)).toBe('shape')
  expect(await reason(good.text.replace(uuid, 'AAAAAAAAAAAAAA'))).toBe('election')
  const stranger = driver.encrypt(election, driver.newVoter(one.seat), marks)
  expect(await reason(stranger.text)).toBe('credential')
  // Another's ciphertexts under one's own credential: the proofs are bound to whose they are.
  const other = driver.encrypt(election, voter(1), marks)
  const from = (text: string) => /"credential":"(\d+)"/.exec(text)?.[1] ?? ''
  expect(await reason(other.text.replace(from(other.text), from(good.text)))).toBe('proof')
  const flipped = good.text.replace(
    /"challenge":"(\d)/,
    (_, digit: string) => `"challenge":"${digit === '1' ? '2' : '1'}`,
  )
  expect(await reason(flipped)).toBe('proof')
  // Signed by the right credential, but a proof inside is wrong: only the pool finds it. The credential stays free.
  const secret = deviceCredential(group, one.deviceSecret, uuid)
  const unsigned = `${flipped.slice(0, flipped.indexOf(',"signature":'))}}`
  const hash = base64Digest(unsigned)
  const proof = proveKnowledge(group, signaturePrefix(hash), secret, (length) =>
    crypto.getRandomValues(new Uint8Array(length)),
  )
  const forged = `${unsigned.slice(0, -1)},"signature":${JSON.stringify({ hash, proof })}}`
  expect(await reason(forged)).toBe('proof')
  expect(await driver.put(uuid, forged)).toEqual(await driver.put(uuid, forged))

  const wrongName = await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest('x')}`, {
    method: 'PUT',
    body: good.text,
  })
  expect(wrongName.status).toBe(422)
  const huge = await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest('x')}`, {
    method: 'PUT',
    body: 'x'.repeat(good.text.length * 3),
  })
  expect(huge.status).toBe(413)
  // A cookie or a token changes nothing, and a foreign page gets nowhere.
  const foreign = await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest(good.text)}`, {
    method: 'PUT',
    body: good.text,
    headers: { Origin: 'http://evil.example' },
  })
  expect(foreign.status).toBe(403)

  await driver.wish(hall.chair.token, 'secretBallot.pause', { ballot })
  expect(await refusal(driver.put(uuid, good.text))).toBe('secretBallot.paused')
  await driver.wish(hall.chair.token, 'secretBallot.resume', { ballot })
  // A double tap: both get the same bytes, one is counted.
  const twice = await Promise.all([driver.cast(uuid, good.text), driver.cast(uuid, good.text)])
  expect(twice[0]).toEqual(twice[1])
  expect(twice[0]?.outcome).toBe('accepted')
  const fate = await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest(good.text)}`)
  expect(await fate.json()).toEqual(twice[0])
  expect((await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest(other.text)}`)).status).toBe(404)
  // Cast is cast: it can no longer be given up as a test.
  const test = await fetch(`${server.url}/ballot-box/${uuid}/${hexDigest(good.text)}/test`, {
    method: 'PUT',
    body: 'x',
  })
  expect(test.status).toBe(409)
}, 60_000)

test('two ballots of one credential at the same moment: one is in the box', async () => {
  const { uuid, election } = opened
  const pair = [driver.encrypt(election, voter(2), marks), driver.encrypt(election, voter(2), marks)]
  const answers = await Promise.all(pair.map((one) => driver.cast(uuid, one.text)))
  expect(answers.map((answer) => answer.outcome).sort()).toEqual(['accepted', 'refused'])
  const no = answers.find((answer) => answer.outcome === 'refused')
  expect(no?.outcome === 'refused' && no.refusal.reason).toBe('alreadyCast')
})

test('a credential that sends too fast is slowed down, nothing is recorded', async () => {
  const { uuid, election } = opened
  const one = voter(3)
  const ready = driver.encrypt(election, one, marks)
  // The same ballot, sent eight times at once.
  const codes = await Promise.all(Array.from({ length: 8 }, () => refusal(driver.put(uuid, ready.text))))
  expect(codes).toContain('secretBallot.slowDown')
  expect((await driver.cast(uuid, ready.text)).outcome).toBe('accepted')
})

test('what arrived before the deadline counts, also when its check ends after; what came after does not', async () => {
  const { uuid, election } = opened
  const rest = voters.slice(4).map((one) => driver.encrypt(election, one, marks))
  const last = driver.encrypt(election, voter(1), marks)
  await castAll(driver, opened, rest.slice(1))
  await driver.wish(hall.chair.token, 'secretBallot.close', { ballot })
  // Within the second of grace.
  const inTime = await driver.put(uuid, rest[0]?.text ?? '')
  expect(inTime.outcome).toBe('accepted')
  await driver.until('closed', (now) => now.one('secretBallot', ballot)?.state === 'closed')
  const late = await driver.put(uuid, last.text)
  const state = await driver.see()
  const closed = state.one('secretBallot', ballot)?.closed
  expect(late).toMatchObject({ outcome: 'refused', refusal: { reason: 'closed', head: closed?.head } })
  expect(driver.genuine(state, ballot, last.text, late)).toBe(true)
  expect(await driver.put(uuid, last.text)).toEqual(late)
  expect(closed?.ballots).toBe(11)
  expect(state.one('secretCodes', ballot)?.codes).toContain(base64Digest(rest[0]?.text ?? '').slice(0, 10))
}, 60_000)

test('only a holder of a key may open, only this box; the record is cut for those outside until it is announced', async () => {
  const closed = (await driver.see()).one('secretBallot', ballot)?.closed
  const head = closed?.head ?? ''
  const [one] = trustees
  if (!one) throw new Error('no trustees')
  const sealed = await driver.record(ballot, hall.chair.token)
  const text = await driver.decryption(one, opened.election, tallyOf(sealed))
  expect(await refusal(driver.give(one, ballot, head, text))).toBe('secretBallot.wrongState')
  await startOpening(driver, opened, head, trustees)
  expect(await refusal(driver.give(one, ballot, 'f'.repeat(64), text))).toBe('secretBallot.otherHead')
  const outsider = voter(10)
  expect(await refusal(driver.give({ ...one, seat: outsider.seat }, ballot, head, text))).toBe(
    'secretKeys.notTrustee',
  )
  // One trustee's decryption handed in by another is not his.
  const [, two] = trustees
  if (!two) throw new Error('no second trustee')
  expect(await refusal(driver.give(two, ballot, head, text))).toBe('secretBallot.badDecryption')
  expect(await refusal(driver.give(two, ballot, head, '{}'))).toBe('secretBallot.badDecryption')
  for (const trustee of trustees.slice(0, 4))
    await driver.give(
      trustee,
      ballot,
      head,
      await driver.decryption(trustee, opened.election, tallyOf(sealed)),
    )
  // The same again is taken for the same.
  expect(await refusal(driver.give(one, ballot, head, text))).not.toBe('accepted')
  await counted(driver, opened)
  const whole = await driver.record(ballot, hall.chair.token)
  expect(whole.length).toBeGreaterThan(sealed.length)
  expect((await driver.record(ballot, outsider.seat.token)).length).toBe(sealed.length)
  const piece = await driver.record(ballot, outsider.seat.token, 'bytes=512-1023')
  expect(Buffer.from(piece)).toEqual(Buffer.from(whole.subarray(512, 1024)))
  expect(await refusal(driver.record(ballot, hall.clerk))).toBe('accepted')
  const events = async (token: string) => {
    const answer = await fetch(`${driver.api}/secret-ballots/${ballot}/events`, {
      headers: driver.auth(token),
    })
    return (await answer.json()) as { events: string[]; height: number }
  }
  const seen = await events(outsider.seat.token)
  const types = seen.events.map((event) => {
    const read = parseEvent(event)
    return isFault(read) ? 'broken' : read.type
  })
  expect(types).toEqual([
    'Setup',
    ...Array.from({ length: 11 }, () => 'Ballot'),
    'EndBallots',
    'EncryptedTally',
  ])
  expect((await events(hall.chair.token)).height).toBe(seen.height + 5)
}, 60_000)

test('a connection that floods the door is turned away, others are not', async () => {
  const { port } = new URL(server.url)
  const socket = connect(Number(port), '127.0.0.1')
  let answers = ''
  socket.on('data', (chunk: Buffer) => {
    answers += chunk.toString('latin1')
  })
  const one = `PUT /ballot-box/${opened.uuid}/${hexDigest('{}')} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 2\r\n\r\n{}`
  for (let count = 0; count < 130; count++) socket.write(one)
  for (let wait = 0; wait < 100 && !answers.includes('429'); wait++) await sleep(50)
  socket.destroy()
  expect(answers).toContain('429')
  const answer = await fetch(`${server.url}/ballot-box/${opened.uuid}/${hexDigest('{}')}`, {
    method: 'PUT',
    body: '{}',
  })
  expect(answer.status).toBe(200)
  expect(
    await close(driver, opened).catch((error: unknown) => (error instanceof Refused ? error.code : '')),
  ).toBe('secretBallot.wrongState')
})
