/**
 * A private key of this device as a signer, on WebCrypto; and PBKDF2 of the platform for opening PKCS#12 files.
 * What must stay true: the key is imported so that it cannot be exported again; what the platform lacks is a refusal.
 */
import type { Certificate } from '../cms/certificate.ts'
import { keyOf } from '../cms/certificate.ts'
import type { KeyDerivation } from './pkcs12.ts'
import { integerDer, seq } from './der-write.ts'
import type { Signer } from './sign.ts'

interface KeyKind {
  name: string
  hash?: string
  namedCurve?: string
}

/** The part of SubtleCrypto that is used, so that this file needs no types of the browser. */
export interface SigningSubtle<Key = unknown> {
  importKey(
    format: 'pkcs8' | 'raw',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: KeyKind | string,
    extractable: boolean,
    usages: readonly ('sign' | 'deriveBits')[],
  ): Promise<Key>
  sign(algorithm: KeyKind, key: Key, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
  deriveBits(
    algorithm: { name: string; hash: string; salt: Uint8Array<ArrayBuffer>; iterations: number },
    key: Key,
    length: number,
  ): Promise<ArrayBuffer>
}

const kindOf = (certificate: Certificate): { kind: Signer['key']; platform: KeyKind } | null => {
  const { kind, text } = keyOf(certificate)
  if (kind === 'rsa') return { kind: 'rsa', platform: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } }
  if (text === 'Ed25519') return { kind: 'ed25519', platform: { name: 'Ed25519' } }
  const namedCurve = /^EC (P-256|P-384|P-521)$/.exec(text)?.[1]
  return namedCurve === undefined ? null : { kind: 'ecdsa', platform: { name: 'ECDSA', namedCurve } }
}

/** r and s side by side become a SEQUENCE of two INTEGERs (RFC 3279, 2.2.3). */
export const ecdsaDer = (raw: Uint8Array): Uint8Array => {
  const half = raw.length / 2
  return seq(integerDer(raw.subarray(0, half)), integerDer(raw.subarray(half)))
}

/** @param pkcs8 DER of the private key; may be forgotten by the caller once this has resolved */
export const webSigner = async <Key>(
  subtle: SigningSubtle<Key>,
  pkcs8: Uint8Array,
  certificate: Certificate,
  chain: readonly Certificate[],
): Promise<Signer | 'pkcs12.keyUnsupported'> => {
  const kind = kindOf(certificate)
  if (!kind) return 'pkcs12.keyUnsupported'
  const { platform } = kind
  let key: Key
  try {
    key = await subtle.importKey('pkcs8', pkcs8.slice(), platform, false, ['sign'])
  } catch {
    // The platform does not say whether it lacks the algorithm or cannot read the key.
    return 'pkcs12.keyUnsupported'
  }
  const signing = kind.kind === 'ecdsa' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: platform.name }
  return {
    certificate,
    chain,
    key: kind.kind,
    async sign(attributes) {
      const value = new Uint8Array(await subtle.sign(signing, key, attributes.slice()))
      return kind.kind === 'ecdsa' ? ecdsaDer(value) : value
    },
  }
}

const hashNames = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const

export const webDerivation =
  <Key>(subtle: SigningSubtle<Key>): KeyDerivation =>
  async (hash, password, salt, iterations, length) => {
    const key = await subtle.importKey('raw', password.slice(), 'PBKDF2', false, ['deriveBits'])
    const asked = { name: 'PBKDF2', hash: hashNames[hash], salt: salt.slice(), iterations }
    return new Uint8Array(await subtle.deriveBits(asked, key, length * 8))
  }
