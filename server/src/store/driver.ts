/**
 * What the stores need of a SQLite library: four calls, one connection that writes and one that reads.
 * What must stay true: a transaction belongs to one caller from BEGIN to COMMIT (an async driver would let another
 * caller's INSERT slip in between and vanish with his ROLLBACK); settings are written and read back on each open.
 */
import { StorageFull, StoreBusy } from './ports.ts'

export type Value = string | number | Uint8Array | null
export type Row = Readonly<Record<string, Value>>

/** One connection. Errors carry SQLite's primary code in `code`, e.g. `SQLITE_FULL`. */
export interface Connection {
  exec(sql: string): Promise<void>
  run(sql: string, values?: readonly Value[]): Promise<void>
  all(sql: string, values?: readonly Value[]): Promise<Row[]>
  close(): Promise<void>
}

export interface Driver {
  readonly name: string
  open(path: string, mode: 'write' | 'read'): Promise<Connection>
}

export class SqlError extends Error {
  override readonly name = 'SqlError'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export interface Database {
  /** Runs alone; committed and durable when resolved, rolled back when `work` throws. @throws StorageFull, StoreBusy */
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /** On a connection of its own that sees only what is committed. */
  read(sql: string, values?: readonly Value[]): Promise<Row[]>
  close(): Promise<void>
}

/** [pragma, as written, as it must read back] */
export const settings = (
  sync: 'FULL' | 'NORMAL',
): readonly (readonly [string, string | number, string | number])[] => [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', sync, sync === 'FULL' ? 2 : 1],
  ['fullfsync', 1, 1],
  ['checkpoint_fullfsync', 1, 1],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
  ['mmap_size', 0, 0],
  ['wal_autocheckpoint', 1000, 1000],
  ['journal_size_limit', 67_108_864, 67_108_864],
  ['busy_timeout', 5000, 5000],
]

export interface DatabaseOptions {
  readonly sync: 'FULL' | 'NORMAL'
  readonly schema: string
  /** UTC, for the row that each opening writes. */
  readonly now: string
  /** Largest size in pages: lets a test fill the disk. */
  readonly maxPages?: number
}

async function check(connection: Connection, path: string, sync: 'FULL' | 'NORMAL'): Promise<void> {
  for (const [name, , want] of settings(sync)) {
    const [row] = await connection.all(`PRAGMA ${name}`)
    // busy_timeout answers in a column called "timeout".
    const got = row && Object.values(row)[0]
    // Builds without memory mapping answer nothing at all: then there is none.
    if (name === 'mmap_size' && row === undefined) continue
    if (got !== want) throw new Error(`${path}: ${name} is ${String(got)}, must be ${want}`)
  }
}

/** @throws when a setting does not read back, or the file is no whole database of ours */
export async function openDatabase(
  driver: Driver,
  path: string,
  options: DatabaseOptions,
): Promise<Database> {
  const writer = await driver.open(path, 'write')
  try {
    await writer.exec(
      settings(options.sync)
        .map(([name, value]) => `PRAGMA ${name}=${value};`)
        .join(''),
    )
    await check(writer, path, options.sync)
    if (options.maxPages !== undefined) await writer.exec(`PRAGMA max_page_count=${options.maxPages};`)
    await writer.exec(options.schema)
    await writer.run('INSERT INTO boot(at) VALUES (?)', [options.now])
    // Some builds fall back to NORMAL after the first real write.
    await check(writer, path, options.sync)
  } catch (error) {
    await writer.close()
    throw plain(error)
  }
  const reader = await driver.open(path, 'read')
  let last: Promise<unknown> = Promise.resolve()
  let closed = false
  return {
    write(work) {
      const mine = last.then(() => transaction(writer, work))
      last = mine.catch(() => undefined)
      return mine
    },
    read: (sql, values) => reader.all(sql, values),
    async close() {
      if (closed) return
      closed = true
      await last
      await reader.close()
      await writer.close()
    },
  }
}

async function transaction<T>(writer: Connection, work: (connection: Connection) => Promise<T>): Promise<T> {
  try {
    await writer.exec('BEGIN IMMEDIATE')
    const result = await work(writer)
    await writer.exec('COMMIT')
    return result
  } catch (error) {
    await rollback(writer, error)
    throw plain(error)
  }
}

/** After SQLITE_FULL SQLite has rolled back by itself and says that no transaction is active: that is success. */
async function rollback(writer: Connection, cause: unknown): Promise<void> {
  try {
    await writer.exec('ROLLBACK')
  } catch (error) {
    if (error instanceof Error && /no transaction is active/.test(error.message)) return
    throw new Error(`the transaction could not be rolled back after: ${String(cause)}`, { cause: error })
  }
}

function plain(error: unknown): unknown {
  if (!(error instanceof SqlError)) return error
  if (error.code === 'SQLITE_FULL') return new StorageFull('no room in the store', { cause: error })
  if (error.code === 'SQLITE_BUSY' || error.code === 'SQLITE_LOCKED')
    return new StoreBusy('the store is held by another process', { cause: error })
  return error
}
