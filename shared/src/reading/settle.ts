/**
 * Where a cut may lie in several places with equal right ("a b c | a b d" without the first part: which "a b" stayed?), it
 * is put where people cut: at the end of a paragraph, else of a line, else of a word.
 * What must stay true: only letters equal in both versions are related; the relation stays one to one.
 */
import type { Stream } from './stream.ts'

/** For each letter of one version its counterpart in the other, -1 for none. */
export interface Alignment {
  readonly toNew: Int32Array
  readonly toOld: Int32Array
}

/** A stretch related letter by letter: `length` letters from `old` and from `fresh`. */
export interface Block {
  old: number
  fresh: number
  length: number
}

/** In the order of the old version. */
export function blocksOf({ toNew }: Alignment): Block[] {
  const out: Block[] = []
  for (let n = 0; n < toNew.length;) {
    const fresh = toNew[n] ?? -1
    if (fresh < 0) {
      n++
      continue
    }
    let length = 1
    while (n + length < toNew.length && toNew[n + length] === fresh + length) length++
    out.push({ old: n, fresh, length })
    n += length
  }
  return out
}

const mostSlide = 400

/** How far the cut between `first` and `second` is moved: below 0 towards the beginning. */
function slide(
  first: Block,
  second: Block,
  text: string,
  border: Uint8Array,
  apart: 'old' | 'fresh',
  together: Uint8Array,
): number {
  const end = first[apart] + first.length
  const start = second[apart]
  const joint = apart === 'old' ? first.fresh + first.length : first.old + first.length
  const good = (by: number): number =>
    (border[end + by] ?? 3) + (border[start + by] ?? 3) + (together[joint + by] ?? 3)
  let best = 0
  const consider = (by: number): void => {
    if (good(by) > good(best)) best = by
  }
  for (let by = 1; by < Math.min(first.length, mostSlide); by++) {
    if (text.charCodeAt(end - by) !== text.charCodeAt(start - by)) break
    consider(-by)
  }
  for (let by = 0; by < Math.min(second.length - 1, mostSlide); by++) {
    if (text.charCodeAt(end + by) !== text.charCodeAt(start + by)) break
    consider(by + 1)
  }
  return best
}

function move(map: Alignment, first: Block, second: Block, by: number): void {
  const relate = (old: number, fresh: number): void => {
    map.toNew[old] = fresh
    map.toOld[fresh] = old
  }
  const free = (block: Block, n: number): void => {
    map.toNew[block.old + n] = -1
    map.toOld[block.fresh + n] = -1
  }
  const count = Math.abs(by)
  if (by < 0) for (let n = 1; n <= count; n++) free(first, first.length - n)
  else for (let n = 0; n < count; n++) free(second, n)
  if (by < 0) for (let n = 1; n <= count; n++) relate(second.old - n, second.fresh - n)
  else for (let n = 0; n < count; n++) relate(first.old + first.length + n, first.fresh + first.length + n)
  first.length += by
  second.old += by
  second.fresh += by
  second.length -= by
}

export function settle(older: Stream, newer: Stream, map: Alignment): void {
  const pass = (apart: 'old' | 'fresh', together: 'old' | 'fresh', loose: Stream, tight: Stream): void => {
    const blocks = blocksOf(map).sort((a, b) => a[together] - b[together])
    for (let n = 1; n < blocks.length; n++) {
      const first = blocks[n - 1]
      const second = blocks[n]
      if (!first || !second || first[together] + first.length !== second[together]) continue
      const by = slide(first, second, loose.text, loose.border, apart, tight.border)
      if (by === 0) continue
      // Only into letters that nothing else has taken.
      const taken = apart === 'old' ? map.toNew : map.toOld
      const from = by < 0 ? second[apart] + by : first[apart] + first.length
      let open = true
      for (let at = from; at < from + Math.abs(by); at++) open &&= (taken[at] ?? 0) < 0
      if (open) move(map, first, second, by)
    }
  }
  pass('old', 'fresh', older, newer)
  pass('fresh', 'old', newer, older)
}
