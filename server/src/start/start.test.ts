/** What happens around a server: arguments, starting over, windows, folders, second starts. */
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { FolderRefused, takeFolder } from '../data-folder.ts'
import { demoSeed } from '../demo-seed.ts'
import { seed } from '../seed.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'
import { readArguments } from './arguments.ts'
import { wantsDemo } from './demo.ts'
import { startOver } from './fresh.ts'
import { tlsOf, wantsTls } from './tls.ts'
import { chromiumBinary, electronBinary, trustOf } from './window.ts'

const made: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'nghi-truong-start-'))
  made.push(path)
  return path
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

describe('arguments', () => {
  test('defaults, and every option', () => {
    expect(readArguments([])).toMatchObject({
      port: 8080,
      fresh: false,
      empty: false,
      window: true,
      small: false,
    })
    expect(
      readArguments([
        '--data',
        '/tmp/x',
        '--port',
        '9',
        '--fresh',
        '--yes',
        '--empty',
        '--no-window',
        '--small',
        '--name',
        'hop.tinh.vn',
        '--name',
        'b.vn',
        '--tsa',
        'http://tsa.vn/',
      ]),
    ).toEqual({
      dataDir: '/tmp/x',
      port: 9,
      hosts: ['hop.tinh.vn', 'b.vn'],
      fresh: true,
      yes: true,
      empty: true,
      window: false,
      build: true,
      timeStamps: 'http://tsa.vn/',
      small: true,
      standbyOf: null,
      pairing: undefined,
      tls: null,
      certificate: null,
    })
    expect([['--tls'], ['--plain']].map((given) => readArguments(given)?.tls)).toEqual([true, false])
    expect(readArguments(['--cert', '/a.pem', '--key', '/b.pem'])?.certificate).toEqual({
      cert: '/a.pem',
      key: '/b.pem',
    })
    expect(readArguments(['--standby-of', '192.168.1.10', '--pairing', 'AB CD'])).toMatchObject({
      standbyOf: { host: '192.168.1.10', port: 8081 },
      pairing: 'AB CD',
    })
    expect(readArguments(['--standby-of', '[fd00::1]:9001'])?.standbyOf).toEqual({
      host: 'fd00::1',
      port: 9001,
    })
  })
  test.each([
    [['--nonsense']],
    [['--port', 'x']],
    [['--port', '70000']],
    [['--port']],
    [['here']],
    [['--standby-of', 'a b']],
    [['--standby-of', 'x/y']],
    [['--tls', '--plain']],
    [['--cert', 'a.pem']],
    [['--key', 'a.pem']],
    [['--cert', 'a.pem', '--key', 'b.pem', '--plain']],
  ])('%o is refused', (given) => {
    expect(readArguments(given)).toBeNull()
  })
})

describe('starting over', () => {
  const yes = async () => 'xóa'

  test('empties our folder after a yes, and keeps the generated documents', async () => {
    const path = folder()
    for (const name of ['core.db', 'core.db-wal', 'notes.db']) writeFileSync(join(path, name), 'x')
    mkdirSync(join(path, 'demo'))
    expect(await startOver(path, false, async () => 'không')).toContain('Không xóa gì')
    expect(await startOver(path, false, async () => '')).toContain('Không xóa gì')
    expect(existsSync(join(path, 'core.db'))).toBe(true)
    expect(await startOver(path, false, yes)).toBeUndefined()
    expect([existsSync(join(path, 'core.db')), existsSync(join(path, 'demo'))]).toEqual([false, true])
  })

  test('never touches a folder that is not ours, whatever is answered', async () => {
    const path = folder()
    writeFileSync(join(path, 'luận văn.docx'), 'x')
    expect(await startOver(path, true, yes)).toContain('không phải thư mục dữ liệu')
    expect(existsSync(join(path, 'luận văn.docx'))).toBe(true)
    expect(await startOver(join(path, 'absent'), true)).toBeUndefined()
  })
})

