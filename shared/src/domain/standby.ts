/**
 * The second machine, as the log knows it: when it follows, when it lags or is gone, when another machine took over.
 * What must stay true: said by the server alone; `epoch` only rises; while `degraded` an acknowledged vote may lie on one
 * disk only, and the desk sees that.
 */
import { z } from 'zod'
import { desk, type Audience } from './audience.ts'
import { command, event, speaker, type Decision } from './feature.ts'
import { isRefusal } from './refusal.ts'
import { running } from './session.ts'
import type { Put, State } from './state.ts'

const audience: Audience = [...desk, 'role:admin']

const degraded = z.object({
  /** `late`: its confirmation did not come in time; `gone`: no connection. */
  why: z.enum(['late', 'gone']),
})
const promoted = z.object({
  epoch: z.int().min(2),
  /** `standby`: the second machine took over; `restored`: brought back from a backup. */
  why: z.enum(['standby', 'restored']),
})

const events = {
  'standby.degraded': event({
    data: degraded,
    apply: (_state, { why }, { at }): readonly Put[] => [
      { kind: 'standby', id: 'standby', audience, state: 'degraded', why, since: at },
    ],
  }),
  'standby.caughtUp': event({
    data: z.object({}),
    apply: (_state, _data, { at }): readonly Put[] => [
      { kind: 'standby', id: 'standby', audience, state: 'following', why: null, since: at },
    ],
  }),
  'server.promoted': event({
    data: promoted,
    apply: (_state, { why }, { at }): readonly Put[] => [
      { kind: 'standby', id: 'standby', audience, state: 'alone', why, since: at },
    ],
  }),
}

const say = speaker(events)

const whileRunning = (state: State, decide: () => Decision): Decision => {
  const session = running(state)
  return isRefusal(session) ? session : decide()
}

const promote = command({
  input: promoted,
  may: ['system'],
  decide: (_state, input) => [say('server.promoted', input)],
})

export const standby = {
  commands: {
    'standby.degrade': command({
      input: degraded,
      may: ['system'],
      decide: (state, input) => whileRunning(state, () => [say('standby.degraded', input)]),
    }),
    'standby.catchUp': command({
      input: z.object({}),
      may: ['system'],
      decide: (state) => whileRunning(state, () => [say('standby.caughtUp', {})]),
    }),
    'server.promote': promote,
  },
  events,
}

/** The house's log, too, says when another machine took over. */
export const houseStandby = {
  commands: { 'server.promote': promote },
  events: { 'server.promoted': events['server.promoted'] },
}
