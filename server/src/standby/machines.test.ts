/** What devices are told of the two machines, and the proof by which they turn to the one that took over. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Down, MachinesTold } from '@nghi-truong/shared/protocol/live'
import {
  machines as shape,
  machinesText,
  readEpoch,
  saidBy,
  takesOver,
  type Machines,
  type VerifyText,
} from '@nghi-truong/shared/protocol/machines'
import { WebSocket } from 'ws'
import { freePort } from '../bench/nginx.ts'
import { sqlite3Driver } from '../store/sqlite3.ts'
import type { Running } from '../main.ts'
import { call, signIn } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'
import { follow, type Follower } from './follow.ts'

const folders: string[] = []
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true })
})
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'nt-machines-'))
  folders.push(made)
  return made
}

const check: VerifyText = (key, text, signature) =>
  verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  )

const nonce = 'a1'.repeat(16)

async function asked(server: Running, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/api/machines?nonce=${nonce}`, { headers })
  return { answer, body: (await answer.json()) as Machines }
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 400; left > 0; left--) {
    if (await what()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it never came')
}

/** What one person hears of the machines. */
async function ears(
  server: Running,
  username: string,
): Promise<{ heard: MachinesTold[]; snapshot: Down[]; close(): void }> {
  const token = await signIn(server, username)
  const { body } = await call<{ ticket: string }>(server, 'POST', '/api/tickets', { token, body: {} })
  const url = `${server.url.replace('http', 'ws')}/api/sessions/ky-hop-3/live?ticket=${body.ticket}`
  const socket = new WebSocket(url)
  const heard: MachinesTold[] = []
  const snapshot: Down[] = []
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Down
    if (message.type === 'machines') heard.push(message)
    if (message.type === 'snapshot') snapshot.push(message)
  })
  await until(() => snapshot.length > 0)
  return { heard, snapshot, close: () => socket.close() }
}

test(
  'devices hear of the standby, and only the one that took over proves it',
  { timeout: 90_000 },
  async () => {
    const one = folder()
    const two = join(folder(), 'data')
    const httpPort = await freePort()
    const first = await startDemoServer({ dataDir: one })
    const admin = await signIn(first, 'quantri')
    const chair = await ears(first, 'chutoa')
    const delegate = await ears(first, 'db010')
    expect(chair.heard).toEqual([])
    const { body: pairing } = await call<{ code: string; port: number }>(first, 'POST', '/api/standby', {
      token: admin,
      body: {},
    })
    const standby: Follower = await follow({
      dataDir: two,
      driver: sqlite3Driver,
      code: pairing.code,
      primary: { host: '127.0.0.1', port: pairing.port },
      httpPort,
      hosts: ['10.9.8.7', 'may-du-phong.local', 'not a host'],
      port: 0,
      now: () => new Date().toISOString(),
      report: () => undefined,
    })
    await until(() => chair.heard.at(-1)?.lamp === 'following')

    // The lamp is the desk's; the address is everybody's, signed by the house.
    expect(delegate.heard.every(({ lamp }) => lamp === null)).toBe(true)
    const where = delegate.heard.at(-1)?.where
    if (!where) throw new Error('no address was told')
    const known = readEpoch(chair.snapshot[0]?.type === 'snapshot' ? chair.snapshot[0].epoch : null)
    if (!known) throw new Error('the snapshot names no epoch')
    // The machine itself comes over loopback here: others cannot use that.
    expect(where.others).toEqual([`http://10.9.8.7:${httpPort}`, `http://may-du-phong.local:${httpPort}`])
    expect(saidBy(check, known, where)).toBe(true)
    expect(saidBy(check, known, { ...where, others: ['http://10.9.8.6:80'] })).toBe(false)
    expect(saidBy(check, { house: 'x'.repeat(22) }, where)).toBe(false)

    // The machine that serves proves itself, but no take-over; the page of a foreign origin may read it, nothing else.
    const { answer, body } = await asked(first, { origin: 'http://10.9.8.7:1' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(shape.parse(body)).toMatchObject({ epoch: 1, nonce, host: new URL(first.url).host })
    const question = { host: new URL(first.url).host, nonce }
    expect(saidBy(check, known, body)).toBe(true)
    expect(takesOver(check, known, question, body)).toBe(false)
    const foreign = await fetch(`${first.url}/api/health`, { headers: { origin: 'http://10.9.8.7:1' } })
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null])
    const page = await fetch(first.url)
    expect(page.headers.get('content-security-policy')).toContain(` http://10.9.8.7:${httpPort} `)

    // It goes: amber at once.
    await standby.promote()
    await until(() => chair.heard.at(-1)?.lamp === 'gone')
    chair.close()
    delegate.close()
    const second = await startTestServer({ dataDir: two, port: httpPort })
    const theirs = await asked(second)
    const host = `127.0.0.1:${httpPort}`
    expect(takesOver(check, known, { host, nonce }, theirs.body)).toBe(true)
    // Not again, not for another question, not under another address, not by another key.
    expect(takesOver(check, { ...known, epoch: 2 }, { host, nonce }, theirs.body)).toBe(false)
    expect(takesOver(check, known, { host, nonce: 'b2'.repeat(16) }, theirs.body)).toBe(false)
    expect(takesOver(check, known, { host: '10.9.8.7:80', nonce }, theirs.body)).toBe(false)
    expect(takesOver(check, known, question, { ...body, epoch: 2 })).toBe(false)
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const said = { ...theirs.body, key: publicKey.export({ format: 'jwk' }).x ?? '' }
    const forged = {
      ...said,
      signature: sign(null, Buffer.from(machinesText(said)), privateKey).toString('base64url'),
    }
    expect(saidBy(check, { house: said.key.slice(0, 22) }, forged)).toBe(true)
    expect(takesOver(check, known, { host, nonce }, forged)).toBe(false)

    // The machine that took over writes alone, and says so to the desk.
    const again = await ears(second, 'chutoa')
    await until(() => again.heard.at(-1)?.lamp === 'alone')
    again.close()
    // The one that was replaced proves nothing once it has heard of it.
    await until(async () => (await asked(first)).answer.status === 503)
    await first.close()
    await second.close()
  },
)

test('without a pairing nothing is told', { timeout: 30_000 }, async () => {
  const server = await startDemoServer({ dataDir: folder() })
  const admin = await signIn(server, 'quantri')
  const chair = await ears(server, 'chutoa')
  await call(server, 'POST', '/api/standby', { token: admin, body: {} })
  await until(() => chair.heard.length > 0)
  // Paired, and nobody has come yet.
  expect(chair.heard.at(-1)).toEqual({ type: 'machines', lamp: null, where: null })
  await call(server, 'DELETE', '/api/standby', { token: admin })
  await until(() => chair.heard.length > 1)
  expect(chair.heard.at(-1)).toEqual({ type: 'machines', lamp: null, where: null })
  expect((await fetch(`${server.url}/api/machines?nonce=x`)).status).toBe(422)
  chair.close()
  await server.close()
})
