/**
 * The hash chain of a log: what is hashed, how entries link, how a log is checked.
 * What must stay true: the hash of an entry covers everything but its payload, and the payload by its hash, so that
 * headers can be shown without it; the form never changes without a new version word.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonical, type Json } from './canonical.ts'

/** SHA-256 in lower-case hex; the platform's own may stand in for the portable one. */
export type Hash = (text: string) => string

export const portableHash: Hash = (text) => bytesToHex(sha256(utf8ToBytes(text)))

/** The hashed part of an entry. `ts` UTC; `mono` milliseconds since `boot`. */
export interface Header {
  readonly v: 1
  readonly log: string
  readonly epoch: number
  /** From 1, without gaps. */
  readonly seq: number
  readonly ts: string
  readonly mono: number
  readonly boot: string
  readonly type: string
  readonly actor: string
  /** Hash of the entry before, or of the genesis words. */
  readonly prev: string
  /** SHA-256 of the canonical payload. */
  readonly body: string
}

/** `data` is the event; `command` the client's id; `salt` keeps guessable payloads from being guessed out of headers. */
export interface Payload {
  readonly command: string
  readonly device: string | null
  readonly data: Json
  readonly salt: string
}

export interface Entry {
  readonly header: Header
  readonly payload: Payload
  /** Hash of the header: what receipts carry and the next entry links to. */
  readonly hash: string
}

export const genesis = (log: string, hash: Hash): string => hash(`nghi-truong-log-genesis/v1\n${log}`)

export const hashHeader = (header: Header, hash: Hash): string =>
  hash(`nghi-truong-log-entry/v1\n${canonical(header)}`)

export const hashPayload = (payload: Payload, hash: Hash): string =>
  hash(`nghi-truong-log-payload/v1\n${canonical(payload)}`)

export interface Head {
  readonly seq: number
  readonly hash: string
}

export const emptyHead = (log: string, hash: Hash): Head => ({ seq: 0, hash: genesis(log, hash) })

/** Makes the entry that follows `head`. @throws NotCanonical when the payload has no canonical form */
export function link(
  head: Head,
  fields: Omit<Header, 'v' | 'seq' | 'prev' | 'body'>,
  payload: Payload,
  hash: Hash,
): Entry {
  const header: Header = {
    v: 1,
    ...fields,
    seq: head.seq + 1,
    prev: head.hash,
    body: hashPayload(payload, hash),
  }
  return { header, payload, hash: hashHeader(header, hash) }
}

export const chainFaults = ['seq', 'log', 'prev', 'body', 'hash', 'form'] as const
export type ChainFault = (typeof chainFaults)[number]

/** The first thing wrong with `entry` as successor of `head`, or null. */
export function checkLink(head: Head, entry: Entry, log: string, hash: Hash): ChainFault | null {
  try {
    if (entry.header.seq !== head.seq + 1) return 'seq'
    if (entry.header.log !== log) return 'log'
    if (entry.header.prev !== head.hash) return 'prev'
    if (hashPayload(entry.payload, hash) !== entry.header.body) return 'body'
    if (hashHeader(entry.header, hash) !== entry.hash) return 'hash'
    return null
  } catch {
    // canonical() refuses what could never have been written: the entry was altered.
    return 'form'
  }
}
