/**
 * From bytes to PDF values (ISO 32000-2, 7.2 and 7.3), strictly.
 * What must stay true: nothing is repaired; a token that is not what it must be throws Malformed. Depth is bounded. When
 * the window of bytes ends too early and the file goes on, NeedMore asks for a longer one.
 */
import { Malformed, maxDepth } from '../limits.ts'
import type { PdfDict, PdfValue } from './values.ts'

/** The window of bytes is too short; read again with a longer one. */
export class NeedMore extends Error {}

export interface Lexer {
  readonly bytes: Uint8Array
  /** Offset in the file of the first byte; -1 for bytes that are not of the file (an object stream). */
  readonly base: number
  /** The file ends where the window ends. */
  readonly last: boolean
  pos: number
  /** Set when a dictionary had a key twice. */
  duplicate: boolean
}

export const lexer = (bytes: Uint8Array, base: number, last: boolean): Lexer => ({
  bytes,
  base,
  last,
  pos: 0,
  duplicate: false,
})

export const isSpace = (c: number): boolean =>
  c === 32 || c === 10 || c === 13 || c === 9 || c === 12 || c === 0
const isDelimiter = (c: number): boolean =>
  c === 40 ||
  c === 41 ||
  c === 60 ||
  c === 62 ||
  c === 91 ||
  c === 93 ||
  c === 123 ||
  c === 125 ||
  c === 47 ||
  c === 37
const isDigit = (c: number): boolean => c >= 48 && c <= 57

/** The byte at an index, or -1 at the end of the file. */
const at = (x: Lexer, index: number): number => {
  if (index < x.bytes.length) return x.bytes[index] ?? -1
  if (!x.last) throw new NeedMore()
  return -1
}

/** Skips blanks and comments. */
export const skipBlank = (x: Lexer): void => {
  for (;;) {
    const c = at(x, x.pos)
    if (c === 37) {
      let end = at(x, x.pos)
      while (end !== 10 && end !== 13 && end !== -1) end = at(x, ++x.pos)
    } else if (c !== -1 && isSpace(c)) x.pos++
    else return
  }
}

/** A run of regular characters; may be empty. */
export const word = (x: Lexer): string => {
  let end = x.pos
  for (let c = at(x, end); c !== -1 && !isSpace(c) && !isDelimiter(c); c = at(x, end)) {
    end++
    if (end - x.pos > 4096) throw new Malformed('word')
  }
  let out = ''
  for (let i = x.pos; i < end; i++) out += String.fromCharCode(x.bytes[i] ?? 0)
  x.pos = end
  return out
}

/** A non-negative integer of up to 15 digits, or null with the position unchanged. */
export const integer = (x: Lexer): number | null => {
  let end = x.pos
  let value = 0
  for (let c = at(x, end); isDigit(c); c = at(x, end)) {
    value = value * 10 + c - 48
    if (++end - x.pos > 15) return null
  }
  if (end === x.pos) return null
  const after = at(x, end)
  if (after !== -1 && !isSpace(after) && !isDelimiter(after)) return null
  x.pos = end
  return value
}

const hexDigit = (c: number): number =>
  isDigit(c) ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1

const name = (x: Lexer): PdfValue => {
  x.pos++
  const start = x.pos
  let text = ''
  for (let c = at(x, x.pos); c !== -1 && !isSpace(c) && !isDelimiter(c); c = at(x, x.pos)) {
    if (c === 35) {
      const high = hexDigit(at(x, x.pos + 1))
      const low = high < 0 ? -1 : hexDigit(at(x, x.pos + 2))
      if (low >= 0) {
        text += String.fromCharCode(high * 16 + low)
        x.pos += 3
        continue
      }
    }
    text += String.fromCharCode(c)
    x.pos++
    if (x.pos - start > 4096) throw new Malformed('name')
  }
  return { t: 'name', v: text }
}

const offset = (x: Lexer, index: number): number => (x.base < 0 ? -1 : x.base + index)

