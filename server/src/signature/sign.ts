/**
 * Signing a PDF with a key this process holds: `prepare → sign → inject` of shared/signature, with node:crypto.
 * What must stay true: the bytes issued come back unchanged as the first part of the result; if the message does not fit
 * or the time-stamp authority does not answer, the caller is told and nothing is written.
 */
import { createHash, sign as signOnce } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { buildCms, signedAttributes } from '@nghi-truong/shared/signature/sign/cms-build'
import type { SignerKey } from '@nghi-truong/shared/signature/sign/cms-build'
import { injectSignature, prepareSignature } from '@nghi-truong/shared/signature/sign/prepare'
import type { SignRefusal, SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'

/** Who signs. A token or a service has the same shape with its own `sign`. */
export interface Signer {
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly key: SignerKey
  /** Signature value over these bytes with SHA-256; ECDSA as DER. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** A time-stamp token (RFC 3161) over a SHA-256 digest. Rejects where the authority does not answer. */
export type TimestampAuthority = (digest: Uint8Array) => Promise<Uint8Array>

export const keySigner = (
  key: KeyObject,
  certificate: Certificate,
  chain: readonly Certificate[] = [],
): Signer => {
  const type = key.asymmetricKeyType
  const kind: SignerKey = type === 'ec' ? 'ecdsa' : type === 'ed25519' ? 'ed25519' : 'rsa'
  return {
    certificate,
    chain,
    key: kind,
    sign: (bytes) =>
      Promise.resolve(new Uint8Array(signOnce(kind === 'ed25519' ? null : 'sha256', bytes, key))),
  }
}

const digestOf = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** The file with one more signature (B-B, or B-T with an authority), or a document time stamp. */
export const signPdf = async (
  file: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  authority?: TimestampAuthority,
): Promise<Uint8Array | SignRefusal> => {
  const prepared = prepareSignature(bytesSource(file), plan)
  if (typeof prepared === 'string') return prepared
  const whole = Buffer.concat([file, prepared.tail])
  const digest = digestOf(
    ...prepared.spans.map(([offset, length]) => whole.subarray(offset, offset + length)),
  )
  const cms =
    plan.kind === 'DocTimeStamp' && authority
      ? await authority(digest)
      : await message(digest, signer, authority)
  const tail = injectSignature(prepared, cms)
  return typeof tail === 'string' ? tail : new Uint8Array(Buffer.concat([file, tail]))
}

const message = async (
  digest: Uint8Array,
  signer: Signer,
  authority?: TimestampAuthority,
): Promise<Uint8Array> => {
  const attributes = signedAttributes(digest, signer.certificate)
  const signature = await signer.sign(attributes)
  const token = authority ? await authority(digestOf(signature)) : null
  return buildCms({
    attributes,
    signature,
    key: signer.key,
    signer: signer.certificate,
    chain: signer.chain,
    token,
  })
}
