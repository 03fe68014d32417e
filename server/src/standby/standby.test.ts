/**
 * What must stay true of two machines: what was acknowledged while the standby followed is on both; one who does not know
 * the secret learns nothing; the lower epoch records nothing after contact; nothing a standby holds alone is thrown away.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Running } from '../main.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'
import { follow, type Follower } from './follow.ts'
import { dial, freshCode, listen, plainCode } from './wire.ts'

const made: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'nghi-truong-standby-'))
  made.push(path)
  return path
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    if (await what()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it did not come to that')
}

interface Shown {
  readonly state: string | null
  readonly epoch: number
  readonly superseded: number | null
}
const shown = async (server: Running, token: string): Promise<Shown> =>
  (await call<Shown>(server, 'GET', '/api/standby', { token })).body

async function paired(server: Running, token: string) {
  const { status, body } = await call<{ code: string; port: number }>(server, 'POST', '/api/standby', {
    token,
    body: {},
  })
  expect(status).toBe(200)
  return body
}

const following = (dataDir: string, { code, port }: { code: string; port: number }): Promise<Follower> =>
  follow({
    dataDir,
    driver: sqlite3Driver,
    code,
    primary: { host: '127.0.0.1', port },
    httpPort: 0,
    port: 0,
    now: () => new Date().toISOString(),
    report: () => undefined,
  })

const headOf = async (server: Running, log: string): Promise<string> => {
  let hash = ''
  for await (const entry of server.stores.events.read(log, 0)) hash = entry.hash
  return hash
}

test('a code can be read out, and typed with or without its dashes', () => {
  const code = freshCode()
  expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){7}[A-HJ-NP-Z2-9]{4}$/)
  expect(plainCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''))
  expect(plainCode(code.slice(1))).toBeUndefined()
})

test('the line: content only for who knows the secret, and not readable on the wire', async () => {
  const code = freshCode()
  const heard: string[] = []
  const door = await listen(code, 0, '127.0.0.1', {
    heard: (line, message, bytes) => {
      heard.push(`${JSON.stringify(message)} ${bytes.toString()}`)
      void line.send({ back: true }, Buffer.alloc(3_000_000, 7))
    },
    gone: () => undefined,
  })
  const ears = { heard: () => undefined, gone: () => undefined }
  expect(await dial(freshCode(), { host: '127.0.0.1', port: door.port }, ears)).toBeUndefined()
  // A stranger who speaks no TLS at all.
  await new Promise<void>((resolve) => {
    const stranger = connect(door.port, '127.0.0.1', () => stranger.write('GET / HTTP/1.1\r\n\r\n'))
    stranger.on('error', () => undefined)
    stranger.on('close', () => resolve())
  })
  expect(heard).toEqual([])
  let answer = 0
  const line = await dial(
    code,
    { host: '127.0.0.1', port: door.port },
    { heard: (_line, _message, bytes) => void (answer = bytes.length), gone: () => undefined },
  )
  await line?.send({ hello: 'Nguyễn' }, Buffer.from('đây'))
  await until(() => answer === 3_000_000)
  expect(heard).toEqual(['{"hello":"Nguyễn"} đây'])
  await door.close()
  expect(await dial(code, { host: '127.0.0.1', port: door.port }, ears)).toBeUndefined()
})

test(
  'a second machine follows, takes over, and the first records nothing more',
  { timeout: 90_000 },
  async () => {
    const one = folder()
    const two = join(folder(), 'data')
    const first = await startDemoServer({ dataDir: one })
    const admin = await signIn(first, 'quantri')
    const clerk = await signIn(first, 'thuky1')
    expect((await call(first, 'POST', '/api/standby', { token: clerk, body: {} })).status).toBe(403)
    const pairing = await paired(first, admin)
    const standby = await following(two, pairing)
    await until(async () => (await shown(first, admin)).state === 'following')
    expect(standby.state()).toBe('following')

    // Entries are there when the answer comes; a login, a document and a file come soon after.
    const delegate = await signIn(first, 'db010')
    const id = 'given-before-the-end'
    const body = { id, type: 'attendance.checkIn', input: {} }
    const command = '/api/sessions/ky-hop-3/commands'
    const receipt = await call<{ seq: number; hash: string }>(first, 'POST', command, {
      token: delegate,
      body,
    })
    expect(receipt.status).toBe(200)
    expect(standby.heads()['ky-hop-3']).toEqual(receipt.body)
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj <</Type /Page>> endobj\n%%EOF\n')
    const sha256 = createHash('sha256').update(pdf).digest('hex')
    await call(first, 'PUT', `/api/files/${sha256}?session=ky-hop-3`, {
      token: clerk,
      headers: { 'content-type': 'application/pdf' },
      body: pdf,
    })
    await first.stores.notes.append('ky-hop-3.x.private', { author: 'db010', bytes: Buffer.from([1, 2, 3]) })
    const file = join(two, 'files', sha256.slice(0, 2), sha256)
    await until(() => existsSync(file))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(readFileSync(file).equals(pdf)).toBe(true)
    expect((await first.look.state('ky-hop-3'))?.one('standby', 'standby')?.state).toBe('following')

    // The first machine is cut off, not dead.
    await standby.promote()
    await until(async () => (await shown(first, admin)).state === 'gone')
    const second = await startTestServer({ dataDir: two })
    const state = await second.look.state('ky-hop-3')
    expect(second.epoch).toBe(2)
    expect(state?.one('standby', 'standby')).toMatchObject({ state: 'alone', why: 'standby' })
    expect(state?.one('attendance', 'db010')?.state).toBe('present')
    // The same login, the same receipt, and the notes.
    const again = await call(second, 'POST', command, { token: delegate, body })
    expect([again.status, again.body]).toEqual([200, receipt.body])
    expect((await second.stores.notes.load('ky-hop-3.x.private')).map((one) => [...one.bytes])).toEqual([
      [1, 2, 3],
    ])
    expect(readFileSync(join(two, 'server-key.pem'))).toEqual(readFileSync(join(one, 'server-key.pem')))

    // A device that has heard of the new epoch gets no decision from the old machine, met or not met.
    const heard = String(again.headers['x-epoch'])
    expect(heard).toMatch(/^[\w-]{22}\.2$/)
    const elsewhere = await call(first, 'POST', command, {
      token: delegate,
      body,
      headers: { 'x-epoch': heard },
    })
    expect(elsewhere.status).toBe(503)
    const other = { 'x-epoch': `${'A'.repeat(22)}.9` }
    expect((await call(second, 'GET', '/api/me', { token: delegate, headers: other })).status).toBe(200)

    await until(async () => (await shown(first, admin)).superseded === 2)
    expect((await call(first, 'GET', '/api/sessions/ky-hop-3', { token: delegate })).status).toBe(503)
    const no = await wish(first, delegate, 'attendance.checkIn')
    expect([no.status, no.body.code]).toEqual([503, 'server.superseded'])
    expect((await wish(second, delegate, 'speech.ask', {})).body.code).not.toBe('server.superseded')
    const before = await headOf(first, 'ky-hop-3')
    await first.close()
    // Also after a restart, without asking anybody.
    const back = await startTestServer({ dataDir: one })
    expect((await wish(back, delegate, 'attendance.checkIn')).body.code).toBe('server.superseded')
    expect(await headOf(back, 'ky-hop-3')).toBe(before)
    await back.close()
    await second.close()
  },
)

test(
  'an old machine that comes back learns of the new epoch before it serves',
  { timeout: 60_000 },
  async () => {
    const one = folder()
    const two = join(folder(), 'data')
    const first = await startDemoServer({ dataDir: one })
    const admin = await signIn(first, 'quantri')
    const delegate = await signIn(first, 'db010')
    const pairing = await paired(first, admin)
    // The standby says where it will listen; a port of its own choice must be known beforehand.
    const probe = await listen(freshCode(), 0, '127.0.0.1', { heard: () => undefined, gone: () => undefined })
    await probe.close()
    const standby = await follow({
      dataDir: two,
      driver: sqlite3Driver,
      code: pairing.code,
      primary: { host: '127.0.0.1', port: pairing.port },
      httpPort: 0,
      port: probe.port,
      now: () => new Date().toISOString(),
      report: () => undefined,
    })
    await until(async () => (await shown(first, admin)).state === 'following')
    await first.close()
    await standby.promote()
    const second = await startTestServer({ dataDir: two, standbyPort: probe.port })
    const back = await startTestServer({ dataDir: one })
    expect((await wish(back, delegate, 'attendance.checkIn')).body.code).toBe('server.superseded')
    await back.close()
    await second.close()
  },
)

test(
  'what a standby holds alone is kept: a primary without it is not followed',
  { timeout: 60_000 },
  async () => {
    const one = folder()
    const two = join(folder(), 'data')
    const first = await startDemoServer({ dataDir: one })
    const admin = await signIn(first, 'quantri')
    const pairing = await paired(first, admin)
    const older = join(folder(), 'older')
    const standby = await following(two, pairing)
    await until(async () => (await shown(first, admin)).state === 'following')
    await first.close()
    await standby.stop()
    cpSync(one, older, { recursive: true })
    // The standby gets one more entry than the copy of the primary knows.
    const again = await startTestServer({ dataDir: one, standbyPort: pairing.port })
    const more = await following(two, pairing)
    await until(() => more.state() === 'following')
    expect((await wish(again, await signIn(again, 'db010'), 'attendance.checkIn')).status).toBe(200)
    const head = more.heads()['ky-hop-3']
    await more.stop()
    await again.close()
    const shorter = await startTestServer({ dataDir: older, standbyPort: pairing.port })
    const last = await following(two, pairing)
    await until(() => last.state() === 'ahead')
    expect(last.heads()['ky-hop-3']).toEqual(head)
    expect((await shown(shorter, admin)).state).toBe('ahead')
    await last.stop()
    await shorter.close()
  },
)
