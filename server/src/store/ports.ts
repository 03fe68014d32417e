/**
 * The four doors to what lasts. Everything above knows only these; `compose` chooses what stands behind them.
 * What must stay true: the comments here are the contract, `contract.ts` proves every adapter against them; a promise
 * that resolved means durable (fsynced) unless it says otherwise; a failure leaves nothing half done.
 */
import type { Entry } from '@nghi-truong/shared/log/chain'

/** The disk or the file system has no room: nothing was recorded. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** Another process holds the store for too long: nothing was recorded. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy'
}

/** Somebody else appended first: this process is no longer the owner of the log. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** Another machine with a higher epoch has taken over: this one records nothing any more. */
export class Superseded extends Error {
  override readonly name = 'Superseded'
}

/** The answer to a command, stored with its events and given again for the same command id, byte for byte. */
export interface StoredReceipt {
  readonly command: string
  /** SHA-256 of person, type and input: the same id with other content, or from somebody else, is refused. */
  readonly fingerprint: string
  readonly seq: number
  readonly hash: string
}

export interface Batch {
  readonly entries: readonly Entry[]
  readonly receipts: readonly StoredReceipt[]
}

/** Logs of events, one for each session and one `house`. Append only. */
export interface EventLog {
  /** Names of all logs, sorted. */
  logs(): Promise<string[]>
  /** Entries with seq > after, ascending, in bounded pieces. */
  read(log: string, after: number): AsyncIterable<Entry>
  /**
   * All or nothing, durable when resolved.
   * @throws Conflict when the log's last seq is not `after`; StorageFull; StoreBusy
   * Anything else thrown leaves it open whether the batch was recorded: the caller must not answer, but restart.
   */
  append(log: string, after: number, batch: Batch): Promise<void>
  receipt(log: string, command: string): Promise<StoredReceipt | undefined>
  close(): Promise<void>
}

export interface FileInfo {
  readonly size: number
}

/** Immutable files named by the SHA-256 of their bytes. */
export interface FileStore {
  info(sha256: string): Promise<FileInfo | undefined>
  /**
   * Takes the stream, checks size and hash while writing, makes it durable (temporary file, fsync, rename, fsync of the
   * folder). Rejects with the abort reason when cancelled; nothing remains then.
   * @returns 'stored', or 'mismatch' when bytes do not hash to the name; the bytes are dropped then
   * @throws StorageFull
   */
  put(
    sha256: string,
    size: number,
    bytes: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<'stored' | 'mismatch'>
  /** Bytes [start, end). @throws when the file is absent */
  read(sha256: string, start: number, end: number): AsyncIterable<Uint8Array>
  /** Where the file lies for a child process that only reads it; undefined for stores without a file system. */
  path(sha256: string): string | undefined
  remove(sha256: string): Promise<void>
  list(): Promise<string[]>
}

/** What is known of a file by its hash: facts, signature report, text of pages. JSON by (sha256, topic). */
export interface FindingStore {
  get(sha256: string, topic: string): Promise<unknown>
  /** All that is known on a topic, by file. */
  every(topic: string): Promise<ReadonlyMap<string, unknown>>
  set(sha256: string, topic: string, value: unknown): Promise<void>
}

/** Rooms of annotations as opaque updates. May lose the last seconds in a power cut: devices send them again. */
export interface AnnotationStore {
  /** All updates of a room, in order of arrival. */
  load(room: string): Promise<StoredUpdate[]>
  append(room: string, update: Omit<StoredUpdate, 'seq'>): Promise<void>
  /** Replaces what `author` wrote up to and including `through` by one update; nothing happens when there is nothing. */
  compact(room: string, author: string, through: number, update: Uint8Array): Promise<void>
  /**
   * Forgets what one author wrote and keeps `update` in its place, and remembers that `order` was carried out, all at once.
   */
  withdraw(room: string, author: string, order: string, update: Uint8Array | null): Promise<void>
  /** Orders carried out in that room. */
  carriedOut(room: string): Promise<ReadonlySet<string>>
  size(room: string): Promise<number>
  rooms(): Promise<string[]>
  close(): Promise<void>
}

export interface StoredUpdate {
  readonly seq: number
  /** Person who wrote it. */
  readonly author: string
  readonly bytes: Uint8Array
}

export interface Account {
  readonly username: string
  readonly person: string
  /** Argon2id, PHC string. */
  readonly passwordHash: string
}

/** One login of one device. */
export interface Login {
  /** SHA-256 of the token; the token itself is nowhere. */
  readonly tokenHash: string
  readonly username: string
  readonly person: string
  readonly device: string
  readonly deviceName: string
  readonly signedInAt: string
  readonly seenAt: string
  readonly expiresAt: string
}

/** Credentials and logins. Never in the log. */
export interface AccountStore {
  account(username: string): Promise<Account | undefined>
  accounts(): Promise<Account[]>
  /** Creates or replaces. */
  setAccount(account: Account): Promise<void>
  login(tokenHash: string): Promise<Login | undefined>
  logins(person: string): Promise<Login[]>
  setLogin(login: Login): Promise<void>
  removeLogin(tokenHash: string): Promise<void>
  /** Forgets logins that expired before `now` (UTC). */
  forgetExpired(now: string): Promise<void>
  close(): Promise<void>
}

/** One version of a person's ring of keys, locked: nothing the server can open. */
export interface StoredRing {
  readonly version: number
  readonly author: string
  readonly body: string
  readonly vouch: string | null
  /** For whom its key was locked: a device's key, or `code`. */
  readonly wraps: readonly { readonly to: string; readonly fresh: string; readonly box: string }[]
}

export interface RingDevice {
  readonly key: string
  /** The login device that holds it. */
  readonly device: string
  /** The key with which it signs votes, when it has one. */
  readonly signing: string | null
  /** UTC; once set it stays. */
  readonly revokedAt: string | null
}

/** Locked keys of private notes, by person. */
export interface RingStore {
  /** Versions above `after`, ascending. */
  versions(person: string, after: number): Promise<StoredRing[]>
  /** 0 when there is none. */
  last(person: string): Promise<number>
  /** @returns false, and nothing is kept, when the version is not the next one */
  append(person: string, ring: StoredRing): Promise<boolean>
  devices(person: string): Promise<RingDevice[]>
  /** Creates or replaces; a revocation is never undone. */
  setDevice(person: string, device: RingDevice): Promise<void>
  /** Forgets everything locked for the device, in all versions. */
  revoke(person: string, key: string, at: string): Promise<void>
  /** Whose ring keys lie on the device that signs with this key. */
  withSigning(signing: string): Promise<{ readonly person: string; readonly key: string }[]>
  close(): Promise<void>
}
