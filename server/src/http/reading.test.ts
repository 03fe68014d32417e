/** Copies, hall-only reading, the pack's keys, heat, and a device that was cut off: who gets what. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Reading, Visibility } from '@nghi-truong/shared/domain/records'
import { demoPassword } from '../demo/session.ts'
import type { Running } from '../main.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { sha256, tinyPdf } from '../testing/pdf.ts'
import { startDemoServer } from '../testing/server.ts'
import { isLocalAddress } from './local-address.ts'

const session = 'ky-hop-3'
let server: Running
let clerk: string
let chair: string
let delegate: string
let guest: string

beforeAll(async () => {
  server = await startDemoServer()
  clerk = await signIn(server, 'thuky1')
  chair = await signIn(server, 'chutoa')
  delegate = await signIn(server, 'db020')
  guest = await signIn(server, 'khach1')
})
afterAll(() => server.close())

async function publish(
  words: string,
  reading: Reading | undefined,
  visibility: Visibility = 'everyone',
): Promise<{ id: string; file: string; bytes: Buffer }> {
  const bytes = tinyPdf(words)
  const file = sha256(bytes)
  await call(server, 'PUT', `/api/files/${file}?session=${session}`, {
    token: clerk,
    body: bytes,
    headers: { 'content-type': 'application/pdf' },
  })
  const item = (await server.look.state(session))?.every('item')[0]?.id
  const attached = await wish(server, clerk, 'documents.attach', {
    item,
    file,
    title: `Tờ trình ${words}`,
    visibility,
    ...(reading && { reading }),
  })
  expect(attached.status).toBe(200)
  const state = await server.look.state(session)
  const id = state?.every('document').find((one) => one.facts.sha256 === file)?.id ?? ''
  await wish(server, clerk, 'documents.publish', { document: id })
  return { id, file, bytes }
}

const get = (path: string, token: string) => call(server, 'GET', `/api${path}`, { token })
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string } | undefined)?.code

describe('copies', () => {
  test('only where the rule allows it, with the reader’s name in it, the stored bytes untouched', async () => {
    const { id, file, bytes } = await publish('cho phep in', 'copy')
    const answer = await get(`/sessions/${session}/documents/${id}/copy`, delegate)
    expect(answer.status).toBe(200)
    const name = (await server.look.state(session))?.one('person', 'db020')?.name ?? '?'
    const copy = await PDFDocument.load(answer.bytes)
    expect(copy.getPageCount()).toBe(1)
    expect(copy.getSubject()).toContain(name)
    expect(sha256(answer.bytes)).not.toBe(file)
    const stored = await get(`/files/${file}`, delegate)
    expect(stored.bytes.equals(bytes)).toBe(true)
  })

  test.each(['device', 'hallOnly', undefined] as const)('not of a document that is “%s”', async (reading) => {
    const { id } = await publish(`khong in ${reading}`, reading)
    const answer = await get(`/sessions/${session}/documents/${id}/copy`, clerk)
    expect(codeOf(answer)).toBe('document.noCopy')
  })

  test('what is not in sight is not there', async () => {
    const { id } = await publish('khong cho khach', 'copy', 'members')
    expect(codeOf(await get(`/sessions/${session}/documents/${id}/copy`, guest))).toBe('document.notSeen')
  })
})

describe('in the hall only', () => {
  test('before the sitting and unmarked nobody but the desk reads, searches or carries it', async () => {
    const { file } = await publish('chi doc tai hoi truong', 'hallOnly')
    expect(codeOf(await get(`/files/${file}`, delegate))).toBe('document.hallOnly')
    const desk = await get(`/files/${file}`, clerk)
    expect(desk.status).toBe(200)
    expect(desk.headers['cache-control']).toBe('no-store')
    const keys = (await get(`/sessions/${session}/pack/keys`, clerk)).body['keys']
    expect(JSON.stringify(keys)).not.toContain(file)
    const pack = await get(`/sessions/${session}/pack`, clerk)
    expect(pack.bytes.subarray(0, 4000).includes(file)).toBe(false)
  })

  test.each([
    ['192.168.1.20', true],
    ['::ffff:10.1.2.3', true],
    ['127.0.0.1', true],
    ['fe80::1%eth0', true],
    ['113.160.1.1', false],
    ['2001:ee0::1', false],
    ['unknown', false],
  ])('%s is local: %s', (address, local) => expect(isLocalAddress(address)).toBe(local))
})

describe('the pack', () => {
  test('keys go by sight; only the secretariat takes the file', async () => {
    const members = await publish('noi bo', 'device', 'members')
    const open = await publish('cong khai', 'device')
    const keysOf = async (token: string) =>
      JSON.stringify((await get(`/sessions/${session}/pack/keys`, token)).body)
    expect(await keysOf(delegate)).toContain(members.file)
    expect(await keysOf(guest)).not.toContain(members.file)
    expect(await keysOf(guest)).toContain(open.file)
    expect(codeOf(await get(`/sessions/${session}/pack`, delegate))).toBe('command.notAllowed')
    const pack = await get(`/sessions/${session}/pack`, clerk)
    expect(pack.status).toBe(200)
    expect(pack.bytes.includes('noi bo')).toBe(false)
  })
})

describe('heat', () => {
  test('taken from who reads, shown to the chair alone', async () => {
    const { file } = await publish('nhieu nguoi doc', 'device')
    const report = (token: string) =>
      call(server, 'POST', `/api/sessions/${session}/heat`, {
        token,
        body: { file, pages: [{ page: 1, seconds: 30, marks: 1 }] },
      })
    expect((await report(delegate)).status).toBe(200)
    expect((await report(chair)).status).toBe(200)
    expect(codeOf(await get(`/sessions/${session}/heat`, delegate))).toBe('command.notAllowed')
    expect(codeOf(await get(`/sessions/${session}/heat`, clerk))).toBe('command.notAllowed')
    expect((await get(`/sessions/${session}/heat`, chair)).body).toEqual({ at: null, files: [] })
  })

  test('four readers are nothing, the fifth makes a figure of the page all have read, without a name in it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const { file } = await publish('nam nguoi doc', 'device')
      const readers = ['db031', 'db032', 'db033', 'db034', 'db035']
      const step = () => vi.setSystemTime(Date.now() + 10 * 60_000)
      const shown = async () => (await get(`/sessions/${session}/heat`, chair)).body
      for (const [n, reader] of readers.entries()) {
        if (n === 4) {
          step()
          expect(await shown()).toEqual({ at: null, files: [] })
        }
        const pages = [
          { page: 1, seconds: 60, marks: 1 },
          { page: 2 + (n % 2), seconds: 200, marks: 5 },
        ]
        const token = await signIn(server, reader)
        const answer = await call(server, 'POST', `/api/sessions/${session}/heat`, {
          token,
          body: { file, pages },
        })
        expect(answer.status).toBe(200)
      }
      step()
      const figures = await shown()
      expect(figures['files']).toEqual([{ sha256: file, pages: [{ page: 1, minutes: 5, marks: 5 }] }])
      expect(JSON.stringify(figures)).not.toMatch(/db03/)
    } finally {
      vi.useRealTimers()
    }
  })
})

test('a device that was cut off is told so; one that signed out is not', async () => {
  const enter = async (deviceId: string) => {
    const { body } = await call(server, 'POST', '/api/sign-in', {
      body: { username: 'db021', password: demoPassword('db021'), deviceName: 'iPad', deviceId },
    })
    return String(body['token'])
  }
  const [lost, mine] = [await enter('may-bi-mat'), await enter('may-cua-toi')]
  await call(server, 'DELETE', '/api/devices/may-bi-mat', { token: mine })
  const told = await get('/me', lost)
  expect(told.status).toBe(401)
  expect(told.body).toMatchObject({ code: 'account.required', params: { revoked: 1 } })
  await call(server, 'POST', '/api/sign-out', { token: mine })
  expect((await get('/me', mine)).body['params']).toBeUndefined()
})
