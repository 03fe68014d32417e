/**
 * The Crypto port on node:crypto, and a ByteSource over an open file.
 * What must stay true: memory does not grow with the file (blocks of 1 MiB); a platform error is never a yes.
 */
import {
  constants,
  createHash,
  createPublicKey,
  createVerify,
  getHashes,
  publicDecrypt,
  verify as verifyOnce,
} from 'node:crypto'
import type { Hash, KeyObject } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type {
  ByteSource,
  ByteSpan,
  CheckResult,
  Crypto,
  DigestRequest,
  HashName,
  SignatureScheme,
  SignedBytes,
} from '@nghi-truong/shared/signature/ports'
import { pssFits } from './pss.ts'
import { asRsaKey } from './spki.ts'

const block = 1024 * 1024

const names: Record<HashName, string> = { md5: 'md5', sha1: 'sha1', sha224: 'sha224', sha256: 'sha256', sha384: 'sha384', sha512: 'sha512', 'sha512-256': 'sha512-256', 'sha3-224': 'sha3-224', 'sha3-256': 'sha3-256', 'sha3-384': 'sha3-384', 'sha3-512': 'sha3-512', shake256: 'shake256', ripemd160: 'ripemd160' } // prettier-ignore

const known = new Set(getHashes().map((name) => name.toLowerCase()))

const start = (name: HashName): Hash | null => {
  if (!known.has(names[name])) return null
  return name === 'shake256' ? createHash('shake256', { outputLength: 64 }) : createHash(names[name])
}

const eachBlock = (
  source: ByteSource,
  spans: readonly ByteSpan[],
  take: (bytes: Uint8Array) => void,
): void => {
  for (const [offset, length] of spans)
    for (let at = offset; at < offset + length; at += block)
      take(source.read(at, Math.min(block, offset + length - at)))
}

/** A file as a ByteSource; close it when done. Each read has its own buffer, so what was returned stays as it was. */
export const openFile = (path: string): ByteSource & { close(): void } => {
  const handle = openSync(path, 'r')
  const { size } = fstatSync(handle)
  return {
    size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset))
      // Filled by what is read, and cut to it: zeroing a megabyte first costs as much as a tenth of hashing it.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(wanted).buffer)
      let got = 0
      while (got < wanted) {
        const count = readSync(handle, bytes, got, wanted - got, offset + got)
        if (count === 0) return bytes.subarray(0, got)
        got += count
      }
      return bytes
    },
    close: () => closeSync(handle),
  }
}

/** All requests in one reading of the source: a block is read once and given to every hash it belongs to. */
const digestAll = (source: ByteSource, requests: readonly DigestRequest[]): (Uint8Array | null)[] => {
  const running = requests.map((request) => ({ request, hash: start(request.hash), span: 0 }))
  const edges = new Set<number>()
  for (const { spans } of requests)
    for (const [offset, length] of spans) edges.add(offset).add(offset + length)
  const sorted = [...edges].toSorted((a, b) => a - b)
  const ordered = requests.every(({ spans }) => spans.every((span, n) => n === 0 || span[0] >= (spans[n - 1]?.[0] ?? 0) + (spans[n - 1]?.[1] ?? 0))) // prettier-ignore
  if (!ordered) {
    for (const { request, hash } of running)
      if (hash) eachBlock(source, request.spans, (bytes) => hash.update(bytes))
    return running.map(({ hash }) => hash && new Uint8Array(hash.digest()))
  }
  for (let n = 0; n + 1 < sorted.length; n++) {
    const from = sorted[n] ?? 0
    const to = sorted[n + 1] ?? 0
    const live = running.filter(({ request }) =>
      request.spans.some(([offset, length]) => offset <= from && to <= offset + length),
    )
    if (live.length === 0) continue
    // Hashes of one algorithm that have seen the same bytes so far could be forked; hashing is far from the bottleneck
    // for the few signatures of a real file, and separate states are easier to believe.
    eachBlock(source, [[from, to - from]], (bytes) => {
      for (const one of live) one.hash?.update(bytes)
    })
  }
  return running.map(({ hash }) => hash && new Uint8Array(hash.digest()))
}

const asBytes = (signed: SignedBytes): Uint8Array => {
  if ('bytes' in signed) return signed.bytes
  const parts: Uint8Array[] = []
  eachBlock(signed.source, signed.spans, (bytes) => parts.push(bytes))
  return Buffer.concat(parts)
}

const hashSigned = (name: HashName, signed: SignedBytes): Uint8Array | null => {
  const hash = start(name)
  if (!hash) return null
  if ('bytes' in signed) hash.update(signed.bytes)
  else eachBlock(signed.source, signed.spans, (bytes) => hash.update(bytes))
  return new Uint8Array(hash.digest())
}

const check = (
  scheme: SignatureScheme,
  key: KeyObject,
  signature: Uint8Array,
  signed: SignedBytes,
): CheckResult => {
  if (scheme.kind === 'ed25519' || scheme.kind === 'ed448') {
    const length = 'bytes' in signed ? 0 : signed.spans.reduce((sum, [, size]) => sum + size, 0)
    if (length > 64 * block) return 'unsupported'
    return verifyOnce(null, asBytes(signed), key, signature) ? 'valid' : 'invalid'
  }
  if (!known.has(names[scheme.hash])) return 'unsupported'
  if (scheme.kind === 'rsaPss' && scheme.hash !== scheme.mgfHash) {
    // OpenSSL's verify has no way to name a second hash: take the padded message and check the padding (RFC 8017, 9.1.2).
    const digest = hashSigned(scheme.hash, signed)
    if (!digest || key.asymmetricKeyType !== 'rsa') return 'unsupported'
    const padded = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    return pssFits(digest, padded, bits, scheme.hash, scheme.mgfHash, scheme.saltLength) ? 'valid' : 'invalid'
  }
  const options =
    scheme.kind === 'rsaPss'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength }
      : scheme.kind === 'ecdsa'
        ? { key, dsaEncoding: scheme.plain ? ('ieee-p1363' as const) : ('der' as const) }
        : { key }
  const verifier = createVerify(names[scheme.hash])
  if ('bytes' in signed) verifier.update(signed.bytes)
  else eachBlock(signed.source, signed.spans, (bytes) => verifier.update(bytes))
  return verifier.verify(options, signature) ? 'valid' : 'invalid'
}

const kinds: Record<SignatureScheme['kind'], readonly string[]> = {
  rsa: ['rsa'],
  rsaPss: ['rsa'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
}

export const nodeCrypto: Crypto = {
  digests: (source, requests) => Promise.resolve(digestAll(source, requests)),
  digest: (hash, bytes) => Promise.resolve(hashSigned(hash, { bytes })),
  verify(scheme, spki, signature, signed) {
    let key: KeyObject
    try {
      key = createPublicKey({ key: Buffer.from(asRsaKey(spki)), format: 'der', type: 'spki' })
    } catch {
      // A key OpenSSL cannot read: an unknown curve or a broken key, it does not say which.
      return Promise.resolve('unsupported')
    }
    if (!kinds[scheme.kind].includes(key.asymmetricKeyType ?? '')) return Promise.resolve('invalid')
    try {
      return Promise.resolve(check(scheme, key, signature, signed))
    } catch {
      // OpenSSL throws for signatures it cannot even parse; that is a no.
      return Promise.resolve('invalid')
    }
  },
}
