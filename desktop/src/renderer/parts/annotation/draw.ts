/**
 * Marks painted on a canvas: for the pictures of the unmatched and for the personal copy.
 * What must stay true: what is painted is what the reader shows; nothing but the canvas is touched.
 */
import type { PlacedMark } from '@nghi-truong/shared/protocol/rooms'
import { paint, signs } from './colours.ts'
import { decodePath, outlineOf } from './path.ts'
import { shapePath } from './shape.ts'

/** a, b, c, d, e, f from points of the page to pixels, as in `CanvasTransform.setTransform`. */
export type ToPixels = readonly [number, number, number, number, number, number]

export interface DrawWords {
  readonly stamp: (stamp: 'agree' | 'ask') => string
  /** The number a mark bears, '' for none. */
  readonly number?: (index: number) => string
}

const put = ([a, b, c, d, e, f]: ToPixels, x: number, y: number): readonly [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
]

function boxToPixels(
  to: ToPixels,
  [x, y, w, h]: readonly [number, number, number, number],
): [number, number, number, number] {
  const [ax, ay] = put(to, x, y)
  const [bx, by] = put(to, x + w, y + h)
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)]
}

function badge(
  pen: CanvasRenderingContext2D,
  [x, y, w, h]: readonly [number, number, number, number],
  words: string,
  { soft, ink }: { readonly soft: string; readonly ink: string },
): void {
  pen.fillStyle = soft
  pen.strokeStyle = ink
  pen.lineWidth = Math.max(1.5, h / 14)
  pen.beginPath()
  pen.roundRect(x, y, w, h, h / 5)
  pen.fill()
  pen.stroke()
  pen.fillStyle = '#14181c'
  pen.font = `700 ${Math.round(h * 0.56)}px 'Be Vietnam Pro', sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(words, x + w / 2, y + h / 2, w - 4)
}

export function drawMarks(
  pen: CanvasRenderingContext2D,
  marks: readonly PlacedMark[],
  to: ToPixels,
  words: DrawWords,
): void {
  const scale = Math.hypot(to[0], to[1])
  marks.forEach((mark, index) => {
    const { soft, ink } = paint[mark.colour]
    pen.save()
    if ('quads' in mark) {
      if (mark.kind === 'highlight') pen.globalCompositeOperation = 'multiply'
      pen.fillStyle = mark.kind === 'highlight' ? soft : ink
      for (const [x, y, w, h] of mark.quads) {
        const box = mark.kind === 'highlight' ? ([x, y, w, h] as const) : ([x, y - 1.2, w, 1.7] as const)
        pen.fillRect(...boxToPixels(to, box))
      }
    } else if ('path' in mark || mark.kind === 'shape') {
      pen.setTransform(...to)
      if (mark.kind === 'shape') {
        pen.strokeStyle = ink
        pen.lineWidth = mark.width / 10
        pen.lineCap = 'round'
        pen.lineJoin = 'round'
        pen.stroke(new Path2D(shapePath(mark.form, mark.ends, mark.width / 10)))
      } else {
        const marker = mark.kind === 'marker'
        if (marker) pen.globalCompositeOperation = 'multiply'
        pen.fillStyle = marker ? soft : ink
        const outline = new Path2D(outlineOf(decodePath(mark.path), mark.width / 10, true, !marker))
        // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is filled, not an array
        pen.fill(outline)
      }
    } else if (mark.kind === 'stamp')
      badge(pen, boxToPixels(to, mark.box), words.stamp(mark.stamp), { soft, ink })
    else {
      const [x, y, w, h] = boxToPixels(to, mark.box)
      badge(pen, [x, y, w, h], mark.kind === 'bookmark' ? '★' : signs[mark.colour] || '✎', { soft, ink })
    }
    pen.restore()
    const number = words.number?.(index) ?? ''
    if (number === '') return
    const [nx, ny, , nh] = boxToPixels(to, 'quads' in mark ? (mark.quads[0] ?? [0, 0, 0, 0]) : mark.box)
    pen.save()
    pen.font = `700 ${Math.round(8.5 * scale)}px 'Be Vietnam Pro', sans-serif`
    pen.textAlign = 'right'
    pen.textBaseline = 'middle'
    pen.lineWidth = 2.5 * scale
    pen.strokeStyle = '#fff'
    pen.strokeText(number, nx - 2 * scale, ny + nh / 2)
    pen.fillStyle = ink
    pen.fillText(number, nx - 2 * scale, ny + nh / 2)
    pen.restore()
  })
}
