// @vitest-environment happy-dom
import fc from 'fast-check'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { expect, test } from 'vitest'
import { Painter, type PainterLimits, type Want } from './painter.ts'

const side = 100
const limits: PainterLimits = { ratio: 1, canvasPixels: 4 * side * side, allPixels: 10 * side * side }

/** Square pages of `side` points; tells which were drawn and which were forgotten by pdf.js. */
function fake() {
  const drawn: number[] = []
  const cleaned: number[] = []
  const getPage = (page: number) =>
    Promise.resolve({
      rotate: 0,
      view: [0, 0, side, side],
      getViewport: ({ scale }: { scale: number }) => ({ width: side * scale, height: side * scale }),
      render() {
        drawn.push(page)
        return { promise: new Promise((resolve) => setImmediate(resolve)), cancel: () => undefined }
      },
      cleanup: () => cleaned.push(page),
    })
  return { drawn, cleaned, document: { getPage } as unknown as PDFDocumentProxy }
}

const want = (page: number, scale: number, seen = false): Want => ({
  page,
  scale,
  turn: 0,
  sight: seen ? [0, 0, side * scale, side * scale] : null,
  area: (side * scale) ** 2,
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const held = (painter: Painter, most: number): number => {
  let sum = 0
  for (let page = 1; page <= most; page++) {
    const canvas = painter.drawing(page)?.canvas
    if (canvas) sum += canvas.width * canvas.height
  }
  return sum
}

test('nothing is drawn twice, what is in sight is drawn, and the rest stays within the budget', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 9 }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      async (seen, ahead, scale) => {
        const { drawn, document } = fake()
        const painter = new Painter(document, limits)
        const pages = Array.from({ length: seen + ahead }, (_, n) => n + 1)
        painter.want(pages.map((page) => want(page, scale, page <= seen)))
        await settled()
        expect(new Set(drawn.filter((page) => page > seen)).size).toBe(
          drawn.filter((page) => page > seen).length,
        )
        for (let page = 1; page <= seen; page++) expect(painter.drawing(page)).toBeDefined()
        const one = Math.min((side * scale) ** 2, limits.canvasPixels)
        expect(held(painter, pages.length)).toBeLessThanOrEqual(
          Math.max(seen * one, limits.allPixels) + pages.length * 2 * side,
        )
        painter.close()
      },
    ),
    { numRuns: 40 },
  )
})

test('pages passed by are let go, the farthest first', async () => {
  const { document } = fake()
  const painter = new Painter(document, limits)
  for (let page = 1; page <= 20; page++) {
    painter.want([want(page, 1, true), want(page + 1, 1)])
    await settled()
  }
  expect(painter.drawing(1)).toBeUndefined()
  for (let page = 13; page <= 21; page++) expect(painter.drawing(page)).toBeDefined()
})

test('what was prepared for a page is kept while it is in sight, and no longer', async () => {
  const { cleaned, document } = fake()
  const painter = new Painter(document, limits)
  painter.want([want(1, 1, true), want(2, 1)])
  await settled()
  expect(cleaned).toEqual([2])
  painter.want([want(3, 1, true), want(2, 1)])
  await settled()
  expect(cleaned).toEqual([2, 1])
})
