/**
 * A page of text as plain values, as it comes out of a PDF, and as the comparison of versions wants it.
 * What must stay true: plain values pass between threads unchanged; the same items give the same boxes on every device;
 * offsets are those of the text layer over the page, so that marks made by selecting find their words.
 */
import type { Box, ReadPage } from './stream.ts'

/** One run of letters: offset in the page's text, length, and its box in points: x, y, width, height, turn. */
export interface Item {
  readonly start: number
  readonly length: number
  /** Begin of the baseline, in points. */
  readonly x: number
  readonly y: number
  /** Along the line, in points. */
  readonly width: number
  /** Across the line, in points. */
  readonly height: number
  /** Direction of the line: cosine and sine. */
  readonly cos: number
  readonly sin: number
}

export interface Extracted {
  readonly text: string
  readonly items: readonly Item[]
  /** Only of a page without text: the same on two pages that look the same. */
  readonly look?: string
}

/** What pdf.js says of a run of letters; `transform` as in ISO 32000-1, 8.3.3. */
export interface RawItem {
  readonly str?: string
  readonly hasEOL?: boolean
  readonly transform?: readonly number[]
  readonly width?: number
  readonly height?: number
}

export function extracted(raw: readonly RawItem[]): Extracted {
  let text = ''
  const items: Item[] = []
  for (const { str, hasEOL, transform = [], width = 0, height = 0 } of raw) {
    if (str === undefined) continue
    const [a = 1, b = 0, , , x = 0, y = 0] = transform
    const long = Math.hypot(a, b) || 1
    if (str !== '')
      items.push({
        start: text.length,
        length: str.length,
        x,
        y,
        width,
        height: height || long,
        cos: a / long,
        sin: b / long,
      })
    text += str
    if (hasEOL) text += '\n'
  }
  return { text, items }
}

/** How far letters reach below their baseline, and altogether, in heights of the font. */
const below = 0.22
const whole = 1.15

const round = (value: number): number => Math.round(value * 10) / 10

/** The box of a part of a run, from share `from` to share `to` of its length. */
function boxOf({ x, y, width, height, cos, sin }: Item, from: number, to: number): Box {
  const corners = [from, to].flatMap((share) =>
    [-below * height, (whole - below) * height].map((up): readonly [number, number] => [
      x + share * width * cos - up * sin,
      y + share * width * sin + up * cos,
    ]),
  )
  const left = Math.min(...corners.map(([px]) => px))
  const low = Math.min(...corners.map(([, py]) => py))
  return [
    left,
    low,
    Math.max(...corners.map(([px]) => px)) - left,
    Math.max(...corners.map(([, py]) => py)) - low,
  ]
}

const joined = (a: Box, b: Box): Box => {
  const x = Math.min(a[0], b[0])
  const y = Math.min(a[1], b[1])
  return [x, y, Math.max(a[0] + a[2], b[0] + b[2]) - x, Math.max(a[1] + a[3], b[1] + b[3]) - y]
}

/** Whether two boxes are neighbours on one line. */
const together = (a: Box, b: Box): boolean => {
  const high = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  const space = Math.max(a[0], b[0]) - Math.min(a[0] + a[2], b[0] + b[2])
  return high > 0.5 * Math.min(a[3], b[3]) && space < 2.5 * Math.max(a[3], b[3])
}

export function readPage({ text, items, look }: Extracted): ReadPage {
  const quads = (start: number, end: number): readonly Box[] => {
    const out: Box[] = []
    // The items are in the order of the text: the first that reaches beyond `start` by halving.
    let low = 0
    let high = items.length
    while (low < high) {
      const middle = (low + high) >> 1
      const item = items[middle]
      if (item && item.start + item.length <= start) low = middle + 1
      else high = middle
    }
    for (let n = low; n < items.length; n++) {
      const item = items[n]
      if (!item || item.start >= end) break
      const from = Math.max(0, start - item.start) / item.length
      const to = Math.min(item.length, end - item.start) / item.length
      if (text.slice(Math.max(start, item.start), Math.min(end, item.start + item.length)).trim() === '')
        continue
      const box = boxOf(item, from, to)
      const last = out.at(-1)
      if (last && together(last, box)) out[out.length - 1] = joined(last, box)
      else out.push(box)
    }
    return out.map(([x, y, w, h]) => [round(x), round(y), round(w), round(h)])
  }
  return look === undefined ? { text, quads } : { text, quads, look }
}
