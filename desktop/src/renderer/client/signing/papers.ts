/**
 * A paper on its way to being signed: issued by the server, fetched, brought back.
 * What must stay true: the bytes that are signed hash to the name the server gave them; no key and no password passes here.
 */
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { IssuedPaper, PaperAsked, TakenPaper } from '@nghi-truong/shared/protocol/signing'
import { useMemo } from 'react'
import { Unreachable } from '../bridge.ts'
import { useHttp } from '../client.tsx'
import type { Http } from '../http.ts'
import { pause } from '../send.ts'
import { sha256Of } from '../trust.ts'

export interface PaperOut extends IssuedPaper {
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type Answer<T> = T | Refusal | 'unreachable'

export interface Papers {
  issue(paper: PaperAsked): Promise<Answer<PaperOut>>
  take(sha256: string, file: Blob): Promise<Answer<TakenPaper>>
  /** One-time addresses for the local signing service. */
  offer(sha256: string): Promise<Answer<{ offer: string; downloadUrl: string; uploadUrl: string }>>
  collect(sha256: string, offer: string): Promise<Answer<TakenPaper>>
  /** A time-stamp token over a SHA-256 digest; null where the authority does not answer. */
  stamp(digest: Uint8Array): Promise<Uint8Array | null>
}

/** How long a device waits for a time stamp before it signs without one, in questions of a second each. */
const patience = 200

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export function createPapers(http: Pick<Http, 'call' | 'download'>, session: string): Papers {
  const params = { id: session }
  async function asked<T>(work: () => Promise<T | Refusal>): Promise<Answer<T>> {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof Unreachable) return 'unreachable'
      throw cause
    }
  }
  return {
    issue: (paper) =>
      asked(async () => {
        const issued = await http.call('signingIssue', { params, body: { paper } })
        if (isRefusal(issued)) return issued
        const { sha256 } = issued
        const answer = await http.download('signingPaper', { params: { ...params, sha256 } })
        if ('refused' in answer) return answer
        const bytes = new Uint8Array(await answer.bytes())
        // Somebody between us and the server gave other bytes: nobody shall sign those.
        return (await sha256Of(bytes)) === sha256 ? { ...issued, bytes } : refuse('file.hashMismatch')
      }),
    take: (sha256, file) =>
      asked(() => http.call('signingTake', { params: { ...params, sha256 }, bytes: file })),
    offer: (sha256) => asked(() => http.call('signingOffer', { params: { ...params, sha256 }, body: {} })),
    collect: (sha256, offer) =>
      asked(() => http.call('signingCollect', { params: { ...params, sha256, offer }, body: {} })),
    async stamp(digest) {
      const job = await asked(() => http.call('stampAsk', { params, body: { digest: hexOf(digest) } }))
      if (job === 'unreachable' || isRefusal(job)) return null
      for (let n = 0; n < patience; n++) {
        const now = await asked(() => http.call('stampState', { params: { ...params, stamp: job.stamp } }))
        if (now !== 'unreachable' && (isRefusal(now) || now.state !== 'waiting'))
          return isRefusal(now) || now.token === null
            ? null
            : Uint8Array.from(atob(now.token), (one) => one.charCodeAt(0))
        await pause(1000)
      }
      return null
    },
  }
}

export function usePapers(session: string): Papers {
  const http = useHttp()
  return useMemo(() => createPapers(http, session), [http, session])
}
