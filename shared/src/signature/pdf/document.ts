/**
 * A PDF as its revisions: for every incremental update one view of all objects, as a reader of that moment saw them.
 * What must stay true: a view never looks at sections newer than its revision; what an entry does not lead to reads as
 * null; objects are cached by where they lie, so that equal keys mean the same bytes.
 */
import type { Budget } from '../limits.ts'
import { LimitReached, Malformed, maxObjectBytes } from '../limits.ts'
import type { ByteSource } from '../ports.ts'
import type { Decryptor } from './crypt.ts'
import { decode } from './filters.ts'
import { integer, isSpace, lexer, skipBlank, value } from './lexer.ts'
import { readObject } from './read.ts'
import type { PdfDict, PdfRef, PdfStream, PdfString, PdfValue } from './values.ts'
import { intOf, isArray, isDict, isRef, isStream, isString, nameOf } from './values.ts'
import type { Entry, Section } from './xref.ts'

export interface Loaded {
  readonly num: number
  readonly gen: number
  /** Where it lies: equal keys, equal bytes. */
  readonly key: string
  readonly value: PdfValue
  readonly whole: boolean
  readonly duplicate: boolean
  /** Offset of the object, -1 inside an object stream. */
  readonly start: number
}

export interface Revision {
  /** 0 is the oldest. */
  readonly index: number
  /** Newest first; two for a linearised original, otherwise one. */
  readonly sections: readonly Section[]
  /** Offset behind its %%EOF; null where the form is broken. */
  readonly end: number | null
  /** The number behind `startxref` at its end. */
  readonly startxref: number | null
}

/** Everything the views of one file share. */
export interface PdfDocument {
  readonly source: ByteSource
  readonly budget: Budget
  readonly base: number
  /** Oldest first. */
  readonly revisions: readonly Revision[]
  /** `locked`: encrypted, and not with the empty password. */
  crypt: Decryptor | 'locked' | null
  readonly encryptNumber: number | null
  readonly objects: Map<number, Loaded | null>
  readonly containers: Map<number, Map<number, Loaded> | null>
  /** Numbers an object refers to, by its key. */
  readonly references: Map<string, Int32Array>
}

export interface View {
  readonly document: PdfDocument
  readonly revision: number
  readonly trailer: PdfDict
  /** All sections it looks at, newest first. */
  readonly sections: readonly Section[]
  readonly found: Map<number, Loaded | null>
}

export const viewAt = (document: PdfDocument, revision: number): View => {
  const sections = document.revisions
    .slice(0, revision + 1)
    .toReversed()
    .flatMap((one) => one.sections)
  const newest = sections[0]
  if (!newest) throw new Malformed('no revision')
  return { document, revision, sections, trailer: newest.trailer, found: new Map() }
}

/** The entry in force for a number. In a hybrid file the stream beside the table is asked after the table. */
export const entryOf = (view: View, num: number): Entry | null => {
  for (const section of view.sections) {
    const entry = section.entries.get(num)
    if (entry && entry.kind !== 'free') return entry
    const beside = section.beside?.entries.get(num)
    if (beside) return beside
    if (entry) return entry
  }
  return null
}

export const numbersOf = (view: View): Set<number> => {
  const out = new Set<number>()
  for (const section of view.sections) {
    view.document.budget.work(section.entries.size + 1)
    for (const num of section.entries.keys()) out.add(num)
    for (const num of section.beside?.entries.keys() ?? []) out.add(num)
  }
  return out
}

const remember = <K, V>(cache: Map<K, V>, key: K, item: V, most: number): V => {
  if (cache.size >= most) cache.clear()
  cache.set(key, item)
  return item
}

const decryptDeep = (item: PdfValue, num: number, gen: number, crypt: Decryptor): PdfValue => {
  if (isString(item)) return { ...item, v: crypt.string(item.v, num, gen) }
  if (isArray(item)) return item.map((one) => decryptDeep(one, num, gen, crypt))
  if (isStream(item)) return { ...item, dict: decryptDict(item.dict, num, gen, crypt) }
  if (isDict(item)) return decryptDict(item, num, gen, crypt)
  return item
}
const decryptDict = (dict: PdfDict, num: number, gen: number, crypt: Decryptor): PdfDict => {
  // The Contents of a signature are never encrypted (ISO 32000-2, 7.6.2).
  const signature = dict.has('ByteRange')
  return new Map(
    [...dict].map(([key, item]) => [
      key,
      signature && key === 'Contents' ? item : decryptDeep(item, num, gen, crypt),
    ]),
  )
}

const loadAt = (document: PdfDocument, offset: number): Loaded | null => {
  const cached = document.objects.get(offset)
  if (cached !== undefined) return cached
  let loaded: Loaded | null = null
  try {
    const read = readObject(document.source, offset, document.budget)
    const { crypt } = document
    const plain =
      crypt === null || crypt === 'locked' || read.num === document.encryptNumber
        ? read.value
        : decryptDeep(read.value, read.num, read.gen, crypt)
    loaded = { num: read.num, gen: read.gen, key: `${read.start}`, value: plain, whole: read.whole, duplicate: read.duplicate, start: read.start } // prettier-ignore
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
  }
  return remember(document.objects, offset, loaded, 200_000)
}

