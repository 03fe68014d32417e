/**
 * Preload and main against each other, over a wire that clones as Electron's does. Electron itself does not run here.
 */
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { channels, wire, type Bytes, type ChannelName, type NghiTruongBridge } from '../bridge.ts'
import { createDevice } from './device-key.ts'
import { createKeystore } from './keystore.ts'
import { createOutbox } from './outbox.ts'
import { serve } from './serve.ts'
import { createShelf } from './shelf.ts'
import { askLocalService } from './local-service.ts'
import { createShell, type Shell } from './shell.ts'
import type { Settings } from './settings.ts'
import { makeAuthority } from './testing/certificates.ts'
import { fakeSafe, fakeWire, tempFolder, type FakeSafe, type FakeWire } from './testing/fakes.ts'

const line = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  wire: undefined as FakeWire | undefined,
}))

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => line.exposed.set(name, value) },
  ipcRenderer: {
    invoke: (name: string, ...given: unknown[]) => line.wire?.ipcRenderer.invoke(name, ...given),
    on: (name: string, listener: (event: unknown, ...given: unknown[]) => unknown) =>
      line.wire?.ipcRenderer.on(name, listener),
  },
}))

const sha256 = createHash('sha256').update('x').digest('hex')
let server: http.Server
let origin = ''
let bridge: NghiTruongBridge
let fake: FakeWire
let safe: FakeSafe
let shell: Shell
let answers: { confirm: boolean; asked: number; saved: Settings[]; projector: string[]; refused: string[] }

beforeAll(async () => {
  const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  if (!existsSync(join(electron, 'path.txt')))
    console.warn(
      'shell: the Electron runtime is not installed; the shell was type-checked and tested against fakes, NOT executed',
    )
  server = http.createServer((request, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path: request.url }))
  })
  const wss = new WebSocketServer({ server })
  wss.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('SHELL_VERSION', '9.9.9')
  fake = line.wire = fakeWire()
  safe = fakeSafe()
  const folder = tempFolder()
  const keystore = createKeystore({
    safeStorage: safe.safeStorage,
    platform: 'linux',
    folder: join(folder, 'keys'),
  })
  answers = { confirm: true, asked: 0, saved: [], projector: [], refused: [] }
  shell = createShell({
    info: { version: '9.9.9', platform: 'linux', channel: 'development' },
    settings: { server: { origin }, plainHttp: true },
    save: (settings) => Promise.resolve(void answers.saved.push(settings)),
    confirm: () => Promise.resolve((answers.asked++, answers.confirm)),
    windows: {
      openProjector: (session) => Promise.resolve(void answers.projector.push(session)),
      send: (_contents, name, message) => fake.toPage(name, message),
    },
    shelf: createShelf({ keystore, folder: join(folder, 'shelf'), limit: 10_000_000 }),
    outbox: createOutbox({ keystore, folder: join(folder, 'outbox') }),
    device: createDevice(keystore),
    tokens: {
      list: async () => [{ token: 't1', label: 'HDND', certificate: Uint8Array.of(1) }],
      sign: async (_token, pin) => (pin === '1234' ? Uint8Array.of(2) : { refused: 'token.refused' }),
    },
    localService: askLocalService,
    find: () => Promise.resolve([{ name: 'HĐND tỉnh', origin: 'https://10.0.0.5:8443', secure: true }]),
    keystoreUsable: () => keystore.usable(),
    now: () => 0,
  })
  serve({
    ipc: fake.ipcMain,
    handlers: shell.handlers,
    kindOf: (contents) => ([null, 'hall', 'projector'] as const)[contents] ?? null,
    refused: (name, why) => answers.refused.push(`${name}: ${why}`),
  })
  await import('../preload/preload.ts')
  bridge = line.exposed.get('nghiTruong') as NghiTruongBridge
})
afterEach(() => {
  shell.stop()
  vi.unstubAllGlobals()
})

const frozenFunctions = (value: object): string[] =>
  Object.entries(value).flatMap(([name, one]) => {
    if (typeof one !== 'object' || one === null) return [`${name}:${typeof one}`]
    expect(Object.isFrozen(one), name).toBe(true)
    return frozenFunctions(one as object).map((inner) => `${name}.${inner}`)
  })

