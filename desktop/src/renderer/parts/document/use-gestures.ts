/**
 * Zooming by hand: Ctrl and wheel, trackpad and two fingers, about the point under them; and the reader's keys.
 * What must stay true: one finger always scrolls; the browser's own zoom of the whole page is not triggered; what the
 * fingers lie on may be drawn anew or go away under them; keys typed into a field stay there.
 */
import { useEffect, useRef } from 'react'
import { clampZoom, nextZoom, spotAt, type Spot } from './layout.ts'
import type { Sheet } from './use-sheet.ts'

const middle = ([a, b]: readonly [Touch, Touch], box: DOMRect): { x: number; y: number } => ({
  x: (a.clientX + b.clientX) / 2 - box.left,
  y: (a.clientY + b.clientY) / 2 - box.top,
})

const twoOf = (touches: TouchList): readonly [Touch, Touch] | null => {
  const [a, b] = touches
  return a && b && touches.length === 2 ? [a, b] : null
}

const apart = ([a, b]: readonly [Touch, Touch]): number =>
  Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY))

export function useZoomGestures(sheet: Sheet): void {
  const latest = useRef(sheet)
  latest.current = sheet
  const { scroller } = sheet
  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const scaleAt = (spot: Spot): number => latest.current.layout.pages[spot.page - 1]?.scale ?? 1
    const spotUnder = (point: { x: number; y: number }): Spot =>
      spotAt(latest.current.layout, element.scrollLeft + point.x, element.scrollTop + point.y)

    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const point = { x: event.clientX - box.left, y: event.clientY - box.top }
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1
      const step = Math.max(-60, Math.min(60, event.deltaY * lines))
      latest.current.zoomTo(clampZoom(scaleAt(spotUnder(point)) * Math.exp(-step * 0.004)), point)
    }

    let pinch: { distance: number; scale: number; spot: Spot } | null = null
    // Moves of a finger are told to what it first touched, even when that is no longer on the page.
    const touched = new Set<EventTarget>()
    const letGo = (): void => {
      for (const target of touched) {
        target.removeEventListener('touchmove', moveOutside)
        target.removeEventListener('touchend', endOutside)
        target.removeEventListener('touchcancel', endOutside)
      }
      touched.clear()
    }
    const outside = ({ target }: Event): boolean => !(target instanceof Node && element.contains(target))
    const moveOutside = (event: Event): void => {
      if (outside(event)) move(event as TouchEvent)
    }
    const endOutside = (event: Event): void => {
      if (outside(event)) end(event as TouchEvent)
    }
    const begin = (event: TouchEvent): void => {
      const two = twoOf(event.touches)
      if (!two) {
        pinch = null
        return
      }
      event.preventDefault()
      letGo()
      for (const { target } of two) {
        target.addEventListener('touchmove', moveOutside, { passive: false })
        target.addEventListener('touchend', endOutside)
        target.addEventListener('touchcancel', endOutside)
        touched.add(target)
      }
      const spot = spotUnder(middle(two, element.getBoundingClientRect()))
      pinch = { distance: apart(two), scale: scaleAt(spot), spot }
    }
    const move = (event: TouchEvent): void => {
      const two = twoOf(event.touches)
      if (!pinch || !two) return
      event.preventDefault()
      const point = middle(two, element.getBoundingClientRect())
      latest.current.zoomTo(clampZoom((pinch.scale * apart(two)) / pinch.distance), point)
      // Fingers that move together also move the page.
      latest.current.hold(pinch.spot, point)
    }
    const end = (event: TouchEvent): void => {
      if (event.touches.length >= 2) return
      pinch = null
      letGo()
    }

    element.addEventListener('wheel', wheel, { passive: false })
    element.addEventListener('touchstart', begin, { passive: false })
    element.addEventListener('touchmove', move, { passive: false })
    element.addEventListener('touchend', end)
    element.addEventListener('touchcancel', end)
    return () => {
      letGo()
      element.removeEventListener('wheel', wheel)
      element.removeEventListener('touchstart', begin)
      element.removeEventListener('touchmove', move)
      element.removeEventListener('touchend', end)
      element.removeEventListener('touchcancel', end)
    }
  }, [scroller])
}

const editable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable="true"]') !== null

export interface KeyActions {
  readonly find: () => void
  readonly pages: number
}

export function useReaderKeys(sheet: Sheet, actions: KeyActions): void {
  const latest = useRef({ sheet, actions })
  latest.current = { sheet, actions }
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const { sheet: now, actions: act } = latest.current
      const element = now.scroller.current
      if (!element || event.altKey || event.defaultPrevented) return
      const control = event.ctrlKey || event.metaKey
      const scroll = (by: number): void => element.scrollBy({ top: by })
      const done = (act: () => void): void => {
        event.preventDefault()
        act()
      }
      if (control && event.key.toLowerCase() === 'f') return done(act.find)
      if (control && (event.key === '+' || event.key === '='))
        return done(() => now.zoomTo(nextZoom(now.scaleHere(), 1)))
      if (control && event.key === '-') return done(() => now.zoomTo(nextZoom(now.scaleHere(), -1)))
      if (control && event.key === '0') return done(() => now.zoomTo('width'))
      // A dialog or menu over the reader has the keyboard.
      const target = event.target
      if (control || editable(target)) return
      if (target instanceof Element && target !== document.body && !element.contains(target)) {
        if (target.closest('[role="dialog"], [role="menu"], [role="tablist"], [role="radiogroup"]')) return
      }
      const window = element.clientHeight
      switch (event.key) {
        case 'PageDown':
          return done(() => scroll(window * 0.9))
        case 'PageUp':
          return done(() => scroll(window * -0.9))
        case 'Home':
          return done(() => now.goTo({ page: 1 }))
        case 'End':
          return done(() => element.scrollTo({ top: element.scrollHeight }))
        case '+':
          return done(() => now.zoomTo(nextZoom(now.scaleHere(), 1)))
        case '-':
          return done(() => now.zoomTo(nextZoom(now.scaleHere(), -1)))
        case 'ArrowRight':
          if (element.scrollWidth > element.clientWidth + 2) return
          return done(() => now.goTo({ page: Math.min(act.pages, now.current + 1) }))
        case 'ArrowLeft':
          if (element.scrollWidth > element.clientWidth + 2) return
          return done(() => now.goTo({ page: Math.max(1, now.current - 1) }))
      }
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}
