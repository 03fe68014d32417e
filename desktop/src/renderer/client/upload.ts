/**
 * A PDF on its way to the server: looked at, hashed on the device, then sent under its hash.
 * What must stay true: what is plainly no PDF never leaves the device; a file the server already has is not sent again
 * into the same item; cancelling stops the bytes at once.
 */
import type { FileFacts, SignatureSummary } from '@nghi-truong/shared/domain/records'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { Unreachable } from './bridge.ts'
import type { Http } from './http.ts'

export type Uploaded = FileFacts | Refusal | 'unreachable'

/** A PDF begins within its first kilobyte (ISO 32000-1, annex H.3 note 13). */
export async function looksLikePdf(file: Blob): Promise<Refusal | null> {
  if (file.size === 0) return refuse('file.empty')
  const head = new TextDecoder('latin1').decode(await file.slice(0, 1024).arrayBuffer())
  return head.includes('%PDF-') ? null : refuse('file.notPdf')
}

/** SHA-256 in lower-case hex. @throws the signal's reason when aborted, or when the file can no longer be read */
export function hashFile(file: Blob, onShare: (share: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' })
    const end = (): void => worker.terminate()
    signal.addEventListener('abort', () => {
      end()
      reject(new Unreachable('aborted'))
    })
    worker.onmessage = (event: MessageEvent<{ share?: number; sha256?: string }>) => {
      if (event.data.share !== undefined) onShare(event.data.share)
      if (event.data.sha256 === undefined) return
      end()
      resolve(event.data.sha256)
    }
    worker.onerror = () => {
      end()
      reject(new Unreachable('the file could not be read'))
    }
    worker.postMessage(file)
  })
}

export interface UploadWish {
  readonly session: string
  readonly file: Blob
  readonly sha256: string
  readonly signal: AbortSignal
  readonly onProgress: (share: number) => void
}

export async function uploadFile(
  http: Http,
  { session, file, sha256, signal, onProgress }: UploadWish,
): Promise<Uploaded> {
  try {
    const answer = await http.call('putFile', {
      params: { sha256 },
      query: { session },
      bytes: file,
      signal,
      onProgress,
    })
    if (isRefusal(answer)) return answer
    const { size, pages, hasText } = answer
    return { sha256, size, pages, hasText, signature: answer.signature as unknown as SignatureSummary }
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause
    return signal.aborted ? refuse('file.cancelled') : 'unreachable'
  }
}
