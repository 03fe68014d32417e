/**
 * The marks of one room as plain values over a Yjs map.
 * What must stay true: in a private layer what stands in the map is locked, and what was not yet (marks of earlier days)
 * is locked as soon as there is a key; a mark is one immutable value, replaced or removed as a whole; what others wrote and does not have
 * the shape of a mark is not shown; only one's own marks are changed from here; undoing takes back one's own deeds only; a
 * mark brought over from an earlier version leaves a sign behind when removed, so that it is not brought over again.
 */
import {
  mark as markShape,
  marksKey,
  putAway,
  roomLimits,
  type Mark,
  type PutAway,
} from '@nghi-truong/shared/protocol/rooms'
import * as Y from 'yjs'

export type Marks = ReadonlyMap<string, Mark>

export type Entry = readonly [id: string, mark: Mark]

export interface MarkStore {
  readonly all: () => Marks
  /** Those of one page, in the order they came; the same list until one of them changes. */
  readonly ofPage: (page: number) => readonly Entry[]
  readonly subscribe: (listener: () => void) => () => void
  /** One step of undoing. Marks of others are left alone. */
  readonly put: (marks: readonly Entry[]) => void
  readonly remove: (ids: readonly string[]) => void
  /**
   * Brings one's own marks over from an earlier version, under the ids they had there. Where something already stands
   * under an id, or once did, it stays: two devices bringing the same marks end equal. Not undone.
   */
  readonly carry: (marks: readonly Entry[]) => void
  /** Decides that a mark of an earlier version is not brought over. */
  readonly putAway: (ids: readonly string[], at: string) => void
  /** Whether a mark of an earlier version has been brought over or put away here. */
  readonly settled: (id: string) => boolean
  /** Everything done between `begin` and `end` is undone as one. */
  readonly begin: () => void
  readonly end: () => void
  readonly undo: () => void
  readonly redo: () => void
  readonly canUndo: () => boolean
  readonly canRedo: () => boolean
  /** Reads everything again under new keys, and locks what stands in the clear. @returns how many were locked */
  readonly reread: () => number
  readonly close: () => void
}

/** How marks stand in the map: as they are, or locked. */
export interface MarkCodec {
  /** Whether marks can be written now. */
  readonly ready: () => boolean
  readonly seal: (id: string, value: Mark | PutAway) => unknown
  readonly open: (id: string, value: unknown) => unknown
  /** Whether a value stands there as it should not: in the clear. */
  readonly bare: (value: unknown) => boolean
  /** Called when somebody wanted to write and could not. */
  readonly wanted: () => void
}

const plainly: MarkCodec = {
  ready: () => true,
  seal: (_id, value) => value,
  open: (_id, value) => value,
  bare: () => false,
  wanted: () => undefined,
}

const none: readonly Entry[] = []

/** Well below what one update may weigh at the door: many marks at once go in several. */
const parcelBytes = roomLimits.updateBytes / 4

/** Marks in parcels that fit through the door; sizes are estimated from their JSON, which is never shorter. */
export function parcels<T>(entries: readonly T[], most = parcelBytes): readonly (readonly T[])[] {
  const out: T[][] = []
  let size = Infinity
  for (const entry of entries) {
    const weight = JSON.stringify(entry).length
    if (size + weight > most) {
      out.push([])
      size = 0
    }
    out.at(-1)?.push(entry)
    size += weight
  }
  return out
}

