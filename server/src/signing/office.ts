/**
 * Everything of signing behind the HTTP doors: desk, book, one-time addresses, time stamps, put together.
 * What must stay true: a file that came back is examined like any other before anybody may attach it; the one-time
 * addresses of a paper are told only to those who may sign it, and what they brought is judged as if it had been uploaded.
 */
import { randomBytes } from 'node:crypto'
import { badge } from '@nghi-truong/shared/signature/report'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { SignedFrom } from '@nghi-truong/shared/domain/records'
import type { TakenPaper } from '@nghi-truong/shared/protocol/signing'
import type { TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'
import type { Documents } from '../http/ports.ts'
import type { FileStore, FindingStore } from '../store/ports.ts'
import type { Accepted } from './accept.ts'
import { threadBench, type ThreadParts } from './bench.ts'
import { openIssuedBook, type IssuedRecord } from './book.ts'
import { createSigningDesk, type Going } from './desk.ts'
import { createExchange, type Exchange, type Offer } from './exchange.ts'
import { createStamps, type Stamps } from './stamps.ts'

/** Bytes that a signature with its pictures and validation data may add. */
export const mostAdded = 8 * 1024 * 1024
const offerMs = 15 * 60_000

export interface Office {
  issue(going: Going): Promise<IssuedRecord | Refusal>
  issued(log: string, sha256: string): IssuedRecord | undefined
  bytesOf(paper: Pick<IssuedRecord, 'sha256' | 'size'>): Promise<Uint8Array>
  take(log: string, sha256: string, file: Uint8Array): Promise<TakenPaper | Refusal>
  offer(log: string, sha256: string, base: string): Promise<OfferTold | Refusal>
  collect(log: string, sha256: string, offer: string): Promise<TakenPaper | Refusal>
  readonly stamps: Stamps
  readonly stamping: boolean
  readonly exchange: Pick<Exchange, 'handle'>
  close(): void
}

export interface OfferTold {
  readonly offer: string
  readonly downloadUrl: string
  readonly uploadUrl: string
  readonly expiresInMs: number
}

export interface OfficeParts extends Pick<ThreadParts, 'trust' | 'report'> {
  readonly files: FileStore
  readonly findings: FindingStore
  readonly documents: Pick<Documents, 'examine'>
  /** UTC. */
  readonly now: () => string
  readonly authority: TimestampAuthority | null
}

const after = (ms: number, job: () => void): (() => void) => {
  const timer = setTimeout(job, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

const told = ({ sha256, report }: Accepted, size: number): TakenPaper => {
  const { colour, code } = badge(report)
  const signers = report.signatures.filter((one) => one.kind === 'signature')
  return {
    sha256,
    size,
    signers: signers.map(({ signer }) => ({
      name: signer?.commonName ?? '',
      office: signer?.organisation ?? '',
    })),
    colour,
    code,
    level: signers.at(-1)?.level ?? null,
  }
}

/** What the engine may know of files that came back; filled once the store is open. */
export type SignedFiles = (sha256: string) => SignedFrom | undefined

export async function openOffice(parts: OfficeParts): Promise<Office & { readonly signed: SignedFiles }> {
  const { files, documents, report } = parts
  const book = await openIssuedBook(parts.findings)
  const bench = threadBench({ trust: parts.trust, report, now: () => Date.parse(parts.now()) })
  const keep = async (sha256: string, bytes: Uint8Array): Promise<void> => {
    if (await files.info(sha256)) return
    const whole = async function* () {
      yield bytes
    }
    if ((await files.put(sha256, bytes.length, whole())) !== 'stored') throw new Error('a file that changed')
  }
  const desk = createSigningDesk({ book, bench, keep, now: parts.now })
  const exchange = createExchange({ added: mostAdded, after })
  const stamps = createStamps({ authority: parts.authority, after, report })
  const offers = new Map<string, { log: string; sha256: string; offer: Offer; brought: Uint8Array | null }>()

  const bytesOf: Office['bytesOf'] = async ({ sha256, size }) => {
    const pieces: Uint8Array[] = []
    for await (const piece of files.read(sha256, 0, size)) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  const take: Office['take'] = async (log, sha256, file) => {
    const taken = await desk.receive(log, sha256, file)
    if (typeof taken === 'string') return refuse(taken)
    const facts = await documents.examine(taken.sha256)
    return isRefusal(facts) ? facts : told(taken, file.length)
  }

  return {
    async issue(going) {
      const record = await desk.issue(going)
      return typeof record === 'string' ? refuse(record) : record
    },
    issued: (log, sha256) => book.get(log, sha256),
    bytesOf,
    take,
    async offer(log, sha256, base) {
      const record = book.get(log, sha256)
      if (!record) return refuse('signing.notIssued')
      const offer = exchange.offer(await bytesOf(record), offerMs, base)
      const name = randomBytes(16).toString('hex')
      const open = { log, sha256, offer, brought: null as Uint8Array | null }
      offers.set(name, open)
      void offer.brought.then((outcome) => {
        if (typeof outcome === 'string') offers.delete(name)
        else {
          open.brought = outcome
          after(offerMs, () => offers.delete(name))
        }
      })
      const { downloadUrl, uploadUrl } = offer
      return { offer: name, downloadUrl, uploadUrl, expiresInMs: offerMs }
    },
    async collect(log, sha256, name) {
      const open = offers.get(name)
      if (!open || open.log !== log || open.sha256 !== sha256) return refuse('signing.offerGone')
      if (!open.brought) return refuse('signing.nothingBrought')
      // Judged once: what was brought is used up, whatever comes of it.
      offers.delete(name)
      return take(log, sha256, open.brought)
    },
    stamps,
    stamping: parts.authority !== null,
    exchange,
    signed: (sha256) => book.signed(sha256),
    close() {
      for (const { offer } of offers.values()) offer.close()
      offers.clear()
    },
  }
}
