/**
 * A baseline JPEG writer (ITU-T T.81) for pictures of scanned paper: one luma plane and two chroma planes of half the
 * size each way (4:2:0). Only what the demo needs; one Huffman table of each class serves all components.
 */
export type Planes = {
  /** Multiples of 16. */
  width: number
  height: number
  luma: Uint8Array
  blue: Uint8Array
  red: Uint8Array
}

const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]
/** T.81, table K.1. */
const lumaTable = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
/** T.81, tables K.3 and K.5. */
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
const dcValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const acCounts = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d]
const acValues = (
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a' +
  '3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a929394' +
  '95969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8' +
  'e9eaf1f2f3f4f5f6f7f8f9fa'
)
  .match(/../g)!
  .map((pair) => Number.parseInt(pair, 16))

type Codes = { code: Uint16Array; length: Uint8Array }
function codesOf(counts: number[], values: number[]): Codes {
  const codes: Codes = { code: new Uint16Array(256), length: new Uint8Array(256) }
  let code = 0
  let at = 0
  counts.forEach((count, index) => {
    for (let step = 0; step < count; step++) {
      const value = values[at++] ?? 0
      codes.code[value] = code++
      codes.length[value] = index + 1
    }
    code <<= 1
  })
  return codes
}

/** The transform by Arai, Agui and Nakajima over one line of eight; its scale goes into the divisors. */
function transformLine(d: Float64Array, at: number, step: number): void {
  const v = (index: number): number => d[at + index * step]!
  const s0 = v(0) + v(7),
    d0 = v(0) - v(7),
    s1 = v(1) + v(6),
    d1 = v(1) - v(6)
  const s2 = v(2) + v(5),
    d2 = v(2) - v(5),
    s3 = v(3) + v(4),
    d3 = v(3) - v(4)
  const e0 = s0 + s3,
    e3 = s0 - s3,
    e1 = s1 + s2,
    e2 = s1 - s2
  const z = (e2 + e3) * Math.SQRT1_2
  d[at] = e0 + e1
  d[at + 4 * step] = e0 - e1
  d[at + 2 * step] = e3 + z
  d[at + 6 * step] = e3 - z
  const o0 = d3 + d2,
    o1 = d2 + d1,
    o2 = d1 + d0
  const z5 = (o0 - o2) * 0.382683433
  const z2 = 0.5411961 * o0 + z5
  const z4 = 1.306562965 * o2 + z5
  const z3 = o1 * Math.SQRT1_2
  d[at + 5 * step] = d0 - z3 + z2
  d[at + 3 * step] = d0 - z3 - z2
  d[at + step] = d0 + z3 + z4
  d[at + 7 * step] = d0 + z3 - z4
}

const scale = [1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.5411961, 0.275899379]

/** Bytes of a JPEG file. `quality` 1 to 100, `dpi` goes into the header. */
export function encodeJpeg(planes: Planes, quality: number, dpi: number): Uint8Array {
  const factor = quality < 50 ? 5000 / quality : 200 - quality * 2
  const table = lumaTable.map((value) => Math.max(1, Math.min(255, Math.floor((value * factor + 50) / 100))))
  const divisors = new Float64Array(64)
  for (let at = 0; at < 64; at++) {
    divisors[at] = 1 / (table[at]! * scale[at >> 3]! * scale[at & 7]! * 8)
  }
  const dc = codesOf(dcCounts, dcValues)
  const ac = codesOf(acCounts, acValues)

  const out = new Uint8Array(planes.width * planes.height * 2 + 4096)
  let end = 0
  const bytes = (...values: number[]): void => {
    for (const value of values) out[end++] = value
  }
  const word = (value: number): number[] => [value >> 8, value & 255]
  bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, ...word(dpi), ...word(dpi), 0, 0)
  bytes(0xff, 0xdb, 0, 67, 0, ...zigzag.map((at) => table[at] ?? 1))
  bytes(
    0xff,
    0xc0,
    0,
    17,
    8,
    ...word(planes.height),
    ...word(planes.width),
    3,
    1,
    0x22,
    0,
    2,
    0x11,
    0,
    3,
    0x11,
    0,
  )
  bytes(0xff, 0xc4, ...word(19 + dcValues.length), 0x00, ...dcCounts, ...dcValues)
  bytes(0xff, 0xc4, ...word(19 + acValues.length), 0x10, ...acCounts, ...acValues)
  bytes(0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0)

  let pending = 0
  let count = 0
  const put = (code: number, length: number): void => {
    pending = (pending << length) | code
    count += length
    while (count >= 8) {
      const byte = (pending >> (count - 8)) & 255
      out[end++] = byte
      if (byte === 255) out[end++] = 0
      count -= 8
    }
    pending &= (1 << count) - 1
  }
  const putValue = (value: number, size: number): void =>
    put(value < 0 ? value + (1 << size) - 1 : value, size)
  const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value))

  const data = new Float64Array(64)
  const last = [0, 0, 0]
  const block = (plane: Uint8Array, stride: number, x: number, y: number, component: number): void => {
    let at = y * stride + x
    for (let row = 0; row < 64; row += 8, at += stride) {
      for (let column = 0; column < 8; column++) data[row + column] = plane[at + column]! - 128
    }
    for (let row = 0; row < 64; row += 8) transformLine(data, row, 1)
    for (let column = 0; column < 8; column++) transformLine(data, column, 8)
    const direct = Math.round(data[0]! * divisors[0]!)
    const difference = direct - last[component]!
    last[component] = direct
    const size = sizeOf(difference)
    put(dc.code[size]!, dc.length[size]!)
    if (size > 0) putValue(difference, size)
    let zeros = 0
    for (let step = 1; step < 64; step++) {
      const place = zigzag[step]!
      const value = Math.round(data[place]! * divisors[place]!)
      if (value === 0) {
        zeros++
        continue
      }
      for (; zeros > 15; zeros -= 16) put(ac.code[0xf0]!, ac.length[0xf0]!)
      const bitsNeeded = sizeOf(value)
      const symbol = (zeros << 4) | bitsNeeded
      put(ac.code[symbol]!, ac.length[symbol]!)
      putValue(value, bitsNeeded)
      zeros = 0
    }
    if (zeros > 0) put(ac.code[0]!, ac.length[0]!)
  }
  const half = planes.width / 2
  for (let y = 0; y < planes.height; y += 16) {
    for (let x = 0; x < planes.width; x += 16) {
      block(planes.luma, planes.width, x, y, 0)
      block(planes.luma, planes.width, x + 8, y, 0)
      block(planes.luma, planes.width, x, y + 8, 0)
      block(planes.luma, planes.width, x + 8, y + 8, 0)
      block(planes.blue, half, x / 2, y / 2, 1)
      block(planes.red, half, x / 2, y / 2, 2)
    }
  }
  if (count > 0) put((1 << (8 - count)) - 1, 8 - count)
  bytes(0xff, 0xd9)
  return out.slice(0, end)
}
