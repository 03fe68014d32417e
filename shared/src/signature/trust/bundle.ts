/**
 * The trust bundle: one signed JSON file with the certificates we pin and the revocation data known then.
 * What must stay true: the bundle says what it is, its own signature fits, every certificate can be read; reading it
 * trusts nothing: a person compares fingerprints and confirms. An older issue number is for the caller to refuse.
 */
import { canonical } from '../../log/canonical.ts'
import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod'
import type { Certificate } from '../cms/certificate.ts'
import { tryCertificate } from '../cms/certificate.ts'
import { hex } from '../cms/der.ts'
import { bytesOf, utf8 } from '../pdf/values.ts'
import type { Crypto } from '../ports.ts'

export type AnchorRole = 'signer' | 'timestamp'

export interface RevocationData {
  /** DER. */
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

export interface BundledCertificate {
  readonly role: AnchorRole
  /** Pinned: a chain may end here. Otherwise only a link, for messages that embed nothing but the signer's. */
  readonly anchor: boolean
  readonly certificate: Certificate
}

export interface TrustBundle extends RevocationData {
  readonly issue: number
  /** YYYY-MM-DD. */
  readonly date: string
  /** SHA-256 of the file, lower-case hex: its name. Put together by hand, of its canonical content. */
  readonly sha256: string
  /** SHA-256 of the key that signed it, lower-case hex; null for one put together by hand. */
  readonly signedBy: string | null
  readonly certificates: readonly BundledCertificate[]
}

/** What judging needs besides the bytes. `shared/signature` knows no clock and fetches nothing. */
export interface JudgeOptions {
  readonly crypto: Crypto
  /** Milliseconds since 1970. */
  readonly now: number
  readonly bundle?: TrustBundle | null
  /** Lists and answers imported by hand, besides those of the bundle. */
  readonly revocation?: RevocationData | null
}

export type BundleRefusal = 'bundle.form' | 'bundle.signature' | 'bundle.certificate'

const base64 = z
  .string()
  .max(16_000_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)

/** The file: `bundle` is signed as its RFC 8785 bytes, with Ed25519; `key` is a SubjectPublicKeyInfo. */
export const bundleFile = z.strictObject({
  bundle: z.strictObject({
    schema: z.literal('trust-bundle/1'),
    issue: z.int().min(1),
    date: z.iso.date(),
    certificates: z
      .array(z.strictObject({ role: z.enum(['signer', 'timestamp']), anchor: z.boolean(), der: base64 }))
      .max(1000),
    crls: z.array(base64).max(1000),
    ocsps: z.array(base64).max(1000),
  }),
  signature: z.strictObject({ key: base64, value: base64 }),
})

export type BundleContent = z.infer<typeof bundleFile>['bundle']

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export const fromBase64 = (text: string): Uint8Array => {
  const clean = text.replace(/=+$/, '')
  const out = new Uint8Array(Math.floor((clean.length * 3) / 4))
  let hold = 0
  let count = 0
  let at = 0
  for (const c of clean) {
    hold = ((hold << 6) | digits.indexOf(c)) & 0xffffff
    count += 6
    if (count >= 8) {
      count -= 8
      out[at++] = (hold >> count) & 255
    }
  }
  return out
}

export const toBase64 = (bytes: Uint8Array): string => {
  let out = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const n = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const left = bytes.length - at
    out += digits.charAt(n >> 18) + digits.charAt((n >> 12) & 63)
    out += (left > 1 ? digits.charAt((n >> 6) & 63) : '=') + (left > 2 ? digits.charAt(n & 63) : '=')
  }
  return out
}

const utf8Bytes = (text: string): Uint8Array =>
  bytesOf(encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))) // prettier-ignore

/** The bytes that are signed and hashed. */
export const bundleBytes = (content: BundleContent): Uint8Array => utf8Bytes(canonical(content))

const build = (
  content: BundleContent,
  name: string,
  signedBy: string | null,
): TrustBundle | BundleRefusal => {
  const certificates: BundledCertificate[] = []
  for (const { role, anchor, der } of content.certificates) {
    const certificate = tryCertificate(fromBase64(der))
    if (!certificate) return 'bundle.certificate'
    certificates.push({ role, anchor, certificate })
  }
  return {
    issue: content.issue,
    date: content.date,
    sha256: name,
    signedBy,
    certificates,
    crls: content.crls.map(fromBase64),
    ocsps: content.ocsps.map(fromBase64),
  }
}

/** A bundle put together by hand, from a folder of certificates: for the command line and tests. */
export const makeBundle = (content: BundleContent): TrustBundle | BundleRefusal =>
  build(content, hex(sha256(bundleBytes(content))), null)

/** Reads a bundle file. */
export const readBundle = async (bytes: Uint8Array, crypto: Crypto): Promise<TrustBundle | BundleRefusal> => {
  let json: unknown
  try {
    json = JSON.parse(utf8(bytes))
  } catch (problem) {
    if (problem instanceof SyntaxError) return 'bundle.form'
    throw problem
  }
  const parsed = bundleFile.safeParse(json)
  if (!parsed.success) return 'bundle.form'
  const { bundle, signature } = parsed.data
  const key = fromBase64(signature.key)
  const result = await crypto.verify({ kind: 'ed25519' }, key, fromBase64(signature.value), {
    bytes: bundleBytes(bundle),
  })
  if (result !== 'valid') return 'bundle.signature'
  return build(bundle, hex(sha256(bytes)), hex(sha256(key)))
}