const hexString = (x: Lexer): PdfValue => {
  const start = x.pos++
  const parts: string[] = []
  let part = ''
  let high = -1
  for (;;) {
    const c = at(x, x.pos++)
    if (c === 62) break
    if (c === -1) throw new Malformed('hex string')
    if (isSpace(c)) continue
    const digit = hexDigit(c)
    if (digit < 0) throw new Malformed('hex string')
    if (high < 0) high = digit
    else {
      part += String.fromCharCode(high * 16 + digit)
      high = -1
      if (part.length === 4096) {
        parts.push(part)
        part = ''
      }
    }
  }
  if (high >= 0) part += String.fromCharCode(high * 16)
  parts.push(part)
  return { t: 'string', v: parts.join(''), hex: true, start: offset(x, start), end: offset(x, x.pos) }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const literalString = (x: Lexer): PdfValue => {
  const start = x.pos++
  let nesting = 1
  const parts: string[] = []
  let part = ''
  for (;;) {
    const c = at(x, x.pos++)
    if (c === -1) throw new Malformed('string')
    if (c === 40) nesting++
    if (c === 41 && --nesting === 0) break
    if (c === 13) {
      if (at(x, x.pos) === 10) x.pos++
      part += '\n'
    } else if (c !== 92) part += String.fromCharCode(c)
    else {
      const e = at(x, x.pos++)
      if (e === -1) throw new Malformed('string')
      if (e >= 48 && e <= 55) {
        let code = e - 48
        for (let n = 0; n < 2; n++) {
          const d = at(x, x.pos)
          if (d < 48 || d > 55) break
          code = code * 8 + d - 48
          x.pos++
        }
        part += String.fromCharCode(code & 255)
      } else if (e === 13) {
        if (at(x, x.pos) === 10) x.pos++
      } else if (e !== 10) part += escapes[String.fromCharCode(e)] ?? String.fromCharCode(e)
    }
    if (part.length >= 4096) {
      parts.push(part)
      part = ''
    }
  }
  parts.push(part)
  return { t: 'string', v: parts.join(''), hex: false, start: offset(x, start), end: offset(x, x.pos) }
}

const dictionary = (x: Lexer, depth: number): PdfDict => {
  x.pos += 2
  const dict: PdfDict = new Map()
  for (;;) {
    skipBlank(x)
    const c = at(x, x.pos)
    if (c === 62 && at(x, x.pos + 1) === 62) {
      x.pos += 2
      return dict
    }
    if (c !== 47) throw new Malformed('dictionary')
    const key = (name(x) as { v: string }).v
    const item = value(x, depth + 1)
    if (dict.has(key)) x.duplicate = true
    // The first wins in pdf.js' and the last in other readers: callers refuse changed objects that have duplicates.
    dict.set(key, item)
  }
}

const number = (text: string): number => {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new Malformed('number')
  const n = Number(text)
  if (!Number.isFinite(n)) throw new Malformed('number')
  return n === 0 ? 0 : n
}

/** One value. Indirect references are values; streams are read by the caller. */
export const value = (x: Lexer, depth = 0): PdfValue => {
  if (depth > maxDepth) throw new Malformed('depth')
  skipBlank(x)
  const c = at(x, x.pos)
  if (c === 47) return name(x)
  if (c === 40) return literalString(x)
  if (c === 60) return at(x, x.pos + 1) === 60 ? dictionary(x, depth) : hexString(x)
  if (c === 91) {
    x.pos++
    const items: PdfValue[] = []
    for (;;) {
      skipBlank(x)
      if (at(x, x.pos) === 93) {
        x.pos++
        return items
      }
      items.push(value(x, depth + 1))
    }
  }
  if (isDigit(c)) {
    const start = x.pos
    const num = integer(x)
    if (num !== null) {
      const afterNumber = x.pos
      skipBlank(x)
      const gen = isDigit(at(x, x.pos)) ? integer(x) : null
      if (gen !== null) {
        skipBlank(x)
        if (at(x, x.pos) === 82) {
          const next = at(x, x.pos + 1)
          if (next === -1 || isSpace(next) || isDelimiter(next)) {
            x.pos++
            return { t: 'ref', num, gen }
          }
        }
      }
      x.pos = afterNumber
      return num
    }
    x.pos = start
  }
  const text = word(x)
  if (text === 'true') return true
  if (text === 'false') return false
  if (text === 'null') return null
  return number(text)
}

/** Whether a keyword stands here, followed by a blank, a delimiter or the end; then it is consumed. */
export const keyword = (x: Lexer, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (at(x, x.pos + i) !== text.charCodeAt(i)) return false
  const after = at(x, x.pos + text.length)
  if (after !== -1 && !isSpace(after) && !isDelimiter(after)) return false
  x.pos += text.length
  return true
}
