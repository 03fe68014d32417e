/**
 * Signing with a key this process holds: the one signer of shared/signature on node:crypto.
 * What must stay true: nothing of the format is decided here.
 */
import { sign as signOnce } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Certificate } from '@nghi-truong/shared/signature/cms/certificate'
import type { SignerKey } from '@nghi-truong/shared/signature/sign/cms-build'
import type { SignRefusal, SignaturePlan } from '@nghi-truong/shared/signature/sign/prepare'
import { signPdf as signOnPlatform } from '@nghi-truong/shared/signature/sign/sign'
import type { Signer, TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'
import { nodeCrypto } from './node-crypto.ts'

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

export const signPdf = (
  file: Uint8Array,
  plan: SignaturePlan,
  signer: Signer,
  authority?: TimestampAuthority,
): Promise<Uint8Array | SignRefusal> => signOnPlatform(nodeCrypto, file, plan, signer, authority)
