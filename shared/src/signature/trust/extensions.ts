/**
 * The certificate extensions judging needs (RFC 5280, 4.2).
 * What must stay true: what is absent is told apart from what is false; unreadable extensions throw Malformed.
 */
import type { Certificate } from '../cms/certificate.ts'
import type { Tlv } from '../cms/der.ts'
import {
  bits,
  bytesEqual,
  children,
  content,
  is,
  octets,
  oid,
  readTlv,
  sequence,
  smallInteger,
} from '../cms/der.ts'
import { nameKey } from '../cms/name.ts'
import { latin1 } from '../pdf/values.ts'

const root = (c: Certificate, id: string): Tlv | null => {
  const extension = c.extensions.get(id)
  return extension ? readTlv(extension.value) : null
}

export interface BasicConstraints {
  readonly ca: boolean
  readonly pathLength: number | null
}

export const basicConstraints = (c: Certificate): BasicConstraints | null => {
  const item = root(c, '2.5.29.19')
  if (!item) return null
  const [first, second] = sequence(item)
  const ca = is(first, 1) && content(first)[0] !== 0
  const length = is(first, 1) ? second : first
  return { ca, pathLength: length ? smallInteger(length) : null }
}

export const keyUsage = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, cRLSign: 6 } as const

/** Whether a usage bit is set; null where the extension is absent. */
export const hasUsage = (c: Certificate, bit: number): boolean | null => {
  const item = root(c, '2.5.29.15')
  if (!item) return null
  return (((bits(item)[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1
}

/** Extended key usages; null where the extension is absent. */
export const extendedUsages = (c: Certificate): { usages: string[]; critical: boolean } | null => {
  const item = root(c, '2.5.29.37')
  return (
    item && { usages: sequence(item).map(oid), critical: c.extensions.get('2.5.29.37')?.critical ?? false }
  )
}

export const authorityKeyId = (c: Certificate): Uint8Array | null => {
  const item = root(c, '2.5.29.35')
  const id = item && sequence(item).find((one) => is(one, 0, 2))
  return id ? octets(id) : null
}

export const subjectKeyId = (c: Certificate): Uint8Array | null => {
  const item = root(c, '2.5.29.14')
  return item && octets(item)
}

/** Whether key identifiers, where both are given, name the same key. */
export const keyIdsFit = (child: Certificate, issuer: Certificate): boolean => {
  const wanted = authorityKeyId(child)
  const own = subjectKeyId(issuer)
  return !wanted || !own || bytesEqual(wanted, own)
}

/** GeneralNames of the subject alternative name. */
export const alternativeNames = (c: Certificate): Tlv[] => {
  const item = root(c, '2.5.29.17')
  return item ? sequence(item) : []
}

/** A distribution point: its addresses, null where it names none, and who else issues its list (cRLIssuer). */
export interface DistributionPoint {
  readonly addresses: readonly string[] | null
  /** Keys of the names of other issuers. */
  readonly issuers: readonly string[]
}

export const distributionPoints = (c: Certificate): DistributionPoint[] => {
  const item = root(c, '2.5.29.31')
  return (item ? sequence(item) : []).map((point) => {
    const parts = children(point)
    const holder = parts.find((one) => is(one, 0, 2))
    const full = holder && children(holder).find((one) => is(one, 0, 2))
    const other = parts.find((one) => is(one, 2, 2))
    return {
      addresses: holder
        ? (full ? children(full) : []).filter((one) => is(one, 6, 2)).map((one) => latin1(content(one)))
        : null,
      issuers: (other ? children(other) : [])
        .filter((one) => is(one, 4, 2))
        .flatMap((one) => children(one).map(nameKey)),
    }
  })
}

const understood = new Set([
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.35',
  '2.5.29.36',
  '2.5.29.37',
  '2.5.29.46',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.3',
  '1.3.6.1.5.5.7.48.1.5',
])

/** A critical extension we do not understand, or null. */
export const strangeExtension = (c: Certificate): string | null => {
  for (const [id, { critical }] of c.extensions) if (critical && !understood.has(id)) return id
  return null
}
