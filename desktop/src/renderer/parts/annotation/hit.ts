/**
 * Which mark lies under a point of the page.
 * What must stay true: the topmost wins (the last drawn); thin strokes can be met with a thick finger.
 */
import type { Mark, PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { decodePath } from './path.ts'
import { shapeHit } from './shape.ts'
import type { Box } from './quads.ts'

export type Point = readonly [number, number]

const inside = ([x, y, w, h]: Box, [px, py]: Point, reach: number): boolean =>
  px >= x - reach && px <= x + w + reach && py >= y - reach && py <= y + h + reach

function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [ux, uy] = [bx - ax, by - ay]
  const length = ux * ux + uy * uy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * ux + (py - ay) * uy) / length))
  return Math.hypot(px - ax - t * ux, py - ay - t * uy)
}

/** Whether the point, `reach` points around it, meets the mark. */
export function meets(mark: Mark, point: Point, reach: number): boolean {
  if (mark.kind === 'reply') return false
  if ('quads' in mark) return mark.quads.some((box) => inside(box, point, reach / 2))
  if (mark.kind === 'shape') return shapeHit(mark, point, reach + mark.width / 20)
  if (!('path' in mark)) return inside(mark.box, point, reach / 2)
  if (!inside(mark.box, point, reach)) return false
  const within = reach + mark.width / 20
  const points = decodePath(mark.path)
  return points.some((a, n) => {
    const b = points[n + 1] ?? a
    return distance(point, [a[0], a[1]], [b[0], b[1]]) <= within
  })
}

/** The last of those that meet the point. */
export const topmost = <T extends readonly [string, Mark]>(
  entries: readonly T[],
  point: Point,
  reach: number,
): T | undefined => entries.findLast(([, mark]) => meets(mark, point, reach))

/** The upper edge of a mark and its middle, where one goes to see it. */
export function topOf(mark: Mark): Point {
  // An answer whose mark is gone: the head of its page.
  if (mark.kind === 'reply') return [0, 10_000]
  const boxes = 'quads' in mark ? mark.quads : [mark.box]
  const top = Math.max(...boxes.map((box) => box[1] + box[3]))
  const [x = 0, , w = 0] = boxes[0] ?? []
  return [x + w / 2, top]
}

/** x, y, width, height around a mark. */
export function around(mark: PlacedMark): Box {
  if (!('quads' in mark)) return mark.box
  const left = Math.min(...mark.quads.map((one) => one[0]))
  const low = Math.min(...mark.quads.map((one) => one[1]))
  const right = Math.max(...mark.quads.map((one) => one[0] + one[2]))
  const high = Math.max(...mark.quads.map((one) => one[1] + one[3]))
  return [left, low, right - left, high - low]
}
