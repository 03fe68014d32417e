/**
 * Phiếu lấy ý kiến: a vote in writing, answered from the devices in the days up to a deadline.
 * What must stay true: who is asked is frozen at the opening; an answer is an ordinary signed cast and may change until
 * the deadline; it holds no hall, needs no quorum of a sitting, and ends by itself; a reminder names nobody to anybody
 * but the one reminded and the desk.
 */
import { z } from 'zod'
import { desk, members } from './audience.ts'
import { change, sayBallot } from './ballot-events.ts'
import { inState, repeatOf, withSecrecy } from './ballot-steps.ts'
import { command, event, speaker, type Context } from './feature.ts'
import { delegatesInOffice, isDelegate, lawOf } from './find.ts'
import type { Opinion, Session } from './records.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { ruleAt, voteRule } from './rules/active.ts'
import { otherThreeWays } from './rules/options.ts'
import type { VoteRule } from './rules/types.ts'
import { running } from './session.ts'
import type { Put, State } from './state.ts'
import { id, text } from './text.ts'

const moment = z.iso.datetime({ precision: 3 })
const only = z.object({ ballot: id })
const people = z.array(id).max(2000)

const events = {
  'opinion.prepared': event({
    data: z.object({ ballot: id, people, deadline: moment }),
    apply: (_state, { ballot, ...rest }): readonly Put[] => [
      { kind: 'opinion', id: ballot, audience: desk, ...rest, remindAt: [], reminded: [] },
    ],
  }),
  'opinion.opened': event({
    data: z.object({ ballot: id, people, total: z.int(), deadline: moment, remindAt: z.array(moment) }),
    apply: (state, { ballot, people: asked, total, deadline, remindAt }, { at }): readonly Put[] => [
      ...change(state, ballot, () => ({
        state: 'open',
        openedAt: at,
        endsAt: deadline,
        // Nobody sits in a hall: those who can be counted present are those who are asked.
        frozen: { total, present: asked.length, eligible: asked.length },
      })),
      { kind: 'opinion', id: ballot, audience: members, people: asked, deadline, remindAt, reminded: [] },
      { kind: 'electorate', id: ballot, audience: members, people: asked },
      { kind: 'turnout', id: ballot, audience: members, cast: 0, eligible: asked.length },
      { kind: 'voted', id: ballot, audience: desk, people: [] },
    ],
  }),
  'opinion.extended': event({
    data: z.object({ ballot: id, deadline: moment, remindAt: z.array(moment) }),
    apply(state, { ballot, deadline, remindAt }): readonly Put[] {
      const old = state.one('opinion', ballot)
      return [
        ...change(state, ballot, () => ({ endsAt: deadline })),
        ...(old ? [{ ...old, deadline, remindAt }] : []),
      ]
    },
  }),
  'opinion.reminded': event({
    data: z.object({ ballot: id, people, by: z.enum(['timetable', 'secretariat']) }),
    apply(state, { ballot, people: reminded, by }, { at }): readonly Put[] {
      const old = state.one('opinion', ballot)
      return [
        ...(old
          ? [
              {
                ...old,
                remindAt: by === 'timetable' ? old.remindAt.slice(1) : old.remindAt,
                reminded: [...old.reminded, { at, by, count: reminded.length }],
              },
            ]
          : []),
        ...reminded.map((person): Put => {
          const key = `${ballot}:${person}`
          const times = (state.one('reminder', key)?.times ?? 0) + 1
          return {
            kind: 'reminder',
            id: key,
            audience: [...desk, `person:${person}`],
            ballot,
            person,
            times,
            at,
          }
        }),
      ]
    },
  }),
  'opinion.remarked': event({
    data: z.object({ ballot: id, person: id, text: text(2000, 0) }),
    apply: (_state, { ballot, person, text: words }, { at }): readonly Put[] => [
      {
        kind: 'remark',
        id: `${ballot}:${person}`,
        // Like the answer itself: its owner's alone until the result is announced.
        audience: [`person:${person}`],
        ballot,
        person,
        text: words,
        at,
      },
    ],
  }),
}

const say = speaker(events)

const draftInput = z.object({
  item: id,
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(60),
  question: text(1000),
  document: id.optional(),
  /** The words of the law, or those of opinion forms (Nhất trí / Nhất trí, có chỉnh sửa bổ sung / Không nhất trí). */
  labels: z.enum(['law', 'opinion_form']).default('law'),
  secrecy: z.enum(['open', 'anonymous']).optional(),
  /** Who is asked, where the rule asks the members of a committee; else everybody in office. */
  people: people.default([]),
  /** UTC. */
  deadline: moment,
})

