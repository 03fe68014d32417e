/**
 * Opens the stores of a data folder on a SQLite driver.
 * What must stay true: core.db is FULL, notes.db is NORMAL, and nothing else chooses that.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Driver } from './driver.ts'
import type { AccountStore, AnnotationStore, EventLog, FindingStore, RingStore } from './ports.ts'
import { sqlAccounts, sqlFindings } from './sql-accounts.ts'
import { sqlAnnotations } from './sql-annotations.ts'
import { sqlEventLog } from './sql-log.ts'
import { sqlRings } from './sql-rings.ts'

export interface CoreStores {
  readonly events: EventLog
  readonly accounts: AccountStore
  readonly findings: FindingStore
  readonly rings: RingStore
  close(): Promise<void>
}

const sql = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

export async function openCore(
  driver: Driver,
  folder: string,
  now: string,
  maxPages?: number,
): Promise<CoreStores> {
  const database = await openDatabase(driver, join(folder, 'core.db'), {
    sync: 'FULL',
    schema: sql('schema.sql'),
    now,
    ...(maxPages === undefined ? {} : { maxPages }),
  })
  return {
    events: sqlEventLog(database),
    accounts: sqlAccounts(database),
    findings: sqlFindings(database),
    rings: sqlRings(database),
    close: () => database.close(),
  }
}

export async function openNotes(driver: Driver, folder: string, now: string): Promise<AnnotationStore> {
  const database = await openDatabase(driver, join(folder, 'notes.db'), {
    sync: 'NORMAL',
    schema: sql('notes.sql'),
    now,
  })
  return sqlAnnotations(database)
}
