/**
 * The folder on the stick: its key file, its names, what is kept.
 * What must stay true: no name tells what lies in a file; a snapshot whose name counts was verified before it got that
 * name; the newest ones are never pruned; a folder that is not there is never made by a running backup (the stick was
 * pulled, and its mount point is an ordinary folder of the machine).
 *
 *     nghi-truong-backup/
 *       key.json                      how the passphrase becomes the key (scrypt), and a check of it
 *       snapshots/2026-….ntb          one snapshot each; `.tmp-…` is not finished and counts for nothing
 *       files/ab/abcd….ntb            each document once; the name is HMAC-SHA256(key, hash of the document)
 */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const format = 'nghi-truong-backup/v1'

const keyFile = z.object({
  format: z.literal(format),
  scrypt: z.object({
    N: z
      .int()
      .min(1024)
      .max(2 ** 20),
    r: z.int().min(1).max(32),
    p: z.int().min(1).max(16),
  }),
  /** base64url */
  salt: z.string().min(16).max(88),
  /** HMAC-SHA256(key, "check"), hex. */
  check: z.string().length(64),
})
export type KeyFile = z.infer<typeof keyFile>

/** 128 MB of memory and about half a second: dear for who guesses, nothing for who knows. */
export const standardCost = { N: 2 ** 17, r: 8, p: 1 }

const derive = (passphrase: string, salt: Buffer, { N, r, p }: KeyFile['scrypt']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

const checkOf = (key: Uint8Array): Buffer => createHmac('sha256', key).update('check').digest()

export async function makeKey(
  passphrase: string,
  cost: KeyFile['scrypt'] = standardCost,
): Promise<{ key: Buffer; file: KeyFile }> {
  const salt = randomBytes(16)
  const key = await derive(passphrase, salt, cost)
  const file = { format, scrypt: cost, salt: salt.toString('base64url'), check: checkOf(key).toString('hex') }
  return { key, file: keyFile.parse(file) }
}

export const fits = (key: Uint8Array, file: KeyFile): boolean =>
  timingSafeEqual(checkOf(key), Buffer.from(file.check, 'hex'))

/** @returns undefined when the passphrase is another */
export async function keyOf(passphrase: string, file: KeyFile): Promise<Buffer | undefined> {
  const key = await derive(passphrase, Buffer.from(file.salt, 'base64url'), file.scrypt)
  return fits(key, file) ? key : undefined
}

export const homeIn = (folder: string): string => join(folder, 'nghi-truong-backup')
export const snapshotsIn = (folder: string): string => join(homeIn(folder), 'snapshots')
const keyPath = (folder: string): string => join(homeIn(folder), 'key.json')

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))

/** @returns undefined when there is none. @throws when it is not ours */
export async function readKeyFile(folder: string): Promise<KeyFile | undefined> {
  try {
    return keyFile.parse(JSON.parse(await readFile(keyPath(folder), 'utf8')))
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    // Some file systems of sticks know no sync of a folder.
    if (!(error instanceof Error && 'code' in error && ['EINVAL', 'EPERM'].includes(String(error.code))))
      throw error
  } finally {
    await folder.close()
  }
}

/** Whole or not at all, under its final name only when it is durable. */
export async function writeWhole(
  path: string,
  folder: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  const file = await open(path, 'w', 0o600)
  let size = 0
  try {
    for await (const piece of bytes) {
      size += piece.length
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
  return size
}

/** Begins a folder of backups on the stick. */
export async function beginStick(folder: string, file: KeyFile): Promise<void> {
  await mkdir(snapshotsIn(folder), { recursive: true, mode: 0o700 })
  await mkdir(join(homeIn(folder), 'files'), { recursive: true, mode: 0o700 })
  const temporary = `${keyPath(folder)}.tmp`
  await writeWhole(temporary, homeIn(folder), [Buffer.from(`${JSON.stringify(file, null, 2)}\n`)])
  await rename(temporary, keyPath(folder))
  await syncFolder(homeIn(folder))
}

/** Where a document lies on the stick. */
export function placeOf(folder: string, key: Uint8Array, sha256: string): string {
  const name = createHmac('sha256', key).update(`name\n${sha256}`).digest('hex')
  return join(homeIn(folder), 'files', name.slice(0, 2), `${name}.ntb`)
}

const ending = '.ntb'
export const temporaryMark = '.tmp-'

export const snapshotName = (at: string): string => `${at.replaceAll(':', '-')}${ending}`
export const timeOf = (name: string): string =>
  name.slice(0, -ending.length).replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:')

/** Verified snapshots, newest first. */
export async function snapshotsOf(folder: string): Promise<string[]> {
  try {
    const names = await readdir(snapshotsIn(folder))
    return names
      .filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.ntb$/.test(name))
      .sort()
      .reverse()
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

/** What a crash left half done. */
export async function discardTemporary(folder: string): Promise<void> {
  for (const name of await readdir(snapshotsIn(folder)))
    if (name.startsWith(temporaryMark)) await rm(join(snapshotsIn(folder), name), { force: true })
}

const hour = 3_600_000
/** Newest of each: all of the last two hours, one an hour for two days, one a day for thirty days; never fewer than three. */
export function toPrune(names: readonly string[], now: string): string[] {
  const seen = new Set<string>()
  return names.filter((name, place) => {
    const age = Date.parse(now) - Date.parse(timeOf(name))
    const slot =
      age < 2 * hour ? name : age < 48 * hour ? timeOf(name).slice(0, 13) : timeOf(name).slice(0, 10)
    const another = seen.has(slot)
    seen.add(slot)
    return place >= 3 && (another || age > 30 * 24 * hour)
  })
}
