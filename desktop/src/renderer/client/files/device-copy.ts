/**
 * The copy of documents on this device, kept in pieces.
 * What must stay true: pieces are numbered from 0 and all but the last are `pieceBytes` long; a file counts as whole only
 * when its bytes were found to have the hash it is named by; bytes lie sealed, each piece at its own place. The browser's
 * database is used and not its request cache: that one exists on https only, and a hall's network may have none. A shell
 * with an encrypted shelf gives another `DeviceCopy`.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { deviceSealer, type Sealer } from './sealer.ts'

/** Small enough that a first page over Wi-Fi costs little, large enough that a scan is not a thousand requests. */
export const pieceBytes = 128 * 1024

export interface FileNote {
  readonly sha256: string
  readonly size: number
  /** All bytes are here and have been checked against the hash. */
  readonly whole: boolean
  /** UTC milliseconds of the last reading. */
  readonly usedAt: number
}

export interface DeviceCopy {
  piece(sha256: string, index: number): Promise<Uint8Array<ArrayBuffer> | null>
  keep(sha256: string, index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Numbers of the pieces held. */
  held(sha256: string): Promise<readonly number[]>
  note(sha256: string): Promise<FileNote | null>
  writeNote(note: FileNote): Promise<void>
  notes(): Promise<readonly FileNote[]>
  drop(sha256: string): Promise<void>
  /** Bytes held, all files together. */
  used(): Promise<number>
}

interface Shape extends DBSchema {
  piece: {
    key: [string, number]
    /** `length`: bytes of the document in it; `bytes`: sealed. */
    value: { sha256: string; index: number; length: number; bytes: ArrayBuffer }
    indexes: { length: [string, number, number] }
  }
  file: { key: string; value: FileNote }
}

const ofFile = (sha256: string): IDBKeyRange => IDBKeyRange.bound([sha256, 0], [sha256, Infinity])

const boundOf = (sha256: string, index: number): string => `${sha256}/${index}`

/** @throws when the browser forbids storage */
export async function databaseCopy(
  name = 'nghi-truong-files',
  sealing: Promise<Sealer> = deviceSealer(),
): Promise<DeviceCopy> {
  const sealer = await sealing
  const database: IDBPDatabase<Shape> = await openDB<Shape>(name, 2, {
    upgrade(fresh, before) {
      // The first form kept documents in the clear: fetched again, sealed.
      if (before === 1) {
        fresh.deleteObjectStore('piece')
        fresh.deleteObjectStore('file')
      }
      const pieces = fresh.createObjectStore('piece', { keyPath: ['sha256', 'index'] })
      // Its keys alone tell how much is held: no bytes are read for a sum.
      pieces.createIndex('length', ['sha256', 'index', 'length'])
      fresh.createObjectStore('file', { keyPath: 'sha256' })
    },
    // Another window, or the erasing of this device, wants it: let go.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
  return {
    async piece(sha256, index) {
      const found = await database.get('piece', [sha256, index])
      return found ? sealer.open(new Uint8Array(found.bytes), boundOf(sha256, index)) : null
    },
    async keep(sha256, index, bytes) {
      const sealed = await sealer.seal(bytes, boundOf(sha256, index))
      await database.put('piece', { sha256, index, length: bytes.length, bytes: sealed.buffer })
    },
    held: async (sha256) => (await database.getAllKeys('piece', ofFile(sha256))).map(([, index]) => index),
    note: async (sha256) => (await database.get('file', sha256)) ?? null,
    async writeNote(note) {
      await database.put('file', note)
    },
    notes: () => database.getAll('file'),
    async drop(sha256) {
      const change = database.transaction(['piece', 'file'], 'readwrite')
      await Promise.all([
        change.objectStore('piece').delete(ofFile(sha256)),
        change.objectStore('file').delete(sha256),
        change.done,
      ])
    },
    async used() {
      let sum = 0
      let cursor = await database.transaction('piece').store.index('length').openKeyCursor()
      while (cursor) {
        sum += cursor.key[2]
        cursor = await cursor.continue()
      }
      return sum
    },
  }
}

/** Holds for as long as the page lives: for browsers without storage, and for tests. */
export function memoryCopy(): DeviceCopy {
  const pieces = new Map<string, Map<number, Uint8Array<ArrayBuffer>>>()
  const notes = new Map<string, FileNote>()
  return {
    piece: (sha256, index) => Promise.resolve(pieces.get(sha256)?.get(index) ?? null),
    keep(sha256, index, bytes) {
      const of = pieces.get(sha256) ?? new Map<number, Uint8Array<ArrayBuffer>>()
      pieces.set(sha256, of.set(index, bytes.slice()))
      return Promise.resolve()
    },
    held: (sha256) => Promise.resolve([...(pieces.get(sha256)?.keys() ?? [])].sort((a, b) => a - b)),
    note: (sha256) => Promise.resolve(notes.get(sha256) ?? null),
    writeNote(note) {
      notes.set(note.sha256, note)
      return Promise.resolve()
    },
    notes: () => Promise.resolve([...notes.values()]),
    drop(sha256) {
      pieces.delete(sha256)
      notes.delete(sha256)
      return Promise.resolve()
    },
    used: () =>
      Promise.resolve(
        [...pieces.values()].reduce(
          (sum, of) => sum + [...of.values()].reduce((part, bytes) => part + bytes.length, 0),
          0,
        ),
      ),
  }
}
