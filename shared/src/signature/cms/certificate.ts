/**
 * X.509 certificates, read from their DER and never re-encoded (RFC 5280).
 * What must stay true: the bytes kept are the bytes found; extensions are read lazily and an extension that cannot be
 * read throws Malformed to whoever asks for it.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { Malformed } from '../limits.ts'
import type { CertificateSummary } from '../report.ts'
import type { Algorithm } from './algorithms.ts'
import { readAlgorithm } from './algorithms.ts'
import type { Tlv } from './der.ts'
import {
  bits,
  children,
  content,
  hex,
  integerHex,
  is,
  octets,
  oid,
  readTlv,
  sequence,
  time,
  whole,
} from './der.ts'
import { nameKey, personName } from './name.ts'

export interface Extension {
  readonly critical: boolean
  readonly value: Uint8Array
}

export interface Certificate {
  readonly der: Uint8Array
  /** SHA-256 of the DER, lower-case hex. */
  readonly sha256: string
  readonly tbs: Uint8Array
  readonly algorithm: Algorithm
  readonly signature: Uint8Array
  readonly serial: string
  readonly issuer: Tlv
  readonly subject: Tlv
  readonly issuerKey: string
  readonly subjectKey: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  readonly keyAlgorithm: Algorithm
  readonly keyBits: Uint8Array
  readonly extensions: ReadonlyMap<string, Extension>
}

export const readCertificate = (item: Tlv): Certificate => {
  const der = whole(item).slice()
  const [tbsItem, algorithmItem, signatureItem] = sequence(readTlv(der))
  if (!tbsItem || !signatureItem) throw new Malformed('certificate')
  const parts = sequence(tbsItem)
  if (parts[0] && is(parts[0], 0, 2)) parts.shift()
  const [serial, , issuer, validity, subject, spki, ...rest] = parts
  if (!issuer || !subject || !spki) throw new Malformed('certificate')
  const [notBefore, notAfter] = sequence(validity)
  const [keyAlgorithm, keyBits] = sequence(spki)
  if (!keyBits) throw new Malformed('certificate key')
  const extensions = new Map<string, Extension>()
  const holder = rest.find((part) => is(part, 3, 2))
  for (const one of holder ? sequence(children(holder)[0]) : []) {
    const [id, second, third] = sequence(one)
    const critical = is(second, 1) && content(second)[0] !== 0
    const value = is(second, 1) ? third : second
    const key = oid(id)
    if (!value || extensions.has(key)) throw new Malformed('certificate extension')
    extensions.set(key, { critical, value: octets(value) })
  }
  return {
    der,
    sha256: hex(sha256(der)),
    tbs: whole(tbsItem),
    algorithm: readAlgorithm(algorithmItem),
    signature: bits(signatureItem),
    serial: integerHex(serial),
    issuer,
    subject,
    issuerKey: nameKey(issuer),
    subjectKey: nameKey(subject),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    spki: whole(spki),
    keyAlgorithm: readAlgorithm(keyAlgorithm),
    keyBits: bits(keyBits),
    extensions,
  }
}

/** A certificate, or null where the bytes are none. */
export const tryCertificate = (item: Tlv | Uint8Array): Certificate | null => {
  try {
    return readCertificate(item instanceof Uint8Array ? readTlv(item) : item)
  } catch (problem) {
    if (problem instanceof Malformed) return null
    throw problem
  }
}

const curves: Record<string, string> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.33': 'P-224',
  '1.2.840.10045.3.1.1': 'P-192',
  '1.3.132.0.10': 'secp256k1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
}

/** What kind of key, and how large: bits of the RSA modulus. */
export const keyOf = (
  c: Certificate,
): { kind: 'rsa' | 'ec' | 'dsa' | 'ed' | 'other'; bits: number; text: string } => {
  const { oid: id, parameters } = c.keyAlgorithm
  if (id === '1.2.840.113549.1.1.1' || id === '1.2.840.113549.1.1.10') {
    const size =
      (hex(content(sequence(readTlv(c.keyBits))[0] ?? readTlv(c.keyBits))).replace(/^0+/, '').length + 1) >> 1
    const first = hex(content(sequence(readTlv(c.keyBits))[0] ?? readTlv(c.keyBits))).replace(/^0+/, '')
    const lead = Number.parseInt(first.slice(0, first.length % 2 === 0 ? 2 : 1) || '0', 16)
    const exact = size === 0 ? 0 : (size - 1) * 8 + (lead === 0 ? 0 : 32 - Math.clz32(lead))
    return { kind: 'rsa', bits: exact, text: `RSA ${exact}` }
  }
  if (id === '1.2.840.10045.2.1') {
    const curve = parameters && is(parameters, 6) ? oid(parameters) : ''
    return { kind: 'ec', bits: 0, text: `EC ${curves[curve] ?? curve}`.trim() }
  }
  if (id === '1.2.840.10040.4.1') return { kind: 'dsa', bits: 0, text: 'DSA' }
  if (id === '1.3.101.112' || id === '1.3.101.113')
    return { kind: 'ed', bits: 0, text: id.endsWith('2') ? 'Ed25519' : 'Ed448' }
  return { kind: 'other', bits: 0, text: id }
}

export const isoTime = (ms: number): string => new Date(ms).toISOString()

export const summary = (c: Certificate): CertificateSummary => {
  let key = ''
  try {
    key = keyOf(c).text
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem
  }
  return {
    subject: personName(c.subject),
    issuer: personName(c.issuer),
    serial: c.serial,
    sha256: c.sha256,
    notBefore: isoTime(c.notBefore),
    notAfter: isoTime(c.notAfter),
    key,
  }
}
