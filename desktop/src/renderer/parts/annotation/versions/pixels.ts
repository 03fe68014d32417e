/**
 * Where two pictures of a page differ, as boxes.
 * What must stay true: the grain of a scan and a shift of a pixel are no difference; equal pictures give no box; the boxes
 * cover every cell that differs.
 */

/** Grey levels, 0 to 255, row by row. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly levels: Uint8Array
}

/** Fractions of the picture: left, top, width, height. */
export type Region = readonly [number, number, number, number]

export function greyOf(width: number, height: number, rgba: Uint8ClampedArray): Grey {
  const levels = new Uint8Array(width * height)
  for (let n = 0; n < levels.length; n++)
    levels[n] = Math.round(
      0.299 * (rgba[4 * n] ?? 0) + 0.587 * (rgba[4 * n + 1] ?? 0) + 0.114 * (rgba[4 * n + 2] ?? 0),
    )
  return { width, height, levels }
}

/** Side of a cell in pixels. */
const cell = 8
/** A pixel differs when no pixel of the other picture within `slack` is this near to it in grey. */
const contrast = 72
const slack = 2
/** So many differing pixels make a cell. */
const enough = 4
/** Cells this near belong together. */
const reach = 2

function differs(a: Grey, b: Grey, x: number, y: number): boolean {
  const level = a.levels[y * a.width + x] ?? 255
  // Quick way out: nearly all of a page is the same in place.
  if (Math.abs(level - (b.levels[y * b.width + x] ?? 255)) < contrast) return false
  for (let dy = -slack; dy <= slack; dy++)
    for (let dx = -slack; dx <= slack; dx++) {
      const [px, py] = [x + dx, y + dy]
      const inside = px >= 0 && py >= 0 && px < b.width && py < b.height
      const other = inside ? (b.levels[py * b.width + px] ?? 255) : 255
      if (Math.abs(level - other) < contrast) return false
    }
  return true
}

/** Both pictures must have the same size. */
export function regionsOf(a: Grey, b: Grey): readonly Region[] {
  if (a.width !== b.width || a.height !== b.height) return [[0, 0, 1, 1]]
  const across = Math.ceil(a.width / cell)
  const down = Math.ceil(a.height / cell)
  const marked = new Uint8Array(across * down)
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      let count = 0
      for (let y = row * cell; y < Math.min(a.height, (row + 1) * cell) && count < enough; y++)
        for (let x = column * cell; x < Math.min(a.width, (column + 1) * cell) && count < enough; x++)
          if (differs(a, b, x, y) || differs(b, a, x, y)) count++
      if (count >= enough) marked[row * across + column] = 1
    }
  const out: Region[] = []
  const seen = new Uint8Array(marked.length)
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] === 0 || seen[start] === 1) continue
    let [left, top, right, bottom] = [across, down, 0, 0]
    const open = [start]
    seen[start] = 1
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [column, row] = [at % across, Math.floor(at / across)]
      left = Math.min(left, column)
      right = Math.max(right, column + 1)
      top = Math.min(top, row)
      bottom = Math.max(bottom, row + 1)
      for (let dy = -reach; dy <= reach; dy++)
        for (let dx = -reach; dx <= reach; dx++) {
          const [x, y] = [column + dx, row + dy]
          if (x < 0 || y < 0 || x >= across || y >= down) continue
          const next = y * across + x
          if (marked[next] === 0 || seen[next] === 1) continue
          seen[next] = 1
          open.push(next)
        }
    }
    out.push([
      (left * cell) / a.width,
      (top * cell) / a.height,
      Math.min(1, ((right - left) * cell) / a.width),
      Math.min(1, ((bottom - top) * cell) / a.height),
    ])
  }
  return out
}