export function createMarkStore(doc: Y.Doc, person: string, codec: MarkCodec = plainly): MarkStore {
  const map = doc.getMap<unknown>(marksKey)
  const origin = { person }
  const manager = new Y.UndoManager(map, { trackedOrigins: new Set([origin]), captureTimeout: 0 })
  const listeners = new Set<() => void>()
  let marks: Map<string, Mark> = new Map()
  const pages = new Map<number, readonly Entry[]>()
  let gesture = false
  // Answers for buttons: a fresh value only when something happened.
  let depth = { undo: 0, redo: 0 }

  /** Signs of marks put away, by whom. */
  const away = new Map<string, string>()

  const read = (id: string, into: Map<string, Mark>): void => {
    const value = codec.open(id, map.get(id))
    const found = markShape.safeParse(value)
    if (found.success) into.set(id, found.data)
    else into.delete(id)
    const sign = found.success ? null : putAway.safeParse(value)
    if (sign?.success) away.set(id, sign.data.author)
    else away.delete(id)
  }
  const tell = (): void => {
    depth = { undo: manager.undoStack.length, redo: manager.redoStack.length }
    for (const listener of listeners) listener()
  }
  const changed = (event: Y.YMapEvent<unknown>): void => {
    const next = new Map(marks)
    const touched = new Set<number | undefined>()
    for (const id of event.keysChanged) {
      touched.add(next.get(id)?.page)
      read(id, next)
      touched.add(next.get(id)?.page)
    }
    marks = next
    sort(touched)
    tell()
    // Written in the clear by a device that had not yet learned to lock.
    if (codec.ready() && [...event.keysChanged].some((id) => codec.bare(map.get(id))))
      queueMicrotask(lockBare)
  }
  const lockBare = (): number => {
    const bare: (readonly [string, Mark | PutAway])[] = []
    for (const [id, value] of map) {
      if (!codec.bare(value)) continue
      const found = markShape.or(putAway).safeParse(value)
      if (found.success) bare.push([id, found.data])
    }
    for (const parcel of parcels(bare))
      doc.transact(() => {
        for (const [id, value] of parcel) map.set(id, codec.seal(id, value))
      }, 'locking')
    return bare.length
  }
  const sort = (touched: ReadonlySet<number | undefined>): void => {
    const lists = new Map<number, Entry[]>()
    for (const entry of marks)
      if (touched.has(entry[1].page)) {
        const list = lists.get(entry[1].page)
        if (list) list.push(entry)
        else lists.set(entry[1].page, [entry])
      }
    for (const page of touched) if (page !== undefined) pages.set(page, lists.get(page) ?? none)
  }
  for (const id of map.keys()) read(id, marks)
  sort(new Set([...marks.values()].map((one) => one.page)))
  map.observe(changed)
  manager.on('stack-item-added', tell)
  manager.on('stack-item-popped', tell)

  const mine = (id: string): boolean => {
    const old = map.get(id)
    return old === undefined || (marks.get(id)?.author ?? away.get(id)) === person
  }
  const signOf = (at: string): PutAway => ({ kind: 'away', author: person, at, v: 1 })
  const group = (deed: () => void): void => {
    const alone = !gesture
    if (alone) begin()
    deed()
    if (alone) end()
  }
  const begin = (): void => {
    manager.stopCapturing()
    // Everything until the end falls into one step, however long the hand takes.
    manager.captureTimeout = Number.MAX_SAFE_INTEGER
    gesture = true
  }
  const end = (): void => {
    manager.captureTimeout = 0
    manager.stopCapturing()
    gesture = false
  }
  return {
    all: () => marks,
    ofPage: (page) => pages.get(page) ?? none,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    put(entries) {
      if (!codec.ready()) return codec.wanted()
      const own = entries.filter(([id, value]) => value.author === person && mine(id))
      group(() => {
        for (const parcel of parcels(own))
          doc.transact(() => {
            for (const [id, value] of parcel) map.set(id, codec.seal(id, value))
          }, origin)
      })
    },
    remove(ids) {
      const own = ids.filter((id) => map.has(id) && mine(id))
      if (own.length === 0) return
      group(() => {
        doc.transact(() => {
          for (const id of own) {
            const old = marks.get(id)
            if (old?.from) map.set(id, codec.seal(id, signOf(old.at)))
            else map.delete(id)
          }
        }, origin)
      })
    },
    carry(entries) {
      if (!codec.ready()) return
      const own = entries.filter(([id, value]) => value.author === person && !map.has(id))
      for (const parcel of parcels(own))
        doc.transact(() => {
          for (const [id, value] of parcel) map.set(id, codec.seal(id, value))
        }, 'carried')
    },
    putAway(ids, at) {
      const own = ids.filter((id) => mine(id))
      if (own.length === 0 || !codec.ready()) return
      group(() => {
        doc.transact(() => {
          for (const id of own) map.set(id, codec.seal(id, signOf(at)))
        }, origin)
      })
    },
    settled: (id) => map.has(id),
    reread() {
      const next = new Map<string, Mark>()
      const touched = new Set<number | undefined>([...marks.values()].map((one) => one.page))
      for (const id of map.keys()) read(id, next)
      for (const one of next.values()) touched.add(one.page)
      marks = next
      sort(touched)
      tell()
      return codec.ready() ? lockBare() : 0
    },
    begin,
    end,
    undo: () => void manager.undo(),
    redo: () => void manager.redo(),
    canUndo: () => depth.undo > 0,
    canRedo: () => depth.redo > 0,
    close() {
      map.unobserve(changed)
      manager.destroy()
      listeners.clear()
    },
  }
}
