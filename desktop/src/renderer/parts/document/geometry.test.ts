import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxToPage, boxToView, rightAngle, sizeOf, toPage, toView, type PageGeometry } from './geometry.ts'

const geometry: fc.Arbitrary<PageGeometry> = fc.record({
  view: fc
    .tuple(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 100, max: 2000 }),
      fc.integer({ min: 100, max: 2000 }),
    )
    .map(([x, y, w, h]) => [x, y, x + w, y + h] as const),
  rotation: fc.constantFrom(0 as const, 90 as const, 180 as const, 270 as const),
  scale: fc.double({ min: 0.25, max: 8, noNaN: true }),
})
const point = fc.tuple(
  fc.double({ min: -500, max: 2500, noNaN: true }),
  fc.double({ min: -500, max: 2500, noNaN: true }),
)

test('a point comes back from the screen where it was', () => {
  fc.assert(
    fc.property(geometry, point, (page, p) => {
      const [x, y] = toPage(page, toView(page, p))
      expect(x).toBeCloseTo(p[0], 6)
      expect(y).toBeCloseTo(p[1], 6)
    }),
  )
})

test('the page fills exactly its size, whatever the rotation', () => {
  fc.assert(
    fc.property(geometry, (page) => {
      const [left, bottom, right, top] = page.view
      const [x, y, w, h] = boxToView(page, [left, bottom, right - left, top - bottom])
      const size = sizeOf(page)
      expect(x).toBeCloseTo(0, 6)
      expect(y).toBeCloseTo(0, 6)
      expect(w).toBeCloseTo(size.width, 6)
      expect(h).toBeCloseTo(size.height, 6)
    }),
  )
})

test('turning clockwise moves the upper left corner of the page to the upper right', () => {
  const upright: PageGeometry = { view: [0, 0, 200, 300], rotation: 0, scale: 2 }
  expect(toView(upright, [0, 300])).toEqual([0, 0])
  expect(toView({ ...upright, rotation: 90 }, [0, 300])).toEqual([600, 0])
  expect(toView({ ...upright, rotation: 180 }, [0, 300])).toEqual([400, 600])
  expect(toView({ ...upright, rotation: 270 }, [0, 300])).toEqual([0, 400])
})

test('a page whose visible part does not begin at zero', () => {
  const cropped: PageGeometry = { view: [10, 20, 110, 220], rotation: 0, scale: 1 }
  expect(toView(cropped, [10, 220])).toEqual([0, 0])
  expect(boxToPage(cropped, [0, 0, 100, 200])).toEqual([10, 20, 100, 200])
})

test('right angles from any number', () => {
  expect([0, 90, 360, 450, -90, 91, -180].map(rightAngle)).toEqual([0, 90, 0, 90, 270, 90, 180])
})
