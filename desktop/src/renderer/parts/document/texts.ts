/**
 * The text of each page, read once and kept, for finding.
 * What must stay true: the items are those of the text layer, in the same order, so that a place in the text leads to a
 * place on the page.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { findIn, foldQuery, snippet, type FindOptions, type Match, type Snippet } from './find.ts'

export interface PageText {
  readonly text: string
  /** Where each item of the text layer begins in `text`. */
  readonly starts: readonly number[]
}

/** One string out of the items as pdf.js gives them. */
export function joinItems(items: readonly { readonly str?: string; readonly hasEOL?: boolean }[]): PageText {
  let text = ''
  const starts: number[] = []
  for (const { str, hasEOL } of items) {
    if (str === undefined) continue
    starts.push(text.length)
    text += str
    if (hasEOL) text += '\n'
  }
  return { text, starts }
}

/** Which item holds the offset, and where in it. */
export function itemAt(starts: readonly number[], offset: number): { item: number; inside: number } {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { item: low, inside: offset - (starts[low] ?? 0) }
}

export interface Hit {
  readonly page: number
  /** Counting from 0 within its page. */
  readonly index: number
  readonly match: Match
  readonly snippet: Snippet
}

export interface Finding {
  readonly hits: readonly Hit[]
  /** Pages looked through so far. */
  readonly searched: number
  readonly pages: number
  readonly done: boolean
  /** Stopped at the limit: there are more. */
  readonly more: boolean
  /** Whether any page looked through carries text: a scan has none. */
  readonly anyText: boolean
}

/** More than anybody will look through. */
export const hitLimit = 2000

export class Texts {
  readonly #document: PDFDocumentProxy
  readonly #pages = new Map<number, Promise<PageText>>()

  constructor(document: PDFDocumentProxy) {
    this.#document = document
  }

  page(page: number): Promise<PageText> {
    const known = this.#pages.get(page)
    if (known) return known
    const reading = this.#document
      .getPage(page)
      .then((proxy) => proxy.getTextContent())
      .then(({ items }) => joinItems(items as { str?: string; hasEOL?: boolean }[]))
    this.#pages.set(page, reading)
    // Tried again the next time it is asked for.
    reading.catch(() => this.#pages.delete(page))
    return reading
  }

  /** Looks through the document from `from` on and around; `tell` hears each advance until it is done or aborted. */
  async find(
    query: string,
    options: FindOptions,
    from: number,
    tell: (finding: Finding) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const pages = this.#document.numPages
    const needle = foldQuery(query, options)
    let hits: Hit[] = []
    let told = 0
    let anyText = false
    for (let n = 0; n < pages; n++) {
      const page = ((from - 1 + n) % pages) + 1
      const { text } = await this.page(page).catch(() => ({ text: '' }))
      if (signal.aborted) return
      anyText ||= text.trim() !== ''
      const found = findIn(text, needle, options).map((match, index) => ({
        page,
        index,
        match,
        snippet: snippet(text, match),
      }))
      if (found.length > 0) hits = [...hits, ...found].sort((a, b) => a.page - b.page || a.index - b.index)
      const more = hits.length >= hitLimit
      const done = more || n === pages - 1
      if (done || found.length > 0 || n - told >= 25) {
        told = n
        tell({ hits, searched: n + 1, pages, done, more, anyText })
      }
      if (done) return
    }
  }
}
