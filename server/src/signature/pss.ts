/**
 * EMSA-PSS-VERIFY (RFC 8017, 9.1.2) for the one case OpenSSL's verify cannot be asked for: a mask generated with another
 * hash than the message's.
 * What must stay true: every step of the RFC that says "inconsistent" is a no.
 */
import { createHash } from 'node:crypto'
import type { HashName } from '@nghi-truong/shared/signature/ports'

const hash = (name: HashName, ...parts: readonly Uint8Array[]): Buffer => {
  const h = createHash(name)
  for (const part of parts) h.update(part)
  return h.digest()
}

const mask = (name: HashName, seed: Uint8Array, length: number): Buffer => {
  const parts: Buffer[] = []
  for (let n = 0, have = 0; have < length; n++) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(n)
    const part = hash(name, seed, counter)
    parts.push(part)
    have += part.length
  }
  return Buffer.concat(parts).subarray(0, length)
}

export const pssFits = (
  digest: Uint8Array,
  padded: Uint8Array,
  modulusBits: number,
  name: HashName,
  mgfHash: HashName,
  saltLength: number,
): boolean => {
  const emBits = modulusBits - 1
  const emLength = Math.ceil(emBits / 8)
  const extra = padded.length - emLength
  if (extra < 0 || padded.subarray(0, extra).some((b) => b !== 0)) return false
  const em = padded.subarray(extra)
  const size = digest.length
  if (em.length < size + saltLength + 2 || em[em.length - 1] !== 0xbc) return false
  const masked = em.subarray(0, em.length - size - 1)
  const h = em.subarray(em.length - size - 1, em.length - 1)
  const unused = 8 * emLength - emBits
  if (((masked[0] ?? 0) & (0xff00 >> unused) & 0xff) !== 0) return false
  const db = mask(mgfHash, h, masked.length).map((b, n) => b ^ (masked[n] ?? 0))
  db[0] = (db[0] ?? 0) & (0xff >> unused)
  const one = db.length - saltLength - 1
  if (db.subarray(0, one).some((b) => b !== 0) || db[one] !== 1) return false
  return hash(name, new Uint8Array(8), digest, db.subarray(one + 1)).equals(h)
}
