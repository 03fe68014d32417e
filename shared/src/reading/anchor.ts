/**
 * Puts the marks of one version on the next.
 * What must stay true: a mark is never put on other words without being shown as moved, and never on words chosen among
 * equals: what is ambiguous is lost, and lost marks are handed back for the list of the unmatched; the old marks are not
 * touched; author, time, colour and text of a mark stay as they are.
 *
 * With both versions' texts at hand the letters are aligned first (align.ts); a mark follows its letters. Without the old
 * text the quote kept in the mark is sought (quote.ts). Pen strokes and notes follow the words they stand at.
 */
import type { PlacedMark } from '../protocol/rooms.ts'
import { align } from './align.ts'
import { shifted } from './beside.ts'
import { bookmarked } from './bookmark.ts'
import { nested } from './nested.ts'
import type { Lost, Outcome } from './outcome.ts'
import { byQuote } from './quote.ts'
import type { Alignment } from './settle.ts'
import { firm, solid } from './solid.ts'
import { bare, placesOf, quoteAt, streamOf, type Box, type ReadPage, type Stream } from './stream.ts'
import { disputed, entire, rewritten } from './twins.ts'

export interface Compared {
  readonly oldPages: readonly ReadPage[]
  readonly newPages: readonly ReadPage[]
  readonly older: Stream
  readonly newer: Stream
  readonly map: Alignment
}

/** Worth doing once for all marks of a document. */
export function compareVersions(oldPages: readonly ReadPage[], newPages: readonly ReadPage[]): Compared {
  const older = streamOf(oldPages)
  const newer = streamOf(newPages)
  return { oldPages, newPages, older, newer, map: align(older, newer) }
}

const lost = (why: Lost['why']): Lost => ({ state: 'lost', confidence: 0, why })

type TextMark = Extract<PlacedMark, { kind: 'highlight' | 'underline' }>

const apart = (a: Box | undefined, b: Box | undefined): number =>
  a && b ? Math.abs(a[0] - b[0]) + Math.abs(a[1] + a[3] / 2 - b[1] - b[3] / 2) : Infinity

/** The letters a mark stands on in the old version; several equal candidates are told apart by where it was drawn. */
function locate(
  { older, oldPages }: Compared,
  mark: TextMark,
): { from: number; to: number } | 'none' | 'several' {
  const words = bare(mark.quote?.exact ?? '')
  const end = older.starts[mark.page] ?? 0
  if (words === '') return 'none'
  const found: { from: number; to: number; far: number }[] = []
  let from = older.text.indexOf(words, older.starts[mark.page - 1] ?? end)
  while (from >= 0 && from + words.length <= end) {
    const [place] = placesOf(older, oldPages, from, from + words.length)
    const [box] = place ? (oldPages[mark.page - 1]?.quads(place.start, place.end) ?? []) : []
    found.push({ from, to: from + words.length, far: apart(box, mark.quads[0]) })
    from = older.text.indexOf(words, from + 1)
  }
  const [first, second] = found.sort((a, b) => a.far - b.far)
  if (!first) return 'none'
  return second && second.far - first.far < 2 ? 'several' : first
}

interface Piece {
  from: number
  to: number
  kept: number
}

/** Where the letters went, in pieces: text put between them does not tear a mark apart unless there is much of it. */
function piecesOf(map: Alignment, from: number, to: number): readonly Piece[] {
  const out: Piece[] = []
  let last: Piece | undefined
  // Words that came from elsewhere are never taken in; new ones may be.
  const fresh = (start: number, end: number): boolean => {
    for (let n = start; n < end; n++) {
      const was = map.toOld[n] ?? -1
      if (was >= 0 && (was < from || was >= to)) return false
    }
    return true
  }
  for (let n = from; n < to; n++) {
    const at = map.toNew[n] ?? -1
    if (at < 0) continue
    if (last && at >= last.to && at - last.to <= Math.min(40, 6 + 0.3 * (to - from)) && fresh(last.to, at)) {
      last.to = at + 1
      last.kept++
    } else {
      last = { from: at, to: at + 1, kept: 1 }
      out.push(last)
    }
  }
  // Crumbs are words that happen to stand elsewhere.
  const crumb = out.length > 1 ? Math.max(2, 0.1 * (to - from)) : 0
  return out.filter((piece) => piece.kept >= crumb)
}

const around = 40

/** Share of the `around` letters before (or after) a range that stand before (or after) its new place too; 1 at the edge. */
function agreement(map: Alignment, at: number, step: 1 | -1, near: number, reach = around): number {
  let kept = 0
  let seen = 0
  for (let n = at; seen < reach && n >= 0 && n < map.toNew.length; n += step) {
    seen++
    const there = map.toNew[n] ?? -1
    if (there >= 0 && Math.abs(there - near) <= 2 * around && (there - near) * step >= 0) kept++
  }
  return seen === 0 ? 1 : kept / seen
}

