/**
 * "Bản ghi chú cá nhân": pictures of the marked pages with the marks on them, then all notes as a list, as a new PDF.
 * What must stay true: the signed file is read and never written; each page says that it is a personal copy, whose, and of
 * which file; where the document may not be copied no page of it is shown, and the copy says so in words: what was drawn by
 * hand stands on an empty sheet, everything else in the list.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { drawMarks, type ToPixels } from '../draw.ts'
import type { Listed } from '../list.ts'
import { linesOf, type ExportWords, type NotesOf } from './notes-text.ts'
import { pdfOf, type PicturePage } from './pdf.ts'

export interface CopyWords extends ExportWords {
  readonly title: string
  readonly stamp: (stamp: 'agree' | 'ask') => string
  /** On every page. */
  readonly footer: string
  /** On a sheet without its page. */
  readonly blank: string
  readonly facts: readonly string[]
}

/** Across a page, in pixels: about 150 to the inch on A4. */
const across = 1240
const a4 = 595.28
const quality = 0.82
const face = "'Be Vietnam Pro', sans-serif"

async function jpegOf(canvas: HTMLCanvasElement, points: number): Promise<PicturePage> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) throw new Error('the page could not be made a picture')
  const page = {
    jpeg: new Uint8Array(await blob.arrayBuffer()),
    width: canvas.width,
    height: canvas.height,
    points,
  }
  canvas.width = 0
  return page
}

function sheet(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this device cannot draw')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  return [canvas, pen]
}

/** Across the page, light enough to read through. */
function watermark(pen: CanvasRenderingContext2D, words: string, width: number, height: number): void {
  pen.save()
  pen.globalAlpha = 0.13
  pen.fillStyle = '#1d2329'
  pen.font = `700 ${Math.round(width / 26)}px ${face}`
  pen.textAlign = 'center'
  for (const part of [0.25, 0.55, 0.85]) {
    pen.setTransform(1, 0, 0, 1, width / 2, height * part)
    pen.rotate(-0.45)
    pen.fillText(words, 0, 0, width * 1.05)
  }
  pen.restore()
}

