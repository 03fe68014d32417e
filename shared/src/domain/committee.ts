/**
 * The Ban kiểm phiếu: elected openly in the session, counts what is secret.
 * What must stay true: as many members as the profile asks (`tellersMin`, HD883), all delegates in office; nobody who
 * stands on a ballot counts it, checked when the committee is entered and again when a ballot opens.
 */
import { z } from 'zod'
import { everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { isDelegate, lawOf } from './find.ts'
import type { Person } from './records.ts'
import { isRefusal, refuse } from './refusal.ts'
import { notYetCounted } from './secret-state.ts'
import { running } from './session.ts'
import type { Put, State } from './state.ts'
import { id } from './text.ts'

const shape = z.object({
  head: id,
  secretary: id,
  members: z.array(id).min(1).max(100),
  electedBy: id.nullable(),
})

const withRole = (person: Person, member: boolean): Person => ({
  ...person,
  roles: [
    ...person.roles.filter((role) => role !== 'committee'),
    ...(member ? (['committee'] as const) : []),
  ],
})

const events = {
  'committee.elected': event({
    data: shape,
    apply(state, data): readonly Put[] {
      const changed = state
        .every('person')
        .filter((one) => one.roles.includes('committee') !== data.members.includes(one.id))
      return [
        { kind: 'committee', id: 'committee', audience: everyone, ...data },
        ...changed.map((one) => withRole(one, data.members.includes(one.id))),
      ]
    },
  }),
}

const say = speaker(events)

const countingStates = ['draft', 'issuing', 'counting']

/** A member who stands on a ballot not yet counted, if there is one. */
export const conflict = (state: State, members: readonly string[]): Person | undefined => {
  const standing = state
    .every('paperBallot')
    .filter((ballot) => countingStates.includes(ballot.state))
    .flatMap((ballot) => ballot.subjects.map((subject) => subject.person))
    .concat(
      state
        .every('secretBallot')
        .filter((ballot) => notYetCounted.includes(ballot.state))
        .flatMap((ballot) => ballot.subjects.map((subject) => subject.person)),
    )
  const found = members.find((member) => standing.includes(member))
  return found === undefined ? undefined : state.one('person', found)
}

export const committee = {
  commands: {
    'committee.elect': command({
      input: shape.extend({ electedBy: id.nullable().default(null) }),
      may: ['chair'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        const least = lawOf(now, 'tellersMin')
        const members = [...new Set(input.members)]
        if (members.length < least.value)
          return refuse('committee.tooSmall', { needed: least.value, legalBasis: least.legalBasis })
        for (const member of members) {
          const person = state.one('person', member)
          if (!person) return refuse('person.notSeen')
          if (!isDelegate(person)) return refuse('person.notDelegate')
        }
        if (
          input.head === input.secretary ||
          ![input.head, input.secretary].every((one) => members.includes(one))
        )
          return refuse('committee.headNotMember')
        const standing = conflict(state, members)
        if (standing) return refuse('committee.onBallot', { name: standing.name })
        if (input.electedBy !== null) {
          const vote = state.one('ballot', input.electedBy)
          const passed = state.one('result', input.electedBy)?.passed
          if (vote?.rule.code !== 'tellers_election' || vote.state !== 'published' || passed !== true)
            return refuse('committee.voteNotPassed')
        }
        return [say('committee.elected', { ...input, members })]
      },
    }),
  },
  events,
}
