/**
 * Pages of one document: opens pdfkit with the fonts, numbers the pages, and puts lines of text at exact places with
 * their blanks kept (pdfkit drops the blanks of justified text, and then neither copying nor searching works well).
 * The same calls give the same bytes: the creation date comes from the caller and the file id is derived from it.
 */
// oxlint-disable no-underscore-dangle -- pdfkit names what a justified line needs (_font, _root) this way
// oxlint-disable-next-line import/no-named-as-default -- its types know the class only as the default
import PDFDocument from 'pdfkit'
import { facePath } from './fonts.ts'
import type { Face } from './fonts.ts'
import type { Line, Measure } from './lines.ts'

/** All in points (1/72 inch). A4 portrait; margins of Nghị định 30/2020, Phụ lục I: 20, 30, 20, 20 mm. */
const mm = 72 / 25.4
export const paper = {
  width: 595.28,
  height: 841.89,
  top: 20 * mm,
  bottom: 20 * mm,
  left: 30 * mm,
  right: 20 * mm,
}
export const textWidth = paper.width - paper.left - paper.right

export type DocumentInfo = {
  title: string
  author: string
  subject: string
  date: Date
  /** Page content readable in the bytes; for the demo's tampered document only. */
  plain?: boolean
}

/** What pdfkit keeps to itself and a justified line needs. Held to the exact version in package.json. */
type Glyphs = { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number; advanceWidth: number }
type OpenFont = {
  id: string
  ascender: number
  ref(): unknown
  encode(text: string): [string[], Glyphs[]]
  widthOfString(text: string, size: number): number
}
type Inside = {
  _font: OpenFont
  _root: { data: Record<string, unknown> }
  addContent(content: string): void
  page: { fonts: Record<string, unknown>; height: number }
  info: Record<string, unknown>
}

export type PageWriter = {
  doc: PDFKit.PDFDocument
  measure: Measure
  /** Pages written so far; the open page included. */
  pages: () => number
  newPage: () => void
  /** Puts one line with its left end at x and the top of its text at y. `spread` widens every blank, in points. */
  putLine: (line: Line, x: number, y: number, size: number, spread: number) => void
  outline: (title: string, level: number, y: number) => void
  /** The page content that `text` becomes when it stands alone in that face. Adds its letters to the font. */
  encoded: (text: string, face: Face) => string
  /** Ends the document and gives its bytes. */
  end: () => Promise<Buffer>
}

const trim = (value: number): string => String(Math.round(value * 1000) / 1000)

export function openPages(info: DocumentInfo, numbered: boolean): PageWriter {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    autoFirstPage: false,
    compress: info.plain !== true,
    pdfVersion: '1.7',
    lang: 'vi-VN',
    displayTitle: true,
    subset: 'PDF/A-2b',
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Creator: 'Nghị Trường',
      Producer: 'Nghị Trường (pdfkit)',
      CreationDate: info.date,
      ModDate: info.date,
    },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  for (const face of ['regular', 'bold', 'italic', 'boldItalic'] as const)
    doc.registerFont(face, facePath(face))
  const inside = doc as unknown as Inside
  inside._root.data['PageLabels'] = { Nums: [0, { S: 'D' }] }

  const widths = new Map<string, number>()
  const measure: Measure = (text, face, size) => {
    const key = `${face}\u0000${text}`
    let width = widths.get(key)
    if (width === undefined) {
      doc.font(face)
      width = inside._font.widthOfString(text, 1000)
      widths.set(key, width)
    }
    return (width * size) / 1000
  }

  let count = 0
  const newPage = (): void => {
    doc.addPage()
    count++
    if (numbered && count > 1) {
      const label = String(count)
      doc.font('regular').fontSize(13).fillColor('black')
      doc.text(label, (paper.width - measure(label, 'regular', 13)) / 2, 10 * mm, { lineBreak: false })
    }
  }

  const encoded = new Map<string, string>()
  /** The body of one TJ operator: glyph codes with the kerning between them. */
  const encode = (text: string, face: Face): string => {
    const key = `${face}\u0000${text}`
    const known = encoded.get(key)
    if (known !== undefined) return known
    const [codes, positions] = inside._font.encode(text)
    let body = '<'
    codes.forEach((code, at) => {
      const place = positions[at]
      const kern = place === undefined ? 0 : place.xAdvance - place.advanceWidth
      body += Math.abs(kern) < 0.01 ? code : `${code}> ${trim(-kern)} <`
    })
    body += '>'
    encoded.set(key, body)
    return body
  }

  const putLine: PageWriter['putLine'] = (line, x, y, size, spread) => {
    doc.font('regular')
    const baseline = y + (inside._font.ascender * size) / 1000
    // The page's matrix points downwards (pdfkit turns it round): a text matrix with -1 sets the letters upright.
    let content = `BT\n1 0 0 -1 ${trim(x)} ${trim(baseline)} Tm\n`
    let open: Face | undefined
    const gap = trim((-spread * 1000) / size)
    line.words.forEach((word, at) => {
      word.runs.forEach((run, piece) => {
        if (run.face !== open) {
          doc.font(run.face)
          open = run.face
          inside.page.fonts[inside._font.id] ??= inside._font.ref()
          content += `/${inside._font.id} ${size} Tf\n`
        }
        const blank = piece === word.runs.length - 1 && at < line.words.length - 1
        content += `[${encode(run.text, run.face)}`
        content += blank ? `${encode(' ', run.face)}${spread === 0 ? '' : ` ${gap}`}] TJ\n` : '] TJ\n'
      })
    })
    inside.addContent(`${content}ET`)
  }

  const parents: PDFKit.PDFOutline[] = [doc.outline]
  return {
    doc,
    measure,
    pages: () => count,
    newPage,
    putLine,
    outline: (title, level, y) => {
      const parent = parents[level] ?? parents[parents.length - 1] ?? doc.outline
      // pdfkit counts `left` from the right edge: the whole width means the left edge.
      const place = { expanded: level === 0, left: paper.width, top: Math.max(0, y - 6) }
      parents.length = Math.min(parents.length, level + 1)
      parents.push(parent.addItem(title, place))
    },
    encoded: (text, face) => {
      doc.font(face)
      return encode(text, face)
    },
    end: () => {
      doc.end()
      return done
    },
  }
}
