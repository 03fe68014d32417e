/**
 * Results as they are shown: by document in the order of the agenda, by page within it; what reads the same on the same
 * page (the heads of two tables) once.
 */
import type { Hit } from '../../client/search.ts'

export interface DocumentHits {
  readonly document: string
  readonly hits: readonly Hit[]
  readonly more: boolean
}

const keyOf = ({ page, before, match, after }: Hit): string => JSON.stringify([page, before, match, after])

export function byDocument(
  hits: readonly Hit[],
  order: readonly string[],
  more: readonly string[],
): readonly DocumentHits[] {
  const groups = new Map<string, Hit[]>()
  for (const hit of hits) groups.set(hit.document, [...(groups.get(hit.document) ?? []), hit])
  const place = (document: string): number => {
    const at = order.indexOf(document)
    return at < 0 ? order.length : at
  }
  return [...groups]
    .map(([document, own]) => ({
      document,
      hits: [...new Map(own.map((hit) => [keyOf(hit), hit])).values()].toSorted((a, b) => a.page - b.page),
      more: more.includes(document),
    }))
    .toSorted((a, b) => place(a.document) - place(b.document))
}
