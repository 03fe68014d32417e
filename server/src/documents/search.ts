/**
 * Full text across documents, with or without diacritics.
 * What must stay true: only the documents handed in are looked at (the caller has asked who may see them); a query
 * without diacritics finds every spelling, one with diacritics only its own; memory for texts is bounded.
 */
import { fold, wordEnd, wordStart } from '@nghi-truong/shared/domain/text'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'

export interface Searched {
  readonly document: string
  readonly sha256: string
}

export type Hits = AnswerOf<'fileSearch'>

export interface Search {
  find(documents: readonly Searched[], words: string, limit: number): Promise<Hits>
  forget(sha256: string): void
}

interface Page {
  readonly text: string
  readonly folded: string
  /** Where each folded character stands in the text; null where both run alike. */
  readonly at: Uint32Array | null
}

const context = 60
/** Characters held in memory, about four bytes each with the folded form. */
const maxHeld = 24_000_000

/** @param textOf text of each page, or undefined while it is not known */
export function createSearch(textOf: (sha256: string) => Promise<readonly string[] | undefined>): Search {
  /** Oldest use first. */
  const held = new Map<string, { readonly pages: readonly Page[]; readonly size: number }>()
  let heldSize = 0

  const forget = (sha256: string) => {
    heldSize -= held.get(sha256)?.size ?? 0
    held.delete(sha256)
  }

  async function pagesOf(sha256: string): Promise<readonly Page[] | undefined> {
    const before = held.get(sha256)
    if (before) {
      held.delete(sha256)
      held.set(sha256, before)
      return before.pages
    }
    const texts = await textOf(sha256)
    if (!texts) return undefined
    const pages = texts.map(foldPage)
    const size = texts.reduce((sum, text) => sum + text.length, 0)
    forget(sha256)
    held.set(sha256, { pages, size })
    heldSize += size
    for (const oldest of held.keys()) {
      if (heldSize <= maxHeld || oldest === sha256) break
      forget(oldest)
    }
    return pages
  }

  return {
    forget,
    async find(documents, words, limit) {
      const query = words.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim()
      const found: { readonly document: string; readonly own: Hits['hits'] }[] = []
      let pending = 0
      for (const { document, sha256 } of documents) {
        const pages = await pagesOf(sha256)
        if (!pages) pending++
        else if (query !== '') {
          const own: Hits['hits'] = []
          for (const [index, page] of pages.entries()) {
            // One more than can be listed tells that there are more.
            for (const hit of findIn(page, query, limit + 1 - own.length))
              own.push({ document, page: index + 1, ...hit })
            if (own.length > limit) break
          }
          if (own.length > 0) found.push({ document, own })
        }
        // Others have their turn between two documents.
        await new Promise(setImmediate)
      }
      const shares = shared(
        found.map(({ own }) => own.length),
        limit,
      )
      const more = found.filter(({ own }, n) => own.length > (shares[n] ?? 0)).map(({ document }) => document)
      return {
        hits: found.flatMap(({ own }, n) => own.slice(0, shares[n])),
        pending,
        ...(more.length > 0 && { more }),
      }
    },
  }
}

/** A word that fills one report must not hide what the other papers say: those with few hits give all of them. */
export function shared(counts: readonly number[], limit: number): readonly number[] {
  const shares = counts.map(() => 0)
  let left = limit
  const order = counts.map((_, n) => n).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0))
  for (const [done, n] of order.entries()) {
    const mine = Math.min(counts[n] ?? 0, Math.ceil(left / (order.length - done)))
    shares[n] = mine
    left -= mine
  }
  return shares
}

export function foldPage(text: string): Page {
  const folded = fold(text)
  if (folded.length === text.length) return { text, folded, at: null }
  const at: number[] = []
  let whole = ''
  let start = 0
  for (const char of text) {
    const part = fold(char)
    for (let i = 0; i < part.length; i++) at.push(start)
    whole += part
    start += char.length
  }
  return { text, folded: whole, at: Uint32Array.from(at) }
}

function* findIn({ text, folded, at }: Page, query: string, limit: number) {
  const plain = fold(query)
  const exact = plain !== query
  if (plain === '') return
  let found = 0
  for (
    let from = folded.indexOf(plain);
    from >= 0 && found < limit;
    from = folded.indexOf(plain, from + plain.length)
  ) {
    const start = at ? (at[from] ?? 0) : from
    const end = at ? (at[from + plain.length] ?? text.length) : from + plain.length
    const match = text.slice(start, end)
    if (exact && match.toLowerCase() !== query) continue
    found++
    const first = wordStart(text, start - context, start)
    const last = wordEnd(text, end, end + context)
    yield {
      before: `${first > 0 ? '…' : ''}${text.slice(first, start).toWellFormed()}`,
      match,
      after: `${text.slice(end, last).toWellFormed()}${last < text.length ? '…' : ''}`,
    }
  }
}
