/**
 * The Crypto port on WebCrypto, for the device: the platform checks signatures, digests run in one buffer up to a set
 * size and incrementally (@noble/hashes) above it.
 * What must stay true: what the platform lacks is `unsupported`, never yes or no; memory stays within the set size. Use
 * it in a Web Worker: hashing holds its thread.
 */
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js'
import { bits, content, element, oid, readTlv, sequence } from './cms/der.ts'
import { Malformed } from './limits.ts'
import type {
  ByteSource,
  ByteSpan,
  CheckResult,
  Crypto,
  HashName,
  SignatureScheme,
  SignedBytes,
} from './ports.ts'

/** The part of SubtleCrypto that is used, so that this file needs no types of the browser. */
export interface Subtle<Key = unknown> {
  digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
  importKey(
    format: 'spki',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: { name: string; hash?: string; namedCurve?: string },
    extractable: boolean,
    usages: 'verify'[],
  ): Promise<Key>
  verify(
    algorithm: { name: string; hash?: string; saltLength?: number },
    key: Key,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>
}

interface Running {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}

const hashes: Record<HashName, () => Running> = {
  md5: () => md5.create(),
  sha1: () => sha1.create(),
  sha224: () => sha224.create(),
  sha256: () => sha256.create(),
  sha384: () => sha384.create(),
  sha512: () => sha512.create(),
  'sha512-256': () => sha512_256.create(),
  'sha3-224': () => sha3_224.create(),
  'sha3-256': () => sha3_256.create(),
  'sha3-384': () => sha3_384.create(),
  'sha3-512': () => sha3_512.create(),
  shake256: () => shake256.create({ dkLen: 64 }),
  ripemd160: () => ripemd160.create(),
}

const platformHash: Partial<Record<HashName, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

const block = 1024 * 1024

const lengthOf = (spans: readonly ByteSpan[]): number => spans.reduce((sum, [, length]) => sum + length, 0)

const gather = (source: ByteSource, spans: readonly ByteSpan[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(lengthOf(spans))
  let at = 0
  for (const [offset, length] of spans) {
    out.set(source.read(offset, length), at)
    at += length
  }
  return out
}

const curves: Record<string, { name: string; size: number }> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', size: 32 },
  '1.3.132.0.34': { name: 'P-384', size: 48 },
  '1.3.132.0.35': { name: 'P-521', size: 66 },
}

const curveOf = (spki: Uint8Array): { name: string; size: number } | null => {
  const [algorithm] = sequence(readTlv(spki))
  const [id, parameters] = sequence(algorithm)
  if (oid(id) !== '1.2.840.10045.2.1' || parameters?.tag !== 6) return null
  return curves[oid(parameters)] ?? null
}

/** r and s side by side, from a DER SEQUENCE of two INTEGERs; null where they do not fit the curve. */
const sideBySide = (signature: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null => {
  const parts = sequence(readTlv(signature))
  const out = new Uint8Array(size * 2)
  if (parts.length !== 2) return null
  for (const [n, part] of parts.entries()) {
    const bytes = content(part)
    let from = 0
    while (from < bytes.length - 1 && bytes[from] === 0) from++
    const short = bytes.subarray(from)
    if (short.length > size || part.tag !== 2) return null
    out.set(short, size * (n + 1) - short.length)
  }
  return out
}

const rsaName = Uint8Array.from([0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0])

/** Keys marked RSASSA-PSS under the plain name of RSA, which is the only one the platform reads. */
const plainRsa = (spki: Uint8Array): Uint8Array => {
  const [algorithm, key] = sequence(readTlv(spki))
  if (!key || oid(sequence(algorithm)[0]) !== '1.2.840.113549.1.1.10') return spki
  return element(0x30, rsaName, element(3, Uint8Array.of(0), bits(key)))
}

/** Object identifiers of the keys each kind of signature is made with. */
const keysOf: Record<SignatureScheme['kind'], readonly string[]> = {
  rsa: ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10'],
  rsaPss: ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10'],
  ecdsa: ['1.2.840.10045.2.1'],
  dsa: ['1.2.840.10040.4.1'],
  ed25519: ['1.3.101.112'],
  ed448: ['1.3.101.113'],
}
const everyKey: readonly string[] = Object.values(keysOf).flat()

/**
 * Whether the key is certainly one of another kind of signature, e.g. that of a namesake of the issuer: then the answer
 * is no, whatever the platform has.
 */
const otherKind = (scheme: SignatureScheme, spki: Uint8Array): boolean => {
  try {
    const id = oid(sequence(sequence(readTlv(spki))[0])[0])
    return everyKey.includes(id) && !keysOf[scheme.kind].includes(id)
  } catch (problem) {
    if (problem instanceof Malformed) return false
    throw problem
  }
}

interface Ask {
  readonly importing: { name: string; hash?: string; namedCurve?: string }
  readonly verifying: { name: string; hash?: string; saltLength?: number }
  readonly key: Uint8Array
  readonly signature: Uint8Array
}

/** What to ask the platform; null where it cannot be asked; `invalid` where the answer is certain. */
const askFor = (scheme: SignatureScheme, key: Uint8Array, signature: Uint8Array): Ask | 'invalid' | null => {
  if (otherKind(scheme, key)) return 'invalid'
  if (scheme.kind === 'ed25519') {
    const ed = { name: 'Ed25519' }
    return { importing: ed, verifying: ed, key, signature }
  }
  if (scheme.kind === 'ed448' || scheme.kind === 'dsa') return null
  const hash = platformHash[scheme.hash]
  if (!hash) return null
  if (scheme.kind === 'rsa') {
    const name = 'RSASSA-PKCS1-v1_5'
    return { importing: { name, hash }, verifying: { name }, key: plainRsa(key), signature }
  }
  if (scheme.kind === 'rsaPss') {
    if (scheme.mgfHash !== scheme.hash) return null
    const name = 'RSA-PSS'
    return {
      importing: { name, hash },
      verifying: { name, saltLength: scheme.saltLength },
      key: plainRsa(key),
      signature,
    }
  }
  const curve = curveOf(key)
  if (!curve) return null
  const raw = scheme.plain ? signature : sideBySide(signature, curve.size)
  if (!raw || raw.length !== curve.size * 2) return 'invalid'
  return {
    importing: { name: 'ECDSA', namedCurve: curve.name },
    verifying: { name: 'ECDSA', hash },
    key,
    signature: raw,
  }
}

/** @param oneBuffer bytes that may be held at once; content above it is digested incrementally. */
export const webCrypto = <Key>(subtle: Subtle<Key>, oneBuffer = 32 * block): Crypto => {
  const digest = async (
    hash: HashName,
    source: ByteSource,
    spans: readonly ByteSpan[],
  ): Promise<Uint8Array> => {
    const name = platformHash[hash]
    if (name && lengthOf(spans) <= oneBuffer)
      return new Uint8Array(await subtle.digest(name, gather(source, spans)))
    const running = hashes[hash]()
    for (const [offset, length] of spans)
      for (let at = offset; at < offset + length; at += block)
        running.update(source.read(at, Math.min(block, offset + length - at)))
    return running.digest()
  }
  const verify = async (
    scheme: SignatureScheme,
    key: Uint8Array,
    signature: Uint8Array,
    signed: SignedBytes,
  ): Promise<CheckResult> => {
    let ask: Ask | 'invalid' | null
    try {
      ask = askFor(scheme, key, signature)
    } catch (problem) {
      if (problem instanceof Malformed) return 'invalid'
      throw problem
    }
    if (ask === null || ask === 'invalid') return ask ?? 'unsupported'
    if (!('bytes' in signed) && lengthOf(signed.spans) > oneBuffer) return 'unsupported'
    const data = 'bytes' in signed ? signed.bytes.slice() : gather(signed.source, signed.spans)
    let imported: Key
    try {
      imported = await subtle.importKey('spki', ask.key.slice(), ask.importing, false, ['verify'])
    } catch {
      // The platform does not say whether it lacks the algorithm or cannot read the key.
      return 'unsupported'
    }
    return (await subtle.verify(ask.verifying, imported, ask.signature.slice(), data)) ? 'valid' : 'invalid'
  }
  return {
    digests: (source, requests) =>
      Promise.all(requests.map(({ hash, spans }) => digest(hash, source, spans))),
    digest: (hash, bytes) =>
      digest(hash, { size: bytes.length, read: (at, count) => bytes.subarray(at, at + count) }, [
        [0, bytes.length],
      ]),
    verify,
  }
}
