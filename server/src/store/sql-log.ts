/**
 * The event log in SQLite, whichever driver is below.
 * What must stay true: a batch is one transaction that first checks where the log stands; what is read back is the very
 * text that was hashed.
 */
import { canonical, parseCanonical } from '@nghi-truong/shared/log/canonical'
import type { Entry, Header, Payload } from '@nghi-truong/shared/log/chain'
import type { Database, Row } from './driver.ts'
import { Conflict, type EventLog } from './ports.ts'

/** Entries read at a time. */
const piece = 500

function entryOf(row: Row): Entry {
  return {
    header: parseCanonical(String(row['header'])) as unknown as Header,
    payload: parseCanonical(String(row['payload'])) as unknown as Payload,
    hash: String(row['hash']),
  }
}

export function sqlEventLog(database: Database): EventLog {
  return {
    async logs() {
      const rows = await database.read('SELECT DISTINCT log FROM entry ORDER BY log')
      return rows.map((row) => String(row['log']))
    },
    async *read(log, after) {
      for (let last = after; ;) {
        const rows = await database.read(
          'SELECT seq, header, payload, hash FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?',
          [log, last, piece],
        )
        for (const row of rows) yield entryOf(row)
        const end = rows.at(-1)
        if (!end || rows.length < piece) return
        last = Number(end['seq'])
      }
    },
    append(log, after, { entries, receipts }) {
      // One statement for many rows: each call of the asynchronous driver is a trip through its thread pool.
      const rows = JSON.stringify(
        entries.map(({ header, payload, hash }) => [header.seq, canonical(header), canonical(payload), hash]),
      )
      const answers = JSON.stringify(receipts.map((one) => [one.command, one.fingerprint, one.seq, one.hash]))
      return database.write(async (connection) => {
        const [row] = await connection.all('SELECT max(seq) AS last FROM entry WHERE log = ?', [log])
        const last = Number(row?.['last'] ?? 0)
        if (last !== after) throw new Conflict(`${log} stands at ${last}, not ${after}`)
        await connection.run(
          `INSERT INTO entry (log, seq, header, payload, hash)
           SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
          [log, rows],
        )
        await connection.run(
          `INSERT INTO receipt (log, command, fingerprint, seq, hash)
           SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
          [log, answers],
        )
      })
    },
    async receipt(log, command) {
      const [row] = await database.read(
        'SELECT fingerprint, seq, hash FROM receipt WHERE log = ? AND command = ?',
        [log, command],
      )
      if (!row) return undefined
      return {
        command,
        fingerprint: String(row['fingerprint']),
        seq: Number(row['seq']),
        hash: String(row['hash']),
      }
    },
    close: () => database.close(),
  }
}
