/**
 * Distinguished names: for people to read and for comparing (RFC 5280, 7.1; RFC 4514).
 * What must stay true: two names are compared after normalising string types, case and blanks, never by bytes; what is
 * shown comes from the certificate as written.
 */
import { utf8, latin1 } from '../pdf/values.ts'
import type { PersonName } from '../report.ts'
import type { Tlv } from './der.ts'
import { hex, octets, oid, sequence, whole } from './der.ts'

const short: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
}

const text = (item: Tlv): string => {
  const bytes = octets(item)
  if (item.cls !== 0) return hex(bytes)
  if (item.tag === 12) return utf8(bytes)
  if (item.tag === 30) {
    let out = ''
    for (let at = 0; at + 1 < bytes.length; at += 2)
      out += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
    return out.toWellFormed()
  }
  if (item.tag === 28) {
    let out = ''
    for (let at = 0; at + 3 < bytes.length; at += 4) {
      const code = ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
      out += bytes[at] === 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    }
    return out.toWellFormed()
  }
  if ([18, 19, 20, 22, 26, 27].includes(item.tag)) {
    const ascii = bytes.every((b) => b < 128)
    // Much software writes UTF-8 into the older types.
    const decoded = ascii ? latin1(bytes) : utf8(bytes)
    return decoded.includes('\ufffd') ? latin1(bytes) : decoded
  }
  return `#${hex(bytes)}`
}

interface Part {
  readonly type: string
  readonly value: string
}

const partsOf = (item: Tlv): Part[][] =>
  sequence(item).map((set) =>
    sequence(set, 17).map((pair) => {
      const [type, value] = sequence(pair)
      return { type: oid(type), value: value ? text(value) : '' }
    }),
  )

const normal = (value: string): string => value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** Equal keys, equal names. */
export const nameKey = (item: Tlv): string =>
  partsOf(item)
    .map((set) =>
      set
        .map(({ type, value }) => `${type}=${normal(value).replaceAll(/[\\,+]/g, '\\$&')}`)
        .toSorted()
        .join('+'),
    )
    .join(',')

const escaped = (value: string): string => value.replaceAll(/[\\,+"<>;=]/g, '\\$&')

export const personName = (item: Tlv): PersonName => {
  const parts = partsOf(item).flat()
  const last = (type: string): string | null => parts.findLast((part) => part.type === type)?.value ?? null
  return {
    commonName: last('2.5.4.3'),
    organisation: last('2.5.4.10'),
    units: parts.filter((part) => part.type === '2.5.4.11').map((part) => part.value),
    title: last('2.5.4.12'),
    locality: last('2.5.4.7'),
    country: last('2.5.4.6'),
    email: last('1.2.840.113549.1.9.1'),
    full: parts.toReversed().map(({ type, value }) => `${short[type] ?? type}=${escaped(value)}`).join(','), // prettier-ignore
  }
}

/** The relative names of a name, each as a comparable key: for name constraints. */
export const nameSteps = (item: Tlv): string[] => sequence(item).map((set) => nameKey(wrap(set)))

const wrap = (set: Tlv): Tlv => {
  const body = whole(set)
  const bytes = new Uint8Array(body.length + 6)
  bytes.set([
    0x30,
    0x84,
    body.length >>> 24,
    (body.length >> 16) & 255,
    (body.length >> 8) & 255,
    body.length & 255,
  ])
  bytes.set(body, 6)
  return { cls: 0, tag: 16, constructed: true, indefinite: false, bytes, start: 0, from: 6, to: bytes.length, end: bytes.length } // prettier-ignore
}
