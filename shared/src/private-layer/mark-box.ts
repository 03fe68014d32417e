/**
 * One mark of the private layer, locked: what the server keeps and passes on instead of the mark.
 * What must stay true: a box opens only under the key of its epoch, in its own room and under its own id, so that the
 * server can neither read it nor move it; its length tells the mark's length only in steps; what does not open is
 * nothing, never an exception.
 *
 * Form: 1 byte version, 2 bytes epoch, 24 bytes nonce, then XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) of the padded
 * mark. Inside: length of the JSON, length of the path (4 bytes each, big endian), JSON without `path`, path as zigzag
 * numbers of 7 bits, zeros.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, fromUtf8, utf8 } from './bytes.ts'

/** The person's keys by epoch; new marks are locked under `epoch`. */
export interface LayerKeys {
  readonly epoch: number
  /** 32 bytes each. */
  readonly keys: ReadonlyMap<number, Uint8Array>
}

export type Random = (length: number) => Uint8Array

const version = 1
const head = 27
const tag = 16
const smallest = 128
export const lastEpoch = 0xffff

/** What a plain length is filled up to: at most an eighth more, from 512 bytes on. */
export function paddedLength(length: number): number {
  if (length <= smallest) return smallest
  const step = Math.max(64, 2 ** (Math.floor(Math.log2(length)) - 3))
  return Math.ceil(length / step) * step
}

/** Whether the bytes have the outer form of a box. Says nothing of what is inside: only the key does. */
export function isBox(bytes: Uint8Array): boolean {
  const inner = bytes.length - head - tag
  return inner >= smallest && bytes[0] === version && paddedLength(inner) === inner
}

export const epochOf = (box: Uint8Array): number => ((box[1] ?? 0) << 8) | (box[2] ?? 0)

/** Keys derived once for each epoch. */
export interface MarkBox {
  readonly epoch: number
  readonly knows: (epoch: number) => boolean
  readonly seal: (room: string, id: string, mark: object) => Uint8Array
  /** What is inside, not yet checked for its shape; undefined when it cannot be opened here. */
  readonly open: (room: string, id: string, box: unknown) => unknown
}

export function createMarkBox({ epoch, keys }: LayerKeys, random: Random): MarkBox {
  const derived = new Map(
    [...keys].map(([n, key]) => [n, hkdf(sha256, key, undefined, utf8('nghi-truong-mark/v1'), 32)]),
  )
  return {
    epoch,
    knows: (n) => derived.has(n),
    seal(room, id, mark) {
      const key = derived.get(epoch)
      if (!key) throw new RangeError('no key of the present epoch')
      const nonce = random(24)
      const inside = pack(mark)
      const sealed = xchacha20poly1305(key, nonce, boundTo(room, id)).encrypt(inside)
      return concat([Uint8Array.of(version, epoch >>> 8, epoch & 0xff), nonce, sealed])
    },
    open(room, id, box) {
      if (!(box instanceof Uint8Array) || !isBox(box)) return undefined
      const key = derived.get(epochOf(box))
      if (!key) return undefined
      try {
        const aad = boundTo(room, id)
        return unpack(xchacha20poly1305(key, box.subarray(3, head), aad).decrypt(box.subarray(head)))
      } catch {
        // Another key, another place, changed bytes: for the reader it is simply not there.
        return undefined
      }
    },
  }
}

const boundTo = (room: string, id: string): Uint8Array => utf8(`nghi-truong-mark/v1\n${room}\n${id}`)

function pack(mark: object): Uint8Array {
  const { path, ...rest } = mark as { path?: unknown }
  const packed = Array.isArray(path) && path.every(Number.isSafeInteger) ? packPath(path as number[]) : null
  const json = utf8(JSON.stringify(packed ? rest : mark))
  const size = 8 + json.length + (packed?.length ?? 0)
  const out = new Uint8Array(paddedLength(size))
  const view = new DataView(out.buffer)
  view.setUint32(0, json.length)
  view.setUint32(4, packed?.length ?? 0)
  out.set(json, 8)
  if (packed) out.set(packed, 8 + json.length)
  return out
}

function unpack(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const json = view.getUint32(0)
  const path = view.getUint32(4)
  const mark = JSON.parse(fromUtf8(bytes.subarray(8, 8 + json))) as object
  return path > 0 ? { ...mark, path: unpackPath(bytes.subarray(8 + json, 8 + json + path)) } : mark
}

function packPath(path: readonly number[]): Uint8Array {
  const out: number[] = []
  for (const value of path) {
    let rest = value < 0 ? -2 * value - 1 : 2 * value
    while (rest >= 0x80) {
      out.push((rest % 128) | 0x80)
      rest = Math.floor(rest / 128)
    }
    out.push(rest)
  }
  return Uint8Array.from(out)
}

function unpackPath(bytes: Uint8Array): number[] {
  const out: number[] = []
  let value = 0
  let factor = 1
  for (const byte of bytes) {
    value += (byte & 0x7f) * factor
    factor *= 128
    if (byte >= 0x80) continue
    out.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2)
    value = 0
    factor = 1
  }
  return out
}
