/**
 * AES-256-CCM with a tag of 8 bytes, over CBC and CTR: the platforms' own cryptography lacks CCM where we run. What must
 * stay true: nothing of a plaintext is given out before its tag has been compared.
 */
import { cbc, ctr } from '@noble/ciphers/aes.js'

const tagBytes = 8
const block = 16

/** L: how many bytes carry the length; the nonce takes the other 15 - L. */
const lengthBytes = (length: number): number => (length < 0x10000 ? 2 : 3)

/** How many bytes of an IV the nonce takes for a plaintext of this length. */
export const nonceBytes = (length: number): number => 15 - lengthBytes(length)

function firstBlock(flags: number, nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(block)
  bytes[0] = flags
  bytes.set(nonce, 1)
  return bytes
}

function tagOf(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const l = lengthBytes(plaintext.length)
  const padded = new Uint8Array(block + Math.ceil(plaintext.length / block) * block)
  // 24 = 8 * (8 - 2) / 2: a tag of 8 bytes, no associated data
  padded.set(firstBlock(24 + l - 1, nonce))
  for (let i = 0; i < l; i++) padded[15 - i] = (plaintext.length >>> (8 * i)) & 0xff
  padded.set(plaintext, block)
  const chained = cbc(key, new Uint8Array(block), { disablePadding: true }).encrypt(padded)
  return chained.slice(-block).subarray(0, tagBytes)
}

/** Encrypts or decrypts `tag | text` in one run of the counter: its first block masks the tag. */
function mask(key: Uint8Array, nonce: Uint8Array, tag: Uint8Array, body: Uint8Array) {
  const l = 15 - nonce.length
  const input = new Uint8Array(block + body.length)
  input.set(tag)
  input.set(body, block)
  const output = ctr(key, firstBlock(l - 1, nonce)).encrypt(input)
  return { tag: output.subarray(0, tagBytes), body: output.subarray(block) }
}

/** Ciphertext followed by the tag. `iv`: at least 13 bytes, of which the first 15 - L are the nonce. */
export function ccmEncrypt(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const nonce = iv.slice(0, nonceBytes(plaintext.length))
  const masked = mask(key, nonce, tagOf(key, nonce, plaintext), plaintext)
  const sealed = new Uint8Array(plaintext.length + tagBytes)
  sealed.set(masked.body)
  sealed.set(masked.tag, plaintext.length)
  return sealed
}

/** The plaintext, or undefined where the tag does not fit. */
export function ccmDecrypt(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  const length = sealed.length - tagBytes
  if (length < 0) return undefined
  const nonce = iv.slice(0, nonceBytes(length))
  const opened = mask(key, nonce, sealed.subarray(length), sealed.subarray(0, length))
  const plaintext = opened.body.slice()
  const expected = tagOf(key, nonce, plaintext)
  let difference = 0
  for (let i = 0; i < tagBytes; i++) difference |= (expected[i] ?? 0) ^ (opened.tag[i] ?? 0)
  return difference === 0 ? plaintext : undefined
}
