/**
 * The layout of administrative documents by Nghị định 30/2020/NĐ-CP, Phụ lục I: quốc hiệu and tiêu ngữ, agency,
 * number, place and date, tên loại and trích yếu, body with Phần/Chương/Mục/Điều, tables, signature block, nơi nhận.
 * Sizes of letters stand in `sizes`. The layout says where a signature and a seal belong; it never draws them:
 * that is done by signing. Same input, same bytes.
 */
import { breakLines, parseRuns } from './lines.ts'
import type { Line } from './lines.ts'
import type { Face } from './fonts.ts'
import { openPages, paper, textWidth } from './page-writer.ts'
import type { DocumentInfo, PageWriter } from './page-writer.ts'
import { drawTable } from './table.ts'
import type { Table } from './table.ts'

export const sizes = {
  national: 12,
  motto: 13,
  agency: 12,
  number: 13,
  title: 14,
  body: 14,
  to: 12,
  toList: 11,
}
const lineHeight = 1.17
const firstIndent = 36

/** Points, origin at the lower left as PDF wants it. `page` counts from 0. */
export type Place = { page: number; x: number; y: number; width: number; height: number }

export type Heading = {
  /** Lines of the issuing body above its own name, e.g. "HỘI ĐỒNG NHÂN DÂN" for a standing committee. */
  above?: string[]
  agency: string[]
  /** "145/TTr-UBND"; an unnumbered draft leaves the digits open. Absent: papers that bear no number. */
  number?: string
  place: string
  /** "09 tháng 11 năm 2026" without "ngày". */
  day: string
  kind: string
  abstract: string[]
  to?: string[]
  draft?: boolean
}

export type Closing = {
  /** "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
  authority: string[]
  name: string
  recipients: string[]
}

export type Flow = {
  pages(): number
  /** Points left on the open page. */
  room(): number
  heading(heading: Heading): void
  /** A paragraph of body text; `**bold**` and `__italic__` marks. */
  paragraph(text: string, style?: Partial<Style>): void
  /** Level 0 stands centred (Phần, Chương); deeper ones at the indent (Mục, I., 1., Điều). Goes into the outline. */
  section(text: string, level: number, title?: string): void
  table(table: Table): void
  space(points: number): void
  newPage(): void
  /** Keeps `height` points together and lets the caller draw there: `y` is the top, the page's own left edge is 0. */
  block(height: number, draw: (pages: PageWriter, y: number) => void): void
  /** The signature block. `last` is the paragraph before it: the block never stands on a page without it. */
  closing(closing: Closing, last?: string): { signature: Place; seal: Place }
  /** The page content that `text` becomes; see PageWriter. */
  encoded(text: string, face: Face): string
  /** A picture over the whole of a new page. */
  picture(jpeg: Uint8Array): void
  end(): Promise<Buffer>
}

export type Style = {
  size: number
  face: Face
  align: 'justify' | 'left' | 'center'
  indent: number
  before: number
  after: number
  keep: number
  /** A small note in the left margin beside the first line. */
  mark?: string
}

const bodyStyle: Style = {
  size: sizes.body,
  face: 'regular',
  align: 'justify',
  indent: firstIndent,
  before: 0,
  after: 6,
  keep: 0,
}

/** Breaks a centred text into lines of about the same length: as narrow as the same number of lines allows. */
function balanced(pages: PageWriter, text: string, face: Face, size: number, width: number): Line[] {
  const runs = parseRuns(text, face)
  let lines = breakLines(runs, size, width, 0, pages.measure)
  for (let narrow = width - 6; lines.length > 1 && narrow > width / 2; narrow -= 6) {
    const tighter = breakLines(runs, size, narrow, 0, pages.measure)
    if (tighter.length > lines.length) break
    lines = tighter
  }
  return lines
}

/** Draws lines in a column from `y` down; gives the new y. */
function column(
  pages: PageWriter,
  lines: [string, number, Face][],
  x: number,
  width: number,
  y: number,
): number {
  let at = y
  for (const [text, size, face] of lines) {
    for (const line of balanced(pages, text, face, size, width)) {
      pages.putLine(line, x + (width - line.width) / 2, at, size, 0)
      at += size * lineHeight
    }
  }
  return at
}