describe('the bridge', () => {
  test('is one frozen object of functions, and nothing else is exposed', () => {
    expect([...line.exposed.keys()]).toEqual(['nghiTruong'])
    expect(Object.isFrozen(bridge)).toBe(true)
    expect(frozenFunctions(bridge).sort()).toEqual(
      [
        'version:string',
        'info:function',
        'request:function',
        'socket:function',
        'openProjector:function',
        'shelf.piece:function',
        'shelf.keep:function',
        'shelf.held:function',
        'shelf.writeNote:function',
        'shelf.notes:function',
        'shelf.drop:function',
        'shelf.used:function',
        'shelf.wipe:function',
        'outbox.put:function',
        'outbox.all:function',
        'outbox.remove:function',
        'servers.find:function',
        'servers.choose:function',
        'device.key:function',
        'device.sign:function',
        'tokens.list:function',
        'tokens.sign:function',
        'localService:function',
      ].sort(),
    )
  })

  test('every channel of the table has exactly one handler, and there is no other', () => {
    expect([...fake.handlers.keys()].sort()).toEqual(
      (Object.keys(channels) as ChannelName[]).map(wire).sort(),
    )
  })

  test('a token says no to a wrong PIN; the signing service is sent to our own server only', async () => {
    expect(await bridge.tokens.sign('t1', '1234', Uint8Array.of(1))).toEqual(Uint8Array.of(2))
    expect(await bridge.tokens.sign('t1', '0000', Uint8Array.of(1))).toEqual({ refused: 'token.refused' })
    const ask = (downloadUrl: string) =>
      bridge.localService({ operation: 'SignApproved', downloadUrl, uploadUrl: `${origin}/signing/x/upload` })
    expect(await ask('http://elsewhere.invalid/file.pdf')).toEqual({ refused: 'server.badAddress' })
    // Nobody listens on the service's port of this machine.
    expect(await ask(`${origin}/signing/x/file.pdf`)).toBe('unreachable')
  })

  test('every function of the bridge reaches its channel', async () => {
    const called: string[] = []
    const invoke = fake.ipcRenderer.invoke.bind(fake.ipcRenderer)
    vi.spyOn(fake.ipcRenderer, 'invoke').mockImplementation((name, ...given) => {
      called.push(name)
      return invoke(name, ...given)
    })
    const bytes = new Uint8Array([1])
    await bridge.info()
    await bridge.request({ method: 'GET', path: '/api/health', headers: {} })
    await bridge.openProjector('k1')
    await bridge.shelf.keep(sha256, 0, bytes)
    await bridge.shelf.piece(sha256, 0)
    await bridge.shelf.held(sha256)
    await bridge.shelf.writeNote({ sha256, size: 1, whole: true, usedAt: 0 })
    await bridge.shelf.notes()
    await bridge.shelf.used()
    await bridge.shelf.drop(sha256)
    await bridge.shelf.wipe()
    await bridge.outbox.put({ id: 'a', text: '{}' })
    await bridge.outbox.all()
    await bridge.outbox.remove('a')
    await bridge.servers.find()
    await bridge.servers.choose({ origin })
    await bridge.device.key()
    await bridge.device.sign('nghi-truong-cast/v1', '{}')
    await bridge.tokens.list()
    await bridge.tokens.sign('t1', '1234', Uint8Array.of(1))
    await bridge.localService({ operation: 'SignApproved', downloadUrl: 'x', uploadUrl: 'y' })
    const closed = new Promise((resolve) => {
      const socket = bridge.socket('/api/sessions/k1/live?ticket=t', {
        opened: () => socket.send('x'),
        received: () => socket.close(),
        closed: resolve,
      })
    })
    await closed
    expect([...new Set(called)].sort()).toEqual((Object.keys(channels) as ChannelName[]).map(wire).sort())
  })
})

