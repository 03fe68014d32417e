/**
 * Documents of the session: attached to an item, published, replaced by a newer version, withdrawn.
 * What must stay true: a document is named by the SHA-256 of its bytes and those bytes never change; what is said of its
 * signature comes from the server's own finding, never from the command; anything marked Mật or higher is refused
 * (Luật Bảo vệ bí mật nhà nước 117/2025/QH15, art. 5.2; deployment profile `no_secrets`).
 */
import { z } from 'zod'
import { desk } from './audience.ts'
import { command, event, speaker } from './feature.ts'
import { audienceOf } from './find.ts'
import {
  classifications,
  documentTypes,
  readings,
  signedPapers,
  type Classification,
  type DocumentRecord,
  type FileFacts,
} from './records.ts'
import { isRefusal, refuse } from './refusal.ts'
import { running } from './session.ts'
import type { Put, State } from './state.ts'
import { id, sha256Hex, text } from './text.ts'

const allowed: readonly Classification[] = ['none', 'internal', 'recall']

const details = {
  title: text(500),
  number: text(100, 0),
  documentType: z.enum(documentTypes),
  classification: z.enum(classifications),
  visibility: z.enum(['everyone', 'members', 'desk']),
}

/** Left out: as it was, and for a new document what `readingOf` says. */
const reading = { reading: z.enum(readings).exactOptional() }

export const fileFacts: z.ZodType<FileFacts> = z.object({
  sha256: sha256Hex,
  size: z.int(),
  pages: z.int(),
  hasText: z.boolean(),
  signature: z.object({
    colour: z.enum(['green', 'neutral', 'amber', 'red', 'none']),
    code: z.string(),
    count: z.int(),
    signers: z.array(z.object({ name: z.string(), office: z.string() })),
    checkedAt: z.string(),
    bundle: z.string().nullable(),
  }),
  signed: z.object({ log: id, paper: z.enum(signedPapers), from: sha256Hex }).exactOptional(),
})

const events = {
  'documents.attached': event({
    data: z.object({
      document: id,
      item: id,
      ...details,
      ...reading,
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
        audience: desk,
        ...rest,
        replaces,
        replacedBy: null,
        state: 'draft',
      }
      return old ? [added, { ...old, replacedBy: document }] : [added]
    },
  }),
  'documents.changed': event({
    data: z.object({ document: id, ...details, ...reading }),
    apply(state, { document, ...rest }): readonly Put[] {
      const old = state.one('document', document)
      if (!old) return []
      const audience = old.state === 'published' ? audienceOf(rest.visibility) : old.audience
      return [{ ...old, ...rest, audience }]
    },
  }),
  'documents.published': event({
    data: z.object({ document: id }),
    apply(state, { document }): readonly Put[] {
      const old = state.one('document', document)
      return old ? [{ ...old, state: 'published', audience: audienceOf(old.visibility) }] : []
    },
  }),
  'documents.withdrawn': event({
    data: z.object({ document: id, reason: text(500, 0) }),
    apply(state, { document }): readonly Put[] {
      const old = state.one('document', document)
      return old ? [{ ...old, state: 'withdrawn', audience: desk }] : []
    },
  }),
}

const say = speaker(events)

const ofItem = (state: State, item: string): readonly DocumentRecord[] =>
  state.every('document').filter((one) => one.item === item)

export const documents = {
  commands: {
    'documents.attach': command({
      input: z.object({
        item: id,
        file: sha256Hex,
        title: details.title,
        number: details.number.default(''),
        documentType: details.documentType.default('other'),
        classification: details.classification.default('none'),
        visibility: details.visibility.default('everyone'),
        ...reading,
        /** The document this is a newer version of. */
        replaces: id.optional(),
      }),
      may: ['secretariat'],
      decide(state, { file, replaces, ...input }, context) {
        const now = running(state)
        if (isRefusal(now)) return now
        if (!state.one('item', input.item)) return refuse('item.notSeen')
        if (!allowed.includes(input.classification)) return refuse('document.classified')
        const twin = ofItem(state, input.item).find(
          (one) => one.facts.sha256 === file && one.state !== 'withdrawn',
        )
        if (twin) return refuse('document.duplicate', { title: twin.title })
        const old = replaces === undefined ? undefined : state.one('document', replaces)
        if (replaces !== undefined && (!old || old.item !== input.item)) return refuse('document.notSeen')
        if (old?.replacedBy) return refuse('document.withdrawn')
        const found = context.file(file)
        if (!found) return refuse('document.fileUnknown')
        return [
          say('documents.attached', {
            document: context.id(),
            ...input,
            facts: found,
            position: old?.position ?? ofItem(state, input.item).length,
            version: (old?.version ?? 0) + 1,
            replaces: old?.id ?? null,
          }),
        ]
      },
    }),
    'documents.change': command({
      input: z.object({ document: id, ...details, ...reading }),
      may: ['secretariat'],
      decide(state, input) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = state.one('document', input.document)
        if (!old) return refuse('document.notSeen')
        if (old.state === 'withdrawn') return refuse('document.withdrawn')
        if (!allowed.includes(input.classification)) return refuse('document.classified')
        return [say('documents.changed', input)]
      },
    }),
    'documents.publish': command({
      input: z.object({ document: id }),
      may: ['secretariat', 'chair'],
      decide(state, { document }) {
        const now = running(state)
        if (isRefusal(now)) return now
        const old = state.one('document', document)
        if (!old) return refuse('document.notSeen')
        if (old.state === 'withdrawn') return refuse('document.withdrawn')
        if (old.state === 'published') return refuse('document.alreadyPublished')
        return [say('documents.published', { document })]
      },
    }),
    'documents.withdraw': command({
      input: z.object({ document: id, reason: text(500, 0).default('') }),
      may: ['secretariat'],
      decide(state, { document, reason }) {
        const old = state.one('document', document)
        if (!old) return refuse('document.notSeen')
        if (old.state === 'withdrawn') return refuse('document.withdrawn')
        return [say('documents.withdrawn', { document, reason })]
      },
    }),
  },
  events,
}
