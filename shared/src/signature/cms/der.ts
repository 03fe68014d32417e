/**
 * ASN.1: reading BER (indefinite lengths, constructed strings), writing DER (ITU-T X.690).
 * What must stay true: depth, count and lengths are bounded before anything is believed; reading never copies more than
 * it was given; anything ill-formed throws Malformed.
 */
import { Malformed } from '../limits.ts'

export interface Tlv {
  /** 0 universal, 1 application, 2 context, 3 private. */
  readonly cls: number
  readonly tag: number
  readonly constructed: boolean
  readonly indefinite: boolean
  readonly bytes: Uint8Array
  /** Whole element [start, end), content [from, to). */
  readonly start: number
  readonly from: number
  readonly to: number
  readonly end: number
}

const maxNesting = 48
const maxElements = 200_000

interface Count {
  left: number
}

const read = (bytes: Uint8Array, start: number, limit: number, depth: number, count: Count): Tlv => {
  if (depth > maxNesting || --count.left < 0) throw new Malformed('asn1 limit')
  let at = start
  const next = (): number => {
    if (at >= limit) throw new Malformed('asn1 end')
    return bytes[at++] ?? 0
  }
  const first = next()
  let tag = first & 31
  if (tag === 31) {
    tag = 0
    for (let n = 0, b = 128; b & 128; n++) {
      if (n > 3) throw new Malformed('asn1 tag')
      b = next()
      tag = tag * 128 + (b & 127)
    }
  }
  const cls = first >> 6
  const constructed = (first & 32) !== 0
  const short = next()
  if (short === 128) {
    if (!constructed) throw new Malformed('asn1 indefinite')
    const from = at
    for (;;) {
      if (bytes[at] === 0 && bytes[at + 1] === 0 && at + 2 <= limit) break
      at = read(bytes, at, limit, depth + 1, count).end
    }
    return { cls, tag, constructed, indefinite: true, bytes, start, from, to: at, end: at + 2 }
  }
  let length = short
  if (short > 128) {
    if (short - 128 > 6) throw new Malformed('asn1 length')
    length = 0
    for (let n = short - 128; n > 0; n--) length = length * 256 + next()
  }
  if (at + length > limit) throw new Malformed('asn1 length')
  return {
    cls,
    tag,
    constructed,
    indefinite: false,
    bytes,
    start,
    from: at,
    to: at + length,
    end: at + length,
  }
}

/** The element at `start`; what follows it is left alone. */
export const readTlv = (bytes: Uint8Array, start = 0): Tlv =>
  read(bytes, start, bytes.length, 0, { left: maxElements })

/** The elements inside a constructed one. */
export const children = (parent: Tlv): Tlv[] => {
  if (!parent.constructed) throw new Malformed('asn1 primitive')
  const out: Tlv[] = []
  const count = { left: maxElements }
  for (let at = parent.from; at < parent.to;) {
    const child = read(parent.bytes, at, parent.to, 0, count)
    out.push(child)
    at = child.end
  }
  return out
}

export const content = (item: Tlv): Uint8Array => item.bytes.subarray(item.from, item.to)
export const whole = (item: Tlv): Uint8Array => item.bytes.subarray(item.start, item.end)
export const is = (item: Tlv | undefined, tag: number, cls = 0): item is Tlv =>
  item !== undefined && item.tag === tag && item.cls === cls

/** An element that must have this universal tag. */
export const expect = (item: Tlv | undefined, tag: number): Tlv => {
  if (!is(item, tag)) throw new Malformed(`asn1 expected ${tag}`)
  return item
}
/** The children of an element that must be a SEQUENCE (16) or SET (17). */
export const sequence = (item: Tlv | undefined, tag = 16): Tlv[] => children(expect(item, tag))

export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** The bytes of an OCTET STRING, joined where it is constructed. The tag is not asked (it may be implicit). */
export const octets = (item: Tlv): Uint8Array =>
  item.constructed ? joinBytes(children(item).map(octets)) : content(item)

/** The bytes of a BIT STRING without its count of unused bits. */
export const bits = (item: Tlv): Uint8Array => {
  if (item.constructed) return joinBytes(children(item).map(bits))
  if (item.to === item.from) throw new Malformed('asn1 bits')
  return item.bytes.subarray(item.from + 1, item.to)
}

