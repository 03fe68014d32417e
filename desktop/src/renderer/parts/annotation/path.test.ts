import { mark } from '@nghi-truong/shared/protocol/rooms'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boundsOf,
  decodePath,
  encodePath,
  longestStroke,
  outlineOf,
  preview,
  simplify,
  storable,
  type PenPoint,
} from './path.ts'

const point: fc.Arbitrary<PenPoint> = fc.tuple(
  fc.double({ min: -20, max: 900, noNaN: true }),
  fc.double({ min: -20, max: 1200, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
)
const stroke = fc.array(point, { minLength: 1, maxLength: 300 })

test('a stroke comes back within a twentieth of a point, however long it is', () => {
  fc.assert(
    fc.property(stroke, (points) => {
      const back = decodePath(encodePath(points))
      expect(back.length).toBe(points.length)
      for (const [n, [x, y, pressure]] of points.entries()) {
        expect(Math.abs((back[n]?.[0] ?? NaN) - x)).toBeLessThanOrEqual(0.0501)
        expect(Math.abs((back[n]?.[1] ?? NaN) - y)).toBeLessThanOrEqual(0.0501)
        expect(Math.abs((back[n]?.[2] ?? NaN) - pressure)).toBeLessThanOrEqual(0.5 / 255 + 1e-9)
      }
    }),
  )
})

test('what is encoded is a mark the protocol accepts', () => {
  fc.assert(
    fc.property(stroke, (points) => {
      for (const piece of storable(points)) {
        const made = {
          kind: 'pen',
          page: 1,
          colour: 'blue',
          author: 'db005',
          at: '2026-11-22T00:00:00Z',
          v: 1,
          width: 22,
          box: boundsOf(piece, 2.2),
          path: encodePath(piece),
        }
        expect(mark.safeParse(made).success).toBe(true)
      }
    }),
  )
})

const toLine = (p: PenPoint, a: PenPoint, b: PenPoint): number => {
  const [ux, uy] = [b[0] - a[0], b[1] - a[1]]
  const length = ux * ux + uy * uy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / length))
  return Math.hypot(p[0] - a[0] - t * ux, p[1] - a[1] - t * uy)
}

test('simplifying moves no point of the stroke farther than the tolerance and keeps its ends', () => {
  fc.assert(
    fc.property(stroke, fc.double({ min: 0.1, max: 5, noNaN: true }), (points, tolerance) => {
      const simple = simplify(points, tolerance)
      expect(simple[0]).toEqual(points[0])
      expect(simple.at(-1)).toEqual(points.at(-1))
      for (const p of points) {
        const far =
          simple.length < 2 ? 0 : Math.min(...simple.slice(1).map((b, n) => toLine(p, simple[n] ?? b, b)))
        expect(far).toBeLessThanOrEqual(tolerance + 1e-6)
      }
    }),
  )
})

test('a straight stroke of a thousand points becomes two, and pressure that changes is kept', () => {
  const straight = Array.from({ length: 1000 }, (_, n): PenPoint => [n, 2 * n, 0.5])
  expect(simplify(straight, 0.2)).toHaveLength(2)
  const pressed = straight.map(([x, y], n): PenPoint => [x, y, n === 500 ? 1 : 0.2])
  expect(simplify(pressed, 0.2).some(([, , pressure]) => pressure === 1)).toBe(true)
})

test('a very long stroke is stored in pieces that touch', () => {
  const long = Array.from({ length: 9000 }, (_, n): PenPoint => [n % 7, (n * 3) % 11, 0.5])
  const pieces = storable(long, 0)
  expect(pieces.length).toBeGreaterThan(1)
  for (const [n, piece] of pieces.entries()) {
    expect(piece.length).toBeLessThanOrEqual(longestStroke)
    const next = pieces[n + 1]
    if (next) expect(next[0]).toEqual(piece.at(-1))
  }
})

test('the preview is small enough for the others at any moment', () => {
  const wild = Array.from({ length: 5000 }, (_, n): PenPoint => [(n * 37) % 500, (n * 91) % 700, 0.5])
  const shown = preview(wild)
  expect(shown.length).toBeLessThanOrEqual(280)
  expect(JSON.stringify(encodePath(shown)).length).toBeLessThan(4096)
})

test('an outline is drawn for a dot, a line and nothing', () => {
  expect(outlineOf([], 2, true)).toBe('')
  expect(
    outlineOf(
      [
        [5, 5, 0.5],
        [5.1, 5, 0.5],
      ],
      2,
      true,
    ),
  ).toMatch(/^M.*Z$/)
  expect(
    outlineOf(
      [
        [0, 0, 0.1],
        [50, 10, 0.9],
        [90, 5, 0.4],
      ],
      2,
      true,
    ),
  ).toMatch(/^M[\d.-]+ [\d.-]+Q/)
})
