/**
 * Papers out to be signed and back: what was issued is recorded by hash, what comes back is judged against it.
 * What must stay true: nothing is kept as signed that `accept` did not take and whose new signatures do not stand; what
 * came back becomes the issued paper of the next signature of the series (ký nháy, ký, đóng dấu); a paper never issued
 * here is not taken back here.
 */
import { createHash } from 'node:crypto'
import type { SignedPaper } from '@nghi-truong/shared/domain/records'
import type { Place } from '@nghi-truong/shared/signature/sign/place'
import type { Accepted, AcceptRefusal } from './accept.ts'
import type { IssuedBook, IssuedRecord } from './book.ts'
import { standing, type StandingRefusal } from './standing.ts'

/** Judges bytes, wherever that is done. */
export interface Bench {
  /** Signatures and document time stamps in a file; null where it cannot be read. */
  count(file: Uint8Array): Promise<number | null>
  accept(issued: IssuedRecord, file: Uint8Array): Promise<Accepted | AcceptRefusal>
}

export type DeskRefusal = 'signing.notIssued' | AcceptRefusal | StandingRefusal

export interface Going {
  readonly log: string
  readonly paper: SignedPaper
  readonly bytes: Uint8Array
  readonly places: readonly Place[]
}

export interface SigningDesk {
  issue(going: Going): Promise<IssuedRecord | 'signed.unreadable'>
  /** Takes back what somebody signed; `sha256` names what went out. */
  receive(log: string, sha256: string, file: Uint8Array): Promise<Accepted | DeskRefusal>
}

export interface DeskParts {
  readonly book: IssuedBook
  readonly bench: Bench
  /** UTC. */
  readonly now: () => string
  /** Keeps the bytes before they are recorded. */
  readonly keep: (sha256: string, bytes: Uint8Array) => Promise<void>
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function createSigningDesk({ book, bench, now, keep }: DeskParts): SigningDesk {
  return {
    async issue({ log, paper, bytes, places }) {
      const signatures = await bench.count(bytes)
      if (signatures === null) return 'signed.unreadable'
      const sha256 = hashOf(bytes)
      await keep(sha256, bytes)
      const record = {
        sha256,
        size: bytes.length,
        log,
        paper,
        signatures,
        issuedAt: now(),
        from: null,
        places,
      }
      await book.put(record)
      return record
    },
    async receive(log, sha256, file) {
      const issued = book.get(log, sha256)
      if (!issued) return 'signing.notIssued'
      const taken = await bench.accept(issued, file)
      if (typeof taken === 'string') return taken
      const no = standing(taken.report, issued.size)
      if (no) return no
      await keep(taken.sha256, file)
      const signatures = taken.report.signatures.length
      const record = { ...issued, sha256: taken.sha256, size: file.length, signatures, issuedAt: now() }
      await book.put({ ...record, from: sha256 })
      return taken
    },
  }
}
