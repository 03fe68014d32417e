/** Bytes in and out: hashes, sight, ranges, uploads that go wrong. */
import { request } from 'node:http'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Item } from '@nghi-truong/shared/domain/records'
import type { Running } from '../main.ts'
import { call, signIn, wish, type Called } from '../testing/call.ts'
import { sha256, tinyPdf } from '../testing/pdf.ts'
import { startDemoServer } from '../testing/server.ts'
import { hasTag, parseRange } from './range.ts'

let server: Running
let clerk: string
let delegate: string
let guest: string
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nghi-truong-files-'))
  server = await startDemoServer({ dataDir: folder, fileLimit: 3_000_000 })
  clerk = await signIn(server, 'thuky1')
  delegate = await signIn(server, 'db020')
  guest = await signIn(server, 'khach1')
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const upload = (bytes: Uint8Array, name = sha256(bytes), token = clerk, session = 'ky-hop-3') =>
  call(server, 'PUT', `/api/files/${name}?session=${session}`, {
    token,
    body: bytes,
    headers: { 'content-type': 'application/pdf' },
  })
const fetchFile = (name: string, token: string, headers: Record<string, string> = {}, method = 'GET') =>
  call(server, method, `/api/files/${name}`, { token, headers })
const code = ({ body }: Called) => (body as { code?: string }).code
const stored = () =>
  readdirSync(join(folder, 'files'), { recursive: true }).filter((name) => String(name).length > 60)

async function attach(file: string, more: Record<string, unknown> = {}): Promise<string> {
  const state = await server.look.state('ky-hop-3')
  const item = state?.every('item')[0] as Item
  const answer = await wish(server, clerk, 'documents.attach', {
    item: item.id,
    file,
    title: 'Tờ trình',
    ...more,
  })
  expect(answer.status).toBe(200)
  return (
    (await server.look.state('ky-hop-3'))?.every('document').find((one) => one.facts.sha256 === file)?.id ??
    ''
  )
}

describe('in', () => {
  test('a PDF is stored under its hash and what was found is answered; again it is known', async () => {
    const bytes = tinyPdf('Xin chao')
    const first = await upload(bytes)
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ sha256: sha256(bytes), size: bytes.length, pages: 1, known: false })
    expect((await upload(bytes)).body).toMatchObject({ known: true })
  })

  test('twice at once it is stored once', async () => {
    const bytes = tinyPdf('Hai lan')
    const [one, two] = await Promise.all([upload(bytes), upload(bytes)])
    expect([one.body['known'], two.body['known']]).toEqual([false, true])
  })

  test.each([
    ['not a PDF', Buffer.from('PK\u0003\u0004 a zip'), 'file.notPdf'],
    ['cut off', tinyPdf('Cut').subarray(0, 300), 'file.truncated'],
    [
      'encrypted',
      Buffer.from(tinyPdf('Enc').toString('latin1').replace('/Root', '/Encrypt 9 0 R /Root'), 'latin1'),
      'file.encrypted',
    ],
    ['too large', tinyPdf('Large', 3_002_000), 'file.tooLarge'],
  ])('%s is refused and nothing is kept', async (_, bytes, refusal) => {
    const before = stored()
    const answer = await upload(bytes)
    expect(code(answer)).toBe(refusal)
    expect(stored()).toEqual(before)
    expect(code(await fetchFile(sha256(bytes), clerk))).toBe('request.notFound')
  })

  test('nothing at all, other bytes than the name says, no length, no session: refused', async () => {
    expect(code(await upload(Buffer.alloc(0), 'a'.repeat(64)))).toBe('file.empty')
    expect(code(await upload(tinyPdf('x'), 'a'.repeat(64)))).toBe('file.hashMismatch')
    expect(code(await upload(tinyPdf('x'), 'A'.repeat(64)))).toBe('request.notFound')
    const chunked = await call(server, 'PUT', `/api/files/${'a'.repeat(64)}?session=ky-hop-3`, {
      token: clerk,
      headers: { 'transfer-encoding': 'chunked' },
    })
    expect(code(chunked)).toBe('request.malformed')
    const bytes = tinyPdf('No session')
    expect(
      code(await call(server, 'PUT', `/api/files/${sha256(bytes)}`, { token: clerk, body: bytes })),
    ).toBe('command.badInput')
    expect(code(await upload(bytes, sha256(bytes), clerk, 'other'))).toBe('session.notSeen')
  })

  test('only the secretariat uploads', async () => {
    const bytes = tinyPdf('Delegate')
    expect(code(await upload(bytes, sha256(bytes), delegate))).toBe('command.notAllowed')
    expect(code(await upload(bytes, sha256(bytes), await signIn(server, 'quantri')))).toBe(
      'command.notAllowed',
    )
    expect(await server.stores.files.info(sha256(bytes))).toBeUndefined()
  })

  test('an upload broken off leaves nothing, and the same file can come again', async () => {
    const bytes = tinyPdf('Broken off', 2_000_000)
    const name = sha256(bytes)
    await new Promise<void>((resolve) => {
      const sent = request({
        host: '127.0.0.1',
        port: server.port,
        method: 'PUT',
        path: `/api/files/${name}?session=ky-hop-3`,
        headers: { authorization: `Bearer ${clerk}`, 'content-length': String(bytes.length) },
      })
      sent.on('error', () => undefined)
      sent.on('close', () => resolve())
      sent.write(bytes.subarray(0, 1_000_000), () => sent.destroy())
    })
    expect(await server.stores.files.info(name)).toBeUndefined()
    expect((await upload(bytes)).status).toBe(200)
    expect(readdirSync(join(folder, 'files', 'tmp'))).toEqual([])
  })
})

