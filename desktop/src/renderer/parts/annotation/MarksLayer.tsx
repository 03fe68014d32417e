/**
 * The marks of all shown layers on one page, and the hand that makes them.
 * What must stay true: the page beneath is never changed; letters stay selectable through the marks; each mark bears its
 * id, and others' marks their author's name.
 */
import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import { useAnnotating, type Annotating } from './annotating.tsx'
import { lassoGesture } from './choosing.ts'
import { ChosenMarks } from './ChosenMarks.tsx'
import { Cursors } from './Cursors.tsx'
import { eraserGesture, openAt, penGesture, scrollGesture, textGesture, type Gesture } from './gestures.ts'
import { LiveInk } from './LiveInk.tsx'
import { MarkCard } from './MarkCard.tsx'
import './marks.css'
import { noteAt, shapeGesture, stampAt } from './placing.ts'
import { RoomMarks } from './RoomMarks.tsx'
import type { Placed, Surface } from './surface.ts'

function begin(now: Annotating, placed: Placed, event: PointerEvent): Gesture | null {
  const { tool } = now.tools
  if (event.pointerType === 'pen') now.ink.sawStylus()
  if (tool === 'select' || tool === 'note' || tool === 'stamp' || !now.target) return null
  if (event.pointerType === 'touch' && now.ink.stylus()) return scrollGesture(placed.element, event)
  if (tool === 'pen' || tool === 'marker') return penGesture(now, placed, event, tool)
  if (tool === 'shape') return shapeGesture(now, placed, event)
  if (tool === 'lasso') return lassoGesture(now, placed, event)
  if (tool === 'eraser') return eraserGesture(now, placed, event)
  return textGesture(now, placed, event, tool)
}

const ours = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-mark-ui]') !== null

/** Listens on the page itself: the marks lie above its letters but let every press through. */
function useHand(element: () => HTMLElement | null, surface: Surface): void {
  const now = useAnnotating()
  const latest = useRef({ now, surface })
  latest.current = { now, surface }
  const { ink, pages } = now

  useLayoutEffect(() => {
    const page = element()
    if (!page) return undefined
    const placed = { surface, element: page }
    pages.set(surface.page, placed)
    return () => {
      if (pages.get(surface.page) === placed) pages.delete(surface.page)
    }
  }, [element, pages, surface])

  const { tool } = now.tools
  useEffect(() => {
    const page = element()
    if (page) page.dataset['tool'] = tool
  }, [element, tool])

  useEffect(() => {
    const page = element()
    if (!page) return undefined
    let gesture: Gesture | null = null
    let pointer = -1
    let stylus = false
    const stop = (): void => {
      gesture = null
      pointer = -1
    }
    const down = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') ink.touches.add(event.pointerId)
      // Beside a stroke of the stylus a touch is the palm.
      if (gesture && stylus) return
      if (ink.touches.size > 1) {
        gesture?.cancel()
        return stop()
      }
      if (event.button !== 0 || gesture || ours(event.target)) return
      const { now: current, surface: here } = latest.current
      gesture = begin(current, { surface: here, element: page }, event)
      if (!gesture) return
      pointer = event.pointerId
      stylus = event.pointerType === 'pen'
      event.preventDefault()
      page.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent): void => {
      if (event.pointerId === pointer) gesture?.move(event)
    }
    const lift = (event: PointerEvent): void => {
      ink.touches.delete(event.pointerId)
      if (event.pointerId !== pointer) return
      const ending = gesture
      stop()
      ending?.end(event)
    }
    const cancel = (event: PointerEvent): void => {
      ink.touches.delete(event.pointerId)
      if (event.pointerId !== pointer) return
      gesture?.cancel()
      stop()
    }
    const click = (event: MouseEvent): void => {
      if (ours(event.target)) return
      const { now: current, surface: here } = latest.current
      const placed = { surface: here, element: page }
      // A palm leaves nothing once a stylus is in the hand.
      const palm = 'pointerType' in event && event.pointerType === 'touch' && ink.stylus()
      if (current.tools.tool === 'note' && !palm) return noteAt(current, placed, event)
      if (current.tools.tool === 'stamp' && !palm) return stampAt(current, placed, event)
      if (current.tools.tool !== 'select' || !(getSelection()?.isCollapsed ?? true)) return
      if (!openAt(current, placed, event)) current.setOpen(null)
    }
    page.addEventListener('pointerdown', down)
    page.addEventListener('pointermove', move)
    // A selection by mouse may end outside the page it began on.
    window.addEventListener('pointerup', lift)
    window.addEventListener('pointercancel', cancel)
    page.addEventListener('click', click)
    return () => {
      gesture?.cancel()
      page.removeEventListener('pointerdown', down)
      page.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', lift)
      window.removeEventListener('pointercancel', cancel)
      page.removeEventListener('click', click)
    }
  }, [element, ink])
}

export const MarksLayer = memo(function MarksLayer({ surface }: { readonly surface: Surface }) {
  const { shown, open } = useAnnotating()
  const root = useRef<HTMLDivElement>(null)
  const element = useRef(() => root.current?.closest<HTMLElement>('[data-page]') ?? null).current
  useHand(element, surface)
  return (
    <div ref={root} className="nt-marks">
      {shown.map((layer) => (
        <RoomMarks key={layer.name} layer={layer} surface={surface} />
      ))}
      <Cursors surface={surface} />
      <LiveInk surface={surface} />
      <ChosenMarks surface={surface} />
      {open?.page === surface.page && <MarkCard key={open.id} open={open} surface={surface} />}
    </div>
  )
})
