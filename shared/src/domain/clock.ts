/**
 * What the server must do by itself: at a time, or after a restart.
 * What must stay true: the moment is the server's (monotonic) clock's business, the rule is the feature's; every such
 * wish is an ordinary command of the actor `system`.
 */
import { ballotTimers } from './ballot.ts'
import { rehearsalTimers } from './rehearsal.ts'
import type { State } from './state.ts'

export interface Timer {
  /** UTC. */
  readonly at: string
  readonly type: string
  readonly input: Readonly<Record<string, unknown>>
}

export const timers = (state: State): readonly Timer[] => [...ballotTimers(state), ...rehearsalTimers(state)]

export { recoveries } from './ballot.ts'
