/**
 * The standard security handler with the empty user password (ISO 32000-2, 7.6): enough to read strings and object
 * streams of an encrypted file.
 * What must stay true: without the right password nothing is decrypted and the file is said to be encrypted; data that
 * does not decrypt is left as it is, never guessed at.
 */
import { cbc } from '@noble/ciphers/aes.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesOf, intOf, isDict, isString, latin1, nameOf } from './values.ts'
import type { PdfDict, PdfValue } from './values.ts'

export interface Decryptor {
  string(text: string, num: number, gen: number): string
  stream(bytes: Uint8Array, num: number, gen: number): Uint8Array
  /** False: the metadata stream of the catalog is in clear. */
  readonly metadata: boolean
}

type Method = 'none' | 'rc4' | 'aes128' | 'aes256'

const padding = Uint8Array.from([
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
  0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
]) // prettier-ignore

const concat = (...parts: Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((v, i) => v === b[i])

// RC4 is here to read old files, not to protect anything.
const rc4 = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i)
  for (let i = 0, j = 0; i < 256; i++) {
    const a = s[i] ?? 0
    j = (j + a + (key[i % key.length] ?? 0)) & 255
    s[i] = s[j] ?? 0
    s[j] = a
  }
  const out = new Uint8Array(data.length)
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255
    const a = s[i] ?? 0
    j = (j + a) & 255
    const b = s[j] ?? 0
    s[i] = b
    s[j] = a
    out[n] = (data[n] ?? 0) ^ (s[(a + b) & 255] ?? 0)
  }
  return out
}

const aes = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  if (data.length < 32 || data.length % 16 !== 0) return data.length === 16 ? new Uint8Array(0) : data
  const plain = cbc(key, data.subarray(0, 16), { disablePadding: true }).decrypt(data.subarray(16))
  const pad = plain[plain.length - 1] ?? 0
  if (pad < 1 || pad > 16 || !plain.subarray(plain.length - pad).every((v) => v === pad)) return plain
  return plain.subarray(0, plain.length - pad)
}

/** Algorithm 2.B of ISO 32000-2; revision 5 is the plain SHA-256 of an older extension. */
const hash2b = (salted: Uint8Array, revision: number): Uint8Array => {
  let k: Uint8Array = sha256(salted)
  if (revision === 5) return k
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const k1 = new Uint8Array(k.length * 64)
    for (let n = 0; n < 64; n++) k1.set(k, n * k.length)
    const e = cbc(k.subarray(0, 16), k.subarray(16, 32), { disablePadding: true }).encrypt(k1)
    const mod = e.subarray(0, 16).reduce((sum, v) => sum + v, 0) % 3
    k = mod === 0 ? sha256(e) : mod === 1 ? sha384(e) : sha512(e)
    last = e[e.length - 1] ?? 0
  }
  return k.subarray(0, 32)
}

const fileKey = (encrypt: PdfDict, id: string, bits: number, metadata: boolean): Uint8Array | null => {
  const revision = intOf(encrypt.get('R')) ?? 0
  const text = (key: string): Uint8Array => {
    const v = encrypt.get(key)
    return isString(v) ? bytesOf(v.v) : new Uint8Array(0)
  }
  const u = text('U')
  if (revision >= 5) {
    const ue = text('UE')
    if (u.length < 48 || ue.length < 32) return null
    if (!same(hash2b(u.subarray(32, 40), revision), u.subarray(0, 32))) return null
    const key = hash2b(u.subarray(40, 48), revision)
    return cbc(key, new Uint8Array(16), { disablePadding: true }).decrypt(ue.subarray(0, 32))
  }
  const p = (intOf(encrypt.get('P')) ?? 0) >>> 0
  const permissions = Uint8Array.of(p & 255, (p >> 8) & 255, (p >> 16) & 255, (p >>> 24) & 255)
  const tail = revision >= 4 && !metadata ? new Uint8Array(4).fill(255) : new Uint8Array(0)
  let key: Uint8Array = md5(concat(padding, text('O').subarray(0, 32), permissions, bytesOf(id), tail))
  const length = revision === 2 ? 5 : bits / 8
  if (revision >= 3) for (let n = 0; n < 50; n++) key = md5(key.subarray(0, length))
  key = key.subarray(0, length)
  if (revision === 2) return same(rc4(key, padding), u.subarray(0, 32)) ? key : null
  let check = rc4(key, md5(concat(padding, bytesOf(id))))
  for (let n = 1; n <= 19; n++) check = rc4(key.map(v => v ^ n), check) // prettier-ignore
  return same(check, u.subarray(0, 16)) ? key : null
}

const methodOf = (encrypt: PdfDict, which: 'StmF' | 'StrF'): Method | null => {
  const version = intOf(encrypt.get('V')) ?? 0
  if (version === 1 || version === 2) return 'rc4'
  if (version !== 4 && version !== 5) return null
  const filter = nameOf(encrypt.get(which)) ?? 'Identity'
  if (filter === 'Identity') return 'none'
  const filters = encrypt.get('CF')
  const one = isDict(filters) ? filters.get(filter) : null
  const method = isDict(one) ? nameOf(one.get('CFM')) : null
  if (method === 'None') return 'none'
  return method === 'V2' ? 'rc4' : method === 'AESV2' ? 'aes128' : method === 'AESV3' ? 'aes256' : null
}

/** Opens with the empty user password. `password`: another one is needed; `unsupported`: another handler. */
export const openCrypt = (encrypt: PdfDict, id: PdfValue): Decryptor | 'password' | 'unsupported' => {
  if (nameOf(encrypt.get('Filter')) !== 'Standard') return 'unsupported'
  const forStreams = methodOf(encrypt, 'StmF')
  const forStrings = methodOf(encrypt, 'StrF')
  const version = intOf(encrypt.get('V')) ?? 0
  const bits = version === 1 ? 40 : version === 4 ? 128 : (intOf(encrypt.get('Length')) ?? 40)
  if (!forStreams || !forStrings || (version < 5 && (bits < 40 || bits > 128 || bits % 8 !== 0)))
    return 'unsupported'
  const metadata = encrypt.get('EncryptMetadata') !== false
  const key = fileKey(encrypt, isString(id) ? id.v : '', bits, metadata)
  if (!key) return 'password'
  const run = (method: Method, data: Uint8Array, num: number, gen: number): Uint8Array => {
    if (method === 'none') return data
    if (method === 'aes256') return aes(key, data)
    const salt = method === 'aes128' ? Uint8Array.of(0x73, 0x41, 0x6c, 0x54) : new Uint8Array(0)
    const numbers = Uint8Array.of(num & 255, (num >> 8) & 255, (num >> 16) & 255, gen & 255, (gen >> 8) & 255)
    const own = md5(concat(key, numbers, salt)).subarray(0, Math.min(16, key.length + 5))
    return method === 'rc4' ? rc4(own, data) : aes(own, data)
  }
  return {
    string: (text, num, gen) => latin1(run(forStrings, bytesOf(text), num, gen)),
    stream: (bytes, num, gen) => run(forStreams, bytes, num, gen),
    metadata,
  }
}
