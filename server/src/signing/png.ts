/**
 * Reads the transparent PNG of a signature or a seal into what a PDF draws (ISO/IEC 15948).
 * What must stay true: 8 bits a channel, not interlaced, colour or grey with or without opacity, at most 4 megapixels;
 * anything else is a refusal, never a guess; checksums are not ours to judge, sizes are.
 */
import { deflateSync, inflateSync } from 'node:zlib'
import type { Picture } from '@nghi-truong/shared/signature/sign/prepare'

export type PngRefusal = 'picture.form' | 'picture.tooLarge'

const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const most = 4_000_000
/** Channels by colour type. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

const near = (left: number, up: number, corner: number): number => {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Undoes the filters of the rows; null where a filter is unknown. */
function rowsOf(data: Buffer, width: number, height: number, channels: number): Buffer | null {
  const stride = width * channels
  const out = Buffer.alloc(stride * height)
  for (let row = 0; row < height; row++) {
    const filter = data[row * (stride + 1)] ?? 9
    if (filter > 4) return null
    for (let at = 0; at < stride; at++) {
      const raw = data[row * (stride + 1) + 1 + at] ?? 0
      const left = at >= channels ? (out[row * stride + at - channels] ?? 0) : 0
      const up = row > 0 ? (out[(row - 1) * stride + at] ?? 0) : 0
      const corner = row > 0 && at >= channels ? (out[(row - 1) * stride + at - channels] ?? 0) : 0
      const by = [0, left, up, (left + up) >> 1, near(left, up, corner)][filter] ?? 0
      out[row * stride + at] = (raw + by) & 255
    }
  }
  return out
}

export function readPng(bytes: Uint8Array): Picture | PngRefusal {
  const file = Buffer.from(bytes)
  if (!file.subarray(0, 8).equals(magic) || file.length < 33 || file.toString('latin1', 12, 16) !== 'IHDR')
    return 'picture.form'
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  const [depth, colour = 9, , , interlace] = file.subarray(24, 29)
  const channels = channelsOf[colour]
  if (depth !== 8 || channels === undefined || interlace !== 0 || width * height === 0) return 'picture.form'
  if (width * height > most) return 'picture.tooLarge'
  const parts: Buffer[] = []
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const size = (width * channels + 1) * height
  let data: Buffer
  try {
    data = inflateSync(Buffer.concat(parts), { maxOutputLength: size + 1 })
  } catch {
    return 'picture.form'
  }
  const pixels = data.length === size ? rowsOf(data, width, height, channels) : null
  if (!pixels) return 'picture.form'
  const rgb = Buffer.alloc(width * height * 3)
  const opacity = channels % 2 === 0 ? Buffer.alloc(width * height) : null
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels
    for (let part = 0; part < 3; part++) rgb[pixel * 3 + part] = pixels[at + (channels > 2 ? part : 0)] ?? 0
    if (opacity) opacity[pixel] = pixels[at + channels - 1] ?? 0
  }
  const packed = (plane: Buffer): Uint8Array => new Uint8Array(deflateSync(plane))
  return { width, height, rgb: packed(rgb), opacity: opacity && packed(opacity) }
}
