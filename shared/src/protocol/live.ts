/**
 * What travels down the live socket of a session, `GET /api/sessions/:id/live?ticket=…`.
 * What must stay true: a snapshot first, then patches, never a gap: who missed something gets a new snapshot. The client
 * never folds events. Nothing is sent up but the one `hello`.
 */
import type { Role } from '../domain/audience.ts'
import type { AnyRecord } from '../domain/records.ts'
import type { Refusal } from '../domain/refusal.ts'
import type { Put } from '../domain/state.ts'
import type { Lamp, Machines } from './machines.ts'

export interface Snapshot {
  readonly type: 'snapshot'
  readonly seq: number
  readonly head: string
  /** `house.epoch`: which copy of the data these records are; absent from servers of an earlier version. */
  readonly epoch?: string
  /** Server time, UTC: the client keeps the offset and shows it where it matters. */
  readonly now: string
  readonly you: {
    readonly person: string
    readonly roles: readonly Role[]
    readonly groups: readonly string[]
  }
  /** Everything the viewer may see: replaces all the client held. */
  readonly records: readonly AnyRecord[]
}

export interface Patch {
  readonly type: 'patch'
  readonly seq: number
  /** Hash of entry `seq`: what a device knows of the log, and says so when it votes. */
  readonly head?: string
  readonly now: string
  /** Whole records, and removals of what is gone or no longer in sight. */
  readonly puts: readonly Put[]
}

/** Who is connected. `people` only for the desk; the others get the number. */
export interface Presence {
  readonly type: 'presence'
  readonly count: number
  readonly people: readonly string[] | null
}

/** The two machines: on arrival where a standby is set, and whenever something changes. */
export interface MachinesTold {
  readonly type: 'machines'
  /** Whether what is acknowledged lies on both; null: no standby is set, or not this viewer's business. */
  readonly lamp: Lamp | null
  /** Where the standby would be reached, signed by the house. */
  readonly where: Machines | null
}

/** The last word before the server closes the socket. */
export interface Bye {
  readonly type: 'bye'
  readonly refusal: Refusal
}

export type Down = Snapshot | Patch | Presence | MachinesTold | Bye

/** Close codes of our sockets (RFC 6455, 7.4.2: 4000–4999 are ours). */
export const closeCodes = {
  ticketInvalid: 4401,
  notAllowed: 4403,
  notFound: 4404,
  tooSlow: 4408,
  badData: 4422,
  tooMuch: 4429,
  signedOut: 4440,
} as const
