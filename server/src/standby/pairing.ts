/**
 * The pairing of two machines: a file of the data folder on each, for the owner alone.
 * What must stay true: written whole and durable; a machine that was superseded stays so over a restart.
 */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const address = z.object({ host: z.string(), port: z.int() })

const pairing = z.object({
  /** The shared secret, as the administrator reads it out. */
  code: z.string(),
  /** Where the other machine listens for this line, once known. */
  peer: address.nullable(),
  /** Where people reach the other machine: its HTTP port. */
  peerHttp: z.int().nullable(),
  /** Further addresses and names of the other machine, as it gives them. */
  peerHosts: z.array(z.string()).optional(),
  /** Epoch of the machine that took over from this one; null: none did. */
  superseded: z.int().nullable(),
  /** This folder is a copy that follows `peer`: no server may be started on it before it is promoted. */
  following: z.boolean(),
})
export type Pairing = z.infer<typeof pairing>

const fileName = 'standby.json'

export async function readPairing(dataDir: string): Promise<Pairing | null> {
  const text = await readFile(join(dataDir, fileName), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : pairing.parse(JSON.parse(text))
}

export async function writePairing(dataDir: string, what: Pairing | null): Promise<void> {
  const path = join(dataDir, fileName)
  if (!what) return rm(path, { force: true })
  const file = await open(`${path}.tmp`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(what, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
}
