/**
 * Strokes, notes and bands without words: they follow the words they stand at.
 * What must stay true: only words that have a counterpart carry a mark; where the nearest are gone it is lost; on pages
 * without text only a page that looks the same, and alone does, is taken for the same.
 */
import type { PlacedMark } from '../protocol/rooms.ts'
import { foundAgain } from './again.ts'
import { nested } from './nested.ts'
import type { Lost, Outcome } from './outcome.ts'
import { firm, solid } from './solid.ts'
import { placesOf, type Box, type ReadPage } from './stream.ts'
import { disputed, entire, type Both as Versions } from './twins.ts'

export interface Both extends Versions {
  readonly oldPages: readonly ReadPage[]
  readonly newPages: readonly ReadPage[]
}

const lost = (why: Lost['why']): Lost => ({ state: 'lost', confidence: 0, why })

const boxOf = (mark: PlacedMark): Box => {
  if (!('quads' in mark)) return mark.box
  const left = Math.min(...mark.quads.map((quad) => quad[0]))
  const low = Math.min(...mark.quads.map((quad) => quad[1]))
  const right = Math.max(...mark.quads.map((quad) => quad[0] + quad[2]))
  const high = Math.max(...mark.quads.map((quad) => quad[1] + quad[3]))
  return [left, low, right - left, high - low]
}

/** The mark `dx`, `dy` points further, on `page`. */
export function carried<T extends PlacedMark>(mark: T, page: number, dx: number, dy: number): T
export function carried(mark: PlacedMark, page: number, dx: number, dy: number): PlacedMark {
  const round = (value: number): number => Math.round(value * 10) / 10
  const put = ([x, y, w, h]: Box): [number, number, number, number] => [round(x + dx), round(y + dy), w, h]
  if ('quads' in mark) return { ...mark, page, quads: mark.quads.map(put) }
  const box = put(mark.box)
  if ('path' in mark) {
    const [x = 0, y = 0, ...rest] = mark.path
    return { ...mark, page, box, path: [x + Math.round(dx * 10), y + Math.round(dy * 10), ...rest] }
  }
  if (mark.kind === 'shape') {
    const [x, y, ox, oy] = mark.ends
    return { ...mark, page, box, ends: [round(x + dx), round(y + dy), round(ox + dx), round(oy + dy)] }
  }
  return { ...mark, page, box }
}

const span = (a: number, la: number, b: number, lb: number): number => Math.max(0, b - a - la, a - b - lb)
/** Another line is farther than another word. */
const distance = (a: Box, b: Box): number => span(a[0], a[2], b[0], b[2]) + 3 * span(a[1], a[3], b[1], b[3])
const centre = (a: Box, b: Box): number =>
  Math.abs(a[0] + a[2] / 2 - b[0] - b[2] / 2) + 3 * Math.abs(a[1] + a[3] / 2 - b[1] - b[3] / 2)

interface Word {
  readonly from: number
  readonly to: number
  readonly box: Box
}

function wordsOfPage({ older, oldPages }: Both, page: number): readonly Word[] {
  const out: Word[] = []
  const end = older.starts[page] ?? 0
  let from = older.starts[page - 1] ?? end
  for (let n = from + 1; n <= end; n++) {
    if (n < end && older.border[n] === 0) continue
    const [place] = placesOf(older, oldPages, from, n)
    const [box] = place ? (oldPages[page - 1]?.quads(place.start, place.end) ?? []) : []
    if (box) out.push({ from, to: n, box })
    from = n
  }
  return out
}

/** As many words are asked. */
const jury = 12
/** Farther from every word than this, a mark belongs to none. In points, a line's distance counting threefold. */
const reach = 150

export function sameLook({ oldPages, newPages }: Both, mark: PlacedMark): Outcome {
  const look = oldPages[mark.page - 1]?.look
  if (look === undefined) return lost('unplaced')
  const alike = newPages.flatMap((page, n) => (page.look === look ? [n + 1] : []))
  const [page] = alike
  if (page === undefined) return lost('deleted')
  if (alike.length > 1 || oldPages.filter((one) => one.look === look).length > 1) return lost('ambiguous')
  return { state: 'sure', means: 'box', confidence: 1, marks: [carried(mark, page, 0, 0)] }
}

