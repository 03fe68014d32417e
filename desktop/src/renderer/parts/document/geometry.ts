/**
 * From a page's own coordinates to the screen and back.
 * What must stay true: marks are kept in PDF points of the unrotated page, origin at the lower left (ISO 32000-1,
 * 8.3.2.3); zoom and rotation change only what is seen; `toPage` undoes `toView`.
 */

export type Rotation = 0 | 90 | 180 | 270

/** x, y, width, height; PDF points with the origin below, or CSS pixels with the origin above. */
export type Box = readonly [number, number, number, number]
export type Point = readonly [number, number]

export interface PageGeometry {
  /** Left, bottom, right, top of the visible page in PDF points. */
  readonly view: readonly [number, number, number, number]
  /** Clockwise: the page's own rotation and the reader's, together. */
  readonly rotation: Rotation
  /** CSS pixels for a point. */
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** A right angle, whatever number came in. */
export const rightAngle = (degrees: number): Rotation =>
  ((((Math.round(degrees / 90) * 90) % 360) + 360) % 360) as Rotation

/** Size on the screen, CSS pixels. */
export function sizeOf({ view, rotation, scale }: PageGeometry): Size {
  const across = (view[2] - view[0]) * scale
  const down = (view[3] - view[1]) * scale
  return rotation % 180 === 0 ? { width: across, height: down } : { width: down, height: across }
}

/** A point of the page, in CSS pixels from the upper left corner of what is drawn. */
export function toView({ view, rotation, scale }: PageGeometry, [x, y]: Point): Point {
  const [left, bottom, right, top] = view
  if (rotation === 0) return [(x - left) * scale, (top - y) * scale]
  if (rotation === 90) return [(y - bottom) * scale, (x - left) * scale]
  if (rotation === 180) return [(right - x) * scale, (y - bottom) * scale]
  return [(top - y) * scale, (right - x) * scale]
}

export function toPage({ view, rotation, scale }: PageGeometry, [x, y]: Point): Point {
  const [left, bottom, right, top] = view
  const u = x / scale
  const v = y / scale
  if (rotation === 0) return [left + u, top - v]
  if (rotation === 90) return [left + v, bottom + u]
  if (rotation === 180) return [right - u, bottom + v]
  return [right - v, top - u]
}

const spanned = ([ax, ay]: Point, [bx, by]: Point): Box => [
  Math.min(ax, bx),
  Math.min(ay, by),
  Math.abs(ax - bx),
  Math.abs(ay - by),
]

export const boxToView = (page: PageGeometry, [x, y, w, h]: Box): Box =>
  spanned(toView(page, [x, y]), toView(page, [x + w, y + h]))

export const boxToPage = (page: PageGeometry, [x, y, w, h]: Box): Box =>
  spanned(toPage(page, [x, y]), toPage(page, [x + w, y + h]))
