/**
 * The two doors through which judging a signature touches its platform: bytes and cryptography.
 * What must stay true: nothing else of the platform is used; the same bytes and arguments give the same verdict behind
 * every adapter, except that a platform may lack an algorithm and then says `unsupported`, never yes or no.
 */

/**
 * The bytes of one file, which do not change while they are judged.
 * `read` is synchronous: on the server it is a file descriptor in a worker process, on the device a buffer or a
 * FileReaderSync in a Web Worker. It returns exactly the bytes asked for, fewer only at the end of the file.
 */
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Uint8Array
}

/** Offset and length in bytes, inside the source. */
export type ByteSpan = readonly [offset: number, length: number]

export type HashName =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha512-256'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'shake256'
  | 'ripemd160'

export interface DigestRequest {
  hash: HashName
  spans: readonly ByteSpan[]
}

/** How a signature value is to be checked. `shake256` digests are 64 bytes (RFC 8419). */
export type SignatureScheme =
  | { kind: 'rsa'; hash: HashName }
  | { kind: 'rsaPss'; hash: HashName; mgfHash: HashName; saltLength: number }
  /** `plain`: r and s side by side instead of a DER SEQUENCE. */
  | { kind: 'ecdsa'; hash: HashName; plain: boolean }
  | { kind: 'dsa'; hash: HashName }
  | { kind: 'ed25519' }
  | { kind: 'ed448' }

/** What was signed: bytes in memory, or spans of a source that may be larger than memory. */
export type SignedBytes = { bytes: Uint8Array } | { source: ByteSource; spans: readonly ByteSpan[] }

export type CheckResult = 'valid' | 'invalid' | 'unsupported'

export interface Crypto {
  /** The digests asked for, in order; null where the platform lacks the algorithm. Spans of one request are concatenated. */
  digests(source: ByteSource, requests: readonly DigestRequest[]): Promise<(Uint8Array | null)[]>
  /** Digest of bytes in memory; null where the platform lacks the algorithm. */
  digest(hash: HashName, bytes: Uint8Array): Promise<Uint8Array | null>
  /**
   * Whether `signature` fits. `key` is a DER SubjectPublicKeyInfo. Malformed keys and signatures are `invalid` where
   * that is certain and `unsupported` where the platform cannot say.
   */
  verify(
    scheme: SignatureScheme,
    key: Uint8Array,
    signature: Uint8Array,
    signed: SignedBytes,
  ): Promise<CheckResult>
}

/** A source over bytes in memory. */
export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, Math.max(offset, Math.min(bytes.length, offset + length))),
})
