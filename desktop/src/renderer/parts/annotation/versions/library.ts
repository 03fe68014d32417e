/**
 * The versions of one document, opened in the background while the newest is read.
 * What must stay true: a version is opened once and its text read once; everything is closed when the reader is left.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { Extracted } from '@nghi-truong/shared/reading/extracted'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { DocumentSource, Files } from '../../../client/files.ts'
import { extractPages } from './extract.ts'

export interface OpenFile {
  readonly document: PDFDocumentProxy
  readonly close: () => void
}

/** Opens a PDF over our own bytes; a word when it cannot. */
export type OpenWith = (source: DocumentSource) => Promise<OpenFile | string>

export interface Progress {
  readonly title: string
  readonly version: number
  readonly pages: number
  readonly of: number
}

export interface Library {
  readonly pdf: (record: DocumentRecord) => Promise<PDFDocumentProxy>
  readonly text: (record: DocumentRecord) => Promise<readonly Extracted[]>
  readonly close: () => void
}

export function createLibrary(
  files: Pick<Files, 'open'>,
  openWith: OpenWith,
  progress: (now: Progress | null) => void,
): Library {
  const ending = new AbortController()
  const closing: (() => void)[] = []
  const pdfs = new Map<string, Promise<PDFDocumentProxy>>()
  const texts = new Map<string, Promise<readonly Extracted[]>>()

  const open = async ({ facts }: DocumentRecord): Promise<PDFDocumentProxy> => {
    const { source, letGo } = await files.open({ sha256: facts.sha256, size: facts.size })
    const opened = await openWith(source)
    if (typeof opened === 'string' || ending.signal.aborted) {
      letGo()
      if (typeof opened !== 'string') opened.close()
      throw new Error(`the version could not be opened: ${typeof opened === 'string' ? opened : 'left'}`)
    }
    closing.push(() => {
      opened.close()
      letGo()
    })
    return opened.document
  }
  const once = <T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key)
    if (known) return known
    const fresh = make()
    kept.set(key, fresh)
    // Tried again the next time it is asked for.
    fresh.catch(() => kept.delete(key))
    return fresh
  }
  const library: Library = {
    pdf: (record) => once(pdfs, record.facts.sha256, () => open(record)),
    text: (record) =>
      once(texts, record.facts.sha256, async () => {
        const pdf = await library.pdf(record)
        const { title, version } = record
        const pages = await extractPages(pdf, ending.signal, (n) =>
          progress({ title, version, pages: n, of: pdf.numPages }),
        )
        progress(null)
        return pages
      }),
    close() {
      ending.abort(new Error('left'))
      for (const one of closing.splice(0)) one()
    },
  }
  return library
}
