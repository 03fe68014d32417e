/**
 * Whether a place of the new version lies between the same neighbours as the old one, however much was rewritten beside it.
 * What must stay true: both sides are asked; neighbours far away say nothing.
 */
import type { Alignment } from './settle.ts'

/** Letters within which a neighbour must be found. */
const span = 300

/** Whether the next letters that went over, on either side, stand on either side of the new place too. */
export function nested(map: Alignment, from: number, to: number, start: number, end: number): boolean {
  let left = from - 1
  while (left >= 0 && from - left < span && (map.toNew[left] ?? -1) < 0) left--
  let right = to
  while (right < map.toNew.length && right - to < span && (map.toNew[right] ?? -1) < 0) right++
  const [before, after] = [map.toNew[left] ?? -1, map.toNew[right] ?? -1]
  return before >= 0 && after >= 0 && before < start && after >= end && after - before < to - from + 2 * span
}
