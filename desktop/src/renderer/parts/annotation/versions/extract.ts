/**
 * The text of a whole version out of pdf.js, and of pages without text how they look.
 * What must stay true: the reading in the foreground goes first: between pages the thread is given back; what was broken
 * off leaves nothing behind.
 */
import { extracted, type Extracted, type RawItem } from '@nghi-truong/shared/reading/extracted'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'

/** Width of the picture by which pages without text are compared, in pixels. */
const lookWidth = 180

const breath = (): Promise<void> => new Promise((go) => setTimeout(go, 0))

/** FNV-1a over the pixels: equal pictures, equal words. */
function hashOf(pixels: Uint8ClampedArray): string {
  let [a, b] = [0x811c9dc5, 0x01000193]
  for (let n = 0; n < pixels.length; n++) {
    const value = pixels[n] ?? 0
    a = Math.imul(a ^ value, 0x01000193)
    b = Math.imul(b ^ (value + n), 0x01000193)
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`
}

/** Draws a page on a canvas of its own, `width` pixels wide. */
export async function pictureOf(page: PDFPageProxy, width: number): Promise<HTMLCanvasElement> {
  const flat = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: width / flat.width })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  await page.render({ canvas, viewport }).promise
  return canvas
}

async function lookOf(page: PDFPageProxy): Promise<string> {
  const canvas = await pictureOf(page, lookWidth)
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
  const look = pixels ? `${canvas.width}x${canvas.height} ${hashOf(pixels)}` : ''
  canvas.width = 0
  return look
}

export async function extractPages(
  pdf: PDFDocumentProxy,
  signal: AbortSignal,
  progress: (pages: number) => void,
): Promise<readonly Extracted[]> {
  const out: Extracted[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n)
    signal.throwIfAborted()
    const { items } = await page.getTextContent()
    const one = extracted(items as readonly RawItem[])
    if (one.text.trim() !== '') out.push(one)
    else {
      // A page that cannot be drawn looks like no other.
      const look = await lookOf(page).catch(() => `broken ${n} ${pdf.fingerprints.join()}`)
      out.push({ ...one, look })
    }
    page.cleanup()
    signal.throwIfAborted()
    if (n % 8 === 0) {
      progress(n)
      await breath()
    }
  }
  return out
}
