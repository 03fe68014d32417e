/**
 * Ruled tables: header row repeated on every page, rows never torn apart. Widths are shares of the text width.
 * A row of one cell in a table of several columns is a heading over the rows below it, and never the last of a page. A cell may hold several lines.
 */
import { breakLines, parseRuns } from './lines.ts'
import type { Line } from './lines.ts'
import { paper, textWidth } from './page-writer.ts'
import type { PageWriter } from './page-writer.ts'

export type Column = { title: string; share: number; align: 'left' | 'center' | 'right' }
export type Table = { columns: Column[]; rows: string[][]; size?: number }

const pad = 4
const leading = 1.15

export function drawTable(
  pages: PageWriter,
  table: Table,
  from: number,
  bottom: number,
  newPage: () => number,
): number {
  const size = table.size ?? 12
  const total = table.columns.reduce((sum, column) => sum + column.share, 0)
  const widths = table.columns.map((column) => (column.share / total) * textWidth)
  const step = size * leading
  let y = from

  const cellsOf = (row: string[], bold: boolean): Line[][] =>
    table.columns.map((_, at) =>
      (row[at] ?? '')
        .split('\n')
        .flatMap((text) =>
          breakLines(
            parseRuns(text, bold ? 'bold' : 'regular'),
            size,
            (widths[at] ?? 0) - 2 * pad,
            0,
            pages.measure,
          ),
        ),
    )

  const draw = (cells: Line[][], height: number, centred: boolean): void => {
    let x = paper.left
    pages.doc.lineWidth(0.5)
    cells.forEach((lines, at) => {
      const width = widths[at] ?? 0
      const align = centred ? 'center' : (table.columns[at]?.align ?? 'left')
      pages.doc.rect(x, y, width, height)
      let top = y + (height - lines.length * step) / 2
      for (const line of lines) {
        const loose = width - 2 * pad - line.width
        const shift = align === 'center' ? loose / 2 : align === 'right' ? loose : 0
        cellText.push([line, x + pad + shift, top])
        top += step
      }
      x += width
    })
    pages.doc.stroke('black')
    for (const [line, lineX, top] of cellText) pages.putLine(line, lineX, top, size, 0)
    cellText.length = 0
  }
  const cellText: [Line, number, number][] = []
  const heightOf = (cells: Line[][]): number =>
    Math.max(1, ...cells.map((lines) => lines.length)) * step + 2 * pad

  const head = cellsOf(
    table.columns.map((column) => column.title),
    true,
  )
  const headHeight = heightOf(head)
  const spans = (row: readonly string[]): boolean => row.length === 1 && table.columns.length > 1
  const spanOf = (row: readonly string[]): Line[] =>
    breakLines(parseRuns(row[0] ?? '', 'bold'), size, textWidth - 2 * pad, 0, pages.measure)
  const drawSpan = (lines: Line[], height: number): void => {
    pages.doc.lineWidth(0.5).rect(paper.left, y, textWidth, height).stroke('black')
    lines.forEach((line, at) => pages.putLine(line, paper.left + pad, y + pad + at * step, size, 0))
  }
  const drawHead = (): void => {
    draw(head, headHeight, true)
    y += headHeight
  }
  const first = table.rows[0]
  if (y + headHeight + (first === undefined ? 0 : heightOf(cellsOf(first, false))) > bottom) y = newPage()
  drawHead()
  for (const row of table.rows) {
    if (spans(row)) {
      const lines = spanOf(row)
      const height = lines.length * step + 2 * pad
      if (y + height + step + 2 * pad > bottom) {
        y = newPage()
        drawHead()
      }
      drawSpan(lines, height)
      y += height
      continue
    }
    const cells = cellsOf(row, false)
    const height = heightOf(cells)
    if (y + height > bottom) {
      y = newPage()
      drawHead()
    }
    draw(cells, height, false)
    y += height
  }
  return y
}
