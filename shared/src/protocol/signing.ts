/**
 * The routes by which a paper goes out to be signed and comes back.
 * What must stay true: no key and no password ever travels on any of them; every one is asked for the right anew; the paper
 * is named by the hash of the bytes that went out.
 */
import { z } from 'zod'
import { id, sha256Hex } from '../domain/text.ts'

/** What can be signed: papers the product makes, and a document of the session (a further signature of a series). */
export const paperAsked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('minutes') }),
  z.object({ kind: z.literal('resultSheet'), ballot: id }),
  z.object({ kind: z.literal('tallyRecord'), paper: id }),
  z.object({ kind: z.literal('document'), document: id }),
])
export type PaperAsked = z.infer<typeof paperAsked>

/** Points from the lower left corner of a page; pages from 0. */
export const place = z.object({
  page: z.int(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
})

export const issuedPaper = z.object({
  sha256: sha256Hex,
  size: z.int(),
  /** Where signatures belong, in the order of the blocks; empty where nobody knows. */
  places: z.array(place),
  /** Signatures it bears already. */
  signatures: z.int(),
  /** Whether a time-stamp authority is configured. */
  timeStamps: z.boolean(),
})
export type IssuedPaper = z.infer<typeof issuedPaper>

export const takenPaper = z.object({
  /** Of the signed file, which the server now holds. */
  sha256: sha256Hex,
  size: z.int(),
  signers: z.array(z.object({ name: z.string(), office: z.string() })),
  colour: z.enum(['green', 'neutral', 'amber', 'red', 'none']),
  code: z.string(),
  /** PAdES level of the newest signature. */
  level: z.string().nullable(),
})
export type TakenPaper = z.infer<typeof takenPaper>

const nothing = z.object({})
const of = '/api/sessions/:id/signing'

export const signingRoutes = {
  signingIssue: {
    method: 'post',
    path: of,
    access: 'signedIn',
    summary:
      'Issues a paper for signing: made now by the press, or a document of the session for a further signature. For the chair and the secretariat; the record of a count also for the tellers.',
    body: z.object({ paper: paperAsked }),
    answer: issuedPaper,
  },
  signingPaper: {
    method: 'get',
    path: `${of}/:sha256`,
    access: 'signedIn',
    summary: 'The bytes that were issued, to be looked at and signed.',
    bytes: 'out',
    answer: z.unknown(),
  },
  signingTake: {
    method: 'put',
    path: `${of}/:sha256`,
    access: 'signedIn',
    summary:
      'The signed file, raw, with Content-Length. Taken only if it begins with the issued bytes, nothing but signatures was added and the new ones stand; then held under its own hash for signing.attach.',
    bytes: 'in',
    answer: takenPaper,
  },
  signingOffer: {
    method: 'post',
    path: `${of}/:sha256/offers`,
    access: 'signedIn',
    summary:
      'One-time addresses for the local signing service: one to fetch the paper, one to bring it back.',
    body: nothing,
    answer: z.object({
      offer: z.string(),
      downloadUrl: z.string(),
      uploadUrl: z.string(),
      expiresInMs: z.int(),
    }),
  },
  signingCollect: {
    method: 'post',
    path: `${of}/:sha256/offers/:offer`,
    access: 'signedIn',
    summary: 'Judges what the local signing service brought, as if it had been uploaded.',
    body: nothing,
    answer: takenPaper,
  },
  stampAsk: {
    method: 'post',
    path: '/api/sessions/:id/stamps',
    access: 'signedIn',
    summary:
      'Asks the time-stamp authority for a token over a SHA-256 digest; a job, for answers may take minutes.',
    body: z.object({ digest: sha256Hex }),
    answer: z.object({ stamp: z.string() }),
  },
  stampState: {
    method: 'get',
    path: '/api/sessions/:id/stamps/:stamp',
    access: 'signedIn',
    summary: 'Whether the token is there: `none` says that the authority did not answer.',
    answer: z.object({ state: z.enum(['waiting', 'done', 'none']), token: z.string().nullable() }),
  },
} as const
