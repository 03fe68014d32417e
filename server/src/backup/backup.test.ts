/**
 * What must stay true of backups: nothing readable on the stick, nothing counts that was not read back, whatever breaks
 * leaves the last good one, and a fresh machine comes to life from it.
 */
import { randomBytes } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createWorld } from '../engine/crypto.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { openBackup } from './backup.ts'
import { unpackVerified } from './content.ts'
import { Damaged, chunkBytes, opened, sealed } from './seal.ts'
import { restore, type Told } from './restore.ts'
import {
  homeIn,
  keyOf,
  makeKey,
  readKeyFile,
  snapshotName,
  snapshotsIn,
  snapshotsOf,
  timeOf,
  toPrune,
} from './stick.ts'

const made: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'nghi-truong-backup-'))
  made.push(path)
  return path
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

const cheap = { N: 1024, r: 8, p: 1 }
const passphrase = 'lúa nếp mùa đông 2026'

async function* stream(...pieces: Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* pieces
}
async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes])(
  '%i bytes come back',
  async (size) => {
    const key = randomBytes(32)
    const content = randomBytes(size)
    const file = await whole(sealed(key, stream(content.subarray(0, 7), content.subarray(7))))
    expect((await whole(opened(key, stream(file)))).equals(content)).toBe(true)
  },
)

test('a changed byte, a missing or moved chunk, an end cut off, another key: all are found', async () => {
  const key = randomBytes(32)
  const file = await whole(sealed(key, stream(randomBytes(2 * chunkBytes + 5))))
  const open = (bytes: Uint8Array, by = key) => whole(opened(by, stream(bytes)))
  const head = 26
  const chunk = chunkBytes + 16
  for (const at of [0, 12, head, head + chunk - 1, file.length - 1]) {
    const bad = Buffer.from(file)
    bad[at] = (bad[at] ?? 0) ^ 1
    await expect(open(bad)).rejects.toThrow(Damaged)
  }
  const moved = Buffer.concat([
    file.subarray(0, head),
    file.subarray(head + chunk, head + 2 * chunk),
    file.subarray(head, head + chunk),
    file.subarray(head + 2 * chunk),
  ])
  for (const bad of [
    moved,
    file.subarray(0, head + 2 * chunk),
    file.subarray(0, head + chunk),
    file.subarray(0, -1),
    file.subarray(0, 20),
    Buffer.concat([file, file]),
  ])
    await expect(open(bad)).rejects.toThrow(Damaged)
  await expect(open(file, randomBytes(32))).rejects.toThrow(Damaged)
})

test('only the passphrase gives the key back, in either way of writing it', async () => {
  const { key, file } = await makeKey(passphrase, cheap)
  expect(await keyOf(passphrase.normalize('NFD'), file)).toEqual(key)
  expect(await keyOf(`${passphrase}.`, file)).toBeUndefined()
})

test('pruning keeps the newest, one an hour, one a day, and never fewer than three', () => {
  const now = Date.parse('2026-12-09T12:00:00.000Z')
  const names = Array.from({ length: 12 * 24 * 40 }, (_, step) =>
    snapshotName(new Date(now - step * 300_000).toISOString()),
  )
  const gone = new Set(toPrune(names, new Date(now).toISOString()))
  const kept = names.filter((name) => !gone.has(name))
  expect(kept.slice(0, 24)).toEqual(names.slice(0, 24))
  expect(kept.length).toBeGreaterThan(24 + 45 + 25)
  expect(kept.length).toBeLessThan(24 + 48 + 31)
  expect(now - Date.parse(timeOf(kept.at(-1) ?? ''))).toBeLessThanOrEqual(30 * 86_400_000)
  const old = names.slice(-5)
  expect(toPrune(old, new Date(now).toISOString())).toEqual(old.slice(3))
})

const planted = ['Nguyễn Thị Bí Mật', 'ĐIỀU-KHÔNG-AI-ĐƯỢC-THẤY-8472']
const pdf = Buffer.from(`%PDF-1.7\n1 0 obj <</Type /Page>> endobj\n% ${planted[1]}\n%%EOF\n`)

