/**
 * Opening a file: from its last `startxref` along the chain to its revisions.
 * What must stay true: the chain is the one a strict reader follows; its order in the file is the order of time, but for
 * the two sections of a linearised original.
 */
import type { Budget } from '../limits.ts'
import { Malformed } from '../limits.ts'
import type { ByteSource } from '../ports.ts'
import type { FileError } from '../report.ts'
import { openCrypt } from './crypt.ts'
import type { PdfDocument, Revision } from './document.ts'
import { loadRef, resolve, viewAt } from './document.ts'
import { integer, lexer, skipBlank } from './lexer.ts'
import { readWindow } from './read.ts'
import { isArray, isDict, isRef, latin1 } from './values.ts'
import type { Section } from './xref.ts'
import { readChain, readSection } from './xref.ts'

/** `startxref N %%EOF` from an offset on, with nothing but blanks and comments before it. */
export const readEnding = (
  source: ByteSource,
  offset: number,
  budget: Budget,
): { startxref: number; end: number; at: number } | null => {
  try {
    return readWindow(source, offset, budget, (x) => {
      skipBlank(x)
      const at = offset + x.pos
      const text = latin1(x.bytes.subarray(x.pos, x.pos + 64))
      const match = /^startxref[\0\t\n\f\r ]+(\d{1,12})[\0\t\n\f\r ]*%%EOF/.exec(text)
      if (!match) return null
      return { startxref: Number(match[1]), end: at + match[0].length, at }
    })
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
    return null
  }
}

/** The last `startxref` of the file; readers look for it near the end. */
const findStart = (source: ByteSource): number | null => {
  const from = Math.max(0, source.size - 4096)
  const text = latin1(source.read(from, 4096))
  const at = text.lastIndexOf('startxref')
  if (at < 0) return null
  const x = lexer(source.read(from + at + 9, 64), 0, true)
  skipBlank(x)
  return integer(x)
}

const group = (source: ByteSource, budget: Budget, chain: Section[], linearised: boolean): Revision[] => {
  const sections = chain.toReversed()
  const revisions: Revision[] = []
  for (let n = 0; n < sections.length; n++) {
    const section = sections[n]
    const next = sections[n + 1]
    if (!section) break
    const pair = n === 0 && linearised && next && next.offset < section.offset ? next : null
    const own = pair ? [pair, section] : [section]
    if (pair) n++
    const lastEnd = Math.max(...own.map((one) => one.end))
    const ending = readEnding(source, lastEnd, budget)
    const previous = revisions.at(-1)
    if (previous && section.offset < Math.max(...previous.sections.map((one) => one.offset)))
      throw new Malformed('xref order')
    revisions.push({ index: revisions.length, sections: own, end: ending?.end ?? null, startxref: ending?.startxref ?? null }) // prettier-ignore
  }
  return revisions
}

const openChain = (
  source: ByteSource,
  budget: Budget,
): { chain: Section[]; base: number; head: string } | FileError => {
  const head = latin1(source.read(0, 1024))
  const header = head.indexOf('%PDF-')
  if (header < 0) return 'notPdf'
  const start = findStart(source)
  if (start === null) return 'xref'
  for (const base of header > 0 ? [0, header] : [0]) {
    try {
      readSection(source, base, base + start, budget)
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem
      continue
    }
    return { chain: readChain(source, base, base + start, budget), base, head }
  }
  return 'xref'
}

/** Opens a file, or says why it cannot be read. Throws LimitReached only. */
export const openDocument = (source: ByteSource, budget: Budget): PdfDocument | FileError => {
  try {
    const opened = openChain(source, budget)
    if (typeof opened === 'string') return opened
    const { chain, base, head } = opened
    const revisions = group(source, budget, chain, head.includes('/Linearized'))
    const encrypt = chain[0]?.trailer.get('Encrypt')
    const document: PdfDocument = {
      source,
      budget,
      base,
      revisions,
      crypt: null,
      encryptNumber: isRef(encrypt) ? encrypt.num : null,
      objects: new Map(),
      containers: new Map(),
      references: new Map(),
    }
    const view = viewAt(document, revisions.length - 1)
    if (isRef(view.trailer.get('Root')) && encrypt !== undefined && encrypt !== null) {
      const dict = resolve(view, encrypt)
      const id = resolve(view, view.trailer.get('ID'))
      const opener = isDict(dict) ? openCrypt(dict, isArray(id) ? (id[0] ?? null) : null) : 'unsupported'
      document.crypt = typeof opener === 'string' ? 'locked' : opener
      document.objects.clear()
      document.containers.clear()
    }
    const root = view.trailer.get('Root')
    if (!isRef(root)) return 'xref'
    const fresh = viewAt(document, revisions.length - 1)
    if (document.crypt !== 'locked' && !isDict(loadRef(fresh, root)?.value)) return 'xref'
    return document
  } catch (problem) {
    if (problem instanceof Malformed) return 'xref'
    throw problem
  }
}
