/**
 * Written suggestions on a document (góp ý): what somebody who may read it sends to the secretariat, on purpose.
 * What must stay true: only the sender, the secretariat and the chair see it; it names a page of a document its sender may
 * read; what was sent can be taken back by its sender until the secretariat has taken it up, and then stays.
 */
import { z } from 'zod'
import { roles, sees } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import type { Suggestion } from './records.ts'
import { refuse } from './refusal.ts'
import { gone, type Put, type State } from './state.ts'
import { id, text } from './text.ts'

/** Suggestions of one person on one document. */
const mostOfOne = 500

const content = {
  document: id,
  /** From 1. */
  page: z.int().min(1),
  /** The words of the document it is about; empty when it is about the page. */
  quote: text(1000, 0),
  text: text(4000),
}

const events = {
  'suggestions.sent': event({
    data: z.object({ suggestion: id, person: id, version: z.int(), ...content }),
    apply: (_state, { suggestion, person, ...rest }, { at }): readonly Put[] => [
      {
        kind: 'suggestion',
        id: suggestion,
        audience: ['role:secretariat', 'role:chair', `person:${person}`],
        person,
        ...rest,
        at,
        taken: null,
      },
    ],
  }),
  'suggestions.takenBack': event({
    data: z.object({ suggestion: id }),
    apply: (_state, { suggestion }) => [gone('suggestion', suggestion)],
  }),
  'suggestions.taken': event({
    data: z.object({ suggestion: id }),
    apply(state, { suggestion }, { at, actor }): readonly Put[] {
      const old = state.one('suggestion', suggestion)
      return old ? [{ ...old, taken: { at, by: actor } }] : []
    },
  }),
}

const say = speaker(events)

const open = (state: State, suggestion: string): Suggestion | undefined => {
  const found = state.one('suggestion', suggestion)
  return found && found.taken === null ? found : undefined
}

export const suggestions = {
  commands: {
    'suggestions.send': command({
      input: z.object(content),
      may: ['delegate', 'chair', 'committee', 'secretariat'],
      decide(state, input, context) {
        const { person, groups } = context.actor
        const document = state.one('document', input.document)
        const viewer = { person, groups, roles: roles.filter((role) => context.actor.roles.includes(role)) }
        if (!document || !sees(viewer, document.audience)) return refuse('document.notSeen')
        if (input.page > document.facts.pages) return refuse('command.badInput', { where: 'page' })
        const mine = state
          .every('suggestion')
          .filter((one) => one.person === person && one.document === input.document)
        if (mine.length >= mostOfOne) return refuse('request.tooMany')
        return [
          say('suggestions.sent', { suggestion: context.id(), person, version: document.version, ...input }),
        ]
      },
    }),
    'suggestions.takeBack': command({
      input: z.object({ suggestion: id }),
      may: ['delegate', 'chair', 'committee', 'secretariat'],
      decide(state, { suggestion }, { actor }) {
        const found = open(state, suggestion)
        if (found?.person !== actor.person) return refuse('suggestion.notSeen')
        return [say('suggestions.takenBack', { suggestion })]
      },
    }),
    'suggestions.take': command({
      input: z.object({ suggestion: id }),
      may: ['secretariat'],
      decide: (state, { suggestion }) =>
        open(state, suggestion) ? [say('suggestions.taken', { suggestion })] : refuse('suggestion.notSeen'),
    }),
  },
  events,
}
