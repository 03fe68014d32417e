/**
 * Where a person was in a document, kept on this device so that nothing loses his place.
 * What must stay true: only numbers and settings are kept, never text; anything unreadable counts as absent.
 */
import { z } from 'zod'
import { zoomLimits } from './layout.ts'

export const tones = ['day', 'sepia', 'night'] as const
export type Tone = (typeof tones)[number]

const shape = z.object({
  page: z.int().min(1),
  /** Fractions of the page at the upper left corner of the window. */
  fx: z.number().min(-10).max(10),
  fy: z.number().min(-10).max(10),
  zoom: z.union([z.enum(['width', 'page']), z.number().min(zoomLimits.least).max(zoomLimits.most)]),
  turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  twoPages: z.boolean(),
  tone: z.enum(tones),
})
export type Place = z.infer<typeof shape>

export const startPlace: Place = {
  page: 1,
  fx: 0,
  fy: 0,
  zoom: 'width',
  turn: 0,
  twoPages: false,
  tone: 'day',
}

/** A place that came from elsewhere, checked; null when it is none. */
export function placeOrNull(value: unknown): Place | null {
  const read = shape.safeParse(value)
  return read.success ? read.data : null
}

export interface PlaceKeep {
  readonly read: (key: string) => string | null
  readonly write: (key: string, value: string) => void
}

export const placeKey = (person: string, sha256: string): string =>
  `nt.place.${person}.${sha256.slice(0, 32)}`

/** Above this nothing has been read yet. */
const beginning = 0.1

/** The place kept for this file; for a version not read yet, the place in the one before, if it has so many pages. */
export function placeFrom(
  keep: PlaceKeep,
  person: string,
  sha256: string,
  before: string | null,
): { readonly place: Place; readonly carried: boolean } {
  const key = placeKey(person, sha256)
  if (before === null || keep.read(key) !== null) return { place: readPlace(keep, key), carried: false }
  const place = readPlace(keep, placeKey(person, before))
  return { place, carried: place.page > 1 || place.fy > beginning }
}

export function readPlace(keep: PlaceKeep, key: string): Place {
  try {
    const read = shape.safeParse(JSON.parse(keep.read(key) ?? 'null'))
    return read.success ? read.data : startPlace
  } catch {
    // Not JSON: somebody else's value under our key.
    return startPlace
  }
}

export const writePlace = (keep: PlaceKeep, key: string, place: Place): void =>
  keep.write(key, JSON.stringify(place))
