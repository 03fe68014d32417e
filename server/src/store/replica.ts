/**
 * The stores of a machine that follows another: written by what the other tells, by nobody else.
 * What must stay true: an entry is taken only where the log stands; what was taken is durable when resolved.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Driver } from './driver.ts'
import { openCore } from './open.ts'
import type { Head } from '@nghi-truong/shared/log/chain'
import type { AccountStore, Batch, FindingStore, RingStore, StoredUpdate } from './ports.ts'

export interface Replica {
  /** Where each log stands. */
  heads(): ReadonlyMap<string, Head>
  /** Highest epoch of any entry; 1 when there is none. */
  epoch(): number
  /** @returns false when the log stands elsewhere: something in between was missed */
  append(log: string, after: number, batch: Batch): Promise<boolean>
  /** The whole room as the other machine has it. */
  replaceRoom(room: string, updates: readonly StoredUpdate[], carriedOut: readonly string[]): Promise<void>
  readonly accounts: Omit<AccountStore, 'close'>
  readonly findings: FindingStore
  readonly rings: Omit<RingStore, 'close'>
  close(): Promise<void>
}

export async function openReplica(driver: Driver, folder: string, now: string): Promise<Replica> {
  const core = await openCore(driver, folder, now)
  const notes = await openDatabase(driver, join(folder, 'notes.db'), {
    sync: 'NORMAL',
    schema: readFileSync(new URL('notes.sql', import.meta.url), 'utf8'),
    now,
  })
  const heads = new Map<string, Head>()
  let epoch = 1
  for (const log of await core.events.logs())
    for await (const { header, hash } of core.events.read(log, 0)) {
      heads.set(log, { seq: header.seq, hash })
      epoch = Math.max(epoch, header.epoch)
    }
  return {
    heads: () => heads,
    epoch: () => epoch,
    async append(log, after, batch) {
      const stands = heads.get(log)?.seq ?? 0
      const last = batch.entries.at(-1)
      if (!last || last.header.seq <= stands) return true
      if (after !== stands) return false
      await core.events.append(log, after, batch)
      heads.set(log, { seq: last.header.seq, hash: last.hash })
      epoch = Math.max(epoch, ...batch.entries.map((entry) => entry.header.epoch))
      return true
    },
    replaceRoom: (room, updates, carriedOut) =>
      notes.write(async (connection) => {
        await connection.run('DELETE FROM room_update WHERE room = ?', [room])
        for (const { seq, author, bytes } of updates)
          await connection.run(
            'INSERT OR REPLACE INTO room_update (seq, room, author, bytes) VALUES (?, ?, ?, ?)',
            [seq, room, author, bytes],
          )
        for (const order of carriedOut)
          await connection.run('INSERT OR IGNORE INTO carried_out (room, withdrawal) VALUES (?, ?)', [
            room,
            order,
          ])
      }),
    accounts: core.accounts,
    findings: core.findings,
    rings: core.rings,
    async close() {
      await notes.close()
      await core.close()
    },
  }
}
