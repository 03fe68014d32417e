/**
 * How many letters around a place stayed together, so that a few words that agree by chance are told from a passage.
 * What must stay true: only letters related one after the other count, and of those around the place only the nearest.
 */
import type { Alignment } from './settle.ts'

/** Enough letters in one piece to be no chance. */
export const firm = 28

/** Letters beyond the place that are counted, on either side. */
const around = 40

/** The longest run of letters that stayed together around a range. */
export function solid(map: Alignment, from: number, to: number): number {
  const joined = (n: number): boolean => {
    const here = map.toNew[n] ?? -1
    return here >= 0 && map.toNew[n + 1] === here + 1
  }
  let best = 0
  for (let n = from; n < to;) {
    let start = n
    if (n === from) while (start > 0 && joined(start - 1) && n - start < around) start--
    let end = n
    while (joined(end) && end - to < around) end++
    best = Math.max(best, (map.toNew[n] ?? -1) < 0 ? 0 : end + 1 - start)
    n = end + 1
  }
  return best
}
