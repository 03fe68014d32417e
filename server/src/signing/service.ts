/**
 * The client of the government's local signing service: one WebSocket for one operation, one text frame there, one back.
 * What must stay true: what counts is the file that reached our own one-time address, never what the frame says about it;
 * the socket is closed whatever happens; a frame that is no answer, a refusal by status and a service that is not there are
 * told apart.
 */
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Exchange } from './exchange.ts'
import type { Signer, SigningRefusal } from './signer.ts'

/** Operations on documents; the words of the wrapper's documentation. */
export type Operation = 'SignApproved' | 'SignIssued' | 'SignIncome' | 'SignCopy' | 'SignAppendix' | 'SignPDF'

export interface ServiceOptions {
  readonly exchange: Exchange
  readonly operation: Operation
  /** `wss://127.0.0.1:8987` in every published integration. */
  readonly url?: string
  /** PEM of the service's certificate, where the machine does not trust it already. */
  readonly ca?: string
  /** A person looks for his token and types a PIN: minutes. */
  readonly timeoutMs?: number
  /** Echoed by the service to the upload handler. */
  readonly metaData?: readonly { readonly Key: string; readonly Value: string }[]
}

export const serviceUrl = 'wss://127.0.0.1:8987'

/** Status 0 is success; everything else a refusal in words of the service. */
const frame = z.object({ Status: z.number(), Message: z.string().nullish() })

/** Sends one frame and gives the one that comes back, read as JSON and not yet believed. */
export function ask(
  address: string,
  request: unknown,
  { ca, timeoutMs, signal }: { ca?: string | undefined; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<{ readonly frame: unknown } | SigningRefusal> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, { maxPayload: 1024 * 1024, ...(ca !== undefined && { ca }) })
    let opened = false
    const settle = (outcome: { frame: unknown } | SigningRefusal): void => {
      clearTimeout(late)
      signal?.removeEventListener('abort', cancel)
      resolve(outcome)
      socket.terminate()
    }
    const cancel = (): void => settle('signing.cancelled')
    const late = setTimeout(() => settle('signing.tooLate'), timeoutMs)
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted) cancel()
    socket.once('open', () => {
      opened = true
      socket.send(JSON.stringify(request))
    })
    socket.once('message', (data: Buffer, binary) => {
      try {
        settle(binary ? 'signing.answer' : { frame: JSON.parse(data.toString()) as unknown })
      } catch {
        settle('signing.answer')
      }
    })
    socket.once('error', () => settle(opened ? 'signing.answer' : 'signing.unreachable'))
    // A service that closes without a word has no answer for us.
    socket.once('close', () => settle('signing.answer'))
  })
}

export function serviceSigner(options: ServiceOptions): Signer {
  const { exchange, operation, url = serviceUrl, ca, timeoutMs = 10 * 60_000, metaData = [] } = options
  return {
    way: 'service',
    async sign({ bytes }, _plan, signal) {
      const offer = exchange.offer(bytes, timeoutMs)
      try {
        const request = {
          FileUploadHandler: offer.uploadUrl,
          SessionId: '',
          JWTToken: '',
          FileName: offer.downloadUrl,
          DocNumber: '',
          IssuedDate: '',
          MetaData: metaData,
        }
        const answered = await ask(`${url}/${operation}`, request, { ca, timeoutMs, signal })
        if (typeof answered === 'string') return answered
        const read = frame.safeParse(answered.frame)
        if (!read.success) return 'signing.answer'
        if (read.data.Status !== 0) return 'signing.refused'
        // The upload comes before the frame: whoever says "done" without having brought anything has no answer.
        offer.close()
        const brought = await offer.brought
        return typeof brought === 'string' ? 'signing.answer' : { bytes: brought, timestamped: false }
      } finally {
        offer.close()
      }
    },
  }
}
