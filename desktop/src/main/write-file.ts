/**
 * Writing a small file so that it is there whole or not at all.
 * What must stay true: the old content stays until the new one is complete; after a lasting write has answered, a power
 * cut does not take it back (file and directory are synced).
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const temporary = '.part'

export interface Writing {
  /** Sync file and directory before answering. */
  readonly lasting: boolean
}

/** @throws the file system's error (ENOSPC and the like); the old file is then untouched */
export async function writeWhole(path: string, bytes: Uint8Array, { lasting }: Writing): Promise<void> {
  const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.${randomBytes(6).toString('hex')}${temporary}`
  try {
    const file = await open(part, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      if (lasting) await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw cause
  }
  if (!lasting) return
  await syncFolder(dirname(path))
  // A folder made just now lasts only when the one that holds it is synced too.
  for (let at = dirname(path); made !== undefined && at.startsWith(made); at = dirname(at))
    await syncFolder(dirname(at))
}

/** Makes a rename or removal in the folder last. Windows has no such call; its file system journals renames. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Names in a folder without what a crash left half written; that is removed. A folder that is not there is empty. */
export async function wholeFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  for (const name of names) if (name.endsWith(temporary)) await rm(join(folder, name), { force: true })
  return names.filter((name) => !name.endsWith(temporary))
}

export const isMissing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT'
export const isFull = (cause: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((cause as NodeJS.ErrnoException).code ?? '')
