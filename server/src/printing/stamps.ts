/**
 * What a paper carries besides text: a QR code drawn in lines, and two signature blocks side by side.
 * What must stay true: a QR is vector only (no picture that a copier blurs), dark on white, with its quiet zone; who signs
 * stands left (secretary) and right (chair), as on every biên bản (Nghị định 30/2020, Phụ lục III, mẫu 1.10).
 */
import QRCode from 'qrcode'
import type { Face } from './fonts.ts'
import type { Place } from './layout.ts'
import { breakLines, literal, parseRuns } from './lines.ts'
import { paper, textWidth } from './page-writer.ts'
import type { PageWriter } from './page-writer.ts'

/** Draws `text` as a QR code in a square of `side` points; level M survives a fold or a stamp over a corner. */
export function drawQr(pages: PageWriter, text: string, x: number, y: number, side: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const quiet = 2
  const unit = side / (modules.size + 2 * quiet)
  const { doc } = pages
  for (let row = 0; row < modules.size; row++) {
    let column = 0
    while (column < modules.size) {
      const start = column
      while (column < modules.size && modules.get(row, column)) column++
      // One bar for a run of dark modules: no hairlines between neighbours.
      if (column > start)
        doc.rect(x + (quiet + start) * unit, y + (quiet + row) * unit, (column - start) * unit, unit * 1.01)
      else column++
    }
  }
  doc.fill('black')
}

/** Text in a column from `y` down; gives the y below. */
export function drawColumn(
  pages: PageWriter,
  rows: readonly { text: string; size: number; face?: Face; centred?: boolean }[],
  box: { x: number; width: number },
  y: number,
): number {
  let at = y
  for (const { text, size, face = 'regular', centred = false } of rows) {
    for (const line of breakLines(parseRuns(text, face), size, box.width, 0, pages.measure)) {
      pages.putLine(line, centred ? box.x + (box.width - line.width) / 2 : box.x, at, size, 0)
      at += size * 1.17
    }
  }
  return at
}

export interface Signatory {
  /** "THƯ KÝ", "CHỦ TỌA" */
  readonly title: readonly string[]
  /** Empty: the line stays open for the name. */
  readonly name: string
}

/** Points that a row of signature blocks needs. */
export const signaturesHeight = 116

/** Blocks side by side over the width of the text; gives where each signature belongs. */
export function drawSignatures(pages: PageWriter, y: number, signatories: readonly Signatory[]): Place[] {
  const width = textWidth / signatories.length
  return signatories.map(({ title, name }, at) => {
    const box = { x: paper.left + at * width, width }
    const rows = title.map((text) => ({ text, size: 13, face: 'bold' as const, centred: true }))
    const top = drawColumn(pages, rows, box, y + 8)
    const nameTop = y + signaturesHeight - 16
    drawColumn(pages, [{ text: literal(name), size: 13, face: 'bold', centred: true }], box, nameTop)
    const look = { width: 132, height: 62 }
    return {
      page: pages.pages() - 1,
      x: box.x + (width - look.width) / 2,
      y: paper.height - (top + nameTop) / 2 - look.height / 2,
      ...look,
    }
  })
}
