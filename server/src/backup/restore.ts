/**
 * From a stick to a data folder on a fresh machine.
 * What must stay true: a folder with data in it is never touched; the newest snapshot that verifies is taken, and passing
 * over a damaged one is said; the folder gets its final name only when databases and documents are in it.
 */
import { createReadStream, existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nodeSqliteDriver } from '../store/node-sqlite.ts'
import { unpackVerified, type Heads, type Index } from './content.ts'
import { Damaged, opened } from './seal.ts'
import { keyOf, placeOf, readKeyFile, snapshotsIn, snapshotsOf, syncFolder, writeWhole } from './stick.ts'

export type Told =
  | { readonly what: 'noBackups' | 'wrongPassphrase' | 'targetInUse' | 'nothingGood' }
  | { readonly what: 'trying'; readonly name: string }
  | { readonly what: 'damaged'; readonly name: string; readonly detail: string }
  | { readonly what: 'fileMissing'; readonly sha256: string }
  | {
      readonly what: 'done'
      readonly name: string
      readonly at: string
      readonly heads: Heads
      readonly files: number
      readonly missing: number
    }

export interface Asked {
  /** The folder that was named for backups. */
  readonly stick: string
  /** The data folder to be made. */
  readonly target: string
  readonly passphrase: string
  /** One snapshot by name, instead of the newest good one. */
  readonly snapshot?: string | undefined
  readonly tell: (one: Told) => void
}

export type Restored = 'whole' | 'filesMissing' | 'nothing'

/** A start on a restored folder begins a new epoch: devices may know of entries that this copy does not have. */
export const newEpochMark = 'new-epoch'

export async function restore({ stick, target, passphrase, snapshot, tell }: Asked): Promise<Restored> {
  const nothing = (what: 'noBackups' | 'wrongPassphrase' | 'targetInUse' | 'nothingGood'): Restored => {
    tell({ what })
    return 'nothing'
  }
  if (existsSync(target) && (await readdir(target)).length > 0) return nothing('targetInUse')
  const file = await readKeyFile(stick)
  const names = (await snapshotsOf(stick)).filter((name) => snapshot === undefined || name === snapshot)
  if (!file || names.length === 0) return nothing('noBackups')
  const key = await keyOf(passphrase, file)
  if (!key) return nothing('wrongPassphrase')
  const home = dirname(target)
  await mkdir(home, { recursive: true })
  const work = join(home, `.restoring-${process.pid}`)
  try {
    for (const name of names) {
      tell({ what: 'trying', name })
      await rm(work, { recursive: true, force: true })
      await mkdir(work, { mode: 0o700 })
      try {
        const content = opened(key, createReadStream(join(snapshotsIn(stick), name)))
        const found = await unpackVerified(content, work, nodeSqliteDriver)
        return await finish(name, found)
      } catch (error) {
        if (!damage(error)) throw error
        tell({ what: 'damaged', name, detail: error instanceof Error ? error.message : String(error) })
      }
    }
    return nothing('nothingGood')
  } finally {
    await rm(work, { recursive: true, force: true })
  }

  async function finish(name: string, found: Index): Promise<Restored> {
    let missing = 0
    for (const one of found.files) {
      if (await fetched(one)) continue
      missing++
      tell({ what: 'fileMissing', sha256: one.sha256 })
    }
    await writeFile(join(work, newEpochMark), 'restored\n', { flush: true })
    await syncFolder(work)
    await rm(target, { recursive: true, force: true })
    await rename(work, target)
    await syncFolder(home)
    const { at, heads, files } = found
    tell({ what: 'done', name, at, heads, files: files.length - missing, missing })
    return missing === 0 ? 'whole' : 'filesMissing'
  }

  async function fetched({ folder, sha256 }: Index['files'][number]): Promise<boolean> {
    const place = join(work, folder, sha256.slice(0, 2))
    await mkdir(place, { recursive: true, mode: 0o700 })
    const path = join(place, sha256)
    const digest = createHash('sha256')
    async function* hashed(): AsyncIterable<Uint8Array> {
      if (!key) return
      for await (const piece of opened(key, createReadStream(placeOf(stick, key, sha256)))) {
        digest.update(piece)
        yield piece
      }
    }
    try {
      await writeWhole(path, place, hashed())
      if (digest.digest('hex') === sha256) return true
    } catch (error) {
      if (!damage(error)) throw error
    }
    await rm(path, { force: true })
    return false
  }
}

/** What is wrong with the stick, not with this machine. */
const damage = (error: unknown): boolean =>
  error instanceof Damaged ||
  (error instanceof Error &&
    (error.name === 'SqlError' ||
      /integrity|malformed/.test(error.message) ||
      ('code' in error && ['ENOENT', 'EIO'].includes(String(error.code)))))
