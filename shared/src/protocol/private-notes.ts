/**
 * What passes between devices and server about the keys of private notes: locked versions of a person's ring, and the
 * meeting of a new device with an old one.
 * What must stay true: nothing here lets the server open a note; it keeps, passes on, and forgets what was locked for a
 * device that is revoked.
 */
import { z } from 'zod'
import { id, text } from '../domain/text.ts'

/** X25519 public key (RFC 7748) or 32 other bytes, base64url. */
export const bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** In place of a device: locked for the recovery code. */
export const forCode = 'code'

export const wrap = z.object({
  /** Public key of the device, or `code`. */
  to: z.union([bytes32, z.literal(forCode)]),
  fresh: bytes32,
  box: z.string().regex(/^[A-Za-z0-9_-]{64}$/),
})
export type Wrap = z.infer<typeof wrap>

export const ringVersion = z.object({
  /** From 1, without gaps. */
  version: z.int().min(1).max(10_000),
  /** The device that wrote it. */
  author: bytes32,
  body: z.string().regex(/^[A-Za-z0-9_-]{60,24000}$/),
  wraps: z.array(wrap).min(1).max(24),
  /** Shows those who could open the version before that its author could too; null for a beginning. */
  vouch: bytes32.nullable(),
})
export type RingVersion = z.infer<typeof ringVersion>

export const ringAnswer = z.object({
  versions: z.array(ringVersion),
  /** How many there are in all. */
  last: z.int(),
  /** Devices that were revoked: nothing is locked for them any more. */
  revoked: z.array(bytes32),
})
export type RingAnswer = z.infer<typeof ringAnswer>

export const ringPosting = z.object({
  ring: ringVersion,
  /** The key that devices sign votes with, so that both are revoked together. */
  signing: bytes32.nullable(),
  /** Which key of the ring is this login's device. */
  key: bytes32,
})

export const pairing = z.object({
  id,
  /** Of the new device. */
  name: z.string(),
  commitment: bytes32,
  /** Of the old device, once it has taken notice. */
  old: z.object({ key: bytes32, nonce: bytes32 }).nullable(),
  /** Of the new device, once it has heard the other. */
  fresh: z.object({ key: bytes32, nonce: bytes32 }).nullable(),
  /** UTC. */
  at: z.string(),
})
export type Pairing = z.infer<typeof pairing>

export const pairingAsked = z.object({ name: text(80), commitment: bytes32 })

export const pairingStep = z.union([
  z.object({ step: z.literal('old'), key: bytes32, nonce: bytes32 }),
  z.object({
    step: z.literal('fresh'),
    key: bytes32,
    nonce: bytes32,
    /** As in `ringPosting`. */
    signing: bytes32.nullable(),
  }),
  /** Done, or the digits were not the same. */
  z.object({ step: z.literal('end') }),
])
export type PairingStep = z.infer<typeof pairingStep>
