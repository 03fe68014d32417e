/**
 * The text of a whole version as one stream of letters, so that two versions compare however their lines and pages break.
 * What must stay true: every letter of the stream leads back to its page and offset; letters are NFC with their diacritics
 * and case; spaces are left out (extractors disagree about them) but remembered as borders; page numbers and running heads
 * are not part of it, because they would cut a sentence that goes on overleaf.
 */
import type { Mark } from '../protocol/rooms.ts'

/** x, y, width, height in points, as in a mark. */
export type Box = readonly [number, number, number, number]
export type Quote = NonNullable<Extract<Mark, { kind: 'highlight' }>['quote']>

/** One page of one version. */
export interface ReadPage {
  /** As extracted, lines ending in a line feed; empty for a scan without a text layer. */
  readonly text: string
  /** Boxes, line by line, of the letters from `start` up to `end` (UTF-16 offsets in `text`). */
  readonly quads: (start: number, end: number) => readonly Box[]
  /** The same on two pages only when they look the same: what is left to compare where there is no text. */
  readonly look?: string
}

export interface Stream {
  readonly text: string
  /** Page of each letter, from 1. */
  readonly page: Int32Array
  /** Offset of each letter in the text of its page. */
  readonly at: Int32Array
  /** What stands before each letter: 0 nothing, 1 a space, 2 a line's end, 3 a line's end after closing punctuation. */
  readonly border: Uint8Array
  /** Where each page begins; one more than there are pages. */
  readonly starts: readonly number[]
}

interface Line {
  readonly from: number
  readonly to: number
  readonly shape: string
}

function linesOf(text: string): readonly Line[] {
  const out: Line[] = []
  for (let from = 0; from < text.length;) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    const shape = text.slice(from, to).trim().replace(/\d+/gu, '#')
    if (shape !== '') out.push({ from, to, shape })
    from = to + 1
  }
  return out
}

const pageNumber = /^(?:trang\s*)?[-–|\s]*#(?:\s*[/|]\s*#)?[-–|\s]*$/iu

/** Of each page, the lines at its head and foot that belong to the paper and not to the text. */
function furniture(pages: readonly ReadPage[]): readonly (readonly Line[])[] {
  const edges = pages.map(({ text }) => {
    const lines = linesOf(text)
    return lines.length < 3 ? [] : [lines.slice(0, 1), lines.slice(1, 2), lines.slice(-1)].flat()
  })
  const seen = new Map<string, number>()
  for (const edge of edges)
    for (const shape of new Set(edge.map((line) => line.shape))) seen.set(shape, (seen.get(shape) ?? 0) + 1)
  const most = Math.max(3, Math.ceil(pages.length / 2))
  return edges.map((edge) => {
    const running = (line: Line | undefined): line is Line =>
      line !== undefined && (pageNumber.test(line.shape) || (seen.get(line.shape) ?? 0) >= most)
    const [head, second, foot] = edge
    const out: Line[] = []
    if (running(head)) {
      out.push(head)
      if (running(second)) out.push(second)
    }
    if (running(foot)) out.push(foot)
    return out
  })
}

/** Where the letter that begins at `at` ends, combining marks and second halves included. */
export function letterEnd(text: string, at: number): number {
  let end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
  while (end < text.length && /^\p{M}/u.test(text.slice(end, end + 1))) end++
  return end
}

export function streamOf(pages: readonly ReadPage[]): Stream {
  const apart = furniture(pages)
  const room = pages.reduce((sum, { text }) => sum + text.length, 0)
  const page = new Int32Array(room)
  const at = new Int32Array(room)
  const border = new Uint8Array(room)
  const starts: number[] = []
  const parts: string[] = []
  let length = 0
  let closing = true
  pages.forEach(({ text }, index) => {
    starts.push(length)
    let before = 2
    const skips = apart[index] ?? []
    const composed = text === text.normalize('NFC')
    let part = ''
    for (let offset = 0; offset < text.length;) {
      const skip = skips.find((line) => offset >= line.from && offset < line.to)
      if (skip) {
        offset = skip.to
        continue
      }
      const end = composed ? offset + 1 : letterEnd(text, offset)
      const letter = composed ? text.charAt(offset) : text.slice(offset, end).normalize('NFC')
      if (/^[\s\u00ad\u200b]/u.test(letter))
        before = Math.max(before, letter === '\n' ? 2 : letter.trim() ? 0 : 1)
      else {
        for (let unit = 0; unit < letter.length; unit++) {
          page[length] = index + 1
          at[length] = offset
          border[length] = unit > 0 ? 0 : before === 2 && closing ? 3 : before
          length++
        }
        part += letter
        before = 0
        closing = /^[.;:!?/”"]/u.test(letter)
      }
      offset = end
    }
    parts.push(part)
  })
  starts.push(length)
  return {
    text: parts.join(''),
    page: page.subarray(0, length),
    at: at.subarray(0, length),
    border: border.subarray(0, length),
    starts,
  }
}

/** A text as it would stand in a stream. */
export const bare = (text: string): string => text.normalize('NFC').replace(/[\s\u00ad\u200b]+/gu, '')

export interface Place {
  readonly page: number
  /** Offsets in the text of the page. */
  readonly start: number
  readonly end: number
}

/** The letters from `from` up to `to` of a stream, page by page. */
export function placesOf(
  stream: Stream,
  pages: readonly ReadPage[],
  from: number,
  to: number,
): readonly Place[] {
  const out: Place[] = []
  for (let first = from; first < to;) {
    const page = stream.page[first] ?? 0
    const last = Math.min(to, stream.starts[page] ?? to) - 1
    const text = pages[page - 1]?.text ?? ''
    out.push({ page, start: stream.at[first] ?? 0, end: letterEnd(text, stream.at[last] ?? 0) })
    first = last + 1
  }
  return out
}

const context = 32

/** The words of a place with their surroundings, within the limits of a mark. */
export function quoteAt(text: string, start: number, end: number): Quote {
  const tidy = (part: string): string => part.replace(/\s+/gu, ' ').normalize('NFC')
  return {
    prefix: tidy(text.slice(Math.max(0, start - context), start)).slice(-context),
    exact: tidy(text.slice(start, end)).trim().slice(0, 4000),
    suffix: tidy(text.slice(end, end + context)).slice(0, context),
  }
}
