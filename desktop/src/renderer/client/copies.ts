/** Marked copies from the server, for printing and keeping. What must stay true: never kept on the device by us. */
import type { Refusal } from '@nghi-truong/shared/domain/refusal'
import { useCallback } from 'react'
import { Unreachable } from './bridge.ts'
import { useHttp } from './client.tsx'
import { useView } from './view.ts'

export function useCopies(): (
  document: string,
) => Promise<Uint8Array<ArrayBuffer> | Refusal | 'unreachable'> {
  const http = useHttp()
  const { session } = useView()
  return useCallback(
    async (document) => {
      try {
        const answer = await http.download('documentCopy', { params: { id: session, document } })
        return 'refused' in answer ? answer : new Uint8Array(await answer.bytes())
      } catch (cause) {
        if (cause instanceof Unreachable) return 'unreachable'
        throw cause
      }
    },
    [http, session],
  )
}
