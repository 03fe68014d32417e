/**
 * Loads the whole session onto this device now, because somebody asked for it: with progress, stopped and gone on with
 * at will.
 * What must stay true: one file at a time; what was loaded stays, so that going on begins where it was left.
 */
import type { Wanted } from '../files/prefetch.ts'
import type { DocumentSource } from '../files/source.ts'

export interface LoadState {
  readonly kind: 'idle' | 'loading' | 'waiting' | 'stopped' | 'full' | 'done'
  readonly files: number
  readonly filesDone: number
  readonly bytes: number
  readonly bytesDone: number
  /** Refused meanwhile, e.g. withdrawn. */
  readonly failed: number
}

export interface Loader {
  readonly start: (wanted: readonly Wanted[]) => Promise<void>
  readonly stop: () => void
  /** Only looks how much is here. */
  readonly look: (wanted: readonly Wanted[]) => Promise<void>
  readonly now: () => LoadState
  readonly subscribe: (listener: () => void) => () => void
}

export interface LoaderParts {
  readonly open: (file: Wanted) => Promise<{ source: DocumentSource; letGo: () => void }>
  readonly isWhole: (sha256: string) => Promise<boolean>
}

export function createLoader({ open, isWhole }: LoaderParts): Loader {
  const listeners = new Set<() => void>()
  let stopping: AbortController | null = null
  let state: LoadState = { kind: 'idle', files: 0, filesDone: 0, bytes: 0, bytesDone: 0, failed: 0 }
  const set = (change: Partial<LoadState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  async function count(wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
    const missing: Wanted[] = []
    for (const file of wanted) if (!(await isWhole(file.sha256))) missing.push(file)
    const sum = (files: readonly Wanted[]): number => files.reduce((all, one) => all + one.size, 0)
    set({
      files: wanted.length,
      filesDone: wanted.length - missing.length,
      bytes: sum(wanted),
      bytesDone: sum(wanted) - sum(missing),
      failed: 0,
    })
    return missing
  }

  async function bring(file: Wanted, signal: AbortSignal): Promise<void> {
    const before = state.bytesDone
    const { source, letGo } = await open(file)
    const unsubscribe = source.subscribe(() => {
      const { held, waiting, full } = source.now()
      if (!signal.aborted)
        set({ bytesDone: before + held, kind: full ? 'full' : waiting ? 'waiting' : 'loading' })
    })
    try {
      set({ bytesDone: before + source.now().held })
      if (await source.fill(signal))
        set({ bytesDone: before + file.size, filesDone: state.filesDone + 1, kind: 'loading' })
      else set({ bytesDone: before })
    } catch (cause) {
      if (signal.aborted) throw cause
      set({ bytesDone: before, failed: state.failed + 1 })
    } finally {
      unsubscribe()
      letGo()
    }
  }

  return {
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async look(wanted) {
      if (stopping) return
      const missing = await count(wanted)
      if (!stopping) set({ kind: missing.length === 0 && wanted.length > 0 ? 'done' : 'idle' })
    },
    async start(wanted) {
      if (stopping) return
      const mine = new AbortController()
      stopping = mine
      set({ kind: 'loading' })
      try {
        for (const file of await count(wanted)) {
          if (mine.signal.aborted) break
          await bring(file, mine.signal)
          if (state.kind === 'full') return
        }
        set({ kind: mine.signal.aborted ? 'stopped' : state.filesDone === state.files ? 'done' : 'idle' })
      } catch {
        // Stopped in the middle of a file: its pieces stay for the next time.
        set({ kind: 'stopped' })
      } finally {
        stopping = null
      }
    },
    stop: () => stopping?.abort(new Error('stopped')),
  }
}
