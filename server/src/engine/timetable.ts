/**
 * What the server must do by itself (votes that end by time), kept on the monotonic clock.
 * What must stay true: a wish of the timetable goes the same road as everybody's; a change of the machine's clock neither
 * shortens nor lengthens a vote that runs.
 */
import { timers } from '@nghi-truong/shared/domain/clock'
import type { State } from '@nghi-truong/shared/domain/state'
import type { World } from './crypto.ts'

export interface Due {
  readonly type: string
  readonly input: unknown
}

export interface Timetable {
  /** Compares what is due in the log with what is scheduled. */
  refresh(log: string, state: State): void
  close(): void
}

export function createTimetable(world: World, due: (log: string, wish: Due) => void): Timetable {
  const scheduled = new Map<string, Map<string, () => void>>()
  return {
    refresh(log, state) {
      const wanted = timers(state)
      const own = scheduled.get(log) ?? new Map<string, () => void>()
      scheduled.set(log, own)
      const names = new Set(wanted.map((one) => JSON.stringify(one)))
      for (const [name, cancel] of own) {
        if (names.has(name)) continue
        cancel()
        own.delete(name)
      }
      for (const one of wanted) {
        const name = JSON.stringify(one)
        if (own.has(name)) continue
        // Turned into a span at once, while the wall clock that wrote `at` is still the one that reads it.
        const ms = Date.parse(one.at) - Date.parse(world.now())
        own.set(
          name,
          world.after(ms, () => due(log, { type: one.type, input: one.input })),
        )
      }
    },
    close() {
      for (const own of scheduled.values()) for (const cancel of own.values()) cancel()
      scheduled.clear()
    },
  }
}
