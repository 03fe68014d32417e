/**
 * The hall's own certificate authority: devices pin it once, and the server's certificate is issued under it at each start.
 * What must stay true: the authority can speak for nothing but names of the hall and addresses of private networks, by
 * critical name constraints (RFC 5280, 4.2.1.10), so that a stolen key opens no other site; a damaged file is an error,
 * never replaced silently, because devices would have to be enrolled again.
 *
 * Stored as one PEM text: the private key (PKCS#8), then the certificate.
 */
import 'reflect-metadata'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import * as x509 from '@peculiar/x509'
import { context, seq } from '@nghi-truong/shared/signature/sign/der-write'
import { children, content, element, is, readTlv, sequence } from '@nghi-truong/shared/signature/cms/der'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
const authorityDays = 3650
const leafDays = 398
/** A machine whose clock is a little behind still accepts the certificate. */
const backDays = 2

/** The name by which a hall's router may know the server; `.internal` is reserved for private use (ICANN, 2024). */
export const hallName = 'hop.hdnd.internal'
const ownDomains = ['hdnd.internal', 'localhost']

/** [network, mask bits] of addresses the authority may speak for. */
const networks = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const

const allowed = new BlockList()
for (const [network, bits] of networks)
  allowed.addSubnet(network, bits, isIP(network) === 6 ? 'ipv6' : 'ipv4')

/** Whether a certificate of this authority may name the address. */
export const isPrivate = (address: string): boolean => {
  const family = isIP(address)
  return family !== 0 && allowed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

export interface Authority {
  /** The certificate alone, PEM. */
  readonly pem: string
  /** SHA-256 of the certificate's DER, lower-case hex: what devices pin. */
  readonly sha256: string
  /** UTC. */
  readonly notAfter: string
  /** Domains it may speak for, names below them included. */
  readonly domains: readonly string[]
  /** A new key and a certificate for it; the chain ends in the authority's own, so that a device can find what it pins. */
  issue(wanted: Wanted): Promise<Identity>
}

export interface Wanted {
  readonly names: readonly string[]
  /** IP addresses; those outside private networks are left out. */
  readonly addresses: readonly string[]
  /** UTC milliseconds. */
  readonly now: number
}

/** PEM texts for a TLS server: certificate with its chain, private key. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

const bytesOfAddress = (address: string): Uint8Array => {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.'), Number)
  const [before = '', after] = address.split('::')
  const words = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16))
  const head = words(before)
  const tail = words(after)
  const all = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail]
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 255]))
}

const maskOf = (length: number, bits: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - 8 * at))))

/** NameConstraints with permitted subtrees only: dNSName is [2], iPAddress [7] with its mask behind it. */
function constraints(domains: readonly string[]): x509.Extension {
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
  const trees = [
    ...domains.map((domain) => seq(element(0x82, ascii(domain)))),
    ...networks.map(([network, bits]) => {
      const address = bytesOfAddress(network)
      return seq(element(0x87, address, maskOf(address.length, bits)))
    }),
  ]
  return new x509.Extension(constraintsOid, true, Uint8Array.from(seq(context(0, ...trees))))
}
const constraintsOid = '2.5.29.30'

/** The permitted domains of a certificate we made: its dNSName subtrees. */
function domainsOf(certificate: x509.X509Certificate): string[] {
  const value = certificate.getExtension(constraintsOid)?.value
  if (value === undefined) throw new Error('the authority has no name constraints')
  return sequence(readTlv(new Uint8Array(value)))
    .flatMap(children)
    .flatMap(children)
    .filter((name) => is(name, 2, 2))
    .map((name) => new TextDecoder().decode(content(name)))
}

const pemKey = async (key: webcrypto.CryptoKey): Promise<string> => {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return String(
    createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }),
  )
}

const generate = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** Positive, 128 random bits (CA/Browser Forum asks for 64). */
const serial = (): string => `00${randomBytes(16).toString('hex')}`

/** Whether a certificate under these domains may bear the name. */
export const covers = (domains: readonly string[], name: string): boolean =>
  domains.some((domain) => name === domain || name.endsWith(`.${domain}`))

/** A new authority as the text to be stored. `names`: further domains it may speak for, besides its own. */
export async function makeAuthority(names: readonly string[], now: number): Promise<string> {
  x509.cryptoProvider.set(globalThis.crypto)
  const keys = await generate()
  const mark = randomBytes(3).toString('hex').toUpperCase()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Nghị Trường ${mark}`] }, { O: ['Máy chủ phòng họp'] }],
    serialNumber: serial(),
    notBefore: new Date(now - backDays * day),
    notAfter: new Date(now + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      constraints([...ownDomains, ...names.filter((name) => !covers(ownDomains, name))]),
    ],
  })
  return `${await pemKey(keys.privateKey)}${certificate.toString('pem')}\n`
}

/** @throws when the text is not what `makeAuthority` wrote */
export async function readAuthority(text: string): Promise<Authority> {
  x509.cryptoProvider.set(globalThis.crypto)
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0]
  if (pem === undefined) throw new Error('no certificate in the file of the authority')
  const pkcs8 = createPrivateKey(text).export({ format: 'der', type: 'pkcs8' })
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  const certificate = new x509.X509Certificate(pem)
  const own = new X509Certificate(pem)
  if (!own.ca || !own.checkPrivateKey(createPrivateKey(text)))
    throw new Error('key and certificate of the authority do not belong together')
  const domains = domainsOf(certificate)
  return {
    pem,
    sha256: own.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfter: certificate.notAfter.toISOString(),
    domains,
    async issue({ names, addresses, now }) {
      const keys = await generate()
      const until = Math.min(now + leafDays * day, certificate.notAfter.getTime())
      const leaf = await x509.X509CertificateGenerator.create({
        subject: [{ CN: [hallName] }],
        issuer: certificate.subject,
        serialNumber: serial(),
        notBefore: new Date(now - backDays * day),
        notAfter: new Date(until),
        signingAlgorithm: algorithm,
        publicKey: keys.publicKey,
        signingKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          await x509.AuthorityKeyIdentifierExtension.create(certificate.publicKey),
          new x509.SubjectAlternativeNameExtension([
            ...[...new Set([hallName, 'localhost', ...names])]
              .filter((name) => covers(domains, name))
              .map((value) => ({ type: 'dns' as const, value })),
            ...[...new Set(['127.0.0.1', '::1', ...addresses])]
              .filter(isPrivate)
              .map((value) => ({ type: 'ip' as const, value })),
          ]),
        ],
      })
      return { cert: `${leaf.toString('pem')}\n${pem}\n`, key: await pemKey(keys.privateKey) }
    },
  }
}
