/**
 * The document's own table of contents and the names of its pages.
 * What must stay true: an entry leads to a page of this document or nowhere; addresses outside are shown as text only.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'

export interface OutlineEntry {
  readonly title: string
  /** From 1; null where the entry leads nowhere inside. */
  readonly page: number | null
  /** Distance from the bottom of the page in points, where given. */
  readonly y: number | null
  readonly children: readonly OutlineEntry[]
}

type RawEntry = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number]

export interface Target {
  readonly page: number
  readonly y: number | null
}

/** Where a destination leads. */
export async function targetOf(
  document: PDFDocumentProxy,
  destination: string | readonly unknown[] | null,
): Promise<Target | null> {
  try {
    const parts: unknown =
      typeof destination === 'string' ? await document.getDestination(destination) : destination
    if (!Array.isArray(parts)) return null
    const list: readonly unknown[] = parts
    const [where, how] = list
    const index =
      typeof where === 'number'
        ? where
        : await document.getPageIndex(where as Parameters<PDFDocumentProxy['getPageIndex']>[0])
    if (!Number.isInteger(index) || index < 0 || index >= document.numPages) return null
    const kind = (how as { name?: string } | undefined)?.name
    const y = kind === 'XYZ' ? list[3] : kind === 'FitH' || kind === 'FitBH' ? list[2] : null
    return { page: index + 1, y: typeof y === 'number' ? y : null }
  } catch {
    // A destination that points at nothing is common in real files.
    return null
  }
}

/** Enough for any real document; a file with more is not worth the waiting. */
const mostEntries = 3000

export async function readOutline(document: PDFDocumentProxy): Promise<readonly OutlineEntry[]> {
  const raw = (await document.getOutline().catch(() => null)) as readonly RawEntry[] | null
  let left = mostEntries
  const read = async (entries: readonly RawEntry[], depth: number): Promise<OutlineEntry[]> => {
    const out: OutlineEntry[] = []
    for (const entry of entries) {
      if (left-- <= 0) break
      const target = await targetOf(document, entry.dest)
      const children = depth < 8 ? await read(entry.items as readonly RawEntry[], depth + 1) : []
      out.push({
        title: entry.title.normalize('NFC').trim() || '…',
        page: target?.page ?? null,
        y: target?.y ?? null,
        children,
      })
    }
    return out
  }
  return raw ? read(raw, 0) : []
}

/** The entry a reader of `page` is in: the last one that begins on it or before. */
export function entryOf(entries: readonly OutlineEntry[], page: number): OutlineEntry | null {
  let found: OutlineEntry | null = null
  const walk = (list: readonly OutlineEntry[]): void => {
    for (const entry of list) {
      if (entry.page !== null && entry.page <= page && (found?.page ?? 0) <= entry.page) found = entry
      walk(entry.children)
    }
  }
  walk(entries)
  return found
}

/** The page meant by what a person typed: a label ("iv", "A-3") before a number. Null when there is none. */
export function pageMeant(typed: string, count: number, labels: readonly string[] | null): number | null {
  const word = typed.trim()
  if (word === '') return null
  const labelled = labels?.findIndex((label) => label.toLowerCase() === word.toLowerCase()) ?? -1
  if (labelled >= 0) return labelled + 1
  return /^\d+$/.test(word) && Number(word) >= 1 && Number(word) <= count ? Number(word) : null
}

/** Labels worth showing: those that say other than the plain number. */
export function usefulLabels(labels: readonly string[] | null): readonly string[] | null {
  return labels?.some((label, n) => label !== String(n + 1)) ? labels : null
}
