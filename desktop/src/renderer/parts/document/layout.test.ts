import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clampZoom,
  currentPage,
  layOut,
  nextZoom,
  placeOf,
  sameLayout,
  spotAt,
  visible,
  type LayoutInput,
} from './layout.ts'

const size = fc.record({
  width: fc.integer({ min: 200, max: 1200 }),
  height: fc.integer({ min: 200, max: 1600 }),
})
const input: fc.Arbitrary<LayoutInput> = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  sizes: fc.array(fc.option(size, { nil: undefined }), { maxLength: 120 }),
  zoom: fc.oneof(
    fc.constantFrom('width' as const, 'page' as const),
    fc.double({ min: 0.25, max: 4, noNaN: true }),
  ),
  twoPages: fc.boolean(),
  window: fc.record({
    width: fc.integer({ min: 320, max: 2000 }),
    height: fc.integer({ min: 400, max: 1400 }),
  }),
})

test('pages follow one another and never overlap', () => {
  fc.assert(
    fc.property(input, (given) => {
      const { pages, width, height } = layOut(given)
      expect(pages.map((one) => one.page)).toEqual(Array.from({ length: given.count }, (_, n) => n + 1))
      for (const [n, one] of pages.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0)
        expect(one.left + one.width).toBeLessThanOrEqual(width + 1e-6)
        expect(one.top + one.height).toBeLessThanOrEqual(height)
        const next = pages[n + 1]
        if (!next) continue
        const beside = given.twoPages && n % 2 === 0
        if (beside) expect(next.left).toBeGreaterThan(one.left + one.width)
        else expect(next.top).toBeGreaterThan(one.top + one.height)
      }
    }),
  )
})

test('what is visible is found as by looking at every page', () => {
  fc.assert(
    fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const layout = layOut(given)
      const top = share * layout.height
      const all = layout.pages
        .filter((one) => one.rowTop <= top + given.window.height && one.rowBottom >= top)
        .map((one) => one.page)
      expect(visible(layout, top, given.window.height)).toEqual(all)
    }),
  )
})

test('a spot is where it was after pages turned out to be larger or smaller', () => {
  fc.assert(
    fc.property(
      input,
      fc.array(size, { minLength: 120, maxLength: 120 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (given, real, share) => {
        const before = layOut(given)
        const spot = spotAt(before, before.width / 2, share * before.height)
        const after = layOut({ ...given, sizes: real })
        const { x, y } = placeOf(after, spot)
        const again = spotAt(after, x, y)
        // Between two pages the same place may be said of either.
        const back = placeOf(after, again)
        expect(back.x).toBeCloseTo(x, 4)
        expect(back.y).toBeCloseTo(y, 4)
      },
    ),
  )
})

test('fit width fills the window, also for a page lying on its side', () => {
  const window = { width: 820, height: 1100 }
  const { pages } = layOut({
    count: 2,
    sizes: [
      { width: 595, height: 842 },
      { width: 842, height: 595 },
    ],
    zoom: 'width',
    twoPages: false,
    window,
  })
  for (const one of pages) expect(one.width).toBeCloseTo(820 - 24, 5)
})

test('fit page shows a whole page', () => {
  const { pages } = layOut({
    count: 1,
    sizes: [{ width: 595, height: 842 }],
    zoom: 'page',
    twoPages: false,
    window: { width: 1900, height: 900 },
  })
  expect(pages[0]?.height).toBeCloseTo(900 - 24, 5)
})

test('an unknown page has the size of the first', () => {
  const { pages } = layOut({
    count: 3,
    sizes: [{ width: 100, height: 200 }],
    zoom: 2,
    twoPages: false,
    window: { width: 900, height: 900 },
  })
  expect(pages[2]).toMatchObject({ width: 200, height: 400 })
})

test('a thousand pages: the one over the upper third is the current one', () => {
  const layout = layOut({
    count: 1000,
    sizes: [{ width: 595, height: 842 }],
    zoom: 1,
    twoPages: false,
    window: { width: 800, height: 600 },
  })
  expect(currentPage(layout, layout.pages[736]?.top ?? 0, 600)).toBe(737)
  expect(currentPage(layout, 0, 600)).toBe(1)
})

test('zooming by steps goes up and down and stops at the limits', () => {
  expect(nextZoom(1, 1)).toBeGreaterThan(1)
  expect(nextZoom(1, -1)).toBeLessThan(1)
  expect(nextZoom(clampZoom(100), 1)).toBe(clampZoom(100))
  expect(nextZoom(clampZoom(0), -1)).toBe(clampZoom(0))
})

test('layouts are the same exactly when every page lies where it lay', () => {
  fc.assert(
    fc.property(input, fc.nat(), fc.integer({ min: 1, max: 90 }), (given, at, more) => {
      const before = layOut(given)
      expect(sameLayout(before, layOut(given))).toBe(true)
      const page = at % given.count
      const pages = before.pages.map((one, n) => (n === page ? { ...one, top: one.top + more } : one))
      expect(sameLayout(before, { ...before, pages })).toBe(false)
      expect(sameLayout(before, { ...before, pages: before.pages.slice(1) })).toBe(false)
      expect(sameLayout(before, { ...before, height: before.height + more })).toBe(false)
    }),
  )
})
