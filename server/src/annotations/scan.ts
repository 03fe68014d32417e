/**
 * The structural scan of a Yjs V1 update: what it names and where its parts lie, without applying it.
 * What must stay true: time and memory are linear in the bytes given, whatever they declare; every byte is accounted for,
 * so that anything else than one whole V1 update (V2 above all) is refused; what passes decodes in Yjs without an
 * exception. It looks at form; the one value it reads is the `author` written into a mark.
 *
 * Form after the public source of Yjs 13 (UpdateEncoderV1): blocks of consecutive structs by client, then the deletions.
 */
import { isUtf8 } from 'node:buffer'
import { isBox } from '@nghi-truong/shared/private-layer/mark-box'
import { marksKey } from '@nghi-truong/shared/protocol/rooms'
import {
  atEnd,
  readBlock,
  readByte,
  readBytes,
  readerOf,
  readText,
  readUint,
  skipInt,
  skipText,
  Unreadable,
  type Reader,
} from './bytes.ts'

/** client, clock */
export type Id = readonly [client: number, clock: number]

export interface Struct {
  readonly clock: number
  readonly length: number
  /** Where its bytes begin and end in the update. */
  readonly from: number
  readonly to: number
  /** Where the content begins. */
  readonly content: number
  /** Kind of content, the low five bits: 0 collected, 1 deleted, 3 binary, 4 text, 5 embed, 6 format, 7 type, 8 values. */
  readonly ref: number
  /** Other structs it hangs on. */
  readonly needs: readonly Id[]
  /** Entry of a map at the root: the type's name and the key. */
  readonly entry: string | null
  /** The `author` of a value it holds, when there is one that is a text. */
  readonly author: string | null
  /** It holds a locked mark under a random id, or nothing any more: all that a private layer may hold. */
  readonly sealed: boolean
}

export interface Block {
  readonly client: number
  readonly clock: number
  readonly end: number
  readonly structs: readonly Struct[]
}

export interface Deletion {
  readonly client: number
  readonly clock: number
  readonly length: number
}

export interface Scan {
  readonly bytes: Uint8Array
  readonly blocks: readonly Block[]
  readonly deletions: readonly Deletion[]
}

export interface ScanLimits {
  readonly clients: number
  readonly structs: number
}

/** No client writes as much; far below where numbers lose precision. */
export const maxClock = 2 ** 31 - 1
const maxDepth = 32
const maxName = 512

