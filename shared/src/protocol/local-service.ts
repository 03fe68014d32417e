/**
 * The government's local signing service, spoken to by whoever sits beside it: one WebSocket for one operation, one text
 * frame there, one back.
 * What must stay true: what counts is the file that reaches the server's one-time address, never what the frame says about
 * it; the socket is closed whatever happens; a frame that is no answer, a refusal by status and a service that is not there
 * are told apart.
 */
import { z } from 'zod'

/** 8987 in every published integration. */
export const serviceAddress = 'wss://127.0.0.1:8987'

/** Operations on documents; the words of the wrapper's documentation. */
export const serviceOperations = [
  'SignApproved',
  'SignIssued',
  'SignCopy',
  'SignAppendix',
  'SignPDF',
] as const
export type ServiceOperation = (typeof serviceOperations)[number]

export interface ServiceRequest {
  readonly FileUploadHandler: string
  readonly SessionId: string
  readonly JWTToken: string
  readonly FileName: string
  readonly DocNumber: string
  readonly IssuedDate: string
  readonly MetaData: readonly { readonly Key: string; readonly Value: string }[]
}

export const serviceRequest = (
  addresses: { readonly downloadUrl: string; readonly uploadUrl: string },
  metaData: ServiceRequest['MetaData'] = [],
): ServiceRequest => ({
  FileUploadHandler: addresses.uploadUrl,
  SessionId: '',
  JWTToken: '',
  FileName: addresses.downloadUrl,
  DocNumber: '',
  IssuedDate: '',
  MetaData: metaData,
})

export type ServiceOutcome =
  | 'done'
  /** The service or its person said no; its own words are not ours to repeat. */
  | 'refused'
  /** An answer that is no answer. */
  | 'answer'
  | 'unreachable'
  | 'tooLate'
  | 'cancelled'

const frame = z.object({ Status: z.number(), Message: z.string().nullish() })

/** Status 0 is success. @param text null for a binary frame */
export function readServiceFrame(text: string | null): ServiceOutcome {
  try {
    const read = frame.safeParse(text === null ? null : JSON.parse(text))
    if (!read.success) return 'answer'
    return read.data.Status === 0 ? 'done' : 'refused'
  } catch (problem) {
    if (problem instanceof SyntaxError) return 'answer'
    throw problem
  }
}

/** Opens a WebSocket. `closed` comes last, also where it never opened. */
export type Connect = (
  address: string,
  events: {
    readonly opened: () => void
    readonly received: (text: string | null) => void
    readonly closed: () => void
  },
) => { readonly send: (text: string) => void; readonly close: () => void }

export interface ServiceTime {
  /** Calls off the wait; the returned function calls off the calling off. */
  readonly after: (ms: number, job: () => void) => () => void
  /** A person looks for his token and types a PIN: minutes. */
  readonly timeoutMs: number
  readonly onCancel?: (job: () => void) => void
}

export function askService(
  connect: Connect,
  { after, timeoutMs, onCancel }: ServiceTime,
  operation: ServiceOperation,
  request: ServiceRequest,
  address: string = serviceAddress,
): Promise<ServiceOutcome> {
  return new Promise((resolve) => {
    let opened = false
    const settle = (outcome: ServiceOutcome): void => {
      callOff()
      resolve(outcome)
      socket.close()
    }
    const callOff = after(timeoutMs, () => settle('tooLate'))
    const socket = connect(`${address}/${operation}`, {
      opened() {
        opened = true
        socket.send(JSON.stringify(request))
      },
      received: (text) => settle(readServiceFrame(text)),
      // A service that closes without a word has no answer for us.
      closed: () => settle(opened ? 'answer' : 'unreachable'),
    })
    onCancel?.(() => settle('cancelled'))
  })
}
