/**
 * Counts the pages of a file by walking its page tree with the strict reader, whatever `/Count` says.
 * What must stay true: each node is visited once, and no more than were asked for; runs only in the child process.
 */
import { catalogOf } from '@nghi-truong/shared/signature/fields'
import { LimitReached, Malformed, newBudget } from '@nghi-truong/shared/signature/limits'
import { arrayAt, dictAt, resolve, viewAt } from '@nghi-truong/shared/signature/pdf/document'
import { openDocument } from '@nghi-truong/shared/signature/pdf/open'
import { isDict, type PdfDict } from '@nghi-truong/shared/signature/pdf/values'
import type { ByteSource } from '@nghi-truong/shared/signature/ports'

/** Nodes between the root and the pages; a tree of 2,000 pages needs a handful. */
const maxNodes = 20_000

/** At most `most` + 1; null when the strict reader cannot tell; 'loop' when the tree contains itself. */
export function countPages(source: ByteSource, most: number): number | 'loop' | null {
  try {
    const document = openDocument(source, newBudget(source.size))
    if (typeof document === 'string' || document.crypt === 'locked') return null
    const view = viewAt(document, document.revisions.length - 1)
    const catalog = catalogOf(view)
    const root = catalog && dictAt(view, catalog, 'Pages')
    if (!root) return null
    const seen = new Set<PdfDict>()
    const open = [root]
    let pages = 0
    for (let node = open.pop(); node && pages <= most; node = open.pop()) {
      if (seen.has(node)) return 'loop'
      if (seen.size > maxNodes + most) return null
      seen.add(node)
      const kids = arrayAt(view, node, 'Kids')
      if (!kids) pages++
      else
        for (const kid of kids.slice(0, maxNodes)) {
          const next = resolve(view, kid)
          if (isDict(next)) open.push(next)
        }
    }
    return pages
  } catch (error) {
    if (error instanceof LimitReached || error instanceof Malformed) return null
    throw error
  }
}
