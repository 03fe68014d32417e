/**
 * Key and certificates of a PKCS#12 file (RFC 7292), read where the person sits: password and key go nowhere.
 * What must stay true: a wrong password, a file without key or certificate and an unknown cipher are refusals, told apart;
 * work is bounded by the counts the file may name; a password with Vietnamese letters opens what any tool made with it.
 */
import { cbc } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Certificate } from '../cms/certificate.ts'
import { readCertificate } from '../cms/certificate.ts'
import { bytesEqual, children, content, hex, is, joinBytes, octets, oid, readTlv, sequence, smallInteger, whole } from '../cms/der.ts' // prettier-ignore
import type { Tlv } from '../cms/der.ts'
import { Malformed } from '../limits.ts'
import { openRc2, openTripleDes } from './old-ciphers.ts'

export type Pkcs12Refusal =
  | 'pkcs12.form'
  | 'pkcs12.password'
  | 'pkcs12.noKey'
  | 'pkcs12.noCertificate'
  /** Locked with something this house does not open. */
  | 'pkcs12.cipher'
  /** A kind of key this device cannot sign with. */
  | 'pkcs12.keyUnsupported'

export interface Pkcs12 {
  /** DER of PrivateKeyInfo. */
  readonly pkcs8: Uint8Array
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** PBKDF2 with HMAC (RFC 8018, 5.2), by the platform: it may be asked for a million rounds. */
export type KeyDerivation = (
  hash: Hash,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
) => Promise<Uint8Array>

const hashes = { sha1, sha256, sha384, sha512 }
const hashOids: Readonly<Record<string, Hash>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
/** Rounds a file may ask for: its own function here, and the platform's. */
const mostRounds = { own: 1_000_000, platform: 20_000_000 }

/** What a refusal is thrown as inside this file. */
class Refused extends Error {
  readonly why: Pkcs12Refusal
  constructor(why: Pkcs12Refusal) {
    super(why)
    this.why = why
  }
}

const utf16 = (text: string): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: text.length }, (_, at) => [
      text.charCodeAt(at) >> 8,
      text.charCodeAt(at) & 255,
    ]).flat(),
  )
const utf8 = (text: string): Uint8Array =>
  Uint8Array.from(encodeURIComponent(text).match(/%..|./g) ?? [], (one) =>
    one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0),
  )
/** BMPString with its two zeros (RFC 7292, B.1). */
const bmp = (text: string): Uint8Array => joinBytes([utf16(text), new Uint8Array(2)])

interface Password {
  /** For the functions of RFC 7292. */
  readonly own: Uint8Array
  /** For PBKDF2, where tools disagree: OpenSSL takes UTF-8, others UTF-16. */
  readonly derived: readonly Uint8Array[]
}

const readings = (password: string): Password[] => {
  const forms = [...new Set([password.normalize('NFC'), password.normalize('NFD'), password])]
  const all = forms.map((text) => ({ own: bmp(text), derived: [utf8(text), bmp(text), utf16(text)] }))
  return password === '' ? [...all, { own: new Uint8Array(0), derived: [new Uint8Array(0)] }] : all
}

/** RFC 7292, B.2; `id` 1 for a key, 2 for an initial vector, 3 for a MAC. */
export function deriveOwn(
  hash: Hash,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  id: number,
  length: number,
): Uint8Array {
  if (rounds > mostRounds.own) throw new Refused('pkcs12.form')
  const digest = hashes[hash]
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64
  const filled = (from: Uint8Array): Uint8Array =>
    Uint8Array.from(
      { length: block * Math.ceil(from.length / block) },
      (_, at) => from[at % from.length] ?? 0,
    )
  const mixed = joinBytes([filled(salt), filled(password)])
  const out: Uint8Array[] = []
  for (let have = 0; have < length;) {
    let a = digest(joinBytes([new Uint8Array(block).fill(id), mixed]))
    for (let n = 1; n < rounds; n++) a = digest(a)
    out.push(a)
    have += a.length
    for (let from = 0; from < mixed.length; from += block) {
      let carry = 1
      for (let at = block - 1; at >= 0; at--) {
        carry += (mixed[from + at] ?? 0) + (a[at % a.length] ?? 0)
        mixed[from + at] = carry & 255
        carry >>= 8
      }
    }
  }
  return joinBytes(out).subarray(0, length)
}

const hashOf = (algorithm: Tlv | undefined): Hash => {
  const found = hashOids[oid(sequence(algorithm)[0])]
  if (!found) throw new Refused('pkcs12.cipher')
  return found
}

interface Derived {
  readonly hash: Hash
  readonly salt: Uint8Array
  readonly rounds: number
  readonly length: number | null
}

