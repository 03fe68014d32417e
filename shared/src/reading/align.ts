/**
 * Which letter of the old version is which letter of the new one.
 * What must stay true: the relation is one to one; a stretch is taken over only on the ground of letters found once in the
 * old and once in the new (of the whole, or of two gaps that face each other), never by guessing among repeated ones;
 * paragraphs that changed places are found; letters of deleted text have no counterpart.
 *
 * Rare-substring anchoring as in patience diff (B. Cohen), with moves, then words in the gaps that remain.
 */
import { edge, facingParagraphs, matchEnds, type Range } from './ends.ts'
import { reunite } from './reunite.ts'
import { settle, type Alignment } from './settle.ts'
import type { Stream } from './stream.ts'
import { matchStrays } from './strays.ts'
import { commonWords, relateWords } from './words.ts'

const base = 16_777_619

/** Where each stretch of `size` free letters of a range begins, by hash; -1 for those found more than once. */
function rare(text: string, taken: Int32Array, from: number, to: number, size: number): Map<number, number> {
  const found = new Map<number, number>()
  let hash = 0
  let free = 0
  let drop = 1
  for (let n = 1; n < size; n++) drop = Math.imul(drop, base)
  for (let n = from; n < to; n++) {
    if ((taken[n] ?? 0) >= 0) {
      hash = 0
      free = 0
      continue
    }
    if (free >= size) hash = (hash - Math.imul(text.charCodeAt(n - size), drop)) | 0
    hash = (Math.imul(hash, base) + text.charCodeAt(n)) | 0
    free++
    if (free >= size) found.set(hash, found.has(hash) ? -1 : n - size + 1)
  }
  return found
}

function matchRare(
  older: Stream,
  newer: Stream,
  map: Alignment,
  old: Range,
  fresh: Range,
  size: number,
  enough: (length: number, a: number, b: number) => boolean = () => true,
): void {
  const { toNew, toOld } = map
  if (old.to - old.from < size || fresh.to - fresh.from < size) return
  const olds = rare(older.text, toNew, old.from, old.to, size)
  const news = rare(newer.text, toOld, fresh.from, fresh.to, size)
  const free = (a: number, b: number): boolean =>
    a >= old.from &&
    a < old.to &&
    b >= fresh.from &&
    b < fresh.to &&
    (toNew[a] ?? 0) < 0 &&
    (toOld[b] ?? 0) < 0 &&
    older.text.charCodeAt(a) === newer.text.charCodeAt(b)
  for (const [hash, a] of olds) {
    const b = news.get(hash)
    if (a < 0 || b === undefined || b < 0) continue
    if (older.text.slice(a, a + size) !== newer.text.slice(b, b + size)) continue
    let start = 0
    while (free(a + start - 1, b + start - 1)) start--
    let end = 0
    while (free(a + end, b + end)) end++
    // Letters of a word cut in two agree by chance.
    while (start < end && !edge(older, newer, a + start, b + start)) start++
    while (end > start && !edge(older, newer, a + end, b + end)) end--
    // Part of it may have been taken meanwhile: too little is no ground.
    if (end - start < size / 2 || !enough(end - start, a + start, b + start)) continue
    for (let n = start; n < end; n++) {
      toNew[a + n] = b + n
      toOld[b + n] = a + n
    }
  }
}

/** The free stretches of the new version that face a free stretch of the old one: after its left, before its right. */
function facing(map: Alignment, gap: Range): readonly Range[] {
  const { toNew, toOld } = map
  const left = gap.from === 0 ? 0 : (toNew[gap.from - 1] ?? 0) + 1
  let leftEnd = left
  while (leftEnd < toOld.length && (toOld[leftEnd] ?? 0) < 0) leftEnd++
  const right = gap.to === toNew.length ? toOld.length : (toNew[gap.to] ?? 0)
  let rightStart = right
  while (rightStart > 0 && (toOld[rightStart - 1] ?? 0) < 0) rightStart--
  const first = { from: left, to: leftEnd }
  const second = { from: rightStart, to: right }
  return [first, ...(first.from === second.from ? [] : [second])].filter(({ from, to }) => to > from)
}

export function gaps(taken: Int32Array): readonly Range[] {
  const out: Range[] = []
  for (let from = 0; from < taken.length;) {
    if ((taken[from] ?? 0) >= 0) {
      from++
      continue
    }
    let to = from
    while (to < taken.length && (taken[to] ?? 0) < 0) to++
    out.push({ from, to })
    from = to
  }
  return out
}

