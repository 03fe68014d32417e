/**
 * The CMS of a PAdES B-B signature (ETSI EN 319 142-1, 6.3): content-type, message-digest, signing-certificate-v2, and
 * nothing else. B-T adds the time-stamp token as an unsigned attribute.
 * What must stay true: DER throughout; no signing-time (the claimed time is /M); SHA-256.
 */
import type { Certificate } from '../cms/certificate.ts'
import { bytesEqual, element, whole } from '../cms/der.ts'
import { context, integerDer, nullDer, octetDer, oidDer, seq, setOf, smallInt } from './der-write.ts'

const sha256 = seq(oidDer('2.16.840.1.101.3.4.2.1'), nullDer())

/** How the key signs: over the DER of the attributes. */
export type SignerKey = 'rsa' | 'ecdsa' | 'ed25519'

const algorithms: Record<SignerKey, Uint8Array> = {
  rsa: seq(oidDer('1.2.840.113549.1.1.11'), nullDer()),
  ecdsa: seq(oidDer('1.2.840.10045.4.3.2')),
  ed25519: seq(oidDer('1.3.101.112')),
}

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const attribute = (type: string, value: Uint8Array): Uint8Array => seq(oidDer(type), setOf(value))

/** The signed attributes as a SET: these bytes are what the key signs. */
export const signedAttributes = (
  messageDigest: Uint8Array,
  signer: Certificate,
  contentType = '1.2.840.113549.1.7.1',
): Uint8Array =>
  setOf(
    attribute('1.2.840.113549.1.9.3', oidDer(contentType)),
    attribute('1.2.840.113549.1.9.4', octetDer(messageDigest)),
    // ESSCertIDv2 with the default digest SHA-256 left out (RFC 5035).
    attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(octetDer(fromHex(signer.sha256)))))),
  )

export interface CmsParts {
  readonly attributes: Uint8Array
  readonly signature: Uint8Array
  readonly key: SignerKey
  readonly signer: Certificate
  /** Further certificates of the chain. */
  readonly chain: readonly Certificate[]
  /** A time-stamp token over the signature value. */
  readonly token?: Uint8Array | null
  /** Content inside the message, for tokens; absent for a detached signature. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
}

/** The whole ContentInfo. */
export const buildCms = (parts: CmsParts): Uint8Array => {
  const { signer, content, token } = parts
  const implicit = parts.attributes.slice()
  implicit[0] = 0xa0
  const serial = integerDer(fromHex(signer.serial))
  const unsigned = token ? [context(1, attribute('1.2.840.113549.1.9.16.2.14', token))] : []
  const info = seq(
    smallInt(1),
    seq(whole(signer.issuer), serial),
    sha256,
    implicit,
    algorithms[parts.key],
    octetDer(parts.signature),
    ...unsigned,
  )
  const encapsulated = content
    ? seq(oidDer(content.type), context(0, octetDer(content.bytes)))
    : seq(oidDer('1.2.840.113549.1.7.1'))
  const certificates = [signer, ...parts.chain].map((c) => c.der)
  const data = seq(smallInt(content ? 3 : 1), element(0x31, sha256), encapsulated, context(0, ...certificates), element(0x31, info)) // prettier-ignore
  return seq(oidDer('1.2.840.113549.1.7.2'), context(0, data))
}

/**
 * Whether these bytes are the signed attributes of a document signature with this very certificate, and nothing else: what
 * whoever guards a key asks before it is used.
 */
export const areSignedAttributes = (bytes: Uint8Array, signer: Certificate): boolean => {
  // Two attributes of fixed length surround the digest; built again, they must be the same bytes.
  for (let at = 0; at + 34 <= bytes.length; at++) {
    if (bytes[at] !== 4 || bytes[at + 1] !== 32) continue
    if (bytesEqual(signedAttributes(bytes.subarray(at + 2, at + 34), signer), bytes)) return true
  }
  return false
}
