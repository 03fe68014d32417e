/**
 * Files on disk under their SHA-256, `ab/abcdef…`.
 * What must stay true: a file with its final name is whole and durable (temporary file, fsync, rename, fsync of the
 * folder); it is never written again; whatever goes wrong leaves no temporary file behind.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageFull, type FileStore } from './ports.ts'

/** Pieces of 1 MiB: small ones are the bottleneck of many readers. */
const piece = 1024 * 1024

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journaled.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function writeAll(
  file: FileHandle,
  bytes: AsyncIterable<Uint8Array>,
  size: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const hash = createHash('sha256')
  let written = 0
  for await (const part of bytes) {
    signal?.throwIfAborted()
    written += part.length
    if (written > size) return undefined
    hash.update(part)
    await file.writeFile(part)
  }
  signal?.throwIfAborted()
  if (written !== size) return undefined
  await file.sync()
  return hash.digest('hex')
}

/** Makes the folder and clears away what an interrupted upload left. */
export async function diskFileStore(folder: string): Promise<FileStore> {
  const temporary = join(folder, 'tmp')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  let count = 0
  const home = (sha256: string) => join(folder, sha256.slice(0, 2))
  const place = (sha256: string) => join(home(sha256), sha256)

  const info: FileStore['info'] = async (sha256) => {
    try {
      return { size: (await stat(place(sha256))).size }
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined
      throw error
    }
  }

  async function move(from: string, sha256: string): Promise<void> {
    await mkdir(home(sha256), { recursive: true })
    await rename(from, place(sha256))
    await syncFolder(home(sha256))
    await syncFolder(folder)
  }

  return {
    info,
    async put(sha256, size, bytes, signal) {
      const name = join(temporary, `${sha256}.${++count}`)
      try {
        const file = await open(name, 'wx')
        try {
          if ((await writeAll(file, bytes, size, signal)) !== sha256) return 'mismatch'
        } finally {
          await file.close()
        }
        await move(name, sha256)
        return 'stored'
      } catch (error) {
        if (isCode(error, 'ENOSPC', 'EDQUOT')) throw new StorageFull('no room for the file', { cause: error })
        throw error
      } finally {
        await rm(name, { force: true })
      }
    },
    async *read(sha256, start, end) {
      const file = await open(place(sha256), 'r')
      try {
        for (let at = start; at < end;) {
          const buffer = Buffer.allocUnsafe(Math.min(piece, end - at))
          const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
          if (bytesRead === 0) throw new Error(`${sha256} is shorter than it was`)
          at += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await file.close()
      }
    },
    path: place,
    remove: (sha256) => rm(place(sha256), { force: true }),
    async list() {
      const folders = (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))
      const names = await Promise.all(folders.map((name) => readdir(join(folder, name))))
      return names
        .flat()
        .filter((name) => /^[0-9a-f]{64}$/.test(name))
        .sort()
    },
  }
}
