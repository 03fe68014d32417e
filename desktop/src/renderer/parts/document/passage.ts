/**
 * Between a place on the screen and a letter of the text: which letter is the first in the window, and where the window's
 * upper edge must lie to show a letter as high as it was.
 * What must stay true: heights are those of the page as seen, turned or not; the same letter gives the place it came from.
 */
import type { ReadPage } from '@nghi-truong/shared/reading/stream'
import { boxToView, sizeOf, type PageGeometry } from './geometry.ts'

export interface TopLetter {
  /** Offset in the page's text. */
  readonly at: number
  /** How far the middle of its line lies below the window's edge, points. */
  readonly below: number
}

const middle = (page: ReadPage, geometry: PageGeometry, at: number): number | null => {
  const [box] = page.quads(at, at + 1)
  if (!box) return null
  const [, y, , height] = boxToView(geometry, box)
  return y + height / 2
}

/** The first letter whose line is not cut by the edge at `fy` of the page's height, else the last; null without text. */
export function topLetter(page: ReadPage, geometry: PageGeometry, fy: number): TopLetter | null {
  const edge = fy * sizeOf(geometry).height
  let last: TopLetter | null = null
  for (let at = 0; at < page.text.length; at++) {
    const y = middle(page, geometry, at)
    if (y === null) continue
    last = { at, below: y - edge }
    if (last.below >= 0) return last
  }
  return last
}

/** Fraction of the page's height at the window's edge when letter `at` is to stand `below` it; null where it has no place. */
export function edgeFor(page: ReadPage, geometry: PageGeometry, at: number, below: number): number | null {
  const y = middle(page, geometry, at)
  return y === null ? null : (y - below) / sizeOf(geometry).height
}
