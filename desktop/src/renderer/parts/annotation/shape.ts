/**
 * Rectangles, ellipses, arrows and lines: their bounds, their outlines, and whether a finger meets them.
 * What must stay true: a shape is met on its line, not in its middle, so that the words inside can still be touched.
 */
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'

export type ShapeMark = Extract<PlacedMark, { kind: 'shape' }>
export type Form = ShapeMark['form']
export type Ends = readonly [number, number, number, number]
type Point = readonly [number, number]

/** x, y, width, height, the line's width included. `width` in points. */
export function shapeBox([x, y, ox, oy]: Ends, width: number): [number, number, number, number] {
  const round = (value: number): number => Math.round(value * 10) / 10
  const half = width / 2
  return [
    round(Math.min(x, ox) - half),
    round(Math.min(y, oy) - half),
    round(Math.abs(ox - x) + width),
    round(Math.abs(oy - y) + width),
  ]
}

function fromLine([px, py]: Point, [ax, ay, bx, by]: Ends): number {
  const [ux, uy] = [bx - ax, by - ay]
  const length = ux * ux + uy * uy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * ux + (py - ay) * uy) / length))
  return Math.hypot(px - ax - t * ux, py - ay - t * uy)
}

export function shapeHit(mark: ShapeMark, point: Point, reach: number): boolean {
  const [x, y, ox, oy] = mark.ends
  if (mark.form === 'line' || mark.form === 'arrow') return fromLine(point, mark.ends) <= reach
  if (mark.form === 'rectangle')
    return (
      [
        [x, y, ox, y],
        [ox, y, ox, oy],
        [ox, oy, x, oy],
        [x, oy, x, y],
      ] as const
    ).some((side) => fromLine(point, side) <= reach)
  const [rx, ry] = [Math.abs(ox - x) / 2, Math.abs(oy - y) / 2]
  if (rx < reach || ry < reach) return fromLine(point, mark.ends) <= reach
  const [dx, dy] = [point[0] - (x + ox) / 2, point[1] - (y + oy) / 2]
  const inner = (dx / Math.max(0.1, rx - reach)) ** 2 + (dy / Math.max(0.1, ry - reach)) ** 2
  return (dx / (rx + reach)) ** 2 + (dy / (ry + reach)) ** 2 <= 1 && inner >= 1
}

const two = (value: number): string => (Math.round(value * 100) / 100).toString()

/** An SVG path in points of the page, to be stroked. `width` in points. */
export function shapePath(form: Form, [x, y, ox, oy]: Ends, width: number): string {
  const at = (...numbers: number[]): string => numbers.map(two).join(' ')
  if (form === 'rectangle') return `M${at(x, y)}H${two(ox)}V${two(oy)}H${two(x)}Z`
  if (form === 'ellipse') {
    const [rx, ry] = [Math.abs(ox - x) / 2, Math.abs(oy - y) / 2]
    const [left, right, cy] = [Math.min(x, ox), Math.max(x, ox), (y + oy) / 2]
    return `M${at(left, cy)}A${at(rx, ry)} 0 1 0 ${at(right, cy)}A${at(rx, ry)} 0 1 0 ${at(left, cy)}Z`
  }
  const line = `M${at(x, y)}L${at(ox, oy)}`
  if (form === 'line') return line
  const length = Math.hypot(ox - x, oy - y)
  if (length === 0) return line
  const head = Math.min(length / 2, 5 + 3 * width)
  const [ux, uy] = [(ox - x) / length, (oy - y) / length]
  const wing = (turn: 1 | -1): string =>
    at(ox - head * (ux + turn * 0.55 * uy), oy - head * (uy - turn * 0.55 * ux))
  return `${line}M${wing(1)}L${at(ox, oy)}L${wing(-1)}`
}
