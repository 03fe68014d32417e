/**
 * Reading and writing Electron's archive format, as far as the packaging check needs it.
 * What must stay true: reading gives exactly what Electron would load, and finds an integrity entry that does not fit.
 *
 * Layout (Chromium pickle, little endian): 4 | header size + 8 | header size + 4 | JSON length | JSON, padded to 4 | files.
 */
import { createHash } from 'node:crypto'

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>
  readonly size?: number
  readonly offset?: string
  readonly unpacked?: boolean
  readonly link?: string
  readonly integrity?: { readonly algorithm: string; readonly hash: string }
}

export interface AsarFile {
  readonly path: string
  readonly bytes: Buffer
  /** Whether the archive's own hash of the file was there and fits. */
  readonly intact: boolean
}

/** @throws when this is no archive, or a file in it is a link or lies outside of it */
export function readAsar(archive: Buffer): readonly AsarFile[] {
  const pickle = archive.readUInt32LE(4)
  const json = archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')
  const start = 8 + pickle
  const walk = (entry: Entry, path: string): readonly AsarFile[] => {
    if (entry.files) return Object.entries(entry.files).flatMap(([name, one]) => walk(one, `${path}/${name}`))
    if (entry.link !== undefined || entry.unpacked || entry.offset === undefined || entry.size === undefined)
      throw new Error(`${path}: neither a plain file nor a folder`)
    const at = start + Number(entry.offset)
    const bytes = archive.subarray(at, at + entry.size)
    if (bytes.length !== entry.size) throw new Error(`${path}: cut short`)
    const hash = createHash('sha256').update(bytes).digest('hex')
    return [{ path: path.slice(1), bytes, intact: entry.integrity?.hash === hash }]
  }
  return walk(JSON.parse(json) as Entry, '')
}

/** An archive of files in its top folder. */
export function writeAsar(files: Readonly<Record<string, string>>): Buffer {
  const entries: Record<string, Entry> = {}
  const bodies: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text)
    const hash = createHash('sha256').update(body).digest('hex')
    entries[name] = { size: body.length, offset: String(offset), integrity: { algorithm: 'SHA256', hash } }
    bodies.push(body)
    offset += body.length
  }
  const json = Buffer.from(JSON.stringify({ files: entries }))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(padded + 8, 4)
  head.writeUInt32LE(padded + 4, 8)
  head.writeUInt32LE(json.length, 12)
  json.copy(head, 16)
  return Buffer.concat([head, ...bodies])
}
