/**
 * The list of changed pages as it is shown: scanned pages that took each other's place stand side by side.
 * What must stay true: every page that is not the same is in the list once; only pages without text are paired by place,
 * because of pages with text the words decide.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { PageChange } from '@nghi-truong/shared/reading/changes'
import type { Extracted } from '@nghi-truong/shared/reading/extracted'

export interface Shown extends PageChange {
  /** Compared by how they look, not by their words. */
  readonly visual: boolean
}

/** Two versions compared. */
export interface Comparison {
  readonly old: DocumentRecord
  readonly older: readonly Extracted[]
  readonly newer: readonly Extracted[]
  readonly changes: readonly Shown[]
}

const bare = (pages: readonly Extracted[], page: number | undefined): boolean =>
  page !== undefined && (pages[page - 1]?.text ?? '').trim() === ''

export function shownChanges(
  changes: readonly PageChange[],
  older: readonly Extracted[],
  newer: readonly Extracted[],
): readonly Shown[] {
  const out: Shown[] = []
  const gone: PageChange[] = []
  const come: PageChange[] = []
  const flush = (): void => {
    const pairs = Math.min(gone.length, come.length)
    for (let n = 0; n < Math.max(gone.length, come.length); n++) {
      const [a, b] = [gone[n], come[n]]
      if (n < pairs && a?.old !== undefined && b?.fresh !== undefined)
        out.push({ ...b, old: a.old, kind: 'changed', visual: true })
      else {
        if (a) out.push({ ...a, visual: true })
        if (b) out.push({ ...b, visual: true })
      }
    }
    gone.length = 0
    come.length = 0
  }
  for (const one of changes) {
    const left = one.fresh === undefined && bare(older, one.old)
    const right = one.old === undefined && bare(newer, one.fresh)
    if (left) gone.push(one)
    else if (right) come.push(one)
    else {
      flush()
      if (one.kind !== 'same') out.push({ ...one, visual: false })
    }
  }
  flush()
  return out
}
