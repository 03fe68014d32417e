/**
 * What the server must do by itself: at a time, or after a restart.
 * What must stay true: the moment is the server's (monotonic) clock's business, the rule is the feature's; every such
 * wish is an ordinary command of the actor `system`.
 */
import { ballotTimers } from './ballot.ts'
import { opinionTimers } from './opinion.ts'
import { rehearsalTimers } from './rehearsal.ts'
import type { State } from './state.ts'

export interface Timer {
  /** UTC. */
  readonly at: string
  readonly type: string
  readonly input: Readonly<Record<string, unknown>>
  /** A day and an hour people were told: kept by the calendar, not by a span from now. */
  readonly byCalendar?: true
}

export const timers = (state: State): readonly Timer[] => [
  ...ballotTimers(state),
  ...rehearsalTimers(state),
  ...opinionTimers(state),
]

export { recoveries } from './ballot.ts'
