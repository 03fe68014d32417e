/**
 * What the server must do by itself: votes that end by time, kept on the monotonic clock; deadlines of days, kept by the
 * calendar.
 * What must stay true: a wish of the timetable goes the same road as everybody's; a change of the machine's clock neither
 * shortens nor lengthens a vote that runs in the hall; a machine that slept through a deadline finds it when it wakes.
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

/** How often a deadline of days is held against the calendar: sleep stops the monotonic clock, and timers have a limit. */
const glanceMs = 30_000

/** A moment that moved with the clock is the same moment: its span from now is what it was, within this. */
const sameMs = 500

interface Scheduled {
  readonly at: string
  /** On the monotonic clock; for what the calendar decides, unused. */
  readonly dueMs: number
  readonly cancel: () => void
}

export function createTimetable(world: World, due: (log: string, wish: Due) => void): Timetable {
  const scheduled = new Map<string, Map<string, Scheduled>>()
  const spanTo = (at: string): number => Date.parse(at) - Date.parse(world.now())

  /** @returns how to stop waiting */
  function whenReached(at: string, job: () => void): () => void {
    let cancel: () => void
    const wait = (): void => {
      const left = spanTo(at)
      if (left <= 0) job()
      else cancel = world.after(Math.min(left, glanceMs), wait)
    }
    cancel = world.after(Math.min(Math.max(0, spanTo(at)), glanceMs), wait)
    return () => cancel()
  }

  return {
    refresh(log, state) {
      const wanted = new Map(
        timers(state).map((one) => [JSON.stringify([one.type, one.input, one.byCalendar ?? false]), one]),
      )
      const own = scheduled.get(log) ?? new Map<string, Scheduled>()
      scheduled.set(log, own)
      for (const [name, { cancel }] of own) {
        if (wanted.has(name)) continue
        cancel()
        own.delete(name)
      }
      for (const [name, one] of wanted) {
        const old = own.get(name)
        // Turned into a span at once, while the wall clock that wrote `at` is still the one that reads it.
        const ms = spanTo(one.at)
        const dueMs = world.mono() + ms
        const moved = one.byCalendar !== true && old && Math.abs(old.dueMs - dueMs) <= sameMs
        if (old && (old.at === one.at || moved)) {
          own.set(name, { ...old, at: one.at })
          continue
        }
        old?.cancel()
        const job = (): void => due(log, { type: one.type, input: one.input })
        const cancel = one.byCalendar === true ? whenReached(one.at, job) : world.after(ms, job)
        own.set(name, { at: one.at, dueMs, cancel })
      }
    },
    close() {
      for (const own of scheduled.values()) for (const { cancel } of own.values()) cancel()
      scheduled.clear()
    },
  }
}