describe('the data folder', () => {
  test('belongs to one server at a time; what a killed one left is taken over', () => {
    const path = folder()
    const giveBack = takeFolder(path)
    expect(() => takeFolder(path)).toThrow(FolderRefused)
    giveBack()
    const gone = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], {
      encoding: 'utf8',
    })
    writeFileSync(join(path, 'server.lock'), gone.stdout)
    takeFolder(path)()
    expect(existsSync(join(path, 'server.lock'))).toBe(false)
  })

  test('a second server on the same folder is refused, and the first goes on', async () => {
    const path = folder()
    const first = await startTestServer({ dataDir: path })
    await expect(startTestServer({ dataDir: path })).rejects.toThrow(FolderRefused)
    expect((await call(first, 'GET', '/api/health')).status).toBe(200)
    await first.close()
    const second = await startTestServer({ dataDir: path })
    await second.close()
  })

  test('a port in use gives the folder back', async () => {
    const first = await startTestServer()
    const path = folder()
    await expect(startTestServer({ dataDir: path, port: first.port })).rejects.toThrow(/EADDRINUSE/)
    await first.close()
    await (await startTestServer({ dataDir: path })).close()
  })

  test.skipIf(process.platform === 'win32')(
    'the signing key is the owner’s alone, and stays the same',
    async () => {
      const path = folder()
      await (await startTestServer({ dataDir: path })).close()
      const key = join(path, 'server-key.pem')
      expect(statSync(key).mode & 0o077).toBe(0)
      const before = readFileSync(key, 'utf8')
      await (await startTestServer({ dataDir: path })).close()
      expect(readFileSync(key, 'utf8')).toBe(before)
      writeFileSync(key, 'damaged')
      await expect(startTestServer({ dataDir: path })).rejects.toThrow()
      expect(readFileSync(key, 'utf8')).toBe('damaged')
    },
  )
})

describe.each(['sqlite3', 'node:sqlite'] as const)('a second start on %s', (driver) => {
  test('keeps the house, the session, receipts, accounts and logins; seeding again adds nothing', async () => {
    const path = folder()
    const first = await startDemoServer({ dataDir: path, driver })
    const token = await signIn(first, 'db010')
    const body = { id: 'kept-over-restart', type: 'attendance.checkIn', input: {} }
    const receipt = await call(first, 'POST', '/api/sessions/ky-hop-3/commands', { token, body })
    expect(receipt.status).toBe(200)
    await first.close()

    const second = await startTestServer({ dataDir: path, driver })
    expect(await wantsDemo(second, path)).toBe(false)
    await seed(second, demoSeed())
    const again = await call(second, 'POST', '/api/sessions/ky-hop-3/commands', { token, body })
    expect(again.bytes).toEqual(receipt.bytes)
    const state = await second.look.state('ky-hop-3')
    expect(state?.every('item')).toHaveLength(8)
    expect(state?.one('attendance', 'db010')?.state).toBe('present')
    expect((await call(second, 'GET', '/api/health')).body).toMatchObject({
      store: driver,
      needsSetup: false,
    })
    await second.close()
  })
})

test('an empty installation: the first visitor with the code becomes administrator and can begin', async () => {
  const server = await startTestServer()
  expect((await call(server, 'GET', '/api/health')).body).toMatchObject({ needsSetup: true })
  const given = { username: 'quantri', password: 'mật khẩu dài', name: 'Vương Quốc Việt' }
  const setUp = (code: string) =>
    call<{ token: string; me: unknown; code?: string }>(server, 'POST', '/api/setup', {
      body: { ...given, code },
    })
  expect((await setUp('AAAA-AAAA-AAAA')).status).toBe(403)
  const { status, body } = await setUp((await server.setup.code()) ?? '')
  expect([status, body.me]).toMatchObject([
    200,
    { person: 'admin', name: 'Vương Quốc Việt', roles: ['admin'] },
  ])
  expect((await setUp('AAAA-AAAA-AAAA')).body.code).toBe('account.setupDone')
  const person = {
    person: 'thuky1',
    name: 'Tạ Minh Quang',
    position: '',
    roles: ['secretariat'],
    group: null,
    seat: null,
  }
  expect((await wish(server, body.token, 'house.setPerson', person, 'house')).status).toBe(200)
  const account = { username: 'thuky1', person: 'thuky1', password: 'Demo@2026-thuky1' }
  const create = (one: unknown) => call(server, 'POST', '/api/accounts', { token: body.token, body: one })
  expect((await create({ ...account, person: 'nobody' })).status).toBe(404)
  expect((await create(account)).status).toBe(200)
  const clerk = await signIn(server, 'thuky1')
  expect((await call(server, 'GET', '/api/me', { token: clerk })).body).toMatchObject({
    roles: ['secretariat'],
  })
  await server.close()
})

