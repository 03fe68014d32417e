/**
 * What this device keeps of one room: its changes, each sealed with the device's key.
 * What must stay true: nothing of a note, of whose it is or where it stands lies on the device in the clear, whatever the
 * layer; what was written is queued at once, also before the copy was read; folding never drops what another window wrote;
 * a copy of the time before sealing is taken over and then erased.
 */
import { openDB, type DBSchema } from 'idb'
import * as Y from 'yjs'
import { deviceSealer, type Sealer } from '../files/sealer.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface CopyRow {
  readonly key: number
  readonly bytes: Bytes
}

/** The rows of one room. */
export interface CopyStore {
  readonly rows: () => Promise<readonly CopyRow[]>
  readonly add: (bytes: Bytes) => Promise<number>
  /** One row in the place of others, in one transaction. */
  readonly replace: (gone: readonly number[], bytes: Bytes) => Promise<number>
  /** Changes of the time before sealing, in the clear. */
  readonly plain: () => Promise<readonly Uint8Array[]>
  readonly erasePlain: () => Promise<void>
  readonly close: () => void
}

export interface RoomCopy {
  /** What was kept is in the document; rejects where nothing can be kept. */
  readonly read: Promise<void>
  /** All rows into one: earlier forms of a mark are gone from the device then. */
  readonly fold: () => Promise<void>
  /** Settles when what was queued is written; never rejects. */
  readonly close: () => Promise<void>
}

/** Rows of one window before they are folded. */
const manyRows = 200

export interface CopyParts {
  readonly doc: Y.Doc
  /** Of the person and the room. */
  readonly name: string
  readonly store: Promise<CopyStore>
  readonly sealer: Promise<Sealer>
}

export function keepCopy({ doc, name, store, sealer }: CopyParts): RoomCopy {
  const bound = `notes/${name}`
  const self = {}
  const known = new Set<number>()
  let waiting: Uint8Array[] = []
  let shut = false
  let work: Promise<void>

  const sealed = async (update: Uint8Array): Promise<Bytes> =>
    (await sealer).seal(Uint8Array.from(update), bound)

  /** Rows not seen before, of an earlier day or of another window. */
  async function take(): Promise<void> {
    const rows = (await (await store).rows()).filter(({ key }) => !known.has(key))
    const opened = await Promise.all(
      rows.map(async ({ key, bytes }) => {
        known.add(key)
        return (await sealer).open(bytes, bound)
      }),
    )
    // What does not open was sealed with a key that was erased: as good as absent.
    const updates = opened.filter((one) => one !== null)
    if (updates.length > 0) Y.applyUpdate(doc, Y.mergeUpdates(updates), self)
  }

  async function foldNow(): Promise<void> {
    await take()
    const gone = [...known]
    const key = await (await store).replace(gone, await sealed(Y.encodeStateAsUpdate(doc)))
    known.clear()
    known.add(key)
  }

  async function write(): Promise<void> {
    if (waiting.length === 0) return
    const updates = waiting
    waiting = []
    known.add(await (await store).add(await sealed(Y.mergeUpdates(updates))))
    if (known.size > manyRows) await foldNow()
  }

  const next = (step: () => Promise<void>): Promise<void> => (work = work.then(step))
  const heard = (update: Uint8Array, origin: unknown): void => {
    if (origin === self || shut) return
    waiting.push(update)
    // No room left, or storage forbidden: the notes are in the room and on this page all the same.
    if (waiting.length === 1) next(write).catch(() => (shut = true))
  }
  doc.on('update', heard)

  const read = async (): Promise<void> => {
    const plain = await (await store).plain()
    if (plain.length > 0) Y.applyUpdate(doc, Y.mergeUpdates([...plain]), self)
    await take()
    if (plain.length === 0) return
    await foldNow()
    await (await store).erasePlain()
  }
  work = read()
  return {
    read: work,
    fold: () => next(foldNow),
    close() {
      doc.off('update', heard)
      const end = async (): Promise<void> => (await store).close()
      // What was queued is still written. Where nothing can be kept there is nothing to end.
      return work.then(end, end).catch(() => undefined)
    },
  }
}

interface Schema extends DBSchema {
  sealed: { key: number; value: Bytes }
  /** As y-indexeddb kept them. */
  updates: { key: number; value: Uint8Array }
  custom: { key: string; value: unknown }
}

/** @throws when the browser forbids storage */
export async function databaseCopy(name: string): Promise<CopyStore> {
  const database = await openDB<Schema>(name, 2, {
    upgrade: (fresh) => void fresh.createObjectStore('sealed', { autoIncrement: true }),
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
  const earlier = database.objectStoreNames.contains('updates')
  return {
    async rows() {
      const change = database.transaction('sealed')
      const [keys, all] = await Promise.all([change.store.getAllKeys(), change.store.getAll()])
      return keys.flatMap((key, n) => {
        const bytes = all[n]
        return bytes ? [{ key, bytes }] : []
      })
    },
    add: (bytes) => database.add('sealed', bytes),
    async replace(gone, bytes) {
      const change = database.transaction('sealed', 'readwrite')
      const [key] = await Promise.all([
        change.store.add(bytes),
        ...gone.map((one) => change.store.delete(one)),
        change.done,
      ])
      return key
    },
    plain: () => (earlier ? database.getAll('updates') : Promise.resolve([])),
    async erasePlain() {
      await database.clear('updates')
      if (database.objectStoreNames.contains('custom')) await database.clear('custom')
    },
    close: () => database.close(),
  }
}

export type KeepCopy = (name: string, doc: Y.Doc) => RoomCopy

/** The copies of one page: a room opened again waits for what it still wrote when it was closed. */
export function createCopies(
  open: (name: string) => Promise<CopyStore> = databaseCopy,
  sealer: () => Promise<Sealer> = deviceSealer,
): KeepCopy {
  const ending = new Map<string, Promise<void>>()
  return (name, doc) => {
    const before = ending.get(name)
    const store = before ? before.then(() => open(name)) : open(name)
    const copy = keepCopy({ doc, name, store, sealer: sealer() })
    return {
      ...copy,
      close() {
        const end = copy.close().then(() => {
          if (ending.get(name) === end) ending.delete(name)
        })
        ending.set(name, end)
        return end
      },
    }
  }
}
