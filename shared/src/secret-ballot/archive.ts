/**
 * The archive as bytes: old-style tar, append-only, no end blocks. What must stay true: the reader accepts exactly the
 * bytes the writer would write, so one list of members has one archive; and it holds one member at a time, so the size
 * of a record does not matter.
 */
import { fromUtf8, hexDigestOfBytes, utf8 } from './digest.ts'
import { fields, isFault, literal, matching, parseCanonical } from './shapes.ts'

export type MemberKind = 'data' | 'event'

/** A member after the header: `hash` = H(text) = its name without the ending. */
export type Member = { readonly kind: MemberKind; readonly hash: string; readonly text: string }

export type ArchiveReason =
  | 'headerMember'
  | 'headerBytes'
  | 'memberName'
  | 'memberHash'
  | 'memberTooLarge'
  | 'padding'
  | 'truncated'
  | 'notUtf8'

export type ArchiveFault = {
  readonly reason: ArchiveReason
  readonly member: string
  readonly detail: string
}

const block = 512
const headerName = 'BELENIOS'
const highestOctal = 8 ** 11 - 1

/** No honest member comes near this; it bounds what a hostile archive can make the reader hold. */
export const largestMember = 64 * 1024 * 1024

const nameOf = (kind: MemberKind, hash: string): string => `${hash}.${kind}.json`

