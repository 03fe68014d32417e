/**
 * What the engine needs from outside its own logic: time, chance, hashing. Given in by compose, replaced in tests.
 * What must stay true: nothing under engine/ reads a clock or makes a random number but through this.
 */
import { createPublicKey, hash, randomBytes, randomUUID, verify, type KeyObject } from 'node:crypto'

export interface World {
  /** UTC, ISO 8601 with milliseconds. */
  readonly now: () => string
  /** Milliseconds since this process began to count; never goes back. */
  readonly mono: () => number
  /** Runs `job` after `ms` of the monotonic clock. @returns how to cancel it */
  readonly after: (ms: number, job: () => void) => () => void
  /** SHA-256 of the UTF-8 text, lower-case hex. */
  readonly hash: (text: string) => string
  /** Whether an Ed25519 signature (base64url) by that raw public key (base64url) fits the UTF-8 text. */
  readonly verify: (key: string, text: string, signature: string) => boolean
  /** A fresh identifier, URL-safe, at most 64 characters. */
  readonly id: () => string
  /** 16 random bytes, base64url. */
  readonly salt: () => string
  /** Names this run of the process, base64url of 8 bytes. */
  readonly boot: string
}

// setTimeout fires at once beyond this.
const longest = 2 ** 31 - 1

/** @returns false for a key that is no point of the curve */
export function verifyEd25519(key: string, text: string, signature: string): boolean {
  let publicKey: KeyObject
  try {
    publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  } catch {
    // Not a key: nothing it could have signed.
    return false
  }
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
}

export function createWorld(): World {
  const start = performance.now()
  return {
    now: () => new Date().toISOString(),
    mono: () => Math.floor(performance.now() - start),
    after(ms, job) {
      const timer = setTimeout(job, Math.min(Math.max(0, ms), longest))
      timer.unref()
      return () => clearTimeout(timer)
    },
    hash: (text) => hash('sha256', text, 'hex'),
    verify: verifyEd25519,
    id: () => randomUUID(),
    salt: () => randomBytes(16).toString('base64url'),
    boot: randomBytes(8).toString('base64url'),
  }
}
