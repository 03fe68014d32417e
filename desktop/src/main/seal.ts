/**
 * Sealing bytes for the disk of this device: AES-256-GCM under a key of its own for every sealing.
 * What must stay true: bytes open only under the name they were sealed for, so that files cannot be swapped; a changed,
 * shortened or foreign file gives nothing, never a part; no key and nonce are used twice (both come from a fresh
 * 256-bit salt by HKDF-SHA256, RFC 5869).
 *
 * Layout: "NTS1" | salt, 32 | ciphertext | tag, 16. Additional data: "NTS1" | salt | name.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Bytes } from '../bridge.ts'

const magic = Buffer.from('NTS1')
const saltBytes = 32
const tagBytes = 16
export const sealOverhead = magic.length + saltBytes + tagBytes

function parts(key: Uint8Array, salt: Uint8Array): { readonly key: Buffer; readonly nonce: Buffer } {
  const made = Buffer.from(hkdfSync('sha256', key, salt, 'nghi-truong/seal/v1', 44))
  return { key: made.subarray(0, 32), nonce: made.subarray(32) }
}

const additional = (salt: Uint8Array, name: string): Buffer => Buffer.concat([magic, salt, Buffer.from(name)])

/** `key`: 32 bytes. */
export function seal(key: Uint8Array, name: string, bytes: Uint8Array): Buffer {
  const salt = randomBytes(saltBytes)
  const { key: own, nonce } = parts(key, salt)
  const cipher = createCipheriv('aes-256-gcm', own, nonce).setAAD(additional(salt, name))
  return Buffer.concat([magic, salt, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** null when these are not the bytes that were sealed under this key and name. */
export function unseal(key: Uint8Array, name: string, sealed: Uint8Array): Bytes | null {
  const file = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (file.length < sealOverhead || !file.subarray(0, magic.length).equals(magic)) return null
  const salt = file.subarray(magic.length, magic.length + saltBytes)
  const { key: own, nonce } = parts(key, salt)
  const cipher = createDecipheriv('aes-256-gcm', own, nonce, { authTagLength: tagBytes })
  cipher.setAAD(additional(salt, name)).setAuthTag(file.subarray(-tagBytes))
  try {
    const inner = file.subarray(magic.length + saltBytes, -tagBytes)
    return new Uint8Array(Buffer.concat([cipher.update(inner), cipher.final()]))
  } catch {
    // The tag does not fit: that is the answer, there is nothing else to learn from it.
    return null
  }
}

/** A name for the disk that tells nobody without the key what is kept there. Lower-case hex, 64 characters. */
export const hiddenName = (key: Uint8Array, name: string): string =>
  createHmac('sha256', key).update(`nghi-truong/name/v1\n${name}`).digest('hex')
