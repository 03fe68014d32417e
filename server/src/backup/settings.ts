/**
 * Where backups go and under which key: a file of the data folder, for the owner alone.
 * What must stay true: the passphrase itself is kept nowhere; the key lies beside the data it protects elsewhere, and never
 * goes into a backup.
 */
import { chmod, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({
  /** The folder the administrator named, absolute. */
  folder: z.string(),
  /** base64url */
  key: z.string(),
  /** The last one that counted, as far as this machine knows. */
  last: z.object({ at: z.string(), bytes: z.int(), files: z.int(), name: z.string() }).nullable(),
})
export type Settings = z.infer<typeof shape>

const path = (dataDir: string): string => join(dataDir, 'backup.json')

export async function readSettings(dataDir: string): Promise<Settings | null> {
  const text = await readFile(path(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : shape.parse(JSON.parse(text))
}

export async function writeSettings(dataDir: string, settings: Settings | null): Promise<void> {
  if (!settings) return rm(path(dataDir), { force: true })
  const temporary = `${path(dataDir)}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(settings, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(temporary, 0o600)
  await rename(temporary, path(dataDir))
}
