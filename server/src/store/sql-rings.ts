/**
 * Locked keys of private notes in core.db: versions of each person's ring, and for whom each was locked.
 * What must stay true: a version is added only after the one before it; what was locked for a revoked device is gone from
 * every version and overwritten on disk (secure_delete).
 */
import type { Database, Row } from './driver.ts'
import type { RingDevice, RingStore } from './ports.ts'

const deviceOf = (row: Row): RingDevice => ({
  key: String(row['key']),
  device: String(row['device']),
  signing: row['signing'] === null ? null : String(row['signing']),
  revokedAt: row['revoked_at'] === null ? null : String(row['revoked_at']),
})

export function sqlRings(database: Database): RingStore {
  return {
    async versions(person, after) {
      const rows = await database.read(
        'SELECT version, author, body, vouch FROM ring WHERE person = ? AND version > ? ORDER BY version',
        [person, after],
      )
      const wraps = await database.read(
        'SELECT version, recipient, fresh, box FROM ring_wrap WHERE person = ? AND version > ?',
        [person, after],
      )
      return rows.map((row) => ({
        version: Number(row['version']),
        author: String(row['author']),
        body: String(row['body']),
        vouch: typeof row['vouch'] === 'string' ? row['vouch'] : null,
        wraps: wraps
          .filter((one) => one['version'] === row['version'])
          .map((one) => ({
            to: String(one['recipient']),
            fresh: String(one['fresh']),
            box: String(one['box']),
          })),
      }))
    },
    async last(person) {
      const [row] = await database.read('SELECT max(version) AS last FROM ring WHERE person = ?', [person])
      return Number(row?.['last'] ?? 0)
    },
    append: (person, { version, author, body, vouch, wraps }) =>
      database.write(async (connection) => {
        const [row] = await connection.all('SELECT max(version) AS last FROM ring WHERE person = ?', [person])
        if (version !== Number(row?.['last'] ?? 0) + 1) return false
        await connection.run(
          'INSERT INTO ring (person, version, author, body, vouch) VALUES (?, ?, ?, ?, ?)',
          [person, version, author, body, vouch],
        )
        for (const { to, fresh, box } of wraps)
          await connection.run(
            'INSERT INTO ring_wrap (person, version, recipient, fresh, box) VALUES (?, ?, ?, ?, ?)',
            [person, version, to, fresh, box],
          )
        return true
      }),
    async devices(person) {
      return (await database.read('SELECT * FROM ring_device WHERE person = ? ORDER BY key', [person])).map(
        deviceOf,
      )
    },
    setDevice: (person, { key, device, signing, revokedAt }) =>
      database.write((connection) =>
        connection.run(
          `INSERT INTO ring_device (person, key, device, signing, revoked_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (person, key) DO UPDATE SET device = excluded.device, signing = excluded.signing,
             revoked_at = coalesce(ring_device.revoked_at, excluded.revoked_at)`,
          [person, key, device, signing, revokedAt],
        ),
      ),
    revoke: (person, key, at) =>
      database.write(async (connection) => {
        await connection.run('DELETE FROM ring_wrap WHERE person = ? AND recipient = ?', [person, key])
        await connection.run(
          'UPDATE ring_device SET revoked_at = coalesce(revoked_at, ?) WHERE person = ? AND key = ?',
          [at, person, key],
        )
      }),
    async withSigning(signing) {
      return (await database.read('SELECT person, key FROM ring_device WHERE signing = ?', [signing])).map(
        (row) => ({ person: String(row['person']), key: String(row['key']) }),
      )
    },
    close: () => database.close(),
  }
}
