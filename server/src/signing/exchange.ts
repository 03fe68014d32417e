/**
 * Addresses that the local signing service may call from the user's machine: one to fetch the paper, one to bring it
 * back. The service has no session of ours, so the address itself is the right (domain: the service fetches and uploads
 * from the user's PC).
 * What must stay true: an address is 32 random bytes, works for one paper, ends with its first upload, its time or its
 * wait; nothing is taken that is larger than the paper and what may be added; the oldest address ends when there are too
 * many; an unknown address is as if it did not exist.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Offer {
  readonly downloadUrl: string
  readonly uploadUrl: string
  /** What was brought, once; `late` when time ran out, `closed` when the wait was ended. */
  readonly brought: Promise<Uint8Array | 'late' | 'closed'>
  close(): void
}

export interface Exchange {
  /** @param base as the user's machine calls this server, without a slash at the end */
  offer(bytes: Uint8Array, ttlMs: number, base: string): Offer
  /** @returns false when the request is none of ours */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}

interface Open {
  readonly bytes: Uint8Array
  settle(outcome: Uint8Array | 'late' | 'closed'): void
}

export interface ExchangeOptions {
  /** Bytes an upload may be larger than what went out. */
  readonly added: number
  /** Open addresses at once: each holds its paper in memory. */
  readonly most?: number
  /** Runs a job later. @returns how to call it off */
  readonly after: (ms: number, job: () => void) => () => void
}

const prefix = '/signing/'

async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > limit) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** The file field `uploadfile` of a multipart form; null where there is none. */
async function uploadedFile(body: Buffer, contentType: string): Promise<Uint8Array | null> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData()
    const file = form.get('uploadfile')
    return file instanceof File ? new Uint8Array(await file.arrayBuffer()) : null
  } catch {
    // Not a form that can be read: the caller is told as much.
    return null
  }
}

export function createExchange({ added, after, most = 32 }: ExchangeOptions): Exchange {
  const offers = new Map<string, Open>()

  /** The shape the service expects of an upload handler: here Status is a boolean. */
  function answer(response: ServerResponse, status: number, good: boolean, message: string, name = ''): void {
    const text = {
      Status: good,
      Message: message,
      FileName: name,
      FileServer: name,
      DocumentNumber: '',
      DocumentDate: '',
    }
    response.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    })
    response.end(JSON.stringify(text))
  }

  async function take(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
    const limit = (offers.get(token)?.bytes.length ?? 0) + added
    // Said before a byte is read; whoever sends more than he said is cut off.
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      response.setHeader('Connection', 'close')
      return answer(response, 413, false, 'Tệp quá lớn')
    }
    const body = await bodyOf(request, limit)
    if (!body) return void response.destroy()
    const file = await uploadedFile(body, request.headers['content-type'] ?? '')
    if (!file) return answer(response, 400, false, 'Không có tệp')
    const open = offers.get(token)
    if (!open) return answer(response, 404, false, 'Không có yêu cầu ký này')
    open.settle(file)
    answer(response, 200, true, '', `${token.slice(0, 8)}.pdf`)
  }

  return {
    offer(bytes, ttlMs, base) {
      const token = randomBytes(32).toString('base64url')
      let settle: Open['settle'] = () => undefined
      const brought = new Promise<Uint8Array | 'late' | 'closed'>((resolve) => {
        const callOff = after(ttlMs, () => settle('late'))
        settle = (outcome) => {
          offers.delete(token)
          callOff()
          resolve(outcome)
        }
      })
      for (const [, oldest] of offers) {
        if (offers.size < most) break
        oldest.settle('closed')
      }
      offers.set(token, { bytes, settle: (outcome) => settle(outcome) })
      const url = `${base}${prefix}${token}`
      return {
        downloadUrl: `${url}/file.pdf`,
        uploadUrl: `${url}/upload`,
        brought,
        close: () => settle('closed'),
      }
    },
    handle(request, response) {
      const [, token = '', what] =
        /^\/signing\/([A-Za-z0-9_-]{43})\/(file\.pdf|upload)$/.exec(request.url ?? '') ?? []
      if (!(request.url ?? '').startsWith(prefix)) return false
      const open = offers.get(token)
      if (!open) answer(response, 404, false, 'Không có yêu cầu ký này')
      else if (what === 'file.pdf' && request.method === 'GET') {
        response.writeHead(200, {
          'Content-Type': 'application/pdf',
          'Cache-Control': 'no-store',
          'Content-Length': open.bytes.length,
        })
        response.end(open.bytes)
      } else if (what === 'upload' && request.method === 'POST') {
        take(request, response, token).catch(() => response.destroy())
      } else answer(response, 405, false, 'Sai phương thức')
      return true
    },
  }
}
