/**
 * Where the passage somebody was reading stands in the next version, so that a new version does not lose his place.
 * What must stay true: `same` only when the words one reads on with are the same and stand nowhere else with equal right;
 * whatever is less is `near` and said so; without any ground there is no answer, and the reader falls back to the page.
 */
import type { Compared } from './anchor.ts'
import { disputed } from './twins.ts'

export interface Passage {
  readonly how: 'same' | 'near'
  readonly page: number
  /** Offset in the text of the page; null where pages have no text and look the same. */
  readonly at: number | null
}

/** Letters one reads on with: they decide. */
const ahead = 160
/** Letters that must have gone over together for a place to be where they are. */
const run = 40
/** Farther from the passage than this, text says nothing of it. */
const farthest = 2500

/** Share of the letters from `at` on that stand one after the other in the new version, within a line of where they should. */
function together({ map }: Compared, at: number, length: number): number {
  const start = map.toNew[at] ?? -1
  if (start < 0) return 0
  let kept = 0
  for (let n = 0; n < length; n++) {
    const there = map.toNew[at + n] ?? -1
    if (there >= 0 && Math.abs(there - start - n) <= run) kept++
  }
  return kept / length
}

/** @param at offset in the text of `page` of the first letter in the window */
export function passageOver(compared: Compared, page: number, at: number): Passage | null {
  const { older, newer, map, oldPages, newPages } = compared
  const [from, to] = [older.starts[page - 1], older.starts[page]]
  if (from === undefined || to === undefined) return null
  if (from === to) {
    const look = oldPages[page - 1]?.look
    const alike = newPages.flatMap((one, n) => (look !== undefined && one.look === look ? [n + 1] : []))
    const [found] = alike
    return found === undefined ? null : { how: alike.length === 1 ? 'same' : 'near', page: found, at: null }
  }
  let first = from
  while (first < to - 1 && (older.at[first] ?? 0) < at) first++
  const placed = (letter: number, how: Passage['how']): Passage => {
    const there = map.toNew[letter] ?? 0
    return { how, page: newer.page[there] ?? 1, at: newer.at[there] ?? 0 }
  }
  const end = Math.min(first + ahead, map.toNew.length)
  if (contiguous(compared, first, end) && disputed(compared, first, end) === 'no')
    return placed(first, 'same')
  // On from here, then back: what one reads next matters more than what one has read.
  for (let n = first; n < Math.min(first + farthest, map.toNew.length); n++)
    if (together(compared, n, Math.min(run, map.toNew.length - n)) >= 0.7) return placed(n, 'near')
  for (let n = first - 1; n >= Math.max(0, first - farthest); n--)
    if (together(compared, n, Math.min(run, map.toNew.length - n)) >= 0.7) return placed(n, 'near')
  return null
}

const contiguous = ({ map }: Compared, from: number, to: number): boolean => {
  const start = map.toNew[from] ?? -1
  for (let n = from; n < to; n++) if (map.toNew[n] !== start + n - from) return false
  return start >= 0
}
