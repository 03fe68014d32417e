/**
 * Marks put on a page by one tap or by one drag: stickies, stamps, bookmarks, shapes.
 * What must stay true: a tap that was only a tap leaves no shape; one bookmark of mine at most stands on a page.
 */
import type { Annotating, NewMark } from './annotating.tsx'
import type { Gesture } from './gestures.ts'
import { shapeBox, type Ends } from './shape.ts'
import { pointAt, type Placed } from './surface.ts'

const round = (n: number): number => Math.round(n * 10) / 10

/** Side of a sticky note in points. */
export const noteSide = 22
/** Width and height of a stamp in points. */
export const stampSize = [86, 26] as const
/** Width and height of the ribbon of a bookmark in points. */
export const ribbonSize = [20, 28] as const

export function noteAt(now: Annotating, placed: Placed, event: MouseEvent): void {
  const [x, y] = pointAt(placed, event.clientX, event.clientY)
  const { page } = placed.surface
  const [id] = now.add([
    {
      kind: 'note',
      page,
      colour: now.tools.mark,
      box: [round(x - noteSide / 2), round(y - noteSide / 2), noteSide, noteSide],
      text: '',
    },
  ])
  if (id !== undefined && now.target) now.setOpen({ layer: now.target.name, id, page })
  // One note at a time: the next tap reads again.
  now.setTools({ tool: 'select' })
}

/** The colours that mean the same as the stamps. */
const stampColour = { agree: 'green', ask: 'pink' } as const

export function stampAt(now: Annotating, placed: Placed, event: MouseEvent): void {
  const [x, y] = pointAt(placed, event.clientX, event.clientY)
  const [width, height] = stampSize
  const { stamp } = now.tools
  now.add([
    {
      kind: 'stamp',
      page: placed.surface.page,
      colour: stampColour[stamp],
      stamp,
      box: [round(x - width / 2), round(y - height / 2), width, height],
    },
  ])
  now.setTools({ tool: 'select' })
}

/** The page that the middle of the window shows, of those on screen. */
export function seenPage(pages: Iterable<Placed>): Placed | undefined {
  const middle = innerHeight / 2
  let best: { placed: Placed; far: number } | undefined
  for (const placed of pages) {
    const { top, bottom } = placed.element.getBoundingClientRect()
    const far = Math.max(0, top - middle, middle - bottom)
    if (!best || far < best.far) best = { placed, far }
  }
  return best?.placed
}

export const bookmarksOn = (now: Annotating, page: number): Annotating['all'] =>
  now.all.filter(({ mark }) => mark.kind === 'bookmark' && mark.page === page && mark.author === now.person)

/** Puts a bookmark at the upper edge of what is seen of the page, or takes mine away. */
export function toggleBookmark(now: Annotating, { surface, element }: Placed): void {
  const mine = bookmarksOn(now, surface.page)
  const rooms = now.layers.filter(({ name }) => mine.some(({ layer }) => layer === name))
  if (mine.length > 0)
    return now.change(
      rooms.map(({ room }) => room),
      () => {
        for (const { name, room } of rooms)
          room.marks.remove(mine.filter(({ layer }) => layer === name).map(({ id }) => id))
      },
    )
  const { top } = element.getBoundingClientRect()
  const high = Math.min(Math.max(24, 150 - top), surface.height - 24)
  const [x, y] = surface.toPage([surface.width - 24, high])
  const [width, height] = ribbonSize
  // Where one keeps a finger between the pages is nobody else's concern.
  const own = now.layers.find((layer) => layer.name.startsWith('private:'))
  now.add(
    [
      {
        kind: 'bookmark',
        page: surface.page,
        // Without a meaning: it says where, not what.
        colour: 'black',
        text: '',
        box: [round(x - width / 2), round(y - height / 2), width, height],
      },
    ],
    own,
  )
}

export function shapeGesture(now: Annotating, placed: Placed, first: PointerEvent): Gesture {
  const { form, width, pen: colour } = now.tools
  const { page } = placed.surface
  const from = pointAt(placed, first.clientX, first.clientY)
  const endsTo = (event: PointerEvent): Ends => {
    const [x, y] = pointAt(placed, event.clientX, event.clientY)
    return [round(from[0]), round(from[1]), round(x), round(y)]
  }
  return {
    move: (event) => now.ink.set({ shaping: { page, form, ends: endsTo(event), colour, width } }),
    end(event) {
      now.ink.set({ shaping: null })
      const ends = endsTo(event)
      if (Math.hypot(ends[2] - ends[0], ends[3] - ends[1]) < 6) return
      const mark: NewMark = {
        kind: 'shape',
        page,
        form,
        colour,
        width,
        ends: [...ends],
        box: shapeBox(ends, width / 10),
      }
      now.add([mark])
    },
    cancel: () => now.ink.set({ shaping: null }),
  }
}
