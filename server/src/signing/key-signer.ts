/**
 * Signers whose key this process can use: a PKCS#12 file, or a program that holds the token.
 * What must stay true: if the time-stamp authority does not answer the paper is signed without it and says so (B-B
 * instead of B-T); a key that fails is a refusal.
 */
import { readPkcs12 } from '../signature/pkcs12.ts'
import { signPdf, type Signer as KeySigner, type TimestampAuthority } from '../signature/sign.ts'
import type { Pkcs12Refusal } from '../signature/pkcs12.ts'
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
      let stamped = authority !== undefined
      const asking: TimestampAuthority | undefined =
        authority &&
        (async (digest) => {
          try {
            return await authority(digest)
          } catch (error) {
            stamped = false
            throw error
          }
        })
      try {
        const signed = await signPdf(bytes, plan, key, asking)
        return typeof signed === 'string' ? signed : { bytes: signed, timestamped: stamped }
      } catch (error) {
        if (error instanceof KeyFailed) return 'signing.refused'
        if (authority === undefined || stamped) throw error
        const plain = await signPdf(bytes, plan, key)
        return typeof plain === 'string' ? plain : { bytes: plain, timestamped: false }
      }
    },
  }
}

/** A PKCS#12 file. The password is used here and kept nowhere. */
export function pkcs12Signer(
  file: Uint8Array,
  password: string,
  authority?: TimestampAuthority,
): Signer | Pkcs12Refusal {
  const key = readPkcs12(file, password)
  return typeof key === 'string' ? key : keySignerOf('pkcs12', key, authority)
}