function put(header: Uint8Array, offset: number, ascii: string): void {
  for (let i = 0; i < ascii.length; i++) header[offset + i] = ascii.charCodeAt(i)
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

function headerBlock(name: string, size: number, mtime: number): Uint8Array {
  const header = new Uint8Array(block)
  put(header, 0, name)
  put(header, 100, '0000644')
  put(header, 108, '0000000')
  put(header, 116, '0000000')
  put(header, 124, octal(size, 11))
  put(header, 136, octal(mtime, 11))
  put(header, 148, '        ')
  put(header, 156, '0')
  let sum = 0
  for (const byte of header) sum += byte
  put(header, 148, `${octal(sum, 6)}\0 `)
  return header
}

function memberBytes(name: string, body: Uint8Array, mtime: number): Uint8Array {
  const bytes = new Uint8Array(block + Math.ceil(body.length / block) * block)
  bytes.set(headerBlock(name, body.length, mtime))
  bytes.set(body, block)
  return bytes
}

const headerText = (timestamp: number): string =>
  JSON.stringify({ version: 1, timestamp: timestamp.toString() })

/** Bytes of the first member; `timestamp` in seconds, the modification time of every member. */
export const writeHeader = (timestamp: number): Uint8Array =>
  memberBytes(headerName, utf8(headerText(timestamp)), timestamp)

export const writeMember = (member: Member, timestamp: number): Uint8Array =>
  memberBytes(nameOf(member.kind, member.hash), utf8(member.text), timestamp)

function readOctal(header: Uint8Array, offset: number): number | undefined {
  let value = 0
  for (let i = offset; i < offset + 11; i++) {
    const digit = (header[i] ?? 0) - 48
    if (digit < 0 || digit > 7) return undefined
    value = value * 8 + digit
  }
  return value
}

function readName(header: Uint8Array): string {
  let name = ''
  for (let i = 0; i < 100 && header[i] !== 0; i++) name += String.fromCharCode(header[i] ?? 0)
  return name
}

const headerShape = fields({
  version: literal(1),
  timestamp: matching(/^(?:0|[1-9][0-9]{0,10})$/, 'a timestamp'),
})

function readTimestamp(body: Uint8Array): number | undefined {
  const source = fromUtf8(body)
  const read = source === undefined ? undefined : parseCanonical(source, headerShape)
  if (read === undefined || isFault(read)) return undefined
  const timestamp = Number(read.timestamp)
  return timestamp <= highestOctal ? timestamp : undefined
}

export type ArchiveReader = {
  /** The next bytes of the file; gives the members they complete. After a fault nothing more is read. */
  push(chunk: Uint8Array): { members: Member[]; fault?: ArchiveFault }
  /** The end of the file: a fault if it ends inside a member or before the first one. */
  finish(): ArchiveFault | undefined
  readonly timestamp: number | undefined
}

export function archiveReader(): ArchiveReader {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let position = 0
  let timestamp: number | undefined
  let failed: ArchiveFault | undefined
  let current: { header: Uint8Array; name: string; size: number } | undefined

  const take = (length: number): Uint8Array => {
    let first = waiting[0] ?? new Uint8Array(0)
    if (first.length < length) {
      first = new Uint8Array(waitingBytes)
      let offset = 0
      for (const chunk of waiting) {
        first.set(chunk, offset)
        offset += chunk.length
      }
      waiting = [first]
    }
    waiting[0] = first.subarray(length)
    if (waiting[0].length === 0) waiting.shift()
    waitingBytes -= length
    return first.subarray(0, length)
  }

  const refuse = (reason: ArchiveReason, detail: string): ArchiveFault =>
    (failed ??= { reason, member: current?.name ?? `byte ${position}`, detail })

  const readHeader = (): ArchiveFault | undefined => {
    const header = take(block).slice()
    const size = readOctal(header, 124)
    current = { header, name: readName(header), size: size ?? 0 }
    if (size === undefined) return refuse('headerBytes', 'size is not an octal number')
    if (size > largestMember) return refuse('memberTooLarge', `${size} bytes`)
    const pattern = timestamp === undefined ? /^BELENIOS$/ : /^[0-9a-f]{64}\.(?:data|event)\.json$/
    if (!pattern.test(current.name)) {
      return refuse(timestamp === undefined ? 'headerMember' : 'memberName', 'not a name of this place')
    }
    return undefined
  }

  const readBody = (members: Member[]): ArchiveFault | undefined => {
    if (current === undefined) return undefined
    const { header, name, size } = current
    const padded = take(Math.ceil(size / block) * block)
    const body = padded.subarray(0, size)
    const started = timestamp
    if (started === undefined) timestamp = readTimestamp(body)
    if (timestamp === undefined) return refuse('headerMember', 'version or timestamp')
    const wanted = headerBlock(name, size, timestamp)
    if (header.some((byte, i) => byte !== wanted[i]))
      return refuse('headerBytes', 'not the bytes we would write')
    if (padded.subarray(size).some((byte) => byte !== 0)) return refuse('padding', 'not zero')
    position += block + padded.length
    current = undefined
    if (started === undefined) return undefined
    const hash = name.slice(0, 64)
    current = { header, name, size }
    if (hexDigestOfBytes(body) !== hash)
      return refuse('memberHash', 'the name is not the hash of the content')
    const source = fromUtf8(body)
    if (source === undefined) return refuse('notUtf8', 'not valid UTF-8')
    current = undefined
    members.push({ kind: name.endsWith('.data.json') ? 'data' : 'event', hash, text: source })
    return undefined
  }

  return {
    get timestamp() {
      return timestamp
    },
    push(chunk) {
      const members: Member[] = []
      if (failed !== undefined) return { members, fault: failed }
      // copied, because a caller may use its buffer again
      waiting.push(chunk.slice())
      waitingBytes += chunk.length
      for (;;) {
        if (current === undefined) {
          if (waitingBytes < block) break
          if (readHeader() !== undefined) break
        } else {
          if (waitingBytes < Math.ceil(current.size / block) * block) break
          if (readBody(members) !== undefined) break
        }
      }
      return failed === undefined ? { members } : { members, fault: failed }
    },
    finish() {
      if (failed !== undefined) return failed
      if (waitingBytes > 0 || current !== undefined)
        return refuse('truncated', 'the file ends inside a member')
      if (timestamp === undefined) return refuse('truncated', 'the file is empty')
      return undefined
    },
  }
}