/** The same asked of the new version: where text was only taken out, what stands there now stood before (or after) as well. */
const spliced = (map: Alignment, at: number, step: 1 | -1, near: number, reach = around): number => {
  let kept = 0
  let seen = 0
  for (let n = at; seen < reach && n >= 0 && n < map.toOld.length; n += step) {
    seen++
    const was = map.toOld[n] ?? -1
    if (was >= 0 && Math.abs(was - near) <= farthest && (was - near) * step >= 0) kept++
  }
  return seen === 0 ? 1 : kept / seen
}

/** More than this is not taken out between neighbours: they come from elsewhere. */
const farthest = 1500

/** Whole words where whole words were marked. */
function rounded(piece: Piece, older: Stream, newer: Stream, from: number, to: number): Piece {
  let { from: start, to: end } = piece
  if ((older.border[from] ?? 1) > 0) while (start > 0 && newer.border[start] === 0) start--
  if ((older.border[to] ?? 1) > 0) while (end < newer.text.length && newer.border[end] === 0) end++
  return { ...piece, from: start, to: end }
}

/** The letters next to a mark. */
const close = 16

function follow(compared: Compared, mark: TextMark, from: number, to: number): Outcome {
  const { map, older, newer, newPages } = compared
  const pieces = piecesOf(map, from, to).map((piece) => rounded(piece, older, newer, from, to))
  const [first] = pieces
  const last = pieces.at(-1)
  const kept = pieces.reduce((sum, piece) => sum + piece.kept, 0)
  const own = kept / (to - from)
  if (!first || !last || own < 0.4) return lost('deleted')
  const doubt = disputed(compared, from, to)
  if (doubt === 'yes') return lost('ambiguous')
  const before = agreement(map, from - 1, -1, first.from)
  const after = agreement(map, to, 1, last.to - 1)
  // Either side together with the marked letters themselves.
  const side = (agreed: number): number => (agreed * around + kept) / (around + to - from)
  const grounds = Math.max(side(before), side(after))
  const joined = (reach: number): number[] => [
    spliced(map, first.from - 1, -1, from, reach),
    spliced(map, last.to, 1, to - 1, reach),
  ]
  const enough = Math.max(grounds, ...joined(around).map(side))
  const held = own >= 0.5 && nested(map, from, to, first.from, last.to)
  if (!held && enough < 0.6 && solid(map, from, to) < firm && !entire(compared, from, to))
    return lost('unlike')
  // A phrase that returns in the paragraph put in the place of its own has the old neighbours farther off, not the next.
  const next = [agreement(map, from - 1, -1, first.from, close), agreement(map, to, 1, last.to - 1, close)]
  if (
    to - from < 2 * close &&
    Math.max(...next, ...joined(close)) < 0.5 &&
    enough < 0.75 &&
    !entire(compared, from, to) &&
    !rewritten(compared, from, first.from)
  )
    return lost('unlike')
  const marks = pieces.flatMap((piece) => marksAt(compared.newer, newPages, mark, piece.from, piece.to))
  if (marks.length === 0) return lost('unplaced')
  const sure =
    doubt === 'no' &&
    own === 1 &&
    pieces.length === 1 &&
    grounds >= 0.85 &&
    Math.max(...next) >= 0.85 &&
    first.to - first.from === to - from &&
    // The opening of another paragraph may read the same.
    rewritten(compared, from, first.from)
  return {
    state: sure ? 'sure' : 'moved',
    means: sure ? 'exact' : own === 1 ? 'elsewhere' : 'fuzzy',
    confidence: Math.round(50 * own + 50 * Math.min(1, grounds)) / 100,
    marks,
  }
}

/** A mark on these letters of the new version, one for each page they touch. */
function marksAt(
  stream: Stream,
  pages: readonly ReadPage[],
  mark: TextMark,
  from: number,
  to: number,
): TextMark[] {
  return placesOf(stream, pages, from, to).flatMap(({ page, start, end }) => {
    const there = pages[page - 1]
    const quads = there?.quads(start, end).slice(0, 200) ?? []
    if (!there || quads.length === 0) return []
    return [
      {
        ...mark,
        page,
        quads: quads.map(([x, y, w, h]) => [x, y, w, h]),
        quote: quoteAt(there.text, start, end),
      },
    ]
  })
}

export function reanchor(compared: Compared, mark: PlacedMark): Outcome {
  if (mark.kind === 'bookmark') return bookmarked(compared, mark)
  if (!('quads' in mark) || !mark.quote) return shifted(compared, mark)
  const place = locate(compared, mark)
  if (place === 'several') return lost('ambiguous')
  if (place !== 'none') return follow(compared, mark, place.from, place.to)
  // The old text no longer holds the quote (or is not at hand): the quote alone must do.
  return anchorByQuote(compared.newPages, compared.newer, mark)
}

/** Re-anchors without the old version's text. `newer` is the stream of `newPages`. */
export function anchorByQuote(newPages: readonly ReadPage[], newer: Stream, mark: PlacedMark): Outcome {
  if (!('quads' in mark) || !mark.quote) return lost('unplaced')
  const found = byQuote(newer, mark.quote, mark.page)
  if (found.state === 'lost') return found
  const marks = marksAt(newer, newPages, mark, found.from, found.to)
  if (marks.length === 0) return lost('unplaced')
  return { state: found.state, means: found.means, confidence: found.confidence, marks }
}
