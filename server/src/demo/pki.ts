/**
 * The demo's own certificate authority, shaped like the Government PKI as seen in the field: a root, a sub-CA, persons
 * and agencies with Vietnamese names, one person expired, one revoked, lists of revoked certificates. Made anew where
 * the demo is generated; every name carries DEMO, and no key leaves the data folder. Nothing here is trusted by anyone
 * who does not import `anchors`.
 */
import { createHash, generateKeyPair, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { tryCertificate } from '@nghi-truong/shared/signature/cms/certificate'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { content, element, readTlv, sequence, whole } from '@nghi-truong/shared/signature/cms/der'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import {
  bitDer,
  context,
  integerDer,
  nullDer,
  octetDer,
  oidDer,
  seq,
  setOf,
  timeDer,
  utf8Der,
} from '@nghi-truong/shared/signature/sign/der-write'
import { keySigner } from '../signature/sign.ts'
import { signerPeople } from './people.ts'
import type { SignerKey } from './people.ts'

export type DemoSigner = { key: SignerKey; certificate: Uint8Array; privateKey: KeyObject }
export type DemoPki = {
  root: Uint8Array
  subCa: Uint8Array
  /** Lists of revoked certificates of the root and of the sub-CA, DER. */
  rootCrl: Uint8Array
  subCaCrl: Uint8Array
  signers: DemoSigner[]
}

/** The certificates a demo trust bundle must hold: root first, then the sub-CA. DER. */
export const anchorsOf = (pki: DemoPki): Uint8Array[] => [pki.root, pki.subCa]

type Issuer = { name: Der; key: KeyObject; certificate: Uint8Array | undefined; keyId: Uint8Array }
type Shape = {
  serial: bigint
  subject: Der
  publicKey: KeyObject
  from: Date
  until: Date
  extensions: (keyId: Uint8Array) => Der[]
}

type Der = Uint8Array

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const truth: Der = Uint8Array.of(1, 1, 255)
const printable = (text: string): Der => element(0x13, ascii(text))
const ia5 = (text: string): Der => element(0x16, ascii(text))
/** [number] of a primitive type, implicit. */
const tagged = (number: number, bytes: Uint8Array): Der => element(0x80 | number, bytes)
const integer = (value: bigint | number): Der => {
  const hex = BigInt(value).toString(16)
  return integerDer(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'))
}

const day = 24 * 3600 * 1000
const generate = promisify(generateKeyPair)
const address = 'http://ca.demo.invalid/pki'

const attributeOids: Record<string, string> = {
  C: '2.5.4.6',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  T: '2.5.4.12',
  UID: '0.9.2342.19200300.100.1.1',
}

function certificateOf(der: Uint8Array): Certificate {
  const found = tryCertificate(der)
  if (!found) throw new Error('pki: not a certificate')
  return found
}

function nameOf(parts: [string, string][]): Der {
  return seq(
    ...parts.map(([type, value]) => {
      const text = type === 'C' ? printable(value) : utf8Der(value)
      return setOf(seq(oidDer(attributeOids[type] ?? ''), text))
    }),
  )
}

const extension = (type: string, critical: boolean, value: Der): Der =>
  critical ? seq(oidDer(type), truth, octetDer(value)) : seq(oidDer(type), octetDer(value))

/** keyUsage bits, first bit 0 = digitalSignature (RFC 5280, 4.2.1.3). */
function keyUsage(critical: boolean, ...set: number[]): Der {
  const byte = set.reduce((sum, bit) => sum | (0x80 >> bit), 0)
  return extension('2.5.29.15', critical, bitDer(Uint8Array.of(byte), 7 - Math.max(...set)))
}
const isCa = extension('2.5.29.19', true, seq(truth))
const notCa = extension('2.5.29.19', false, seq())
const subjectKey = (keyId: Uint8Array): Der => extension('2.5.29.14', false, octetDer(keyId))
function authorityKey(issuer: Issuer): Der {
  const parts = [tagged(0, issuer.keyId)]
  if (issuer.certificate !== undefined) {
    const { issuer: name, serial } = certificateOf(issuer.certificate)
    parts.push(context(1, context(4, whole(name))), tagged(2, Buffer.from(serial, 'hex')))
  }
  return extension('2.5.29.35', false, seq(...parts))
}
const uri = (text: string): Der => tagged(6, new TextEncoder().encode(text))
const crlAt = (file: string): Der =>
  extension('2.5.29.31', false, seq(seq(context(0, context(0, uri(`${address}/crl/${file}`))))))
const access = extension(
  '1.3.6.1.5.5.7.1.1',
  false,
  seq(
    seq(oidDer('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.demo.invalid/')),
    seq(oidDer('1.3.6.1.5.5.7.48.2'), uri(`${address}/cert/subca.crt`)),
  ),
)
/** Two oddities of real certificates: a Netscape comment and an empty issuerAltName. */
const netscape = extension('2.16.840.1.113730.1.13', false, ia5('DEMO - khong co gia tri phap ly'))
const emptyAltName = extension('2.5.29.18', false, seq())

const spki = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' })
function keyIdOf(publicKey: KeyObject): Uint8Array {
  const [, key] = sequence(readTlv(spki(publicKey)))
  if (!key) throw new Error('pki: a public key without its bits')
  return createHash('sha1').update(content(key).subarray(1)).digest()
}

const rsaSha256 = seq(oidDer('1.2.840.113549.1.1.11'), nullDer())
const signed = (body: Der, key: KeyObject): Der => seq(body, rsaSha256, bitDer(sign('sha256', body, key)))

function issue(shape: Shape, issuer: Issuer): Uint8Array {
  const body = seq(
    context(0, integer(2)),
    integer(shape.serial),
    rsaSha256,
    issuer.name,
    seq(timeDer(shape.from.getTime()), timeDer(shape.until.getTime())),
    shape.subject,
    spki(shape.publicKey),
    context(3, seq(...shape.extensions(keyIdOf(shape.publicKey)))),
  )
  return signed(body, issuer.key)
}

/** `reason` 1 is keyCompromise (RFC 5280, 5.3.1). */
function listOf(
  issuer: Issuer,
  from: Date,
  until: Date,
  revoked: { serial: bigint; at: Date; reason: number }[],
): Uint8Array {
  const entries = revoked.map((entry) =>
    seq(
      integer(entry.serial),
      timeDer(entry.at.getTime()),
      seq(extension('2.5.29.21', false, Uint8Array.of(0x0a, 0x01, entry.reason))),
    ),
  )
  const body = seq(
    integer(1),
    rsaSha256,
    issuer.name,
    timeDer(from.getTime()),
    timeDer(until.getTime()),
    ...(entries.length > 0 ? [seq(...entries)] : []),
    context(
      0,
      seq(authorityKey({ ...issuer, certificate: undefined }), extension('2.5.29.20', false, integer(1))),
    ),
  )
  return signed(body, issuer.key)
}

const rsa = async (bits: number): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  generate('rsa', { modulusLength: bits })

/** Makes everything anew; about two to five seconds, most of it the root's key. `now` only sets the validity. */
export async function makeDemoPki(now: Date): Promise<DemoPki> {
  const from = new Date(Math.min(Date.UTC(2026, 0, 5), now.getTime() - 30 * day))
  const after = (days: number): Date => new Date(Math.max(Date.UTC(2026, 11, 9), now.getTime()) + days * day)
  const [rootPair, subPair, ...pairs] = await Promise.all([
    rsa(4096),
    rsa(3072),
    ...signerPeople.map(async (person) =>
      person.keyType === 'p256'
        ? generate('ec', { namedCurve: 'P-256' })
        : rsa(person.keyType === 'rsa3072' ? 3072 : 2048),
    ),
  ])
  const house = 'DEMO - Cơ quan chứng thực thử nghiệm'
  const rootName = nameOf([
    ['C', 'VN'],
    ['O', house],
    ['CN', 'DEMO RootCA chuyên dùng Chính phủ'],
  ])
  const subName = nameOf([
    ['C', 'VN'],
    ['O', house],
    ['CN', 'DEMO CA phục vụ các cơ quan Nhà nước'],
  ])
  const self: Issuer = {
    name: rootName,
    key: rootPair.privateKey,
    certificate: undefined,
    keyId: keyIdOf(rootPair.publicKey),
  }
  const root = issue(
    {
      serial: 3n,
      subject: rootName,
      publicKey: rootPair.publicKey,
      from,
      until: after(7300),
      extensions: (keyId) => [isCa, keyUsage(true, 5, 6), subjectKey(keyId), crlAt('root.crl')],
    },
    self,
  )
  const rootIssuer: Issuer = { ...self, certificate: root }
  const subCa = issue(
    {
      serial: 11n,
      subject: subName,
      publicKey: subPair.publicKey,
      from,
      until: after(3650),
      extensions: (keyId) => [
        isCa,
        keyUsage(false, 5, 6),
        subjectKey(keyId),
        authorityKey(rootIssuer),
        crlAt('root.crl'),
        emptyAltName,
        netscape,
      ],
    },
    rootIssuer,
  )
  const issuer: Issuer = {
    name: subName,
    key: subPair.privateKey,
    certificate: subCa,
    keyId: keyIdOf(subPair.publicKey),
  }

  const revoked: { serial: bigint; at: Date; reason: number }[] = []
  const signers = signerPeople.map((person, at): DemoSigner => {
    const pair = pairs[at]
    if (pair === undefined) throw new Error('pki: a signer without a key')
    const serial = 0x2f11d3n + BigInt(at) * 7n
    if (person.state === 'revoked')
      revoked.push({ serial, at: new Date(Date.UTC(2026, 9, 15, 3)), reason: 1 })
    const expired = person.state === 'expired'
    const certificate = issue(
      {
        serial,
        subject: nameOf([
          ['C', 'VN'],
          ['L', 'Tỉnh An Phú'],
          ['O', `${person.organisation} (DEMO)`],
          ...(person.unit === undefined ? [] : [['OU', person.unit] as [string, string]]),
          ...(person.title === undefined ? [] : [['T', person.title] as [string, string]]),
          ['CN', `${person.name} (DEMO)`],
          ['UID', `DEMO:${String(84000 + at)}`],
        ]),
        publicKey: pair.publicKey,
        from: expired ? new Date(Date.UTC(2020, 2, 2)) : from,
        until: expired ? new Date(Date.UTC(2022, 2, 2)) : after(1825),
        extensions: (keyId) =>
          person.kind === 'agency'
            ? [
                keyUsage(true, 0, 1),
                extension('2.5.29.32', false, seq(seq(oidDer('1.3.6.1.4.1.99999.1.1')))),
                subjectKey(keyId),
                authorityKey(issuer),
                crlAt('subca.crl'),
                access,
              ]
            : [
                notCa,
                keyUsage(false, 0, 1, 2, 3),
                extension(
                  '2.5.29.37',
                  false,
                  seq(
                    oidDer('1.3.6.1.5.5.7.3.2'),
                    oidDer('1.3.6.1.5.5.7.3.4'),
                    oidDer('1.3.6.1.4.1.311.20.2.2'),
                  ),
                ),
                extension('2.5.29.17', false, seq(tagged(1, new TextEncoder().encode(person.mail)))),
                subjectKey(keyId),
                authorityKey(issuer),
                crlAt('subca.crl'),
                access,
              ],
      },
      issuer,
    )
    return { key: person.key, certificate, privateKey: pair.privateKey }
  })
  const listFrom = new Date(now.getTime() - day)
  return {
    root,
    subCa,
    rootCrl: listOf(rootIssuer, listFrom, after(400), []),
    subCaCrl: listOf(issuer, listFrom, after(400), revoked),
    signers,
  }
}

/** The signer as signing wants it: with the sub-CA sent along. */
export function demoSigner(pki: DemoPki, key: SignerKey): Signer {
  const found = pki.signers.find((signer) => signer.key === key)
  if (found === undefined) throw new Error(`pki: no signer ${key}`)
  return keySigner(found.privateKey, certificateOf(found.certificate), [certificateOf(pki.subCa)])
}
