/**
 * Where every page lies on the long sheet one scrolls: a list of rows with running sums, so that a thousand pages cost a
 * thousand additions and finding the visible ones a binary search.
 * What must stay true: sizes not yet known are those of the first page; rows never overlap; a place (page and fraction)
 * means the same before and after any change of zoom, width or rotation.
 */
import type { Size } from './geometry.ts'

/** `width` and `page` fit each row; a number is CSS pixels for a point. */
export type Zoom = 'width' | 'page' | number

export const zoomLimits = { least: 0.25, most: 8 } as const
export const clampZoom = (zoom: number): number => Math.min(zoomLimits.most, Math.max(zoomLimits.least, zoom))

/** Space between pages and around them, CSS pixels. */
export const gap = 12

export interface LayoutInput {
  readonly count: number
  /** Sizes in points as seen (rotation applied); absent where not yet known. Index 0 is page 1. */
  readonly sizes: readonly (Size | undefined)[]
  readonly zoom: Zoom
  readonly twoPages: boolean
  /** The scrolling window, CSS pixels. */
  readonly window: Size
}

export interface Placed {
  /** From 1. */
  readonly page: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly scale: number
  /** Edges of its row: the taller of two pages side by side reaches them. */
  readonly rowTop: number
  readonly rowBottom: number
}

export interface Layout {
  /** Index 0 is page 1. */
  readonly pages: readonly Placed[]
  readonly width: number
  readonly height: number
}

/** A4, until the first page is known. */
const usual: Size = { width: 595.28, height: 841.89 }

interface Row {
  readonly pages: readonly { readonly page: number; readonly size: Size }[]
  readonly scale: number
}

/** Fitting the width of a large screen would make letters like on a poster: 150% is enough. */
const widest = 2

function scaleOf(zoom: Zoom, sizes: readonly Size[], window: Size): number {
  if (typeof zoom === 'number') return clampZoom(zoom)
  const across = sizes.reduce((sum, one) => sum + one.width, 0)
  const down = Math.max(...sizes.map((one) => one.height))
  const room = Math.max(80, window.width - gap * (sizes.length + 1))
  const byWidth = room / across
  if (zoom === 'width') return clampZoom(Math.min(byWidth, widest))
  return clampZoom(Math.min(byWidth, Math.max(80, window.height - 2 * gap) / down))
}

export function layOut({ count, sizes, zoom, twoPages, window }: LayoutInput): Layout {
  const first = sizes[0] ?? usual
  const step = twoPages ? 2 : 1
  const rows: Row[] = []
  let width = window.width
  for (let start = 0; start < count; start += step) {
    const pages = []
    for (let n = start; n < Math.min(count, start + step); n++)
      pages.push({ page: n + 1, size: sizes[n] ?? first })
    // The last page of an odd pair keeps the size its neighbours have.
    const measured = pages.map((one) => one.size)
    while (measured.length < step) measured.push(first)
    const scale = scaleOf(zoom, measured, window)
    rows.push({ pages, scale })
    const across = pages.reduce((sum, one) => sum + one.size.width * scale, gap * (pages.length + 1))
    width = Math.max(width, across)
  }
  const placed: Placed[] = []
  let top = gap
  for (const { pages, scale } of rows) {
    const across = pages.reduce((sum, one) => sum + one.size.width * scale, gap * (pages.length - 1))
    const down = Math.max(...pages.map((one) => one.size.height * scale))
    let left = (width - across) / 2
    for (const { page, size } of pages) {
      const height = size.height * scale
      placed.push({
        page,
        left,
        top: top + (down - height) / 2,
        width: size.width * scale,
        height,
        scale,
        rowTop: top,
        rowBottom: top + down,
      })
      left += size.width * scale + gap
    }
    top += down + gap
  }
  return { pages: placed, width, height: top }
}

/** Whether two layouts put every page at the same place. */
export const sameLayout = (a: Layout, b: Layout): boolean =>
  a.width === b.width &&
  a.height === b.height &&
  a.pages.length === b.pages.length &&
  a.pages.every((one, n) => {
    const other = b.pages[n]
    return (
      other !== undefined &&
      one.left === other.left &&
      one.top === other.top &&
      one.width === other.width &&
      one.height === other.height &&
      one.scale === other.scale &&
      one.rowTop === other.rowTop &&
      one.rowBottom === other.rowBottom
    )
  })

/** The first page whose row ends below `y`: 0-based, at most the last. */
function firstBelow(pages: readonly Placed[], y: number): number {
  let low = 0
  let high = pages.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const one = pages[middle]
    if (one && one.rowBottom < y) low = middle + 1
    else high = middle
  }
  return low
}

/** Pages whose rows touch the strip from `top`, `height` long. Page numbers, in order. */
export function visible({ pages }: Layout, top: number, height: number): readonly number[] {
  const found: number[] = []
  for (let n = firstBelow(pages, top); n < pages.length; n++) {
    const one = pages[n]
    if (!one || one.rowTop > top + height) break
    if (one.rowBottom >= top) found.push(one.page)
  }
  return found
}

/** The page a person would say he is on: the one over the upper third of the window. */
export function currentPage({ pages }: Layout, top: number, height: number): number {
  return pages[firstBelow(pages, top + height / 3)]?.page ?? 1
}

/** A spot of the document: page and fractions of its size from the upper left corner. May lie outside 0–1 (margins). */
export interface Spot {
  readonly page: number
  readonly fx: number
  readonly fy: number
}

/** The spot under a place of the sheet, CSS pixels. */
export function spotAt({ pages }: Layout, x: number, y: number): Spot {
  const n = firstBelow(pages, y)
  const row = pages[n]
  if (!row) return { page: 1, fx: 0, fy: 0 }
  const beside = pages[n + 1]
  const one = beside && beside.rowTop === row.rowTop && x >= beside.left ? beside : row
  return { page: one.page, fx: (x - one.left) / one.width, fy: (y - one.top) / one.height }
}

/** Where a spot lies on the sheet, CSS pixels. */
export function placeOf({ pages }: Layout, { page, fx, fy }: Spot): { x: number; y: number } {
  const one = pages[Math.min(pages.length, Math.max(1, page)) - 1]
  return one ? { x: one.left + fx * one.width, y: one.top + fy * one.height } : { x: 0, y: 0 }
}

const steps = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 8].map((one) => (one * 96) / 72)

/** The next usual zoom above or below. */
export function nextZoom(scale: number, direction: 1 | -1): number {
  const found =
    direction > 0 ? steps.find((one) => one > scale * 1.02) : steps.findLast((one) => one < scale / 1.02)
  return clampZoom(found ?? scale)
}
