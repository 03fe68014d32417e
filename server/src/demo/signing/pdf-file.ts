/**
 * The newest revision of a PDF, as far as signing needs it: the trailer, the objects by number, the pages in order.
 * Follows startxref, classic tables, cross-reference streams, hybrid files and object streams (ISO 32000-2, 7.5).
 * It never repairs: a file it cannot follow is not signed.
 */
import { isDict, isName, isRef, latin1, readerOf } from './pdf-values.ts'
import type { Dict, Ref, Value } from './pdf-values.ts'

type Entry = { at: number } | { stream: number; index: number }
export type Inflate = (bytes: Uint8Array) => Uint8Array

export type PdfFile = {
  trailer: Dict
  startxref: number
  /** Whether the newest cross-reference is a stream: an update must continue in the same style. */
  streamStyle: boolean
  size: number
  resolve(value: Value | undefined): Value
  pages(): { ref: Ref; page: Dict }[]
}

const bigEndian = (bytes: Uint8Array, at: number, width: number): number => {
  let number = 0
  for (let step = 0; step < width; step++) number = number * 256 + (bytes[at + step] ?? 0)
  return number
}

function unpredict(bytes: Uint8Array, columns: number): Uint8Array {
  const rows = Math.floor(bytes.length / (columns + 1))
  const out = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const filter = bytes[row * (columns + 1)]
    if (filter !== 0 && filter !== 2)
      throw new SyntaxError(`PDF: row filter ${filter} in a cross-reference stream`)
    for (let column = 0; column < columns; column++) {
      const above = filter === 2 && row > 0 ? (out[(row - 1) * columns + column] ?? 0) : 0
      out[row * columns + column] = (bytes[row * (columns + 1) + 1 + column] ?? 0) + above
    }
  }
  return out
}

