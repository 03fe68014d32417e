/**
 * The port behind which every way to sign a paper stands: a PKCS#12 file, a token, the government's local signing
 * service, or somebody who signs elsewhere and uploads.
 * What must stay true: a signer only offers bytes; whether they are the issued paper with a good signature is judged by
 * `accept`, whatever way they came; a refusal is a value of a closed list.
 */
import type { SignRefusal, SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import type { Pkcs12Refusal } from '@nghi-truong/shared/signature/sign/pkcs12'

/** A paper as it went out to be signed. */
export interface Issued {
  readonly sha256: string
  readonly bytes: Uint8Array
}

export type SigningRefusal =
  | SignRefusal
  | Pkcs12Refusal
  /** The person closed the dialog, or the wait was broken off. */
  | 'signing.cancelled'
  /** Nobody listens there: the service is not running, the token is not plugged in, the program is missing. */
  | 'signing.unreachable'
  /** The service or the token said no; its own words are not ours to repeat to the hall. */
  | 'signing.refused'
  /** An answer that is no answer. */
  | 'signing.answer'
  | 'signing.tooLate'

export interface Offered {
  readonly bytes: Uint8Array
  /** Whether a time-stamp authority answered, where the signer asks one itself. */
  readonly timestamped: boolean
}

export interface Signer {
  readonly way: 'upload' | 'pkcs12' | 'pkcs11' | 'service'
  /** `plan` is a wish where the person places the picture himself (upload, service). */
  sign(issued: Issued, plan: SignaturePlan, signal?: AbortSignal): Promise<Offered | SigningRefusal>
}

export const refused = (answer: Offered | SigningRefusal): answer is SigningRefusal =>
  typeof answer === 'string'
