/**
 * A copy of a database that is in use, and reading such a copy.
 * What must stay true: the one in use is opened for reading only, so no vote waits for it; the copy is one moment of it
 * (SQLite's own VACUUM INTO, which takes in what still lies in the `-wal`).
 */
import type { Driver } from './driver.ts'
import type { EventLog } from './ports.ts'
import { sqlEventLog } from './sql-log.ts'

/** @param target must not exist */
export async function snapshotInto(driver: Driver, path: string, target: string): Promise<void> {
  const connection = await driver.open(path, 'read')
  try {
    await connection.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`)
  } finally {
    await connection.close()
  }
}

export interface Copy {
  readonly events: Pick<EventLog, 'logs' | 'read'>
  close(): Promise<void>
}

/** @throws when SQLite finds the file damaged */
export async function openCopy(driver: Driver, path: string): Promise<Copy> {
  const connection = await driver.open(path, 'read')
  try {
    const [row] = await connection.all('PRAGMA integrity_check')
    if (row?.['integrity_check'] !== 'ok') throw new Error(`${path}: ${String(row?.['integrity_check'])}`)
  } catch (error) {
    await connection.close()
    throw error
  }
  const events = sqlEventLog({
    read: (sql, values) => connection.all(sql, values),
    write: () => Promise.reject(new Error('a copy is only read')),
    close: () => connection.close(),
  })
  return { events, close: () => connection.close() }
}
