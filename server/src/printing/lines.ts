/**
 * Breaking text into lines. Text carries two marks: **bold** and __italic__; they may be nested. Words are measured
 * once per face and size. Nothing here knows about pages.
 */
import type { Face } from './fonts.ts'

export type Run = { text: string; face: Face }
export type Measure = (text: string, face: Face, size: number) => number

/** One word or several glued pieces of different faces, without its trailing blank. */
type Word = { runs: Run[]; width: number }

export type Line = { words: Word[]; width: number; last: boolean }

const faceOf = (bold: boolean, italic: boolean): Face =>
  bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular'

/** Stands before a letter that is meant as it is; typed text never holds it. */
const asItIs = '\u0001'

/** Text typed by people, so that its ** and __ are printed and mark nothing. */
export const literal = (text: string): string => text.replace(/[*_]/g, (letter) => `${asItIs}${letter}`)

/** Splits marked text into runs. `base` is the face of unmarked text. */
export function parseRuns(text: string, base: Face = 'regular'): Run[] {
  let bold = base === 'bold' || base === 'boldItalic'
  let italic = base === 'italic' || base === 'boldItalic'
  const runs: Run[] = []
  for (const part of text.split(/(\*\*|__)/)) {
    if (part === '**') bold = !bold
    else if (part === '__') italic = !italic
    else if (part !== '') runs.push({ text: part.replaceAll(asItIs, ''), face: faceOf(bold, italic) })
  }
  return runs
}

function wordsOf(runs: Run[], size: number, measure: Measure): Word[] {
  const words: Word[] = []
  let open: Word | undefined
  for (const run of runs) {
    for (const piece of run.text.split(/([ \n\t]+)/)) {
      if (piece === '') continue
      if (/^[ \n\t]/.test(piece)) {
        open = undefined
        continue
      }
      if (open === undefined) {
        open = { runs: [], width: 0 }
        words.push(open)
      }
      open.runs.push({ text: piece, face: run.face })
      open.width += measure(piece, run.face, size)
    }
  }
  return words
}

/**
 * Greedy line breaking. `width` in points, `indent` moves the first line in. A word wider than the line stands alone
 * and sticks out: the layout never hyphenates Vietnamese, whose syllables are short.
 */
export function breakLines(
  runs: Run[],
  size: number,
  width: number,
  indent: number,
  measure: Measure,
): Line[] {
  const blank = measure(' ', 'regular', size)
  const lines: Line[] = []
  let words: Word[] = []
  let used = 0
  let room = width - indent
  for (const word of wordsOf(runs, size, measure)) {
    const needed = words.length === 0 ? word.width : used + blank + word.width
    if (words.length > 0 && needed > room + 0.01) {
      lines.push({ words, width: used, last: false })
      words = [word]
      used = word.width
      room = width
    } else {
      words.push(word)
      used = needed
    }
  }
  if (words.length > 0) lines.push({ words, width: used, last: true })
  return lines
}
