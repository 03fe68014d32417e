/**
 * The two forms of SHA-256 a record uses: H (64 lower-case hex digits; member names) and B64 (43 characters of standard
 * base64 without "="; fingerprints and trackers), and the exact reading of UTF-8. Nothing here normalises a text:
 * what is hashed is what was read.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from './numbers.ts'

// Both exist in Node, browsers and workers; the compiler's library for pure code does not know them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The text of valid UTF-8 bytes, a byte order mark kept; undefined where the bytes are not valid UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0]
    const word = (a << 16) | (b << 8) | c
    const letters = Math.min(bytes.length - i, 3) + 1
    for (let k = 0; k < letters; k++) text += alphabet.charAt((word >> (18 - 6 * k)) & 63)
  }
  return text
}

/** H(text): hex SHA-256 of the UTF-8 text. */
export const hexDigest = (text: string): string => toHex(sha256(utf8(text)))

export const hexDigestOfBytes = (bytes: Uint8Array): string => toHex(sha256(bytes))

/** B64(text): base64 SHA-256 of the UTF-8 text, without padding. */
export const base64Digest = (text: string): string => base64(sha256(utf8(text)))

/** SHA-256 of the text as a big-endian integer. */
export const integerDigest = (text: string): bigint => BigInt('0x' + hexDigest(text))

/** The base64 form (a tracker) of a member name in hex. */
export const trackerOfHex = (hex: string): string =>
  base64(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
