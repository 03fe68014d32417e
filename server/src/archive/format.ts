/**
 * The shape of an exported log: first line, entries, seal.
 * What must stay true: the signed words cover every field of the first line.
 */
import { z } from 'zod'
import { canonical } from '@nghi-truong/shared/log/canonical'
import { sha256Hex } from '@nghi-truong/shared/domain/text'

export const exportFormat = 'nghi-truong-log-export/v1'

export const exportHead = z.strictObject({
  format: z.literal(exportFormat),
  log: z.string().max(64),
  /** UTC. */
  exportedAt: z.string().max(40),
  /** Number of entries. */
  seq: z.int().min(0),
  /** Hash of the last entry, or the genesis of an empty log. */
  head: sha256Hex,
  /** False: headers only, for those who may not read what was said. */
  payloads: z.boolean(),
  /** Raw Ed25519 public key, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type ExportHead = z.infer<typeof exportHead>

export const exportSeal = z.strictObject({
  seal: z.literal('ed25519'),
  /** base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type ExportSeal = z.infer<typeof exportSeal>

const header = z.strictObject({
  v: z.literal(1),
  log: z.string(),
  epoch: z.int(),
  seq: z.int(),
  ts: z.string(),
  mono: z.int(),
  boot: z.string(),
  type: z.string(),
  actor: z.string(),
  prev: z.string(),
  body: z.string(),
})
const payload = z.strictObject({
  command: z.string(),
  device: z.string().nullable(),
  data: z.json(),
  salt: z.string(),
})
export const fullEntry = z.strictObject({ header, payload, hash: z.string() })
export const headerEntry = z.strictObject({ header, hash: z.string() })

export const sealText = (head: ExportHead): string => `nghi-truong-log-export-seal/v1\n${canonical(head)}`