type Draft = z.output<typeof draftInput>

/** Percentages of "those present" say nothing of a round that nobody attends. */
const inWriting = (rule: VoteRule): VoteRule => ({
  ...rule,
  alsoReported: rule.alsoReported.filter((base) => base !== 'present'),
})

function draftEvents(state: State, session: Session, input: Draft, ballot: string, at: string) {
  if (!state.one('item', input.item)) return refuse('item.notSeen')
  if (input.document && !state.one('document', input.document)) return refuse('document.notSeen')
  const found = voteRule(session.profile, input.code, session.startsOn)
  if (!found?.methods.includes('written_opinion')) return refuse('ballot.ruleUnknown')
  const rule = withSecrecy(found, input.secrecy)
  if (isRefusal(rule)) return rule
  const asked = [...new Set(input.people)]
  if (rule.electorate === 'members') {
    if (asked.length === 0) return refuse('opinion.notMembers')
    for (const person of asked) {
      const who = state.one('person', person)
      if (!who) return refuse('person.notSeen')
      if (!isDelegate(who)) return refuse('person.notDelegate')
    }
  }
  if (input.deadline <= at) return refuse('opinion.deadlinePassed')
  const options = input.labels === 'opinion_form' ? otherThreeWays.opinion_form() : rule.options
  if (options.length < 2) return refuse('ballot.ruleUnknown')
  return [
    sayBallot('ballot.drafted', {
      ballot,
      item: input.item,
      document: input.document ?? null,
      question: input.question,
      options: options.map((one) => ({ ...one })),
      rule: inWriting(rule),
      method: 'written_opinion',
      durationSeconds: null,
      pointOf: null,
      round: 1,
      repeats: null,
    }),
    say('opinion.prepared', {
      ballot,
      people: rule.electorate === 'members' ? asked : [],
      deadline: input.deadline,
    }),
  ]
}

/** A prepared or running round, with what it has beside its ballot. */
function roundIn(state: State, which: string, states: readonly ('draft' | 'open' | 'void')[]) {
  const ballot = inState(state, which, states)
  if (isRefusal(ballot)) return ballot
  const opinion = state.one('opinion', which)
  return ballot.method === 'written_opinion' && opinion ? { ballot, opinion } : refuse('ballot.wrongState')
}

const day = 24 * 3600_000

/** When to remind, by the profile: so many days before the deadline, as far as that is still to come. */
function reminders(session: Session, deadline: string, from: string): readonly string[] {
  const days = ruleAt(session.profile, 'writtenOpinionReminderDaysBefore', session.startsOn)?.value ?? []
  return [...new Set(days)]
    .map((before) => new Date(Date.parse(deadline) - before * day).toISOString())
    .filter((at) => at > from && at < deadline)
    .sort()
}

/** Who was asked and has not answered, in the order of the list. */
export function unanswered(state: State, ballot: string): readonly string[] {
  const voted = new Set(state.one('voted', ballot)?.people)
  return (state.one('electorate', ballot)?.people ?? []).filter((person) => !voted.has(person))
}

function openEvents(
  state: State,
  session: Session,
  {
    ballot,
    opinion,
  }: { readonly ballot: { readonly id: string; readonly rule: VoteRule }; readonly opinion: Opinion },
  context: Context,
) {
  const { rule } = ballot
  if (!rule.startedBy.some((role) => context.actor.roles.includes(role))) return refuse('opinion.mayNotStart')
  if (opinion.deadline <= context.at) return refuse('opinion.deadlinePassed')
  const inOffice = delegatesInOffice(state).map((person) => person.id)
  const asked =
    rule.electorate === 'members' ? opinion.people.filter((one) => inOffice.includes(one)) : inOffice
  if (asked.length === 0) return refuse('opinion.notMembers')
  return [
    say('opinion.opened', {
      ballot: ballot.id,
      people: [...asked],
      total: asked.length,
      deadline: opinion.deadline,
      remindAt: [...reminders(session, opinion.deadline, context.at)],
    }),
  ]
}

/** The running session, or why nothing can be done in it. */
const within = <T>(state: State, then: (session: Session) => T): T | Refusal => {
  const now = running(state)
  return isRefusal(now) ? now : then(now)
}

