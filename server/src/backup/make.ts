/**
 * Making one snapshot: copied, sealed onto the stick, read back from there and verified.
 * What must stay true: what is read back is the file on the stick, not what was meant to be written; the plain copies lie
 * only in the data folder and are gone afterwards; it asks before each step whether it may go on.
 */
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createHash } from 'node:crypto'
import type { Driver } from '../store/driver.ts'
import { snapshotInto } from '../store/snapshot.ts'
import {
  type Index,
  type Source,
  boxFiles,
  bytesOf,
  contentOf,
  headsOf,
  keysHere,
  sha256Of,
  unpackVerified,
} from './content.ts'
import { Damaged, opened, sealed } from './seal.ts'
import { discardTemporary, fits, placeOf, readKeyFile, snapshotsIn, syncFolder, writeWhole } from './stick.ts'

export interface Job {
  readonly dataDir: string
  /** The folder the administrator named. */
  readonly folder: string
  /** Name of the unfinished file in the folder of snapshots. */
  readonly temporary: string
  /** base64url */
  readonly key: string
  readonly at: string
  readonly version: string
}

export type Step = 'copying' | 'writing' | 'verifying' | 'verified'

export interface Made {
  readonly bytes: number
  readonly heads: Index['heads']
  readonly files: number
}

/** The stick is not there, or bears another key: nothing was written. */
export class NoStick extends Error {
  override readonly name = 'NoStick'
}

/** Plain copies while they are needed; below the data folder, which holds the same anyway. */
export const workFolder = (dataDir: string): string => join(dataDir, 'backup-work')

export async function makeSnapshot(
  job: Job,
  driver: Driver,
  go: (step: Step) => Promise<void>,
): Promise<Made> {
  const key = Buffer.from(job.key, 'base64url')
  const file = await readKeyFile(job.folder)
  if (!file || !fits(key, file)) throw new NoStick(job.folder)
  const work = workFolder(job.dataDir)
  await rm(work, { recursive: true, force: true })
  await mkdir(join(work, 'check'), { recursive: true, mode: 0o700 })
  try {
    await discardTemporary(job.folder)
    await go('copying')
    const { what, sources } = await copied(job, work, driver)
    await go('writing')
    for (const one of what.files)
      await storeFile(job.folder, key, join(job.dataDir, one.folder, one.sha256.slice(0, 2), one.sha256), one)
    const path = join(snapshotsIn(job.folder), job.temporary)
    const bytes = await writeWhole(path, snapshotsIn(job.folder), sealed(key, contentOf(what, sources)))
    await go('verifying')
    const again = await unpackVerified(opened(key, createReadStream(path)), join(work, 'check'), driver)
    if (JSON.stringify(again) !== JSON.stringify(what)) throw new Damaged('another index came back')
    await go('verified')
    return { bytes, heads: what.heads, files: what.files.length }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function copied(
  job: Job,
  work: string,
  driver: Driver,
): Promise<{ what: Index; sources: readonly Source[] }> {
  // The log first: what it names is already in the boxes and in the files.
  for (const name of ['core.db', 'notes.db'])
    await snapshotInto(driver, join(job.dataDir, name), join(work, name))
  const heads = await headsOf(driver, join(work, 'core.db'))
  const sized = async (name: string, path: string): Promise<Source> => ({
    name,
    path,
    size: (await stat(path)).size,
  })
  const sources = [
    await sized('core.db', join(work, 'core.db')),
    await sized('notes.db', join(work, 'notes.db')),
    ...(await Promise.all(keysHere(job.dataDir).map((name) => sized(name, join(job.dataDir, name))))),
    ...(await boxFiles(job.dataDir)),
  ]
  const parts = []
  for (const source of sources)
    parts.push({ name: source.name, size: source.size, sha256: await sha256Of(source) })
  const files = [...(await stored(job.dataDir, 'files')), ...(await stored(job.dataDir, 'trust'))]
  const { at, version } = job
  return { what: { format: 'nghi-truong-snapshot/v1', at, version, heads, parts, files }, sources }
}

async function stored(dataDir: string, folder: 'files' | 'trust'): Promise<Index['files']> {
  const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true })
  const found: Index['files'] = []
  for (const entry of entries)
    if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
      found.push({
        folder,
        sha256: entry.name,
        size: (await stat(join(entry.parentPath, entry.name))).size,
      })
  return found.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
}

/** A document goes to the stick once; under its name only after it was read back from there. */
async function storeFile(
  folder: string,
  key: Uint8Array,
  path: string,
  one: { readonly sha256: string; readonly size: number },
): Promise<void> {
  const place = placeOf(folder, key, one.sha256)
  if (await stat(place).catch(() => undefined)) return
  const home = dirname(place)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const temporary = `${place}.tmp`
  await writeWhole(temporary, home, sealed(key, bytesOf({ path, size: one.size })))
  const digest = createHash('sha256')
  for await (const piece of opened(key, createReadStream(temporary))) digest.update(piece)
  if (digest.digest('hex') !== one.sha256) throw new Damaged(`the document ${one.sha256} came back otherwise`)
  await rename(temporary, place)
  await syncFolder(home)
}
