/**
 * SQLite by Node's own `node:sqlite`: synchronous, without any package. Proven by the same contract as `sqlite3.ts`.
 * What must stay true: errors carry the same primary codes as the other driver's.
 */
import { DatabaseSync } from 'node:sqlite'
import { SqlError, type Connection, type Driver, type Row } from './driver.ts'

/** Primary result codes (sqlite.org/rescode.html); the low eight bits of an extended one. */
const codes: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
}

async function named<T>(work: () => T): Promise<T> {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') throw error
    throw new SqlError(codes[error.errcode & 0xff] ?? 'SQLITE_ERROR', error.message, { cause: error })
  }
}

export const nodeSqliteDriver: Driver = {
  name: 'node:sqlite',
  open: (path, mode) =>
    named(() => {
      const database = new DatabaseSync(path, { readOnly: mode === 'read', timeout: 5000 })
      const connection: Connection = {
        exec: (sql) => named(() => database.exec(sql)),
        run: (sql, values = []) => named(() => void database.prepare(sql).run(...values)),
        // Rows come without a prototype; a copy makes them plain objects as the other driver's.
        all: (sql, values = []) =>
          named(() =>
            database
              .prepare(sql)
              .all(...values)
              .map((row) => ({ ...row }) as Row),
          ),
        close: () => named(() => database.close()),
      }
      return connection
    }),
}
