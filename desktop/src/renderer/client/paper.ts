/**
 * Papers the server draws (result sheet, biên bản kiểm phiếu, minutes), fetched to be looked at, printed and kept.
 * What must stay true: the bytes are the server's, untouched; a refusal is told, never a broken file.
 */
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { useState } from 'react'
import { Unreachable } from './bridge.ts'
import { useHttp } from './client.tsx'
import { useView } from './view.ts'

export type PaperOf =
  | { readonly kind: 'resultSheet'; readonly ballot: string }
  | { readonly kind: 'tallyRecord'; readonly paper: string }
  | { readonly kind: 'minutes' }

export interface Paper {
  readonly pending: boolean
  readonly refusal: Refusal | null
  readonly unreachable: boolean
  readonly dismiss: () => void
  /** @returns the PDF and its name, or null when there is none (the reason is then in `refusal` or `unreachable`) */
  readonly fetch: () => Promise<{ readonly bytes: ArrayBuffer; readonly name: string } | null>
}

/** The name the server gave the file, else one by its kind. */
function nameIn(disposition: string | null, kind: PaperOf['kind']): string {
  return /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1] ?? `${kind}.pdf`
}

type State = 'idle' | 'pending' | 'unreachable' | Refusal

export function usePaper(of: PaperOf): Paper {
  const http = useHttp()
  const { session } = useView()
  const [state, setState] = useState<State>('idle')
  const { kind, ...params } = of
  return {
    pending: state === 'pending',
    refusal: typeof state === 'object' ? state : null,
    unreachable: state === 'unreachable',
    dismiss: () => setState('idle'),
    async fetch() {
      setState('pending')
      try {
        const answer = await http.download(kind, { params: { id: session, ...params } })
        if (isRefusal(answer)) {
          setState(answer)
          return null
        }
        const bytes = await answer.bytes()
        setState('idle')
        return { bytes, name: nameIn(answer.header('content-disposition'), kind) }
      } catch (cause) {
        if (!(cause instanceof Unreachable)) throw cause
        setState('unreachable')
        return null
      }
    },
  }
}
