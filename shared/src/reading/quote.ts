/**
 * Finds a kept quote in a text when the text it was taken from is not at hand.
 * What must stay true: of several places with equal right none is taken; a changed quote is sought on its page and the two
 * beside it only, within a bounded number of letters, diacritics counting as letters.
 */
import type { Lost } from './outcome.ts'
import { bare, type Quote, type Stream } from './stream.ts'

export interface QuotePlace {
  readonly state: 'sure' | 'moved'
  readonly means: 'exact' | 'elsewhere' | 'fuzzy'
  readonly confidence: number
  readonly from: number
  readonly to: number
}

const lost = (why: Lost['why']): Lost => ({ state: 'lost', confidence: 0, why })

/** Letters that say enough by themselves. */
const telling = 24

/** Share of altered letters a quote may have. */
const bound = 0.2

/** Longer quotes are not sought by edit distance. */
const longest = 600

interface Ending {
  readonly from: number
  readonly to: number
  readonly cost: number
}

/** Best endings of `needle` in `text` within `most` edits, by Sellers' recurrence (J. Algorithms 1, 1980). */
export function nearly(text: string, needle: string, most: number): readonly Ending[] {
  const size = needle.length
  let costs = Int32Array.from({ length: size + 1 }, (_, n) => n)
  let begins = new Int32Array(size + 1)
  const out: Ending[] = []
  for (let n = 1; n <= text.length; n++) {
    const next = new Int32Array(size + 1)
    const from = new Int32Array(size + 1)
    from[0] = n
    for (let m = 1; m <= size; m++) {
      const swap = (costs[m - 1] ?? 0) + (text.charCodeAt(n - 1) === needle.charCodeAt(m - 1) ? 0 : 1)
      const drop = (next[m - 1] ?? 0) + 1
      const add = (costs[m] ?? 0) + 1
      next[m] = Math.min(swap, drop, add)
      from[m] = (next[m] === swap ? begins[m - 1] : next[m] === add ? begins[m] : from[m - 1]) ?? 0
    }
    costs = next
    begins = from
    const cost = costs[size] ?? 0
    if (cost > most) continue
    const found = { from: begins[size] ?? 0, to: n, cost }
    const last = out.at(-1)
    // Of endings that overlap the best stays.
    if (!last || found.from >= last.to) out.push(found)
    else if (found.cost < last.cost) out[out.length - 1] = found
  }
  return out
}

const cost = (text: string, needle: string): number =>
  nearly(text, needle, needle.length)[0]?.cost ?? needle.length

function fuzzy(
  stream: Stream,
  words: string,
  prefix: string,
  suffix: string,
  page: number,
): QuotePlace | Lost {
  if (words.length < telling / 2 || words.length > longest) return lost('deleted')
  const start = stream.starts[Math.max(0, page - 2)] ?? 0
  const end = stream.starts[Math.min(stream.starts.length - 1, page + 1)] ?? stream.text.length
  const scored = nearly(stream.text.slice(start, end), words, Math.floor(words.length * bound)).flatMap(
    (found) => {
      const from = start + found.from
      const to = start + found.to
      const before = cost(stream.text.slice(Math.max(0, from - 40), from), prefix)
      const after = cost(stream.text.slice(to, to + 40), suffix)
      const near = before <= prefix.length * 0.3 || after <= suffix.length * 0.3
      return near ? [{ from, to, edits: found.cost + before + after }] : []
    },
  )
  const [best, other] = scored.sort((a, b) => a.edits - b.edits)
  if (!best) return lost('deleted')
  if (other && other.edits - best.edits < 4) return lost('ambiguous')
  const all = words.length + prefix.length + suffix.length
  return {
    state: 'moved',
    means: 'fuzzy',
    confidence: Math.max(0, 1 - best.edits / all),
    from: best.from,
    to: best.to,
  }
}

export function byQuote(stream: Stream, quote: Quote, page: number): QuotePlace | Lost {
  const words = bare(quote.exact)
  const prefix = bare(quote.prefix)
  const suffix = bare(quote.suffix)
  if (words === '') return lost('unplaced')
  const found: { from: number; to: number; before: boolean; after: boolean; here: boolean }[] = []
  for (let from = stream.text.indexOf(words); from >= 0; from = stream.text.indexOf(words, from + 1)) {
    const to = from + words.length
    found.push({
      from,
      to,
      before: prefix !== '' && stream.text.startsWith(prefix, from - prefix.length) && from >= prefix.length,
      after: suffix !== '' && stream.text.startsWith(suffix, to),
      here: stream.page[from] === page,
    })
  }
  const one = (list: typeof found): (typeof found)[number] | undefined =>
    list.length === 1 ? list[0] : undefined
  const both = found.filter(({ before, after }) => before && after)
  const sure = one(both)
  if (sure)
    return { state: 'sure', means: 'exact', confidence: sure.here ? 1 : 0.95, from: sure.from, to: sure.to }
  if (both.length > 1) return lost('ambiguous')
  const sides = found.filter(({ before, after }) => before || after)
  const side = one(sides)
  if (side) return { state: 'moved', means: 'elsewhere', confidence: 0.75, from: side.from, to: side.to }
  if (sides.length > 1) return lost('ambiguous')
  const alone = one(found)
  if (alone && words.length >= telling)
    return { state: 'moved', means: 'elsewhere', confidence: 0.6, from: alone.from, to: alone.to }
  if (found.length > 0) return lost('ambiguous')
  return fuzzy(stream, words, prefix, suffix, page)
}
