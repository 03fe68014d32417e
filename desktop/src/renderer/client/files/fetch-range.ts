/**
 * Bytes of a document from the meeting server, by range.
 * What must stay true: the answer holds exactly the bytes asked for, or is a refusal; no answer at all is `Unreachable`.
 */
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { refusalBody } from '@nghi-truong/shared/protocol/routes'
import { Unreachable } from '../bridge.ts'
import type { Http } from '../http.ts'

export type FetchRange = (
  sha256: string,
  /** First byte. */
  from: number,
  /** One after the last byte. */
  to: number,
  signal?: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer> | Refusal>

function refusalOf(status: number, text: string): Refusal {
  try {
    const read = refusalBody.safeParse(JSON.parse(text))
    if (read.success) return refuse(read.data.code, read.data.params)
  } catch {
    // Not our server's word; judged by the status below.
  }
  if (status >= 500 || status === 408 || status === 429) throw new Unreachable(`status ${status}`)
  return refuse(status === 401 ? 'account.required' : 'document.notSeen')
}

export const fetchRange =
  (http: Pick<Http, 'transport' | 'credentials' | 'path'>): FetchRange =>
  async (sha256, from, to, signal) => {
    const answer = await http.transport.request({
      method: 'GET',
      path: http.path('getFile', { params: { sha256 } }),
      headers: { ...http.credentials(), range: `bytes=${from}-${to - 1}` },
      ...(signal ? { signal } : {}),
    })
    if (answer.status !== 206 && answer.status !== 200) return refusalOf(answer.status, await answer.text())
    const bytes = new Uint8Array(
      await answer.bytes().catch((cause: unknown) => {
        throw new Unreachable('cut off', { cause })
      }),
    )
    // A server or proxy that ignores ranges sends everything.
    const part = answer.status === 200 ? bytes.subarray(from, to) : bytes
    if (part.length !== to - from) throw new Unreachable('another length than asked for')
    return part
  }
