/**
 * The first and the last words of a paragraph that was edited between them.
 * What must stay true: words are related only when the other part of the paragraph went over and they stand at its very
 * beginning (or end) in both versions; letters already taken stay as they are; the relation stays one to one.
 *
 * Without this, where much was written into a paragraph and the next is gone, its last words stand alone and are taken for
 * the same words further on.
 */
import type { Alignment } from './settle.ts'
import type { Stream } from './stream.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

/** Whether a word begins (or the text ends) at both letters. */
export const edge = (older: Stream, newer: Stream, a: number, b: number): boolean =>
  (older.border[a] ?? 1) > 0 && (newer.border[b] ?? 1) > 0

/** Headings have no full stop: a line's end before a capital or a number counts too. */
export const begins = ({ text, border }: Stream, at: number): boolean =>
  at <= 0 ||
  at >= text.length ||
  border[at] === 3 ||
  (border[at] === 2 && /[\p{Lu}\p{N}]/u.test(text.charAt(at)))

/** Where the paragraph ends that a range begins in the middle of; -1 when it runs on beyond the range. */
function rest(stream: Stream, { from, to }: Range): number {
  let end = from + 1
  while (end < to && !begins(stream, end)) end++
  return begins(stream, end) ? end : -1
}

/** Where the paragraph begins that a range ends in the middle of. */
function beginning(stream: Stream, { from, to }: Range): number {
  let start = to - 1
  while (start > from && !begins(stream, start)) start--
  return begins(stream, start) ? start : -1
}

export interface Both {
  readonly older: Stream
  readonly newer: Stream
  readonly map: Alignment
}

export interface Facing {
  readonly old: Range
  readonly fresh: Range
  /** Both are rests of one paragraph of which the other part went over. */
  readonly one: boolean
}

/**
 * The first paragraphs (or their rests) of two stretches that face each other, when both follow the same letter, and the
 * last likewise: an edited paragraph beside one that is gone.
 */
export function facingParagraphs({ older, newer, map }: Both, old: Range, fresh: Range): readonly Facing[] {
  const out: Facing[] = []
  const add = (a: Range, b: Range, one: boolean): void => {
    if (a.from < old.from || b.from < fresh.from || a.to > old.to || b.to > fresh.to) return
    if (a.to - a.from < old.to - old.from || b.to - b.from < fresh.to - fresh.from)
      out.push({ old: a, fresh: b, one })
  }
  const opens = begins(older, old.from)
  const follows = old.from === 0 ? fresh.from === 0 : map.toNew[old.from - 1] === fresh.from - 1
  if (follows && opens === begins(newer, fresh.from)) {
    const [a, b] = [rest(older, old), rest(newer, fresh)]
    if (a > 0 && b > 0) add({ from: old.from, to: a }, { from: fresh.from, to: b }, !opens)
  }
  const closes = begins(older, old.to)
  const last = old.to === map.toNew.length ? map.toOld.length : map.toNew[old.to]
  if (last === fresh.to && closes === begins(newer, fresh.to)) {
    const [a, b] = [beginning(older, old), beginning(newer, fresh)]
    if (a >= 0 && b >= 0) add({ from: a, to: old.to }, { from: b, to: fresh.to }, !closes)
  }
  return out
}

/** Relates the whole words that are equal from `a` and `b` on, onwards or backwards. */
function relate({ older, newer, map }: Both, a: number, b: number, step: 1 | -1, most: number): void {
  const nth = (n: number): number => (step > 0 ? n : -n - 1)
  let whole = 0
  for (let same = 0; same < most;) {
    const at = nth(same)
    if ((map.toNew[a + at] ?? 0) >= 0 || (map.toOld[b + at] ?? 0) >= 0) break
    if (older.text.charCodeAt(a + at) !== newer.text.charCodeAt(b + at)) break
    same++
    if (edge(older, newer, a + step * same, b + step * same)) whole = same
  }
  for (let n = 0; n < whole; n++) {
    map.toNew[a + nth(n)] = b + nth(n)
    map.toOld[b + nth(n)] = a + nth(n)
  }
}

/** `old` and `fresh`: stretches without counterpart that face each other. */
export function matchEnds(both: Both, old: Range, fresh: Range): void {
  const { older, newer, map } = both
  const inside = (a: number, b: number): boolean => !begins(older, a) && !begins(newer, b)
  if (map.toNew[old.from - 1] === fresh.from - 1 && inside(old.from, fresh.from)) {
    const [a, b] = [rest(older, old), rest(newer, fresh)]
    if (a > 0 && b > 0) relate(both, a, b, -1, Math.min(a - old.from, b - fresh.from))
  }
  if (map.toNew[old.to] === fresh.to && inside(old.to, fresh.to)) {
    const [a, b] = [beginning(older, old), beginning(newer, fresh)]
    if (a >= 0 && b >= 0) relate(both, a, b, 1, Math.min(old.to - a, fresh.to - b))
  }
}
