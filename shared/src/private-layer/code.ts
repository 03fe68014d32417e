/**
 * The recovery code: what a person writes down to have his private notes back without any of his devices.
 * What must stay true: 128 random bits; letters that look alike are read alike; a slip of the pen is noticed before
 * anything is tried; nothing made from it reaches the server but a public key.
 *
 * Form: 28 letters of Crockford's base 32 in seven groups of four: 128 bits, then 12 bits of a checksum.
 */
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from './bytes.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const letters = 28

const checksum = (secret: Uint8Array): number => {
  const [a = 0, b = 0] = sha256(concat([utf8('nghi-truong-code/v1'), secret]))
  return (a << 4) | (b >>> 4)
}

/** @param secret 16 random bytes */
export function writeCode(secret: Uint8Array): string {
  if (secret.length !== 16) throw new RangeError('16 bytes')
  let number = 0n
  for (const byte of secret) number = (number << 8n) | BigInt(byte)
  number = (number << 12n) | BigInt(checksum(secret))
  let text = ''
  for (let n = 0; n < letters; n++) {
    text = alphabet.charAt(Number(number & 31n)) + text
    number >>= 5n
  }
  return text.replace(/.{4}(?=.)/g, '$&-')
}

/** null: not a code, or mistyped. Spaces, dashes, case and look-alikes do not matter. */
export function readCode(text: string): Uint8Array | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (plain.length !== letters) return null
  let number = 0n
  for (const letter of plain) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    number = (number << 5n) | BigInt(value)
  }
  const check = Number(number & 0xfffn)
  number >>= 12n
  const secret = new Uint8Array(16)
  for (let n = 15; n >= 0; n--) {
    secret[n] = Number(number & 255n)
    number >>= 8n
  }
  return checksum(secret) === check ? secret : null
}

export interface CodeKeys {
  /** X25519 private key: opens what was locked for the code. */
  readonly secret: Uint8Array
  /** Shows that who locked it knew the person's keys: the server cannot. */
  readonly proof: Uint8Array
}

export function codeKeys(secret: Uint8Array, person: string): CodeKeys {
  const bytes = hkdf(sha256, secret, utf8('nghi-truong-code/v1'), utf8(person), 64)
  return { secret: bytes.slice(0, 32), proof: bytes.slice(32) }
}
