/**
 * What the engine needs from outside its own logic: time, chance, hashing. Given in by compose, replaced in tests.
 * What must stay true: nothing under engine/ reads a clock or makes a random number but through this.
 */
import { hash, randomBytes, randomUUID } from 'node:crypto'

export interface World {
  /** UTC, ISO 8601 with milliseconds. */
  now(): string
  /** Milliseconds since this process began to count; never goes back. */
  mono(): number
  /** Runs `job` after `ms` of the monotonic clock. @returns how to cancel it */
  after(ms: number, job: () => void): () => void
  /** SHA-256 of the UTF-8 text, lower-case hex. */
  hash(text: string): string
  /** A fresh identifier, URL-safe, at most 64 characters. */
  id(): string
  /** 16 random bytes, base64url. */
  salt(): string
  /** Names this run of the process, base64url of 8 bytes. */
  readonly boot: string
}

// setTimeout fires at once beyond this.
const longest = 2 ** 31 - 1

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
    id: () => randomUUID(),
    salt: () => randomBytes(16).toString('base64url'),
    boot: randomBytes(8).toString('base64url'),
  }
}
