/**
 * Reading and writing the few lib0 number and string forms that Yjs V1 updates and the y-websocket protocol are made of.
 * What must stay true: the reader never reads past its end, never trusts a declared length and is at least as strict as
 * lib0's own decoder, so that what passes here cannot make a client throw; a fault is the exception `Unreadable`, caught
 * by the function that scans and nowhere else.
 */
import { isUtf8 } from 'node:buffer'

/** The bytes are not what they claim to be. Never leaves this folder. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

export interface Reader {
  readonly bytes: Uint8Array
  at: number
}

export const readerOf = (bytes: Uint8Array): Reader => ({ bytes, at: 0 })

export const atEnd = (reader: Reader): boolean => reader.at === reader.bytes.length

export function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at]
  if (byte === undefined) throw new Unreadable('end')
  reader.at++
  return byte
}

/** Little-endian base 128, at most 2^53 - 1. */
export function readUint(reader: Reader): number {
  let value = 0
  let factor = 1
  for (;;) {
    const byte = readByte(reader)
    value += (byte & 0x7f) * factor
    if (value > Number.MAX_SAFE_INTEGER) throw new Unreadable('number')
    if (byte < 0x80) return value
    factor *= 128
    if (factor > Number.MAX_SAFE_INTEGER) throw new Unreadable('number')
  }
}

/** Steps over a signed number: six bits and a sign, then seven bits each. */
export function skipInt(reader: Reader): void {
  let byte = readByte(reader)
  let value = byte & 0x3f
  let factor = 64
  while (byte >= 0x80) {
    byte = readByte(reader)
    value += (byte & 0x7f) * factor
    factor *= 128
    if (value > Number.MAX_SAFE_INTEGER || factor > Number.MAX_SAFE_INTEGER * 128)
      throw new Unreadable('number')
  }
}

export function readBytes(reader: Reader, length: number): Uint8Array {
  const end = reader.at + length
  if (end > reader.bytes.length) throw new Unreadable('end')
  const part = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return part
}

/** Bytes preceded by their length. */
export const readBlock = (reader: Reader): Uint8Array => readBytes(reader, readUint(reader))

/** Length-prefixed UTF-8; unlike a forgiving decoder it refuses what is not. */
export function readText(reader: Reader): string {
  const part = readBlock(reader)
  if (!isUtf8(part)) throw new Unreadable('text')
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8')
}

/** Steps over a text without making a string of it. */
export function skipText(reader: Reader): void {
  if (!isUtf8(readBlock(reader))) throw new Unreadable('text')
}

export type Writer = (number | Uint8Array)[]

/** Joins numbers (written as varUint) and bytes (written as they are). */
export function join(parts: Writer): Uint8Array {
  let length = 0
  for (const part of parts) length += typeof part === 'number' ? uintLength(part) : part.length
  // Not from the shared pool: a small view would keep its 8 kB slab alive as long as the room lives.
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    if (typeof part === 'number') {
      let rest = part
      while (rest >= 0x80) {
        out[at++] = (rest % 128) | 0x80
        rest = Math.floor(rest / 128)
      }
      out[at++] = rest
    } else {
      out.set(part, at)
      at += part.length
    }
  }
  return out
}

function uintLength(value: number): number {
  let length = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) length++
  return length
}

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text)
