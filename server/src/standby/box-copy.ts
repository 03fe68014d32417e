/**
 * Files of the ballot boxes on the machine that follows: what the first machine sends as it becomes durable there, and what
 * is fetched by name and length.
 * What must stay true: what `put` promised lies on this disk; one file is changed by one at a time; bytes that were durable
 * on the first machine are never cut off, for there a box only grows, except by what a full disk left of a write.
 */
import { constants } from 'node:fs'
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../ballot-box/sync-folder.ts'

export interface Listed {
  readonly name: string
  readonly size: number
}

export interface BoxCopy {
  put(name: string, at: number, bytes: Uint8Array): Promise<void>
  /** As the first machine has it now. */
  level(listed: Listed): Promise<void>
  /** What the first machine destroyed for good. */
  remove(name: string): Promise<void>
  /** Rolls that are no longer on the first machine, whose boxes are. */
  forgetRolls(listed: readonly Listed[]): Promise<void>
}

const boxName = /^ballot-box\/[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/
const isName = (name: string): boolean => boxName.test(name) && !name.includes('..')
const rollOf = /^ballot-box\/[A-Za-z0-9_-]+\/roll\.jsonl$/

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, length))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
  return buffer.subarray(0, bytesRead)
}

/** @param fetch bytes of the first machine's file, fewer at its end, none where there is no such file */
export function createBoxCopy(
  dataDir: string,
  fetch: (name: string, offset: number, length: number) => Promise<Uint8Array>,
): BoxCopy {
  const turns = new Map<string, Promise<unknown>>()
  const pathOf = (name: string): string => join(dataDir, ...name.split('/'))

  function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(name) ?? Promise.resolve()).then(work, work)
    const settled = mine.catch(() => undefined)
    turns.set(name, settled)
    void settled.then(() => {
      if (turns.get(name) === settled) turns.delete(name)
    })
    return mine
  }

  const sizeOf = (name: string): Promise<number | undefined> =>
    stat(pathOf(name)).then(
      ({ size }) => size,
      () => undefined,
    )

  /** Durable when it ends, also the file's name. */
  async function change(
    name: string,
    work: (file: FileHandle, size: number) => Promise<void>,
  ): Promise<void> {
    const path = pathOf(name)
    const fresh = (await sizeOf(name)) === undefined
    if (fresh) await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    try {
      await work(file, (await file.stat()).size)
      await file.sync()
    } finally {
      await file.close()
    }
    if (!fresh) return
    await syncFolder(dirname(path))
    await syncFolder(dirname(dirname(path)))
  }

  async function fill(file: FileHandle, name: string, from: number, to: number): Promise<void> {
    for (let offset = from; offset < to;) {
      const bytes = await fetch(name, offset, to - offset)
      if (bytes.length === 0) return
      await file.write(bytes, 0, bytes.length, offset)
      offset += bytes.length
    }
  }

  /** Longer here than when it was measured there: it has grown since, or what is too much came of a write that failed. */
  async function cutBack(name: string, size: number, here: number): Promise<void> {
    const theirs: Uint8Array[] = []
    for (let offset = size; offset < here;) {
      const bytes = await fetch(name, offset, here - offset)
      if (bytes.length === 0) break
      theirs.push(bytes)
      offset += bytes.length
    }
    const rest = Buffer.concat(theirs)
    await change(name, async (file) => {
      if ((await readAt(file, size, here - size)).equals(rest)) return
      await file.truncate(size)
      await file.write(rest, 0, rest.length, size)
    })
  }

  const remove = (name: string): Promise<void> =>
    alone(name, async () => {
      if (!isName(name) || (await sizeOf(name)) === undefined) return
      await rm(pathOf(name))
      await syncFolder(dirname(pathOf(name)))
    })

  return {
    put: (name, at, bytes) =>
      alone(name, async () => {
        if (!isName(name)) throw new Error('not a file of a box')
        await change(name, async (file, size) => {
          if (size < at) await fill(file, name, size, at)
          const end = at + bytes.length
          if (size >= end && (await readAt(file, at, bytes.length)).equals(bytes)) return
          await file.write(bytes, 0, bytes.length, at)
          await file.truncate(end)
        })
      }),
    level: ({ name, size }) =>
      alone(name, async () => {
        if (!isName(name)) return
        const here = await sizeOf(name)
        if (here === size) return
        if (here !== undefined && here > size) return cutBack(name, size, here)
        const first = await fetch(name, here ?? 0, size - (here ?? 0))
        // Gone meanwhile.
        if (first.length === 0) return
        await change(name, async (file, from) => {
          await file.write(first, 0, first.length, from)
          await fill(file, name, from + first.length, size)
        })
      }),
    remove,
    async forgetRolls(listed) {
      const there = new Set(listed.map(({ name }) => name))
      const boxes = await readdir(join(dataDir, 'ballot-box')).catch(() => [])
      for (const box of boxes) {
        const name = `ballot-box/${box}/roll.jsonl`
        if (!rollOf.test(name) || there.has(name) || !there.has(`ballot-box/${box}/record.bel`)) continue
        await remove(name)
      }
    },
  }
}