/** A server with something to lose. */
async function begun() {
  const dataDir = folder()
  const stick = folder()
  const server = await startDemoServer({ dataDir })
  const admin = await signIn(server, 'quantri')
  const clerk = await signIn(server, 'thuky1')
  const name = await wish(server, admin, 'house.setGroup', { group: 'bi-mat', name: planted[0] }, 'house')
  expect(name.status).toBe(200)
  const { createHash } = await import('node:crypto')
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  const put = await call(server, 'PUT', `/api/files/${sha256}?session=ky-hop-3`, {
    token: clerk,
    headers: { 'content-type': 'application/pdf' },
    body: pdf,
  })
  expect(put.status).toBe(200)
  return { dataDir, stick, server, admin, clerk, sha256 }
}

const state = (server: { port: number }, token: string) =>
  call<{
    last: { name: string } | null
    failure: { why: string } | null
    running: string | null
    kept: number
  }>(server, 'GET', '/api/backup', { token })

test('from the screen to a stick, and from the stick to a fresh machine', { timeout: 60_000 }, async () => {
  const { stick, server, admin, clerk, sha256 } = await begun()
  const choose = (token: string, given: string, words = passphrase) =>
    call<{ code?: string }>(server, 'PUT', '/api/backup', {
      token,
      body: { folder: given, passphrase: words },
    })
  expect((await choose(clerk, stick)).status).toBe(403)
  expect((await choose(admin, 'stick')).body.code).toBe('backup.folderMissing')
  expect((await choose(admin, join(stick, 'absent'))).body.code).toBe('backup.folderMissing')
  expect((await choose(admin, join(server.config.dataDir ?? '', 'files'))).body.code).toBe(
    'backup.folderInside',
  )
  expect((await choose(admin, stick, 'ngắn')).body.code).toBe('backup.weakPassphrase')
  expect(
    (await call<{ code?: string }>(server, 'POST', '/api/backup', { token: admin, body: {} })).body.code,
  ).toBe('backup.notChosen')
  expect((await choose(admin, stick)).status).toBe(200)
  await server.backup.idle()
  const first = (await state(server, admin)).body
  expect(first).toMatchObject({ failure: null, running: null, kept: 1 })
  expect((await choose(admin, stick, 'một cụm mật khẩu khác')).body.code).toBe('backup.otherPassphrase')

  // Nothing plain on the stick: neither words of the log, nor of a document, nor names of people or files.
  const names = readdirSync(stick, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  expect(names.length).toBeGreaterThan(2)
  const accounts = (await server.accounts.list()).map((one) => one.username).filter((one) => one.length > 4)
  const secrets = [
    ...planted,
    'ky-hop-3',
    'ballot',
    'SQLite format 3',
    'PRIVATE KEY',
    passphrase,
    sha256,
    ...accounts,
  ]
  for (const one of names) {
    const bytes = readFileSync(join(one.parentPath, one.name))
    for (const word of secrets) {
      expect(bytes.includes(word), `${word} in ${one.name}`).toBe(false)
      expect(one.name.includes(word)).toBe(false)
    }
  }
  // The same search over the data folder finds them: it can find.
  const home = server.config.dataDir ?? ''
  const all = ['core.db', 'core.db-wal', `files/${sha256.slice(0, 2)}/${sha256}`].map((one) =>
    readFileSync(join(home, one)),
  )
  for (const word of planted) expect(all.some((bytes) => bytes.includes(word))).toBe(true)
  expect(existsSync(join(home, 'backup-work'))).toBe(false)
  expect(readFileSync(join(home, 'backup.json'), 'utf8')).not.toContain(passphrase)
  await server.close()

  const fresh = join(folder(), 'data')
  const told: Told[] = []
  const tell = (one: Told): void => void told.push(one)
  expect(await restore({ stick, target: fresh, passphrase: 'sai cụm mật khẩu rồi', tell })).toBe('nothing')
  expect(existsSync(fresh)).toBe(false)
  expect(await restore({ stick, target: fresh, passphrase, tell })).toBe('whole')
  expect(await restore({ stick, target: fresh, passphrase, tell })).toBe('nothing')
  expect(told.map((one) => one.what)).toEqual(
    expect.arrayContaining(['wrongPassphrase', 'done', 'targetInUse']),
  )
  const again = await startTestServer({ dataDir: fresh })
  const token = await signIn(again, 'thuky1')
  expect(readFileSync(join(fresh, 'files', sha256.slice(0, 2), sha256)).equals(pdf)).toBe(true)
  expect((await again.look.state('house'))?.one('houseGroup', 'bi-mat')?.name).toBe(planted[0])
  expect((await again.look.state('ky-hop-3'))?.every('item')).toHaveLength(8)
  expect((await call(again, 'GET', '/api/me', { token })).status).toBe(200)
  await again.close()
})

test(
  'what breaks leaves the last good one; a damaged newest is passed over',
  { timeout: 60_000 },
  async () => {
    const { dataDir, stick, server } = await begun()
    await server.close()
    const world = createWorld()
    const parts = {
      dataDir,
      world,
      look: { onCommit: () => () => undefined },
      version: 'test',
      report: () => undefined,
      cost: cheap,
    }
    const backup = await openBackup(parts)
    expect(await backup.choose({ folder: stick, passphrase })).toBeUndefined()
    await backup.idle()
    const [good] = await snapshotsOf(stick)
    expect(good).toBeDefined()
    // A crash in the middle left this; it counts for nothing and goes with the next one.
    writeFileSync(join(snapshotsIn(stick), '.tmp-2026-01-01T00-00-00.000Z.ntb'), 'half')
    expect(await snapshotsOf(stick)).toEqual([good])
    backup.now()
    await backup.idle()
    expect(readdirSync(snapshotsIn(stick)).some((name) => name.startsWith('.tmp-'))).toBe(false)
    const [newest = '', older] = await snapshotsOf(stick)
    expect(older).toBe(good)

    // A log that was altered in the database does not become a good backup.
    const core = await nodeSqliteDriver.open(join(dataDir, 'core.db'), 'write')
    await core.exec(
      `UPDATE entry SET payload = replace(payload, 'a', 'b') WHERE log = 'ky-hop-3' AND seq = 3`,
    )
    backup.now()
    await backup.idle()
    expect((await backup.state()).failure?.why).toBe('damaged')
    expect(await snapshotsOf(stick)).toEqual([newest, good])
    await core.close()

    // The stick is pulled: nothing is made in its place.
    const key = await readKeyFile(stick)
    rmSync(homeIn(stick), { recursive: true })
    mkdirSync(join(stick, 'other'), { recursive: true })
    backup.now()
    await backup.idle()
    expect((await backup.state()).failure?.why).toBe('gone')
    expect(existsSync(homeIn(stick))).toBe(false)
    expect(key).toBeDefined()
    await backup.close()
  },
)

test(
  'restoring passes over a damaged snapshot and says so, and names a missing document',
  { timeout: 60_000 },
  async () => {
    const { stick, server, admin } = await begun()
    await call(server, 'PUT', '/api/backup', { token: admin, body: { folder: stick, passphrase } })
    await server.backup.idle()
    server.backup.now()
    await server.backup.idle()
    await server.close()
    const [newest = '', older = ''] = await snapshotsOf(stick)
    const path = join(snapshotsIn(stick), newest)
    truncateSync(path, statSync(path).size - 9)
    const told: Told[] = []
    const target = join(folder(), 'data')
    expect(await restore({ stick, target, passphrase, tell: (one) => told.push(one) })).toBe('whole')
    expect(told.find((one) => one.what === 'damaged')).toMatchObject({ name: newest })
    expect(told.find((one) => one.what === 'done')).toMatchObject({ name: older })
    rmSync(join(homeIn(stick), 'files'), { recursive: true })
    const second = join(folder(), 'data')
    expect(await restore({ stick, target: second, passphrase, tell: (one) => told.push(one) })).toBe(
      'filesMissing',
    )
    expect(told.some((one) => one.what === 'fileMissing')).toBe(true)
    // What was verified is read the same way once more.
    const key = await keyOf(passphrase, (await readKeyFile(stick)) ?? (await makeKey('x', cheap)).file)
    const check = folder()
    const found = await unpackVerified(
      opened(key ?? new Uint8Array(32), createReadStream(join(snapshotsIn(stick), older))),
      check,
      nodeSqliteDriver,
    )
    expect(found.heads.map((one) => one.log)).toEqual(['house', 'ky-hop-3'])
  },
)