export const opinion = {
  commands: {
    'opinion.draft': command({
      input: draftInput,
      may: ['secretariat', 'chair'],
      decide: (state, input, context) =>
        within(state, (now) => draftEvents(state, now, input, context.id(), context.at)),
    }),
    'opinion.change': command({
      input: draftInput.extend({ ballot: id }),
      may: ['secretariat', 'chair'],
      decide: (state, { ballot, ...input }, context) =>
        within(state, (now) => {
          const old = roundIn(state, ballot, ['draft'])
          return isRefusal(old) ? old : draftEvents(state, now, input, ballot, context.at)
        }),
    }),
    /** Who may: the rule's `startedBy`. */
    'opinion.open': command({
      input: only,
      may: ['chair', 'secretariat'],
      decide: (state, input, context) =>
        within(state, (now) => {
          const old = roundIn(state, input.ballot, ['draft'])
          return isRefusal(old) ? old : openEvents(state, now, old, context)
        }),
    }),
    'opinion.extend': command({
      input: only.extend({ deadline: moment }),
      may: ['chair', 'secretariat'],
      decide: (state, { ballot, deadline }, context) =>
        within(state, (now) => {
          const old = roundIn(state, ballot, ['open'])
          if (isRefusal(old)) return old
          if (deadline <= context.at) return refuse('opinion.deadlinePassed')
          if (deadline <= old.opinion.deadline) return refuse('opinion.deadlineNotLater')
          const remindAt = [...reminders(now, deadline, context.at)]
          return [say('opinion.extended', { ballot, deadline, remindAt })]
        }),
    }),
    'opinion.remind': command({
      input: only,
      may: ['secretariat', 'system'],
      decide(state, { ballot }, { actor }) {
        const old = roundIn(state, ballot, ['open'])
        if (isRefusal(old)) return old
        const system = actor.roles.includes('system')
        if (system && old.opinion.remindAt.length === 0) return refuse('ballot.wrongState')
        const asked = [...unanswered(state, ballot)]
        if (asked.length === 0 && !system) return refuse('opinion.allAnswered')
        return [say('opinion.reminded', { ballot, people: asked, by: system ? 'timetable' : 'secretariat' })]
      },
    }),
    /** Ý kiến bổ sung beside the choice; an empty text takes it back. */
    'opinion.remark': command({
      input: only.extend({ text: text(2000, 0) }),
      may: ['delegate'],
      decide(state, { ballot, text: words }, { actor }) {
        const old = roundIn(state, ballot, ['open'])
        if (isRefusal(old)) return old
        // A remark bears its writer's name: it has no place beside a nameless answer.
        if (old.ballot.rule.secrecy === 'anonymous') return refuse('ballot.secrecyNotAllowed')
        if (!state.one('electorate', ballot)?.people.includes(actor.person)) return refuse('opinion.notAsked')
        return [say('opinion.remarked', { ballot, person: actor.person, text: words })]
      },
    }),
    'opinion.repeat': command({
      input: only.extend({ deadline: moment }),
      may: ['chair', 'secretariat'],
      decide: (state, { ballot: which, deadline }, context) =>
        within(state, () => {
          const old = roundIn(state, which, ['void'])
          if (isRefusal(old)) return old
          if (repeatOf(state, which)) return refuse('ballot.alreadyRepeated')
          if (deadline <= context.at) return refuse('opinion.deadlinePassed')
          const { item, document, question, options, rule, pointOf, round } = old.ballot
          const ballot = context.id()
          return [
            sayBallot('ballot.drafted', {
              ballot,
              item,
              document,
              question,
              options: options.map((one) => ({ ...one })),
              rule,
              method: 'written_opinion',
              durationSeconds: null,
              pointOf,
              round: round + 1,
              repeats: which,
            }),
            say('opinion.prepared', {
              ballot,
              people: rule.electorate === 'members' ? [...old.opinion.people] : [],
              deadline,
            }),
          ]
        }),
    }),
  },
  events,
}

/** The next reminder of each running round (UTC). */
export const opinionTimers = (state: State) =>
  state
    .every('opinion')
    .flatMap(({ id: ballot, remindAt: [at] }) =>
      at !== undefined && state.one('ballot', ballot)?.state === 'open'
        ? [{ at, type: 'opinion.remind', input: { ballot }, byCalendar: true as const }]
        : [],
    )

/** How many days a round lasts where nobody says otherwise. */
export const usualDays = (session: Session): number => lawOf(session, 'writtenOpinionDays').value
