/**
 * Searches the documents that are whole on this device, when there is no network.
 * What must stay true: nothing is fetched; one document is open at a time; what was read of a document is searched again
 * without reading it twice.
 */
import { fold } from '@nghi-truong/shared/domain/text'
import type { Files } from '../../client/files.ts'
import { findIn, foldQuery, snippet } from './find.ts'
import { openPdf } from './pdf.ts'
import { Texts } from './texts.ts'

interface Searchable {
  readonly id: string
  readonly facts: { readonly sha256: string; readonly size: number; readonly hasText: boolean }
}

interface Hit {
  readonly document: string
  readonly page: number
  readonly before: string
  readonly match: string
  readonly after: string
}

export interface Held {
  readonly hits: Hit[]
  readonly pending: number
  readonly more: string[]
  readonly done: number
  readonly count: number
}

/** Of one document; more are found in the reader. */
const mostOfOne = 20
/** Characters of text kept for the next search. */
const mostKept = 12_000_000

export type SearchHeld = (
  documents: readonly Searchable[],
  words: string,
  tell: (found: Held) => void,
  signal: AbortSignal,
) => Promise<void>

export function createSearchHeld(files: Pick<Files, 'open' | 'isWhole'>): SearchHeld {
  const texts = new Map<string, readonly string[]>()
  let kept = 0

  async function textOf({ facts }: Searchable, signal: AbortSignal): Promise<readonly string[]> {
    const known = texts.get(facts.sha256)
    if (known) return known
    const { source, letGo } = await files.open({ sha256: facts.sha256, size: facts.size })
    try {
      const pdf = await openPdf(source)
      if (typeof pdf === 'string') return []
      try {
        const reading = new Texts(pdf.document)
        const pages: string[] = []
        for (let page = 1; page <= pdf.document.numPages; page++) {
          signal.throwIfAborted()
          pages.push((await reading.page(page).catch(() => ({ text: '' }))).text)
        }
        kept += pages.reduce((sum, one) => sum + one.length, 0)
        for (const oldest of texts.keys()) {
          if (kept <= mostKept) break
          kept -= texts.get(oldest)?.reduce((sum, one) => sum + one.length, 0) ?? 0
          texts.delete(oldest)
        }
        texts.set(facts.sha256, pages)
        return pages
      } finally {
        pdf.close()
      }
    } finally {
      letGo()
    }
  }

  return async (documents, words, tell, signal) => {
    const here: Searchable[] = []
    for (const one of documents)
      if (one.facts.hasText && (await files.isWhole(one.facts.sha256))) here.push(one)
    // As on the server: diacritics count when they were typed.
    const exact = fold(words) !== words.normalize('NFC').toLowerCase()
    const needle = foldQuery(words, { exact })
    const hits: Hit[] = []
    const more: string[] = []
    for (const [n, document] of here.entries()) {
      signal.throwIfAborted()
      tell({ hits: [...hits], more: [...more], pending: 0, done: n, count: here.length })
      let own = 0
      for (const [index, text] of (await textOf(document, signal)).entries()) {
        for (const match of findIn(text, needle, { exact })) {
          if (++own > mostOfOne) break
          hits.push({ document: document.id, page: index + 1, ...snippet(text, match, 60) })
        }
        if (own > mostOfOne) break
      }
      if (own > mostOfOne) more.push(document.id)
    }
    tell({ hits, more, pending: 0, done: here.length, count: here.length })
  }
}