function rule(pages: PageWriter, middle: number, width: number, y: number): void {
  pages.doc
    .lineWidth(0.75)
    .moveTo(middle - width / 2, y)
    .lineTo(middle + width / 2, y)
    .stroke('black')
}

/** Quốc hiệu, agency, number and date. Gives the y below. */
function drawTop(pages: PageWriter, heading: Heading): number {
  const left = { x: paper.left - 14, width: textWidth * 0.42 }
  const right = { x: paper.left + textWidth * 0.42 - 6, width: textWidth * 0.58 + 12 }
  const top = paper.top
  const above = (heading.above ?? []).map((text): [string, number, Face] => [text, sizes.agency, 'regular'])
  const own = heading.agency.map((text): [string, number, Face] => [text, sizes.agency, 'bold'])
  const leftEnd = column(pages, [...above, ...own], left.x, left.width, top)
  rule(pages, left.x + left.width / 2, left.width * 0.38, leftEnd + 2)
  const motto = 'Độc lập - Tự do - Hạnh phúc'
  const rightEnd = column(
    pages,
    [
      ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', sizes.national, 'bold'],
      [motto, sizes.motto, 'bold'],
    ],
    right.x,
    right.width,
    top,
  )
  rule(pages, right.x + right.width / 2, pages.measure(motto, 'bold', sizes.motto), rightEnd + 2)
  const y = Math.max(leftEnd, rightEnd) + 10
  const number =
    heading.number === undefined
      ? []
      : [[`Số: ${heading.number}`, sizes.number, 'regular'] as [string, number, Face]]
  const numberEnd = column(pages, number, left.x, left.width, y)
  const date = `${heading.place}, ngày ${heading.day}`
  const dateEnd = column(pages, [[date, sizes.number, 'italic']], right.x, right.width, y)
  if (heading.draft !== true) return Math.max(numberEnd, dateEnd)
  const label = 'DỰ THẢO'
  const boxWidth = pages.measure(label, 'bold', 13) + 16
  const boxX = left.x + (left.width - boxWidth) / 2
  pages.doc
    .lineWidth(0.75)
    .rect(boxX, numberEnd + 6, boxWidth, 21)
    .stroke('black')
  return column(pages, [[label, 13, 'bold']], boxX, boxWidth, numberEnd + 8) + 4
}

/** A note in the margin, its end 8 points before the text. */
function drawMark(pages: PageWriter, mark: string, y: number): void {
  const size = 8
  const [line] = breakLines(parseRuns(mark, 'italic'), size, paper.left, 0, pages.measure)
  if (line) pages.putLine(line, paper.left - 8 - line.width, y, size, 0)
}

/** Points that a signature block needs. */
function closingHeight(closing: Closing): number {
  const right = (closing.authority.length + 2) * sizes.title * lineHeight + 92
  const left = (closing.recipients.length + 2) * sizes.toList * lineHeight + 20
  return Math.max(right, left) + 12
}

