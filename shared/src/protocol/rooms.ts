/**
 * Rooms of annotations: their names, and the shape of a mark.
 * What must stay true: a room's name tells session, document and layer and nothing else; a mark is one immutable value
 * that is replaced as a whole; its author is the person who wrote it; kinds and optional fields are added, never changed (old
 * marks stay readable).
 *
 * A room is a Yjs document joined by the stock y-websocket protocol at `/api/rooms/<name>?ticket=…`. It holds one map
 * `marks` from mark id to mark.
 */
import { z } from 'zod'
import type { LayerName } from '../domain/annotations.ts'
import { id, text } from '../domain/text.ts'

export interface RoomRef {
  readonly session: string
  /** SHA-256 of the document's bytes. */
  readonly file: string
  readonly layer: LayerName
}

/** `session.sha256.layer`, the layer as `presenter`, `private:<person>` or `group:<id>`. */
export const roomName = ({ session, file, layer }: RoomRef): string => `${session}.${file}.${layer}`

const form = /^([A-Za-z0-9_-]{1,64})\.([0-9a-f]{64})\.(presenter|(?:private|group):[A-Za-z0-9_-]{1,64})$/

/** null when it is no room's name. */
export function parseRoomName(name: string): RoomRef | null {
  const found = form.exec(name)
  if (!found) return null
  const [, session, file, layer] = found
  if (session === undefined || file === undefined || layer === undefined) return null
  return { session, file, layer: layer as LayerName }
}

/** The name of the map inside a room's document. */
export const marksKey = 'marks'

/** x, y, width, height in PDF points of the unrotated page, origin at the lower left (ISO 32000-1, 8.3.2.3). */
const box = z.tuple([z.number(), z.number(), z.number(), z.number()])

/** A text with its surroundings, by which a mark finds its place again in another version. */
const quote = z.object({
  prefix: z.string().max(64),
  exact: z.string().max(4000),
  suffix: z.string().max(64),
})

/** Where a mark of an earlier version came from. */
const origin = z.object({
  /** First 16 hex digits of the SHA-256 of the version it was made on. */
  file: z.string().regex(/^[0-9a-f]{16}$/),
  /** Its page there, from 1. */
  page: z.int().min(1),
  /** sure, moved: as found by the device. placed: put there, or looked at and found good, by the author himself. */
  how: z.enum(['sure', 'moved', 'placed']),
})

const common = {
  /** From 1. */
  page: z.int().min(1),
  colour: z.enum(['yellow', 'green', 'blue', 'pink', 'red', 'black']),
  author: id,
  /** UTC. */
  at: z.string(),
  v: z.literal(1),
  from: origin.optional(),
}

/** A line drawn by hand. */
const stroke = {
  box,
  /** x, y, pressure triples; coordinates in tenths of a point, the first absolute, the rest differences; pressure 0–255. */
  path: z.array(z.int()).min(3).max(30_000),
  /** Width in tenths of a point. */
  width: z.int().min(1).max(400),
}

export const mark = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('highlight'),
    ...common,
    quads: z.array(box).min(1).max(200),
    quote: quote.optional(),
  }),
  z.object({
    kind: z.literal('underline'),
    ...common,
    quads: z.array(box).min(1).max(200),
    quote: quote.optional(),
  }),
  z.object({ kind: z.literal('pen'), ...common, ...stroke }),
  z.object({ kind: z.literal('note'), ...common, box, text: text(4000, 0) }),
  /** A wide pen that letters show through. */
  z.object({ kind: z.literal('marker'), ...common, ...stroke }),
  z.object({
    kind: z.literal('shape'),
    ...common,
    form: z.enum(['rectangle', 'ellipse', 'arrow', 'line']),
    box,
    /** x, y of one corner and of the opposite one; of an arrow the second is its point. */
    ends: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    /** Width in tenths of a point. */
    width: z.int().min(1).max(400),
  }),
  z.object({ kind: z.literal('stamp'), ...common, stamp: z.enum(['agree', 'ask']), box }),
  /** `box` is a ribbon at the height that was being read; `text` a name given to the place, or empty. */
  z.object({ kind: z.literal('bookmark'), ...common, box, text: text(200, 0) }),
  /** An answer under another mark of the same room, whoever wrote that one. */
  z.object({ kind: z.literal('reply'), ...common, to: z.string().min(1).max(64), text: text(4000, 0) }),
])
export type Mark = z.infer<typeof mark>
/** What lies on a page; an answer lies under its mark. */
export type PlacedMark = Exclude<Mark, { kind: 'reply' }>

/**
 * Stands in the place of a mark that came from an earlier version and was put away by its author, so that no other of his
 * devices brings it over again. No mark: a client that does not know it shows nothing.
 */
export const putAway = z.object({ kind: z.literal('away'), author: id, at: z.string(), v: z.literal(1) })
export type PutAway = z.infer<typeof putAway>

/** Limits of a room, checked at the door in this order. */
export const roomLimits = {
  /** Bytes of one update. */
  updateBytes: 32 * 1024,
  /** Distinct Yjs clients named in one update. */
  clients: 64,
  /** Bytes of a whole room when stored. */
  roomBytes: 8 * 1024 * 1024,
  messagesPerSecond: 60,
} as const
