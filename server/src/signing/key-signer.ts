/**
 * Signers whose key this process can use: a PKCS#12 file, or a program that holds the token.
 * What must stay true: if the time-stamp authority does not answer the paper is signed without it and says so (B-B
 * instead of B-T); a key that fails is a refusal.
 */
import type { Pkcs12Refusal } from '@nghi-truong/shared/signature/sign/pkcs12'
import type { Signer as KeySigner, TimestampAuthority } from '@nghi-truong/shared/signature/sign/sign'
import { readPkcs12 } from '../signature/pkcs12.ts'
import { signPdf } from '../signature/sign.ts'
import type { Signer } from './signer.ts'

/** The key said no, or is not there any more. */
export class KeyFailed extends Error {
  override readonly name = 'KeyFailed'
}

export function keySignerOf(way: Signer['way'], key: KeySigner, authority?: TimestampAuthority): Signer {
  return {
    way,
    async sign({ bytes }, plan, signal) {
      if (signal?.aborted) return 'signing.cancelled'
      let stamped = false
      const asking: TimestampAuthority | undefined =
        authority &&
        (async (digest) => {
          try {
            const token = await authority(digest)
            stamped = token !== null
            return token
          } catch {
            // Silence, or an answer to another question: the signature is B-B and says so.
            return null
          }
        })
      try {
        const signed = await signPdf(bytes, plan, key, asking)
        return typeof signed === 'string' ? signed : { bytes: signed, timestamped: stamped }
      } catch (error) {
        if (error instanceof KeyFailed) return 'signing.refused'
        throw error
      }
    },
  }
}

/** A PKCS#12 file. The password is used here and kept nowhere. */
export async function pkcs12Signer(
  file: Uint8Array,
  password: string,
  authority?: TimestampAuthority,
): Promise<Signer | Pkcs12Refusal> {
  const key = await readPkcs12(file, password)
  return typeof key === 'string' ? key : keySignerOf('pkcs12', key, authority)
}