describe('across the wire', () => {
  test('request', async () => {
    const answer = await bridge.request({
      method: 'GET',
      path: '/api/health',
      headers: { 'accept-language': 'vi' },
    })
    expect(answer.status).toBe(200)
    expect(new TextDecoder().decode(answer.body)).toBe('{"path":"/api/health"}')
  })

  test('socket: events in order, bytes as bytes, one close', async () => {
    const log: unknown[] = []
    await new Promise<void>((resolve) => {
      const socket = bridge.socket('/api/rooms/k1.room?ticket=t', {
        opened() {
          log.push('opened')
          for (let n = 0; n < 20; n++) socket.send(n % 2 ? `t${n}` : new Uint8Array([n]))
        },
        received(data) {
          log.push(data)
          if (log.length === 21) socket.close()
        },
        closed(code) {
          log.push(code)
          resolve()
        },
      })
    })
    const sent = Array.from({ length: 20 }, (_, n) => (n % 2 ? `t${n}` : new Uint8Array([n])))
    expect(log).toEqual(['opened', ...sent, 1000])
  })

  test('a socket to a forbidden path closes as lost', async () => {
    const code = await new Promise((resolve) =>
      bridge.socket('/api/me', { opened: () => undefined, received: () => undefined, closed: resolve }),
    )
    expect(code).toBe(1006)
    expect(answers.refused).toEqual(['socketOpen: bad input'])
  })

  test('shelf, outbox and device key', async () => {
    const bytes: Bytes = new Uint8Array(randomBytes(200_000))
    expect(await bridge.shelf.keep(sha256, 3, bytes)).toBeNull()
    expect(await bridge.shelf.piece(sha256, 3)).toEqual(bytes)
    expect(await bridge.shelf.held(sha256)).toEqual([3])
    expect(await bridge.outbox.put({ id: 'v1', text: '{"choice":"tán thành"}' })).toBeNull()
    expect(await bridge.outbox.all()).toEqual([{ id: 'v1', text: '{"choice":"tán thành"}' }])
    const key = await bridge.device.key()
    const signed = await bridge.device.sign('nghi-truong-device/v1', 'số 1')
    if ('refused' in key || 'refused' in signed) throw new Error('refused')
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey },
      format: 'jwk',
    })
    expect(
      verify(
        null,
        Buffer.from('nghi-truong-device/v1\nsố 1'),
        publicKey,
        Buffer.from(signed.signature, 'base64url'),
      ),
    ).toBe(true)
  })

  test('with basic_text nothing is stored and nothing signed, and the page can know', async () => {
    safe.backend = 'basic_text'
    const refusal = { refused: 'shell.noKeystore' }
    expect((await bridge.info()).keystore).toBe(false)
    expect(await bridge.shelf.keep(sha256, 0, new Uint8Array([1]))).toEqual(refusal)
    expect(await bridge.outbox.put({ id: 'a', text: '{}' })).toEqual(refusal)
    expect(await bridge.device.sign('nghi-truong-cast/v1', '{}')).toEqual(refusal)
  })

  test('choosing a server: asked, saved, described; without a yes nothing changes', async () => {
    const { pem } = await makeAuthority('CA')
    answers.confirm = false
    expect(await bridge.servers.choose({ origin: 'https://10.0.0.9' })).toEqual({
      refused: 'server.declined',
    })
    expect(answers).toMatchObject({ asked: 1, saved: [] })
    expect((await bridge.info()).server).toEqual({ origin, authority: null })
    answers.confirm = true
    const chosen = await bridge.servers.choose({ origin: 'https://10.0.0.9', authority: pem })
    expect(chosen).toEqual({
      origin: 'https://10.0.0.9',
      authority: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    })
    expect((await bridge.info()).server).toEqual(chosen)
    expect(answers.saved).toEqual([{ server: { origin: 'https://10.0.0.9', ca: pem }, plainHttp: true }])
    // Taking the pinned authority away is a change as well.
    answers.confirm = false
    expect(await bridge.servers.choose({ origin: 'https://10.0.0.9' })).toEqual({
      refused: 'server.declined',
    })
    expect(await bridge.servers.choose({ origin: 'ftp://x/' })).toEqual({ refused: 'server.badAddress' })
    expect(await bridge.servers.choose({ origin: 'https://x', authority: 'x' })).toEqual({
      refused: 'server.badAuthority',
    })
  })

  test('changing the server ends the sockets to the old one', async () => {
    const ended = new Promise((resolve) => {
      bridge.socket('/api/sessions/k1/live?ticket=t', {
        opened: () => void bridge.servers.choose({ origin: 'https://127.0.0.1:1' }),
        received: () => undefined,
        closed: resolve,
      })
    })
    expect(await ended).toBe(1001)
    await expect(bridge.request({ method: 'GET', path: '/api/me', headers: {} })).rejects.toThrow(
      'unreachable',
    )
  })
})

