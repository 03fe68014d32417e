/**
 * Accounts, logins and findings in core.db.
 * What must stay true: no password and no token is ever here, only their hashes.
 */
import type { Database, Row } from './driver.ts'
import type { Account, AccountStore, FindingStore, Login } from './ports.ts'

const accountOf = (row: Row): Account => ({
  username: String(row['username']),
  person: String(row['person']),
  passwordHash: String(row['password_hash']),
})

const loginOf = (row: Row): Login => ({
  tokenHash: String(row['token_hash']),
  username: String(row['username']),
  person: String(row['person']),
  device: String(row['device']),
  deviceName: String(row['device_name']),
  signedInAt: String(row['signed_in_at']),
  seenAt: String(row['seen_at']),
  expiresAt: String(row['expires_at']),
})

export function sqlAccounts(database: Database): AccountStore {
  return {
    async account(username) {
      const [row] = await database.read('SELECT * FROM account WHERE username = ?', [username])
      return row && accountOf(row)
    },
    async accounts() {
      return (await database.read('SELECT * FROM account ORDER BY username')).map(accountOf)
    },
    setAccount: ({ username, person, passwordHash }) =>
      database.write((connection) =>
        connection.run(
          `INSERT INTO account (username, person, password_hash) VALUES (?, ?, ?)
           ON CONFLICT (username) DO UPDATE SET person = excluded.person, password_hash = excluded.password_hash`,
          [username, person, passwordHash],
        ),
      ),
    async login(tokenHash) {
      const [row] = await database.read('SELECT * FROM login WHERE token_hash = ?', [tokenHash])
      return row && loginOf(row)
    },
    async logins(person) {
      return (
        await database.read('SELECT * FROM login WHERE person = ? ORDER BY signed_in_at', [person])
      ).map(loginOf)
    },
    setLogin: (one) =>
      database.write((connection) =>
        connection.run(
          `INSERT OR REPLACE INTO login
           (token_hash, username, person, device, device_name, signed_in_at, seen_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            one.tokenHash,
            one.username,
            one.person,
            one.device,
            one.deviceName,
            one.signedInAt,
            one.seenAt,
            one.expiresAt,
          ],
        ),
      ),
    removeLogin: (tokenHash) =>
      database.write((connection) => connection.run('DELETE FROM login WHERE token_hash = ?', [tokenHash])),
    forgetExpired: (now) =>
      database.write((connection) => connection.run('DELETE FROM login WHERE expires_at < ?', [now])),
    close: () => database.close(),
  }
}

export function sqlFindings(database: Database): FindingStore {
  return {
    async get(sha256, topic) {
      const [row] = await database.read('SELECT value FROM finding WHERE topic = ? AND sha256 = ?', [
        topic,
        sha256,
      ])
      return row && (JSON.parse(String(row['value'])) as unknown)
    },
    async every(topic) {
      const rows = await database.read('SELECT sha256, value FROM finding WHERE topic = ?', [topic])
      return new Map(rows.map((row) => [String(row['sha256']), JSON.parse(String(row['value'])) as unknown]))
    },
    set: (sha256, topic, value) =>
      database.write((connection) =>
        connection.run('INSERT OR REPLACE INTO finding (sha256, topic, value) VALUES (?, ?, ?)', [
          sha256,
          topic,
          JSON.stringify(value),
        ]),
      ),
  }
}
