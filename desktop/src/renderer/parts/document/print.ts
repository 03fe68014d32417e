/**
 * Sends pages of a marked copy to the printer.
 * What must stay true: what is printed is the copy that bears the reader's name, never the document itself; nothing of it
 * stays in the page afterwards.
 */
import type { DocumentSource } from '../../client/files.ts'
import { openPdf } from './pdf.ts'
import './print.css'

/** Pages in one go: their pictures are all in memory at once. */
export const mostPrinted = 200

/** Pixels for a point: 150 dpi. */
const sharpness = 150 / 72

/** Bytes at hand as the reader takes them. */
export function sourceOf(bytes: Uint8Array<ArrayBuffer>): DocumentSource {
  const size = bytes.length
  return {
    sha256: '',
    size,
    read: (from, to) => Promise.resolve(bytes.slice(from, to)),
    fill: () => Promise.resolve(true),
    look: () => Promise.resolve(),
    now: () => ({ held: size, size, whole: true, waiting: false, full: false, refusal: null }),
    subscribe: () => () => undefined,
    close: () => undefined,
  }
}

/** @throws when the copy cannot be drawn, or it was stopped */
export async function printPages(
  bytes: Uint8Array<ArrayBuffer>,
  pages: readonly number[],
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const pdf = await openPdf(sourceOf(bytes))
  if (typeof pdf === 'string') throw new Error(pdf)
  const holder = document.createElement('div')
  holder.className = 'nt-print'
  const addresses: string[] = []
  try {
    for (const [n, number] of pages.entries()) {
      signal.throwIfAborted()
      const page = await pdf.document.getPage(number)
      const viewport = page.getViewport({ scale: sharpness })
      const canvas = document.createElement('canvas')
      canvas.width = Math.ceil(viewport.width)
      canvas.height = Math.ceil(viewport.height)
      await page.render({ canvas, viewport, intent: 'print' }).promise
      const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9))
      if (!picture) throw new Error('no picture of the page')
      const address = URL.createObjectURL(picture)
      addresses.push(address)
      const image = document.createElement('img')
      image.src = address
      image.alt = ''
      await image.decode()
      holder.append(image)
      page.cleanup()
      tell(n + 1)
    }
    document.body.append(holder)
    document.body.dataset['printing'] = ''
    // Comes back when the person has left the browser's print window.
    window.print()
  } finally {
    delete document.body.dataset['printing']
    holder.remove()
    for (const address of addresses) URL.revokeObjectURL(address)
    pdf.close()
  }
}
