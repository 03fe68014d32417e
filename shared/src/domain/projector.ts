/**
 * What the big screen of the hall shows.
 * What must stay true: in `auto` the picture follows from the records by one pure function, so every projector of the
 * hall shows the same; it never shows a running total.
 */
import { z } from 'zod'
import { everyone } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { sessionOf } from './find.ts'
import { holdsTheHall } from './holding.ts'
import type { Projector } from './records.ts'
import { refuse } from './refusal.ts'
import type { State } from './state.ts'
import { id, text } from './text.ts'

const modes = ['auto', 'welcome', 'agenda', 'item', 'attendance', 'speakers', 'ballot', 'message'] as const

const input = z.object({
  mode: z.enum(modes),
  ref: id.nullable().default(null),
  message: text(500, 0).default(''),
})

const events = {
  'projector.shown': event({
    data: input,
    apply: (_state, data): readonly Projector[] => [
      { kind: 'projector', id: 'projector', audience: everyone, ...data },
    ],
  }),
}

const say = speaker(events)

export const projector = {
  commands: {
    'projector.show': command({
      input,
      may: ['chair', 'secretariat'],
      decide(state, wanted) {
        if (wanted.mode === 'item' && !(wanted.ref && state.one('item', wanted.ref)))
          return refuse('item.notSeen')
        if (wanted.mode === 'ballot' && !(wanted.ref && state.one('ballot', wanted.ref)))
          return refuse('ballot.notSeen')
        return [say('projector.shown', wanted)]
      },
    }),
  },
  events,
}

export interface Scene {
  readonly mode: Exclude<Projector['mode'], 'auto'>
  readonly ref: string | null
  readonly message: string
}

/**
 * The scene to draw. Pinned by the desk, or in `auto`: a running vote; else the welcome before the session is open and the
 * thanks when it is closed; else the agenda in a recess; else the vote last announced while its item is current; else the
 * current item; else the agenda.
 */
export function scene(state: State): Scene {
  const pinned = state.one('projector', 'projector')
  if (pinned && pinned.mode !== 'auto') return { mode: pinned.mode, ref: pinned.ref, message: pinned.message }
  const running = state
    .every('ballot')
    .find((one) => holdsTheHall(one) || (one.state === 'closed' && one.method !== 'written_opinion'))
  if (running) return { mode: 'ballot', ref: running.id, message: '' }
  const session = sessionOf(state)
  if (!session || session.state === 'preparing' || session.state === 'closed')
    return { mode: 'welcome', ref: null, message: '' }
  if (session.state === 'recess') return { mode: 'agenda', ref: null, message: '' }
  const announced = state
    .every('ballot')
    .filter(
      (one) =>
        one.state === 'published' && one.item === session.currentItem && one.method !== 'written_opinion',
    )
    .at(-1)
  const speaking = state.every('speech').some((one) => one.state === 'speaking')
  if (announced && !speaking) return { mode: 'ballot', ref: announced.id, message: '' }
  if (session.currentItem) return { mode: 'item', ref: session.currentItem, message: '' }
  return { mode: 'agenda', ref: null, message: '' }
}
