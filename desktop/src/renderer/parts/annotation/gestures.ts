/**
 * What each tool does with a press, a drag and a lift on one page.
 * What must stay true: a gesture cut short by a second finger leaves nothing behind; all that one drag erases is undone at
 * once; only what is shown and one's own is erased.
 */
import type { Annotating, NewMark } from './annotating.tsx'
import { topmost } from './hit.ts'
import { boundsOf, encodePath, flatPressure, preview, storable, type PenPoint } from './path.ts'
import type { Box } from './quads.ts'
import { caretAt, selectedOn } from './selection.ts'
import { pointAt, type Placed } from './surface.ts'
import { markerWidths } from './tool-state.ts'
import { freshId } from '../../client/notes.ts'

export interface Gesture {
  readonly move: (event: PointerEvent) => void
  readonly end: (event: PointerEvent) => void
  /** A second finger, or the system, took over. */
  readonly cancel: () => void
}

/** Reach of a finger in CSS pixels; a mouse or stylus is finer. */
const reachOf = (event: PointerEvent, placed: Placed): number =>
  (event.pointerType === 'touch' ? 16 : 7) / placed.surface.geometry.scale

/** With the pen, or with the marker: a wide line that letters show through, without pressure. */
export function penGesture(
  now: Annotating,
  placed: Placed,
  first: PointerEvent,
  kind: 'pen' | 'marker' = 'pen',
): Gesture {
  const { ink, target } = now
  const colour = kind === 'pen' ? now.tools.pen : now.tools.mark
  const width = kind === 'pen' ? now.tools.width : markerWidths[now.tools.width]
  const { page } = placed.surface
  const id = freshId()
  const points: PenPoint[] = []
  const take = (event: PointerEvent): void => {
    const [x, y] = pointAt(placed, event.clientX, event.clientY)
    // A mouse says one half, a finger often nothing: then the speed decides.
    const felt = kind === 'pen' && event.pointerType === 'pen' && event.pressure > 0
    const pressure = felt ? event.pressure : flatPressure / 255
    points.push([x, y, pressure])
  }
  const show = (): void => {
    ink.set({ drawing: { page, kind, points: [...points], colour, width } })
    const live = target && !target.name.startsWith('private:') ? target.room.strokes : null
    live?.show({ id, page, colour, width, path: encodePath(preview(points)) })
  }
  const stop = (): void => {
    ink.set({ drawing: null })
    if (target && !target.name.startsWith('private:')) target.room.strokes.show(null)
  }
  take(first)
  show()
  return {
    move(event) {
      // All the positions since the last frame: curves stay round.
      const every = event.getCoalescedEvents?.() ?? []
      for (const one of every.length > 0 ? every : [event]) take(one)
      show()
    },
    end() {
      const [start] = points
      if (start && points.length === 1) points.push([start[0] + 0.1, start[1], start[2]])
      now.add(
        storable(points).map((piece): NewMark => ({
          kind,
          page,
          colour,
          width,
          box: boundsOf(piece, width / 10),
          path: encodePath(piece),
        })),
      )
      stop()
    },
    cancel: stop,
  }
}

export function eraserGesture(now: Annotating, placed: Placed, first: PointerEvent): Gesture {
  const { page } = placed.surface
  const rooms = now.shown.filter((layer) => layer.right === 'write').map((layer) => layer.room)
  const touched = new Set<(typeof rooms)[number]>()
  for (const room of rooms) room.marks.begin()
  const erase = (event: PointerEvent): void => {
    const point = pointAt(placed, event.clientX, event.clientY)
    for (const room of rooms) {
      const mine = room.marks.ofPage(page).filter(([, mark]) => mark.author === now.person)
      const hit = topmost(mine, point, reachOf(event, placed))
      if (!hit) continue
      room.marks.remove([hit[0]])
      touched.add(room)
    }
  }
  const done = (): void => {
    for (const room of rooms) room.marks.end()
    now.journal.did([...touched].map((room) => room.marks))
  }
  erase(first)
  return { move: erase, end: done, cancel: done }
}

/** Marks the present selection; tells whether there was one. */
export function markSelection(
  now: Annotating,
  kind: 'highlight' | 'underline',
  colour = now.tools.mark,
): boolean {
  const selection = getSelection()
  const selected = selectedOn(selection, now.pages.values())
  if (selected.length === 0) return false
  now.add(
    selected.map(({ page, quads, quote }): NewMark => ({
      kind,
      page,
      colour,
      quads: quads.map(([x, y, w, h]) => [x, y, w, h]),
      ...(quote ? { quote } : {}),
    })),
  )
  selection?.removeAllRanges()
  return true
}

/**
 * Selecting letters by mouse, finger or pen, marked when lifted; on a scanned page a band is drawn instead. The browser's
 * own selecting is not used: by finger it needs a long press, and Chromium loses the beginning of some mouse drags.
 */
export function textGesture(
  now: Annotating,
  placed: Placed,
  first: PointerEvent,
  kind: 'highlight' | 'underline',
): Gesture {
  const start = caretAt(placed.element, first.clientX, first.clientY)
  const from = pointAt(placed, first.clientX, first.clientY)
  const letters = placed.element.querySelector('.nt-text > span') !== null
  const bandOf = (event: PointerEvent): Box => {
    const to = pointAt(placed, event.clientX, event.clientY)
    return [
      Math.min(from[0], to[0]),
      Math.min(from[1], to[1]),
      Math.abs(from[0] - to[0]),
      Math.abs(from[1] - to[1]),
    ]
  }
  return {
    move(event) {
      if (!letters) return now.ink.set({ band: { page: placed.surface.page, box: bandOf(event) } })
      if (!start) return
      const under = document
        .elementFromPoint(event.clientX, event.clientY)
        ?.closest<HTMLElement>('[data-page]')
      const end = caretAt(under ?? placed.element, event.clientX, event.clientY)
      if (end) getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset)
    },
    end(event) {
      now.ink.set({ band: null })
      if (letters) {
        markSelection(now, kind)
        return
      }
      const box = bandOf(event)
      if (box[2] < 4 || box[3] < 2) return
      const round = (n: number): number => Math.round(n * 10) / 10
      now.add([
        {
          kind,
          page: placed.surface.page,
          colour: now.tools.mark,
          quads: [[round(box[0]), round(box[1]), round(box[2]), round(box[3])]],
        },
      ])
    },
    cancel() {
      now.ink.set({ band: null })
      getSelection()?.removeAllRanges()
    },
  }
}

/** One finger scrolls while the stylus draws. */
export function scrollGesture(element: HTMLElement, first: PointerEvent): Gesture {
  const scroller = element.closest<HTMLElement>('[data-scroller]')
  let { clientX, clientY } = first
  return {
    move(event) {
      scroller?.scrollBy(clientX - event.clientX, clientY - event.clientY)
      clientX = event.clientX
      clientY = event.clientY
    },
    end: () => undefined,
    cancel: () => undefined,
  }
}

/** Opens the mark under the pointer, if there is one. */
export function openAt(now: Annotating, placed: Placed, event: MouseEvent): boolean {
  const point = pointAt(placed, event.clientX, event.clientY)
  const reach = 10 / placed.surface.geometry.scale
  const { page } = placed.surface
  for (const layer of now.shown.toReversed()) {
    const hit = topmost(layer.room.marks.ofPage(page), point, reach)
    if (!hit) continue
    now.setOpen({ layer: layer.name, id: hit[0], page })
    return true
  }
  return false
}
