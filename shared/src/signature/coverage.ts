/**
 * What a signature covers: its declared ranges against the revision that introduced it.
 * What must stay true: only the gap of this signature's own /Contents is left out, and the signed part is a whole
 * revision as a strict reader of that moment would have read it.
 */
import type { FoundSignature } from './fields.ts'
import { Malformed } from './limits.ts'
import { arrayAt, onlyBlanks, resolve } from './pdf/document.ts'
import type { PdfDocument } from './pdf/document.ts'
import { intOf, isString } from './pdf/values.ts'
import type { ByteSpan } from './ports.ts'
import type { Coverage, Reason, ReasonCode } from './report.ts'

export interface Covered {
  readonly coverage: Coverage
  readonly byteRange: number[] | null
  /** The two spans to hash; null where the range cannot be used at all. */
  readonly spans: readonly ByteSpan[] | null
  /** End of the signed part; null where coverage is INVALID. */
  readonly revisionEnd: number | null
  readonly reasons: Reason[]
}

export const reason = (
  code: ReasonCode,
  detail: string | null = null,
  object: number | null = null,
  offset: number | null = null,
): Reason => ({ code, object, offset, detail })

const invalid = (
  byteRange: number[] | null,
  spans: readonly ByteSpan[] | null,
  ...reasons: Reason[]
): Covered => ({ coverage: 'INVALID', byteRange, spans, revisionEnd: null, reasons })

/** Where the gap must lie, and whether it is exactly this signature's one hexadecimal string. */
const gapProblem = (signature: FoundSignature, start: number, end: number): Reason | null => {
  const { source } = signature.view.document
  const contents = resolve(signature.view, signature.dict.get('Contents'))
  const object = signature.holder?.num ?? signature.field.num
  if (!isString(contents)) return reason('contents.missing', null, object)
  if (source.read(start, 1)[0] !== 0x3c || source.read(end - 1, 1)[0] !== 0x3e)
    return reason('gap.notOneString', null, object, start)
  if (!contents.hex || contents.start !== start || contents.end !== end)
    return reason('gap.otherContents', null, object, start)
  // Blanks inside the string are legal but are unsigned bytes that nobody writes.
  for (let at = start + 1; at < end - 1; at += 65536) {
    const bytes = source.read(at, Math.min(65536, end - 1 - at))
    const bad = bytes.findIndex(
      (c) => !((c >= 48 && c <= 57) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102)),
    )
    if (bad >= 0) return reason('gap.notOneString', null, object, at + bad)
  }
  if (signature.holder?.duplicate) return reason('gap.otherContents', 'duplicate key', object)
  return null
}

/** The signed part must end where the revision that introduced the signature ends. */
const revisionProblem = (signature: FoundSignature, end: number): Reason | null => {
  const { document } = signature.view
  const revision = document.revisions[signature.revision]
  if (!revision) throw new Malformed('revision')
  const inside = revision.sections.every((one) => one.end <= end && (one.beside?.end ?? 0) <= end)
  const notWhole = reason('revision.notWhole', null, null, end)
  if (!inside || revision.end === null || revision.end > end) return notWhole
  const next = document.revisions[signature.revision + 1]
  if (next?.sections.some((one) => one.offset < end || (one.beside && one.beside.offset < end)))
    return notWhole
  const newest = revision.sections[0]
  const named = revision.startxref === null ? null : revision.startxref + document.base
  if (named === null || newest === undefined || named !== newest.offset) return notWhole
  const toTheEnd = end === document.source.size && !next
  if (!toTheEnd && !onlyBlanks(document.source, revision.end, end)) return notWhole
  return null
}

/** Judges form and reach of a signature's /ByteRange. */
export const judgeCoverage = (signature: FoundSignature): Covered => {
  const { document } = signature.view
  const object = signature.holder?.num ?? signature.field.num
  const array = arrayAt(signature.view, signature.dict, 'ByteRange')
  if (!array) return invalid(null, null, reason('byteRange.missing', null, object))
  const numbers = array.map((item) => intOf(resolve(signature.view, item)))
  if (numbers.length !== 4 || numbers.some((n) => n === null || n < 0))
    return invalid(null, null, reason('byteRange.form', null, object))
  const [a, b, c, d] = numbers as [number, number, number, number]
  const byteRange = [a, b, c, d]
  if (b === 0 || d === 0 || a !== 0 || c < a + b)
    return invalid(byteRange, null, reason('byteRange.form', null, object))
  if (c + d > document.source.size) return invalid(byteRange, null, reason('byteRange.outside', null, object))
  const spans: ByteSpan[] = [
    [a, b],
    [c, d],
  ]
  const problem = gapProblem(signature, b, c) ?? revisionProblem(signature, c + d)
  if (problem) return invalid(byteRange, spans, problem)
  const whole = c + d === document.source.size
  return { coverage: whole ? 'ENTIRE_FILE' : 'REVISION', byteRange, spans, revisionEnd: c + d, reasons: [] }
}

/** Whether two signatures name the same gap although they are different signatures. */
export const overlaps = (document: PdfDocument, one: Covered, other: Covered): boolean => {
  if (!one.byteRange || !other.byteRange || document.source.size === 0) return false
  const [, from = 0, to = 0] = one.byteRange
  const [, otherFrom = 0, otherTo = 0] = other.byteRange
  return from < otherTo && otherFrom < to
}
