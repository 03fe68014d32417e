/**
 * The house: the council and its people, outside any session. One log of its own, `house`.
 * What must stay true: credentials are never here; a session copies what it needs at convening and is not changed by
 * anything said here later.
 */
import { z } from 'zod'
import { everyone, roles, type Audience } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { refuse } from './refusal.ts'
import { keepDaysSchema } from './reading.ts'
import { gone, type Put } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const office: Audience = ['role:admin', 'role:secretariat', 'role:chair']

const person = {
  name: text(120),
  position: text(200, 0),
  roles: z.array(z.enum(roles)).max(8),
  group: id.nullable(),
  seat: text(20).nullable(),
}

const council = z.object({
  name: text(200),
  place: text(300, 0),
  level: z.enum(['province', 'commune', 'custom']),
  keepDays: keepDaysSchema.optional(),
})

const events = {
  'house.councilNamed': event({
    data: council,
    apply: (_state, data): readonly Put[] => [
      { kind: 'council', id: 'council', audience: everyone, ...data },
    ],
  }),
  'house.groupSet': event({
    data: z.object({ group: id, name: text(120) }),
    apply: (_state, { group, name }): readonly Put[] => [
      { kind: 'houseGroup', id: group, audience: office, name },
    ],
  }),
  'house.personSet': event({
    data: z.object({ person: id, ...person }),
    apply: (_state, { person: who, ...rest }): readonly Put[] => [
      { kind: 'housePerson', id: who, audience: [...office, `person:${who}`], ...rest },
    ],
  }),
  'house.personRemoved': event({
    data: z.object({ person: id }),
    apply: (_state, { person: who }) => [gone('housePerson', who)],
  }),
  'house.trustImported': event({
    data: z.object({ file: sha256Hex, issue: z.int() }),
    apply: (_state, { file, issue }, { at, actor }): readonly Put[] => [
      {
        kind: 'trustBundle',
        id: 'trust',
        audience: everyone,
        file,
        issue,
        importedAt: at,
        importedBy: actor,
      },
    ],
  }),
}

const say = speaker(events)

export const house = {
  commands: {
    'house.nameCouncil': command({
      input: council,
      may: ['admin', 'secretariat'],
      decide: (_state, input) => [say('house.councilNamed', input)],
    }),
    'house.setGroup': command({
      input: z.object({ group: id, name: text(120) }),
      may: ['admin', 'secretariat'],
      decide: (_state, input) => [say('house.groupSet', input)],
    }),
    'house.setPerson': command({
      input: z.object({ person: id, ...person }),
      may: ['admin', 'secretariat'],
      decide(state, input, { actor }) {
        if (input.group && !state.one('houseGroup', input.group)) return refuse('group.notSeen')
        // Only an administrator makes or unmakes administrators.
        const before = state.one('housePerson', input.person)?.roles.includes('admin') ?? false
        const after = input.roles.includes('admin')
        if (before !== after && !actor.roles.includes('admin') && !actor.roles.includes('system'))
          return refuse('command.notAllowed')
        return [say('house.personSet', input)]
      },
    }),
    'house.removePerson': command({
      input: z.object({ person: id }),
      may: ['admin', 'secretariat'],
      decide(state, { person: who }, { actor }) {
        const old = state.one('housePerson', who)
        if (!old) return refuse('person.notSeen')
        if (old.roles.includes('admin') && !actor.roles.includes('admin')) return refuse('command.notAllowed')
        return [say('house.personRemoved', { person: who })]
      },
    }),
    'house.importTrust': command({
      input: z.object({ file: sha256Hex, issue: z.int().min(1) }),
      may: ['admin'],
      decide(state, input, context) {
        const issue = context.trust(input.file)
        if (issue === undefined) return refuse('trust.unknown')
        if (issue !== input.issue) return refuse('command.badInput', { where: 'issue' })
        const old = state.one('trustBundle', 'trust')
        if (old && old.issue >= issue) return refuse('trust.older', { issue: old.issue })
        return [say('house.trustImported', input)]
      },
    }),
  },
  events,
}
