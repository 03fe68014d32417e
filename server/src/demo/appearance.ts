/**
 * What a signature looks like (Nghị định 30/2020, Phụ lục I): a person's in blue like ink, an agency's seal in red at
 * its actual size. Drawn with lines only, so that no font and no picture has to be added to a signed file. Every seal
 * says DEMO: none can be taken for a real one.
 */
import { openLettering, pathOf } from './glyphs.ts'
import { randomOf } from './random.ts'

type Point = readonly [number, number]

const short = (value: number): string => String(Math.round(value * 100) / 100)

/** A smooth curve through points (Catmull-Rom as cubic pieces). */
function smooth(points: readonly Point[]): string {
  const at = (index: number): Point => points[Math.max(0, Math.min(points.length - 1, index))] ?? [0, 0]
  const text = [`${at(0).map(short).join(' ')} m`]
  for (let step = 0; step + 1 < points.length; step++) {
    const [before, from, to, after] = [at(step - 1), at(step), at(step + 1), at(step + 2)]
    const control = (one: Point, other: Point, base: Point, sign: number): Point => [
      base[0] + (sign * (other[0] - one[0])) / 6,
      base[1] + (sign * (other[1] - one[1])) / 6,
    ]
    const pieces = [...control(before, to, from, 1), ...control(from, after, to, -1), ...to]
    text.push(`${pieces.map(short).join(' ')} c`)
  }
  return text.join('\n')
}

/** A handwritten-looking signature that differs by name. Content stream for a box of that width and height. */
export function handwriting(name: string, width: number, height: number): string {
  const random = randomOf(`chữ ký ${name}`)
  const shake = (amount: number): number => (random.next() - 0.5) * 2 * amount
  const x = (share: number): number => share * width
  const y = (share: number): number => share * height
  const rise = 0.62 + random.next() * 0.3
  const capital: Point[] = [
    [x(0.1 + shake(0.03)), y(0.45)],
    [x(0.16), y(0.8)],
    [x(0.24 + shake(0.03)), y(rise + 0.08)],
    [x(0.27), y(0.6)],
    [x(0.2), y(0.18 + shake(0.06))],
    [x(0.1), y(0.12)],
    [x(0.08), y(0.34)],
    [x(0.22), y(0.5)],
    [x(0.36), y(0.58 + shake(0.05))],
  ]
  const letters: Point[] = []
  const count = random.int(4, 7)
  for (let step = 0; step < count; step++) {
    const left = 0.36 + (step * 0.42) / count
    const tall = step === count - 2 ? 0.34 : 0.14 + random.next() * 0.12
    letters.push([x(left), y(0.36 + shake(0.04))])
    letters.push([x(left + 0.035), y(0.4 + tall)])
    letters.push([x(left + 0.055 + shake(0.01)), y(0.42 + tall * 0.5)])
    letters.push([x(left + 0.03), y(0.34)])
  }
  const flourish: Point[] = [
    [x(0.84), y(0.46)],
    [x(0.95), y(0.62 + shake(0.08))],
    [x(0.9), y(0.3)],
    [x(0.6), y(0.2 + shake(0.05))],
    [x(0.3), y(0.13 + shake(0.04))],
    [x(0.62), y(0.17)],
    [x(0.97), y(0.26 + shake(0.05))],
  ]
  const cross: Point[] = [
    [x(0.46), y(0.78 + shake(0.05))],
    [x(0.56), y(0.84)],
    [x(0.68), y(0.82 + shake(0.05))],
  ]
  const whole = smooth([...capital, ...letters, ...flourish])
  const ink = '0.06 0.16 0.62 RG 1 J 1 j'
  return `q ${ink} 1.35 w\n${whole}\nS\n1.1 w\n${smooth(cross)}\nS\n0.7 w 1 0 0 1 0.4 -0.35 cm\n${whole}\nS Q`
}

