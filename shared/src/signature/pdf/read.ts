/**
 * Reading at an offset of the file through windows that grow only as far as needed.
 * What must stay true: a window never exceeds the bound for one object; every byte read is paid for; an indirect object
 * is read exactly as written (`n g obj … endobj`), and what deviates is marked, not mended.
 */
import type { Budget } from '../limits.ts'
import { LimitReached, Malformed, maxObjectBytes } from '../limits.ts'
import type { ByteSource } from '../ports.ts'
import type { Lexer } from './lexer.ts'
import { NeedMore, integer, keyword, lexer, skipBlank, value } from './lexer.ts'
import type { PdfValue } from './values.ts'
import { intOf, isDict } from './values.ts'

const firstWindow = 2048

/** Runs `parse` on a window at `offset`, again with a longer one as long as it asks for more. */
export const readWindow = <T>(
  source: ByteSource,
  offset: number,
  budget: Budget,
  parse: (x: Lexer) => T,
): T => {
  for (let length = firstWindow; ; length *= 4) {
    const bytes = source.read(offset, length)
    const last = offset + bytes.length >= source.size
    budget.work(last || length < maxObjectBytes ? Math.min(bytes.length, 256) : bytes.length)
    const x = lexer(bytes, offset, last)
    try {
      const result = parse(x)
      budget.work(x.pos)
      return result
    } catch (problem) {
      budget.work(x.pos)
      if (!(problem instanceof NeedMore)) throw problem
      if (length >= maxObjectBytes) throw new LimitReached('object')
    }
  }
}

export interface IndirectObject {
  readonly num: number
  readonly gen: number
  readonly value: PdfValue
  /** Offset of the object number. */
  readonly start: number
  /** Offset behind `endobj`, as far as it could be told. */
  readonly end: number
  /** Form as it should be: `endobj` in its place and, for a stream with known length, `endstream`. */
  readonly whole: boolean
  /** Some dictionary has a key twice. */
  readonly duplicate: boolean
}

/**
 * Reads `n g obj …` at an offset. With `lengthOf`, a stream's end is looked for behind its length; without it the end
 * of a stream is not known and `end` is where its data begins.
 */
export const readObject = (
  source: ByteSource,
  offset: number,
  budget: Budget,
  lengthOf?: (length: PdfValue) => number | null,
): IndirectObject => {
  if (offset < 0 || offset >= source.size) throw new Malformed('offset')
  const head = readWindow(source, offset, budget, (x) => {
    skipBlank(x)
    const start = offset + x.pos
    const num = integer(x)
    skipBlank(x)
    const gen = integer(x)
    skipBlank(x)
    if (num === null || gen === null || !keyword(x, 'obj')) throw new Malformed('object')
    const body = value(x)
    skipBlank(x)
    const stream = isDict(body) && keywordStream(x)
    if (stream && isDict(body)) {
      const item: PdfValue = { t: 'stream', dict: body, start: offset + x.pos, num, gen }
      return { num, gen, value: item, start, end: offset + x.pos, whole: true, duplicate: x.duplicate }
    }
    const before = x.pos
    const whole = keyword(x, 'endobj')
    return {
      num,
      gen,
      value: body,
      start,
      end: offset + (whole ? x.pos : before),
      whole,
      duplicate: x.duplicate,
    }
  })
  const item = head.value
  if (typeof item !== 'object' || item === null || !('t' in item) || item.t !== 'stream' || !lengthOf)
    return head
  const length = lengthOf(item.dict.get('Length') ?? null)
  if (length === null || length < 0 || item.start + length > source.size) return { ...head, whole: false }
  const tail = readWindow(source, item.start + length, budget, (x) => {
    skipBlank(x)
    if (x.pos > 4 || !keyword(x, 'endstream')) return null
    skipBlank(x)
    return keyword(x, 'endobj') ? item.start + length + x.pos : null
  })
  return tail === null ? { ...head, whole: false } : { ...head, end: tail }
}

// After `stream` comes a line end; a lone carriage return is against the rules but common, and unambiguous for us.
const keywordStream = (x: Lexer): boolean => {
  const text = 'stream'
  for (let i = 0; i < text.length; i++) {
    if (x.pos + i >= x.bytes.length && !x.last) throw new NeedMore()
    if (x.bytes[x.pos + i] !== text.charCodeAt(i)) return false
  }
  x.pos += text.length
  if (x.pos + 2 > x.bytes.length && !x.last) throw new NeedMore()
  if (x.bytes[x.pos] === 13) x.pos++
  if (x.bytes[x.pos] === 10) x.pos++
  return true
}

/** A direct, non-negative length, or null. */
export const directLength = (length: PdfValue): number | null => intOf(length)
