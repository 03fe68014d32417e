/**
 * A trustee's seed at rest: sealed under the member's PIN, and as 22 letters on a paper in an envelope.
 * What must stay true: the open seed is never written; a wrong PIN opens nothing; deriving the key is slow on purpose
 * (scrypt, RFC 7914), because a PIN is short. It works without a secure context too, where WebCrypto is absent.
 */
import { gcm } from '@noble/ciphers/aes.js'
import { scrypt } from '@noble/hashes/scrypt.js'
import type { RandomBytes } from '@nghi-truong/shared/secret-ballot/numbers'

export interface SealedSeed {
  readonly kdf: 'scrypt'
  /** Cost exponent: N = 2^cost, r = 8, p = 1. */
  readonly cost: number
  readonly salt: Uint8Array
  readonly sealed: Uint8Array
}

const defaultCost = 15

// The derived key serves one text only (the salt is fresh), so a fixed nonce is safe.
const nonce = new Uint8Array(12)

const keyOf = (pin: string, salt: Uint8Array, cost: number): Uint8Array =>
  scrypt(new TextEncoder().encode(pin.normalize('NFC')), salt, { N: 2 ** cost, r: 8, p: 1, dkLen: 32 })

/** Six digits or more, or any passphrase of eight letters or more. */
export const goodPin = (pin: string): boolean => (/^\d+$/.test(pin) ? pin.length >= 6 : pin.length >= 8)

export function sealSeed(seed: string, pin: string, random: RandomBytes, cost = defaultCost): SealedSeed {
  const salt = random(16)
  const sealed = gcm(keyOf(pin, salt, cost), nonce).encrypt(new TextEncoder().encode(seed))
  return { kdf: 'scrypt', cost, salt, sealed }
}

/** null: the PIN is wrong, or what was kept is damaged. */
export function openSeed({ salt, sealed, cost }: SealedSeed, pin: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      gcm(keyOf(pin, salt, cost), nonce).decrypt(sealed),
    )
  } catch {
    // The only thing a wrong key can do here is fail the tag.
    return null
  }
}

const seedLetters = /^[123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz]{22}$/

/** The seed as it is printed: groups that can be read aloud and typed. */
export const printedSeed = (seed: string): string => (seed.match(/.{1,4}/g) ?? []).join(' ')

/** The seed as somebody typed it from the envelope's paper; null when it cannot be one. */
export function typedSeed(typed: string): string | null {
  const seed = typed.replaceAll(/[\s-]/g, '')
  return seedLetters.test(seed) ? seed : null
}