function circle(middle: number, radius: number): string {
  const k = radius * 0.5523
  const [low, high] = [middle - radius, middle + radius]
  const piece = (...values: number[]): string => `${values.map(short).join(' ')} c`
  return [
    `${short(high)} ${short(middle)} m`,
    piece(high, middle + k, middle + k, high, middle, high),
    piece(middle - k, high, low, middle + k, low, middle),
    piece(low, middle - k, middle - k, low, middle, low),
    piece(middle + k, low, high, middle - k, high, middle),
    'h',
  ].join('\n')
}

function star(x: number, y: number, radius: number): string {
  const points: string[] = []
  for (let tip = 0; tip < 10; tip++) {
    const angle = Math.PI / 2 + (tip * Math.PI) / 5
    const far = tip % 2 === 0 ? radius : radius * 0.382
    points.push(
      `${short(x + far * Math.cos(angle))} ${short(y + far * Math.sin(angle))} ${tip === 0 ? 'm' : 'l'}`,
    )
  }
  return `${points.join('\n')}\nh`
}

/** A round red seal of that diameter: the agency's name around, a star and DEMO in the middle. */
export function seal(agency: string, diameter: number): string {
  const bold = openLettering('bold')
  const middle = diameter / 2
  const unit = diameter / 104
  const arc = (text: string, radius: number, size: number, from: number, to: number): string => {
    const outlines = bold.outlines(text)
    const span = outlines.reduce((sum, outline) => sum + outline.advance, 0) * size
    const room = Math.abs(to - from) * radius
    const stretch = (room - span) / outlines.length
    const turn = to < from ? -1 : 1
    let walked = stretch / 2
    return outlines
      .map((outline) => {
        const half = (outline.advance * size) / 2
        const angle = from + (turn * (walked + half)) / radius
        walked += half * 2 + stretch
        const upright = angle - (turn < 0 ? Math.PI / 2 : -Math.PI / 2)
        const [cos, sin] = [Math.cos(upright), Math.sin(upright)]
        const base = turn < 0 ? radius : radius + size * 0.66
        const [x, y] = [middle + base * Math.cos(angle), middle + base * Math.sin(angle)]
        return pathOf(outline, [
          size * cos,
          size * sin,
          -size * sin,
          size * cos,
          x - half * cos,
          y - half * sin,
        ])
      })
      .join('\n')
  }
  const degree = Math.PI / 180
  const demo = bold.outlines('DEMO')
  const demoWidth = demo.reduce((sum, outline) => sum + outline.advance, 0) * 13 * unit
  let x = middle - demoWidth / 2
  const word = demo
    .map((outline) => {
      const path = pathOf(outline, [13 * unit, 0, 0, 13 * unit, x, middle - 17 * unit])
      x += outline.advance * 13 * unit
      return path
    })
    .join('\n')
  return [
    'q 0.82 0.07 0.11 RG 0.82 0.07 0.11 rg',
    `${short(2.4 * unit)} w ${circle(middle, 50 * unit)} S`,
    `${short(0.7 * unit)} w ${circle(middle, 46.5 * unit)} S`,
    `${short(1 * unit)} w ${circle(middle, 30.5 * unit)} S`,
    `${arc(agency, 34.5 * unit, 9.6 * unit, 208 * degree, -28 * degree)} f`,
    `${arc('KHÔNG CÓ GIÁ TRỊ', 35 * unit, 7.2 * unit, 222 * degree, 318 * degree)} f`,
    `${star(middle, middle + 8 * unit, 15 * unit)} f`,
    `${word} f Q`,
  ].join('\n')
}

/** Lines of upright text, 10 points, black: how an agency signs an attachment or a copy, without a picture. */
export function stampText(lines: readonly string[], height: number): string {
  const regular = openLettering('regular')
  return lines
    .map((line, row) => {
      let x = 0
      return regular
        .outlines(line)
        .map((outline) => {
          const path = pathOf(outline, [10, 0, 0, 10, x, height - 10 - row * 12])
          x += outline.advance * 10
          return path
        })
        .join('\n')
    })
    .map((paths) => `q 0 g\n${paths} f Q`)
    .join('\n')
}
