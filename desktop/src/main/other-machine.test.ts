/** The shell turns to the machine that took over, and to no other. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { machinesText } from '@nghi-truong/shared/protocol/machines'
import type { InputOf, OutputOf } from '../bridge.ts'
import type { Settings } from './settings.ts'
import { createShell, type Shell, type ShellParts } from './shell.ts'

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, key: publicKey.export({ format: 'jwk' }).x ?? '' }
}
const house = pair()

interface Machine {
  readonly origin: string
  /** Requests that came, with the login they carried. */
  readonly seen: string[]
  /** null: takes no connection. */
  epoch: number | null
  key: { readonly privateKey: KeyObject; readonly key: string }
  others: readonly string[]
  replaced: boolean
  /** Repeats an answer it has heard elsewhere. */
  stale: string | null
  /** Says this host instead of the one it was asked under. */
  host: string | null
  close(): void
}

async function machine(epoch: number | null): Promise<Machine> {
  const server = http.createServer((request, answer) => {
    const url = new URL(request.url ?? '/', 'http://x')
    made.seen.push(`${url.pathname} ${request.headers.cookie ?? '-'}`)
    if (made.epoch === null) return void request.socket.destroy()
    const headers = {
      'content-type': 'application/json',
      'x-epoch': `${made.key.key.slice(0, 22)}.${made.epoch}`,
    }
    if (made.replaced)
      return void answer
        .writeHead(503, headers)
        .end(JSON.stringify({ code: 'server.superseded', message: '' }))
    if (url.pathname !== '/api/machines')
      return void answer
        .writeHead(200, { ...headers, 'set-cookie': 'hdnd=login; HttpOnly; Path=/' })
        .end(JSON.stringify({ ok: true }))
    const said = {
      key: made.key.key,
      epoch: made.epoch,
      host: made.host ?? request.headers.host ?? '',
      nonce: made.stale ?? url.searchParams.get('nonce') ?? '',
      others: [...made.others],
    }
    const signature = sign(null, Buffer.from(machinesText(said)), made.key.privateKey).toString('base64url')
    return void answer.writeHead(200, headers).end(JSON.stringify({ ...said, signature }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const made: Machine = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    epoch,
    key: house,
    others: [],
    replaced: false,
    stale: null,
    host: null,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return made
}

let first: Machine
let second: Machine
let saved: Settings[]
let time: number
let shells: Shell[]

const never = (): never => {
  throw new Error('not here')
}

function open(settings: Settings): Shell {
  const shell = createShell({
    info: { version: '1', platform: 'linux', channel: 'development' },
    settings,
    save: (next) => Promise.resolve(void saved.push(next)),
    confirm: never,
    windows: { openProjector: never, send: () => undefined },
    shelf: {} as ShellParts['shelf'],
    outbox: {} as ShellParts['outbox'],
    device: {} as ShellParts['device'],
    tokens: {} as ShellParts['tokens'],
    localService: never,
    find: never,
    keystoreUsable: () => Promise.resolve(true),
    now: () => time,
  })
  shells.push(shell)
  return shell
}

const ask = (shell: Shell): Promise<OutputOf<'request'>> => {
  const request: InputOf<'request'> = { method: 'GET', path: '/api/me', headers: {} }
  return Promise.resolve(shell.handlers.request(request, { id: 1, kind: 'hall' }))
}
const serving = async (shell: Shell): Promise<string | undefined> =>
  (await shell.handlers.appInfo({}, { id: 1, kind: 'hall' })).server?.origin

/** A shell that has met its server and knows the standby. */
async function met(): Promise<Shell> {
  const shell = open({ server: { origin: first.origin }, plainHttp: true })
  await ask(shell)
  await vi.waitFor(() => expect(saved.at(-1)?.house?.others).toEqual([second.origin]))
  return shell
}

/** Silence, longer than the shell's patience. */
async function silence(shell: Shell): Promise<void> {
  await ask(shell)
  time += 6000
  await ask(shell)
}

beforeEach(async () => {
  first = await machine(1)
  second = await machine(null)
  first.others = [second.origin]
  saved = []
  shells = []
  time = 1_000_000
})
afterEach(() => {
  for (const shell of shells) shell.stop()
  first.close()
  second.close()
})

describe('the shell', () => {
  test('turns to the standby by itself once it has taken over, with its login', async () => {
    const shell = await met()
    expect(second.seen).toEqual([])
    first.epoch = null
    await ask(shell)
    // A server that is only starting again is not left.
    second.epoch = 2
    await ask(shell)
    expect(second.seen).toEqual([])
    time += 6000
    await ask(shell)
    await vi.waitFor(async () => expect(await serving(shell)).toBe(second.origin))
    // The question carried nothing of the person.
    expect(second.seen).toEqual(['/api/machines -'])
    expect(await ask(shell)).toMatchObject({ status: 200 })
    expect(second.seen).toContain('/api/me hdnd=login')
    expect(saved.at(-1)).toMatchObject({
      server: { origin: second.origin },
      house: { key: house.key, epoch: 2 },
    })
  })

  test('goes on asking until the standby is promoted', async () => {
    const shell = await met()
    first.epoch = null
    await silence(shell)
    await vi.waitFor(() => expect(second.seen.length).toBeGreaterThan(0))
    expect(await serving(shell)).toBe(first.origin)
    second.epoch = 2
    await vi.waitFor(async () => expect(await serving(shell)).toBe(second.origin), { timeout: 8000 })
  })

  test('leaves at once a machine that says it was replaced', async () => {
    const shell = await met()
    second.epoch = 2
    first.replaced = true
    await ask(shell)
    await vi.waitFor(async () => expect(await serving(shell)).toBe(second.origin))
  })

  test('knows the standby after a restart', async () => {
    first.epoch = null
    second.epoch = 2
    const known = { key: house.key, epoch: 1, others: [second.origin] }
    const shell = open({ server: { origin: first.origin }, plainHttp: true, house: known })
    await silence(shell)
    await vi.waitFor(async () => expect(await serving(shell)).toBe(second.origin))
  })

  test.each<[string, () => void]>([
    ['the same epoch', () => (second.epoch = 1)],
    ['another key', () => Object.assign(second, { epoch: 2, key: pair() })],
    [
      'the key without its signature',
      () => Object.assign(second, { epoch: 2, key: { privateKey: pair().privateKey, key: house.key } }),
    ],
    ['an answer to an older question', () => Object.assign(second, { epoch: 2, stale: 'ab'.repeat(16) })],
    ['the answer of another address', () => Object.assign(second, { epoch: 2, host: '10.0.0.9:80' })],
    ['a machine that was replaced itself', () => Object.assign(second, { epoch: 3, replaced: true })],
  ])('stays where it is on %s', async (_what, make) => {
    const shell = await met()
    first.epoch = null
    make()
    await silence(shell)
    await vi.waitFor(() => expect(second.seen.length).toBeGreaterThan(0))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await serving(shell)).toBe(first.origin)
    // It comes back: nothing happened.
    first.epoch = 1
    expect(await ask(shell)).toMatchObject({ status: 200 })
    expect(await serving(shell)).toBe(first.origin)
  })

  test('takes no place of a standby from a server with another key', async () => {
    const shell = await met()
    first.key = pair()
    first.others = ['http://127.0.0.1:9']
    time += 120_000
    await ask(shell)
    await vi.waitFor(() => expect(first.seen.filter((one) => one.startsWith('/api/machines')).length).toBe(2))
    await ask(shell)
    expect(saved.at(-1)?.house).toMatchObject({ key: house.key, others: [second.origin] })
  })

  test('does not speak plain http to a standby where the installation forbids it', async () => {
    const known = { key: house.key, epoch: 1, others: [second.origin] }
    second.epoch = 2
    const shell = open({ server: { origin: 'https://127.0.0.1:9' }, plainHttp: false, house: known })
    await silence(shell)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(second.seen).toEqual([])
    expect(await serving(shell)).toBe('https://127.0.0.1:9')
  })
})
