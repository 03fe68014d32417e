/**
 * Forms of words with which many paragraphs begin or end stay with their own paragraph when it goes elsewhere.
 * What must stay true: only equal letters are related; letters are taken from a paragraph that is at home elsewhere only; a
 * paragraph is brought to where most of it already is, never anywhere else; the relation stays one to one.
 */
import { edge, type Both } from './ends.ts'
import type { Stream } from './stream.ts'

/** Only closing punctuation counts here: a number or a capital at a line's beginning would tear paragraphs apart. */
const closing = ({ text, border }: Stream, at: number): boolean =>
  at <= 0 || at >= text.length || border[at] === 3

/** The paragraph around letter `at`: first letter, and the one behind its last. */
function around(stream: Stream, at: number): readonly [number, number] {
  let from = at
  while (!closing(stream, from)) from--
  let to = at + 1
  while (!closing(stream, to)) to++
  return [from, to]
}

/** Where most of a paragraph went, as a paragraph of the new version; null when nowhere. */
function home({ newer, map }: Both, from: number, to: number): readonly [number, number] | null {
  const votes = new Map<number, { count: number; range: readonly [number, number] }>()
  let known: readonly [number, number] = [0, 0]
  for (let n = from; n < to; n++) {
    const there = map.toNew[n] ?? -1
    if (there < 0) continue
    if (there < known[0] || there >= known[1]) known = around(newer, there)
    const vote = votes.get(known[0]) ?? { count: 0, range: known }
    vote.count++
    votes.set(known[0], vote)
  }
  const [best, next] = [...votes.values()].sort((a, b) => b.count - a.count)
  return best && best.count >= 2 * (next?.count ?? 0) && best.count >= 0.5 * (to - from) ? best.range : null
}

interface Paragraph {
  readonly from: number
  readonly to: number
  readonly range: readonly [number, number] | null
}

function paragraphsOf(both: Both): readonly Paragraph[] {
  const { older } = both
  const out: Paragraph[] = []
  for (let from = 0; from < older.text.length;) {
    const [, to] = around(older, from)
    out.push({ from, to, range: home(both, from, to) })
    from = to
  }
  return out
}

/** @param step 1: from the paragraph's beginning on; -1: from its end back */
function bring(both: Both, all: readonly Paragraph[], one: Paragraph, step: 1 | -1): void {
  const { older, newer, map } = both
  const { from, to, range } = one
  if (!range) return
  const [a, b] = step > 0 ? [from, range[0]] : [to - 1, range[1] - 1]
  const most = Math.min(to - from, range[1] - range[0])
  /** Another paragraph that is at home here keeps its letters. */
  const open = (letter: number): boolean => {
    const was = map.toOld[letter] ?? -1
    if (was < 0) return true
    const owner = all.find((each) => was >= each.from && was < each.to)
    return owner !== one && owner?.range?.[0] !== range[0]
  }
  let whole = 0
  let abroad = 0
  for (let n = 0; n < most; n++) {
    const [old, fresh] = [a + step * n, b + step * n]
    const was = map.toNew[old] ?? -1
    if (was === fresh || !open(fresh)) break
    if (older.text.charCodeAt(old) !== newer.text.charCodeAt(fresh)) break
    if (was >= 0 || (map.toOld[fresh] ?? -1) >= 0) abroad++
    const behind = step > 0 ? 1 : 0
    if (edge(older, newer, old + behind, fresh + behind)) whole = n + 1
  }
  const last = map.toNew[a + step * (whole - 1)] ?? -1
  // Already together with what follows: only the lines break elsewhere.
  const together = last >= 0 && map.toNew[a + step * whole] === last + step
  if (abroad === 0 || whole === 0 || together) return
  for (let n = 0; n < whole; n++) {
    const [old, fresh] = [a + step * n, b + step * n]
    const [there, was] = [map.toNew[old] ?? -1, map.toOld[fresh] ?? -1]
    if (there >= 0) map.toOld[there] = -1
    if (was >= 0) map.toNew[was] = -1
    map.toNew[old] = fresh
    map.toOld[fresh] = old
  } // What lies between it and the rest belongs there too: its place is sought anew.
  for (let n = whole; n < to - from; n++) {
    const there = map.toNew[a + step * n] ?? -1
    if (there >= range[0] && there < range[1]) break
    if (there >= 0) map.toOld[there] = -1
    map.toNew[a + step * n] = -1
  }
}

export function reunite(both: Both): void {
  const all = paragraphsOf(both)
  for (const one of all) {
    bring(both, all, one, 1)
    bring(both, all, one, -1)
  }
}
