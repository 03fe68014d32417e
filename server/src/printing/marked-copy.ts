/**
 * A PDF again, with the reader's name and the time across every page and along its lower edge.
 * What must stay true: what was signed is not claimed of the copy: signature fields become pictures; nothing that runs
 * comes along; the copy says of which file it is one.
 */
import {
  degrees,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  rgb,
  type PDFFont,
  type PDFPage,
} from '@cantoo/pdf-lib'
import * as fontkit from 'fontkit'
import type { CopyStamp } from './copy-job.ts'
import { faceBytes } from './fonts.ts'
import { momentOf } from './words.ts'

/** Entries of the catalog that act, or claim a signature. */
const dropped = ['AcroForm', 'Perms', 'OpenAction', 'AA', 'JavaScript', 'DSS'] as const

function calm(pdf: PDFDocument): void {
  for (const name of dropped) pdf.catalog.delete(PDFName.of(name))
  const names = pdf.catalog.lookup(PDFName.of('Names'))
  if (names instanceof PDFDict)
    for (const name of ['JavaScript', 'EmbeddedFiles']) names.delete(PDFName.of(name))
}

/** A signature's appearance stays as a stamp; its claim does not. */
function picturesOf(page: PDFPage): void {
  page.node.delete(PDFName.of('AA'))
  const list = page.node.lookup(PDFName.of('Annots'))
  if (!(list instanceof PDFArray)) return
  for (let n = 0; n < list.size(); n++) {
    const one = list.lookup(n)
    if (!(one instanceof PDFDict)) continue
    for (const name of ['A', 'AA'])
      if (one.lookup(PDFName.of('Subtype')) !== PDFName.of('Link')) one.delete(PDFName.of(name))
    if (one.lookup(PDFName.of('Subtype')) !== PDFName.of('Widget')) continue
    one.set(PDFName.of('Subtype'), PDFName.of('Stamp'))
    for (const name of ['FT', 'V', 'T', 'Parent', 'Ff', 'MK', 'Lock']) one.delete(PDFName.of(name))
  }
}

function stampPage(page: PDFPage, font: PDFFont, across: readonly string[], along: string): void {
  const box = page.getCropBox()
  const turn = ((page.getRotation().angle % 360) + 360) % 360
  const wide = turn % 180 === 0 ? box.width : box.height
  const high = turn % 180 === 0 ? box.height : box.width
  /** From what one sees (origin lower left) to the page's own coordinates. */
  const at = (x: number, y: number): { x: number; y: number } => {
    const [px, py] =
      turn === 90
        ? [box.width - y, x]
        : turn === 180
          ? [box.width - x, box.height - y]
          : turn === 270
            ? [y, box.height - x]
            : [x, y]
    return { x: box.x + px, y: box.y + py }
  }
  const slope = 30
  const radians = (slope * Math.PI) / 180
  const widest = Math.max(1, ...across.map((line) => font.widthOfTextAtSize(line, 1)))
  // Whole on the page, however long the office's name is.
  const size = Math.min(24, (0.85 * wide) / Math.cos(radians) / widest)
  for (const part of [0.2, 0.5, 0.8])
    for (const [n, line] of across.entries()) {
      const length = font.widthOfTextAtSize(line, size)
      const below = n * size * 1.3
      page.drawText(line, {
        ...at(
          wide / 2 - (Math.cos(radians) * length) / 2 + Math.sin(radians) * below,
          high * part - (Math.sin(radians) * length) / 2 - Math.cos(radians) * below,
        ),
        size,
        font,
        rotate: degrees(slope + turn),
        color: rgb(0.35, 0.35, 0.35),
        opacity: 0.16,
      })
    }
  const small = Math.min(8, (wide - 36) / Math.max(1, font.widthOfTextAtSize(along, 1)))
  page.drawText(along, {
    ...at(18, 10),
    size: small,
    font,
    rotate: degrees(turn),
    color: rgb(0.25, 0.25, 0.25),
  })
}

/** @throws when the file cannot be read as a PDF */
export async function markedCopy(
  original: Uint8Array,
  sha256: string,
  { title, reader, at }: CopyStamp,
): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(original, { updateMetadata: false })
  pdf.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0])
  const font = await pdf.embedFont(faceBytes('regular'), { subset: true })
  calm(pdf)
  const moment = momentOf(at)
  const across = [`BẢN SAO · ${reader}`, moment]
  const along = `Bản sao in cho ${reader} lúc ${moment}. Không thay bản ký số. Tệp gốc SHA-256 ${sha256.slice(0, 16)}…`
  for (const page of pdf.getPages()) {
    picturesOf(page)
    stampPage(page, font, across, along)
  }
  pdf.setTitle(`Bản sao: ${title}`)
  pdf.setSubject(along)
  pdf.setProducer('Nghị Trường')
  pdf.setModificationDate(new Date(at))
  return pdf.save({ useObjectStreams: true })
}
