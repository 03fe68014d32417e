import { extracted, readPage } from '@nghi-truong/shared/reading/extracted'
import { expect, test } from 'vitest'
import type { PageGeometry, Rotation } from './geometry.ts'
import { edgeFor, topLetter } from './passage.ts'

const lines = Array.from({ length: 30 }, (_, n) => `Dòng ${n + 1}`)
const page = readPage(
  extracted(
    lines.map((str, n) => ({
      str,
      hasEOL: true,
      transform: [12, 0, 0, 12, 72, 780 - 20 * n],
      width: 60,
      height: 12,
    })),
  ),
)
const geometry = (rotation: Rotation): PageGeometry => ({ view: [0, 0, 595, 842], rotation, scale: 1 })

test('the first line below the edge is taken, and showing it as high gives the same edge', () => {
  for (const fy of [-0.01, 0, 0.2, 0.5, 0.7]) {
    const top = topLetter(page, geometry(0), fy)
    expect(edgeFor(page, geometry(0), top?.at ?? -1, top?.below ?? 0)).toBeCloseTo(fy)
  }
  expect(topLetter(page, geometry(0), 0)?.at).toBe(0)
  const half = topLetter(page, geometry(0), 0.5)
  expect(page.text.slice(half?.at)).toMatch(/^Dòng 20\n/)
})

test('on a page upside down the last lines come first', () => {
  const top = topLetter(page, geometry(180), 0.5)
  expect(top?.at).toBe(0)
  expect(topLetter(page, geometry(180), 0.9)?.at).toBe(0)
})

test('below the last line the last letter; no text, no letter', () => {
  const last = topLetter(page, geometry(0), 0.99)
  expect(last?.at).toBe(page.text.trimEnd().length - 1)
  expect(topLetter({ text: '', quads: () => [] }, geometry(0), 0)).toBeNull()
  expect(edgeFor(page, geometry(0), 4, 0)).toBeNull()
})
