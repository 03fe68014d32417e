/**
 * Which letter of the old version is which letter of the new one.
 * What must stay true: the relation is one to one; a stretch is taken over only on the ground of letters found once in the
 * old and once in the new (of the whole, or of two gaps that face each other), never by guessing among repeated ones;
 * paragraphs that changed places are found; letters of deleted text have no counterpart.
 *
 * Rare-substring anchoring as in patience diff (B. Cohen), with moves, then words in the gaps that remain.
 */
import { settle, type Alignment } from './settle.ts'
import type { Stream } from './stream.ts'

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

interface Range {
  readonly from: number
  readonly to: number
}

const edge = (older: Stream, newer: Stream, a: number, b: number): boolean =>
  (older.border[a] ?? 1) > 0 && (newer.border[b] ?? 1) > 0

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

function wordsOf(stream: Stream, { from, to }: Range): readonly Range[] {
  const out: Range[] = []
  let start = from
  for (let n = from + 1; n <= to; n++)
    if (n === to || (stream.border[n] ?? 0) > 0) {
      out.push({ from: start, to: n })
      start = n
    }
  return out
}

/** More pairs than this are not compared: such a gap holds two texts, not one text edited. */
const mostPairs = 250_000

/** A few words between the same neighbours: what is equal in them is the same. */
const shortGap = 100
const enclosed = ({ toNew }: Alignment, old: Range, fresh: Range): boolean =>
  toNew[old.from - 1] === fresh.from - 1 && toNew[old.to] === fresh.to

/** Longest common words of two gaps, weighted by letters; taken only when the gaps are largely the same text. */
function matchWords(older: Stream, newer: Stream, map: Alignment, old: Range, fresh: Range): boolean {
  const a = wordsOf(older, old)
  const b = wordsOf(newer, fresh)
  if (a.length * b.length > mostPairs) return false
  const text = (stream: Stream, range: Range): string => stream.text.slice(range.from, range.to)
  const left = a.map((range) => text(older, range))
  const right = b.map((range) => text(newer, range))
  const wide = b.length + 1
  const best = new Int32Array((a.length + 1) * wide)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const skip = Math.max(best[(i + 1) * wide + j] ?? 0, best[i * wide + j + 1] ?? 0)
      const same = left[i] === right[j] ? (best[(i + 1) * wide + j + 1] ?? 0) + (left[i]?.length ?? 0) : 0
      best[i * wide + j] = Math.max(skip, same)
    }
  const least = Math.min(old.to - old.from, fresh.to - fresh.from)
  if ((best[0] ?? 0) < (enclosed(map, old, fresh) && least <= shortGap ? 0.15 : 0.4) * least) return false
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i]
    const two = b[j]
    const now = best[i * wide + j] ?? 0
    if (
      one &&
      two &&
      left[i] === right[j] &&
      now === (best[(i + 1) * wide + j + 1] ?? 0) + (left[i]?.length ?? 0)
    ) {
      for (let n = 0; n < one.to - one.from; n++) {
        map.toNew[one.from + n] = two.from + n
        map.toOld[two.from + n] = one.from + n
      }
      i++
      j++
    } else if (now === (best[(i + 1) * wide + j] ?? 0)) i++
    else j++
  }
  return true
}

export function align(older: Stream, newer: Stream): Alignment {
  const map = {
    toNew: new Int32Array(older.text.length).fill(-1),
    toOld: new Int32Array(newer.text.length).fill(-1),
  }
  // Far from its neighbours a stretch must be long, or whole lines: forms of words come back in any paragraph.
  const ends = (stream: Stream, from: number, to: number): boolean =>
    (stream.border[from] ?? 0) >= 2 && (to === stream.text.length || (stream.border[to] ?? 0) >= 2)
  const whole = (size: number, long: number): void =>
    matchRare(
      older,
      newer,
      map,
      { from: 0, to: older.text.length },
      { from: 0, to: newer.text.length },
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
      { from: 0, to: older.text.length },
      { from: 0, to: newer.text.length },
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
  // Twice: what the first face leaves over may belong to the other.
  inGaps()
  inGaps()
  settle(older, newer, map)
  whole(8, Infinity)
  settle(older, newer, map)
  // Settling and whole lines open gaps anew.
  inGaps()
  settle(older, newer, map)
  return map
}
