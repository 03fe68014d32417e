/** What of a private mark can become a suggestion: its page, the words it stands on, its own words. */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import type { Marks } from '../../client/notes.ts'

const quoteOf = (mark: Mark): string => ('quote' in mark ? (mark.quote?.exact ?? '') : '').slice(0, 1000)
const textOf = (mark: Mark): string => ('text' in mark ? (mark.text ?? '') : '')

export const fromMark = (mark: Mark): { page: number; quote: string; text: string } => ({
  page: mark.page,
  quote: quoteOf(mark),
  text: textOf(mark),
})

/** Marks with words, by page, as choices. */
export const offered = (marks: Marks, pageOf: (page: number) => string): { value: string; label: string }[] =>
  [...marks]
    .filter(([, mark]) => quoteOf(mark) !== '' || textOf(mark) !== '')
    .toSorted(([, a], [, b]) => a.page - b.page)
    .map(([value, mark]) => ({
      value,
      label: `${pageOf(mark.page)}: ${(textOf(mark) || quoteOf(mark)).slice(0, 70)}`,
    }))
