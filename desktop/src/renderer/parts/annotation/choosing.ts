/**
 * The lasso on a page: a loop chooses, a drag within what is chosen moves it.
 * What must stay true: what others wrote and what stands in layers one may only read is never chosen; all that is moved,
 * recoloured or deleted together is taken back together.
 */
import type { Mark, PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import type { Entry, Layer } from '../../client/notes.ts'
import type { Annotating, Chosen } from './annotating.tsx'
import type { Gesture } from './gestures.ts'
import { bound, caught, shiftedBy, united } from './lasso.ts'
import { pointAt, type Placed } from './surface.ts'

export interface ChosenMark {
  readonly layer: Layer
  readonly id: string
  readonly mark: PlacedMark
}

/** Those that still exist. */
export function chosenMarks(now: Annotating): readonly ChosenMark[] {
  return now.chosen.flatMap(({ layer: name, id }) => {
    const layer = now.layers.find((one) => one.name === name)
    const mark = layer?.room.marks.all().get(id)
    return layer && mark && mark.kind !== 'reply' ? [{ layer, id, mark }] : []
  })
}

/** Writes them anew; `null` deletes. */
export function rewrite(
  now: Annotating,
  list: readonly ChosenMark[],
  make: (mark: PlacedMark) => Mark | null,
): void {
  const rooms = [...new Set(list.map(({ layer }) => layer.room))]
  now.change(rooms, () => {
    for (const room of rooms) {
      const here = list.filter(({ layer }) => layer.room === room)
      const put: Entry[] = []
      const drop: string[] = []
      for (const { id, mark } of here) {
        const next = make(mark)
        if (next === null) drop.push(id)
        else if (next !== mark) put.push([id, next])
      }
      room.marks.begin()
      if (put.length > 0) room.marks.put(put)
      if (drop.length > 0) room.marks.remove(drop)
      room.marks.end()
    }
  })
}

export function moveChosen(now: Annotating, dx: number, dy: number): void {
  const loose = chosenMarks(now).filter(({ mark }) => !bound(mark))
  if (loose.length > 0) rewrite(now, loose, (mark) => shiftedBy(mark, dx, dy))
}

export function lassoGesture(now: Annotating, placed: Placed, first: PointerEvent): Gesture {
  const { page } = placed.surface
  const start = pointAt(placed, first.clientX, first.clientY)
  const box = united(chosenMarks(now).flatMap(({ mark }) => (mark.page === page ? [mark] : [])))
  const [x, y] = start
  if (box && x >= box[0] - 6 && x <= box[0] + box[2] + 6 && y >= box[1] - 6 && y <= box[1] + box[3] + 6)
    return dragGesture(now, placed, start)
  const loop: (readonly [number, number])[] = [start]
  now.setChosen([])
  now.setOpen(null)
  return {
    move(event) {
      const every = event.getCoalescedEvents?.() ?? []
      for (const one of every.length > 0 ? every : [event])
        loop.push(pointAt(placed, one.clientX, one.clientY))
      now.ink.set({ choosing: { page, loop: [...loop] } })
    },
    end() {
      now.ink.set({ choosing: null })
      const found: Chosen[] = []
      for (const { name, right, room } of now.shown)
        if (right === 'write')
          for (const [id, mark] of room.marks.ofPage(page))
            if (mark.author === now.person && !(name.startsWith('private:') && now.covered.has(id)))
              if (caught(loop, mark)) found.push({ layer: name, id })
      now.setChosen(found)
    },
    cancel: () => now.ink.set({ choosing: null }),
  }
}

function dragGesture(now: Annotating, placed: Placed, start: readonly [number, number]): Gesture {
  const { page } = placed.surface
  const by = (event: PointerEvent): readonly [number, number] => {
    const [x, y] = pointAt(placed, event.clientX, event.clientY)
    return [x - start[0], y - start[1]]
  }
  return {
    move: (event) => now.ink.set({ choosing: { page, by: by(event) } }),
    end(event) {
      now.ink.set({ choosing: null })
      const [dx, dy] = by(event)
      if (Math.hypot(dx, dy) >= 1) moveChosen(now, dx, dy)
    },
    cancel: () => now.ink.set({ choosing: null }),
  }
}
