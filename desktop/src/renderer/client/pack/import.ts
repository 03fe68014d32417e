/**
 * A session pack from a file (USB stick) into this device's copy.
 * What must stay true: a document comes in only when it is one of those this person may keep, opens with its own key and
 * has the hash it is named by; one that does not leaves nothing; stopping in the middle keeps what was whole.
 */
import { gcm } from '@noble/ciphers/aes.js'
import { sha256 as hasher } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import {
  packBound,
  packHeader,
  packMagic,
  packNonce,
  packPiece,
  packTag,
  sealedSize,
  type PackHeader,
} from '@nghi-truong/shared/protocol/reading'
import type { DeviceCopy } from '../files/device-copy.ts'

export type PackFailure = 'notPack' | 'otherSession' | 'noKeys' | 'full' | 'stopped'

export interface PackResult {
  readonly imported: number
  /** Already here. */
  readonly known: number
  /** Not for this person, or no longer part of the session. */
  readonly foreign: number
  readonly damaged: number
}

export interface ImportParts {
  readonly pack: Blob
  readonly session: string
  /** Files this person may keep. */
  readonly wanted: ReadonlySet<string>
  /** base64url, by file. */
  readonly keys: Readonly<Record<string, string>>
  readonly copy: DeviceCopy
  readonly clock: () => number
  readonly signal: AbortSignal
  /** Bytes of the pack gone through, of how many. */
  readonly progress: (done: number, of: number) => void
}

/** A header for some thousand documents; a longer one is not ours. */
const longestHeader = 4 * 1024 * 1024

async function readHeader(pack: Blob): Promise<{ header: PackHeader; start: number } | null> {
  const begin = new Uint8Array(await pack.slice(0, packMagic.length + 4).arrayBuffer())
  if (
    new TextDecoder().decode(begin.subarray(0, packMagic.length)) !== packMagic ||
    begin.length < packMagic.length + 4
  )
    return null
  const length = new DataView(begin.buffer).getUint32(packMagic.length)
  if (length > longestHeader) return null
  const start = packMagic.length + 4 + length
  try {
    const read = packHeader.safeParse(JSON.parse(await pack.slice(packMagic.length + 4, start).text()))
    return read.success ? { header: read.data, start } : null
  } catch {
    // Not JSON: not ours.
    return null
  }
}

/** Pieces opened and kept at once. */
const together = 16

type Opener = (sealed: Uint8Array<ArrayBuffer>, index: number) => Promise<Uint8Array<ArrayBuffer> | null>

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

async function openerOf(sha256: string, key: string): Promise<Opener> {
  const raw = fromBase64url(key)
  const bound = (index: number): Uint8Array<ArrayBuffer> => new TextEncoder().encode(packBound(sha256, index))
  const subtle = crypto.subtle as SubtleCrypto | undefined
  const imported = await subtle?.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
  return async (sealed, index) => {
    try {
      if (!subtle || !imported) return gcm(raw, packNonce(index), bound(index)).decrypt(sealed).slice()
      const form = { name: 'AES-GCM', iv: packNonce(index), additionalData: bound(index) }
      return new Uint8Array(await subtle.decrypt(form, imported, sealed))
    } catch {
      // Another key or other bytes: counted as damaged.
      return null
    }
  }
}

export async function importPack(parts: ImportParts): Promise<PackResult | PackFailure> {
  const { pack, session, wanted, keys, copy, clock, signal, progress } = parts
  const found = await readHeader(pack)
  if (!found) return 'notPack'
  const { header, start } = found
  if (header.session !== session) return 'otherSession'
  const mine = header.files.filter((one) => wanted.has(one.sha256))
  if (mine.length > 0 && mine.every((one) => keys[one.sha256] === undefined)) return 'noKeys'
  const of = mine.reduce((sum, one) => sum + one.size, 0)
  const result = { imported: 0, known: 0, foreign: header.files.length - mine.length, damaged: 0 }
  let done = 0
  progress(done, of)
  for (const { sha256, size, offset } of mine) {
    const key = keys[sha256]
    if ((await copy.note(sha256))?.whole) {
      result.known++
      done += size
      progress(done, of)
      continue
    }
    if (key === undefined) {
      result.foreign++
      continue
    }
    const open = await openerOf(sha256, key)
    const hash = hasher.create()
    const pieces = Math.ceil(size / packPiece)
    let whole = true
    try {
      for (let first = 0; first < pieces && whole; first += together) {
        if (signal.aborted) return 'stopped'
        const from = start + offset + first * (packPiece + packTag)
        const until = Math.min(first + together, pieces)
        const end = Math.min(
          from + (until - first) * (packPiece + packTag),
          start + offset + sealedSize(size),
        )
        const sealed = new Uint8Array(await pack.slice(from, end).arrayBuffer())
        const opened = await Promise.all(
          Array.from({ length: until - first }, (_, n) => {
            const here = n * (packPiece + packTag)
            return open(sealed.slice(here, here + packPiece + packTag), first + n)
          }),
        )
        for (const piece of opened) if (piece) hash.update(piece)
        whole = opened.every(
          (piece, n) => piece?.length === Math.min(packPiece, size - (first + n) * packPiece),
        )
        if (!whole) break
        await Promise.all(opened.map(async (piece, n) => piece && copy.keep(sha256, first + n, piece)))
        done += opened.reduce((sum, piece) => sum + (piece?.length ?? 0), 0)
        progress(done, of)
      }
    } catch {
      return 'full'
    }
    if (whole && bytesToHex(hash.digest()) === sha256) {
      await copy.writeNote({ sha256, size, whole: true, usedAt: clock() })
      result.imported++
    } else {
      await copy.drop(sha256)
      result.damaged++
    }
  }
  return result
}
