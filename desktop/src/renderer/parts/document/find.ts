/**
 * Finding words in a page's text, with or without diacritics.
 * What must stay true: a match is given by offsets in the text as the page has it, whatever folding found it; line ends
 * and runs of spaces count as one space; an empty query finds nothing.
 */
import { fold, wordEnd, wordStart } from '@nghi-truong/shared/domain/text'

export interface Match {
  /** UTF-16 offsets in the text given. */
  readonly start: number
  readonly end: number
}

/** `exact`: diacritics must agree (case never matters). */
export interface FindOptions {
  readonly exact: boolean
}

const strict = (s: string): string => s.normalize('NFC').toLowerCase()

interface Folded {
  readonly text: string
  /** For each unit of `text`, the offset of the character it came from; one more entry for the end. */
  readonly from: readonly number[]
}

// A character with all its combining marks: PDFs hold Vietnamese both composed and decomposed.
const cluster = /\P{M}\p{M}*|\p{M}+/gu

function folded(text: string, exact: boolean): Folded {
  const change = exact ? strict : fold
  let out = ''
  const from: number[] = []
  for (const found of text.matchAll(cluster)) {
    const at = found.index
    const next = /\s/u.test(found[0]) ? ' ' : change(found[0])
    if (next === ' ' && out.endsWith(' ')) continue
    for (let n = 0; n < next.length; n++) from.push(at)
    out += next
  }
  from.push(text.length)
  return { text: out, from }
}

export const foldQuery = (query: string, { exact }: FindOptions): string =>
  (exact ? strict : fold)(query).replace(/\s+/gu, ' ').trim()

/** Whether a page may hold the query at all; cheaper than `findIn` on the many pages that do not. */
export function mayHold(text: string, needle: string, { exact }: FindOptions): boolean {
  if (needle === '') return false
  return (exact ? strict : fold)(text).replace(/\s+/gu, ' ').includes(needle)
}

/** All places of `needle` (already folded by `foldQuery`), in order, never overlapping. */
export function findIn(text: string, needle: string, options: FindOptions): readonly Match[] {
  if (!mayHold(text, needle, options)) return []
  const page = folded(text, options.exact)
  const matches: Match[] = []
  for (let at = page.text.indexOf(needle); at >= 0; at = page.text.indexOf(needle, at + needle.length)) {
    const start = page.from[at]
    const last = page.from[at + needle.length - 1]
    if (start === undefined || last === undefined) continue
    // The end is where the next other character begins, so that combining marks stay with their letter.
    let after = at + needle.length
    while (after < page.from.length - 1 && page.from[after] === last) after++
    let end = page.from[after] ?? text.length
    while (end > last + 1 && /\s/u.test(text.charAt(end - 1))) end--
    matches.push({ start, end })
  }
  return matches
}

export interface Snippet {
  readonly before: string
  readonly match: string
  readonly after: string
}

/** The match with its surroundings for a list of results. */
export function snippet(text: string, { start, end }: Match, around = 36): Snippet {
  const flat = (part: string) => part.replace(/\s+/gu, ' ')
  const from = wordStart(text, start - around, start)
  const to = wordEnd(text, end, end + around)
  return {
    before: (from > 0 ? '…' : '') + flat(text.slice(from, start)),
    match: flat(text.slice(start, end)),
    after: flat(text.slice(end, to)) + (to < text.length ? '…' : ''),
  }
}
