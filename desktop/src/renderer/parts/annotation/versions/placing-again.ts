/**
 * Puts a mark that could not be matched down where its author says.
 * What must stay true: it keeps its id, colour, text and time; on words only when words are selected, else what it was made
 * on is kept as the text of a sticky.
 */
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { carried } from '@nghi-truong/shared/reading/beside'
import { putDown } from '@nghi-truong/shared/reading/carry'
import type { Annotating } from '../annotating.tsx'
import { around } from '../hit.ts'
import { noteSide, seenPage } from '../placing.ts'
import { selectedOn, type Selected } from '../selection.ts'
import type { Waiting } from './versions.tsx'

const round = (n: number): number => Math.round(n * 10) / 10

/** `spot`: points of the page. */
export function markAt(
  mark: PlacedMark,
  page: number,
  spot: readonly [number, number],
  selected: Selected | undefined,
): PlacedMark {
  if ('quads' in mark) {
    const { quote, quads: _quads, ...rest } = mark
    if (selected)
      return {
        ...rest,
        page: selected.page,
        quads: selected.quads.map(([x, y, w, h]) => [x, y, w, h]),
        ...(selected.quote ? { quote: selected.quote } : {}),
      }
    if (quote) {
      const { kind: _kind, ...common } = rest
      const box: [number, number, number, number] = [
        round(spot[0] - noteSide / 2),
        round(spot[1] - noteSide / 2),
        noteSide,
        noteSide,
      ]
      return { ...common, kind: 'note', page, box, text: quote.exact }
    }
  }
  const [x, y, w, h] = around(mark)
  return carried(mark, page, round(spot[0] - x - w / 2), round(spot[1] - y - h / 2))
}

/** False when no page is in sight. */
export function placeHere(now: Annotating, waiting: Waiting): boolean {
  const layer = now.layers.find(({ name }) => name === waiting.layer)
  const placed = seenPage(now.pages.values())
  if (!layer || !placed) return false
  const selection = getSelection()
  const [selected] = selectedOn(selection, now.pages.values())
  const { top, bottom } = placed.element.getBoundingClientRect()
  // The middle of what is seen of the page.
  const middle = (Math.max(top, 60) + Math.min(bottom, innerHeight - 140)) / 2
  const spot = placed.surface.toPage([placed.surface.width / 2, middle - top])
  const there = markAt(waiting.mark, placed.surface.page, spot, selected)
  selection?.removeAllRanges()
  now.change([layer.room], () =>
    layer.room.marks.put(putDown(waiting, there, waiting.answers, waiting.old.facts.sha256)),
  )
  now.setOpen({ layer: layer.name, id: waiting.id, page: there.page })
  return true
}

export function dropWaiting(now: Annotating, waiting: Waiting): void {
  const layer = now.layers.find(({ name }) => name === waiting.layer)
  if (!layer) return
  const ids = [waiting.id, ...waiting.answers.map(([id]) => id)]
  now.change([layer.room], () => layer.room.marks.putAway(ids, waiting.mark.at))
}