describe('windows', () => {
  test('Electron counts only when its runtime is really there', () => {
    const base = folder()
    const electron = join(base, 'node_modules', 'electron')
    mkdirSync(electron, { recursive: true })
    expect(electronBinary({}, base)).toBeUndefined()
    writeFileSync(join(electron, 'path.txt'), 'electron')
    expect(electronBinary({}, base)).toBeUndefined()
    mkdirSync(join(electron, 'dist'))
    writeFileSync(join(electron, 'dist', 'electron'), '')
    expect(electronBinary({}, base)).toBe(join(electron, 'dist', 'electron'))
    const elsewhere = folder()
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, base)).toBeUndefined()
    writeFileSync(join(elsewhere, 'electron'), '')
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, base)).toBe(join(elsewhere, 'electron'))
  })

  test('Chromium by its variable or by PATH', () => {
    const path = folder()
    const binary = join(path, 'chromium')
    writeFileSync(binary, '')
    chmodSync(binary, 0o755)
    expect(chromiumBinary({ PATH: path })).toBe(binary)
    expect(chromiumBinary({ CHROMIUM_PATH: binary })).toBe(binary)
    expect(chromiumBinary({ CHROMIUM_PATH: join(path, 'absent'), PATH: path })).toBeUndefined()
  })
})

describe('TLS of a start', () => {
  const plain = { hosts: [], certificate: null, tls: null, empty: false }

  test('a real installation has it, the demo not, and a word decides', async () => {
    const dataDir = folder()
    expect(wantsTls({ ...plain, dataDir, empty: true })).toBe(true)
    expect(wantsTls({ ...plain, dataDir })).toBe(false)
    expect(await tlsOf({ ...plain, dataDir })).toBeNull()
    expect(wantsTls({ ...plain, dataDir, empty: true, tls: false })).toBe(false)
    writeFileSync(join(dataDir, 'core.db'), '')
    expect(wantsTls({ ...plain, dataDir, empty: true })).toBe(false)
    expect(wantsTls({ ...plain, dataDir, tls: true })).toBe(true)
  })

  test('a folder that had it keeps it; a name it was not made for is refused in words', async () => {
    const dataDir = folder()
    const made = await tlsOf({ ...plain, dataDir, tls: true, hosts: ['hop.tinh.gov.vn'] })
    expect(made).toMatchObject({ authority: { pem: expect.stringContaining('CERTIFICATE') as string } })
    expect(await tlsOf({ ...plain, dataDir })).not.toBeNull()
    expect(await tlsOf({ ...plain, dataDir, hosts: ['khac.gov.vn'] })).toContain('khac.gov.vn')
  })

  test('files that are not there are named', async () => {
    const certificate = { cert: join(folder(), 'a.pem'), key: join(folder(), 'b.pem') }
    expect(await tlsOf({ ...plain, dataDir: folder(), certificate })).toContain('a.pem')
  })

  test('the window beside the server lets through this authority alone', async () => {
    const made = await tlsOf({ ...plain, dataDir: folder(), tls: true })
    const pem = typeof made === 'object' ? made?.authority?.pem : undefined
    expect(trustOf(pem)).toEqual([
      expect.stringMatching(/^--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}=$/),
    ])
    expect(trustOf(undefined)).toEqual([])
  })
})

test(
  'npm start, empty: prints where to go and the code, and Ctrl+C ends it in order',
  { timeout: 60_000 },
  async () => {
    const path = folder()
    const start = fileURLToPath(new URL('../start.mjs', import.meta.url))
    const given = ['--data', path, '--port', '0', '--empty', '--no-window', '--no-build']
    const child = spawn(process.execPath, [start, ...given], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let asked = false
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        said += data.toString()
        if (!asked && said.includes('Ctrl+C')) {
          asked = true
          child.kill('SIGINT')
        }
      })
    const status = await new Promise((resolve) => child.on('close', resolve))
    // a real installation begins with TLS, and goes on so
    expect(said).toMatch(/https:\/\/localhost:\d+/)
    expect(said).toMatch(/Mã xác nhận của máy chủ: (?:[0-9A-Z]{5}-?){4}/)
    expect(wantsTls({ dataDir: path, empty: false, hosts: [], tls: null, certificate: null })).toBe(true)
    expect(said).toMatch(/mã thiết lập \(dùng một lần\): [A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)
    expect(said).toContain('Đã dừng')
    expect(status).toBe(0)
    expect(existsSync(join(path, 'server.lock'))).toBe(false)
  },
)