/** Throws SyntaxError where the file cannot be followed. `inflate` is zlib's. */
export function openPdf(bytes: Uint8Array, inflate: Inflate): PdfFile {
  const entries = new Map<number, Entry>()
  const tail = latin1(bytes.subarray(Math.max(0, bytes.length - 1024)))
  const startxref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? Number.NaN)
  if (!Number.isInteger(startxref)) throw new SyntaxError('PDF: no startxref at the end')

  const streamAt = (dict: Dict, keywordEnd: number, length: number): Uint8Array => {
    let start = keywordEnd
    if (bytes[start] === 13) start++
    if (bytes[start] === 10) start++
    const raw = bytes.subarray(start, start + length)
    const filter = dict.dict.get('Filter')
    const first = Array.isArray(filter) ? filter[0] : filter
    if (first === undefined) return raw
    if (!isName(first, 'FlateDecode')) throw new SyntaxError('PDF: a filter other than FlateDecode')
    const parameters = dict.dict.get('DecodeParms')
    const plain = Array.isArray(parameters) ? parameters[0] : parameters
    const columns = isDict(plain) ? plain.dict.get('Columns') : undefined
    const predictor = isDict(plain) ? plain.dict.get('Predictor') : undefined
    const out = inflate(raw)
    return typeof predictor === 'number' && predictor >= 10
      ? unpredict(out, typeof columns === 'number' ? columns : 1)
      : out
  }

  const objectAt = (at: number): { value: Value; stream: () => Uint8Array } => {
    const reader = readerOf(bytes, at)
    reader.value()
    reader.value()
    if (reader.keyword() !== 'obj') throw new SyntaxError(`PDF: no object at byte ${at}`)
    const value = reader.value()
    return {
      value,
      stream: () => {
        if (!isDict(value) || reader.keyword() !== 'stream') throw new SyntaxError('PDF: not a stream')
        const length = resolve(value.dict.get('Length'))
        if (typeof length !== 'number') throw new SyntaxError('PDF: a stream without a length')
        return streamAt(value, reader.at, length)
      },
    }
  }

  const note = (number: number, entry: Entry | undefined): void => {
    if (!seen.has(number)) {
      seen.add(number)
      if (entry !== undefined) entries.set(number, entry)
    }
  }
  const seen = new Set<number>()

  const readStream = (at: number): Dict => {
    const object = objectAt(at)
    if (!isDict(object.value)) throw new SyntaxError('PDF: a cross-reference that is no stream')
    const data = object.stream()
    const widths = object.value.dict.get('W')
    const [type, second, third] = Array.isArray(widths) ? widths : []
    if (typeof type !== 'number' || typeof second !== 'number' || typeof third !== 'number') {
      throw new SyntaxError('PDF: a cross-reference stream without widths')
    }
    const size = object.value.dict.get('Size')
    const index = object.value.dict.get('Index')
    const spans = Array.isArray(index) ? index : [0, size ?? 0]
    let row = 0
    for (let span = 0; span + 1 < spans.length; span += 2) {
      const first = Number(spans[span])
      for (let step = 0; step < Number(spans[span + 1]); step++, row += type + second + third) {
        const kind = type === 0 ? 1 : bigEndian(data, row, type)
        const one = bigEndian(data, row + type, second)
        const two = bigEndian(data, row + type + second, third)
        note(first + step, kind === 1 ? { at: one } : kind === 2 ? { stream: one, index: two } : undefined)
      }
    }
    return object.value
  }

  const readTable = (at: number): Dict => {
    const reader = readerOf(bytes, at)
    reader.keyword()
    for (;;) {
      const word = reader.keyword()
      if (word === 'trailer') break
      const first = Number(word)
      const count = Number(reader.keyword())
      if (!Number.isInteger(first) || !Number.isInteger(count)) throw new SyntaxError('PDF: a broken table')
      for (let step = 0; step < count; step++) {
        const offset = Number(reader.keyword())
        reader.keyword()
        note(first + step, reader.keyword() === 'n' ? { at: offset } : undefined)
      }
    }
    const trailer = reader.value()
    if (!isDict(trailer)) throw new SyntaxError('PDF: no trailer')
    return trailer
  }

  let trailer: Dict | undefined
  let streamStyle = false
  const visited = new Set<number>()
  for (let at: Value | undefined = startxref; typeof at === 'number';) {
    if (visited.has(at)) throw new SyntaxError('PDF: a circle of cross-references')
    visited.add(at)
    const isTable: boolean = latin1(bytes.subarray(at, at + 4)) === 'xref'
    const section: Dict = isTable ? readTable(at) : readStream(at)
    const hybrid = section.dict.get('XRefStm')
    if (isTable && typeof hybrid === 'number') readStream(hybrid)
    if (trailer === undefined) streamStyle = !isTable
    trailer ??= section
    at = section.dict.get('Prev')
  }
  if (trailer === undefined) throw new SyntaxError('PDF: no cross-reference')
  const size = trailer.dict.get('Size')
  if (typeof size !== 'number') throw new SyntaxError('PDF: no size')

  const packed = new Map<number, { data: Uint8Array; first: number; offsets: number[] }>()
  function fromStream(number: number, index: number): Value {
    let pack = packed.get(number)
    if (pack === undefined) {
      const entry = entries.get(number)
      if (entry === undefined || !('at' in entry)) throw new SyntaxError('PDF: no object stream')
      const object = objectAt(entry.at)
      if (!isDict(object.value)) throw new SyntaxError('PDF: no object stream')
      const data = object.stream()
      const reader = readerOf(data, 0)
      const offsets: number[] = []
      for (let step = 0; step < Number(object.value.dict.get('N')); step++) {
        reader.keyword()
        offsets.push(Number(reader.keyword()))
      }
      pack = { data, first: Number(object.value.dict.get('First')), offsets }
      packed.set(number, pack)
    }
    return readerOf(pack.data, pack.first + (pack.offsets[index] ?? 0)).value()
  }

  function resolve(value: Value | undefined): Value {
    let current: Value = value ?? null
    for (let depth = 0; isRef(current); depth++) {
      if (depth > 32) throw new SyntaxError('PDF: a circle of references')
      const entry = entries.get(current.ref)
      if (entry === undefined) return null
      current = 'at' in entry ? objectAt(entry.at).value : fromStream(entry.stream, entry.index)
    }
    return current
  }

  const pages: PdfFile['pages'] = () => {
    const found: { ref: Ref; page: Dict }[] = []
    const walk = (node: Value | undefined, depth: number): void => {
      const value = resolve(node)
      if (!isRef(node) || !isDict(value) || depth > 64) throw new SyntaxError('PDF: a broken page tree')
      const kids = resolve(value.dict.get('Kids'))
      if (Array.isArray(kids)) for (const kid of kids) walk(kid, depth + 1)
      else found.push({ ref: node, page: value })
    }
    const catalog = resolve(trailer.dict.get('Root'))
    if (!isDict(catalog)) throw new SyntaxError('PDF: no catalog')
    walk(catalog.dict.get('Pages'), 0)
    return found
  }

  return { trailer, startxref, streamStyle, size, resolve, pages }
}
