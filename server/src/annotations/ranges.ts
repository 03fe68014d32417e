/**
 * Sets of clocks as sorted, disjoint, half-open ranges: what has been deleted.
 * What must stay true: ranges never touch or overlap, so two equal sets look equal; a change is reported only when the
 * set really grew.
 */

/** start, end (exclusive), start, end, … */
export type Ranges = number[]

/** Index of the first range whose end is at or after `clock`, as a position in the flat list. */
function firstReaching(ranges: Ranges, clock: number): number {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle * 2 + 1] ?? 0) < clock) low = middle + 1
    else high = middle
  }
  return low * 2
}

/** Adds [start, end). @returns whether anything was new */
export function addRange(ranges: Ranges, start: number, end: number): boolean {
  const from = firstReaching(ranges, start)
  let to = from
  let low = start
  let high = end
  while (to < ranges.length && (ranges[to] ?? 0) <= end) {
    if ((ranges[to] ?? 0) <= start && (ranges[to + 1] ?? 0) >= end) return false
    low = Math.min(low, ranges[to] ?? low)
    high = Math.max(high, ranges[to + 1] ?? high)
    to += 2
  }
  ranges.splice(from, to - from, low, high)
  return true
}

/** Ranges in any order made a set. */
export function rangesOf(pairs: readonly (readonly [start: number, end: number])[]): Ranges {
  const ranges: Ranges = []
  for (const [start, end] of pairs.toSorted(([a], [b]) => a - b)) {
    const last = ranges.length - 1
    if (last > 0 && start <= (ranges[last] ?? 0)) ranges[last] = Math.max(ranges[last] ?? 0, end)
    else ranges.push(start, end)
  }
  return ranges
}

/** Both sets as one, in a time that grows with their sizes and not with their product. */
export function union(first: Ranges, second: Ranges): Ranges {
  if (second.length <= 8) {
    for (let i = 0; i < second.length; i += 2) addRange(first, second[i] ?? 0, second[i + 1] ?? 0)
    return first
  }
  return rangesOf([...pairsOf(first), ...pairsOf(second)])
}

function* pairsOf(ranges: Ranges): Generator<readonly [number, number]> {
  for (let i = 0; i < ranges.length; i += 2) yield [ranges[i] ?? 0, ranges[i + 1] ?? 0]
}

/** Whether all of [start, end) is in the set. */
export function covers(ranges: Ranges | undefined, start: number, end: number): boolean {
  if (!ranges) return false
  const at = firstReaching(ranges, start + 1)
  return at < ranges.length && (ranges[at] ?? 0) <= start && (ranges[at + 1] ?? 0) >= end
}
