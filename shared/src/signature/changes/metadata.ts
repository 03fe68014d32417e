/**
 * Info and XMP metadata: permitted to change, if well-formed and free of XML entities.
 * What must stay true: a document type declaration is never accepted; tags balance.
 */
import { Malformed } from '../limits.ts'
import { decodeStream, resolve } from '../pdf/document.ts'
import type { View } from '../pdf/document.ts'
import type { PdfStream, PdfValue } from '../pdf/values.ts'
import { isArray, isDict, isName, isStream, isString, nameOf, utf8 } from '../pdf/values.ts'
import type { Pair } from './pair.ts'
import { enter, find, freely } from './pair.ts'

const textOfXml = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return wide(bytes.subarray(2), 0)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return wide(bytes.subarray(2), 1)
  if (bytes[0] === 0 && bytes[1] === 0x3c) return wide(bytes, 0)
  if (bytes[0] === 0x3c && bytes[1] === 0) return wide(bytes, 1)
  const text = utf8(bytes)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
const wide = (bytes: Uint8Array, little: 0 | 1): string => {
  let out = ''
  for (let at = 0; at + 1 < bytes.length; at += 2)
    out += String.fromCharCode(((bytes[at + little] ?? 0) << 8) | (bytes[at + 1 - little] ?? 0))
  return out
}

/** Whether a text is XML whose tags balance, without a document type and with the five built-in entities only. */
export const isPlainXml = (text: string): boolean => {
  const open: string[] = []
  let roots = 0
  let at = 0
  const entities = (part: string): boolean =>
    !/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/.test(part)
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const part = text.slice(at, next < 0 ? text.length : next)
    if (!entities(part) || (open.length === 0 && part.replaceAll('\0', '').trim() !== '')) return false
    if (next < 0) break
    const close = (end: string): number => {
      const found = text.indexOf(end, next)
      return found < 0 ? -1 : found + end.length
    }
    if (text.startsWith('<?', next)) at = close('?>')
    else if (text.startsWith('<!--', next)) at = close('-->')
    else if (text.startsWith('<![CDATA[', next) && open.length > 0) at = close(']]>')
    else {
      const match = /^<(\/?)([^\s<>/!?&"'=]+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/u.exec(text.slice(next, next + 200_000)) // prettier-ignore
      if (!match) return false
      const [all, closing, name = '', attributes = '', empty] = match
      if (!entities(attributes)) return false
      if (closing) {
        if (empty || attributes || open.pop() !== name) return false
      } else {
        if (open.length === 0 && ++roots > 1) return false
        if (!empty) open.push(name)
        if (open.length > 500) return false
      }
      at = next + all.length
    }
    if (at <= 0) return false
  }
  return open.length === 0 && roots === 1
}

const isGoodStream = (view: View, stream: PdfStream): boolean => {
  try {
    if (nameOf(resolve(view, stream.dict.get('Subtype'))) !== 'XML') return false
    return isPlainXml(textOfXml(decodeStream(view, stream)))
  } catch (problem) {
    if (problem instanceof Malformed) return false
    throw problem
  }
}

/** The catalog's /Metadata. */
export const compareMetadata = (
  pair: Pair,
  before: PdfValue | undefined,
  after: PdfValue | undefined,
): void => {
  const values = enter(pair, before, after, '/Metadata')
  if (!values) return
  freely(pair, before, after, '/Metadata')
  if (isStream(values.old) && isStream(values.new) && values.old.start === values.new.start) return
  const good = isStream(values.new) && isGoodStream(pair.new, values.new)
  find(pair, good ? 'LTA' : 'FORBIDDEN', good ? 'change.lta' : 'change.metadata', '/Metadata')
}

/** The trailer's /Info: a flat dictionary of simple values. */
export const compareInfo = (pair: Pair, before: PdfValue | undefined, after: PdfValue | undefined): void => {
  const values = enter(pair, before, after, '/Info')
  if (!values) return
  freely(pair, before, after, '/Info')
  if (values.new === null && values.old === null) return
  const simple = (item: PdfValue): boolean => {
    const plain = resolve(pair.new, item)
    return (
      isString(plain) ||
      isName(plain) ||
      plain === null ||
      typeof plain === 'number' ||
      typeof plain === 'boolean'
    )
  }
  const dict = values.new
  const good =
    isDict(dict) &&
    [...dict].every(([key, item]) => {
      if (!texts.includes(key)) return simple(item) || (isArray(item) && item.every(simple))
      return isString(resolve(pair.new, item))
    })
  find(pair, good ? 'LTA' : 'FORBIDDEN', good ? 'change.lta' : 'change.metadata', '/Info')
}

const texts = ['ModDate', 'CreationDate', 'Title', 'Author', 'Producer', 'Creator', 'Subject', 'Keywords']