/** A few words between the same neighbours: what is equal in them is the same. */
const shortGap = 100
const enclosed = ({ toNew }: Alignment, old: Range, fresh: Range): boolean =>
  toNew[old.from - 1] === fresh.from - 1 && toNew[old.to] === fresh.to

/** Words of two gaps, related only when the gaps are largely the same text. */
function matchWords(
  older: Stream,
  newer: Stream,
  map: Alignment,
  old: Range,
  fresh: Range,
  usual = 0.4,
): boolean {
  const common = commonWords(older, newer, old, fresh)
  if (!common) return false
  const least = Math.min(old.to - old.from, fresh.to - fresh.from)
  const share = enclosed(map, old, fresh) && least <= shortGap ? 0.1 : usual
  if (common.letters < share * least) return false
  relateWords(map, common)
  return true
}

const free = (taken: Int32Array, { from, to }: Range): boolean =>
  taken.subarray(from, to).every((at) => at < 0)

export function align(older: Stream, newer: Stream): Alignment {
  const map = {
    toNew: new Int32Array(older.text.length).fill(-1),
    toOld: new Int32Array(newer.text.length).fill(-1),
  }
  // Far from its neighbours a stretch must be long, or whole lines: forms of words come back in any paragraph.
  const ends = (stream: Stream, from: number, to: number): boolean =>
    (stream.border[from] ?? 0) >= 2 && (to === stream.text.length || (stream.border[to] ?? 0) >= 2)
  const all = [
    { from: 0, to: older.text.length },
    { from: 0, to: newer.text.length },
  ] as const
  const whole = (size: number, long: number): void =>
    matchRare(
      older,
      newer,
      map,
      ...all,
      size,
      (length, a, b) => length >= long || (ends(older, a, a + length) && ends(newer, b, b + length)),
    )
  // A paragraph that went elsewhere and was edited: its beginning or its end, where paragraphs begin or end in both.
  const closed = (stream: Stream, at: number): boolean => (stream.border[at] ?? 3) === 3
  const paragraphs = (size: number, long: number): void =>
    matchRare(
      older,
      newer,
      map,
      ...all,
      size,
      (length, a, b) =>
        length >= long &&
        ((closed(older, a) && closed(newer, b)) || (closed(older, a + length) && closed(newer, b + length))),
    )
  const local = (deed: (gap: Range, face: Range) => void): void => {
    for (const gap of gaps(map.toNew)) for (const face of facing(map, gap)) deed(gap, face)
  }
  const near = (size: number): void => local((gap, face) => matchRare(older, newer, map, gap, face, size))
  whole(32, 64)
  settle(older, newer, map)
  near(16)
  whole(24, 48)
  near(12)
  settle(older, newer, map)
  paragraphs(24, 40)
  const inGaps = (): void => {
    for (const gap of gaps(map.toNew))
      for (const face of facing(map, gap)) if (matchWords(older, newer, map, gap, face)) break
  }
  const paragraphEnds = (): void => local((gap, face) => matchEnds({ older, newer, map }, gap, face))
  // Before the words: those of a paragraph's end come back further on.
  paragraphEnds()
  local((gap, face) => {
    for (const { old, fresh, one } of facingParagraphs({ older, newer, map }, gap, face))
      if (free(map.toNew, old) && free(map.toOld, fresh))
        matchWords(older, newer, map, old, fresh, one ? 0.2 : 0.4)
  })
  // Twice: what the first face leaves over may belong to the other.
  inGaps()
  inGaps()
  settle(older, newer, map)
  whole(8, Infinity)
  settle(older, newer, map)
  // A passage that was taken out of a paragraph edited beyond knowing: found once in all of the old and all of the new.
  const once = (text: string, words: string): boolean => text.indexOf(words) === text.lastIndexOf(words)
  matchRare(older, newer, map, ...all, 24, (length, a, b) => {
    const words = older.text.slice(a, a + length)
    // Openings are alike, endings are not.
    const least = closed(older, a + length) && closed(newer, b + length) ? 28 : 36
    return length >= least && once(older.text, words) && once(newer.text, words)
  })
  near(12)
  matchStrays({ older, newer, map })
  reunite({ older, newer, map })
  // Settling and whole lines open gaps anew.
  paragraphEnds()
  inGaps()
  settle(older, newer, map)
  return map
}
