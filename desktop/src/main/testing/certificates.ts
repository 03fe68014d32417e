/** Authorities and server certificates for tests of the pinned connection, P-256, made anew for each run. */
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { webcrypto } from 'node:crypto'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000

export interface Authority {
  readonly pem: string
  readonly certificate: x509.X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

export interface Identity {
  readonly cert: string
  readonly key: string
}

const generate = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

export async function makeAuthority(name: string): Promise<Authority> {
  x509.cryptoProvider.set(globalThis.crypto)
  const keys = await generate()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() + 30 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  return { pem: certificate.toString('pem'), certificate, keys }
}

export interface Wanted {
  readonly dns?: string
  readonly ip?: string
  /** Days from now until it ends. */
  readonly days?: number
}

export async function issue(authority: Authority, { dns, ip, days = 10 }: Wanted): Promise<Identity> {
  const keys = await generate()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=meeting server',
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - 20 * day),
    notAfter: new Date(Date.now() + days * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.SubjectAlternativeNameExtension([
        ...(dns === undefined ? [] : [{ type: 'dns' as const, value: dns }]),
        ...(ip === undefined ? [] : [{ type: 'ip' as const, value: ip }]),
      ]),
    ],
  })
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  }
}
