/**
 * Short paragraphs that went elsewhere and were edited: what is left over of the old version against what is left over of
 * the new.
 * What must stay true: two are taken for the same only when each is the best for the other, no third is as good, and they
 * do not speak of other figures.
 */
import { begins, type Both, type Range } from './ends.ts'
import type { Stream } from './stream.ts'
import { commonWords, relateWords, type Common } from './words.ts'

/** With more of them the versions are two texts. */
const most = 150
const longest = 1500
/** Share of the shorter one's letters, and letters by which the next best must be behind. */
const least = 0.6
const ahead = 4
/** Fewer common letters are forms of words. */
const fewest = 20

function strays(stream: Stream, taken: Int32Array): readonly Range[] {
  const out: Range[] = []
  for (let from = 0; from < stream.text.length;) {
    let to = from + 1
    while (!begins(stream, to)) to++
    let free = 0
    for (let n = from; n < to; n++) if ((taken[n] ?? 0) < 0) free++
    if (free === to - from && to - from <= longest) out.push({ from, to })
    from = to
  }
  return out
}

const figures = /\d/u

/** The same form of words about other figures is another statement. */
function otherFigures(older: Stream, newer: Stream, old: Range, fresh: Range, common: Common): boolean {
  const some = (stream: Stream, { from, to }: Range): boolean => figures.test(stream.text.slice(from, to))
  return some(older, old) && some(newer, fresh) && !common.pairs.some(([words]) => some(older, words))
}

interface Best {
  at: number
  letters: number
  next: number
}

const offer = (best: Best, at: number, letters: number): void => {
  if (letters > best.letters) Object.assign(best, { at, letters, next: best.letters })
  else best.next = Math.max(best.next, letters)
}

export function matchStrays({ older, newer, map }: Both): void {
  const olds = strays(older, map.toNew)
  const news = strays(newer, map.toOld)
  if (olds.length > most || news.length > most) return
  const none = (): Best => ({ at: -1, letters: 0, next: 0 })
  const forOld = olds.map(none)
  const forNew = news.map(none)
  const found = new Map<string, Common>()
  olds.forEach((old, i) =>
    news.forEach((fresh, j) => {
      const common = commonWords(older, newer, old, fresh)
      const shorter = Math.min(old.to - old.from, fresh.to - fresh.from)
      if (!common || common.letters < Math.max(fewest, least * shorter)) return
      if (otherFigures(older, newer, old, fresh, common)) return
      found.set(`${i} ${j}`, common)
      const [one, two] = [forOld[i], forNew[j]]
      if (one) offer(one, j, common.letters)
      if (two) offer(two, i, common.letters)
    }),
  )
  forOld.forEach((one, i) => {
    const two = forNew[one.at]
    const common = found.get(`${i} ${one.at}`)
    if (!common || two?.at !== i) return
    if (one.letters - one.next >= ahead && two.letters - two.next >= ahead) relateWords(map, common)
  })
}