/** PBKDF2-params (RFC 8018, A.2). */
const readDerivation = (algorithm: Tlv | undefined): Derived => {
  const [id, parameters] = sequence(algorithm)
  if (oid(id) !== '1.2.840.113549.1.5.12') throw new Refused('pkcs12.cipher')
  const [salt, rounds, ...rest] = sequence(parameters)
  if (!salt || !is(salt, 4)) throw new Refused('pkcs12.cipher')
  const length = rest.find((one) => is(one, 2))
  const prf = rest.find((one) => is(one, 16))
  const count = smallInteger(rounds)
  if (count > mostRounds.platform) throw new Refused('pkcs12.form')
  const hash = prf ? hashOf(prf) : 'sha1'
  return { hash, salt: octets(salt), rounds: count, length: length ? smallInteger(length) : null }
}

const aesBits: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.22': 192,
  '2.16.840.1.101.3.4.1.42': 256,
}

const openAes = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | null => {
  try {
    return cbc(key, iv).decrypt(data)
  } catch {
    // Padding that is not right: the password does not fit.
    return null
  }
}

/** What each cipher of RFC 7292, appendix C, takes: bytes of the key, and how it opens. */
const ownCiphers: Readonly<Record<string, { size: number; open: typeof openTripleDes }>> = {
  '1.2.840.113549.1.12.1.3': { size: 24, open: openTripleDes },
  '1.2.840.113549.1.12.1.4': { size: 16, open: openTripleDes },
  '1.2.840.113549.1.12.1.5': { size: 16, open: (key, iv, data) => openRc2(key, 128, iv, data) },
  '1.2.840.113549.1.12.1.6': { size: 5, open: (key, iv, data) => openRc2(key, 40, iv, data) },
}

async function unlock(
  algorithm: Tlv | undefined,
  data: Uint8Array,
  password: Password,
  derive: KeyDerivation,
): Promise<Uint8Array> {
  const [id, parameters] = sequence(algorithm)
  const name = oid(id)
  const own = ownCiphers[name]
  if (own) {
    const [salt, rounds] = sequence(parameters)
    if (!salt) throw new Refused('pkcs12.form')
    const part = (kind: number, length: number): Uint8Array =>
      deriveOwn('sha1', password.own, octets(salt), smallInteger(rounds), kind, length)
    const opened = own.open(part(1, own.size), part(2, 8), data)
    if (!opened) throw new Refused('pkcs12.password')
    return opened
  }
  if (name !== '1.2.840.113549.1.5.13') throw new Refused('pkcs12.cipher')
  const [derivation, scheme] = sequence(parameters)
  const { hash, salt, rounds } = readDerivation(derivation)
  const [cipher, iv] = sequence(scheme)
  const kind = oid(cipher)
  const triple = kind === '1.2.840.113549.3.7'
  const bits = triple ? 192 : aesBits[kind]
  if (bits === undefined || !iv) throw new Refused('pkcs12.cipher')
  for (const bytes of password.derived) {
    const key = await derive(hash, bytes, salt, rounds, bits / 8)
    const opened = (triple ? openTripleDes : openAes)(key, octets(iv), data)
    if (opened && readable(opened)) return opened
  }
  throw new Refused('pkcs12.password')
}

/** A wrong key gives right padding once in a few hundred times: what came out must be one ASN.1 element. */
const readable = (bytes: Uint8Array): boolean => {
  try {
    return readTlv(bytes).end === bytes.length && bytes[0] === 0x30
  } catch (problem) {
    if (problem instanceof Malformed) return false
    throw problem
  }
}

/** Whether the MAC of the file fits (RFC 7292, 4; PBMAC1 of RFC 9579). */
async function sealFits(
  mac: Tlv,
  covered: Uint8Array,
  password: Password,
  derive: KeyDerivation,
): Promise<boolean> {
  const [info, salt, rounds] = sequence(mac)
  const [algorithm, digest] = sequence(info)
  if (!salt || !digest) throw new Refused('pkcs12.form')
  const [id, parameters] = sequence(algorithm)
  if (oid(id) === '1.2.840.113549.1.5.14') {
    const [derivation, scheme] = sequence(parameters)
    const asked = readDerivation(derivation)
    const kind = hashes[hashOf(scheme)]
    for (const bytes of password.derived) {
      const key = await derive(asked.hash, bytes, asked.salt, asked.rounds, asked.length ?? kind.outputLen)
      if (bytesEqual(hmac(kind, key, covered), octets(digest))) return true
    }
    return false
  }
  const hash = hashOf(algorithm)
  const size = hashes[hash].outputLen
  const key = deriveOwn(hash, password.own, octets(salt), rounds ? smallInteger(rounds) : 1, 3, size)
  return bytesEqual(hmac(hashes[hash], key, covered), octets(digest))
}

interface Bags {
  readonly keys: { readonly pkcs8: Uint8Array; readonly mark: string | null }[]
  readonly certificates: { readonly certificate: Certificate; readonly mark: string | null }[]
}