describe('refused', () => {
  const wrong: readonly (readonly [ChannelName, unknown])[] = [
    ['appInfo', undefined],
    ['appInfo', { extra: 1 }],
    ['request', { method: 'GET', path: 'https://evil/', headers: {} }],
    ['request', { method: 'TRACE', path: '/api/me', headers: {} }],
    ['request', { method: 'GET', path: '/api/me', headers: { cookie: 'a' } }],
    ['request', { method: 'GET', path: '/api/me', headers: {}, body: 7 }],
    ['socketOpen', { socket: 's', path: '/api/me' }],
    ['socketSend', { socket: 's', data: { a: 1 } }],
    ['socketClose', {}],
    ['windowOpenProjector', { session: '../x' }],
    ['shelfGet', { sha256: '../../etc/passwd', index: 0 }],
    ['shelfGet', { sha256, index: -1 }],
    ['shelfGet', { sha256, index: 0.5 }],
    ['shelfPut', { sha256, index: 0, bytes: 'text' }],
    ['shelfPut', { sha256, index: 0, bytes: new Uint8Array(2_000_000) }],
    ['shelfHeld', { sha256: sha256.toUpperCase() }],
    ['shelfWriteNote', { sha256, size: -1, whole: true, usedAt: 0 }],
    ['shelfList', null],
    ['shelfRemove', {}],
    ['shelfSize', []],
    ['shelfWipe', 'all'],
    ['outboxPut', { id: '../a', text: '' }],
    ['outboxPut', { id: 'a', text: 'x'.repeat(600_000) }],
    ['outboxList', 1],
    ['outboxRemove', { id: '' }],
    ['findServers', { type: 'http' }],
    ['chooseServer', { origin: 'https://a', plainHttp: true }],
    ['deviceKey', { export: true }],
    ['deviceSign', { purpose: 'anything', text: 'x' }],
    ['deviceSign', { purpose: 'nghi-truong-cast/v1', text: 'Nguyê\u0303n' }],
    ['deviceSign', { purpose: 'nghi-truong-cast/v1', text: '\ud800' }],
    ['tokenList', { more: 1 }],
    ['tokenSign', { token: 't1', pin: '', attributes: new Uint8Array(1) }],
    ['tokenSign', { token: '../x', pin: '1', attributes: new Uint8Array(1) }],
    ['tokenSign', { token: 't1', pin: '1', attributes: new Uint8Array(5000) }],
    ['localService', { operation: 'Auth', downloadUrl: 'x', uploadUrl: 'y' }],
    ['localService', { operation: 'SignPDF', downloadUrl: 'x' }],
  ]

  test('the list covers every channel', () => {
    expect([...new Set(wrong.map(([name]) => name))].sort()).toEqual(Object.keys(channels).sort())
  })

  test.each(wrong)('%s with wrong input', async (name, input) => {
    await expect(fake.ipcRenderer.invoke(wire(name), input)).rejects.toThrow(`refused: ${name}`)
    expect(answers.refused).toEqual([`${name}: bad input`])
  })

  test('more than one argument', async () => {
    await expect(fake.ipcRenderer.invoke(wire('appInfo'), {}, {})).rejects.toThrow('refused')
  })

  test('a foreign page, a frame inside, a foreign window, the wall’s window: no handler runs', async () => {
    const own = fake.caller
    for (const [caller, why] of [
      [{ ...own, senderFrame: { url: 'https://evil/', parent: null } }, 'not our page'],
      [{ ...own, senderFrame: { url: 'app://nghi-truong/index.html', parent: {} } }, 'not the top frame'],
      [{ ...own, senderFrame: null }, 'the frame is gone'],
      [{ ...own, sender: { id: 99 } }, 'not our window'],
      [{ ...own, sender: { id: 2 } }, 'not a channel of this window'],
    ] as const) {
      fake.caller = caller
      answers.refused = []
      await expect(fake.ipcRenderer.invoke(wire('outboxPut'), { id: 'a', text: 'x' })).rejects.toThrow(
        'refused',
      )
      expect(answers.refused).toEqual([`outboxPut: ${why}`])
    }
    fake.caller = own
    expect(await bridge.outbox.all()).toEqual([])
  })

  test('an unknown channel has no handler', async () => {
    await expect(fake.ipcRenderer.invoke('nghi-truong:invoke', {})).rejects.toThrow('No handler')
  })
})
