/**
 * Biểu quyết thử: for a minute every device answers by itself, so that the chair learns by name who could not vote and why.
 * What must stay true: nothing here touches a real vote; who fails is told by one pure function from the records and who
 * is connected.
 */
import { z } from 'zod'
import { desk, everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { delegatesInOffice, lawOf } from './find.ts'
import type { Person } from './records.ts'
import { holdsTheHall } from './holding.ts'
import { isRefusal, refuse } from './refusal.ts'
import { running } from './session.ts'
import { gone, type Put, type State } from './state.ts'
import { text } from './text.ts'

const answer = z.object({
  /** Device clock minus server clock, milliseconds. */
  clockOffMs: z.int(),
  version: text(40),
  battery: z.int().min(0).max(100).nullable(),
})

const events = {
  'rehearsal.started': event({
    data: z.object({ round: z.int(), seconds: z.int(), version: text(40) }),
    apply: (state, { round, seconds, version }, { at }): readonly Put[] => [
      {
        kind: 'rehearsal',
        id: 'rehearsal',
        audience: everyone,
        round,
        state: 'running',
        startedAt: at,
        endsAt: new Date(Date.parse(at) + seconds * 1000).toISOString(),
        version,
      },
      ...state.every('readiness').map((one) => gone('readiness', one.id)),
    ],
  }),
  'rehearsal.answered': event({
    data: answer.extend({ person: text(64), round: z.int() }),
    apply: (_state, { person, ...rest }, { at }): readonly Put[] => [
      { kind: 'readiness', id: person, audience: desk, at, ...rest },
    ],
  }),
  'rehearsal.ended': event({
    data: z.object({}),
    apply(state): readonly Put[] {
      const now = state.one('rehearsal', 'rehearsal')
      return now ? [{ ...now, state: 'done' }] : []
    },
  }),
}

const say = speaker(events)

export const rehearsal = {
  commands: {
    'rehearsal.start': command({
      /** The client version every device should have. */
      input: z.object({ version: text(40) }),
      may: ['chair', 'secretariat'],
      decide(state, { version }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const before = state.one('rehearsal', 'rehearsal')
        if (before?.state === 'running') return refuse('rehearsal.running')
        if (state.every('ballot').some(holdsTheHall)) return refuse('ballot.anotherOpen')
        const seconds = lawOf(now, 'rehearsalSec').value
        return [say('rehearsal.started', { round: (before?.round ?? 0) + 1, seconds, version })]
      },
    }),
    'rehearsal.answer': command({
      input: answer,
      may: ['delegate'],
      decide(state, input, { actor }) {
        const now = state.one('rehearsal', 'rehearsal')
        if (now?.state !== 'running') return refuse('rehearsal.notRunning')
        return [say('rehearsal.answered', { ...input, person: actor.person, round: now.round })]
      },
    }),
    'rehearsal.end': command({
      input: z.object({}),
      may: ['chair', 'secretariat', 'system'],
      decide: (state) =>
        state.one('rehearsal', 'rehearsal')?.state === 'running'
          ? [say('rehearsal.ended', {})]
          : refuse('rehearsal.notRunning'),
    }),
  },
  events,
}

export const unreadyReasons = [
  'not_checked_in',
  'offline',
  'no_answer',
  'wrong_clock',
  'old_version',
  'low_battery',
] as const
export type UnreadyReason = (typeof unreadyReasons)[number]

/** A clock this far off would show wrong countdowns; a battery this low may not last the sitting. */
const clockToleranceMs = 5000
const lowBattery = 15

/** Delegates who would fail to vote now, each with the first reason found, in the order of the roster. */
export function unready(
  state: State,
  connected: ReadonlySet<string>,
): readonly { readonly person: Person; readonly reason: UnreadyReason }[] {
  const now = state.one('rehearsal', 'rehearsal')
  return delegatesInOffice(state).flatMap((person) => {
    const told = state.one('readiness', person.id)
    const reason: UnreadyReason | null =
      state.one('attendance', person.id)?.state !== 'present'
        ? 'not_checked_in'
        : !connected.has(person.id) && !told
          ? 'offline'
          : !told
            ? 'no_answer'
            : Math.abs(told.clockOffMs) > clockToleranceMs
              ? 'wrong_clock'
              : now && told.version !== now.version
                ? 'old_version'
                : told.battery !== null && told.battery < lowBattery
                  ? 'low_battery'
                  : null
    return reason ? [{ person, reason }] : []
  })
}

/** When the minute is over (UTC). */
export function rehearsalTimers(state: State): readonly {
  readonly at: string
  readonly type: string
  readonly input: Readonly<Record<string, never>>
}[] {
  const now = state.one('rehearsal', 'rehearsal')
  return now?.state === 'running' ? [{ at: now.endsAt, type: 'rehearsal.end', input: {} }] : []
}
