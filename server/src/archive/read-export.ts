/**
 * Reads an export strictly: form, chain, completeness, seal.
 * What must stay true: every byte of the file is under some check, so that any change is found; the first fault is named
 * with its line and, where there is one, its seq; nothing after a broken link is believed.
 */
import { NotCanonical, parseCanonical, type Json } from '@nghi-truong/shared/log/canonical'
import {
  checkLink,
  emptyHead,
  hashHeader,
  type ChainFault,
  type Entry,
  type Hash,
  type Head,
  type Header,
} from '@nghi-truong/shared/log/chain'
import { exportHead, exportSeal, fullEntry, headerEntry, sealText, type ExportHead } from './format.ts'

export type ReadFault =
  | 'encoding'
  | 'notExport'
  | 'head'
  | 'line'
  | `chain.${ChainFault}`
  | 'missing'
  | 'surplus'
  | 'headHash'
  | 'seal'
  | 'otherKey'

export interface Broken {
  readonly fault: string
  /** Line of the file, from 1. */
  readonly line: number
  /** Entry concerned, or null for the frame around the entries. */
  readonly seq: number | null
  readonly detail: string
}

export interface Read {
  readonly head: ExportHead | null
  /** Entries up to the first fault. Empty payloads where the export has headers only. */
  readonly entries: readonly Entry[]
  readonly headers: readonly Header[]
  readonly broken: readonly Broken[]
}

export interface Tools {
  readonly hash: Hash
  /** Ed25519, key and signature as in the file. */
  readonly verify: (key: string, text: string, signature: string) => boolean
}

const broken = (fault: ReadFault, line: number, seq: number | null, detail: string): Broken => ({
  fault,
  line,
  seq,
  detail,
})

/** The one canonical value of a line, or why not. */
function valueOf(line: string): { readonly value: Json } | { readonly why: string } {
  try {
    return { value: parseCanonical(line) }
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof SyntaxError) return { why: error.message }
    throw error
  }
}

function linesOf(bytes: Uint8Array): string[] | Broken {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return broken('encoding', lineOfBadByte(bytes), null, 'UTF-8')
  }
  const lines = text.split('\n')
  if (lines.pop() !== '') return broken('line', lines.length + 1, null, 'the last line has no end')
  return lines
}

/** The first line whose bytes are no UTF-8. */
function lineOfBadByte(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start)
    const part = bytes.subarray(start, end < 0 ? bytes.length : end)
    if (Buffer.from(part).toString('utf8').includes('\ufffd') || end < 0) return line
    start = end + 1
  }
}

/** @param pinned the server's public key as known from elsewhere (a receipt, the printed minutes) */
export function readExport(bytes: Uint8Array, tools: Tools, pinned?: string): Read {
  const nothing = { head: null, entries: [], headers: [] }
  const lines = linesOf(bytes)
  if (!Array.isArray(lines)) return { ...nothing, broken: [lines] }
  const [first, ...rest] = lines
  const top = first === undefined ? { why: 'empty' } : valueOf(first)
  if ('why' in top) return { ...nothing, broken: [broken('head', 1, null, top.why)] }
  const parsed = exportHead.safeParse(top.value)
  if (!parsed.success)
    return { ...nothing, broken: [broken('head', 1, null, parsed.error.issues[0]?.message ?? '')] }
  const head = parsed.data
  const found: Broken[] = []
  if (pinned !== undefined && pinned !== head.publicKey)
    found.push(broken('otherKey', 1, null, head.publicKey))
  const last = rest.pop()
  const walked = walk(rest, head, tools)
  found.push(...walked.broken)
  const seal = checkSeal(last, lines.length, head, tools)
  if (seal) found.push(seal)
  return { head, entries: walked.entries, headers: walked.headers, broken: found }
}

function checkSeal(line: string | undefined, at: number, head: ExportHead, tools: Tools): Broken | undefined {
  const read = line === undefined ? { why: 'absent' } : valueOf(line)
  if ('why' in read) return broken('seal', at, null, read.why)
  const seal = exportSeal.safeParse(read.value)
  if (!seal.success) return broken('seal', at, null, seal.error.issues[0]?.message ?? '')
  const { signature } = seal.data
  // The last letter of base64url has spare bits: only the one canonical writing counts.
  const plain = Buffer.from(signature, 'base64url').toString('base64url') === signature
  return plain && tools.verify(head.publicKey, sealText(head), signature)
    ? undefined
    : broken('seal', at, null, 'the signature does not fit')
}

function walk(lines: readonly string[], head: ExportHead, tools: Tools): Omit<Read, 'head'> {
  const entries: Entry[] = []
  const headers: Header[] = []
  let at: Head = emptyHead(head.log, tools.hash)
  const stop = (fault: ReadFault, detail: string): Omit<Read, 'head'> => ({
    entries,
    headers,
    broken: [broken(fault, at.seq + 2, at.seq + 1, detail)],
  })
  for (const line of lines) {
    const read = valueOf(line)
    if ('why' in read) return stop('line', read.why)
    if (head.payloads) {
      const parsed = fullEntry.safeParse(read.value)
      if (!parsed.success) return stop('line', parsed.error.issues[0]?.message ?? '')
      const entry = parsed.data as Entry
      const fault = checkLink(at, entry, head.log, tools.hash)
      if (fault) return stop(`chain.${fault}`, entry.header.type)
      entries.push(entry)
      headers.push(entry.header)
      at = { seq: entry.header.seq, hash: entry.hash }
    } else {
      const parsed = headerEntry.safeParse(read.value)
      if (!parsed.success) return stop('line', parsed.error.issues[0]?.message ?? '')
      const { header, hash } = parsed.data
      const fault = checkHeader(at, header, hash, head.log, tools.hash)
      if (fault) return stop(`chain.${fault}`, header.type)
      headers.push(header)
      at = { seq: header.seq, hash }
    }
  }
  if (at.seq < head.seq) return stop('missing', `${at.seq}/${head.seq}`)
  if (at.seq > head.seq) return stop('surplus', `${at.seq}/${head.seq}`)
  if (at.hash !== head.head) return stop('headHash', at.hash)
  return { entries, headers, broken: [] }
}

function checkHeader(at: Head, header: Header, own: string, log: string, hash: Hash): ChainFault | null {
  if (header.seq !== at.seq + 1) return 'seq'
  if (header.log !== log) return 'log'
  if (header.prev !== at.hash) return 'prev'
  return hashHeader(header, hash) === own ? null : 'hash'
}
