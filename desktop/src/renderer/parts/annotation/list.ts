/**
 * Ordering and filtering of marks for a list.
 * What must stay true: the order is that of the pages, from top to bottom; words are found with and without diacritics.
 */
import { fold } from '@nghi-truong/shared/domain/text'
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import { topOf } from './hit.ts'

export interface Listed {
  readonly id: string
  readonly layer: string
  readonly mark: Mark
}

export interface Filter {
  readonly who: 'all' | 'mine' | 'others'
  /** Absent: any. */
  readonly kind?: Mark['kind'] | undefined
  readonly colour?: Mark['colour'] | undefined
  readonly text: string
}

/** The words of a mark: what a sticky says, or what was marked. */
export function textOf(mark: Mark): string {
  if ('text' in mark) return mark.text
  return 'quads' in mark ? (mark.quote?.exact ?? '') : ''
}

export const sortMarks = (marks: readonly Listed[]): readonly Listed[] =>
  marks
    .map((one) => ({ one, top: topOf(one.mark) }))
    .sort(
      (a, b) =>
        a.one.mark.page - b.one.mark.page ||
        b.top[1] - a.top[1] ||
        a.top[0] - b.top[0] ||
        (a.one.id < b.one.id ? -1 : 1),
    )
    .map(({ one }) => one)

export function listed<T extends Listed>(
  marks: readonly T[],
  { who, kind, colour, text }: Filter,
  person: string,
): readonly T[] {
  const needle = fold(text).replace(/\s+/gu, ' ').trim()
  return marks.filter(({ mark }) => {
    if (who !== 'all' && (mark.author === person) !== (who === 'mine')) return false
    if (kind !== undefined && mark.kind !== kind) return false
    if (colour !== undefined && mark.colour !== colour) return false
    return needle === '' || fold(textOf(mark)).includes(needle)
  })
}
