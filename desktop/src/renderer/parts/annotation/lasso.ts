/**
 * Choosing several marks by a loop drawn around them.
 * What must stay true: a mark is chosen when most of it lies within the loop; only one's own are; marks that belong to
 * words are recoloured and deleted with the others but never moved off their words.
 */
import type { Mark, PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { carried } from '@nghi-truong/shared/reading/beside'
import { around } from './hit.ts'
import { decodePath } from './path.ts'

type Point = readonly [number, number]

/** Even-odd rule. */
export function within(loop: readonly Point[], [px, py]: Point): boolean {
  let inside = false
  for (let n = 0; n < loop.length; n++) {
    const [ax, ay] = loop[n] ?? [0, 0]
    const [bx, by] = loop[(n + 1) % loop.length] ?? [0, 0]
    if (ay > py !== by > py && px < ax + ((py - ay) / (by - ay)) * (bx - ax)) inside = !inside
  }
  return inside
}

/** Points that stand for a mark. */
function probes(mark: PlacedMark): readonly Point[] {
  if ('path' in mark) return decodePath(mark.path).map(([x, y]) => [x, y])
  const boxes = 'quads' in mark ? mark.quads : [around(mark)]
  return boxes.flatMap(([x, y, w, h]): Point[] => [
    [x + w / 2, y + h / 2],
    [x + w * 0.1, y + h / 2],
    [x + w * 0.9, y + h / 2],
  ])
}

export function caught(loop: readonly Point[], mark: Mark): mark is PlacedMark {
  if (mark.kind === 'reply' || loop.length < 3) return false
  const all = probes(mark)
  return all.filter((one) => within(loop, one)).length > all.length / 2
}

/** Whether a mark stands on words by its words. */
export const bound = (mark: Mark): boolean => 'quads' in mark && mark.quote !== undefined

/** The mark `dx`, `dy` points further; the same when it is bound to words. */
export function shiftedBy(mark: PlacedMark, dx: number, dy: number): PlacedMark {
  if (bound(mark)) return mark
  const moved = carried(mark, mark.page, dx, dy)
  return moved.from ? { ...moved, from: { ...moved.from, how: 'placed' } } : moved
}

/** Around all of them: x, y, width, height. */
export function united(marks: readonly PlacedMark[]): readonly [number, number, number, number] | null {
  const boxes = marks.map(around)
  if (boxes.length === 0) return null
  const left = Math.min(...boxes.map((box) => box[0]))
  const low = Math.min(...boxes.map((box) => box[1]))
  const right = Math.max(...boxes.map((box) => box[0] + box[2]))
  const high = Math.max(...boxes.map((box) => box[1] + box[3]))
  return [left, low, right - left, high - low]
}
