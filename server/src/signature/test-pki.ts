/**
 * A public key infrastructure for tests, made anew each time: certificates, lists, answers and time stamps of any shape,
 * the wrong ones included.
 * What must stay true: every name says TEST; no key is ever written to disk.
 */
import { createHash, createPublicKey, generateKeyPairSync, sign as signOnce } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { tryCertificate } from '@nghi-truong/shared/signature/cms/certificate'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { element, whole } from '@nghi-truong/shared/signature/cms/der'
import { buildCms, signedAttributes } from '@nghi-truong/shared/signature/sign/cms-build'
import {
  bitDer,
  context,
  generalizedDer,
  integerDer,
  nullDer,
  octetDer,
  oidDer,
  seq,
  setOf,
  smallInt,
  timeDer,
  utf8Der,
} from '@nghi-truong/shared/signature/sign/der-write'
import { keySigner } from './sign.ts'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'

export interface Party {
  readonly key: KeyObject
  readonly certificate: Certificate
}

export type KeyKind = 'rsa' | 'rsa1024' | 'ec' | 'ed25519'

export const newKey = (kind: KeyKind): KeyObject => {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa' ? 2048 : 1024 }).privateKey
}

export const nameDer = (
  commonName: string,
  organisation = 'TEST Ban Cơ yếu thử nghiệm',
  string = utf8Der,
): Uint8Array =>
  seq(
    setOf(seq(oidDer('2.5.4.6'), element(19, Buffer.from('VN')))),
    setOf(seq(oidDer('2.5.4.10'), string(organisation))),
    setOf(seq(oidDer('2.5.4.3'), string(commonName))),
  )

const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }))

const algorithmOf = (key: KeyObject, hash: 'sha1' | 'sha256'): Uint8Array => {
  if (key.asymmetricKeyType === 'ed25519') return seq(oidDer('1.3.101.112'))
  if (key.asymmetricKeyType === 'ec')
    return seq(oidDer(hash === 'sha1' ? '1.2.840.10045.4.1' : '1.2.840.10045.4.3.2'))
  return seq(oidDer(hash === 'sha1' ? '1.2.840.113549.1.1.5' : '1.2.840.113549.1.1.11'), nullDer())
}

const signDer = (tbs: Uint8Array, key: KeyObject, hash: 'sha1' | 'sha256'): Uint8Array =>
  seq(tbs, algorithmOf(key, hash), bitDer(new Uint8Array(signOnce(key.asymmetricKeyType === 'ed25519' ? null : hash, tbs, key)))) // prettier-ignore

const yes = Uint8Array.of(1, 1, 255)
export const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  seq(oidDer(id), ...(critical ? [yes] : []), octetDer(value))

const usageBits = (bits: readonly number[]): Uint8Array => {
  let byte = 0
  for (const bit of bits) byte |= 128 >> bit
  return element(3, Uint8Array.of(0, byte))
}

export interface CertificateShape {
  readonly name: string
  readonly organisation?: string
  readonly key?: KeyKind | KeyObject
  /** CA:TRUE, with this path length where given. */
  readonly ca?: boolean
  readonly pathLength?: number
  /** Bits of keyUsage; null for none. */
  readonly usage?: readonly number[] | null
  readonly extended?: readonly string[]
  readonly extendedCritical?: boolean
  readonly from?: number
  readonly to?: number
  readonly hash?: 'sha1' | 'sha256'
  readonly extra?: readonly Uint8Array[]
  readonly subject?: Uint8Array
}

export const year = 365 * 24 * 3600_000
export const testNow = Date.UTC(2026, 10, 20)

let serials = 0x2f11d3

/** Issues a certificate; without an issuer it signs itself. */
export const issue = (shape: CertificateShape, issuer?: Party): Party => {
  const key = typeof shape.key === 'object' ? shape.key : newKey(shape.key ?? 'ec')
  const subject = shape.subject ?? nameDer(`TEST ${shape.name}`, shape.organisation)
  const usage = shape.usage === undefined ? (shape.ca ? [5, 6] : [0, 1]) : shape.usage
  const constraints = shape.ca
    ? seq(yes, ...(shape.pathLength === undefined ? [] : [smallInt(shape.pathLength)]))
    : seq()
  const extensions = [
    extension('2.5.29.19', constraints, shape.ca ?? false),
    ...(usage ? [extension('2.5.29.15', usageBits(usage), true)] : []),
    ...(shape.extended ? [extension('2.5.29.37', seq(...shape.extended.map(oidDer)), shape.extendedCritical ?? false)] : []), // prettier-ignore
    ...(shape.extra ?? []),
  ]
  const hash = shape.hash ?? 'sha256'
  const signing = issuer?.key ?? key
  const tbs = seq(
    context(0, smallInt(2)),
    smallInt(serials++),
    algorithmOf(signing, hash),
    issuer ? whole(issuer.certificate.subject) : subject,
    seq(timeDer(shape.from ?? testNow - year), timeDer(shape.to ?? testNow + 4 * year)),
    subject,
    spkiOf(key),
    context(3, seq(...extensions)),
  )
  const certificate = tryCertificate(signDer(tbs, signing, hash))
  if (!certificate) throw new Error('test certificate cannot be read')
  return { key, certificate }
}

