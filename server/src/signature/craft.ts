/**
 * Messages and signatures with one thing wrong, or unusual: for tests of every check.
 * What must stay true: without options the result is a good PAdES B-B signature.
 */
import { createHash, sign as signOnce } from 'node:crypto'
import type { SignKeyObjectInput } from 'node:crypto'
import { element, whole } from '@nghi-truong/shared/signature/cms/der'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import {
  context,
  integerDer,
  nullDer,
  octetDer,
  oidDer,
  seq,
  setOf,
  smallInt,
} from '@nghi-truong/shared/signature/sign/der-write'
import { injectSignature, prepareSignature } from '@nghi-truong/shared/signature/sign/prepare'
import type { SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import type { Party } from './test-pki.ts'
import { testNow } from './test-pki.ts'

export const digestOids: Record<string, string> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
}

export const digestWith = (name: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash(name)
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

export interface MessageShape {
  readonly hash?: string
  /** The signed bytes' digest is put here; another value breaks it. */
  readonly messageDigest?: Uint8Array
  readonly attributes?: 'cades' | 'plain' | 'none' | 'twice' | 'wrongType' | 'wrongCertificate' | 'v1'
  /** DER of the signature algorithm, and how the value is made. */
  readonly algorithm?: Uint8Array
  readonly sign?: (bytes: Uint8Array, party: Party) => Uint8Array
  readonly content?: Uint8Array
  readonly contentType?: string
  readonly signers?: 0 | 1 | 2
  readonly keyId?: Uint8Array
  readonly serial?: string
  readonly certificates?: readonly Party[]
  /** Indefinite lengths and a constructed OCTET STRING. */
  readonly ber?: boolean
  readonly unsigned?: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
}

export const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array =>
  seq(oidDer(type), setOf(...values))

const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

const attributesFor = (digest: Uint8Array, party: Party, shape: MessageShape): Uint8Array | null => {
  const kind = shape.attributes ?? 'cades'
  if (kind === 'none') return null
  const type =
    kind === 'wrongType' ? '1.2.840.113549.1.9.16.1.4' : (shape.contentType ?? '1.2.840.113549.1.7.1')
  const digests = attribute('1.2.840.113549.1.9.4', octetDer(shape.messageDigest ?? digest))
  const named = fromHex(kind === 'wrongCertificate' ? '00'.repeat(32) : party.certificate.sha256)
  const reference =
    kind === 'plain'
      ? []
      : kind === 'v1'
        ? [
            attribute(
              '1.2.840.113549.1.9.16.2.12',
              seq(seq(seq(octetDer(digestWith('sha1', party.certificate.der))))),
            ),
          ]
        : [attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(octetDer(named)))))]
  return setOf(attribute('1.2.840.113549.1.9.3', oidDer(type)), digests, ...(kind === 'twice' ? [digests] : []), ...reference) // prettier-ignore
}

const rsaOids: Record<string, string> = { sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11', md5: '1.2.840.113549.1.1.4', sha512: '1.2.840.113549.1.1.13', 'sha3-256': '2.16.840.1.101.3.4.3.14' } // prettier-ignore
const ecOids: Record<string, string> = { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3', sha512: '1.2.840.10045.4.3.4', 'sha3-256': '2.16.840.1.101.3.4.3.10' } // prettier-ignore

export const algorithmFor = (party: Party, hash: string): Uint8Array => {
  const type = party.key.asymmetricKeyType
  if (type === 'ed25519') return seq(oidDer('1.3.101.112'))
  if (type === 'ed448') return seq(oidDer('1.3.101.113'))
  if (type === 'ec') return seq(oidDer(ecOids[hash] ?? ''))
  return seq(oidDer(rsaOids[hash] ?? ''), nullDer())
}

export const plainSign = (hash: string, options: Partial<SignKeyObjectInput> = {}) =>
  (bytes: Uint8Array, party: Party): Uint8Array => {
    const edwards = party.key.asymmetricKeyType?.startsWith('ed')
    return new Uint8Array(signOnce(edwards ? null : hash, bytes, { ...options, key: party.key }))
  } // prettier-ignore

const indefinite = (first: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from([first, 0x80]), ...parts, Buffer.from([0, 0])]))

/** A CMS over `content` (the signed bytes). */
export const craftMessage = (party: Party, content: Uint8Array, shape: MessageShape = {}): Uint8Array => {
  const hash = shape.hash ?? 'sha256'
  const attributes = attributesFor(digestWith(hash, shape.content ?? content), party, shape)
  const sign = shape.sign ?? plainSign(hash)
  const value = sign(attributes ?? shape.content ?? content, party)
  const implicit = attributes?.slice() ?? new Uint8Array(0)
  if (attributes) implicit[0] = 0xa0
  const sid = shape.keyId
    ? element(0x80, shape.keyId)
    : seq(whole(party.certificate.issuer), integerDer(fromHex(shape.serial ?? party.certificate.serial)))
  const digestAlgorithm = seq(oidDer(digestOids[hash] ?? ''), nullDer())
  const info = seq(
    smallInt(shape.keyId ? 3 : 1),
    sid,
    digestAlgorithm,
    implicit,
    shape.algorithm ?? algorithmFor(party, hash),
    octetDer(value),
    ...(shape.unsigned ? [context(1, ...shape.unsigned)] : []),
  )
  const type = oidDer(shape.contentType ?? '1.2.840.113549.1.7.1')
  const certificates = (shape.certificates ?? [party]).map((one) => one.certificate.der)
  const signers = Array.from({ length: shape.signers ?? 1 }, () => info)
  const wrap = shape.ber ? indefinite : element
  const body = shape.content && (shape.ber ? indefinite(0x24, octetDer(shape.content.subarray(0, 1)), octetDer(shape.content.subarray(1))) : octetDer(shape.content)) // prettier-ignore
  const inner = body ? wrap(0x30, type, wrap(0xa0, body)) : wrap(0x30, type)
  const crls = shape.crls ? [wrap(0xa1, ...shape.crls)] : []
  const data = wrap(0x30, smallInt(1), element(0x31, digestAlgorithm), inner, wrap(0xa0, ...certificates), ...crls, element(0x31, ...signers)) // prettier-ignore
  return wrap(0x30, oidDer('1.2.840.113549.1.7.2'), wrap(0xa0, data))
}

/** A file with a signature whose message is made by `make` from the signed bytes. */
export const craftPdf = (
  file: Uint8Array,
  make: (content: Uint8Array) => Uint8Array,
  plan: Partial<SignaturePlan> = {},
): Uint8Array => {
  const prepared = prepareSignature(bytesSource(file), {
    field: 'Sig1',
    page: 0,
    rect: null,
    time: testNow,
    room: 8192,
    ...plan,
  })
  if (typeof prepared === 'string') throw new Error(prepared)
  const full = Buffer.concat([file, prepared.tail])
  const content = Buffer.concat(
    prepared.spans.map(([offset, length]) => full.subarray(offset, offset + length)),
  )
  const tail = injectSignature(prepared, make(new Uint8Array(content)))
  if (typeof tail === 'string') throw new Error(tail)
  return new Uint8Array(Buffer.concat([file, tail]))
}

/** Replaces one piece of text, padded to keep every offset. */
export const patch = (file: Uint8Array, from: string, to: string): Uint8Array => {
  const text = Buffer.from(file).toString('latin1')
  const at = text.lastIndexOf(from)
  if (at < 0 || to.length > from.length) throw new Error(`patch: ${from}`)
  return new Uint8Array(
    Buffer.from(text.slice(0, at) + to.padEnd(from.length) + text.slice(at + from.length), 'latin1'),
  )
}
