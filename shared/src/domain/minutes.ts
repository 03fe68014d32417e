/**
 * The conclusion of each item (kết luận), from which the minutes are drawn up.
 * What must stay true: the desk alone sees a draft; a published conclusion may be replaced by a later one, and the log
 * keeps both.
 */
import { z } from 'zod'
import { desk, everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { refuse } from './refusal.ts'
import type { Put } from './state.ts'
import { id, text } from './text.ts'

const events = {
  'minutes.concluded': event({
    data: z.object({ item: id, text: text(20_000) }),
    apply: (_state, { item, text: words }, { at, actor }): readonly Put[] => [
      { kind: 'conclusion', id: item, audience: desk, text: words, by: actor, at, state: 'draft' },
    ],
  }),
  'minutes.conclusionPublished': event({
    data: z.object({ item: id }),
    apply(state, { item }): readonly Put[] {
      const old = state.one('conclusion', item)
      return old ? [{ ...old, state: 'published', audience: everyone }] : []
    },
  }),
}

const say = speaker(events)

export const minutes = {
  commands: {
    'minutes.conclude': command({
      input: z.object({ item: id, text: text(20_000) }),
      may: ['chair', 'secretariat'],
      decide: (state, input) =>
        state.one('item', input.item) ? [say('minutes.concluded', input)] : refuse('item.notSeen'),
    }),
    'minutes.publishConclusion': command({
      input: z.object({ item: id }),
      may: ['chair', 'secretariat'],
      decide: (state, input) =>
        state.one('conclusion', input.item)
          ? [say('minutes.conclusionPublished', input)]
          : refuse('conclusion.notSeen'),
    }),
  },
  events,
}