export interface ListShape {
  readonly revoked?: readonly {
    party: Party
    at: number
    reason?: number
    invalidSince?: number
    issuer?: Party
  }[]
  readonly thisUpdate?: number
  readonly nextUpdate?: number
  readonly number?: number
  readonly extra?: readonly Uint8Array[]
}

/** A revocation list (DER). */
export const revocationList = (issuer: Party, shape: ListShape = {}): Uint8Array => {
  const entries = (shape.revoked ?? []).map(({ party, at, reason, invalidSince, issuer: named }) => {
    const extensions = [
      ...(reason === undefined ? [] : [extension('2.5.29.21', element(10, Uint8Array.of(reason)))]),
      ...(invalidSince === undefined ? [] : [extension('2.5.29.24', generalizedDer(invalidSince))]),
      ...(named ? [extension('2.5.29.29', seq(context(4, whole(named.certificate.subject))), true)] : []),
    ]
    const serial = integerDer(Buffer.from(party.certificate.serial, 'hex'))
    return seq(serial, timeDer(at), ...(extensions.length > 0 ? [seq(...extensions)] : []))
  })
  const extensions = [
    ...(shape.number === undefined ? [] : [extension('2.5.29.20', smallInt(shape.number))]),
    ...(shape.extra ?? []),
  ]
  const tbs = seq(
    smallInt(1),
    algorithmOf(issuer.key, 'sha256'),
    whole(issuer.certificate.subject),
    timeDer(shape.thisUpdate ?? testNow - 3600_000),
    timeDer(shape.nextUpdate ?? testNow + 7 * 24 * 3600_000),
    ...(entries.length > 0 ? [seq(...entries)] : []),
    ...(extensions.length > 0 ? [context(0, seq(...extensions))] : []),
  )
  return signDer(tbs, issuer.key, 'sha256')
}

export interface AnswerShape {
  readonly status?: 'good' | 'unknown' | { revokedAt: number }
  readonly thisUpdate?: number
  readonly nextUpdate?: number
  readonly producedAt?: number
  /** Another certificate than the one asked about, in the certID. */
  readonly about?: Party
}

/** An OCSP response (DER) about `party`, signed by `responder`. */
export const ocspAnswer = (
  party: Party,
  issuer: Party,
  responder: Party,
  shape: AnswerShape = {},
): Uint8Array => {
  const sha1 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha1').update(bytes).digest())
  const asked = shape.about ?? party
  const id = seq(
    seq(oidDer('1.3.14.3.2.26'), nullDer()),
    octetDer(sha1(whole(issuer.certificate.subject))),
    octetDer(sha1(issuer.certificate.keyBits)),
    integerDer(Buffer.from(asked.certificate.serial, 'hex')),
  )
  const status = shape.status ?? 'good'
  const said =
    status === 'good'
      ? element(0x80)
      : status === 'unknown'
        ? element(0x82)
        : context(1, generalizedDer(status.revokedAt))
  const thisUpdate = shape.thisUpdate ?? testNow - 3600_000
  const single = seq(id, said, generalizedDer(thisUpdate), context(0, generalizedDer(shape.nextUpdate ?? testNow + 3600_000))) // prettier-ignore
  const tbs = seq(
    context(1, whole(responder.certificate.subject)),
    generalizedDer(shape.producedAt ?? thisUpdate),
    seq(single),
  )
  const signature = new Uint8Array(signOnce('sha256', tbs, responder.key))
  const basic = seq(tbs, algorithmOf(responder.key, 'sha256'), bitDer(signature), context(0, seq(responder.certificate.der))) // prettier-ignore
  return seq(element(10, Uint8Array.of(0)), context(0, seq(oidDer('1.3.6.1.5.5.7.48.1.1'), octetDer(basic))))
}

export const signerOf = (party: Party, ...chain: readonly Party[]): Signer =>
  keySigner(party.key, party.certificate, chain.map(one => one.certificate)) // prettier-ignore

/** A time-stamp authority inside the process. */
export const timestampAuthority =
  (party: Party, at: number, chain: readonly Party[] = []): ((digest: Uint8Array) => Promise<Uint8Array>) =>
  async (digest) => {
    const imprint = seq(seq(oidDer('2.16.840.1.101.3.4.2.1'), nullDer()), octetDer(digest))
    const info = seq(
      smallInt(1),
      oidDer('1.3.6.1.4.1.4146.2.3'),
      imprint,
      smallInt(serials++),
      generalizedDer(at),
    )
    const type = '1.2.840.113549.1.9.16.1.4'
    const signer = signerOf(party, ...chain)
    const attributes = signedAttributes(new Uint8Array(createHash('sha256').update(info).digest()), party.certificate, type) // prettier-ignore
    const signature = await signer.sign(attributes)
    return buildCms({ attributes, signature, key: signer.key, signer: party.certificate, chain: signer.chain, content: { type, bytes: info } }) // prettier-ignore
  }
