/**
 * Signing a PDF: `prepare → sign → inject`, the same on the server, in the browser and beside a token.
 * What must stay true: the bytes issued come back unchanged as the first part of the result; the key is asked for nothing
 * but the signed attributes; if the message does not fit, nothing is written.
 */
import type { Certificate } from '../cms/certificate.ts'
import { joinBytes } from '../cms/der.ts'
import { bytesSource } from '../ports.ts'
import type { Crypto } from '../ports.ts'
import { buildCms, signedAttributes } from './cms-build.ts'
import type { SignerKey } from './cms-build.ts'
import { injectSignature, prepareSignature } from './prepare.ts'
import type { SignRefusal, SignaturePlan } from './prepare.ts'

/** Who signs: a key in this process, a token or a key of the browser. */
export interface Signer {
  readonly certificate: Certificate
  /** Further certificates to send along. Real files often carry none. */
  readonly chain: readonly Certificate[]
  readonly key: SignerKey
  /** Signature value over these bytes (the DER of the signed attributes) with SHA-256; ECDSA as DER. */
  sign(attributes: Uint8Array): Promise<Uint8Array>
}

/**
 * A time-stamp token (RFC 3161) over a SHA-256 digest; null where the authority has none to give: the signature is then
 * B-B instead of B-T.
 */
export type TimestampAuthority = (digest: Uint8Array) => Promise<Uint8Array | null>

/** A key that said no, or is not there any more: thrown by `Signer.sign`, told by whoever called. */
export class SignerFailed extends Error {
  override readonly name = 'SignerFailed'
  readonly why: string
  constructor(why: string) {
    super(why)
    this.why = why
  }
}

export type Digests = Pick<Crypto, 'digests' | 'digest'>

const sha256 = async (crypto: Digests, bytes: Uint8Array): Promise<Uint8Array> => {
  const digest = await crypto.digest('sha256', bytes)
  if (!digest) throw new Error('the platform has no SHA-256')
  return digest
}

/** The file with one more signature (B-B, or B-T with an authority), or a document time stamp. */
export const signPdf = async (
  crypto: Digests,
  file: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  authority?: TimestampAuthority,
): Promise<Uint8Array | SignRefusal> => {
  const prepared = prepareSignature(bytesSource(file), plan)
  if (typeof prepared === 'string') return prepared
  const whole = bytesSource(joinBytes([file, prepared.tail]))
  const [digest] = await crypto.digests(whole, [{ hash: 'sha256', spans: prepared.spans }])
  if (!digest) throw new Error('the platform has no SHA-256')
  const stamp = plan.kind === 'DocTimeStamp' && authority ? await authority(digest) : null
  const tail = injectSignature(prepared, stamp ?? (await message(crypto, digest, signer, authority)))
  return typeof tail === 'string' ? tail : joinBytes([file, tail])
}

const message = async (
  crypto: Digests,
  digest: Uint8Array,
  signer: Signer,
  authority?: TimestampAuthority,
): Promise<Uint8Array> => {
  const attributes = signedAttributes(digest, signer.certificate)
  const signature = await signer.sign(attributes)
  const token = authority ? await authority(await sha256(crypto, signature)) : null
  const { key, certificate, chain } = signer
  return buildCms({ attributes, signature, key, signer: certificate, chain, token })
}
