/**
 * What a page tells those who draw upon it: marks, results of a search.
 * What must stay true: a frame is a value; it changes only when the page's place on the screen does.
 */
import { createContext, useContext } from 'react'
import { boxToPage, boxToView, toPage, toView, type Box, type PageGeometry, type Point } from './geometry.ts'
import type { Spot } from './layout.ts'

export interface PageFrame {
  /** From 1. */
  readonly page: number
  readonly geometry: PageGeometry
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** CSS pixels from the page's upper left corner to points of the unrotated page, and back. */
  readonly toPage: (point: Point) => Point
  readonly toView: (point: Point) => Point
  readonly boxToPage: (box: Box) => Box
  readonly boxToView: (box: Box) => Box
}

export const frameOf = (page: number, geometry: PageGeometry, width: number, height: number): PageFrame => ({
  page,
  geometry,
  width,
  height,
  toPage: (point) => toPage(geometry, point),
  toView: (point) => toView(geometry, point),
  boxToPage: (box) => boxToPage(geometry, box),
  boxToView: (box) => boxToView(geometry, box),
})

export interface Jump {
  readonly page: number
  /** In points of the page; absent: the top of it. */
  readonly at?: readonly [number, number]
}

/** What the panels and tools beside the pages may ask of the reader. */
export interface ReaderFace {
  readonly page: number
  readonly pages: number
  readonly goTo: (jump: Jump) => void
  /** Where the pages scroll. */
  readonly scroller: () => HTMLElement | null
  readonly spot: () => Spot
  /** Width of the page in sight, in widths of the window. */
  readonly share: () => number
  /** Shows what somebody else sees: the spot in the upper left corner, the page as wide as his. */
  readonly showAs: (spot: Spot, share: number) => void
  readonly closePanel: () => void
  readonly openPanel: (name: string) => void
}

export const ReaderContext = createContext<ReaderFace | null>(null)

export function useReaderFace(): ReaderFace {
  const face = useContext(ReaderContext)
  if (!face) throw new Error('no reader around this part')
  return face
}
