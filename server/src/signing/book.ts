/**
 * The record of papers that went out to be signed and of what came back, kept where findings about files are kept.
 * What must stay true: it outlasts a restart; a record names the session it belongs to, and another session's is as if it
 * were not there; nothing is forgotten, so a file taken back can always be attached.
 */
import type { SignedFrom, SignedPaper } from '@nghi-truong/shared/domain/records'
import type { Place } from '@nghi-truong/shared/signature/sign/place'
import type { FindingStore } from '../store/ports.ts'

export interface IssuedRecord {
  readonly sha256: string
  readonly size: number
  readonly log: string
  /** What it began as. */
  readonly paper: SignedPaper
  /** Signatures and document time stamps it bore when it went out. */
  readonly signatures: number
  /** UTC. */
  readonly issuedAt: string
  /** Of the paper this one was signed from; null for one that only went out. */
  readonly from: string | null
  /** Where signatures belong. */
  readonly places: readonly Place[]
}

export interface IssuedBook {
  get(log: string, sha256: string): IssuedRecord | undefined
  put(record: IssuedRecord): Promise<void>
  /** Of a file that came back: what the engine's decisions may know of it. */
  signed(sha256: string): SignedFrom | undefined
}

const topic = 'issued'

type Store = Pick<FindingStore, 'every' | 'set'>

/** @param findings absent in tests that need no store */
export async function openIssuedBook(findings?: Store): Promise<IssuedBook> {
  const known = new Map((await findings?.every(topic)) as ReadonlyMap<string, IssuedRecord> | undefined)
  return {
    get(log, sha256) {
      const found = known.get(sha256)
      return found?.log === log ? found : undefined
    },
    async put(record) {
      const old = known.get(record.sha256)
      // A signed file going out for the next signature stays what it is: one that came back here.
      const kept = old?.log === record.log && record.from === null ? { ...record, from: old.from } : record
      await findings?.set(record.sha256, topic, kept)
      known.set(record.sha256, kept)
    },
    signed(sha256) {
      const found = known.get(sha256)
      return found && found.from !== null
        ? { log: found.log, paper: found.paper, from: found.from }
        : undefined
    },
  }
}
