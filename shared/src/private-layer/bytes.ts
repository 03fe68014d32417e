/**
 * Bytes and their written forms, for the private layer.
 * What must stay true: reading is strict: a text that writing would not have made is null.
 */
import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

export const utf8 = utf8ToBytes
/** @throws when it is not UTF-8 */
export const fromUtf8 = bytesToUtf8

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const number = (a << 16) | (b << 8) | c
    const some = Math.min(4, bytes.length - at + 1)
    for (let n = 0; n < some; n++) text += letters.charAt((number >>> (18 - 6 * n)) & 63)
  }
  return text
}

/** null when it is not base64url, or not `length` bytes where that is given. */
export function fromBase64url(text: string, length?: number): Uint8Array | null {
  const size = Math.floor((text.length * 3) / 4)
  if (text.length % 4 === 1 || (length !== undefined && size !== length)) return null
  const out = new Uint8Array(size)
  let at = 0
  let held = 0
  let bits = 0
  for (const letter of text) {
    const value = letters.indexOf(letter)
    if (value < 0) return null
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[at++] = (held >>> bits) & 0xff
  }
  return toBase64url(out) === text ? out : null
}
