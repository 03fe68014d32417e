/**
 * The files on the way in one dialog, and the one function that moves each along: check, hash, send, ready.
 * What must stay true: a cancelled or removed file stops at once; at most two are under way at a time.
 */
import type { Classification, DocumentType, FileFacts, Visibility } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useHttp } from '../../client/client.tsx'
import { freshId } from '../../client/keep.ts'
import { hashFile, looksLikePdf, uploadFile } from '../../client/upload.ts'
import { useView } from '../../client/view.ts'

export interface Details {
  readonly title: string
  readonly number: string
  readonly documentType: DocumentType
  readonly classification: Classification
  readonly visibility: Visibility
}

export type Stage =
  | { readonly kind: 'queued' }
  | { readonly kind: 'checking'; readonly share: number }
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'ready'; readonly facts: FileFacts; readonly also: string | null }
  /** The item has these very bytes already. */
  | { readonly kind: 'duplicate'; readonly title: string }
  | { readonly kind: 'failed'; readonly refusal: Refusal | null }
  | { readonly kind: 'attached'; readonly facts: FileFacts }

export interface Upload {
  readonly id: string
  readonly file: File
  readonly details: Details
  readonly stage: Stage
}

const guesses: readonly (readonly [RegExp, DocumentType])[] = [
  [/tham[ _-]?tra/i, 'verification_report'],
  [/(to[ _-]?trinh|ttr)/i, 'submission'],
  [/(du[ _-]?thao|nghi[ _-]?quyet|\bnq)/i, 'draft_resolution'],
  [/(giai[ _-]?trinh|tiep[ _-]?thu)/i, 'response_report'],
  [/(bao[ _-]?cao|\bbc)/i, 'report'],
]

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

/** What a file's name says about it. */
export function guess(name: string): Details {
  const title = name
    .normalize('NFC')
    .replace(/\.pdf$/i, '')
    .replace(/_+/g, ' ')
    .trim()
  const found = guesses.find(([pattern]) => pattern.test(plain(title)))
  return {
    title: title || name,
    number: '',
    documentType: found?.[1] ?? 'other',
    classification: 'none',
    visibility: 'everyone',
  }
}

const atOnce = 2

export interface Uploads {
  readonly all: readonly Upload[]
  readonly add: (files: readonly File[]) => void
  readonly describe: (id: string, change: Partial<Details>) => void
  readonly remove: (id: string) => void
  readonly retry: (id: string) => void
  readonly settle: (id: string, stage: Stage) => void
}

export function useUploads(item: string): Uploads {
  const http = useHttp()
  const view = useView()
  const [all, setAll] = useState<readonly Upload[]>([])
  const aborts = useRef(new Map<string, AbortController>())
  const settle = useCallback((id: string, stage: Stage) => {
    setAll((old) => old.map((one) => (one.id === id ? { ...one, stage } : one)))
  }, [])

  const move = useCallback(
    async (id: string, file: File): Promise<void> => {
      const { signal } = aborts.current.get(id) ?? new AbortController()
      const step = (stage: Stage): void => {
        if (!signal.aborted) settle(id, stage)
      }
      const wrong = await looksLikePdf(file)
      if (wrong) return step({ kind: 'failed', refusal: wrong })
      const sha256 = await hashFile(file, (share) => step({ kind: 'checking', share }), signal).catch(
        () => null,
      )
      if (sha256 === null) return step({ kind: 'failed', refusal: null })
      const twins = view
        .now()
        .records.every('document')
        .filter((one) => one.facts.sha256 === sha256 && one.state !== 'withdrawn')
      const here = twins.find((one) => one.item === item)
      if (here) return step({ kind: 'duplicate', title: here.title })
      const also = twins[0]
      if (also) return step({ kind: 'ready', facts: also.facts, also: also.title })
      step({ kind: 'sending', share: 0 })
      const done = await uploadFile(http, {
        session: view.session,
        file,
        sha256,
        signal,
        onProgress: (share) => step({ kind: 'sending', share }),
      })
      if (done === 'unreachable') step({ kind: 'failed', refusal: null })
      else if (isRefusal(done)) step({ kind: 'failed', refusal: done })
      else step({ kind: 'ready', facts: done, also: null })
    },
    [http, item, settle, view],
  )

  useEffect(() => {
    const under = all.filter((one) => one.stage.kind === 'checking' || one.stage.kind === 'sending').length
    for (const one of all
      .filter((next) => next.stage.kind === 'queued')
      .slice(0, Math.max(0, atOnce - under))) {
      aborts.current.set(one.id, new AbortController())
      settle(one.id, { kind: 'checking', share: 0 })
      void move(one.id, one.file)
    }
  }, [all, move, settle])

  useEffect(() => {
    const held = aborts.current
    return () => {
      for (const abort of held.values()) abort.abort()
    }
  }, [])

  return {
    all,
    settle,
    add: (files) =>
      setAll((old) => [
        ...old,
        ...files.map((file) => ({
          id: freshId(),
          file,
          details: guess(file.name),
          stage: { kind: 'queued' as const },
        })),
      ]),
    describe: (id, change) =>
      setAll((old) =>
        old.map((one) => (one.id === id ? { ...one, details: { ...one.details, ...change } } : one)),
      ),
    remove(id) {
      aborts.current.get(id)?.abort()
      setAll((old) => old.filter((one) => one.id !== id))
    },
    retry: (id) => settle(id, { kind: 'queued' }),
  }
}
