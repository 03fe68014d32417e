/**
 * Paragraphs that stand word for word in several places, and paragraphs that went somewhere whole.
 * What must stay true: a doubt is never overlooked because a heading without a full stop stands before the paragraph: line
 * ends before a capital or a number count as its borders too.
 */
import type { Alignment } from './settle.ts'
import type { Stream } from './stream.ts'

export interface Both {
  readonly older: Stream
  readonly newer: Stream
  readonly map: Alignment
}

/** Longer stretches are not looked through for twins. */
const longParagraph = 4000

type Cut = (stream: Stream, at: number) => boolean

const closing: Cut = (stream, at) => stream.border[at] === 3
const capital: Cut = (stream, at) =>
  (stream.border[at] ?? 0) >= 2 && /[\p{Lu}\p{N}]/u.test(stream.text.charAt(at))

/** The paragraphs of the old version that the letters from `from` up to `to` touch. */
function* paragraphs(
  older: Stream,
  from: number,
  to: number,
  cut: Cut,
): Generator<[start: number, end: number]> {
  let start = from
  while (start > 0 && from - start < longParagraph && !cut(older, start)) start--
  while (start < to) {
    let end = start + 1
    while (end < older.text.length && end - start < longParagraph && !cut(older, end)) end++
    yield [start, end]
    start = end
  }
}

/**
 * Whether a paragraph of the old version could as well be another of the new. yes: its neighbour on one side went where the
 * same words stand a second time. perhaps: the words stand elsewhere too, and a neighbour is gone.
 */
export function disputed({ map, older, newer }: Both, from: number, to: number): 'yes' | 'perhaps' | 'no' {
  let doubt: 'perhaps' | 'no' = 'no'
  for (const cut of [closing, capital])
    for (const [start, end] of paragraphs(older, from, to, cut)) {
      const words = older.text.slice(start, end)
      const left = start > 0 ? (map.toNew[start - 1] ?? -1) : -1
      const right = map.toNew[end] ?? -1
      const first = map.toNew[start] ?? -1
      const last = map.toNew[end - 1] ?? -1
      if (left >= 0 && left + 1 !== first && newer.text.startsWith(words, left + 1)) return 'yes'
      if (right >= words.length && right - 1 !== last && newer.text.startsWith(words, right - words.length))
        return 'yes'
      // The same asked from the other side: whose neighbours are those it has now?
      const before = first > 0 ? (map.toOld[first - 1] ?? -1) : -1
      const after = last >= 0 ? (map.toOld[last + 1] ?? -1) : -1
      if (before >= 0 && before + 1 !== start && older.text.startsWith(words, before + 1)) return 'yes'
      if (after >= words.length && after !== end && older.text.startsWith(words, after - words.length))
        return 'yes'
      // One neighbour gone, and the same words elsewhere: shown as moved at the most.
      const settled = left === first - 1 && (right === last + 1 || end === older.text.length)
      const twice = (text: string): boolean => text.indexOf(words, text.indexOf(words) + 1) >= 0
      if (!settled && (twice(older.text) || twice(newer.text))) doubt = 'perhaps'
    }
  return doubt
}

/** Whether the paragraphs these letters belong to are whole paragraphs of the new version, letter by letter. */
export function entire({ map, older, newer }: Both, from: number, to: number): boolean {
  for (const [start, end] of paragraphs(older, from, to, capital)) {
    const there = map.toNew[start] ?? -1
    if (there < 0 || (newer.border[there] ?? 0) < 2 || (newer.border[there + end - start] ?? 2) < 2)
      return false
    for (let n = start; n < end; n++) if (map.toNew[n] !== there + n - start) return false
  }
  return true
}

/** Whether the paragraph letter `from` belongs to is, edited, the one `start` of the new version belongs to: half of the shorter went over. */
export function rewritten({ map, older, newer }: Both, from: number, start: number): boolean {
  const [[low, high] = [0, 0]] = paragraphs(older, from, from + 1, closing)
  const [[first, last] = [0, 0]] = paragraphs(newer, start, start + 1, closing)
  let kept = 0
  for (let n = low; n < high; n++) {
    const there = map.toNew[n] ?? -1
    if (there >= first && there < last) kept++
  }
  return kept > 0 && kept >= 0.5 * Math.min(high - low, last - first)
}
