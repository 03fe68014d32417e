/**
 * Who is in the hall, and whether that is enough.
 * What must stay true: present/total is counted from the records at the moment of asking; the threshold is the
 * profile's rule `quorum` (Luật Tổ chức chính quyền địa phương), compared in integers.
 */
import { z } from 'zod'
import { desk, everyone, type Audience } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { delegatesInOffice, lawOf, presentDelegates, sessionOf } from './find.ts'
import type { Attendance } from './records.ts'
import { refuse } from './refusal.ts'
import { quorumCheck } from './rules/tally.ts'
import { gone, type State } from './state.ts'
import { id, text } from './text.ts'

export interface Quorum {
  readonly present: number
  readonly total: number
  readonly needed: number
  readonly met: boolean
  readonly legalBasis: string
}

/** The quorum as the session's own profile asks for it on its opening day. */
export function quorum(state: State): Quorum {
  const session = sessionOf(state)
  const present = presentDelegates(state).length
  const total = delegatesInOffice(state).length
  if (!session) return { present, total, needed: total, met: false, legalBasis: '' }
  const rule = lawOf(session, 'quorum')
  const { needed, met } = quorumCheck(rule.value, present, total)
  return { present, total, needed, met, legalBasis: rule.legalBasis }
}

const attendanceState = z.enum(['present', 'absent', 'absent_excused'])

const events = {
  'attendance.marked': event({
    data: z.object({
      person: id,
      state: attendanceState,
      by: z.enum(['self', 'secretariat']),
      reason: text(500).nullable(),
    }),
    apply(_state, { person, state, by, reason }, { at }) {
      const seen: Audience = [...desk, `person:${person}`]
      const mark: Attendance = { kind: 'attendance', id: person, audience: everyone, state, by, at }
      return [
        mark,
        reason === null
          ? gone('absence', person)
          : { kind: 'absence' as const, id: person, audience: seen, reason },
      ]
    },
  }),
}

const say = speaker(events)

export const attendance = {
  commands: {
    'attendance.checkIn': command({
      input: z.object({}),
      may: ['delegate'],
      decide(state, _input, { actor }) {
        const mine = state.one('attendance', actor.person)
        if (!mine) return refuse('person.notDelegate')
        if (sessionOf(state)?.state === 'closed') return refuse('session.closed')
        if (mine.state === 'present') return refuse('attendance.alreadyPresent')
        return [
          say('attendance.marked', { person: actor.person, state: 'present', by: 'self', reason: null }),
        ]
      },
    }),
    'attendance.mark': command({
      input: z.object({ person: id, state: attendanceState, reason: text(500).optional() }),
      may: ['secretariat'],
      decide(state, input) {
        if (!state.one('attendance', input.person)) return refuse('person.notDelegate')
        if (sessionOf(state)?.state === 'closed') return refuse('session.closed')
        if (input.state === 'absent_excused' && !input.reason) return refuse('attendance.reasonNeeded')
        return [
          say('attendance.marked', {
            person: input.person,
            state: input.state,
            by: 'secretariat',
            reason: input.state === 'present' ? null : (input.reason ?? null),
          }),
        ]
      },
    }),
    'attendance.excuse': command({
      input: z.object({ reason: text(500) }),
      may: ['delegate'],
      decide(state, { reason }, { actor }) {
        if (!state.one('attendance', actor.person)) return refuse('person.notDelegate')
        if (sessionOf(state)?.state === 'closed') return refuse('session.closed')
        return [
          say('attendance.marked', { person: actor.person, state: 'absent_excused', by: 'self', reason }),
        ]
      },
    }),
  },
  events,
}
