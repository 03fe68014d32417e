/** Writing DER (ITU-T X.690): the few types that certificates, revocation lists and CMS are made of. */
export type Der = Uint8Array

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export function tlv(tag: number, ...parts: Uint8Array[]): Der {
  const body = join(parts)
  const length: number[] = []
  if (body.length < 128) length.push(body.length)
  else {
    for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
    length.unshift(0x80 | length.length)
  }
  return join([Uint8Array.from([tag, ...length]), body])
}

const compare = (one: Uint8Array, other: Uint8Array): number => {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

export const sequence = (...parts: Der[]): Der => tlv(0x30, ...parts)
/** SET OF: DER wants its members in order of their bytes. */
export const setOf = (...parts: Der[]): Der => tlv(0x31, ...parts.toSorted(compare))
export const octets = (bytes: Uint8Array): Der => tlv(0x04, bytes)
export const bits = (bytes: Uint8Array, unused = 0): Der => tlv(0x03, Uint8Array.of(unused), bytes)
export const nothing: Der = Uint8Array.of(0x05, 0x00)
export const truth: Der = Uint8Array.of(0x01, 0x01, 0xff)
export const utf8 = (text: string): Der => tlv(0x0c, new TextEncoder().encode(text))
export const printable = (text: string): Der => tlv(0x13, new TextEncoder().encode(text))
export const ia5 = (text: string): Der => tlv(0x16, new TextEncoder().encode(text))
/** [number], constructed: explicit, or an implicit SEQUENCE or SET whose body is given. */
export const context = (number: number, ...parts: Uint8Array[]): Der => tlv(0xa0 | number, ...parts)
/** [number] of a primitive type, implicit. */
export const tagged = (number: number, bytes: Uint8Array): Der => tlv(0x80 | number, bytes)

/** A whole number, not negative. */
export function integer(value: bigint | number): Der {
  let hex = BigInt(value).toString(16)
  if (hex.length % 2 === 1) hex = `0${hex}`
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return (bytes[0] ?? 0) >= 0x80 ? tlv(0x02, Uint8Array.of(0), bytes) : tlv(0x02, bytes)
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128]
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128))
      group.unshift(128 + (more % 128))
    bytes.push(...group)
  }
  return tlv(0x06, Uint8Array.from(bytes))
}

/** UTCTime to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
export function time(date: Date): Der {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '')
  const text = new TextEncoder()
  return date.getUTCFullYear() < 2050
    ? tlv(0x17, text.encode(digits.slice(2)))
    : tlv(0x18, text.encode(digits))
}

/** The part of `der` at `start` with its tag and length: where it begins and ends, where its content begins. */
export function partAt(
  der: Uint8Array,
  start: number,
): { start: number; content: number; end: number; tag: number } {
  const first = der[start + 1] ?? 0
  if (first < 0x80) return { start, content: start + 2, end: start + 2 + first, tag: der[start] ?? 0 }
  let length = 0
  for (let at = 0; at < (first & 0x7f); at++) length = length * 256 + (der[start + 2 + at] ?? 0)
  const content = start + 2 + (first & 0x7f)
  return { start, content, end: content + length, tag: der[start] ?? 0 }
}
