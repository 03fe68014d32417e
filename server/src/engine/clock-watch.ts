/**
 * Notices that the wall clock did not go the way the monotonic clock went: it was set, or the machine slept.
 * What must stay true: both clocks are read at one instant; slow correction (NTP slewing) is no jump; a jump is told once,
 * before anything that is decided by the new clock.
 */
import type { World } from './crypto.ts'

export interface Jump {
  /** What the clock would have shown had it run on (UTC). */
  readonly was: string
  readonly now: string
}

/** A leap second is a second; correction between two looks is far below this. */
const toleranceMs = 500

const iso = (ms: number): string => new Date(ms).toISOString()

export interface ClockWatch {
  /** The jump since the last look, or undefined. */
  look(): Jump | undefined
}

/** @param last when the newest entry of any log was written: a clock that stands before it was set back meanwhile */
export function watchClock(world: Pick<World, 'now' | 'mono'>, last: string | undefined): ClockWatch {
  let wall = Date.parse(world.now())
  let mono = world.mono()
  let before = last !== undefined && Date.parse(last) - wall > toleranceMs ? last : undefined
  return {
    look() {
      const nowText = world.now()
      const now = Date.parse(nowText)
      const nowMono = world.mono()
      const expected = wall + (nowMono - mono)
      wall = now
      mono = nowMono
      const was = before ?? (Math.abs(now - expected) > toleranceMs ? iso(expected) : undefined)
      before = undefined
      return was === undefined ? undefined : { was, now: nowText }
    },
  }
}
