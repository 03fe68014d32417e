/**
 * Places where a document speaks of another one, or of a page of its own: "xem Báo cáo 02, trang 14".
 * What must stay true: a reference is offered only when exactly one document in sight fits it, so that nobody is led to the
 * wrong paper; offsets are those of the text given, however it is composed; nothing outside the house is ever a reference.
 */
import type { DocumentRecord, DocumentType } from './records.ts'
import { fold } from './text.ts'

export interface Reference {
  /** UTF-16 offsets in the text. */
  readonly start: number
  readonly end: number
  readonly document: string
  /** From 1; null: the beginning. */
  readonly page: number | null
}

type Named = Pick<DocumentRecord, 'id' | 'number' | 'documentType'> & {
  readonly facts: Pick<DocumentRecord['facts'], 'pages'>
}

/** Longest first: the first that fits is taken. */
const types: readonly (readonly [string, readonly DocumentType[]])[] = [
  ['bao cao tham tra', ['verification_report']],
  ['bao cao tiep thu', ['response_report']],
  ['bao cao', ['report', 'verification_report', 'response_report']],
  ['du thao nghi quyet', ['draft_resolution']],
  ['nghi quyet', ['resolution', 'draft_resolution']],
  ['to trinh', ['submission']],
  ['bien ban', ['minutes']],
]

const number = String.raw`(\d{1,4})((?:/\d{4})?(?:/[a-z]+(?:-[a-z]+)*)?)`
const toPage = String.raw`(?:tai\s+)?(?:trang|tr\.)\s*(?:so\s+)?(\d{1,4})(?!\d)`
const another = new RegExp(
  String.raw`(?<![a-z])(${types.map(([name]) => name).join('|')})(?:\s+so)?\s*:?\s+${number}(?![\d/])(?:[\s,;(]{1,4}${toPage})?`,
  'g',
)
const ownPage = new RegExp(String.raw`(?<![a-z])xem\s+(?:them\s+)?${toPage}`, 'g')

// A character with its combining marks: PDFs hold Vietnamese both composed and decomposed.
const cluster = /\P{M}\p{M}*|\p{M}+/gu

function folded(text: string): { readonly text: string; readonly from: readonly number[] } {
  let out = ''
  const from: number[] = []
  for (const { 0: one, index } of text.matchAll(cluster)) {
    const plain = fold(one)
    for (let n = 0; n < plain.length; n++) from.push(index)
    out += plain
  }
  from.push(text.length)
  return { text: out, from }
}

interface Numbered {
  readonly id: string
  readonly pages: number
  readonly type: DocumentType
  readonly number: number
  /** "/bc-ubnd" */
  readonly symbol: string
}

function numbered({ id, number: written, documentType, facts }: Named): Numbered | null {
  const found = new RegExp(number).exec(fold(written))
  if (!found) return null
  return {
    id,
    pages: facts.pages,
    type: documentType,
    number: Number(found[1]),
    symbol: found[2] ?? '',
  }
}

/** @param self the document the text is from */
export function referencesIn(text: string, documents: readonly Named[], self: string): readonly Reference[] {
  const known = documents.flatMap((one) => numbered(one) ?? [])
  const { text: plain, from } = folded(text)
  const at = (offset: number): number => from[offset] ?? text.length
  const found: Reference[] = []
  for (const match of plain.matchAll(another)) {
    const [whole, name, digits, symbol = '', page] = match
    const kinds = types.find(([one]) => one === name)?.[1] ?? []
    const fitting = known.filter(
      (one) =>
        kinds.includes(one.type) &&
        one.number === Number(digits) &&
        (symbol === '' || one.symbol === '' || one.symbol === symbol),
    )
    const [one] = fitting
    if (!one || fitting.length > 1 || (one.id === self && page === undefined)) continue
    found.push({
      start: at(match.index),
      end: at(match.index + whole.length),
      document: one.id,
      page: page === undefined ? null : Math.min(Math.max(1, Number(page)), one.pages),
    })
  }
  const own = documents.find((one) => one.id === self)
  for (const match of plain.matchAll(ownPage)) {
    const page = Number(match[1])
    if (!own || page < 1 || page > own.facts.pages) continue
    found.push({ start: at(match.index), end: at(match.index + match[0].length), document: self, page })
  }
  return found.sort((a, b) => a.start - b.start)
}
