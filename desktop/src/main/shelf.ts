/**
 * The shelf: documents kept on this device for reading without the network, sealed piece by piece.
 * What must stay true: nothing readable touches the disk, not even a document's hash; a piece is handed out only if it is
 * the very piece that was put, at its own place; without a keystore there is no shelf. A crash may lose a piece (it is
 * fetched again) and never leaves a wrong one.
 *
 * Layout: `<folder>/<hidden hash>/<number>.piece` and `note`.
 */
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BridgeShelf, ShellRefusal, ShelfNote } from '../bridge.ts'
import type { Keystore } from './keystore.ts'
import { hiddenName, seal, unseal } from './seal.ts'
import { isFull, isMissing, wholeFiles, writeWhole } from './write-file.ts'

export interface ShelfParts {
  readonly keystore: Pick<Keystore, 'keyFor'>
  readonly folder: string
  /** Bytes on the disk at most. */
  readonly limit: number
}

const absent: ShellRefusal = { refused: 'shelf.absent' }
const damaged: ShellRefusal = { refused: 'shelf.damaged' }
const full: ShellRefusal = { refused: 'shelf.full' }
const suffix = '.piece'

const isKey = (key: Uint8Array | ShellRefusal): key is Uint8Array => key instanceof Uint8Array

export function createShelf({ keystore, folder, limit }: ShelfParts): BridgeShelf {
  // Bytes held; null until counted.
  let held: number | null = null

  async function measure(): Promise<number> {
    let sum = 0
    for (const document of await wholeFiles(folder))
      for (const file of await wholeFiles(join(folder, document)))
        sum += (await stat(join(folder, document, file))).size
    return sum
  }

  async function put(path: string, sealed: Uint8Array): Promise<ShellRefusal | null> {
    held ??= await measure()
    const before = await stat(path).then(
      (found) => found.size,
      (cause: unknown) => {
        if (isMissing(cause)) return 0
        throw cause
      },
    )
    const growth = sealed.byteLength - before
    if (held + growth > limit) return full
    // Counted before the write, so that parallel puts do not pass the limit together.
    held += growth
    try {
      await writeWhole(path, sealed, { lasting: false })
      return null
    } catch (cause) {
      held -= growth
      if (isFull(cause)) return full
      throw cause
    }
  }

  /** null: not there. */
  const read = (path: string): Promise<Buffer | null> =>
    readFile(path).catch((cause: unknown) => {
      if (isMissing(cause)) return null
      throw cause
    })

  return {
    async piece(sha256, index) {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      const sealed = await read(join(folder, hiddenName(key, sha256), index + suffix))
      if (sealed === null) return absent
      return unseal(key, `piece/${sha256}/${index}`, sealed) ?? damaged
    },

    async keep(sha256, index, bytes) {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      return put(
        join(folder, hiddenName(key, sha256), index + suffix),
        seal(key, `piece/${sha256}/${index}`, bytes),
      )
    },

    async held(sha256) {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      const names = await wholeFiles(join(folder, hiddenName(key, sha256)))
      return names
        .filter((name) => name.endsWith(suffix))
        .map((name) => Number(name.slice(0, -suffix.length)))
        .filter((index) => Number.isSafeInteger(index) && index >= 0)
        .sort((a, b) => a - b)
    },

    async writeNote(note) {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      const hidden = hiddenName(key, note.sha256)
      return put(join(folder, hidden, 'note'), seal(key, `note/${hidden}`, Buffer.from(JSON.stringify(note))))
    },

    async notes() {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      const notes: ShelfNote[] = []
      for (const hidden of await wholeFiles(folder)) {
        const sealed = await read(join(folder, hidden, 'note'))
        const opened = sealed && unseal(key, `note/${hidden}`, sealed)
        // Not ours (a lost key, a changed file): as good as absent, and the wiping takes it away.
        if (opened) notes.push(JSON.parse(Buffer.from(opened).toString('utf8')) as ShelfNote)
      }
      return notes
    },

    async drop(sha256) {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      await rm(join(folder, hiddenName(key, sha256)), { recursive: true, force: true })
      held = null
      return null
    },

    async used() {
      const key = await keystore.keyFor('shelf')
      if (!isKey(key)) return key
      return (held ??= await measure())
    },

    async wipe() {
      const names = await readdir(folder).catch((cause: unknown) => {
        if (isMissing(cause)) return []
        throw cause
      })
      for (const name of names) await rm(join(folder, name), { recursive: true, force: true })
      held = null
      return null
    },
  }
}