export const oid = (item: Tlv | undefined): string => {
  const bytes = content(expect(item, 6))
  if (bytes.length === 0 || bytes.length > 64) throw new Malformed('asn1 oid')
  const parts: number[] = []
  let part = 0
  for (const b of bytes) {
    part = part * 128 + (b & 127)
    if (part > Number.MAX_SAFE_INTEGER / 256) throw new Malformed('asn1 oid')
    if (b & 128) continue
    parts.push(part)
    part = 0
  }
  const first = parts.shift() ?? 0
  const head = Math.min(2, Math.floor(first / 40))
  return [head, first - head * 40, ...parts].join('.')
}

/** A small non-negative INTEGER. */
export const smallInteger = (item: Tlv | undefined): number => {
  const bytes = content(expect(item, 2))
  if (bytes.length === 0 || bytes.length > 6 || (bytes[0] ?? 0) & 128) throw new Malformed('asn1 integer')
  return bytes.reduce((sum, b) => sum * 256 + b, 0)
}

export const hex = (bytes: Uint8Array): string => {
  let out = ''
  for (const b of bytes) out += b.toString(16).padStart(2, '0')
  return out
}

/** An INTEGER of any size, as hex without leading zeros: for comparing serial numbers. Shortest form (X.690, 8.3.2). */
export const integerHex = (item: Tlv | undefined): string => {
  const bytes = content(expect(item, 2))
  const [first, second = 0] = bytes
  if (bytes.length === 0) throw new Malformed('asn1 integer')
  if (bytes.length > 1 && ((first === 0 && second < 128) || (first === 255 && second >= 128)))
    throw new Malformed('asn1 integer')
  return hex(bytes).replace(/^00(?=.)/, '')
}

/** UTCTime or GeneralizedTime as milliseconds since 1970. */
export const time = (item: Tlv | undefined): number => {
  if (!item || (item.tag !== 23 && item.tag !== 24) || item.cls !== 0) throw new Malformed('asn1 time')
  const text = String.fromCharCode(...octets(item).subarray(0, 40))
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})?$/.exec(
    text,
  )
  if (!match) throw new Malformed('asn1 time')
  const [, year = '', month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match
  if ((year.length === 2) !== (item.tag === 23)) throw new Malformed('asn1 time')
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900)
  const shift =
    zone === 'Z' ? 0 : (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * (zone[0] === '-' ? -1 : 1)
  const ms = Math.floor(Number(`0.${fraction}`) * 1000)
  const out = Date.UTC(
    full,
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute) - shift,
    Number(second),
    ms,
  )
  if (!Number.isFinite(out)) throw new Malformed('asn1 time')
  return out
}

export const bytesEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((v, i) => v === b[i])

/** A DER element from its first byte and content. */
export const element = (first: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joinBytes(parts)
  const size: number[] = []
  if (body.length < 128) size.push(body.length)
  else {
    for (let n = body.length; n > 0; n = Math.floor(n / 256)) size.unshift(n & 255)
    size.unshift(128 + size.length)
  }
  return joinBytes([Uint8Array.from([first, ...size]), body])
}

const compare = (a: Uint8Array, b: Uint8Array): number => {
  const length = Math.min(a.length, b.length)
  for (let n = 0; n < length; n++) if (a[n] !== b[n]) return (a[n] ?? 0) - (b[n] ?? 0)
  return a.length - b.length
}

/** DER of an element read as BER: definite lengths, primitive strings, sorted SET OF. Small tags only. */
export const toDer = (item: Tlv, first = item.bytes[item.start] ?? 0): Uint8Array => {
  if (!item.constructed) return element(first, content(item))
  const isString =
    item.cls === 0 && (item.tag === 4 || (item.tag >= 12 && item.tag !== 16 && item.tag !== 17))
  if (isString) return element(first & ~32, octets(item))
  const parts = children(item).map((child) => toDer(child))
  return element(first, ...((first & 31) === 17 && first >> 6 === 0 ? parts.toSorted(compare) : parts))
}
