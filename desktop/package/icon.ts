/**
 * Draws the product's sign as PNG, ICO and ICNS with nothing but arithmetic: `node desktop/package/icon.ts` writes the
 * three files beside it.
 * What must stay true: the picture is the renderer's emblem.svg (same shapes, same colours); the same code gives the same
 * bytes, so that the checked-in files can be compared.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

const navy: Colour = [0x14, 0x36, 0x5f]
const gold: Colour = [0xf2, 0xc1, 0x4e]
const white: Colour = [0xff, 0xff, 0xff]
const red: Colour = [0xd8, 0x45, 0x3e]

/** In units of a 64 x 64 square. Distance is negative inside. */
interface Shape {
  readonly colour: Colour
  readonly distance: (x: number, y: number) => number
}

const circle = (cx: number, cy: number, r: number, colour: Colour): Shape => ({
  colour,
  distance: (x, y) => Math.hypot(x - cx, y - cy) - r,
})

const rectangle = (
  left: number,
  top: number,
  width: number,
  height: number,
  r: number,
  colour: Colour,
): Shape => ({
  colour,
  distance(x, y) {
    const dx = Math.abs(x - left - width / 2) - width / 2 + r
    const dy = Math.abs(y - top - height / 2) - height / 2 + r
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r
  },
})

/** Two rows of seats around a lectern. */
const shapes: readonly Shape[] = [
  rectangle(0, 0, 64, 64, 14, navy),
  circle(10.5, 44, 3.6, gold),
  circle(15, 31, 3.6, gold),
  circle(24, 21.5, 3.6, gold),
  circle(40, 21.5, 3.6, gold),
  circle(49, 31, 3.6, gold),
  circle(53.5, 44, 3.6, gold),
  circle(20.5, 45, 3.2, white),
  circle(25.5, 35, 3.2, white),
  circle(38.5, 35, 3.2, white),
  circle(43.5, 45, 3.2, white),
  rectangle(27, 43, 10, 7, 2, red),
]

/** RGBA, rows from the top; edges smoothed over one pixel. */
function draw(size: number): Buffer {
  const scale = 64 / size
  const out = Buffer.alloc(size * size * 4)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      let [r, g, b, a] = [0, 0, 0, 0]
      for (const { colour, distance } of shapes) {
        const cover = Math.min(
          1,
          Math.max(0, 0.5 - distance((column + 0.5) * scale, (row + 0.5) * scale) / scale),
        )
        if (cover === 0) continue
        const left = a * (1 - cover)
        a = cover + left
        r = (colour[0] * cover + r * left) / a
        g = (colour[1] * cover + g * left) / a
        b = (colour[2] * cover + b * left) / a
      }
      out.set([Math.round(r), Math.round(g), Math.round(b), Math.round(a * 255)], (row * size + column) * 4)
    }
  return out
}

const uint32 = (value: number): Buffer => {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value >>> 0)
  return out
}

/** Portable Network Graphics, second edition: 8 bits, colour with alpha. */
export function png(size: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    return Buffer.concat([uint32(data.length), body, uint32(crc32(body))])
  }
  const pixels = draw(size)
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([uint32(size), uint32(size), Buffer.from([8, 6, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Windows: a directory of PNGs (ICONDIR, since Windows Vista). */
export function ico(sizes: readonly number[] = [16, 24, 32, 48, 64, 128, 256]): Buffer {
  const images = sizes.map(png)
  const head = Buffer.alloc(6 + sizes.length * 16)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let at = head.length
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + index * 16
    // 256 is written as 0.
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(images[index]?.length ?? 0, entry + 8)
    head.writeUInt32LE(at, entry + 12)
    at += images[index]?.length ?? 0
  }
  return Buffer.concat([head, ...images])
}

/** macOS: types that hold a PNG of the given size. */
export function icns(): Buffer {
  const types = [
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic08', 256],
    ['ic09', 512],
    ['ic10', 1024],
  ] as const
  const parts = types.map(([type, size]) => {
    const image = png(size)
    return Buffer.concat([Buffer.from(type, 'latin1'), uint32(image.length + 8), image])
  })
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from('icns', 'latin1'), uint32(body.length + 8), body])
}

export const iconFiles: Readonly<Record<string, () => Buffer>> = {
  'icon.png': () => png(512),
  'icon.ico': () => ico(),
  'icon.icns': icns,
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, make] of Object.entries(iconFiles)) {
    const bytes = make()
    writeFileSync(join(import.meta.dirname, name), bytes)
    console.log(`${name}: ${bytes.length} bytes`)
  }
