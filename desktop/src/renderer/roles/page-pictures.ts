/**
 * Pages of a PDF held in memory, drawn one by one.
 * What must stay true: it is the reader's own way of opening, with all its caution.
 */
import type { DocumentSource } from '../client/files.ts'
import type { OpenPages } from '../parts/signing/PagePreview.tsx'

const sourceOf = (bytes: Uint8Array<ArrayBuffer>): DocumentSource => ({
  sha256: '',
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.slice(from, to)),
  look: () => Promise.resolve(),
  fill: () => Promise.resolve(true),
  now: () => ({
    held: bytes.length,
    size: bytes.length,
    whole: true,
    waiting: false,
    full: false,
    refusal: null,
  }),
  subscribe: () => () => undefined,
  close: () => undefined,
})

/** Device pixels for a point. */
const sharp = 2

export const openPages: OpenPages = async (bytes) => {
  const { openPdf } = await import('../parts/document/pdf.ts')
  const opened = await openPdf(sourceOf(bytes))
  if (typeof opened === 'string') return null
  const { document: pdf, close } = opened
  return {
    pages: pdf.numPages,
    async page(index) {
      const page = await pdf.getPage(index + 1)
      const viewport = page.getViewport({ scale: sharp })
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(viewport.width)
      canvas.height = Math.round(viewport.height)
      await page.render({ canvas, viewport }).promise
      return { canvas, width: viewport.width / sharp, height: viewport.height / sharp }
    },
    close,
  }
}
