/**
 * What becomes of one person's marks when a document gets a new version: those brought over, and those for the list of the
 * unmatched.
 * What must stay true: every mark given comes out exactly once, brought over or unmatched; ids are kept and everything else
 * is decided by the two texts alone, so that two devices of one person write the same; answers go where their mark goes.
 */
import type { Mark, PlacedMark } from '../protocol/rooms.ts'
import { compareVersions, reanchor, type Compared } from './anchor.ts'
import type { Lost } from './outcome.ts'
import type { ReadPage } from './stream.ts'

export type Entry = readonly [id: string, mark: Mark]

export interface Unmatched {
  readonly id: string
  readonly mark: PlacedMark
  readonly why: Lost['why']
}

export interface Carried {
  readonly entries: readonly Entry[]
  readonly unmatched: readonly Unmatched[]
  readonly sure: number
  readonly moved: number
}

/** `file`: SHA-256 of the older version. */
export const originOf = (
  file: string,
  mark: PlacedMark,
  how: NonNullable<Mark['from']>['how'],
): NonNullable<Mark['from']> => ({ file: file.slice(0, 16), page: mark.page, how })

export function carryMarks(compared: Compared, marks: readonly Entry[], file: string): Carried {
  const entries: Entry[] = []
  const unmatched: Unmatched[] = []
  const pages = new Map<string, number>()
  let sure = 0
  let moved = 0
  for (const [id, mark] of marks) {
    if (mark.kind === 'reply') continue
    const outcome = reanchor(compared, mark)
    const [first] = outcome.state === 'lost' ? [] : outcome.marks
    if (outcome.state === 'lost' || !first) {
      unmatched.push({ id, mark, why: outcome.state === 'lost' ? outcome.why : 'unplaced' })
      continue
    }
    if (outcome.state === 'sure') sure++
    else moved++
    pages.set(id, first.page)
    outcome.marks.forEach((one, n) =>
      // Torn apart by a page's end: the further pieces are marks of their own, named after the first.
      entries.push([n === 0 ? id : `${id}-${n + 1}`, { ...one, from: originOf(file, mark, outcome.state) }]),
    )
  }
  // An answer to what another person wrote stays under it wherever that person's device brings it.
  const waiting = new Set(unmatched.map(({ id }) => id))
  for (const [id, mark] of marks)
    if (mark.kind === 'reply' && !waiting.has(mark.to))
      entries.push([
        id,
        {
          ...mark,
          page: pages.get(mark.to) ?? mark.page,
          from: { file: file.slice(0, 16), page: mark.page, how: 'sure' },
        },
      ])
  return { entries, unmatched, sure, moved }
}

/** With the answers that belong to it, as its author puts it down himself. */
export function putDown(
  unmatched: Unmatched,
  there: PlacedMark,
  answers: readonly Entry[],
  file: string,
): readonly Entry[] {
  const from = originOf(file, unmatched.mark, 'placed')
  return [
    [unmatched.id, { ...there, from }],
    ...answers.flatMap(([id, mark]): Entry[] =>
      mark.kind === 'reply' && mark.to === unmatched.id ? [[id, { ...mark, page: there.page, from }]] : [],
    ),
  ]
}

export const carry = (
  older: readonly ReadPage[],
  newer: readonly ReadPage[],
  marks: readonly Entry[],
  file: string,
): Carried => carryMarks(compareVersions(older, newer), marks, file)
