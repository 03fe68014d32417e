/**
 * Keys of private notes at the server's door, and what the whole server keeps of a private note: nothing readable, in its
 * databases, their log files, a back-up, an export, and in what it writes to its log.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { createMarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import type { Pairing, RingAnswer } from '@nghi-truong/shared/protocol/private-notes'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import { createLogger } from '../logging.ts'
import type { Running } from '../main.ts'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { snapshotInto } from '../store/snapshot.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { sha256, tinyPdf } from '../testing/pdf.ts'
import { startDemoServer } from '../testing/server.ts'
import { ticketOf } from '../testing/sockets.ts'
import { markOf, when } from './door.fixture.ts'

let server: Running
const folders: string[] = []
afterEach(async () => {
  await server.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const key = () => randomBytes(32).toString('base64url')
const ring = (version: number, author: string, to: readonly string[]) => ({
  version,
  author,
  body: randomBytes(200).toString('base64url'),
  vouch: version === 1 ? null : key(),
  wraps: to.map((one) => ({ to: one, fresh: key(), box: randomBytes(48).toString('base64url') })),
})
const post = (token: string, given: ReturnType<typeof ring>, signing: string | null = null) =>
  call<{ code?: string }>(server, 'POST', '/api/notes/ring', {
    token,
    body: { ring: given, key: given.author, signing },
  })
const read = async (token: string) =>
  (await call<RingAnswer>(server, 'GET', '/api/notes/ring', { token })).body

describe('the ring of keys', () => {
  test('is one’s own, in order, and nobody else’s', async () => {
    server = await startDemoServer()
    const an = await signIn(server, 'db020')
    const [tablet, phone] = [key(), key()]
    const first = ring(1, tablet, [tablet])
    expect((await post(an, first)).status).toBe(200)
    expect((await post(an, ring(1, phone, [phone]))).body.code).toBe('notes.stale')
    expect((await post(an, ring(3, tablet, [tablet]))).body.code).toBe('notes.stale')
    expect((await post(an, ring(2, tablet, [tablet, phone, 'code']))).status).toBe(200)
    const mine = await read(an)
    expect(mine.versions[0]).toEqual(first)
    expect(mine.last).toBe(2)
    expect(await read(await signIn(server, 'db021'))).toEqual({ versions: [], last: 0, revoked: [] })
    expect((await call(server, 'GET', '/api/notes/ring')).status).toBe(401)
    const foreign = await call<{ code?: string }>(server, 'POST', '/api/notes/ring', {
      token: an,
      body: { ring: ring(3, tablet, [tablet]), key: phone, signing: null },
    })
    expect(foreign.body.code).toBe('command.badInput')
  })

  test('what was locked for a device goes when it is signed out from afar; it gets and writes nothing more', async () => {
    server = await startDemoServer()
    const an = await signIn(server, 'db020', 'iPad')
    const lost = await signIn(server, 'db020', 'Điện thoại')
    const [tablet, phone] = [key(), key()]
    await post(an, ring(1, tablet, [tablet]))
    await post(lost, ring(2, phone, [tablet, phone]))
    const { body } = await call<{ devices: { id: string; current: boolean }[] }>(
      server,
      'GET',
      '/api/devices',
      {
        token: an,
      },
    )
    const other = body.devices.find((one) => !one.current)
    await call(server, 'DELETE', `/api/devices/${other?.id}`, { token: an })
    const left = await read(an)
    expect(left.revoked).toEqual([phone])
    expect(left.versions.flatMap((one) => one.wraps.map(({ to }) => to))).toEqual([tablet, tablet])
    const back = await signIn(server, 'db020', 'Điện thoại')
    expect((await post(back, ring(3, phone, [phone]))).body.code).toBe('notes.revoked')
    // Whoever locks for it all the same does so in vain.
    await post(an, ring(3, tablet, [tablet, phone]))
    expect((await read(an)).versions.at(-1)?.wraps.map(({ to }) => to)).toEqual([tablet])
  })

  test('devices of one person meet; each speaks once; another person sees nothing of it', async () => {
    server = await startDemoServer()
    const an = await signIn(server, 'db020', 'iPad')
    const step = (id: string, body: unknown) =>
      call<Pairing & { code?: string }>(server, 'POST', `/api/notes/meetings/${id}`, { token: an, body })
    const { body: asked } = await call<Pairing>(server, 'POST', '/api/notes/meetings', {
      token: an,
      body: { name: 'Máy tính', commitment: key() },
    })
    const early = await step(asked.id, { step: 'fresh', key: key(), nonce: key(), signing: null })
    expect(early.body.fresh).toBeNull()
    const old = { key: key(), nonce: key() }
    await step(asked.id, { step: 'old', ...old })
    const again = await step(asked.id, { step: 'old', key: key(), nonce: key() })
    expect(again.body.old).toEqual(old)
    const binh = await signIn(server, 'db021')
    const seen = await call<{ meetings: unknown[] }>(server, 'GET', '/api/notes/meetings', { token: binh })
    expect(seen.body.meetings).toEqual([])
    const meddled = await call<{ code?: string }>(server, 'POST', `/api/notes/meetings/${asked.id}`, {
      token: binh,
      body: { step: 'end' },
    })
    expect(meddled.body.code).toBe('notes.meetingNotSeen')
  })
})

describe('a private note on the whole server', () => {
  const words = 'CỘT-MỐC-ĐỎ: hỏi lại khoản 417 tỷ của dự án'
  const forms = [words, words.slice(0, 10), '417 tỷ của dự án'].flatMap((one) => [
    Buffer.from(one),
    Buffer.from(one, 'utf16le'),
    Buffer.from(one).toString('base64').slice(2, -4),
  ])
  const contains = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form))

  test('leaves no readable trace; a note of the group, for comparison, is found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-planted-'))
    folders.push(folder)
    const logged: Buffer[] = []
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(Buffer.from(chunk))
        done()
      },
    })
    server = await startDemoServer({
      dataDir: folder,
      driver: 'node:sqlite',
      logger: createLogger('debug', sink),
    })
    const token = await signIn(server, 'db020')
    const join_ = async (ref: RoomRef) => {
      const doc = new Y.Doc()
      const provider = new WebsocketProvider(`ws://127.0.0.1:${server.port}/api/rooms`, roomName(ref), doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params: { ticket: await ticketOf(server, token) },
      })
      return { doc, provider }
    }
    const session = (await server.look.sessionsOf('db020'))[0]?.id ?? ''
    const clerk = await signIn(server, 'thuky1')
    const pdf = tinyPdf('To trinh')
    const file = sha256(pdf)
    await call(server, 'PUT', `/api/files/${file}?session=${session}`, {
      token: clerk,
      headers: { 'content-type': 'application/pdf', 'content-length': String(pdf.length) },
      body: pdf,
    })
    const state = await server.look.state(session)
    const item = state?.every('item')[0]?.id
    const attached = await wish(server, clerk, 'documents.attach', { item, file, title: 'Tờ trình' })
    expect(attached.status, JSON.stringify(attached.body)).toBe(200)
    const document = state?.every('document')[0]?.id
    await wish(server, clerk, 'documents.publish', { document })
    const group = state?.one('person', 'db020')?.group ?? ''
    const box = createMarkBox({ epoch: 1, keys: new Map([[1, Uint8Array.from(randomBytes(32))]]) }, (n) =>
      Uint8Array.from(randomBytes(n)),
    )
    const id = randomBytes(16).toString('hex')
    const mine: RoomRef = { session, file, layer: 'private:db020' }
    const own = await join_(mine)
    own.doc.getMap('marks').set(id, box.seal(roomName(mine), id, markOf('db020', words)))
    const shared = await join_({ ...mine, layer: `group:${group}` })
    shared.doc.getMap('marks').set(id, markOf('db020', 'của tổ, đọc được'))
    const seen = await join_(mine)
    await when(seen.doc, () => seen.doc.getMap('marks').has(id))
    for (const ref of [mine, { ...mine, layer: `group:${group}` } as const])
      await expect.poll(async () => (await server.stores.notes.load(roomName(ref))).length).toBeGreaterThan(0)
    for (const one of [own, shared, seen]) one.provider.destroy()
    for (const name of ['core.db', 'notes.db'])
      await snapshotInto(nodeSqliteDriver, join(folder, name), join(folder, `${name}.backup`))
    const lines: string[] = []
    for await (const line of server.exporter.lines(session, true)) lines.push(line)
    const kept = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((one) => one.isFile())
    const bytes = new Map(kept.map((one) => [one.name, readFileSync(join(one.parentPath, one.name))]))
    for (const [name, content] of bytes) expect(contains(content), name).toBe(false)
    expect(contains(Buffer.from(lines.join('\n')))).toBe(false)
    expect(contains(Buffer.concat(logged))).toBe(false)
    expect(logged.length).toBeGreaterThan(0)
    const groups = Buffer.from('của tổ, đọc được')
    expect(bytes.get('notes.db.backup')?.includes(groups)).toBe(true)
    expect(contains(Buffer.from(`x${words}y`))).toBe(true)
  })
})
