/**
 * The server's clock was set, or the machine slept: written down where it happened, by the server alone.
 * What must stay true: no vote of the hall gets longer or shorter by it (its end moves along with the clock); a deadline
 * of days stays the calendar's.
 */
import { z } from 'zod'
import { desk } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import type { Ballot } from './records.ts'
import { running } from './session.ts'
import { isRefusal } from './refusal.ts'
import type { Put } from './state.ts'

const moment = z.iso.datetime({ precision: 3 })
const jump = z.object({
  /** What the clock would have shown had it run on. */
  was: moment,
  /** What it showed at that same moment. */
  now: moment,
})

/** Ends set by the clock before it jumped lie within the vote's own length of what that clock showed. */
function moved(ballot: Ballot, was: number, ms: number): Ballot {
  if (ballot.endsAt === null || ballot.method === 'written_opinion') return ballot
  const left = Date.parse(ballot.endsAt) - was
  const longest = (ballot.durationSeconds ?? 60) * 1000
  const tolerance = 5000
  if (left < -tolerance || left > longest + tolerance) return ballot
  return { ...ballot, endsAt: new Date(Date.parse(ballot.endsAt) + ms).toISOString() }
}

const events = {
  'clock.jumped': event({
    data: jump,
    apply(state, { was, now }): readonly Put[] {
      const ms = Date.parse(now) - Date.parse(was)
      const old = state.one('clock', 'clock')
      return [
        { kind: 'clock', id: 'clock', audience: desk, jumps: (old?.jumps ?? 0) + 1, was, now },
        ...state.every('ballot').flatMap((ballot) => {
          const after = moved(ballot, Date.parse(was), ms)
          return after === ballot ? [] : [after]
        }),
      ]
    },
  }),
}

const say = speaker(events)

export const clockJump = {
  commands: {
    'clock.jump': command({
      input: jump,
      may: ['system'],
      decide(state, input) {
        const session = running(state)
        return isRefusal(session) ? session : [say('clock.jumped', input)]
      },
    }),
  },
  events,
}