/** null when the bytes are not exactly one well-formed V1 update within the limits. */
export function scanUpdate(bytes: Uint8Array, limits: ScanLimits): Scan | null {
  try {
    const reader = readerOf(bytes)
    const blocks = scanBlocks(reader, limits)
    const deletions = scanDeletions(reader, limits)
    return atEnd(reader) ? { bytes, blocks, deletions } : null
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

/** A state vector: how far each client is known. null when malformed. */
export function scanVector(bytes: Uint8Array, maxClients: number): Map<number, number> | null {
  try {
    const reader = readerOf(bytes)
    const count = readUint(reader)
    if (count > maxClients) return null
    const vector = new Map<number, number>()
    for (let i = 0; i < count; i++) vector.set(readUint(reader), readUint(reader))
    return atEnd(reader) ? vector : null
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

function scanBlocks(reader: Reader, limits: ScanLimits): Block[] {
  const count = readUint(reader)
  if (count > limits.clients) throw new Unreadable('clients')
  const blocks: Block[] = []
  const seen = new Set<number>()
  let left = limits.structs
  for (let i = 0; i < count; i++) {
    const number = readUint(reader)
    const client = readUint(reader)
    const clock = readUint(reader)
    left -= number
    if (number === 0 || left < 0 || seen.has(client)) throw new Unreadable('block')
    seen.add(client)
    const structs: Struct[] = []
    let end = clock
    for (let n = 0; n < number; n++) {
      const struct = scanStruct(reader, end)
      structs.push(struct)
      end += struct.length
      if (end > maxClock) throw new Unreadable('clock')
    }
    blocks.push({ client, clock, end, structs })
  }
  return blocks
}

function scanDeletions(reader: Reader, limits: ScanLimits): Deletion[] {
  const count = readUint(reader)
  if (count > limits.structs) throw new Unreadable('clients')
  const deletions: Deletion[] = []
  const seen = new Set<number>()
  for (let i = 0; i < count; i++) {
    const client = readUint(reader)
    const ranges = readUint(reader)
    if (seen.has(client) || deletions.length + ranges > limits.structs) throw new Unreadable('deletions')
    seen.add(client)
    for (let n = 0; n < ranges; n++) {
      const clock = readUint(reader)
      const length = readUint(reader)
      if (length === 0 || clock + length > maxClock) throw new Unreadable('deletion')
      deletions.push({ client, clock, length })
    }
  }
  return deletions
}

const readId = (reader: Reader): Id => [readUint(reader), readUint(reader)]

function scanStruct(reader: Reader, clock: number): Struct {
  const from = reader.at
  const info = readByte(reader)
  const ref = info & 0x1f
  const needs: Id[] = []
  let entry: string | null = null
  if (ref !== 0) {
    if (info & 0x80) needs.push(readId(reader))
    if (info & 0x40) needs.push(readId(reader))
    if ((info & 0xc0) === 0) {
      const root = readUint(reader) === 1 ? readText(reader) : null
      if (root === null) needs.push(readId(reader))
      const key = info & 0x20 ? readText(reader) : null
      if ((root?.length ?? 0) + (key?.length ?? 0) > maxName) throw new Unreadable('name')
      if (root !== null && key !== null) entry = `${root}\u0000${key}`
    }
  }
  const content = reader.at
  const { length, author, boxed } = scanContent(reader, ref)
  // What hangs on another entry of the map bears its key; everything else must name a key that says nothing.
  const placed = ref === 0 || (info & 0xc0) !== 0 || (entry !== null && randomEntry.test(entry))
  // Needed at least once by everything that counts clocks.
  if (length < 1) throw new Unreadable('length')
  return {
    clock,
    length,
    from,
    to: reader.at,
    content,
    ref,
    needs,
    entry,
    author,
    sealed: boxed && placed,
  }
}

/** A mark under an id that says nothing. */
export const randomEntry = new RegExp(`^${marksKey}\u0000[0-9a-f]{32}$`)

function scanContent(reader: Reader, ref: number): { length: number; author: string | null; boxed: boolean } {
  let author: string | null = null
  let boxed = ref < 2
  let length = 1
  switch (ref) {
    case 0:
    case 1:
      length = readUint(reader)
      break
    case 3: {
      const bytes = readBlock(reader)
      // Locked bytes are never text but by a chance of one in billions; a client that forgot to lock is caught.
      boxed = isBox(bytes) && !isUtf8(bytes)
      break
    }
    case 4:
      length = readText(reader).length
      break
    case 5:
      checkJson(readText(reader))
      break
    case 6:
      skipText(reader)
      checkJson(readText(reader))
      break
    case 7: {
      const type = readUint(reader)
      if (type > 6) throw new Unreadable('type')
      if (type === 3 || type === 5) skipText(reader)
      break
    }
    case 8: {
      length = readUint(reader)
      for (let i = 0; i < length; i++) author = scanValue(reader, 0) ?? author
      break
    }
    default:
      // 2 (JSON of old), 9 (documents within documents) and 10 (gaps) are written by no client of ours.
      throw new Unreadable('content')
  }
  return { length, author, boxed }
}

function checkJson(text: string): void {
  try {
    JSON.parse(text)
  } catch {
    throw new Unreadable('json')
  }
}

/** @returns the `author` of an object that is not itself inside another */
function scanValue(reader: Reader, depth: number): string | null {
  if (depth > maxDepth) throw new Unreadable('depth')
  const type = readByte(reader)
  switch (type) {
    case 127:
    case 126:
    case 121:
    case 120:
      return null
    case 125:
      skipInt(reader)
      return null
    case 124:
      readBytes(reader, 4)
      return null
    case 123:
    case 122:
      readBytes(reader, 8)
      return null
    case 119:
      skipText(reader)
      return null
    case 118: {
      const count = readUint(reader)
      let author: string | null = null
      for (let i = 0; i < count; i++) {
        const key = readText(reader)
        if (key === '__proto__') throw new Unreadable('key')
        if (depth === 0 && key === 'author' && reader.bytes[reader.at] === 119) {
          reader.at++
          author = readText(reader)
        } else scanValue(reader, depth + 1)
      }
      return author
    }
    case 117: {
      const count = readUint(reader)
      for (let i = 0; i < count; i++) scanValue(reader, depth + 1)
      return null
    }
    case 116:
      readBlock(reader)
      return null
    default:
      throw new Unreadable('value')
  }
}
