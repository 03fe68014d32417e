/**
 * The CMS of a PAdES baseline signature, level B-B (ETSI EN 319 142-1, RFC 5652, RFC 5035): detached, DER, one signer,
 * SHA-256, contentType + messageDigest + signingCertificateV2 and no signing-time: the claimed time is the PDF's /M.
 */
import { context, integer, nothing, octets, oid, partAt, sequence, setOf, tlv } from './der.ts'
import type { Der } from './der.ts'

export type SigningKey = {
  kind: 'rsa' | 'ec'
  /** Signs with SHA-256: PKCS#1 v1.5 for RSA, ECDSA in DER form for EC. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}
export type CmsSigner = {
  /** DER of the signer's certificate. */
  certificate: Uint8Array
  /** Further certificates to send along, DER. Real files often carry none. */
  chain: Uint8Array[]
  key: SigningKey
}
export type Sha256 = (bytes: Uint8Array) => Uint8Array

const sha256Oid = '2.16.840.1.101.3.4.2.1'

/** Issuer and serial number as they stand in a certificate, byte for byte. */
export function issuerAndSerial(certificate: Uint8Array): { issuer: Der; serial: Der } {
  const tbs = partAt(certificate, partAt(certificate, 0).content)
  let part = partAt(certificate, tbs.content)
  if (part.tag === 0xa0) part = partAt(certificate, part.end)
  const serial = certificate.subarray(part.start, part.end)
  const algorithm = partAt(certificate, part.end)
  const issuer = partAt(certificate, algorithm.end)
  return { serial, issuer: certificate.subarray(issuer.start, issuer.end) }
}

/** DER of ContentInfo over a digest of the signed bytes. */
export async function detachedCms(
  digest: Uint8Array,
  signer: CmsSigner,
  sha256: Sha256,
): Promise<Uint8Array> {
  const { issuer, serial } = issuerAndSerial(signer.certificate)
  const attribute = (type: string, value: Der): Der => sequence(oid(type), setOf(value))
  // ESSCertIDv2 leaves out the hash algorithm: SHA-256 is its default, and DER omits defaults.
  const certificateId = sequence(
    octets(sha256(signer.certificate)),
    sequence(sequence(context(4, issuer)), serial),
  )
  const attributes = setOf(
    attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
    attribute('1.2.840.113549.1.9.4', octets(digest)),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(certificateId))),
  )
  const value = await signer.key.sign(attributes)
  const algorithm =
    signer.key.kind === 'rsa'
      ? sequence(oid('1.2.840.113549.1.1.1'), nothing)
      : sequence(oid('1.2.840.10045.4.3.2'))
  const body = attributes.subarray(partAt(attributes, 0).content)
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    sequence(oid(sha256Oid)),
    tlv(0xa0, body),
    algorithm,
    octets(value),
  )
  const signedData = sequence(
    integer(1),
    setOf(sequence(oid(sha256Oid))),
    sequence(oid('1.2.840.113549.1.7.1')),
    tlv(
      0xa0,
      setOf(signer.certificate, ...signer.chain).subarray(
        partAt(setOf(signer.certificate, ...signer.chain), 0).content,
      ),
    ),
    setOf(signerInfo),
  )
  return sequence(oid('1.2.840.113549.1.7.2'), context(0, signedData))
}
