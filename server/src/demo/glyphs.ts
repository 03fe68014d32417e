/** Outlines of letters as PDF path operators, for drawings that must not carry a font: seals and scanned pages. */
import { create } from 'fontkit'
import type { Font, PathCommand } from 'fontkit'
import { faceBytes } from '../printing/fonts.ts'
import type { Face } from '../printing/fonts.ts'

export type Outline = { commands: PathCommand[]; advance: number }
export type Lettering = { font: Font; outlines(text: string): Outline[] }

/** Opens a face; keeps each letter's outline, in units of the em (1 = the size of the letter), y upwards. */
export function openLettering(face: Face): Lettering {
  const font = create(faceBytes(face))
  const scale = 1 / font.unitsPerEm
  const known = new Map<string, Outline>()
  const outlineOf = (letter: string): Outline => {
    let outline = known.get(letter)
    if (outline === undefined) {
      const run = font.layout(letter)
      const commands = run.glyphs.flatMap((glyph) =>
        glyph.path.commands.map((step) => ({
          command: step.command,
          args: step.args.map((value) => value * scale),
        })),
      )
      outline = { commands, advance: run.advanceWidth * scale }
      known.set(letter, outline)
    }
    return outline
  }
  return { font, outlines: (text) => Array.from(text.normalize('NFC'), outlineOf) }
}

const short = (value: number): string => String(Math.round(value * 100) / 100)

/** Path operators of an outline under the matrix [a b c d e f]; a quadratic curve is written as a cubic one. */
export function pathOf(
  outline: Outline,
  matrix: readonly [number, number, number, number, number, number],
): string {
  const [a, b, c, d, e, f] = matrix
  const point = (x: number, y: number): [number, number] => [a * x + c * y + e, b * x + d * y + f]
  const text: string[] = []
  let here: [number, number] = [0, 0]
  for (const { command, args } of outline.commands) {
    const points: [number, number][] = []
    for (let at = 0; at + 1 < args.length; at += 2) points.push(point(args[at] ?? 0, args[at + 1] ?? 0))
    if (command === 'closePath') text.push('h')
    else if (command === 'quadraticCurveTo') {
      const [control = here, end = here] = points
      const toward = ([x, y]: [number, number]): [number, number] => [
        x + (2 / 3) * (control[0] - x),
        y + (2 / 3) * (control[1] - y),
      ]
      text.push(`${[toward(here), toward(end), end].flat().map(short).join(' ')} c`)
    } else {
      const operator = command === 'moveTo' ? 'm' : command === 'lineTo' ? 'l' : 'c'
      text.push(`${points.flat().map(short).join(' ')} ${operator}`)
    }
    here = points[points.length - 1] ?? here
  }
  return text.join('\n')
}
