/**
 * The order of one's own deeds over several layers, so that one button takes back the last of them wherever it was.
 * What must stay true: only deeds of this person in this reading are in it; a layer's own memory decides what undoing does.
 */
import type { Room } from '../../client/notes.ts'

type Store = Pick<Room['marks'], 'undo' | 'redo' | 'canUndo' | 'canRedo'>

export interface Journal {
  readonly did: (stores: readonly Store[]) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly depth: () => { readonly undo: number; readonly redo: number }
  readonly subscribe: (listener: () => void) => () => void
}

export function createJournal(): Journal {
  let done: (readonly Store[])[] = []
  let undone: (readonly Store[])[] = []
  let depth = { undo: 0, redo: 0 }
  const listeners = new Set<() => void>()
  const tell = (): void => {
    depth = { undo: done.length, redo: undone.length }
    for (const listener of listeners) listener()
  }
  return {
    did(stores) {
      if (stores.length === 0) return
      done.push(stores)
      undone = []
      tell()
    },
    undo() {
      const last = done.at(-1)
      if (!last) return
      done = done.slice(0, -1)
      for (const store of last) if (store.canUndo()) store.undo()
      undone = [...undone, last]
      tell()
    },
    redo() {
      const last = undone.at(-1)
      if (!last) return
      undone = undone.slice(0, -1)
      for (const store of last) if (store.canRedo()) store.redo()
      done = [...done, last]
      tell()
    },
    depth: () => depth,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