export function openFlow(info: DocumentInfo, numbered = true): Flow {
  const pages = openPages(info, numbered)
  let y = 0
  const bottom = paper.height - paper.bottom
  const newPage = (): void => {
    pages.newPage()
    y = paper.top
  }
  const need = (height: number): void => {
    if (pages.pages() === 0 || y + height > bottom) newPage()
  }

  const place = (line: Line, style: Style, indent: number): void => {
    const step = style.size * lineHeight
    const width = textWidth - indent
    const gaps = line.words.length - 1
    const loose = width - line.width
    const spread = style.align === 'justify' && !line.last && gaps > 0 ? loose / gaps : 0
    const shift = style.align === 'center' ? loose / 2 : 0
    pages.putLine(line, paper.left + indent + shift, y, style.size, spread)
    y += step
  }

  const paragraph: Flow['paragraph'] = (text, given) => {
    const style = { ...bodyStyle, ...given }
    const indent = style.align === 'center' ? 0 : style.indent
    const lines = breakLines(parseRuns(text, style.face), style.size, textWidth, indent, pages.measure)
    const step = style.size * lineHeight
    // What must stay together with the end of the paragraph goes to the next page together with all of it.
    const whole = style.keep > 0 ? lines.length : Math.min(lines.length, 2)
    need(style.before + step * whole + style.keep)
    y += style.before
    lines.forEach((line, at) => {
      // A last line never stands alone on a page.
      need(at === lines.length - 2 ? step * 2 : step)
      if (at === 0 && style.mark !== undefined) drawMark(pages, style.mark, y + style.size * 0.36)
      place(line, style, at === 0 ? indent : 0)
    })
    y += style.after
  }

  return {
    pages: pages.pages,
    room: () => (pages.pages() === 0 ? bottom - paper.top : bottom - y),
    heading: (heading) => {
      newPage()
      y = drawTop(pages, heading) + 12
      pages.outline(`${heading.kind} ${heading.abstract.join(' ')}`.trim(), 0, y)
      y = column(pages, [[heading.kind, sizes.title, 'bold']], paper.left, textWidth, y)
      const abstract = heading.abstract.map((text): [string, number, Face] => [text, sizes.title, 'bold'])
      y = column(pages, abstract, paper.left + 30, textWidth - 60, y) + 3
      rule(pages, paper.left + textWidth / 2, textWidth * 0.22, y)
      y += 14
      for (const text of heading.to ?? []) {
        y = column(pages, [[text, sizes.body, 'regular']], paper.left, textWidth, y)
      }
      y += (heading.to ?? []).length > 0 ? 10 : 0
    },
    paragraph,
    section: (text, level, title) => {
      need(70)
      pages.outline(title ?? text, level + 1, y)
      const centred = level === 0
      paragraph(text, {
        face: 'bold',
        align: centred ? 'center' : 'left',
        before: centred ? 8 : 2,
        keep: 44,
      })
      if (centred && title !== undefined && title !== text) {
        y -= 6
        const rest = title.startsWith(`${text} `) ? title.slice(text.length + 1) : title
        paragraph(rest, { face: 'bold', align: 'center' })
      }
    },
    table: (table) => {
      need(60)
      y = drawTable(pages, table, y, bottom, () => {
        newPage()
        return y
      })
      y += 10
    },
    space: (points) => {
      y += points
    },
    newPage,
    block: (height, draw) => {
      need(height)
      draw(pages, y)
      y += height
    },
    closing: (closing, last) => {
      if (last !== undefined) paragraph(last, { keep: closingHeight(closing) })
      const left = { x: paper.left, width: textWidth * 0.42 }
      const right = { x: paper.left + textWidth * 0.44, width: textWidth * 0.56 }
      need(closingHeight(closing))
      y += 12
      const list = closing.recipients.map((text, at): [string, boolean] => [
        `- ${text}${at === closing.recipients.length - 1 ? '.' : ';'}`,
        false,
      ])
      const to = parseRuns('Nơi nhận:', 'boldItalic')
      let leftY = y
      for (const line of breakLines(to, sizes.to, left.width, 0, pages.measure)) {
        pages.putLine(line, left.x, leftY, sizes.to, 0)
        leftY += sizes.to * lineHeight
      }
      for (const [text] of list) {
        for (const line of breakLines(parseRuns(text), sizes.toList, left.width, 0, pages.measure)) {
          pages.putLine(line, left.x, leftY, sizes.toList, 0)
          leftY += sizes.toList * lineHeight
        }
      }
      const titles = closing.authority.map((text): [string, number, Face] => [text, sizes.title, 'bold'])
      const signTop = column(pages, titles, right.x, right.width, y) + 8
      const nameTop = signTop + 76
      column(pages, [[closing.name, sizes.title, 'bold']], right.x, right.width, nameTop)
      y = Math.max(leftY, nameTop + sizes.title * lineHeight)
      // The seal covers about a third of the signature from its left (the rule for ink seals).
      const signature = { width: 132, height: 62 }
      const sealSize = 104
      const signX = right.x + (right.width - signature.width) / 2
      const middle = paper.height - (signTop + nameTop) / 2
      const page = pages.pages() - 1
      return {
        signature: { page, x: signX, y: middle - signature.height / 2, ...signature },
        seal: {
          page,
          x: signX + signature.width / 3 - sealSize,
          y: middle - sealSize / 2,
          width: sealSize,
          height: sealSize,
        },
      }
    },
    encoded: pages.encoded,
    picture: (jpeg) => {
      pages.newPage()
      pages.doc.image(Buffer.from(jpeg), 0, 0, { width: paper.width, height: paper.height })
    },
    end: pages.end,
  }
}
