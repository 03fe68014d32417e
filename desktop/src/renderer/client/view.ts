/**
 * What this device may see of one session, kept in step with the server, and the hooks by which screens read it.
 * What must stay true: the records are exactly the server's (snapshot, then patches); nothing is folded or guessed here;
 * a screen is drawn again only when what it reads has changed.
 */
import type { Role } from '@nghi-truong/shared/domain/audience'
import type { Kind, RecordOf } from '@nghi-truong/shared/domain/records'
import { createMemory, type Memory, type State } from '@nghi-truong/shared/domain/state'
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Down } from '@nghi-truong/shared/protocol/live'
import type { Lamp } from '@nghi-truong/shared/protocol/machines'
import { createContext, useContext, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Line } from './live.ts'

export interface You {
  readonly person: string
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

export interface ViewState {
  readonly records: State
  /** Rises with every change of the records. */
  readonly version: number
  /** Last place of the log this device has seen; -1 before the first snapshot. */
  readonly seq: number
  readonly head: string
  /** `house.epoch` of the machine whose records these are; null before the first snapshot. */
  readonly machine: string | null
  readonly you: You
  /** Server time minus this device's, in milliseconds. */
  readonly offsetMs: number
  readonly line: Line
  readonly refusal: Refusal | null
  /** How the second machine stands to this one; null: none is set, or not this person's business. */
  readonly lamp: Lamp | null
  readonly present: { readonly count: number; readonly people: readonly string[] | null }
}

export interface View {
  readonly session: string
  readonly now: () => ViewState
  readonly subscribe: (listener: () => void) => () => void
  readonly receive: (message: Down) => void
  readonly setLine: (line: Line, refusal?: Refusal) => void
}

/** The server's clock, or this device's, was set when they are suddenly this much further apart. */
const clockSetMs = 10_000

const stranger: You = { person: '', roles: [], groups: [] }

export function createView(session: string, clock: () => number = Date.now): View {
  let memory: Memory = createMemory()
  const listeners = new Set<() => void>()
  let state: ViewState = {
    records: memory,
    version: 0,
    seq: -1,
    head: '',
    machine: null,
    you: stranger,
    offsetMs: 0,
    line: 'connecting',
    refusal: null,
    lamp: null,
    present: { count: 0, people: null },
  }
  const set = (change: Partial<ViewState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  /** A patch comes late by the way it took; only a clock that was set is further off than that. */
  const offsetAfter = (serverNow: string): number => {
    const offset = Date.parse(serverNow) - clock()
    return Math.abs(offset - state.offsetMs) > clockSetMs ? offset : state.offsetMs
  }
  return {
    session,
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    receive(message) {
      switch (message.type) {
        case 'snapshot':
          memory = createMemory()
          memory.put(message.records)
          set({
            records: memory,
            version: state.version + 1,
            seq: message.seq,
            head: message.head,
            machine: message.epoch ?? null,
            // Said anew right after, where there is something to say.
            lamp: null,
            you: message.you,
            offsetMs: Date.parse(message.now) - clock(),
          })
          break
        case 'patch':
          memory.put(message.puts)
          set({
            version: state.version + 1,
            seq: message.seq,
            // A server of an earlier version names none: then nothing is known of this entry.
            head: message.head ?? '',
            offsetMs: offsetAfter(message.now),
          })
          break
        case 'presence':
          set({ present: { count: message.count, people: message.people } })
          break
        case 'machines':
          set({ lamp: message.lamp })
          break
        case 'bye':
          set({ refusal: message.refusal })
          break
      }
    },
    setLine: (line, refusal) => set({ line, refusal: refusal ?? null }),
  }
}

export const ViewContext = createContext<View | null>(null)

export function useView(): View {
  const view = useContext(ViewContext)
  if (!view) throw new Error('no session around this part')
  return view
}

/** The record, or undefined while it does not exist or is not in this person's sight. */
export function useOne<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().records.one(kind, id))
}

/** All records of a kind; the same list until one of them changes. */
export function useEvery<K extends Kind>(kind: K): readonly RecordOf<K>[] {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().records.every(kind))
}

/** One level deep: lists and objects of the same parts are the same. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return left.length === right.size && left.every(([key, value]) => Object.is(right.get(key), value))
}

/** Anything computed from the records, drawn again only when the result differs (one level deep). */
export function useSelect<T>(select: (records: State, you: You) => T): T {
  const view = useView()
  const last = useRef<{ version: number; you: You; select: unknown; value: T } | null>(null)
  const read = useMemo(
    () => (): T => {
      const { version, records, you } = view.now()
      const before = last.current
      if (before && before.version === version && before.select === select && before.you === you)
        return before.value
      const value = select(records, you)
      const kept = before && alike(before.value, value) ? before.value : value
      last.current = { version, you, select, value: kept }
      return kept
    },
    [view, select],
  )
  return useSyncExternalStore(view.subscribe, read)
}

export function useYou(): You {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().you)
}

/** Server time minus this device's, in milliseconds. */
export function useClockOffset(): number {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().offsetMs)
}

export function useConnection(): Line {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().line)
}

/** Whether the first snapshot has arrived. */
export function useLoaded(): boolean {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => view.now().seq >= 0)
}

export function useViewState<T>(read: (state: ViewState) => T): T {
  const view = useView()
  return useSyncExternalStore(view.subscribe, () => read(view.now()))
}
