/**
 * From selected letters to the boxes of a mark, and to the words by which the mark finds its place again.
 * What must stay true: boxes of one line become one; they are in points of the page; the quote holds the text as the page
 * has it, in NFC, within the limits of a mark.
 */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'

/** x, y, width, height. */
export type Box = readonly [number, number, number, number]
export type Quote = NonNullable<Extract<Mark, { kind: 'highlight' }>['quote']>

/** How much two boxes share of the lower one's height: 0 to 1. */
function sameLine(a: Box, b: Box): number {
  const shared = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1])
  return shared / Math.max(0.01, Math.min(a[3], b[3]))
}

const join = (a: Box, b: Box): Box => {
  const x = Math.min(a[0], b[0])
  const y = Math.min(a[1], b[1])
  return [x, y, Math.max(a[0] + a[2], b[0] + b[2]) - x, Math.max(a[1] + a[3], b[1] + b[3]) - y]
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Boxes of letters joined into lines. `along`: 0 when lines run along x, 1 along y (a page lying on its side). */
export function lines(boxes: readonly Box[], along: 0 | 1 = 0): Box[] {
  const turned = (box: Box): Box => (along === 0 ? box : [box[1], box[0], box[3], box[2]])
  const out: Box[] = []
  for (const raw of boxes) {
    if (raw[2] <= 0.05 || raw[3] <= 0.05) continue
    const box = turned(raw)
    // Words of a line follow one another; columns far apart stay apart.
    const at = out.findIndex((line) => {
      const space = Math.max(line[0], box[0]) - Math.min(line[0] + line[2], box[0] + box[2])
      return sameLine(line, box) > 0.5 && space < 2.5 * Math.max(line[3], box[3])
    })
    const line = out[at]
    if (line) out[at] = join(line, box)
    else out.push(box)
  }
  return out.map((box) => {
    const [x, y, w, h] = turned(box)
    return [round(x), round(y), round(w), round(h)]
  })
}

/** Most boxes a mark may have. */
export const mostQuads = 200

const context = 32

/** `start` and `end` are offsets in the text of the page. */
export function quoteOf(text: string, start: number, end: number): Quote | undefined {
  const tidy = (part: string): string => part.replace(/\s+/gu, ' ').normalize('NFC')
  const exact = tidy(text.slice(start, end)).trim().slice(0, 4000)
  if (exact === '') return undefined
  return {
    prefix: tidy(text.slice(Math.max(0, start - context), start)).slice(-context),
    exact,
    suffix: tidy(text.slice(end, end + context)).slice(0, context),
  }
}
