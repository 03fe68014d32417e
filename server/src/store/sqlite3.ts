/**
 * SQLite by the `sqlite3` package: asynchronous, so an fsync never holds the event loop. The default of compose.
 * What must stay true: nothing but this file knows the package (its upstream is archived; `node-sqlite.ts` stands ready).
 */
import sqlite3 from 'sqlite3'
import { SqlError, type Connection, type Driver, type Row, type Value } from './driver.ts'

const named = (error: Error): SqlError =>
  new SqlError('code' in error ? String(error.code) : 'SQLITE_ERROR', error.message, { cause: error })

function call(work: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => (error ? reject(named(error)) : resolve()))
  })
}

const bind = (values: readonly Value[]): readonly (string | number | Buffer | null)[] =>
  values.map((value) =>
    value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
  )

export const sqlite3Driver: Driver = {
  name: 'sqlite3',
  async open(path, mode) {
    const flags = mode === 'write' ? sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE : sqlite3.OPEN_READONLY
    const database = await new Promise<sqlite3.Database>((resolve, reject) => {
      const opened: sqlite3.Database = new sqlite3.Database(path, flags, (error) =>
        error ? reject(named(error)) : resolve(opened),
      )
    })
    if (mode === 'read') database.configure('busyTimeout', 5000)
    const connection: Connection = {
      exec: (sql) => call((done) => database.exec(sql, done)),
      run: (sql, values = []) => call((done) => database.run(sql, bind(values), done)),
      all: (sql, values = []) =>
        new Promise((resolve, reject) => {
          database.all<Row>(sql, bind(values), (error, rows) =>
            error ? reject(named(error)) : resolve(rows),
          )
        }),
      close: () => call((done) => database.close(done)),
    }
    return connection
  },
}
