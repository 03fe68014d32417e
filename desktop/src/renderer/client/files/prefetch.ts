/**
 * Brings published documents to this device before anybody asks for them.
 * What must stay true: one file at a time; each device begins at its own random moment, so that a hundred tablets do not
 * ask in the same second; a device short of space fetches nothing ahead.
 */

export interface Wanted {
  readonly sha256: string
  readonly size: number
  /** Read in the hall only: nothing of it is kept on the device. */
  readonly brief?: boolean
}

export interface PrefetchState {
  readonly total: number
  readonly done: number
  /** Bytes of all wanted files, and how many of them are here. */
  readonly bytes: number
  readonly held: number
  readonly running: boolean
  readonly lowSpace: boolean
}

export interface PrefetchParts {
  /** Fetches the rest of one file; true when it is whole. Rejects only when refused or stopped. */
  readonly fill: (file: Wanted, signal: AbortSignal) => Promise<boolean>
  readonly isWhole: (file: Wanted) => Promise<boolean>
  /** Free bytes this origin may still use; null when unknown. */
  readonly room: () => Promise<number | null>
  /** 0 ≤ x < 1. */
  readonly random: () => number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly spreadMs: number
}

export interface Prefetch {
  /** What should be here, most wanted first. Called again whenever the agenda changes. Resolves when done for now. */
  readonly want: (files: readonly Wanted[]) => Promise<void>
  readonly now: () => PrefetchState
  readonly subscribe: (listener: () => void) => () => void
  readonly stop: () => void
}

/** Kept free for notes and votes. */
const reserve = 50 * 1024 * 1024

export function createPrefetch(parts: PrefetchParts): Prefetch {
  const stopping = new AbortController()
  const listeners = new Set<() => void>()
  const whole = new Set<string>()
  const failed = new Set<string>()
  let wanted: readonly Wanted[] = []
  let working: Promise<void> | null = null
  let state: PrefetchState = { total: 0, done: 0, bytes: 0, held: 0, running: false, lowSpace: false }

  const tell = (change: Partial<PrefetchState> = {}): void => {
    const here = wanted.filter((one) => whole.has(one.sha256))
    const sum = (files: readonly Wanted[]): number => files.reduce((all, one) => all + one.size, 0)
    state = {
      ...state,
      total: wanted.length,
      done: here.length,
      bytes: sum(wanted),
      held: sum(here),
      ...change,
    }
    for (const listener of listeners) listener()
  }

  async function work(signal: AbortSignal): Promise<void> {
    for (const file of wanted) if (await parts.isWhole(file)) whole.add(file.sha256)
    tell()
    const next = (): Wanted | undefined =>
      wanted.find((one) => !whole.has(one.sha256) && !failed.has(one.sha256))
    if (!next()) return
    tell({ running: true })
    await parts.wait(parts.random() * parts.spreadMs, signal)
    for (let file = next(); file; file = next()) {
      const room = await parts.room()
      if (room !== null && room < file.size + reserve) {
        tell({ lowSpace: true })
        break
      }
      // A refused file is left alone: it was withdrawn, and the agenda will say so.
      const ok = await parts.fill(file, signal).catch(() => false)
      if (signal.aborted) return
      if (ok) whole.add(file.sha256)
      else failed.add(file.sha256)
      tell()
    }
  }

  async function rounds(): Promise<void> {
    for (let round: readonly Wanted[] | null = null; round !== wanted && !stopping.signal.aborted;) {
      round = wanted
      // Stopped, or the browser forbids storage: nothing is fetched ahead, reading still works.
      await work(stopping.signal).catch(() => undefined)
    }
    working = null
    tell({ running: false })
  }

  return {
    want(files) {
      wanted = [...new Map(files.map((one) => [one.sha256, one])).values()]
      failed.clear()
      tell({ lowSpace: false })
      working ??= rounds()
      return working
    },
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      stopping.abort(new Error('stopped'))
      listeners.clear()
    },
  }
}
