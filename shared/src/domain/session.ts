/**
 * The session itself: convened, opened with a quorum, paused, closed.
 * What must stay true: the roster and the rule profile are copied in at convening, so that the log explains itself; a
 * sitting opens or resumes only with the quorum its profile asks for.
 */
import { z } from 'zod'
import { everyone, roles } from './audience.ts'
import { quorum } from './attendance.ts'
import { holdsTheHall } from './holding.ts'
import { command, event, speaker, type Context } from './feature.ts'
import { indispensable, sessionOf } from './find.ts'
import type { Attendance, Session } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { keepDaysSchema } from './reading.ts'
import { ruleAt } from './rules/active.ts'
import { ruleProfileSchema } from './rules/types.ts'
import { handlingStates } from './secret-state.ts'
import type { State } from './state.ts'
import { id, isoDate, text } from './text.ts'

const person = z.object({
  id,
  name: text(120),
  position: text(200, 0),
  roles: z.array(z.enum(roles)).max(8),
  group: id.nullable(),
  seat: text(20).nullable(),
})

const sessionKind = z.enum(['regular', 'thematic', 'urgent', 'constituent'])

const details = {
  title: text(300),
  council: text(200),
  place: text(300),
  term: text(60),
  ordinal: z.int().min(1).max(99),
  sessionKind,
  startsOn: isoDate,
  profile: ruleProfileSchema,
  /** Copied from the house, like the roster. */
  keepDays: keepDaysSchema.optional(),
}

const events = {
  'session.convened': event({
    data: z.object({
      ...details,
      people: z.array(person).max(2000),
      groups: z.array(z.object({ id, name: text(120) })).max(200),
    }),
    apply: (_state, { people, groups, ...session }) => [
      {
        kind: 'session',
        id: 'session',
        audience: everyone,
        ...session,
        state: 'preparing',
        agendaPublished: false,
        currentItem: null,
        openedAt: null,
        closedAt: null,
      },
      ...groups.map((group) => ({ kind: 'group' as const, audience: everyone, ...group })),
      ...people.map((entry) => ({ kind: 'person' as const, audience: everyone, inOffice: true, ...entry })),
      ...people
        .filter((entry) => entry.roles.includes('delegate'))
        .map((entry): Attendance => ({
          kind: 'attendance',
          id: entry.id,
          audience: everyone,
          state: 'unknown',
          by: null,
          at: null,
        })),
      { kind: 'projector', id: 'projector', audience: everyone, mode: 'auto', ref: null, message: '' },
      { kind: 'presenter', id: 'presenter', audience: everyone, person: null, document: null },
    ],
  }),
  'session.opened': event({
    data: z.object({ present: z.int(), total: z.int() }),
    apply: (state, _data, { at }) =>
      change(state, (session) => ({ state: 'open', openedAt: session.openedAt ?? at })),
  }),
  'session.adjourned': event({
    data: z.object({}),
    apply: (state) => change(state, () => ({ state: 'recess' })),
  }),
  'session.keepDaysSet': event({
    data: z.object({ days: keepDaysSchema }),
    apply: (state, { days }) => change(state, () => ({ keepDays: days })),
  }),
  'session.closed': event({
    data: z.object({}),
    apply: (state, _data, { at }) =>
      change(state, () => ({ state: 'closed', closedAt: at, currentItem: null })),
  }),
}

const say = speaker(events)

function change(state: State, how: (session: Session) => Partial<Session>): readonly Session[] {
  const session = sessionOf(state)
  return session ? [{ ...session, ...how(session) }] : []
}

/** The session, if something may still happen in it. */
export function running(state: State): Session | Refusal {
  const session = sessionOf(state)
  if (!session) return refuse('session.notSeen')
  return session.state === 'closed' ? refuse('session.closed') : session
}

/** The session while it sits: acts that belong into the hall. */
export function sitting(state: State): Session | Refusal {
  const session = running(state)
  if (isRefusal(session)) return session
  return session.state === 'open' ? session : refuse('session.notOpen')
}

function openWithQuorum(state: State) {
  const found = quorum(state)
  if (!found.met)
    return refuse('quorum.missing', {
      present: found.present,
      total: found.total,
      needed: found.needed,
      missing: found.needed - found.present,
      legalBasis: found.legalBasis,
    })
  return [say('session.opened', { present: found.present, total: found.total })]
}

export const session = {
  commands: {
    'session.convene': command({
      input: z.object(details),
      may: ['secretariat', 'admin'],
      decide(state, input, context: Context) {
        if (!state.empty) return refuse('session.exists')
        const lacking = indispensable.find((key) => !ruleAt(input.profile, key, input.startsOn))
        if (lacking) return refuse('command.badInput', { where: `profile.${lacking}` })
        const { people, groups } = context.roster()
        if (!people.some((one) => one.roles.includes('delegate'))) return refuse('session.rosterEmpty')
        if (!people.some((one) => one.roles.includes('chair'))) return refuse('session.noChair')
        return [
          say('session.convened', {
            ...input,
            // An administrator has no part in a meeting.
            people: people
              .filter((one) => one.roles.some((role) => role !== 'admin'))
              .map(({ id, name, position, roles, group, seat }) => ({
                id,
                name,
                position,
                roles: roles.filter((role) => role !== 'admin'),
                group,
                seat,
              })),
            groups: groups.map(({ id, name }) => ({ id, name })),
          }),
        ]
      },
    }),
    'session.open': command({
      input: z.object({}),
      may: ['chair'],
      decide(state) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (now.state === 'open') return refuse('session.alreadyOpen')
        if (!now.agendaPublished) return refuse('session.agendaNotPublished')
        return openWithQuorum(state)
      },
    }),
    'session.adjourn': command({
      input: z.object({}),
      may: ['chair'],
      decide(state) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        return voteRunning(state) ?? [say('session.adjourned', {})]
      },
    }),
    /** How long devices keep the session after its end; also later, while devices still have it. */
    'session.setKeepDays': command({
      input: z.object({ days: keepDaysSchema }),
      may: ['secretariat'],
      decide: (state, input) =>
        sessionOf(state) ? [say('session.keepDaysSet', input)] : refuse('session.notSeen'),
    }),
    'session.close': command({
      input: z.object({}),
      may: ['chair'],
      decide(state) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (now.state === 'preparing') return refuse('session.notOpen')
        return voteRunning(state) ?? [say('session.closed', {})]
      },
    }),
  },
  events,
}

/** A vote in progress holds the sitting: nobody's choice may be cut off by a recess. */
function voteRunning(state: State): Refusal | undefined {
  const busy = state.every('ballot').some(holdsTheHall)
  const secret = state.every('secretBallot').some((ballot) => handlingStates.includes(ballot.state))
  return busy || secret ? refuse('ballot.anotherOpen') : undefined
}
