/**
 * The ballot box on the wire: what a device sends to its door, what it gets back, and what others may read of the record.
 * What must stay true: the door asks for no login and its answers name nobody; a final answer is signed by the server's
 * receipt key over the words below, so that a device can show it; whatever is not signed means that nothing was recorded.
 */
import { z } from 'zod'
import { publicKey, signature } from '../domain/devices.ts'
import { sha256Hex } from '../domain/text.ts'

/** B64 of the whole ballot text: 43 characters of standard base64. */
export const tracker = z.string().regex(/^[A-Za-z0-9+/]{43}$/)

/** 14 or more base58 characters. */
export const boxUuid = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{14,64}$/)

/** Characters of the tracker that people compare (60 bits). */
export const shortCode = (whole: string): string => whole.slice(0, 10)

export const castReceipt = z.object({
  tracker,
  /** Hash of the ballot's own event. */
  head: sha256Hex,
  /** Of the machine that answered first; it rises when another takes over. */
  epoch: z.int().min(1),
  /** Ed25519, base64url, by `SecretBallot.receiptKey`, over `receiptText`. */
  signature,
})
export type CastReceipt = z.infer<typeof castReceipt>

export const receiptText = (uuid: string, receipt: Omit<CastReceipt, 'signature'>): string =>
  ['nghi-truong-ballot-receipt/v1', uuid, receipt.tracker, receipt.head, String(receipt.epoch)].join('\n')

/**
 * Why a ballot will never be counted. `closed`: came after the deadline; `alreadyCast`: another ballot of this credential
 * is in the box (`first`); `tested`: opened as a test; `credential`: not on the list; `election`: for another question or
 * key; `shape`, `proof`: not a valid ballot; `ended`: the whole ballot was voided or moved to paper.
 */
export const castReasons = [
  'closed',
  'alreadyCast',
  'tested',
  'credential',
  'election',
  'shape',
  'proof',
  'ended',
] as const
export type CastReason = (typeof castReasons)[number]

export const castRefusal = z.object({
  tracker,
  reason: z.enum(castReasons),
  /** Last event of the record when it was refused; for `closed` that of EndBallots. */
  head: sha256Hex,
  epoch: z.int(),
  /** The tracker that stands in its place, for `alreadyCast`. */
  first: tracker.nullable(),
  /** Over `refusalText`. */
  signature,
})
export type CastRefusal = z.infer<typeof castRefusal>

export const refusalText = (uuid: string, refusal: Omit<CastRefusal, 'signature'>): string =>
  [
    'nghi-truong-ballot-refusal/v1',
    uuid,
    refusal.tracker,
    refusal.reason,
    refusal.head,
    String(refusal.epoch),
    refusal.first ?? '',
  ].join('\n')

/** Both are final and come with status 200. */
export const castAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), receipt: castReceipt }),
  z.object({ outcome: z.literal('refused'), refusal: castRefusal }),
])
export type CastAnswer = z.infer<typeof castAnswer>

/** [Nhận phiếu]: g^s in decimal, signed by the enrolled device over `rollMessage(uuid, credential)`. */
export const credentialBody = z.object({
  credential: z.string().regex(/^[1-9][0-9]{0,616}$/),
  key: publicKey,
  signature,
})

/** The key that will sign the receipts of this box: devices take no other from here on. */
export const credentialAnswer = z.object({ issued: z.literal(true), receiptKey: publicKey })

export const rollAnswer = z.object({
  uuid: boxUuid,
  /** As `RollEntry`: for the holders of the keys only. */
  roll: z.array(
    z.object({ delegate: z.string(), credential: z.string(), signature: z.string(), salt: z.string() }),
  ),
})

export const eventsAnswer = z.object({
  epoch: z.int(),
  /** Event texts of the record from height `from` on, at most 1,000. */
  events: z.array(z.string()),
  /** How many events the record has (what the caller may see of it). */
  height: z.int(),
})
