/**
 * Papers out to be signed and back: what was issued is recorded by hash, what comes back is judged against it.
 * What must stay true: nothing is kept as signed that `accept` did not take; what came back becomes the issued paper of
 * the next signature of the series (ký nháy, ký, đóng dấu); a paper never issued here is not taken back here.
 */
import { createHash } from 'node:crypto'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import type { JudgeOptions } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { accept, type Accepted, type AcceptRefusal } from './accept.ts'
import { refused, type Issued, type Signer, type SigningRefusal } from './signer.ts'

/** What is recorded of a paper that went out. */
export interface IssuedRecord {
  readonly sha256: string
  readonly size: number
  /** Signatures it bore when it went out. */
  readonly signatures: number
  /** UTC. */
  readonly issuedAt: string
  /** Of the paper this one was signed from; null for one made here. */
  readonly from: string | null
}

/** Where the record is kept; the findings of the store have this shape under a topic of their own. */
export interface IssuedBook {
  get(sha256: string): Promise<IssuedRecord | undefined>
  put(record: IssuedRecord): Promise<void>
}

export const memoryBook = (): IssuedBook => {
  const records = new Map<string, IssuedRecord>()
  return {
    get: async (sha256) => records.get(sha256),
    put: async (record) => {
      records.set(record.sha256, record)
    },
  }
}

export type DeskRefusal = 'signing.notIssued' | AcceptRefusal | SigningRefusal

export interface SigningDesk {
  issue(bytes: Uint8Array): Promise<Issued>
  /** Takes back what somebody signed elsewhere. */
  receive(issued: string, file: Uint8Array): Promise<(Accepted & Issued) | DeskRefusal>
  /** Has the paper signed and judges the outcome. */
  sign(
    issued: Issued,
    plan: SignaturePlan,
    signer: Signer,
    signal?: AbortSignal,
  ): Promise<(Accepted & Issued) | DeskRefusal>
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** @param judging asked anew each time: the trust bundle in force and the time may have changed */
export function createSigningDesk(book: IssuedBook, judging: () => Promise<JudgeOptions>): SigningDesk {
  async function record(bytes: Uint8Array, signatures: number, from: string | null, at: number) {
    const sha256 = hashOf(bytes)
    const issuedAt = new Date(at).toISOString()
    await book.put({ sha256, size: bytes.length, signatures, issuedAt, from })
    return { sha256, bytes }
  }

  const receive: SigningDesk['receive'] = async (issued, file) => {
    const known = await book.get(issued)
    if (!known) return 'signing.notIssued'
    const options = await judging()
    const taken = await accept(known, file, options)
    if (typeof taken === 'string') return taken
    return { ...taken, ...(await record(file, taken.report.signatures.length, issued, options.now)) }
  }

  return {
    async issue(bytes) {
      const options = await judging()
      const report = await judge(bytesSource(bytes), options)
      return record(bytes, report.signatures.length, null, options.now)
    },
    receive,
    async sign(issued, plan, signer, signal) {
      if (!(await book.get(issued.sha256))) return 'signing.notIssued'
      const offered = await signer.sign(issued, plan, signal)
      return refused(offered) ? offered : receive(issued.sha256, offered.bytes)
    },
  }
}
