/**
 * Every store in memory: for tests, and the shortest reading of what the ports promise.
 * What must stay true: what is handed out is a copy or immutable; "durable" here means "until this process ends".
 */
import { createHash } from 'node:crypto'
import type { Entry } from '@nghi-truong/shared/log/chain'
import {
  Conflict,
  type Account,
  type AccountStore,
  type AnnotationStore,
  type EventLog,
  type FileStore,
  type FindingStore,
  type Login,
  type RingDevice,
  type RingStore,
  type StoredReceipt,
  type StoredRing,
  type StoredUpdate,
} from './ports.ts'

export function memoryEventLog(): EventLog {
  const logs = new Map<string, Entry[]>()
  const receipts = new Map<string, StoredReceipt>()
  return {
    logs: async () => [...logs.keys()].sort(),
    async *read(log, after) {
      yield* (logs.get(log) ?? []).slice(after)
    },
    async append(log, after, batch) {
      const entries = logs.get(log) ?? []
      if (entries.length !== after) throw new Conflict(`${log} stands at ${entries.length}, not ${after}`)
      logs.set(log, [...entries, ...batch.entries])
      for (const receipt of batch.receipts) receipts.set(`${log}\n${receipt.command}`, receipt)
    },
    receipt: async (log, command) => receipts.get(`${log}\n${command}`),
    close: async () => {},
  }
}

export function memoryFileStore(): FileStore {
  const files = new Map<string, Uint8Array>()
  return {
    async info(sha256) {
      const bytes = files.get(sha256)
      return bytes && { size: bytes.length }
    },
    async put(sha256, size, bytes, signal) {
      const pieces: Uint8Array[] = []
      for await (const piece of bytes) {
        signal?.throwIfAborted()
        pieces.push(Uint8Array.from(piece))
      }
      signal?.throwIfAborted()
      const whole = Buffer.concat(pieces)
      const is = createHash('sha256').update(whole).digest('hex')
      if (whole.length !== size || is !== sha256) return 'mismatch'
      files.set(sha256, whole)
      return 'stored'
    },
    async *read(sha256, start, end) {
      const bytes = files.get(sha256)
      if (!bytes) throw new Error(`no file ${sha256}`)
      yield bytes.subarray(start, end)
    },
    path: () => undefined,
    async remove(sha256) {
      files.delete(sha256)
    },
    list: async () => [...files.keys()].sort(),
  }
}

export function memoryFindings(): FindingStore {
  const topics = new Map<string, Map<string, string>>()
  return {
    async get(sha256, topic) {
      const text = topics.get(topic)?.get(sha256)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    async every(topic) {
      return new Map([...(topics.get(topic) ?? [])].map(([key, text]) => [key, JSON.parse(text) as unknown]))
    },
    async set(sha256, topic, value) {
      const own = topics.get(topic) ?? new Map<string, string>()
      topics.set(topic, own.set(sha256, JSON.stringify(value)))
    },
  }
}

export function memoryAccounts(): AccountStore {
  const accounts = new Map<string, Account>()
  const logins = new Map<string, Login>()
  return {
    account: async (username) => accounts.get(username),
    accounts: async () => [...accounts.values()].sort((a, b) => (a.username < b.username ? -1 : 1)),
    async setAccount(account) {
      accounts.set(account.username, account)
    },
    login: async (tokenHash) => logins.get(tokenHash),
    logins: async (person) => [...logins.values()].filter((login) => login.person === person),
    async setLogin(login) {
      logins.set(login.tokenHash, login)
    },
    async removeLogin(tokenHash) {
      logins.delete(tokenHash)
    },
    async forgetExpired(now) {
      for (const [key, login] of logins) if (login.expiresAt < now) logins.delete(key)
    },
    close: async () => {},
  }
}

export function memoryAnnotations(): AnnotationStore {
  const rooms = new Map<string, StoredUpdate[]>()
  const done = new Map<string, Set<string>>()
  let last = 0
  const of = (room: string) => rooms.get(room) ?? []
  return {
    load: async (room) => [...of(room)],
    async append(room, update) {
      rooms.set(room, [
        ...of(room),
        { seq: ++last, author: update.author, bytes: Uint8Array.from(update.bytes) },
      ])
    },
    async compact(room, author, through, update) {
      const last = of(room).findLast((one) => one.author === author && one.seq <= through)
      if (!last) return
      const rest = of(room).filter((one) => one.author !== author || one.seq > through)
      const compacted = { seq: last.seq, author, bytes: Uint8Array.from(update) }
      rooms.set(
        room,
        [...rest, compacted].sort((a, b) => a.seq - b.seq),
      )
    },
    async withdraw(room, author, order, update) {
      const rest = of(room).filter((one) => one.author !== author)
      const kept = update ? [{ seq: ++last, author, bytes: Uint8Array.from(update) }] : []
      rooms.set(room, [...rest, ...kept])
      done.set(room, new Set(done.get(room)).add(order))
    },
    carriedOut: async (room) => done.get(room) ?? new Set(),
    size: async (room) => of(room).reduce((sum, one) => sum + one.bytes.length, 0),
    rooms: async () =>
      [...rooms]
        .filter(([, list]) => list.length > 0)
        .map(([room]) => room)
        .sort(),
    close: async () => {},
  }
}

export function memoryRings(): RingStore {
  const rings = new Map<string, StoredRing[]>()
  const devices = new Map<string, Map<string, RingDevice>>()
  const of = (person: string) => rings.get(person) ?? []
  const held = (person: string) => devices.get(person) ?? new Map<string, RingDevice>()
  return {
    versions: async (person, after) => of(person).filter((one) => one.version > after),
    last: async (person) => of(person).length,
    async append(person, ring) {
      if (ring.version !== of(person).length + 1) return false
      rings.set(person, [...of(person), ring])
      return true
    },
    devices: async (person) => [...held(person).values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    async setDevice(person, device) {
      const own = held(person)
      const revokedAt = own.get(device.key)?.revokedAt ?? device.revokedAt
      devices.set(person, own.set(device.key, { ...device, revokedAt }))
    },
    async revoke(person, key, at) {
      const left = of(person).map((one) => ({ ...one, wraps: one.wraps.filter(({ to }) => to !== key) }))
      rings.set(person, left)
      const known = held(person).get(key)
      if (known) devices.set(person, held(person).set(key, { ...known, revokedAt: known.revokedAt ?? at }))
    },
    withSigning: async (signing) =>
      [...devices].flatMap(([person, own]) =>
        [...own.values()].filter((one) => one.signing === signing).map(({ key }) => ({ person, key })),
      ),
    close: async () => {},
  }
}