/** localKeyID of a bag, which joins a key and its certificate. */
const markOf = (attributes: Tlv | undefined): string | null => {
  for (const one of attributes ? sequence(attributes, 17) : []) {
    const [id, values] = sequence(one)
    const [first] = values ? children(values) : []
    if (oid(id) === '1.2.840.113549.1.9.21' && first) return hex(octets(first))
  }
  return null
}

const inside = (item: Tlv | undefined): Tlv => {
  const [first] = item ? children(item) : []
  if (!first) throw new Malformed('pkcs12')
  return first
}

async function readBags(
  safe: Uint8Array,
  password: Password,
  derive: KeyDerivation,
  bags: Bags,
): Promise<void> {
  for (const bag of sequence(readTlv(safe))) {
    const [id, value, attributes] = sequence(bag)
    const held = inside(value)
    const mark = markOf(attributes)
    const kind = oid(id)
    if (kind === '1.2.840.113549.1.12.10.1.1') bags.keys.push({ pkcs8: whole(held).slice(), mark })
    if (kind === '1.2.840.113549.1.12.10.1.2') {
      const [algorithm, data] = sequence(held)
      if (!data) throw new Malformed('pkcs12')
      bags.keys.push({ pkcs8: await unlock(algorithm, octets(data), password, derive), mark })
    }
    if (kind === '1.2.840.113549.1.12.10.1.3') {
      const [type, der] = sequence(held)
      if (oid(type) !== '1.2.840.113549.1.9.22.1') continue
      bags.certificates.push({ certificate: readCertificate(readTlv(octets(inside(der)))), mark })
    }
  }
}

/** The modulus of an RSA key inside PrivateKeyInfo, or the public point of an EC one; null where it does not say. */
const publicPart = (pkcs8: Uint8Array): string | null => {
  const [, algorithm, key] = sequence(readTlv(pkcs8))
  if (!key) return null
  const kind = oid(sequence(algorithm)[0])
  if (kind !== '1.2.840.113549.1.1.1' && kind !== '1.2.840.10045.2.1') return null
  const parts = sequence(readTlv(octets(key)))
  if (kind === '1.2.840.113549.1.1.1') return parts[1] ? hex(content(parts[1])) : null
  const point = parts.find((one) => is(one, 1, 2))
  return point ? hex(content(inside(point)).subarray(1)) : null
}
const publicOf = ({ keyBits, keyAlgorithm }: Certificate): string => {
  if (keyAlgorithm.oid !== '1.2.840.113549.1.1.1') return hex(keyBits)
  const [modulus] = sequence(readTlv(keyBits))
  return modulus ? hex(content(modulus)) : ''
}

function chosen({ keys, certificates }: Bags): Pkcs12 {
  const [key] = keys
  if (!key) throw new Refused('pkcs12.noKey')
  const part = publicPart(key.pkcs8)
  const own =
    certificates.find(({ certificate }) => part !== null && publicOf(certificate) === part) ??
    (part === null ? certificates.find(({ mark }) => mark !== null && mark === key.mark) : undefined)
  if (!own) throw new Refused('pkcs12.noCertificate')
  const { certificate } = own
  const chain = certificates.map((one) => one.certificate).filter((one) => one.sha256 !== certificate.sha256)
  return { pkcs8: key.pkcs8, certificate, chain }
}

async function read(file: Uint8Array, password: string, derive: KeyDerivation): Promise<Pkcs12> {
  const [, safe, mac] = sequence(readTlv(file))
  const [type, holder] = sequence(safe)
  if (oid(type) !== '1.2.840.113549.1.7.1') throw new Refused('pkcs12.cipher')
  const covered = octets(inside(holder))
  for (const one of readings(password)) {
    if (mac && !(await sealFits(mac, covered, one, derive))) continue
    const bags: Bags = { keys: [], certificates: [] }
    for (const part of sequence(readTlv(covered))) {
      const [kind, body] = sequence(part)
      if (oid(kind) === '1.2.840.113549.1.7.1') await readBags(octets(inside(body)), one, derive, bags)
      else if (oid(kind) === '1.2.840.113549.1.7.6') {
        const [, algorithm, data] = sequence(sequence(inside(body))[1])
        if (!data) throw new Malformed('pkcs12')
        await readBags(await unlock(algorithm, octets(data), one, derive), one, derive, bags)
      } else throw new Refused('pkcs12.cipher')
    }
    return chosen(bags)
  }
  throw new Refused('pkcs12.password')
}

export const readPkcs12 = async (
  file: Uint8Array,
  password: string,
  derive: KeyDerivation,
): Promise<Pkcs12 | Pkcs12Refusal> => {
  try {
    return await read(file, password, derive)
  } catch (problem) {
    if (problem instanceof Refused) return problem.why
    if (problem instanceof Malformed) return 'pkcs12.form'
    throw problem
  }
}
