/**
 * The longest common words of two stretches, in order, weighted by their letters.
 * What must stay true: stretches too long to be one text edited are not compared at all.
 */
import type { Range } from './ends.ts'
import type { Alignment } from './settle.ts'
import type { Stream } from './stream.ts'

export function wordsOf(stream: Stream, { from, to }: Range): readonly Range[] {
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

export interface Common {
  readonly letters: number
  readonly pairs: readonly (readonly [old: Range, fresh: Range])[]
}

export function commonWords(older: Stream, newer: Stream, old: Range, fresh: Range): Common | null {
  const a = wordsOf(older, old)
  const b = wordsOf(newer, fresh)
  if (a.length * b.length > mostPairs) return null
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
  const pairs: (readonly [Range, Range])[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i]
    const two = b[j]
    const now = best[i * wide + j] ?? 0
    const both = (best[(i + 1) * wide + j + 1] ?? 0) + (left[i]?.length ?? 0)
    if (one && two && left[i] === right[j] && now === both) {
      pairs.push([one, two])
      i++
      j++
    } else if (now === (best[(i + 1) * wide + j] ?? 0)) i++
    else j++
  }
  return { letters: best[0] ?? 0, pairs }
}

export function relateWords(map: Alignment, { pairs }: Common): void {
  for (const [one, two] of pairs)
    for (let n = 0; n < one.to - one.from; n++) {
      map.toNew[one.from + n] = two.from + n
      map.toOld[two.from + n] = one.from + n
    }
}
