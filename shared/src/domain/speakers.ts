/**
 * Speaking: one queue for each item, called by the chair, timed by the profile.
 * What must stay true: at most one person speaks at a time; a delegate waits at most once for an item; time limits come
 * from the profile (NQ 71/2022/QH15 art. 18, or the council's own Quy chế).
 */
import { z } from 'zod'
import { everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { lawOf, sessionOf } from './find.ts'
import type { Session, Speech } from './records.ts'
import { isRefusal, refuse } from './refusal.ts'
import { running, sitting } from './session.ts'
import type { Put, State } from './state.ts'
import { id, text } from './text.ts'

const speechKind = z.enum(['speech', 'rebuttal', 'explanation'])

const events = {
  'speakers.registered': event({
    data: z.object({
      speech: id,
      item: id,
      person: id,
      speechKind,
      topic: text(300, 0),
      position: z.int(),
      limitSeconds: z.int(),
    }),
    apply: (_state, { speech, ...rest }, { at }): readonly Put[] => [
      {
        kind: 'speech',
        id: speech,
        audience: everyone,
        ...rest,
        state: 'waiting',
        requestedAt: at,
        startedAt: null,
        endedAt: null,
      },
    ],
  }),
  'speakers.called': event({
    data: z.object({ speech: id }),
    apply: (state, { speech }, { at }) => [
      ...state
        .every('speech')
        .filter((one) => one.state === 'speaking')
        .map((one) => ({ ...one, state: 'done' as const, endedAt: at })),
      ...change(state, speech, { state: 'speaking', startedAt: at }),
    ],
  }),
  'speakers.finished': event({
    data: z.object({ speech: id }),
    apply: (state, { speech }, { at }) => change(state, speech, { state: 'done', endedAt: at }),
  }),
  'speakers.rejected': event({
    data: z.object({ speech: id }),
    apply: (state, { speech }, { at }) => change(state, speech, { state: 'rejected', endedAt: at }),
  }),
  'speakers.cancelled': event({
    data: z.object({ speech: id }),
    apply: (state, { speech }, { at }) => change(state, speech, { state: 'cancelled', endedAt: at }),
  }),
  'speakers.extended': event({
    data: z.object({ speech: id, seconds: z.int() }),
    apply(state, { speech, seconds }) {
      const old = state.one('speech', speech)
      return old ? [{ ...old, limitSeconds: old.limitSeconds + seconds }] : []
    },
  }),
  'speakers.reordered': event({
    data: z.object({ order: z.array(id) }),
    apply: (state, { order }) => order.flatMap((speech, position) => change(state, speech, { position })),
  }),
  'speakers.registrationSet': event({
    data: z.object({ item: id, open: z.boolean() }),
    apply(state, { item, open }): readonly Put[] {
      const old = state.one('item', item)
      return old ? [{ ...old, registrationOpen: open }] : []
    },
  }),
}

function change(state: State, speech: string, how: Partial<Speech>): readonly Put[] {
  const old = state.one('speech', speech)
  return old ? [{ ...old, ...how }] : []
}

const say = speaker(events)

export const speechesOf = (state: State, item: string): readonly Speech[] =>
  state
    .every('speech')
    .filter((one) => one.item === item)
    .sort((a, b) => a.position - b.position || a.requestedAt.localeCompare(b.requestedAt))

/** Seconds a person may speak, by the profile: the first time, again on the same item, or in rebuttal. */
export function limitSeconds(
  state: State,
  session: Session,
  item: string,
  person: string,
  kind: Speech['speechKind'],
): number {
  const before = speechesOf(state, item).some((one) => one.person === person && one.state === 'done')
  const key =
    kind === 'rebuttal'
      ? 'rebuttalMin'
      : kind === 'explanation'
        ? 'explanationMin'
        : before
          ? 'speechSecondMin'
          : 'speechFirstMin'
  return lawOf(session, key).value * 60
}

function register(
  state: State,
  session: Session,
  item: string,
  person: string,
  kind: Speech['speechKind'],
  topic: string,
  speech: string,
) {
  const queue = speechesOf(state, item)
  if (queue.some((one) => one.person === person && ['waiting', 'speaking'].includes(one.state)))
    return refuse('speech.alreadyWaiting')
  const waiting = queue.filter((one) => one.state === 'waiting')
  const last = queue.at(-1)?.position ?? -1
  // Who raised the point under discussion is answered first: a rebuttal goes ahead of the queue.
  const position = kind === 'rebuttal' ? (waiting[0]?.position ?? last + 1) - 1 : last + 1
  return [
    say('speakers.registered', {
      speech,
      item,
      person,
      speechKind: kind,
      topic,
      position,
      limitSeconds: limitSeconds(state, session, item, person, kind),
    }),
  ]
}

export const speakers = {
  commands: {
    'speakers.register': command({
      input: z.object({
        item: id,
        speechKind: z.enum(['speech', 'rebuttal']).default('speech'),
        topic: text(300, 0).default(''),
      }),
      may: ['delegate'],
      decide(state, { item, speechKind: kind, topic }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const about = state.one('item', item)
        if (!about || !now.agendaPublished) return refuse('item.notSeen')
        if (!about.registrationOpen) return refuse('speech.registrationClosed')
        return register(state, now, item, context.actor.person, kind, topic, context.id())
      },
    }),
    'speakers.invite': command({
      input: z.object({
        item: id,
        person: id,
        speechKind: speechKind.default('explanation'),
        topic: text(300, 0).default(''),
      }),
      may: ['chair', 'secretariat'],
      decide(state, { item, person, speechKind: kind, topic }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!state.one('item', item)) return refuse('item.notSeen')
        if (!state.one('person', person)) return refuse('person.notSeen')
        return register(state, now, item, person, kind, topic, context.id())
      },
    }),
    'speakers.cancel': command({
      input: z.object({ speech: id }),
      may: ['delegate'],
      decide(state, { speech }, { actor }) {
        const old = state.one('speech', speech)
        if (!old || old.person !== actor.person) return refuse('speech.notSeen')
        return old.state === 'waiting' ? [say('speakers.cancelled', { speech })] : refuse('speech.notWaiting')
      },
    }),
    'speakers.call': command({
      input: z.object({ speech: id }),
      may: ['chair'],
      decide(state, { speech }) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        const old = state.one('speech', speech)
        if (!old) return refuse('speech.notSeen')
        return old.state === 'waiting' ? [say('speakers.called', { speech })] : refuse('speech.notWaiting')
      },
    }),
    'speakers.finish': command({
      input: z.object({ speech: id }),
      may: ['chair'],
      decide(state, { speech }) {
        const old = state.one('speech', speech)
        if (!old) return refuse('speech.notSeen')
        return old.state === 'speaking'
          ? [say('speakers.finished', { speech })]
          : refuse('speech.notSpeaking')
      },
    }),
    'speakers.reject': command({
      input: z.object({ speech: id }),
      may: ['chair'],
      decide(state, { speech }) {
        const old = state.one('speech', speech)
        if (!old) return refuse('speech.notSeen')
        return old.state === 'waiting' ? [say('speakers.rejected', { speech })] : refuse('speech.notWaiting')
      },
    }),
    'speakers.extend': command({
      input: z.object({ speech: id, seconds: z.int().min(10).max(3600) }),
      may: ['chair'],
      decide(state, input) {
        const old = state.one('speech', input.speech)
        if (!old) return refuse('speech.notSeen')
        return old.state === 'speaking' ? [say('speakers.extended', input)] : refuse('speech.notSpeaking')
      },
    }),
    'speakers.reorder': command({
      input: z.object({ item: id, order: z.array(id).max(500) }),
      may: ['chair'],
      decide(state, { item, order }) {
        const waiting = speechesOf(state, item).filter((one) => one.state === 'waiting')
        const same = order.length === waiting.length && waiting.every((one) => order.includes(one.id))
        return same ? [say('speakers.reordered', { order })] : refuse('speech.orderMismatch')
      },
    }),
    'speakers.setRegistration': command({
      input: z.object({ item: id, open: z.boolean() }),
      may: ['chair', 'secretariat'],
      decide: (state, input) =>
        state.one('item', input.item) ? [say('speakers.registrationSet', input)] : refuse('item.notSeen'),
    }),
  },
  events,
}

/** Who speaks now, if anybody. */
export const speakingNow = (state: State): Speech | undefined =>
  sessionOf(state) && state.every('speech').find((one) => one.state === 'speaking')