function footer(pen: CanvasRenderingContext2D, words: string, width: number, height: number): void {
  pen.save()
  pen.fillStyle = '#fffffff0'
  pen.fillRect(0, height - 34, width, 34)
  pen.fillStyle = '#333'
  pen.font = `500 17px ${face}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(words, width / 2, height - 17, width - 40)
  pen.restore()
}

async function markedPage(
  pdf: PDFDocumentProxy,
  number: number,
  marks: readonly { readonly mark: PlacedMark; readonly n: number }[],
  pictures: boolean,
  words: CopyWords,
): Promise<PicturePage> {
  const page = await pdf.getPage(number)
  const flat = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: across / flat.width })
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)]
  const [canvas, pen] = sheet(width, height)
  if (pictures) await page.render({ canvas, viewport }).promise
  else {
    pen.strokeStyle = '#999'
    pen.strokeRect(8, 8, width - 16, height - 50)
    pen.fillStyle = '#333'
    pen.font = `700 30px ${face}`
    pen.fillText(words.page(number), 40, 64, width - 80)
    pen.font = `500 24px ${face}`
    pen.fillText(words.blank, 40, 102, width - 80)
  }
  watermark(pen, words.footer, width, height)
  drawMarks(
    pen,
    marks.map(({ mark }) => mark),
    viewport.transform as unknown as ToPixels,
    { stamp: words.stamp, number: (index) => String(marks[index]?.n ?? '') },
  )
  footer(pen, words.footer, width, height)
  page.cleanup()
  return jpegOf(canvas, Math.round(flat.width * 100) / 100)
}

/** What a hand drew: only its place says what it means. */
const drawn: ReadonlySet<PlacedMark['kind']> = new Set<PlacedMark['kind']>(['pen', 'marker', 'shape'])

/** The pages that become sheets of the copy. */
export function sheetsOf(marks: readonly Listed[], pictures: boolean, pages: number): readonly number[] {
  const shown = marks.flatMap(({ mark }) =>
    mark.kind !== 'reply' && (pictures || drawn.has(mark.kind)) && mark.page <= pages ? [mark.page] : [],
  )
  return [...new Set(shown)].sort((a, b) => a - b)
}

export function wrap(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const out: string[] = []
  let line = ''
  for (const word of text.split(/\s+/u)) {
    let next = line === '' ? word : `${line} ${word}`
    // A word wider than the sheet is broken where it must be.
    while (measure(next) > width) {
      if (line !== '') {
        out.push(line)
        line = ''
        next = word
        if (measure(next) <= width) break
      }
      let cut = next.length - 1
      while (cut > 1 && measure(next.slice(0, cut)) > width) cut--
      out.push(next.slice(0, cut))
      next = next.slice(cut)
    }
    line = next
  }
  if (line !== '') out.push(line)
  return out
}

interface Line {
  readonly text: string
  readonly size: number
  readonly bold: boolean
  readonly indent: number
}

/** Sets lines on as many sheets as they need. */
async function listPages(lines: readonly Line[], words: CopyWords): Promise<readonly PicturePage[]> {
  const height = Math.round(across * Math.SQRT2)
  const margin = 90
  const out: PicturePage[] = []
  let [canvas, pen] = sheet(across, height)
  let y = margin
  const end = async (): Promise<void> => {
    footer(pen, words.footer, across, height)
    out.push(await jpegOf(canvas, a4))
  }
  for (const { text, size, bold, indent } of lines) {
    const font = `${bold ? 700 : 400} ${size}px ${face}`
    pen.font = font
    for (const row of wrap(text, across - 2 * margin - indent, (part) => pen.measureText(part).width)) {
      if (y + size * 1.5 > height - margin) {
        await end()
        ;[canvas, pen] = sheet(across, height)
        y = margin
      }
      pen.font = font
      pen.fillStyle = '#14181c'
      y += size * 1.45
      pen.fillText(row, margin + indent, y)
    }
    if (text === '') y += size
  }
  await end()
  return out
}

export async function personalCopy(
  pdf: PDFDocumentProxy,
  notes: NotesOf,
  author: string,
  created: Date,
  pictures: boolean,
  words: CopyWords,
  progress: (done: number, of: number) => void,
): Promise<Uint8Array> {
  // Text drawn before its font has come would be set in another.
  await document.fonts.ready
  const numbered = notes.marks.map((one, n) => ({ one, n: n + 1 }))
  const pages = sheetsOf(notes.marks, pictures, pdf.numPages)
  const out: PicturePage[] = []
  for (const page of pages) {
    progress(out.length, pages.length + 1)
    const here = numbered.flatMap(({ one: { mark }, n }) =>
      mark.page === page && mark.kind !== 'reply' ? [{ mark, n }] : [],
    )
    out.push(await markedPage(pdf, page, here, pictures, words))
  }
  const plain = (text: string): Line => ({ text, size: 23, bold: false, indent: 0 })
  const lines: Line[] = [
    { text: words.title, size: 40, bold: true, indent: 0 },
    plain(''),
    {
      text: notes.number === '' ? notes.title : `${notes.number} – ${notes.title}`,
      size: 28,
      bold: true,
      indent: 0,
    },
    ...words.facts.map(plain),
    plain(''),
  ]
  let last = 0
  for (const { one, n } of numbered as readonly { readonly one: Listed; readonly n: number }[]) {
    if (one.mark.page !== last) {
      last = one.mark.page
      lines.push({ text: words.page(last), size: 27, bold: true, indent: 0 })
    }
    const [first = '', ...rest] = linesOf(one, notes.answers, words)
    lines.push({ text: `${n}. ${first}`, size: 23, bold: true, indent: 20 })
    for (const text of rest) lines.push({ text, size: 23, bold: false, indent: 60 })
  }
  out.push(...(await listPages(lines, words)))
  return pdfOf(out, { title: `${words.title} – ${notes.title}`, author, created })
}
