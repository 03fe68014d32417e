/**
 * Cross-reference sections: tables, streams and hybrids, and the chain of /Prev (ISO 32000-2, 7.5.4 to 7.5.8).
 * What must stay true: the chain is followed as written and never rebuilt; a chain that cannot be followed makes the
 * file unreadable. Order: newest first.
 */
import type { Budget } from '../limits.ts'
import { LimitReached, Malformed, maxObjectNumber, maxRevisions } from '../limits.ts'
import type { ByteSource } from '../ports.ts'
import { decode } from './filters.ts'
import { integer, keyword, skipBlank, value } from './lexer.ts'
import { readObject, readWindow } from './read.ts'
import type { PdfDict } from './values.ts'
import { intOf, isArray, isDict, isStream, nameOf } from './values.ts'

export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'in'; readonly container: number; readonly index: number }

export interface Section {
  /** Where it begins, in bytes of the file. */
  readonly offset: number
  /** Behind the trailer dictionary, or behind the `endobj` of a cross-reference stream. */
  readonly end: number
  readonly kind: 'table' | 'stream'
  readonly entries: Map<number, Entry>
  readonly trailer: PdfDict
  /** Of a cross-reference stream: its own object number. */
  readonly number: number | null
  /** Of a hybrid file: the cross-reference stream beside the table. */
  readonly beside: Section | null
  /** Says something twice and differently: a number, or a key of the trailer. Readers disagree about such files. */
  readonly ambiguous: boolean
}

const free: Entry = { kind: 'free' }

export const sameEntry = (a: Entry, b: Entry): boolean =>
  a.kind === 'at'
    ? b.kind === 'at' && a.offset === b.offset && a.gen === b.gen
    : a.kind === 'in'
      ? b.kind === 'in' && a.container === b.container && a.index === b.index
      : b.kind === 'free'

const readTable = (source: ByteSource, base: number, offset: number, budget: Budget): Section =>
  readWindow(source, offset, budget, (x) => {
    skipBlank(x)
    if (!keyword(x, 'xref')) throw new Malformed('xref')
    const entries = new Map<number, Entry>()
    let ambiguous = false
    for (;;) {
      skipBlank(x)
      const first = integer(x)
      if (first === null) break
      skipBlank(x)
      const count = integer(x)
      if (count === null || first + count > maxObjectNumber) throw new Malformed('xref subsection')
      for (let n = first; n < first + count; n++) {
        skipBlank(x)
        const position = integer(x)
        skipBlank(x)
        const gen = integer(x)
        skipBlank(x)
        if (position === null || gen === null) throw new Malformed('xref entry')
        const used = keyword(x, 'n')
        if (!used && !keyword(x, 'f')) throw new Malformed('xref entry')
        const entry: Entry = used ? { kind: 'at', offset: base + position, gen } : free
        const known = entries.get(n)
        if (!known) entries.set(n, entry)
        else if (!sameEntry(known, entry)) ambiguous = true
      }
    }
    budget.entries(entries.size)
    if (!keyword(x, 'trailer')) throw new Malformed('trailer')
    x.duplicate = false
    const trailer = value(x)
    if (!isDict(trailer)) throw new Malformed('trailer')
    return {
      offset,
      end: offset + x.pos,
      kind: 'table',
      entries,
      trailer,
      number: null,
      beside: null,
      ambiguous: ambiguous || x.duplicate,
    }
  })

const readStream = (source: ByteSource, base: number, offset: number, budget: Budget): Section => {
  const object = readObject(source, offset, budget)
  const { value: stream } = object
  if (!isStream(stream) || nameOf(stream.dict.get('Type')) !== 'XRef') throw new Malformed('xref stream')
  const length = intOf(stream.dict.get('Length'))
  if (length === null || length < 0 || stream.start + length > source.size) throw new Malformed('xref stream')
  const { end } = readObject(source, offset, budget, () => length)
  const dict = stream.dict
  const data = decode(
    source.read(stream.start, length),
    dict.get('Filter') ?? null,
    dict.get('DecodeParms') ?? null,
    budget,
  )
  const widths = dict.get('W')
  if (!isArray(widths) || widths.length !== 3) throw new Malformed('xref widths')
  const [w0, w1, w2] = widths.map((w) => {
    const n = intOf(w)
    if (n === null || n < 0 || n > 8) throw new Malformed('xref widths')
    return n
  }) as [number, number, number]
  const row = w0 + w1 + w2
  const size = intOf(dict.get('Size')) ?? 0
  const index = dict.get('Index') ?? [0, size]
  if (!isArray(index) || index.length % 2 !== 0 || row === 0) throw new Malformed('xref index')
  const entries = new Map<number, Entry>()
  let ambiguous = object.duplicate
  let at = 0
  const field = (width: number): number => {
    let out = 0
    for (let n = 0; n < width; n++) out = out * 256 + (data[at++] ?? 0)
    return out
  }
  for (let pair = 0; pair < index.length; pair += 2) {
    const first = intOf(index[pair])
    const count = intOf(index[pair + 1])
    if (first === null || count === null || first < 0 || count < 0 || first + count > maxObjectNumber)
      throw new Malformed('xref index')
    if (at + count * row > data.length) throw new Malformed('xref data')
    budget.work(count)
    budget.entries(count)
    for (let n = first; n < first + count; n++) {
      const type = w0 === 0 ? 1 : field(w0)
      const a = field(w1)
      const b = field(w2)
      const entry: Entry =
        type === 1
          ? { kind: 'at', offset: base + a, gen: b }
          : type === 2
            ? { kind: 'in', container: a, index: b }
            : free
      const known = entries.get(n)
      if (!known) entries.set(n, entry)
      else if (!sameEntry(known, entry)) ambiguous = true
    }
  }
  return { offset, end, kind: 'stream', entries, trailer: dict, number: object.num, beside: null, ambiguous }
}

/** Reads the section at an offset, with the stream beside it in a hybrid file. */
export const readSection = (source: ByteSource, base: number, offset: number, budget: Budget): Section => {
  if (offset < 0 || offset >= source.size) throw new Malformed('xref offset')
  const head = source.read(offset, 64)
  let at = 0
  while (at < head.length && [32, 10, 13, 9, 12, 0].includes(head[at] ?? -1)) at++
  if (head[at] !== 0x78) return readStream(source, base, offset, budget)
  const section = readTable(source, base, offset, budget)
  const beside = section.trailer.get('XRefStm')
  if (beside === undefined) return section
  const where = intOf(beside)
  if (where === null) throw new Malformed('XRefStm')
  return { ...section, beside: readStream(source, base, base + where, budget) }
}

/** The whole chain, newest first. */
export const readChain = (source: ByteSource, base: number, start: number, budget: Budget): Section[] => {
  const chain: Section[] = []
  const seen = new Set<number>()
  for (let next: number | null = start; next !== null;) {
    if (seen.has(next)) throw new Malformed('xref cycle')
    seen.add(next)
    if (chain.length >= maxRevisions) throw new LimitReached('revisions')
    const section = readSection(source, base, next, budget)
    chain.push(section)
    const prev = section.trailer.get('Prev')
    if (prev === undefined || prev === null) break
    const where = intOf(prev)
    if (where === null) throw new Malformed('Prev')
    next = base + where
  }
  return chain
}
