/**
 * What a machine does to a store: a full disk, a torn file, a process killed between batches.
 * What must stay true: what was acknowledged is there and fits together; what was not is absent or whole.
 */
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { checkLink, emptyHead, portableHash, type Head } from '@nghi-truong/shared/log/chain'
import { allOf } from './contract.ts'
import { openDatabase, settings, type Driver } from './driver.ts'
import { nodeSqliteDriver } from './node-sqlite.ts'
import { openCore } from './open.ts'
import { StorageFull, type EventLog } from './ports.ts'
import { sqlite3Driver } from './sqlite3.ts'
import { batchAfter } from './testing/batches.ts'

const folders: string[] = []
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'nghi-truong-fault-'))
  folders.push(made)
  return made
}
afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true, force: true })
})

const now = '2026-12-09T00:00:00.000Z'
const start = emptyHead('a', portableHash)

/** The log as it stands, checked link by link. */
async function whole(store: EventLog): Promise<Head> {
  let head = start
  for (const entry of await allOf(store, 'a')) {
    expect(checkLink(head, entry, 'a', portableHash)).toBeNull()
    expect(await store.receipt('a', entry.payload.command)).toMatchObject({ hash: entry.hash })
    head = { seq: entry.header.seq, hash: entry.hash }
  }
  return head
}

async function fill(store: EventLog, from: Head, batches: number, size = 10): Promise<Head> {
  let head = from
  for (let round = 0; round < batches; round++) {
    const made = batchAfter('a', head, size)
    await store.append('a', head.seq, made.batch)
    head = made.head
  }
  return head
}

describe.each([sqlite3Driver, nodeSqliteDriver])('$name', (driver: Driver) => {
  test('a full disk refuses the batch whole, keeps the rest, and goes on when there is room', async () => {
    const where = await folder()
    const small = await openCore(driver, where, now, 60)
    let head = start
    let refused: unknown
    for (let round = 0; round < 200 && refused === undefined; round++) {
      const made = batchAfter('a', head, 20)
      try {
        await small.events.append('a', head.seq, made.batch)
        head = made.head
      } catch (error) {
        refused = error
      }
    }
    expect(refused).toBeInstanceOf(StorageFull)
    expect(head.seq).toBeGreaterThan(0)
    expect((await whole(small.events)).seq).toBe(head.seq)
    await small.close()

    const roomy = await openCore(driver, where, now)
    expect(await whole(roomy.events)).toEqual(head)
    await fill(roomy.events, head, 3)
    expect((await whole(roomy.events)).seq).toBe(head.seq + 30)
    await roomy.close()
  })

  test('a torn write-ahead log loses whole batches from the end, never a part, never the middle', async () => {
    const where = await folder()
    const open = await openCore(driver, where, now)
    await fill(open.events, start, 12)
    const copy = await folder()
    copyFileSync(join(where, 'core.db'), join(copy, 'core.db'))
    const wal = readFileSync(join(where, 'core.db-wal'))
    await open.close()
    let last = Infinity
    for (let cut = wal.length; cut > 0; cut -= Math.ceil(wal.length / 23)) {
      const torn = await folder()
      copyFileSync(join(copy, 'core.db'), join(torn, 'core.db'))
      writeFileSync(join(torn, 'core.db-wal'), wal.subarray(0, cut))
      const again = await openCore(driver, torn, now)
      const { seq } = await whole(again.events)
      expect(seq % 10).toBe(0)
      expect(seq).toBeLessThanOrEqual(last)
      last = seq
      await again.close()
    }
    expect(last).toBeLessThan(120)
  })

  test('a database cut short is not taken for a whole one', async () => {
    const where = await folder()
    const open = await openCore(driver, where, now)
    await fill(open.events, start, 30)
    await open.close()
    const path = join(where, 'core.db')
    truncateSync(path, readFileSync(path).length - 4096 * 3)
    const read = async () => {
      const again = await openCore(driver, where, now)
      try {
        const { seq } = await whole(again.events)
        if (seq !== 300) throw new Error(`only ${seq} entries`)
      } finally {
        await again.close()
      }
    }
    await expect(read()).rejects.toThrow()
  })

  test('every setting is written and read back; one that does not read back is refused', async () => {
    const where = await folder()
    const lying: Driver = {
      name: 'lying',
      open: async (path, mode) => {
        const real = await driver.open(path, mode)
        return {
          ...real,
          all: async (sql, values) =>
            sql === 'PRAGMA synchronous' ? [{ synchronous: 1 }] : real.all(sql, values),
        }
      },
    }
    const options = {
      sync: 'FULL',
      schema: 'CREATE TABLE boot (id INTEGER PRIMARY KEY, at TEXT)',
      now,
    } as const
    await expect(openDatabase(lying, join(where, 'x.db'), options)).rejects.toThrow(
      /synchronous is 1, must be 2/,
    )
    expect(settings('FULL').map(([name]) => name)).toContain('synchronous')
  })

  test('a transaction belongs to one caller: what another writes is not lost with its rollback', async () => {
    const path = join(await folder(), 'x.db')
    const schema = 'CREATE TABLE boot (id INTEGER PRIMARY KEY, at TEXT); CREATE TABLE t (v TEXT) STRICT;'
    const database = await openDatabase(driver, path, { sync: 'FULL', schema, now })
    const failing = database.write(async (connection) => {
      await connection.run('INSERT INTO t VALUES (?)', ['lost'])
      await connection.all('SELECT 1')
      throw new Error('changed my mind')
    })
    const good = database.write((connection) => connection.run('INSERT INTO t VALUES (?)', ['kept']))
    await expect(failing).rejects.toThrow('changed my mind')
    await good
    expect(await database.read('SELECT v FROM t')).toEqual([{ v: 'kept' }])
    await database.close()
  })

  test(
    'kill -9 between and inside batches: every acknowledged batch is there',
    { timeout: 60_000 },
    async () => {
      for (const delay of [5, 20, 45]) {
        const where = await folder()
        const acknowledged = await killed(driver.name, where, delay)
        const again = await openCore(driver, where, now)
        const { seq } = await whole(again.events)
        expect(seq).toBeGreaterThanOrEqual(acknowledged)
        expect(seq % 10).toBe(0)
        await again.close()
      }
    },
  )
})

const writer = fileURLToPath(new URL('testing/writer.ts', import.meta.url))

/** Starts a process that appends batches of ten, kills it some milliseconds after its first word. @returns the last acknowledged seq */
function killed(driver: string, where: string, delay: number): Promise<number> {
  expect(existsSync(writer)).toBe(true)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, driver, where], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    let timer: NodeJS.Timeout | undefined
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      timer ??= setTimeout(() => child.kill('SIGKILL'), delay)
    })
    child.on('error', reject)
    child.on('close', () => {
      const lines = said.split('\n').slice(0, -1)
      resolve(Number(lines.at(-1) ?? 0))
    })
  })
}