const loadContainer = (view: View, container: number): Map<number, Loaded> | null => {
  const { document } = view
  const entry = entryOf(view, container)
  if (entry?.kind !== 'at' || document.crypt === 'locked') return null
  const cached = document.containers.get(entry.offset)
  if (cached !== undefined) return cached
  let items: Map<number, Loaded> | null = null
  try {
    const holder = load(view, container)
    if (holder && isStream(holder.value) && nameOf(holder.value.dict.get('Type')) === 'ObjStm')
      items = unpack(view, holder.value, holder.start)
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
  }
  return remember(document.containers, entry.offset, items, 2000)
}

const unpack = (view: View, stream: PdfStream, offset: number): Map<number, Loaded> => {
  const data = decodeStream(view, stream)
  const count = intOf(resolve(view, stream.dict.get('N')))
  const first = intOf(resolve(view, stream.dict.get('First')))
  if (count === null || first === null || count < 0 || count > 200_000 || first < 0)
    throw new Malformed('ObjStm')
  const x = lexer(data, -1, true)
  const places: [number, number][] = []
  for (let n = 0; n < count; n++) {
    skipBlank(x)
    const num = integer(x)
    skipBlank(x)
    const place = integer(x)
    if (num === null || place === null) throw new Malformed('ObjStm')
    places.push([num, place])
  }
  const items = new Map<number, Loaded>()
  places.forEach(([num, place], index) => {
    const y = lexer(data, -1, true)
    y.pos = first + place
    view.document.budget.work(8)
    try {
      if (y.pos > data.length) return
      const item = value(y)
      view.document.budget.work(y.pos - first - place)
      items.set(index, { num, gen: 0, key: `${offset}/${index}`, value: item, whole: true, duplicate: y.duplicate, start: -1 }) // prettier-ignore
    } catch (problem) {
      if (!(problem instanceof Malformed)) throw problem
    }
  })
  return items
}

/** The object of a number as this view sees it; null where there is none or the entry does not lead to it. */
export const load = (view: View, num: number): Loaded | null => {
  const cached = view.found.get(num)
  if (cached !== undefined) return cached
  view.document.budget.work(view.sections.length)
  const entry = entryOf(view, num)
  let loaded: Loaded | null = null
  if (entry?.kind === 'at') {
    const item = loadAt(view.document, entry.offset)
    loaded = item?.num === num && item.gen === entry.gen ? item : null
  } else if (entry?.kind === 'in') {
    const item = loadContainer(view, entry.container)?.get(entry.index) ?? null
    loaded = item?.num === num ? item : null
  }
  return remember(view.found, num, loaded, 500_000)
}

export const loadRef = (view: View, ref: PdfRef): Loaded | null => {
  const loaded = load(view, ref.num)
  return loaded?.gen === ref.gen ? loaded : null
}

/** Follows references to a value; null for what is not there. */
export const resolve = (view: View, item: PdfValue | undefined): PdfValue => {
  let out: PdfValue = item ?? null
  for (let n = 0; isRef(out); n++) {
    if (n > 16) return null
    out = loadRef(view, out)?.value ?? null
  }
  return out
}

export const dictAt = (view: View, dict: PdfDict, key: string): PdfDict | null => {
  const item = resolve(view, dict.get(key))
  return isDict(item) ? item : null
}
export const arrayAt = (view: View, dict: PdfDict, key: string): PdfValue[] | null => {
  const item = resolve(view, dict.get(key))
  return isArray(item) ? item : null
}
export const stringAt = (view: View, dict: PdfDict, key: string): PdfString | null => {
  const item = resolve(view, dict.get(key))
  return isString(item) ? item : null
}

/** Length of a stream's data in the file, null where it is not said or leads outside. */
export const streamLength = (view: View, stream: PdfStream): number | null => {
  const length = intOf(resolve(view, stream.dict.get('Length')))
  return length !== null && length >= 0 && stream.start + length <= view.document.source.size ? length : null
}

/** The data of a stream as it lies in the file, decrypted. Throws Malformed, LimitReached. */
export const streamBytes = (view: View, stream: PdfStream): Uint8Array => {
  const length = streamLength(view, stream)
  if (length === null) throw new Malformed('Length')
  if (length > maxObjectBytes * 2) throw new LimitReached('stream')
  const { crypt, budget, source } = view.document
  budget.work(length >> 3)
  const bytes = source.read(stream.start, length)
  const type = nameOf(stream.dict.get('Type'))
  if (crypt === null || type === 'XRef') return bytes
  if (crypt === 'locked') throw new Malformed('encrypted')
  if (type === 'Metadata' && !crypt.metadata) return bytes
  const filter = resolve(view, stream.dict.get('Filter'))
  if (nameOf(isArray(filter) ? filter[0] : filter) === 'Crypt') return bytes
  return crypt.stream(bytes, stream.num, stream.gen)
}

/** The decoded data of a stream. Throws Malformed, LimitReached. */
export const decodeStream = (view: View, stream: PdfStream): Uint8Array => {
  const direct = (item: PdfValue | undefined): PdfValue => {
    const plain = resolve(view, item)
    return isArray(plain) ? plain.map((one) => resolve(view, one)) : plain
  }
  return decode(
    streamBytes(view, stream),
    direct(stream.dict.get('Filter')),
    direct(stream.dict.get('DecodeParms')),
    view.document.budget,
  )
}

/** Whether bytes [from, to) are only blanks. */
export const onlyBlanks = (source: ByteSource, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 65536) {
    const bytes = source.read(at, Math.min(65536, to - at))
    if (!bytes.every(isSpace)) return false
    if (bytes.length === 0) return false
  }
  return true
}
