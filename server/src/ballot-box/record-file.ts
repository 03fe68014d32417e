/**
 * The record of one secret ballot on disk: the `.bel` itself, append-only.
 * What must stay true: what `append` promised lies on the disk (write, fdatasync) before its promise resolves; a torn tail
 * is cut back to the last whole event, which nobody was ever answered for; bytes once durable never change.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  archiveReader,
  writeHeader,
  writeMember,
  type Member,
} from '@nghi-truong/shared/secret-ballot/archive'
import { parseEvent, type EventType } from '@nghi-truong/shared/secret-ballot/events'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import type { Appended, Chain } from '@nghi-truong/shared/secret-ballot/write'
import type { Copied } from './lines-file.ts'
import { syncFolder } from './sync-folder.ts'

/** An event that lies in the file. */
export interface Stored {
  readonly hash: string
  readonly type: EventType
  readonly text: string
  readonly payload: string | undefined
  /** Size of the file up to and with this event. */
  readonly end: number
}

export interface RecordFile {
  readonly path: string
  readonly events: readonly Stored[]
  readonly chain: Chain | undefined
  readonly size: number
  /** Calls must not overlap. @throws when the disk refuses; the file is then as before, or `broken` is true */
  append(pieces: readonly Appended[]): Promise<void>
  readonly broken: boolean
  read(start: number, end: number): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** Called for the data members before each event, in order, while an old file is read. */
export type OnEvent = (event: Stored, data: readonly Member[]) => void

const padded = (text: string): number => 512 + Math.ceil(Buffer.byteLength(text) / 512) * 512

interface Found {
  readonly events: Stored[]
  readonly timestamp: number
  readonly size: number
}

/** Reads whole events; stops at the first thing that is not one. */
async function readEvents(path: string, onEvent: OnEvent): Promise<Found | undefined> {
  const reader = archiveReader()
  const events: Stored[] = []
  let data: Member[] = []
  let at = 0
  let good = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const { members, fault } = reader.push(chunk as Uint8Array)
    if (at === 0 && reader.timestamp !== undefined) at = good = writeHeader(reader.timestamp).length
    for (const member of members) {
      at += padded(member.text)
      if (member.kind === 'data') {
        data.push(member)
        continue
      }
      const event = parseEvent(member.text)
      if (isFault(event) || event.parent !== events.at(-1)?.hash) return found()
      const stored = {
        hash: member.hash,
        type: event.type,
        text: member.text,
        payload: event.payload,
        end: at,
      }
      events.push(stored)
      onEvent(stored, data)
      data = []
      good = at
    }
    if (fault !== undefined) break
  }
  return found()

  function found(): Found | undefined {
    return reader.timestamp === undefined ? undefined : { events, timestamp: reader.timestamp, size: good }
  }
}

/**
 * @param now seconds, the one timestamp of a new record
 * @param copied not waited for: whoever answers for these events waits for a line of the journal or the log, which a second
 * machine gets after them
 */
export async function openRecordFile(
  path: string,
  now: number,
  onEvent: OnEvent,
  copied: Copied = async () => undefined,
): Promise<RecordFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file: FileHandle = await open(path, 'a+', 0o600)
  const before = (await file.stat()).size
  const found = before > 0 ? await readEvents(path, onEvent) : undefined
  const whole = found && found.events.length > 0 ? found : undefined
  const events: Stored[] = whole ? [...whole.events] : []
  const timestamp = whole?.timestamp ?? now
  let size = whole?.size ?? 0
  if (before > size) {
    await file.truncate(size)
    await file.sync()
  }
  await syncFolder(dirname(path))
  let broken = false

  const chain = (): Chain | undefined => {
    const last = events.at(-1)
    return last && { hash: last.hash, height: events.length - 1, type: last.type }
  }

  return {
    path,
    events,
    get chain() {
      return chain()
    },
    get size() {
      return size
    },
    get broken() {
      return broken
    },
    async append(pieces) {
      if (broken) throw new Error('the record could not be written before')
      const parts: Uint8Array[] = size === 0 ? [writeHeader(timestamp)] : []
      const added: Stored[] = []
      let end = size + (parts[0]?.length ?? 0)
      for (const { members, chain: next } of pieces) {
        for (const member of members) {
          const bytes = writeMember(member, timestamp)
          parts.push(bytes)
          end += bytes.length
        }
        const text = members.at(-1)?.text ?? ''
        added.push({ hash: next.hash, type: next.type, text, payload: members.at(-2)?.hash, end })
      }
      const bytes = Buffer.concat(parts)
      try {
        await file.appendFile(bytes)
        await file.datasync()
      } catch (error) {
        try {
          await file.truncate(size)
          await file.sync()
        } catch {
          broken = true
        }
        throw error
      }
      const at = size
      size = end
      events.push(...added)
      void copied(at, bytes)
    },
    async *read(start, end) {
      if (end <= start) return
      for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }))
        yield chunk as Uint8Array
    },
    close: () => file.close(),
  }
}
