/**
 * PDF values as plain data (ISO 32000-2, 7.3).
 * What must stay true: names and strings hold their bytes as Latin-1 characters, one character a byte, so that nothing
 * is lost; a string found in the file itself knows where its token lies.
 */

export interface PdfName {
  readonly t: 'name'
  readonly v: string
}
export interface PdfString {
  readonly t: 'string'
  readonly v: string
  readonly hex: boolean
  /** Offsets of the token with its delimiters; -1 inside an object stream. */
  readonly start: number
  readonly end: number
}
export interface PdfRef {
  readonly t: 'ref'
  readonly num: number
  readonly gen: number
}
export interface PdfStream {
  readonly t: 'stream'
  readonly dict: PdfDict
  /** Offset of the first byte of data. */
  readonly start: number
  /** Whose key decrypts it. */
  readonly num: number
  readonly gen: number
}
export type PdfDict = Map<string, PdfValue>
export type PdfValue =
  null | boolean | number | PdfName | PdfString | PdfRef | PdfStream | PdfDict | PdfValue[]

export const isDict = (v: PdfValue | undefined): v is PdfDict => v instanceof Map
export const isArray = (v: PdfValue | undefined): v is PdfValue[] => Array.isArray(v)

const tagged = (v: PdfValue | undefined): { t: string } | null =>
  typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Map) ? v : null
export const isName = (v: PdfValue | undefined): v is PdfName => tagged(v)?.t === 'name'
export const isString = (v: PdfValue | undefined): v is PdfString => tagged(v)?.t === 'string'
export const isRef = (v: PdfValue | undefined): v is PdfRef => tagged(v)?.t === 'ref'
export const isStream = (v: PdfValue | undefined): v is PdfStream => tagged(v)?.t === 'stream'

/** The name's text, or null for anything else. */
export const nameOf = (v: PdfValue | undefined): string | null => (isName(v) ? v.v : null)
export const intOf = (v: PdfValue | undefined): number | null =>
  typeof v === 'number' && Number.isSafeInteger(v) ? v : null

export const latin1 = (bytes: Uint8Array): string => {
  let out = ''
  for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return out
}
export const bytesOf = (text: string): Uint8Array => {
  const out = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) out[at] = text.charCodeAt(at)
  return out
}

/** A text string (7.9.2.2) for people to read: UTF-16BE, UTF-8 by their marks, otherwise Latin-1 as an approximation. */
export const textOf = (v: PdfValue | undefined): string | null => {
  if (!isString(v)) return null
  const raw = v.v
  if (raw.startsWith('\xfe\xff')) {
    let out = ''
    for (let at = 2; at + 1 < raw.length; at += 2)
      out += String.fromCharCode((raw.charCodeAt(at) << 8) | raw.charCodeAt(at + 1))
    return out.toWellFormed()
  }
  if (raw.startsWith('\xff\xfe')) {
    let out = ''
    for (let at = 2; at + 1 < raw.length; at += 2)
      out += String.fromCharCode((raw.charCodeAt(at + 1) << 8) | raw.charCodeAt(at))
    return out.toWellFormed()
  }
  if (raw.startsWith('\xef\xbb\xbf')) return utf8(bytesOf(raw.slice(3)))
  return raw
}

/** UTF-8, with U+FFFD for what is not. Pure, because the platform's decoder is not in the language. */
export const utf8 = (bytes: Uint8Array): string => {
  let out = ''
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
    let code = length === 1 ? first : first & (0xff >> (length + 1))
    let good = length > 0 && at + length <= bytes.length
    for (let n = 1; good && n < length; n++) {
      const next = bytes[at + n] ?? 0
      good = (next & 0xc0) === 0x80
      code = (code << 6) | (next & 0x3f)
    }
    const shortest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0
    good = good && code >= shortest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    out += good ? String.fromCodePoint(code) : '\ufffd'
    at += good ? length : 1
  }
  return out
}
