/**
 * Who may read and write which layer of notes on which document. The notes themselves never enter the log.
 * What must stay true: a room is (document file, layer); its door is guarded by this one function and asked again when
 * rights change; a private layer belongs to one person, and nobody else, whatever his role, may enter it.
 */
import { z } from 'zod'
import { desk, everyone, sees, type Viewer } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { refuse } from './refusal.ts'
import { gone, type Put, type State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

export type LayerName = `private:${string}` | `group:${string}` | 'presenter'

export type RoomRight = 'none' | 'read' | 'write'

/** Whether a document in the viewer's sight bears this file. */
export const seesFile = (state: State, viewer: Viewer, sha256: string): boolean =>
  state.every('document').some((one) => one.facts.sha256 === sha256 && sees(viewer, one.audience))

/** What `viewer` may do in the room of `layer` on the file `sha256`. */
export function roomRight(state: State, viewer: Viewer, sha256: string, layer: LayerName): RoomRight {
  if (!seesFile(state, viewer, sha256)) return 'none'
  if (layer === 'presenter') {
    const presenter = state.one('presenter', 'presenter')
    return presenter?.person === viewer.person ? 'write' : 'read'
  }
  const owner = layer.slice(layer.indexOf(':') + 1)
  if (layer.startsWith('private:')) return owner === viewer.person ? 'write' : 'none'
  if (!viewer.groups.includes(owner) || !state.one('group', owner)) return 'none'
  return state.one('expulsion', `${owner}:${viewer.person}`) ? 'none' : 'write'
}

const events = {
  'annotations.presenterSet': event({
    data: z.object({ person: id.nullable(), document: id.nullable() }),
    apply: (_state, data): readonly Put[] => [
      { kind: 'presenter', id: 'presenter', audience: everyone, ...data },
    ],
  }),
  'annotations.expelled': event({
    /** Logs of earlier days have no reason. */
    data: z.object({ group: id, person: id, reason: text(500).optional() }),
    apply: (_state, { group, person, reason }, { at, actor }): readonly Put[] => [
      {
        kind: 'expulsion',
        id: `${group}:${person}`,
        audience: [...desk, `person:${person}`],
        group,
        person,
        ...(reason !== undefined && { reason, by: actor, at }),
      },
    ],
  }),
  'annotations.withdrawn': event({
    data: z.object({
      order: id,
      group: id.nullable(),
      person: id,
      file: sha256Hex.nullable(),
      reason: text(500),
    }),
    apply: (_state, { order, ...rest }, { at, actor }): readonly Put[] => [
      {
        kind: 'withdrawal',
        id: order,
        audience: [...desk, 'role:auditor', `person:${rest.person}`],
        ...rest,
        by: actor,
        at,
      },
    ],
  }),
  'annotations.readmitted': event({
    data: z.object({ group: id, person: id }),
    apply: (_state, { group, person }) => [gone('expulsion', `${group}:${person}`)],
  }),
}

const say = speaker(events)

/** The layer a withdrawal is about. */
export const layerOf = (group: string | null): LayerName => (group === null ? 'presenter' : `group:${group}`)

export const annotations = {
  commands: {
    'annotations.setPresenter': command({
      input: z.object({ person: id.nullable(), document: id.nullable().default(null) }),
      may: ['chair', 'secretariat'],
      decide(state, input) {
        if (input.person && !state.one('person', input.person)) return refuse('person.notSeen')
        if (input.document && !state.one('document', input.document)) return refuse('document.notSeen')
        return [say('annotations.presenterSet', input)]
      },
    }),
    'annotations.expel': command({
      input: z.object({ group: id, person: id, reason: text(500) }),
      may: ['chair', 'secretariat'],
      decide(state, input) {
        if (!state.one('group', input.group)) return refuse('group.notSeen')
        return state.one('person', input.person)
          ? [say('annotations.expelled', input)]
          : refuse('person.notSeen')
      },
    }),
    'annotations.withdraw': command({
      input: z.object({
        group: id.nullable(),
        person: id,
        document: id.nullable().default(null),
        reason: text(500),
      }),
      may: ['chair', 'secretariat'],
      decide(state, { group, person, document, reason }, context) {
        if (group !== null && !state.one('group', group)) return refuse('group.notSeen')
        if (!state.one('person', person)) return refuse('person.notSeen')
        const found = document === null ? undefined : state.one('document', document)
        if (document !== null && !found) return refuse('document.notSeen')
        const file = found?.facts.sha256 ?? null
        return [say('annotations.withdrawn', { order: context.id(), group, person, file, reason })]
      },
    }),
    'annotations.readmit': command({
      input: z.object({ group: id, person: id }),
      may: ['chair', 'secretariat'],
      decide: (state, input) =>
        state.one('expulsion', `${input.group}:${input.person}`)
          ? [say('annotations.readmitted', input)]
          : refuse('person.notSeen'),
    }),
  },
  events,
}
