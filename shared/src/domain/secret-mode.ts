/**
 * The opt-in to electronic secret ballots (thử nghiệm): off until a decision of the council is recorded.
 * What must stay true: nothing else switches it on; it takes two people of the desk, the chair one of them; the decision's
 * number, date and scope stand in the log.
 */
import { z } from 'zod'
import { members } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import type { SecretMode } from './secret-records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { running } from './session.ts'
import type { Put, State } from './state.ts'
import { id, isoDate, text } from './text.ts'

/** No setting brings the number of counted ballots below this (design: a count of one or two opens them). */
const leastOfAll = 3

const proposal = z.object({
  number: text(100),
  date: isoDate,
  scope: text(500),
  decidedBy: id.nullable(),
  leastIssued: z.int().min(leastOfAll).max(1000),
  leastCounted: z.int().min(leastOfAll).max(1000),
  complaintSeconds: z.int().min(0).max(3600),
})

const events = {
  'secretBallot.proposed': event({
    data: proposal.extend({ by: id }),
    apply: (_state, { by, ...rest }): readonly Put[] => [
      {
        kind: 'secretMode',
        id: 'secretMode',
        audience: members,
        state: 'proposed',
        ...rest,
        proposedBy: by,
        allowedBy: null,
      },
    ],
  }),
  'secretBallot.allowed': event({
    data: z.object({ number: text(100), date: isoDate, scope: text(500), by: id }),
    apply(state, { by, ...decision }): readonly Put[] {
      const old = state.one('secretMode', 'secretMode')
      return old ? [{ ...old, ...decision, state: 'allowed', allowedBy: by }] : []
    },
  }),
}

const say = speaker(events)

/** The opt-in in force, or why there is none. */
export function allowedMode(state: State): SecretMode | Refusal {
  const found = state.one('secretMode', 'secretMode')
  return found?.state === 'allowed' ? found : refuse('secretBallot.notAllowed')
}

const isChair = (state: State, person: string): boolean =>
  state.one('person', person)?.roles.includes('chair') ?? false

export const secretMode = {
  commands: {
    'secretBallot.propose': command({
      input: proposal.extend({
        decidedBy: id.nullable().default(null),
        leastIssued: proposal.shape.leastIssued.default(10),
        leastCounted: proposal.shape.leastCounted.default(5),
        complaintSeconds: proposal.shape.complaintSeconds.default(60),
      }),
      may: ['chair', 'secretariat'],
      decide(state, input, { actor }) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!isRefusal(allowedMode(state))) return refuse('secretBallot.alreadyAllowed')
        if (input.decidedBy !== null) {
          const vote = state.one('ballot', input.decidedBy)
          const passed = state.one('result', input.decidedBy)?.passed
          if (vote?.state !== 'published' || passed !== true) return refuse('secretBallot.voteNotPassed')
        }
        return [say('secretBallot.proposed', { ...input, by: actor.person })]
      },
    }),
    /** The second of the two. */
    'secretBallot.allow': command({
      input: z.object({}),
      may: ['chair', 'secretariat'],
      decide(state, _input, { actor }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const found = state.one('secretMode', 'secretMode')
        if (!found) return refuse('secretBallot.notProposed')
        if (found.state === 'allowed') return refuse('secretBallot.alreadyAllowed')
        const two = [found.proposedBy, actor.person]
        if (two[0] === two[1] || !two.some((person) => isChair(state, person)))
          return refuse('secretBallot.secondPerson')
        const { number, date, scope } = found
        return [say('secretBallot.allowed', { number, date, scope, by: actor.person })]
      },
    }),
  },
  events,
}
