/**
 * Bookmarks follow their page: to the page that holds most of its letters, and there to the height of the words nearby.
 * What must stay true: sure only when the page went over whole; a page whose letters are scattered or gone is lost; of
 * pages without text only one that looks the same, and alone does, is taken for the same.
 */
import type { PlacedMark } from '../protocol/rooms.ts'
import { carried, sameLook, type Both } from './beside.ts'
import type { Outcome } from './outcome.ts'

type Bookmark = Extract<PlacedMark, { kind: 'bookmark' }>

/** Letters this near to the height of the ribbon, in points, say how far it moves. */
const near = 60

export function bookmarked(both: Both, mark: Bookmark): Outcome {
  const { map, older, newer, newPages, oldPages } = both
  const from = older.starts[mark.page - 1] ?? 0
  const to = older.starts[mark.page] ?? from
  if (to === from) return sameLook(both, mark)
  const votes = new Map<number, number>()
  let kept = 0
  for (let n = from; n < to; n++) {
    const page = newer.page[map.toNew[n] ?? -1]
    if (page === undefined) continue
    kept++
    votes.set(page, (votes.get(page) ?? 0) + 1)
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  if (!best || kept < 0.3 * (to - from)) return { state: 'lost', confidence: 0, why: 'deleted' }
  const [page, letters] = best
  // A page torn in two with equal right: the half that holds the height being read decides below by its words.
  const top = mark.box[1] + mark.box[3] / 2
  let guide: { far: number; page: number; dy: number } | undefined
  for (let n = from; n < to; n += 8) {
    const there = map.toNew[n] ?? -1
    if (there < 0) continue
    const at = older.at[n] ?? 0
    const [was] = oldPages[mark.page - 1]?.quads(at, at + 1) ?? []
    const sheet = newer.page[there] ?? 0
    const onto = newer.at[there] ?? 0
    const [is] = newPages[sheet - 1]?.quads(onto, onto + 1) ?? []
    if (!was || !is) continue
    const far = Math.abs(was[1] + was[3] / 2 - top)
    if (far <= near && (!guide || far < guide.far)) guide = { far, page: sheet, dy: is[1] - was[1] }
  }
  const goal = guide ?? { page, dy: 0 }
  const whole = kept === to - from && votes.size === 1
  return {
    state: whole ? 'sure' : 'moved',
    means: 'box',
    confidence: Math.round((100 * letters) / (to - from)) / 100,
    marks: [carried(mark, goal.page, 0, goal.dy)],
  }
}
