/**
 * What travels about reading: keys of the session pack, reading heat; and the form of the pack file.
 * What must stay true: a key opens one document and goes to those who may see it; heat carries no name in either
 * direction beyond the login that any request has.
 */
import { z } from 'zod'
import { id, sha256Hex } from '../domain/text.ts'

export const packKeys = z.object({
  /** AES-256 keys, base64url, by file. */
  keys: z.array(z.object({ sha256: sha256Hex, key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })),
})

/**
 * A pack file: `packMagic`, the length of the header (uint32, big endian), the header as JSON, then for each file its
 * pieces one after another. A piece is AES-256-GCM of `packPiece` bytes (the last may be shorter) with its tag at the
 * end: nonce = its number from 0 as 12 bytes big endian, additional data = `<sha256>/<number>` in ASCII. One key belongs
 * to one file in one session, so a nonce never meets other bytes under the same key.
 */
export const packMagic = 'NTPACK1\n'
export const packPiece = 128 * 1024
export const packTag = 16

export const packHeader = z.object({
  version: z.literal(1),
  session: id,
  /** UTC. */
  madeAt: z.string(),
  files: z.array(
    z.object({
      sha256: sha256Hex,
      /** Bytes of the document. */
      size: z.int().min(1),
      /** Of its first sealed piece, from the end of the header. */
      offset: z.int().min(0),
    }),
  ),
})
export type PackHeader = z.infer<typeof packHeader>

/** Bytes of a document once sealed. */
export const sealedSize = (size: number): number => size + Math.ceil(size / packPiece) * packTag

export const packNonce = (index: number): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(8, index)
  return nonce
}

export const packBound = (sha256: string, index: number): string => `${sha256}/${index}`

/** Where a person is in a document, locked on the device: the server keeps it and cannot open it. */
export const placeBox = z.object({
  /** base64url. */
  box: z.string().regex(/^[A-Za-z0-9_-]{20,4000}$/),
  /** UTC, by the device's clock. */
  at: z.iso.datetime(),
})

/** What one report may say of one page; more is cut by the server. */
export const heatMost = { seconds: 300, marks: 5 } as const
/** Distinct people that must stand behind every change of a published figure. */
export const heatPeople = 5

export const heatReport = z.object({
  file: sha256Hex,
  pages: z
    .array(
      z.object({
        page: z.int().min(1).max(100_000),
        /** Whole seconds somebody was at the page. */
        seconds: z.int().min(0).max(86_400),
        marks: z.int().min(0).max(1000),
      }),
    )
    .max(500),
})

export const heatShown = z.object({
  /** When the figures shown were put together last, UTC; null: there are none yet. */
  at: z.string().nullable(),
  files: z.array(
    z.object({
      sha256: sha256Hex,
      /** Only pages with figures. */
      pages: z.array(z.object({ page: z.int(), minutes: z.int(), marks: z.int() })),
    }),
  ),
})
