/**
 * CMS SignedData (RFC 5652) and its attributes, as found in a signature's /Contents.
 * What must stay true: the first element is the message and only zeros follow it; nothing is dropped silently: every
 * SignerInfo and attribute is kept, so that too many can be refused.
 */
import { Malformed } from '../limits.ts'
import type { Algorithm } from './algorithms.ts'
import { readAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { tryCertificate } from './certificate.ts'
import type { Tlv } from './der.ts'
import {
  children,
  content,
  expect,
  integerHex,
  is,
  octets,
  oid,
  readTlv,
  sequence,
  toDer,
  whole,
} from './der.ts'
import { nameKey } from './name.ts'

export interface Attribute {
  readonly type: string
  readonly values: readonly Tlv[]
}

export interface SignerInfo {
  readonly issuer: { readonly name: string; readonly serial: string } | null
  readonly keyId: Uint8Array | null
  readonly digest: Algorithm
  readonly signedAttributes: readonly Attribute[] | null
  /** What may have been signed, best first: the attributes as written under the tag of a SET, and their DER. */
  readonly signedForms: readonly Uint8Array[]
  readonly algorithm: Algorithm
  readonly signature: Uint8Array
  readonly unsignedAttributes: readonly Attribute[]
}

export interface SignedData {
  readonly contentType: string
  /** Null: absent, the content lies elsewhere. */
  readonly content: Uint8Array | null
  readonly certificates: readonly Certificate[]
  /** DER of the revocation lists, and of OCSP answers (RFC 5940). */
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
  readonly signers: readonly SignerInfo[]
  readonly indefinite: boolean
}

const attributes = (item: Tlv): Attribute[] =>
  children(item).map((one) => {
    const [type, values] = sequence(one)
    return { type: oid(type), values: sequence(values, 17) }
  })

const readSigner = (item: Tlv): SignerInfo => {
  const parts = sequence(item)
  parts.shift()
  const sid = parts.shift()
  const digest = readAlgorithm(parts.shift())
  const signed = is(parts[0], 0, 2) ? parts.shift() : undefined
  const algorithm = readAlgorithm(parts.shift())
  const signature = octets(expect(parts.shift(), 4))
  const unsigned = is(parts[0], 1, 2) ? parts[0] : undefined
  let issuer: SignerInfo['issuer'] = null
  if (is(sid, 16)) {
    const [name, serial] = children(sid)
    if (!name) throw new Malformed('sid')
    issuer = { name: nameKey(name), serial: integerHex(serial) }
  }
  const forms: Uint8Array[] = []
  if (signed) {
    const raw = whole(signed).slice()
    raw[0] = 0x31
    if (!signed.indefinite) forms.push(raw)
    forms.push(toDer(signed, 0x31))
  }
  return {
    issuer,
    keyId: is(sid, 0, 2) ? octets(sid) : null,
    digest,
    signedAttributes: signed ? attributes(signed) : null,
    signedForms: forms,
    algorithm,
    signature,
    unsignedAttributes: unsigned ? attributes(unsigned) : [],
  }
}

/** Reads ContentInfo with SignedData from the beginning of `bytes`. `strict`: only zero bytes may follow. */
export const readSignedData = (bytes: Uint8Array, strict = true): SignedData => {
  const outer = readTlv(bytes)
  if (strict && !bytes.subarray(outer.end).every((b) => b === 0)) throw new Malformed('cms trailing')
  const [type, holder] = sequence(outer)
  if (oid(type) !== '1.2.840.113549.1.7.2' || !is(holder, 0, 2)) throw new Malformed('not signed data')
  const parts = sequence(children(holder)[0])
  expect(parts.shift(), 2)
  sequence(parts.shift(), 17)
  const [contentType, contentHolder] = sequence(parts.shift())
  const body = contentHolder ? children(contentHolder)[0] : undefined
  const certificates: Certificate[] = []
  const crls: Uint8Array[] = []
  const ocsps: Uint8Array[] = []
  if (is(parts[0], 0, 2)) {
    for (const one of children(parts.shift() as Tlv)) {
      const certificate = is(one, 16) ? tryCertificate(one) : null
      if (certificate) certificates.push(certificate)
    }
  }
  if (is(parts[0], 1, 2)) {
    for (const one of children(parts.shift() as Tlv)) {
      if (is(one, 16)) crls.push(whole(one))
      else if (is(one, 1, 2)) {
        const [format, value] = children(one)
        if (format && value && oid(format) === '1.3.6.1.5.5.7.16.2') ocsps.push(whole(value))
      }
    }
  }
  const signers = sequence(parts.shift(), 17).map(readSigner)
  return {
    contentType: oid(contentType),
    // PKCS#7 1.5 content may be of any type; its bytes are then those of the element's content.
    content: body ? (is(body, 4) ? octets(body) : content(body)) : null,
    certificates,
    crls,
    ocsps,
    signers,
    indefinite: outer.indefinite,
  }
}

/** All values of the attributes of a type. */
export const attributeValues = (list: readonly Attribute[] | null, type: string): Tlv[] =>
  (list ?? []).filter((one) => one.type === type).flatMap((one) => one.values)

export const attributeCount = (list: readonly Attribute[] | null, type: string): number =>
  (list ?? []).filter((one) => one.type === type).length
