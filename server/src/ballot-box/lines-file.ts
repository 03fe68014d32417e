/**
 * A file of JSON lines, append-only: the box's journal, and the roll.
 * What must stay true: a line is durable before its promise resolves, on a second machine too where one follows; a torn last
 * line is cut off when the file is opened; no line carries a time, a session or a name of who sent it, unless the file is the roll.
 */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { syncFolder } from './sync-folder.ts'

export interface LinesFile<T> {
  readonly lines: readonly T[]
  /** Appends in order, in one write; calls are queued. */
  append(lines: readonly T[]): Promise<void>
  close(): Promise<void>
}

/** Told what became durable, and where in the file. Resolves when a second machine has it too, or nobody waits for one. */
export type Copied = (at: number, bytes: Uint8Array) => Promise<void>

/** @throws when a line that is not the last does not fit `shape`: the file was changed from outside */
export async function openLinesFile<S extends z.ZodType>(
  path: string,
  shape: S,
  copied: Copied = async () => undefined,
): Promise<LinesFile<z.output<S>>> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  const text = await readFile(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const size = Buffer.byteLength(whole)
  if (size < Buffer.byteLength(text)) {
    await file.truncate(size)
    await file.sync()
  }
  await syncFolder(dirname(path))
  const lines = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => shape.parse(JSON.parse(line)))
  let durable = size
  let last: Promise<unknown> = Promise.resolve()

  async function write(added: readonly z.output<S>[]): Promise<Promise<void>[]> {
    const bytes = Buffer.from(added.map((line) => `${JSON.stringify(line)}\n`).join(''))
    try {
      await file.appendFile(bytes)
      await file.datasync()
    } catch (error) {
      await file.truncate(durable)
      throw error
    }
    const at = durable
    durable += bytes.length
    lines.push(...added)
    // In a list: the next lines may be written while the other machine writes these.
    return [copied(at, bytes)]
  }

  return {
    lines,
    append(added) {
      const work = () => write(added)
      const mine = last.then(work, work)
      // Whoever appends hears of a failure; the next one starts afresh.
      last = mine.catch(() => undefined)
      return mine.then(async ([there]) => {
        await there
      })
    },
    async close() {
      await last
      await file.close()
    },
  }
}