/** By its own word, where that stands again between the same neighbours. */
function again(both: Both, mark: PlacedMark, word: Word | undefined): Outcome {
  const at = word ? foundAgain(both, word.from, word.to) : null
  if (!word || at === null) return lost('unlike')
  const [place] = placesOf(both.newer, both.newPages, at, at + word.to - word.from)
  const [there] = place ? (both.newPages[place.page - 1]?.quads(place.start, place.end) ?? []) : []
  if (!place || !there) return lost('unlike')
  const moved = carried(mark, place.page, there[0] - word.box[0], there[1] - word.box[1])
  return { state: 'moved', means: 'box', confidence: 0.2, marks: [moved] }
}

export function shifted(both: Both, mark: PlacedMark): Outcome {
  const { map, newer, newPages } = both
  const box = boxOf(mark)
  const words = wordsOfPage(both, mark.page)
  if (words.length === 0) return sameLook(both, mark)
  const near = words
    .map((word) => ({ word, far: distance(word.box, box), mid: centre(word.box, box) }))
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far || a.mid - b.mid)
    .slice(0, jury)
  const moved = near.flatMap(({ word, far }, rank) => {
    const at = map.toNew[word.from] ?? -1
    for (let n = word.from; n < word.to; n++) if (at < 0 || map.toNew[n] !== at + n - word.from) return []
    const [place] = placesOf(newer, newPages, at, at + word.to - word.from)
    const [there] = place ? (newPages[place.page - 1]?.quads(place.start, place.end) ?? []) : []
    if (!place || !there) return []
    const beside = far > 0 && span(word.box[0], word.box[2], box[0], box[2]) > 0
    return [
      { rank, at, page: place.page, dx: beside ? 0 : there[0] - word.box[0], dy: there[1] - word.box[1] },
    ]
  })
  const [guide] = moved
  if (near.length === 0) return lost('unplaced')
  if (!guide || guide.rank > 2) return lost('deleted')
  // A word alone may have come from anywhere: most of its neighbours must have gone with it.
  const along = moved.filter(({ at }) => Math.abs(at - guide.at) < 600)
  const share = along.length / near.length
  const own = near[guide.rank]?.word
  const doubt = own ? disputed(both, own.from, own.to) : 'yes'
  if (doubt === 'yes') return lost('ambiguous')
  const alone = guide.rank === 0 && own !== undefined && entire(both, own.from, own.to)
  const second = along[1]
  const agreed = second && Math.abs(second.dx - guide.dx) < 3 && Math.abs(second.dy - guide.dy) < 3
  // Its own word and the next went together, or it stands between the same neighbours: enough where all was rewritten.
  const size = own ? own.to - own.from : 0
  const held = own !== undefined && nested(map, own.from, own.to, guide.at, guide.at + size)
  // At a paragraph's end half the jury stands in the next, which may have gone elsewhere: its own passage went over in one piece.
  const passage = own !== undefined && solid(map, own.from, own.to) >= firm
  const pair = guide.rank === 0 && (agreed || held || passage)
  const unlike =
    (!alone && !pair && share < (guide.rank === 0 ? 0.34 : 0.5)) ||
    // Its own word is gone: the two nearest that stayed must say the same.
    (guide.rank > 0 && (!agreed || share < 0.75))
  if (unlike) return again(both, mark, near[0]?.word)
  const still = along.every(
    ({ page, dx, dy }) => page === guide.page && Math.abs(dx - guide.dx) < 3 && Math.abs(dy - guide.dy) < 3,
  )
  return {
    state: still && share === 1 && doubt === 'no' ? 'sure' : 'moved',
    means: 'box',
    confidence: Math.round(100 * share * (still ? 1 : 0.8)) / 100,
    marks: [carried(mark, guide.page, guide.dx, guide.dy)],
  }
}
