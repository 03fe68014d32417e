/**
 * Full text across the documents of the session: asked of the server.
 * What must stay true: a late answer never covers a newer question's; no answer is told apart from none found.
 */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { useEffect, useState } from 'react'
import { Unreachable } from './bridge.ts'
import { useHttp } from './client.tsx'
import { useView } from './view.ts'

export type Found = AnswerOf<'fileSearch'>
export type Hit = Found['hits'][number]

/** Hits in one answer; the server gives each document its share. */
export const mostHits = 200

export type Searching =
  | { readonly kind: 'idle' | 'searching' | 'unreachable' }
  | { readonly kind: 'found'; readonly words: string; readonly found: Found }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const restMs = 250

/** Asks once typing rests; `words` shorter than two letters ask nothing. */
export function useSearch(words: string): Searching {
  const http = useHttp()
  const { session } = useView()
  const [state, setState] = useState<Searching>({ kind: 'idle' })
  const asked = words.normalize('NFC').trim()
  useEffect(() => {
    if (asked.length < 2) {
      setState({ kind: 'idle' })
      return undefined
    }
    const stop = new AbortController()
    setState({ kind: 'searching' })
    const timer = setTimeout(() => {
      http
        .call('fileSearch', {
          params: { id: session },
          query: { q: asked, limit: mostHits },
          signal: stop.signal,
        })
        .then(
          (answer) => {
            if (stop.signal.aborted) return
            setState(
              isRefusal(answer)
                ? { kind: 'refused', refusal: answer }
                : { kind: 'found', words: asked, found: answer },
            )
          },
          (cause: unknown) => {
            if (stop.signal.aborted) return
            if (!(cause instanceof Unreachable)) throw cause
            setState({ kind: 'unreachable' })
          },
        )
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [http, session, asked])
  return state
}
