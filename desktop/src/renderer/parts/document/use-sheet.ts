/**
 * The scrolling sheet of pages: what is in sight, zooming about a point, going to a place, staying there.
 * What must stay true: the spot a person looks at stays where it is on the screen through zoom, turning, resizing and
 * pages turning out larger than thought; pages are loaded only near the window.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { rightAngle, sizeOf, toView, type PageGeometry, type Rotation, type Size } from './geometry.ts'
import type { Jump } from './frame.ts'
import {
  clampZoom,
  currentPage,
  layOut,
  placeOf,
  sameLayout,
  spotAt,
  visible,
  type Layout,
  type Spot,
  type Zoom,
} from './layout.ts'
import type { Place } from './place.ts'

/** What a page says of itself. */
export interface PageShape {
  readonly view: PageGeometry['view']
  readonly rotate: Rotation
}

export interface Sheet {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly window: Size
  readonly layout: Layout
  readonly shapes: readonly (PageShape | undefined)[]
  readonly current: number
  readonly inSight: readonly number[]
  /** Rises when scrolling has come to rest. */
  readonly rest: number
  /** Whether a hand is scrolling now. */
  readonly moving: boolean
  readonly zooming: () => boolean
  readonly spot: () => Spot
  readonly goTo: (jump: Jump) => void
  /** The spot to the upper left corner of the window, now and through what changes next. */
  readonly moveTo: (spot: Spot) => void
  /** `at`: the point of the window that stays where it is; the middle if absent. */
  readonly zoomTo: (zoom: Zoom, at?: { x: number; y: number }) => void
  /** Keep the spot under `at` fixed while something else changes. */
  readonly hold: (spot: Spot, at: { x: number; y: number }) => void
  readonly scaleHere: () => number
}

interface Anchor {
  readonly spot: Spot
  /** Where in the window that spot is to stay, CSS pixels. */
  readonly x: number
  readonly y: number
}

const zoomingMs = 160

