/**
 * The fields of a teller's sheet, flat, and the count they stand for.
 * What must stay true: an empty field is a zero in the count but stays empty on the screen; what the shared arithmetic
 * finds wrong is told by the place, in words.
 */
import type { PaperBallot, PaperCount } from '@nghi-truong/shared/domain/records'

/** Place of a figure (see the makers below) → what was typed, null while empty. */
export type Fields = Readonly<Record<string, number | null>>

export const reasonPlace = (reason: string): string => `invalid.${reason}`
export const optionPlace = (subject: string, option: string): string => `subject.${subject}.${option}`
export const spoiltPlace = (subject: string): string => `subject.${subject}:invalid`

const kept = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

export function toCount(ballot: PaperBallot, fields: Fields, reasons: readonly string[]): PaperCount {
  const at = (place: string): number => fields[place] ?? 0
  return {
    issued: at('issued'),
    returned: at('returned'),
    invalid: kept(Object.fromEntries(reasons.map((reason) => [reason, at(reasonPlace(reason))]))),
    subjects: ballot.subjects.map((subject) => ({
      subject: subject.id,
      counts: Object.fromEntries(
        ballot.rule.options.map((option) => [option.id, at(optionPlace(subject.id, option.id))]),
      ),
      invalid: at(spoiltPlace(subject.id)),
    })),
  }
}

export function toFields(count: PaperCount): Fields {
  return Object.fromEntries([
    ['issued', count.issued],
    ['returned', count.returned],
    ...Object.entries(count.invalid).map(([reason, papers]) => [reasonPlace(reason), papers]),
    ...count.subjects.flatMap(({ subject, counts, invalid }) => [
      ...Object.entries(counts).map(([option, papers]) => [optionPlace(subject, option), papers]),
      [spoiltPlace(subject), invalid],
    ]),
  ]) as Fields
}

/** Digits alone, at most five: no council hands out more papers. */
export function readFigure(typed: string): number | null {
  const digits = typed.replace(/\D/g, '').slice(0, 5)
  return digits === '' ? null : Number(digits)
}
