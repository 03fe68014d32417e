/**
 * Rooms of annotations in notes.db: opaque updates in order of arrival.
 * What must stay true: nothing here looks into an update; compaction replaces one author's updates in one transaction.
 */
import type { Database } from './driver.ts'
import type { AnnotationStore } from './ports.ts'

export function sqlAnnotations(database: Database): AnnotationStore {
  return {
    async load(room) {
      const rows = await database.read(
        'SELECT seq, author, bytes FROM room_update WHERE room = ? ORDER BY seq',
        [room],
      )
      return rows.map((row) => ({
        seq: Number(row['seq']),
        author: String(row['author']),
        bytes: row['bytes'] instanceof Uint8Array ? row['bytes'] : new Uint8Array(),
      }))
    },
    append: (room, { author, bytes }) =>
      database.write((connection) =>
        connection.run('INSERT INTO room_update (room, author, bytes) VALUES (?, ?, ?)', [
          room,
          author,
          bytes,
        ]),
      ),
    compact: (room, author, through, update) =>
      database.write(async (connection) => {
        const [row] = await connection.all(
          'SELECT max(seq) AS last FROM room_update WHERE room = ? AND author = ? AND seq <= ?',
          [room, author, through],
        )
        const last = row?.['last']
        if (typeof last !== 'number') return
        await connection.run('DELETE FROM room_update WHERE room = ? AND author = ? AND seq < ?', [
          room,
          author,
          last,
        ])
        await connection.run('UPDATE room_update SET bytes = ? WHERE seq = ?', [update, last])
      }),
    withdraw: (room, author, order, update) =>
      database.write(async (connection) => {
        await connection.run('DELETE FROM room_update WHERE room = ? AND author = ?', [room, author])
        if (update)
          await connection.run('INSERT INTO room_update (room, author, bytes) VALUES (?, ?, ?)', [
            room,
            author,
            update,
          ])
        await connection.run('INSERT OR IGNORE INTO carried_out (room, withdrawal) VALUES (?, ?)', [
          room,
          order,
        ])
      }),
    async carriedOut(room) {
      const rows = await database.read('SELECT withdrawal FROM carried_out WHERE room = ?', [room])
      return new Set(rows.map((row) => String(row['withdrawal'])))
    },
    async size(room) {
      const [row] = await database.read(
        'SELECT coalesce(sum(length(bytes)), 0) AS size FROM room_update WHERE room = ?',
        [room],
      )
      return Number(row?.['size'] ?? 0)
    },
    async rooms() {
      return (await database.read('SELECT DISTINCT room FROM room_update ORDER BY room')).map((row) =>
        String(row['room']),
      )
    },
    close: () => database.close(),
  }
}
