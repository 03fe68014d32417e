/**
 * The bytes of later revisions: each must be a well-formed incremental update and nothing else.
 * What must stay true: every byte behind the signed part belongs to an object that its own cross-reference names, to a
 * cross-reference, to a trailer, or is a blank or comment.
 */
import { Malformed } from '../limits.ts'
import type { PdfDocument, Revision } from '../pdf/document.ts'
import { onlyBlanks, resolve, viewAt } from '../pdf/document.ts'
import { skipBlank } from '../pdf/lexer.ts'
import { readEnding } from '../pdf/open.ts'
import { readObject, readWindow } from '../pdf/read.ts'
import { intOf } from '../pdf/values.ts'
import { offsetOf } from './ends.ts'

/** Where the bytes of a revision stop being explained, or null where all are. */
export const strayByte = (document: PdfDocument, revision: Revision, from: number): number | null => {
  const { source, budget } = document
  if (revision.end === null) return from
  const view = viewAt(document, revision.index)
  const sections = revision.sections.flatMap((one) => (one.beside ? [one, one.beside] : [one]))
  const places = new Map<number, number>()
  for (const section of sections) {
    if (section.number !== null) places.set(section.offset, section.number)
    for (const [num, entry] of section.entries) if (entry.kind === 'at') places.set(entry.offset, num)
  }
  let at = from
  while (at < revision.end) {
    const start = at
    at = readWindow(source, at, budget, (x) => {
      skipBlank(x)
      return start + x.pos
    })
    if (at >= revision.end) return null
    const ending = readEnding(source, at, budget)
    if (ending && ending.at === at) {
      const newest = revision.sections[0]
      if (ending.end !== revision.end || ending.startxref + document.base !== newest?.offset) return at
      at = ending.end
      continue
    }
    const table = sections.find((one) => one.kind === 'table' && one.offset <= at && at < one.end)
    if (table && onlyBlanks(source, table.offset, at)) {
      at = table.end
      continue
    }
    const num = placeOf(places, document, at, from)
    if (num === null) return at
    try {
      const object = readObject(source, at, budget, (length) => intOf(resolve(view, length)))
      if (object.num !== num || !object.whole || object.end <= at) return at
      at = object.end
    } catch (problem) {
      if (problem instanceof Malformed) return at
      throw problem
    }
  }
  return null
}

/** The number whose entry points here, or to blanks right before. */
const placeOf = (
  places: ReadonlyMap<number, number>,
  document: PdfDocument,
  at: number,
  from: number,
): number | null => {
  for (let place = at; place >= from && place > at - 16; place--) {
    const num = places.get(place)
    if (num !== undefined) return place === at || onlyBlanks(document.source, place, at) ? num : null
  }
  return null
}

/** Entries of a later revision must lead into it, or to where the object already was. */
export const straysBack = (document: PdfDocument, revision: Revision, from: number): number | null => {
  const before = revision.index > 0 ? viewAt(document, revision.index - 1) : null
  for (const section of revision.sections) {
    for (const part of section.beside ? [section, section.beside] : [section]) {
      for (const [num, entry] of part.entries) {
        if (entry.kind !== 'at' || entry.offset >= from) continue
        const known = before ? offsetOf(before, num) : null
        if (known !== entry.offset) return num
      }
    }
  }
  return null
}
