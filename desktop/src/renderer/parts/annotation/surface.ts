/**
 * The page as marks see it: how its points lie on the screen, and where its element is.
 * What must stay true: marks know nothing of how pages are drawn; any reader whose pages carry `data-page` and whose text
 * lies in `.nt-text` can be marked.
 */
export type Point = readonly [number, number]
export type Box = readonly [number, number, number, number]

export interface Surface {
  /** From 1. */
  readonly page: number
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly geometry: { readonly scale: number; readonly rotation: number }
  readonly toPage: (point: Point) => Point
  readonly toView: (point: Point) => Point
  readonly boxToPage: (box: Box) => Box
  readonly boxToView: (box: Box) => Box
}

export interface Placed {
  readonly surface: Surface
  /** The page's element. */
  readonly element: HTMLElement
}

/** `matrix(…)` that draws points of the page on the screen. */
export function matrixOf(surface: Surface): string {
  const [e, f] = surface.toView([0, 0])
  const [ax, ay] = surface.toView([1, 0])
  const [cx, cy] = surface.toView([0, 1])
  return `matrix(${ax - e} ${ay - f} ${cx - e} ${cy - f} ${e} ${f})`
}

/** The point of the page under a place on the screen. */
export function pointAt({ surface, element }: Placed, clientX: number, clientY: number): Point {
  const box = element.getBoundingClientRect()
  return surface.toPage([clientX - box.left, clientY - box.top])
}

/** CSS pixels of something as wide as its letters make it: the same number of rem at every size of type. */
export const atType = (px: number): number =>
  (px * (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)) / 16