describe('out', () => {
  let name: string
  let bytes: Buffer
  beforeAll(async () => {
    bytes = tinyPdf('Tai lieu', 1_500_000)
    name = sha256(bytes)
    await upload(bytes)
    const document = await attach(name)
    await wish(server, clerk, 'documents.publish', { document })
  })

  test('whole, with hash as tag, never to be run as a page', async () => {
    const answer = await fetchFile(name, delegate)
    expect(answer.status).toBe(200)
    expect(answer.bytes.equals(bytes)).toBe(true)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      etag: `"${name}"`,
      'accept-ranges': 'bytes',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect(answer.headers['cache-control']).toContain('private')
  })

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, Infinity],
    ['bytes=-50', -50, Infinity],
    ['bytes=1400000-9999999', 1_400_000, Infinity],
  ])('range %s', async (range, from, to) => {
    const want = bytes.subarray(from, to === Infinity ? undefined : to)
    // Twice: the first comes from the disk, the next from memory.
    for (let n = 0; n < 2; n++) {
      const answer = await fetchFile(name, delegate, { range })
      expect(answer.status).toBe(206)
      expect(answer.bytes.equals(want)).toBe(true)
      const start = from < 0 ? bytes.length + from : from
      expect(answer.headers['content-range']).toBe(
        `bytes ${start}-${start + want.length - 1}/${bytes.length}`,
      )
    }
  })

  test('what is known is not sent again; a range of another version gives the whole', async () => {
    const known = await fetchFile(name, delegate, { 'if-none-match': `W/"x", "${name}"` })
    expect([known.status, known.bytes.length]).toEqual([304, 0])
    expect((await fetchFile(name, delegate, { range: 'bytes=0-9', 'if-range': `"${name}"` })).status).toBe(
      206,
    )
    expect((await fetchFile(name, delegate, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
    const outside = await fetchFile(name, delegate, { range: 'bytes=99999999-' })
    expect([outside.status, outside.headers['content-range']]).toEqual([416, `bytes */${bytes.length}`])
    const head = await fetchFile(name, delegate, {}, 'HEAD')
    expect([head.status, head.headers['content-length']]).toEqual([200, String(bytes.length)])
  })

  test('out of sight is as if it did not exist, whatever is asked', async () => {
    const hidden = tinyPdf('Chua phat hanh')
    await upload(hidden)
    const key = sha256(hidden)
    const document = await attach(key, { visibility: 'members' })
    const nothing = await fetchFile('b'.repeat(64), delegate)
    for (const headers of [{}, { range: 'bytes=0-9' }, { 'if-none-match': `"${key}"` }]) {
      const answer = await fetchFile(key, delegate, headers)
      expect([answer.status, answer.bytes.toString()]).toEqual([404, nothing.bytes.toString()])
      expect(answer.headers['etag']).toBeUndefined()
    }
    expect((await fetchFile(key, clerk)).status).toBe(200)
    expect(code(await call(server, 'GET', `/api/files/${key}/signature`, { token: delegate }))).toBe(
      'request.notFound',
    )

    await wish(server, clerk, 'documents.publish', { document })
    expect((await fetchFile(key, delegate)).status).toBe(200)
    expect((await fetchFile(key, guest)).status).toBe(404)
    await wish(server, clerk, 'documents.withdraw', { document })
    expect((await fetchFile(key, delegate)).status).toBe(404)
  })

  test('stored but attached nowhere, it is nobody’s', async () => {
    const loose = tinyPdf('Khong gan')
    await upload(loose)
    expect((await fetchFile(sha256(loose), clerk)).status).toBe(404)
  })

  test('what was found of files is there after a restart', async () => {
    await server.close()
    server = await startDemoServer({ dataDir: folder, fileLimit: 3_000_000 })
    clerk = await signIn(server, 'thuky1')
    delegate = await signIn(server, 'db020')
    expect((await upload(bytes)).body).toMatchObject({ known: true })
    expect((await fetchFile(name, delegate)).status).toBe(200)
  })
})

test.each([
  ['bytes=0-0', 10, { start: 0, end: 1 }],
  ['bytes=5-', 10, { start: 5, end: 10 }],
  ['bytes=-3', 10, { start: 7, end: 10 }],
  ['bytes=-30', 10, { start: 0, end: 10 }],
  ['bytes=9-20', 10, { start: 9, end: 10 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=5-4', 10, 'whole'],
  ['bytes=-', 10, 'whole'],
  ['bytes=0-1,3-4', 10, 'whole'],
  ['bytes=a-b', 10, 'whole'],
  ['items=0-1', 10, 'whole'],
  ['bytes=99999999999999999999-', 10, 'whole'],
  [undefined, 10, 'whole'],
])('range %s of %i', (header, size, want) => {
  expect(parseRange(header, size)).toEqual(want)
})

test('tags', () => {
  expect(hasTag('"a", W/"b"', '"b"')).toBe(true)
  expect(hasTag('*', '"b"')).toBe(true)
  expect(hasTag('"c"', '"b"')).toBe(false)
  expect(hasTag(undefined, '"b"')).toBe(false)
})
