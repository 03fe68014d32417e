/**
 * The people of a session after convening: guests who come later, changed roles, ended mandates.
 * What must stay true: nobody is ever deleted; the session keeps a chair; ending a mandate lowers the total from then on
 * and touches no vote already opened.
 */
import { z } from 'zod'
import { everyone, roles } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import type { Put } from './state.ts'
import { refuse } from './refusal.ts'
import { id, text } from './text.ts'

const role = z.enum(roles).exclude(['admin'])

const details = {
  name: text(120),
  position: text(200, 0),
  roles: z.array(role).max(7),
  group: id.nullable(),
  seat: text(20).nullable(),
}

const events = {
  'people.added': event({
    data: z.object({ person: id, ...details }),
    apply: (_state, { person, ...rest }): readonly Put[] => [
      { kind: 'person', id: person, audience: everyone, inOffice: true, ...rest },
      ...(rest.roles.includes('delegate') ? [blankAttendance(person)] : []),
    ],
  }),
  'people.changed': event({
    data: z.object({ person: id, ...details }),
    apply(state, { person, ...rest }): readonly Put[] {
      const old = state.one('person', person)
      if (!old) return []
      const newDelegate = rest.roles.includes('delegate') && !state.one('attendance', person)
      return [{ ...old, ...rest }, ...(newDelegate ? [blankAttendance(person)] : [])]
    },
  }),
  'people.mandateEnded': event({
    data: z.object({ person: id, reason: text(500) }),
    apply(state, { person }): readonly Put[] {
      const old = state.one('person', person)
      return old ? [{ ...old, inOffice: false }] : []
    },
  }),
}

const blankAttendance = (person: string): Put => ({
  kind: 'attendance',
  id: person,
  audience: everyone,
  state: 'unknown',
  by: null,
  at: null,
})

const say = speaker(events)

export const people = {
  commands: {
    'people.add': command({
      input: z.object({ person: id, ...details }),
      may: ['secretariat'],
      decide(state, input) {
        if (state.one('person', input.person)) return refuse('person.exists')
        if (input.group && !state.one('group', input.group)) return refuse('group.notSeen')
        return [say('people.added', input)]
      },
    }),
    'people.change': command({
      input: z.object({ person: id, ...details }),
      may: ['secretariat'],
      decide(state, input) {
        const old = state.one('person', input.person)
        if (!old) return refuse('person.notSeen')
        if (input.group && !state.one('group', input.group)) return refuse('group.notSeen')
        const chairs = state.every('person').filter((one) => one.roles.includes('chair'))
        if (chairs.length === 1 && chairs[0]?.id === old.id && !input.roles.includes('chair'))
          return refuse('person.lastChair')
        return [say('people.changed', input)]
      },
    }),
    'people.endMandate': command({
      input: z.object({ person: id, reason: text(500) }),
      may: ['secretariat'],
      decide(state, input) {
        const old = state.one('person', input.person)
        if (!old) return refuse('person.notSeen')
        if (!old.roles.includes('delegate') || !old.inOffice) return refuse('person.notDelegate')
        return [say('people.mandateEnded', input)]
      },
    }),
  },
  events,
}
