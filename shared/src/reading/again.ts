/**
 * A word whose surroundings were rewritten beyond knowing, found again between the same neighbours.
 * What must stay true: only where the word stands once in what was replaced and once in what replaced it; whoever uses this
 * shows the mark as moved.
 */
import { edge, type Both } from './ends.ts'
import type { Alignment } from './settle.ts'
import type { Stream } from './stream.ts'

/** Letters between two neighbours that are looked through. */
const reach = 300
const piece = 12

/** Where the word stands in a stretch as a whole word; null when nowhere or more than once. */
function only(stream: Stream, words: string, from: number, to: number): number | null {
  let found: number | null = null
  for (let at = stream.text.indexOf(words, from); at >= 0; at = stream.text.indexOf(words, at + 1)) {
    if (at + words.length > to) break
    if (!edge(stream, stream, at, at + words.length)) continue
    if (found !== null) return null
    found = at
  }
  return found
}

/** Letters that went over in one piece from `at` on (or up to it): fewer are words that happen to be the same. */
function held({ toNew }: Alignment, at: number, step: 1 | -1): boolean {
  const there = toNew[at] ?? -1
  if (there < 0) return false
  for (let n = 1; n < piece; n++) if (toNew[at + step * n] !== there + step * n) return false
  return true
}

/** @returns the new version's letter at which the old one's word from `from` up to `to` stands again */
export function foundAgain({ older, newer, map }: Both, from: number, to: number): number | null {
  const words = older.text.slice(from, to)
  let left = from - 1
  while (left >= 0 && from - left < reach && !held(map, left, -1)) left--
  let right = to
  while (right < map.toNew.length && right - to < reach && !held(map, right, 1)) right++
  if (only(older, words, left + 1, right) !== from) return null
  const free = (at: number): boolean => {
    const was = map.toOld[at] ?? right
    return was < 0 || (was > left && was < right)
  }
  const after = map.toNew[right] ?? -1
  if (after >= 0) {
    let start = after
    while (free(start - 1) && after - start < reach) start--
    const found = only(newer, words, start, after)
    if (found !== null) return found
  }
  const before = map.toNew[left] ?? -1
  if (before < 0) return null
  let end = before + 1
  while (free(end) && end - before < reach) end++
  return only(newer, words, before + 1, end)
}
