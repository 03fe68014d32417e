/**
 * Strokes of the pen: simplified, coded as small differences, and drawn.
 * What must stay true: a decoded stroke lies within a twentieth of a point of what was encoded; a stroke never weighs more
 * than the door lets through; pressure is kept.
 */
import getStroke from 'perfect-freehand'

/** x, y in points of the page; pressure 0 to 1. */
export type PenPoint = readonly [number, number, number]

/** What a device without pressure says. */
export const flatPressure = 128

const tenths = (value: number): number => Math.round(value * 10)
const pressureOf = (value: number): number => Math.min(255, Math.max(0, Math.round(value * 255)))

/** x, y, pressure triples: coordinates in tenths of a point, the first absolute, the rest differences. */
export function encodePath(points: readonly PenPoint[]): number[] {
  const out: number[] = []
  let x = 0
  let y = 0
  for (const [px, py, pressure] of points) {
    const nx = tenths(px)
    const ny = tenths(py)
    out.push(nx - x, ny - y, pressureOf(pressure))
    x = nx
    y = ny
  }
  return out
}

export function decodePath(path: readonly number[]): PenPoint[] {
  const out: PenPoint[] = []
  let x = 0
  let y = 0
  for (let n = 0; n + 2 < path.length; n += 3) {
    x += path[n] ?? 0
    y += path[n + 1] ?? 0
    out.push([x / 10, y / 10, (path[n + 2] ?? flatPressure) / 255])
  }
  return out
}

/** Distance of `p` from the line through `a` and `b`, pressure counting as a third, weak dimension. */
function away(p: PenPoint, a: PenPoint, b: PenPoint): number {
  const scale = 2
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], (b[2] - a[2]) * scale]
  const [vx, vy, vz] = [p[0] - a[0], p[1] - a[1], (p[2] - a[2]) * scale]
  const length = ux * ux + uy * uy + uz * uz
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, (vx * ux + vy * uy + vz * uz) / length))
  return Math.hypot(vx - t * ux, vy - t * uy, vz - t * uz)
}

/** Douglas and Peucker (1973), without recursion: a long stroke must not exhaust the stack. */
export function simplify(points: readonly PenPoint[], tolerance: number): PenPoint[] {
  if (points.length < 3) return [...points]
  const keep = new Uint8Array(points.length)
  keep[0] = 1
  keep[points.length - 1] = 1
  const open: [number, number][] = [[0, points.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    const a = points[from]
    const b = points[to]
    let worst = 0
    let at = -1
    for (let n = from + 1; n < to; n++) {
      const p = points[n]
      const far = p && a && b ? away(p, a, b) : 0
      if (far > worst) {
        worst = far
        at = n
      }
    }
    if (at > 0 && worst > tolerance) {
      keep[at] = 1
      open.push([from, at], [at, to])
    }
  }
  return points.filter((_, n) => keep[n] === 1)
}

/** Points of one mark: at most 3 bytes a number, so well below what one update may weigh. */
export const longestStroke = 2500

/** A stroke as one or more storable paths; pieces share their end points so that no gap shows. */
export function storable(points: readonly PenPoint[], tolerance = 0.2): readonly (readonly PenPoint[])[] {
  const simple = simplify(points, tolerance)
  const pieces: PenPoint[][] = []
  for (let from = 0; from < Math.max(1, simple.length - 1); from += longestStroke - 1)
    pieces.push(simple.slice(from, from + longestStroke))
  return pieces.filter((piece) => piece.length > 0)
}

/** Few enough points for others to see a stroke while it is drawn. */
export function preview(points: readonly PenPoint[], most = 280): PenPoint[] {
  let tolerance = 0.4
  let simple = simplify(points, tolerance)
  while (simple.length > most && tolerance < 100) simple = simplify(points, (tolerance *= 2))
  return simple.slice(-most)
}

/** x, y, width, height around the points, half the pen's width included. */
export function boundsOf(points: readonly PenPoint[], width: number): [number, number, number, number] {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.min(bottom, y)
    top = Math.max(top, y)
  }
  const half = width / 2
  const round = (value: number): number => Math.round(value * 10) / 10
  return [round(left - half), round(bottom - half), round(right - left + width), round(top - bottom + width)]
}

const two = (value: number): string => (Math.round(value * 100) / 100).toString()

/** The stroke as the outline of an SVG path, in points of the page. `width` in points; of one width when not `alive`. */
export function outlineOf(
  points: readonly PenPoint[],
  width: number,
  finished: boolean,
  alive = true,
): string {
  const flat = points.every((point) => Math.abs(point[2] * 255 - flatPressure) < 1.5)
  const outline = getStroke(
    points.map(([x, y, pressure]) => [x, y, pressure]),
    {
      size: width * (flat ? 1 : 1.25),
      thinning: alive ? (flat ? 0.25 : 0.6) : 0,
      smoothing: 0.5,
      streamline: 0.3,
      simulatePressure: flat && alive,
      last: finished,
    },
  )
  const [first, ...rest] = outline
  if (!first) return ''
  // Through the middles of neighbouring points: corners become curves.
  let d = `M${two(first[0])} ${two(first[1])}`
  let before = first
  for (const point of [...rest, first]) {
    d += `Q${two(before[0])} ${two(before[1])} ${two((before[0] + point[0]) / 2)} ${two((before[1] + point[1]) / 2)}`
    before = point
  }
  return `${d}Z`
}