export function useSheet(
  document: PDFDocumentProxy,
  first: PageShape,
  place: Place,
  change: (change: Partial<Place>) => void,
): Sheet {
  const count = document.numPages
  const scroller = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState<Size>({ width: 0, height: 0 })
  const [shapes, setShapes] = useState<readonly (PageShape | undefined)[]>([first])
  const asked = useRef(new Set([1]))
  const { zoom, turn, twoPages } = place
  const anchor = useRef<Anchor>({ spot: { page: place.page, fx: place.fx, fy: place.fy }, x: 0, y: 0 })
  const put = useRef<{ left: number; top: number } | null>(null)
  const zoomedAt = useRef(0)

  const held = useRef<Layout | null>(null)
  const layout = useMemo(() => {
    const sizes = Array.from({ length: Math.min(count, shapes.length) }, (_, n) => {
      const shape = shapes[n]
      return shape && sizeOf({ view: shape.view, rotation: rightAngle(shape.rotate + turn), scale: 1 })
    })
    const fresh = layOut({ count, sizes, zoom, twoPages, window })
    // Pages that turn out as large as thought change nothing.
    if (!held.current || !sameLayout(held.current, fresh)) held.current = fresh
    return held.current
  }, [count, shapes, zoom, turn, twoPages, window])
  const now = useRef(layout)
  now.current = layout

  const [range, setRange] = useState<{ inSight: readonly number[]; current: number }>({
    inSight: [],
    current: place.page,
  })
  const [rest, setRest] = useState(0)
  const [moving, setMoving] = useState(false)

  const look = useCallback(() => {
    const element = scroller.current
    if (!element || element.clientHeight === 0) return
    const inSight = visible(now.current, element.scrollTop, element.clientHeight)
    const bottom = element.scrollTop + element.clientHeight >= element.scrollHeight - 2
    const current =
      bottom && element.scrollTop > 0
        ? (inSight.at(-1) ?? 1)
        : currentPage(now.current, element.scrollTop, element.clientHeight)
    setRange((old) =>
      old.current === current &&
      old.inSight.length === inSight.length &&
      old.inSight.every((page, n) => page === inSight[n])
        ? old
        : { inSight, current },
    )
  }, [])

  const apply = useCallback(() => {
    const element = scroller.current
    if (!element || element.clientHeight === 0) return
    const { spot, x, y } = anchor.current
    const at = placeOf(now.current, spot)
    element.scrollLeft = at.x - x
    element.scrollTop = at.y - y
    put.current = { left: element.scrollLeft, top: element.scrollTop }
    look()
  }, [look])

  // The sheet has its new size now: put the spot back where it was.
  useLayoutEffect(apply, [apply, layout])

  const spot = useCallback((): Spot => {
    const element = scroller.current
    return element && element.clientHeight > 0
      ? spotAt(now.current, element.scrollLeft, element.scrollTop)
      : anchor.current.spot
  }, [])

  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const measure = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      setWindow((old) => (old.width === width && old.height === height ? old : { width, height }))
    })
    measure.observe(element)
    let timer = 0
    const scrolled = (): void => {
      const ours = put.current
      // Our own placing must not become a new anchor: rounding would make it drift.
      if (
        !ours ||
        Math.abs(ours.left - element.scrollLeft) > 1 ||
        Math.abs(ours.top - element.scrollTop) > 1
      ) {
        anchor.current = { spot: spotAt(now.current, element.scrollLeft, element.scrollTop), x: 0, y: 0 }
        put.current = null
        setMoving(true)
      }
      look()
      clearTimeout(timer)
      timer = self.setTimeout(() => {
        setMoving(false)
        setRest((n) => n + 1)
      }, 120)
    }
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      measure.disconnect()
      element.removeEventListener('scroll', scrolled)
      clearTimeout(timer)
    }
  }, [look])

  const learn = useCallback(
    (pages: readonly number[]) => {
      const fresh = pages.filter((page) => page >= 1 && page <= count && !asked.current.has(page))
      if (fresh.length === 0) return
      for (const page of fresh) asked.current.add(page)
      Promise.all(
        fresh.map((page) =>
          document.getPage(page).then(
            ({ view, rotate }) =>
              [page, { view: view as unknown as PageShape['view'], rotate: rightAngle(rotate) }] as const,
            // Asked again when it comes near the next time; until then it has the usual size.
            () => void asked.current.delete(page),
          ),
        ),
      ).then(
        (found) =>
          setShapes((old) => {
            const next = [...old]
            for (const one of found) if (one) next[one[0] - 1] = one[1]
            // Holes would make the list sparse.
            return Array.from(next)
          }),
        () => undefined,
      )
    },
    [document, count],
  )
  useEffect(() => {
    const [from = 1] = range.inSight
    const to = range.inSight.at(-1) ?? from
    const near = Array.from({ length: to - from + 5 }, (_, n) => from - 2 + n)
    // Many at once: whoever scrolls on does not make the sheet change with every page.
    if (near.some((page) => page >= 1 && page <= count && !asked.current.has(page)))
      learn(Array.from({ length: to - from + 17 }, (_, n) => from - 4 + n))
  }, [range.inSight, count, learn])

  const hold = useCallback((held: Spot, at: { x: number; y: number }) => {
    anchor.current = { spot: held, ...at }
  }, [])

  const moveTo = useCallback(
    (next: Spot) => {
      hold(next, { x: 0, y: 0 })
      apply()
    },
    [hold, apply],
  )

  const zoomTo = useCallback(
    (next: Zoom, at?: { x: number; y: number }) => {
      const element = scroller.current
      if (!element) return
      const point = at ?? { x: element.clientWidth / 2, y: element.clientHeight / 3 }
      zoomedAt.current = performance.now()
      hold(spotAt(now.current, element.scrollLeft + point.x, element.scrollTop + point.y), point)
      change({ zoom: typeof next === 'number' ? clampZoom(next) : next })
    },
    [change, hold],
  )

  const goTo = useCallback(
    ({ page, at }: Jump) => {
      const go = (shape: PageShape | undefined): void => {
        const placed = now.current.pages[page - 1]
        if (!placed) return
        if (shape && at) {
          const geometry = { view: shape.view, rotation: rightAngle(shape.rotate + turn), scale: 1 }
          const [x, y] = toView(geometry, at)
          const size = sizeOf(geometry)
          const height = scroller.current?.clientHeight ?? 0
          const across = placed.width > window.width ? x / size.width : 0
          anchor.current = {
            spot: { page, fx: across, fy: y / size.height },
            x: across > 0 ? window.width / 2 : 0,
            y: height / 4,
          }
        } else anchor.current = { spot: { page, fx: 0, fy: 0 }, x: 0, y: 8 }
        apply()
      }
      go(shapes[page - 1])
      if (at && !shapes[page - 1])
        document.getPage(page).then(
          ({ view, rotate }) =>
            go({ view: view as unknown as PageShape['view'], rotate: rightAngle(rotate) }),
          () => undefined,
        )
    },
    [apply, document, shapes, turn, window.width],
  )

  const scaleHere = useCallback(() => now.current.pages[range.current - 1]?.scale ?? 1, [range.current])

  return {
    scroller,
    window,
    layout,
    shapes,
    ...range,
    rest,
    moving,
    zooming: () => performance.now() - zoomedAt.current < zoomingMs,
    spot,
    goTo,
    moveTo,
    zoomTo,
    hold,
    scaleHere,
  }
}
