/**
 * What is in a snapshot, and how it is read back.
 * What must stay true: the databases are copied first, then what is only ever added to (boxes, documents), so that nothing
 * the log names is missing; every part bears its length and hash; the head of every log stands in the index and is found
 * again by walking the chain of the copy.
 *
 * Content of a snapshot: 4 bytes length (big-endian), the index as JSON, then the parts one after another.
 */
import { createHash, hash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { z } from 'zod'
import { checkLink, emptyHead } from '@nghi-truong/shared/log/chain'
import type { Driver } from '../store/driver.ts'
import { openCopy } from '../store/snapshot.ts'
import { Damaged } from './seal.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** The authority of the house's TLS: the standby and backups have it too, so that devices know the machine that takes over. */
export const authorityFile = 'tls-authority.pem'

/** Keys of the house: the one it signs with, and the authority of its TLS where it has one. */
export const keyFiles = ['server-key.pem', authorityFile] as const

/** Those of them that the folder has. */
export const keysHere = (dataDir: string): string[] =>
  keyFiles.filter((name) => existsSync(join(dataDir, name)))

/** Names are below the data folder, and of our making; nothing climbs out. */
const partName = z
  .string()
  .regex(
    /^(?:core\.db|notes\.db|server-key\.pem|tls-authority\.pem|ballot-box\/[A-Za-z0-9_-]{1,80}\/[A-Za-z0-9._-]{1,80})$/,
  )
  .refine((name) => !name.includes('..'))

export const index = z.object({
  format: z.literal('nghi-truong-snapshot/v1'),
  /** When the copy of the log was made (UTC). */
  at: z.iso.datetime({ precision: 3 }),
  version: z.string(),
  heads: z.array(z.object({ log: z.string(), seq: z.int(), hash: sha256 })),
  parts: z.array(z.object({ name: partName, size: z.int().min(0), sha256 })),
  /** Documents and trust bundles, each sealed in a file of its own. */
  files: z.array(z.object({ folder: z.enum(['files', 'trust']), sha256, size: z.int().min(0) })),
})
export type Index = z.infer<typeof index>
export type Heads = Index['heads']

/** Walks every log of a copied database. @throws Damaged naming the first entry that does not fit */
export async function headsOf(driver: Driver, path: string): Promise<Heads> {
  const digest = (text: string): string => hash('sha256', text, 'hex')
  const copy = await openCopy(driver, path)
  try {
    const heads: Heads = []
    for (const log of await copy.events.logs()) {
      let head = emptyHead(log, digest)
      for await (const entry of copy.events.read(log, 0)) {
        const fault = checkLink(head, entry, log, digest)
        if (fault) throw new Damaged(`${log}: entry ${head.seq + 1} does not fit (${fault})`)
        head = { seq: entry.header.seq, hash: entry.hash }
      }
      heads.push({ log, ...head })
    }
    return heads
  } finally {
    await copy.close()
  }
}

/** A part as it lies on the disk now: `size` bytes of it. */
export interface Source {
  readonly name: string
  readonly path: string
  readonly size: number
}

/**
 * Files of the boxes: only ever added to, so their first bytes stay what they are. A record is measured after everything
 * else of its box: a receipt in the copied journal must never lack its ballot.
 */
export async function boxFiles(dataDir: string): Promise<Source[]> {
  const folder = join(dataDir, 'ballot-box')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const found = entries
    .filter((entry) => entry.isFile() && partName.safeParse(nameOf(dataDir, entry)).success)
    .toSorted((a, b) => Number(a.name.endsWith('.bel')) - Number(b.name.endsWith('.bel')))
  const sources: Source[] = []
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name)
    sources.push({ name: nameOf(dataDir, entry), path, size: (await stat(path)).size })
  }
  return sources
}

const nameOf = (dataDir: string, entry: { parentPath: string; name: string }): string =>
  join(entry.parentPath, entry.name)
    .slice(dataDir.length + 1)
    .split(sep)
    .join('/')

export async function* bytesOf({ path, size }: Pick<Source, 'path' | 'size'>): AsyncIterable<Uint8Array> {
  if (size === 0) return
  yield* createReadStream(path, { end: size - 1, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>
}

export async function sha256Of(source: Pick<Source, 'path' | 'size'>): Promise<string> {
  const digest = createHash('sha256')
  for await (const piece of bytesOf(source)) digest.update(piece)
  return digest.digest('hex')
}

export async function* contentOf(what: Index, sources: readonly Source[]): AsyncIterable<Uint8Array> {
  const head = Buffer.from(JSON.stringify(what))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  yield Buffer.concat([length, head])
  for (const source of sources) yield* bytesOf(source)
}

const largestIndex = 64 * 1024 * 1024

/** Writes the parts of an opened snapshot below `target`, checking each. @throws Damaged */
export async function unpack(content: AsyncIterable<Uint8Array>, target: string): Promise<Index> {
  const iterator = content[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  async function take(most: number): Promise<Uint8Array> {
    if (held.length === 0) {
      const next = await iterator.next()
      if (next.done) throw new Damaged('the snapshot ends too early')
      held = next.value
    }
    const piece = held.subarray(0, most)
    held = held.subarray(piece.length)
    return piece
  }
  async function exactly(size: number): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    for (let left = size; left > 0;) {
      const piece = await take(left)
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }
  const length = (await exactly(4)).readUInt32BE()
  if (length > largestIndex) throw new Damaged('the index is too large')
  const read = index.safeParse(JSON.parse((await exactly(length)).toString()))
  if (!read.success) throw new Damaged('the index cannot be understood')
  for (const part of read.data.parts) {
    const path = join(target, ...part.name.split('/'))
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    const digest = createHash('sha256')
    try {
      for (let left = part.size; left > 0;) {
        const piece = await take(left)
        digest.update(piece)
        await file.writeFile(piece)
        left -= piece.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    if (digest.digest('hex') !== part.sha256) throw new Damaged(`${part.name} is not what was copied`)
  }
  const end = await iterator.next()
  if (held.length > 0 || !end.done) throw new Damaged('the snapshot is longer than it says')
  return read.data
}

/** Unpacks into an empty folder and walks the chains of what came out. @throws Damaged */
export async function unpackVerified(
  content: AsyncIterable<Uint8Array>,
  target: string,
  driver: Driver,
): Promise<Index> {
  const found = await unpack(content, target)
  if (!found.parts.some((part) => part.name === 'core.db')) throw new Damaged('no core.db in the snapshot')
  const heads = await headsOf(driver, join(target, 'core.db'))
  if (JSON.stringify(heads) !== JSON.stringify(found.heads))
    throw new Damaged('the logs do not end where the index says')
  return found
}
