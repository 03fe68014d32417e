/**
 * Text that people typed, made safe once at the boundary.
 * What must stay true: behind this line every text is NFC, trimmed, free of lone surrogates, control characters and
 * bidirectional overrides (they make a title read otherwise than it is stored).
 */
import { z } from 'zod'

// Control characters but tab and line feed, bidi controls (UAX #9), byte order mark.
// oxlint-disable-next-line no-control-regex -- finding control characters is what this expression is for
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

export const isCleanText = (text: string): boolean => text.isWellFormed() && !forbidden.test(text)

/** A text of at most `max` UTF-16 units, normalised to NFC and trimmed; `min` defaults to 1. */
export const text = (max: number, min = 1) =>
  z.string().normalize('NFC').trim().min(min).max(max).refine(isCleanText, 'unclean')

/** Identifiers made by us or by a client: URL-safe, 1 to 64 characters. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** SHA-256 in lower-case hex. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** Calendar date, YYYY-MM-DD. */
export const isoDate = z.iso.date()

/** Folds Vietnamese text for comparison: lower case, no diacritics, đ as d. */
export const fold = (s: string): string =>
  s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')

/** Where to begin showing `text` before `start`, at `from` or a little later: never within a word that can be left out. */
export function wordStart(text: string, from: number, start: number): number {
  if (from <= 0) return 0
  if (/\s/u.test(text[from - 1] ?? '')) return from
  const gap = text.slice(from, start).search(/\s/u)
  return gap < 0 ? from : from + gap + 1
}

/** Where to end showing `text` after `end`, at `to` or a little sooner. */
export function wordEnd(text: string, end: number, to: number): number {
  if (to >= text.length) return text.length
  if (/\s/u.test(text[to] ?? '')) return to
  const gap = /\s\S*$/u.exec(text.slice(end, to))?.index
  return gap === undefined ? to : end + gap
}
