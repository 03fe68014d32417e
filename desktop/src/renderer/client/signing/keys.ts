/**
 * The keys a person can sign with on this device: a PKCS#12 file read right here, or a token beside the shell.
 * What must stay true: file, password and key never leave this page; a token's key never leaves the token; what a device
 * cannot do it says, and "sign elsewhere" is always left.
 */
import { tryCertificate, type Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import { readPkcs12, type Pkcs12Refusal } from '@nghi-truong/shared/signature/sign/pkcs12'
import { SignerFailed, signPdf, type Signer } from '@nghi-truong/shared/signature/sign/sign'
import type { SignaturePlan, SignRefusal } from '@nghi-truong/shared/signature/sign/prepare'
import { webDerivation, webSigner } from '@nghi-truong/shared/signature/sign/web-key'
import { webCrypto } from '@nghi-truong/shared/signature/webcrypto'
import type { ShellRefusal } from '../../../bridge.ts'

/** Absent on plain http: then only tokens, the service and "sign elsewhere" are left. */
export const canUseKeys = (): boolean => (crypto.subtle as SubtleCrypto | undefined) !== undefined

export async function openKeyFile(file: Blob, password: string): Promise<Signer | Pkcs12Refusal> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const read = await readPkcs12(bytes, password, webDerivation(crypto.subtle))
  return typeof read === 'string' ? read : webSigner(crypto.subtle, read.pkcs8, read.certificate, read.chain)
}

/** Only beside the shell: a browser reaches no token. */
export const canUseTokens = (): boolean => window.nghiTruong !== undefined

export interface TokenKey {
  readonly label: string
  readonly certificate: Certificate
  /** @param pin asked again for each signature, kept nowhere */
  readonly signer: (pin: string) => Signer
}

const refused = (answer: object): answer is ShellRefusal => 'refused' in answer

export async function listTokens(): Promise<readonly TokenKey[] | ShellRefusal> {
  const shell = window.nghiTruong
  if (!shell) return { refused: 'token.absent' }
  const found = await shell.tokens.list()
  if (refused(found)) return found
  return found.flatMap(({ token, label, certificate: der }) => {
    const certificate = tryCertificate(der)
    if (!certificate) return []
    const key = certificate.keyAlgorithm.oid === '1.2.840.10045.2.1' ? 'ecdsa' : 'rsa'
    const signer = (pin: string): Signer => ({
      certificate,
      chain: [],
      key,
      async sign(attributes) {
        const value = await shell.tokens.sign(token, pin, attributes.slice())
        if (refused(value)) throw new SignerFailed(value.refused)
        return value
      },
    })
    return [{ label, certificate, signer }]
  })
}

export type SignedHere =
  | { readonly file: Blob; readonly stamped: boolean }
  | { readonly failed: SignRefusal | ShellRefusal['refused'] }

/** @param stamp asks for a time stamp, where the server is connected to an authority */
export async function signHere(
  bytes: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  stamp: ((digest: Uint8Array) => Promise<Uint8Array | null>) | null,
): Promise<SignedHere> {
  let stamped = false
  const authority =
    stamp &&
    (async (digest: Uint8Array) => {
      const token = await stamp(digest)
      stamped = token !== null
      return token
    })
  try {
    const made = await signPdf(webCrypto(crypto.subtle), bytes, plan, signer, authority ?? undefined)
    if (typeof made === 'string') return { failed: made }
    return { file: new Blob([made.slice()], { type: 'application/pdf' }), stamped }
  } catch (problem) {
    if (problem instanceof SignerFailed) return { failed: problem.why as ShellRefusal['refused'] }
    throw problem
  }
}
