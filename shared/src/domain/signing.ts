/**
 * A paper of the session that was signed here becomes a document of the session.
 * What must stay true: only a file that the server itself took back from signing, in this very session, is attached this
 * way; what it was signed from comes from the server's record, never from the command; the version that was signed is
 * replaced by it, once; after the session has closed papers are still signed. The tellers attach their own record only.
 */
import { z } from 'zod'
import { desk, type Audience } from './audience.ts'
import { fileFacts } from './documents.ts'
import { command, event, speaker } from './feature.ts'
import { documentTypes, type DocumentRecord, type SignedPaper } from './records.ts'
import { refuse } from './refusal.ts'
import { sessionOf } from './find.ts'
import type { Put, State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const details = {
  title: text(500),
  number: text(100, 0),
  documentType: z.enum(documentTypes),
}

/** Who sees a signed paper before it is published: those who may sign it next. */
const signers = (paper: SignedPaper | undefined): Audience =>
  paper === 'tallyRecord' ? [...desk, 'role:committee'] : desk

const events = {
  'signing.attached': event({
    data: z.object({
      document: id,
      item: id,
      ...details,
      classification: z.enum(['none', 'internal', 'recall']),
      visibility: z.enum(['everyone', 'members', 'desk']),
      facts: fileFacts,
      position: z.int(),
      version: z.int(),
      replaces: id.nullable(),
    }),
    apply(state, { document, replaces, ...rest }): readonly Put[] {
      const old = replaces ? state.one('document', replaces) : undefined
      const added: DocumentRecord = {
        kind: 'document',
        id: document,
        audience: signers(rest.facts.signed?.paper),
        ...rest,
        replaces,
        replacedBy: null,
        state: 'draft',
      }
      return old ? [added, { ...old, replacedBy: document }] : [added]
    },
  }),
}

const say = speaker(events)

const withBytes = (state: State, sha256: string): DocumentRecord | undefined =>
  state.every('document').find((one) => one.facts.sha256 === sha256 && one.state !== 'withdrawn')

export const signing = {
  commands: {
    'signing.attach': command({
      input: z.object({
        file: sha256Hex,
        /** Where it belongs; a further signature stays with the version it was signed from. */
        item: id,
        title: details.title,
        number: details.number.default(''),
        documentType: details.documentType.default('other'),
      }),
      may: ['secretariat', 'chair', 'committee'],
      decide(state, { file, ...input }, context) {
        if (!sessionOf(state)) return refuse('session.notSeen')
        const found = context.file(file)
        if (!found) return refuse('document.fileUnknown')
        const { signed } = found
        if (signed?.log !== context.log) return refuse('signed.notHere')
        const runs = context.actor.roles.some((role) => role === 'secretariat' || role === 'chair')
        if (!runs && signed.paper !== 'tallyRecord') return refuse('command.notAllowed')
        const twin = withBytes(state, file)
        if (twin) return refuse('document.duplicate', { title: twin.title })
        const old = withBytes(state, signed.from)
        if (old?.replacedBy) return refuse('signing.superseded')
        if (!old && !state.one('item', input.item)) return refuse('item.notSeen')
        const item = old?.item ?? input.item
        const { title, number, documentType, classification, visibility } = old ?? {
          ...input,
          classification: 'none',
          visibility: 'everyone',
        }
        const inItem = state.every('document').filter((one) => one.item === item)
        return [
          say('signing.attached', {
            document: context.id(),
            item,
            title,
            number,
            documentType,
            classification: classification === 'internal' || classification === 'recall' ? classification : 'none', // prettier-ignore
            visibility,
            facts: found,
            position: old?.position ?? inItem.length,
            version: (old?.version ?? 0) + 1,
            replaces: old?.id ?? null,
          }),
        ]
      },
    }),
  },
  events,
}
