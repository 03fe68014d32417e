/**
 * The agenda: items in order, prepared in private, then published, then walked through by the chair.
 * What must stay true: before publication only the desk sees an item; positions are 0..n−1 without gaps; at most one item
 * is current.
 */
import { z } from 'zod'
import { desk } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { audienceOf, itemsInOrder, sessionOf } from './find.ts'
import type { Item } from './records.ts'
import { isRefusal, refuse } from './refusal.ts'
import { running, sitting } from './session.ts'
import { gone, type Put, type State } from './state.ts'
import { id, text } from './text.ts'

const details = {
  title: text(500),
  minutes: z.int().min(0).max(1440),
  presenter: text(200, 0),
  visibility: z.enum(['everyone', 'members', 'desk']),
}

/** An unpublished item is the desk's; a published one is for those it is meant for. */
const shown = (item: Item, published: boolean): Item => ({
  ...item,
  audience: published ? audienceOf(item.visibility) : desk,
})

const inOrder = (state: State, order: readonly string[]): readonly Put[] =>
  order.flatMap((entry, position) => {
    const item = state.one('item', entry)
    return item && item.position !== position ? [{ ...item, position }] : []
  })

const events = {
  'agenda.itemAdded': event({
    data: z.object({ item: id, ...details, position: z.int().min(0) }),
    apply(state, { item, ...rest }): readonly Put[] {
      const order = itemsInOrder(state).map((one) => one.id)
      order.splice(rest.position, 0, item)
      const added: Item = {
        kind: 'item',
        id: item,
        audience: desk,
        state: 'pending',
        registrationOpen: true,
        ...rest,
      }
      return [...inOrder(state, order), shown(added, sessionOf(state)?.agendaPublished ?? false)]
    },
  }),
  'agenda.itemChanged': event({
    data: z.object({ item: id, ...details }),
    apply(state, { item, ...rest }): readonly Put[] {
      const old = state.one('item', item)
      return old ? [shown({ ...old, ...rest }, sessionOf(state)?.agendaPublished ?? false)] : []
    },
  }),
  'agenda.reordered': event({
    data: z.object({ order: z.array(id) }),
    apply: (state, { order }) => inOrder(state, order),
  }),
  'agenda.itemRemoved': event({
    data: z.object({ item: id }),
    apply(state, { item }): readonly Put[] {
      const order = itemsInOrder(state)
        .map((one) => one.id)
        .filter((one) => one !== item)
      return [gone('item', item), gone('script', item), ...inOrder(state, order)]
    },
  }),
  'agenda.published': event({
    data: z.object({}),
    apply(state): readonly Put[] {
      const session = sessionOf(state)
      return [
        ...(session ? [{ ...session, agendaPublished: true }] : []),
        ...state.every('item').map((item) => shown(item, true)),
        ...state
          .every('document')
          .filter((document) => document.state === 'draft')
          .map((document) => ({
            ...document,
            state: 'published' as const,
            audience: audienceOf(document.visibility),
          })),
      ]
    },
  }),
  'agenda.itemStarted': event({
    data: z.object({ item: id.nullable() }),
    apply(state, { item }): readonly Put[] {
      const session = sessionOf(state)
      return [
        ...(session ? [{ ...session, currentItem: item }] : []),
        ...state.every('item').flatMap((one): readonly Item[] => {
          if (one.id === item) return [{ ...one, state: 'current' }]
          return one.state === 'current' ? [{ ...one, state: 'done' }] : []
        }),
      ]
    },
  }),
  'agenda.scriptWritten': event({
    data: z.object({ item: id, text: text(20_000, 0) }),
    apply: (_state, data) => [{ kind: 'script', id: data.item, audience: ['role:chair'], text: data.text }],
  }),
}

const say = speaker(events)

export const agenda = {
  commands: {
    'agenda.add': command({
      input: z.object({
        ...details,
        minutes: details.minutes.default(0),
        presenter: details.presenter.default(''),
        visibility: details.visibility.default('everyone'),
        /** Put it before this item; at the end when absent. */
        before: id.optional(),
      }),
      may: ['secretariat', 'chair'],
      decide(state, { before, ...rest }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        const order = itemsInOrder(state)
        const at = before === undefined ? order.length : order.findIndex((item) => item.id === before)
        if (at < 0) return refuse('item.notSeen')
        return [say('agenda.itemAdded', { item: context.id(), ...rest, position: at })]
      },
    }),
    'agenda.change': command({
      input: z.object({ item: id, ...details }),
      may: ['secretariat', 'chair'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!state.one('item', input.item)) return refuse('item.notSeen')
        return [say('agenda.itemChanged', input)]
      },
    }),
    'agenda.move': command({
      input: z.object({ item: id, /** Absent: to the end. */ before: id.optional() }),
      may: ['secretariat', 'chair'],
      decide(state, { item, before }) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!state.one('item', item)) return refuse('item.notSeen')
        const order = itemsInOrder(state)
          .map((one) => one.id)
          .filter((one) => one !== item)
        const at = before === undefined ? order.length : order.indexOf(before)
        if (at < 0) return refuse('item.notSeen')
        order.splice(at, 0, item)
        return [say('agenda.reordered', { order })]
      },
    }),
    'agenda.remove': command({
      input: z.object({ item: id }),
      may: ['secretariat', 'chair'],
      decide(state, { item }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = state.one('item', item)
        if (!old) return refuse('item.notSeen')
        if (old.state === 'current') return refuse('item.current')
        const used =
          state.every('document').some((one) => one.item === item) ||
          state.every('ballot').some((one) => one.item === item) ||
          state.every('speech').some((one) => one.item === item)
        return used ? refuse('item.inUse') : [say('agenda.itemRemoved', { item })]
      },
    }),
    'agenda.publish': command({
      input: z.object({}),
      may: ['secretariat', 'chair'],
      decide(state) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (now.agendaPublished) return refuse('agenda.alreadyPublished')
        if (state.every('item').length === 0) return refuse('agenda.empty')
        return [say('agenda.published', {})]
      },
    }),
    'agenda.start': command({
      input: z.object({ item: id.nullable() }),
      may: ['chair'],
      decide(state, { item }) {
        const now = sitting(state)
        if (isRefusal(now)) return now
        if (item !== null && !state.one('item', item)) return refuse('item.notSeen')
        if (now.currentItem === item) return refuse('item.current')
        return [say('agenda.itemStarted', { item })]
      },
    }),
    'agenda.writeScript': command({
      input: z.object({ item: id, text: text(20_000, 0) }),
      may: ['chair'],
      decide: (state, input) =>
        state.one('item', input.item) ? [say('agenda.scriptWritten', input)] : refuse('item.notSeen'),
    }),
  },
  events,
}
