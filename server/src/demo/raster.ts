/**
 * Drawing ink on the picture of a sheet: letters from their outlines and the path operators of seals and signatures
 * (see appearance.ts), with soft edges. A picture, not text: nothing of it can be selected or searched.
 */
import type { Planes } from './jpeg.ts'

export type Ink = { luma: number; blue: number; red: number }
export const black: Ink = { luma: 38, blue: 128, red: 128 }

/** Coverage 0 to 255 of a small shape; `left` and `top` say where it lies from its origin. */
export type Stamp = { left: number; top: number; width: number; height: number; coverage: Uint8Array }

type Edge = { x0: number; y0: number; x1: number; y1: number; turn: number }
export type Shape = { edges: Edge[] }

const fine = 4

/** Fills closed outlines by the non-zero rule, four samples each way. Coordinates in pixels, y downwards. */
export function fill(shape: Shape): Stamp {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x0, y0, x1, y1 } of shape.edges) {
    minX = Math.min(minX, x0, x1)
    maxX = Math.max(maxX, x0, x1)
    minY = Math.min(minY, y0, y1)
    maxY = Math.max(maxY, y0, y1)
  }
  if (shape.edges.length === 0) return { left: 0, top: 0, width: 0, height: 0, coverage: new Uint8Array(0) }
  const left = Math.floor(minX)
  const top = Math.floor(minY)
  const width = Math.ceil(maxX) - left + 1
  const height = Math.ceil(maxY) - top + 1
  const sums = new Uint16Array(width * height)
  for (let line = 0; line < height * fine; line++) {
    const y = top + (line + 0.5) / fine
    const hits: { x: number; turn: number }[] = []
    for (const edge of shape.edges) {
      if (y < edge.y0 || y >= edge.y1) continue
      hits.push({ x: edge.x0 + ((y - edge.y0) * (edge.x1 - edge.x0)) / (edge.y1 - edge.y0), turn: edge.turn })
    }
    hits.sort((one, other) => one.x - other.x)
    let winding = 0
    hits.forEach((hit, at) => {
      winding += hit.turn
      const next = hits[at + 1]
      if (winding === 0 || next === undefined) return
      const from = Math.ceil((hit.x - left) * fine - 0.5)
      const until = Math.ceil((next.x - left) * fine - 0.5)
      const row = Math.floor(line / fine) * width
      for (let sample = from; sample < until; sample++) sums[row + Math.floor(sample / fine)]! += 1
    })
  }
  return { left, top, width, height, coverage: Uint8Array.from(sums, (sum) => Math.min(255, sum * 16)) }
}

const edge = (x0: number, y0: number, x1: number, y1: number): Edge =>
  y0 < y1 ? { x0, y0, x1, y1, turn: 1 } : { x0: x1, y0: y1, x1: x0, y1: y0, turn: -1 }

/** Reads the path operators m l c h, S and f, w, cm, q, Q of a drawing; `scale` pixels a point, y turned downwards. */
export function stampsOf(drawing: string, scale: number, height: number): Stamp[] {
  const stamps: Stamp[] = []
  let numbers: number[] = []
  let contours: [number, number][][] = []
  let shift: [number, number] = [0, 0]
  let pen = 1
  const kept: { shift: [number, number]; pen: number }[] = []
  const point = (at: number): [number, number] => [
    ((numbers[at] ?? 0) + shift[0]) * scale,
    (height - (numbers[at + 1] ?? 0) - shift[1]) * scale,
  ]
  const open = (): [number, number][] => contours[contours.length - 1] ?? []
  for (const token of drawing.split(/\s+/)) {
    const number = Number(token)
    if (token !== '' && !Number.isNaN(number)) {
      numbers.push(number)
      continue
    }
    if (token === 'm') contours.push([point(0)])
    else if (token === 'l') open().push(point(0))
    else if (token === 'c') {
      const [x0, y0] = open()[open().length - 1] ?? [0, 0]
      const [[x1, y1], [x2, y2], [x3, y3]] = [point(0), point(2), point(4)]
      for (let step = 1; step <= 10; step++) {
        const t = step / 10
        const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3]
        open().push([a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3])
      }
    } else if (token === 'h') {
      const first = open()[0]
      if (first !== undefined) open().push(first)
    } else if (token === 'w') pen = numbers[0] ?? 1
    else if (token === 'cm') shift = [shift[0] + (numbers[4] ?? 0), shift[1] + (numbers[5] ?? 0)]
    else if (token === 'q') kept.push({ shift, pen })
    else if (token === 'Q') {
      const back = kept.pop()
      if (back !== undefined) ({ shift, pen } = back)
    } else if (token === 'f' || token === 'S') {
      const edges: Edge[] = []
      for (const contour of contours) {
        contour.forEach(([x, y], at) => {
          const [nextX, nextY] = contour[at + 1] ?? (token === 'f' ? (contour[0] ?? [x, y]) : [x, y])
          if (token === 'f') edges.push(edge(x, y, nextX, nextY))
          else edges.push(...quad(x, y, nextX, nextY, Math.max(0.6, (pen * scale) / 2)))
        })
      }
      stamps.push(fill({ edges: edges.filter(({ y0, y1 }) => y0 !== y1) }))
      contours = []
    }
    numbers = []
  }
  return stamps
}

/** A piece of a pen stroke: the straight band between two points, a little longer at both ends. */
function quad(x0: number, y0: number, x1: number, y1: number, radius: number): Edge[] {
  const length = Math.hypot(x1 - x0, y1 - y0)
  if (length === 0) return []
  const [ux, uy] = [((x1 - x0) / length) * radius, ((y1 - y0) / length) * radius]
  const corners: [number, number][] = [
    [x0 - uy - ux * 0.6, y0 + ux - uy * 0.6],
    [x0 + uy - ux * 0.6, y0 - ux - uy * 0.6],
    [x1 + uy + ux * 0.6, y1 - ux + uy * 0.6],
    [x1 - uy + ux * 0.6, y1 + ux + uy * 0.6],
  ]
  return corners.map(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % 4] ?? [x, y]
    return edge(x, y, nextX, nextY)
  })
}

/** Presses a stamp onto the sheet with its origin at (x, y), in whole pixels. */
export function press(sheet: Planes, stamp: Stamp, x: number, y: number, ink: Ink): void {
  const coloured = ink.blue !== 128 || ink.red !== 128
  const half = sheet.width / 2
  for (let row = 0; row < stamp.height; row++) {
    const sheetY = y + stamp.top + row
    if (sheetY < 0 || sheetY >= sheet.height) continue
    for (let column = 0; column < stamp.width; column++) {
      const coverage = stamp.coverage[row * stamp.width + column]!
      const sheetX = x + stamp.left + column
      if (coverage === 0 || sheetX < 0 || sheetX >= sheet.width) continue
      const at = sheetY * sheet.width + sheetX
      const share = coverage / 255
      sheet.luma[at] = sheet.luma[at]! + (Math.min(ink.luma, sheet.luma[at]!) - sheet.luma[at]!) * share
      if (!coloured) continue
      const small = (sheetY >> 1) * half + (sheetX >> 1)
      sheet.blue[small] = sheet.blue[small]! + (ink.blue - sheet.blue[small]!) * share
      sheet.red[small] = sheet.red[small]! + (ink.red - sheet.red[small]!) * share
    }
  }
}
