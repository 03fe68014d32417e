/**
 * Requests of the page to the meeting server, and to nobody else.
 * What must stay true: the address is the chosen server's, whatever the page asks; headers out and in come from closed
 * lists; a redirection is not followed (a captive portal speaks so); an answer larger than the bridge carries is cut off,
 * never handed out in part; the login cookie stays here.
 */
import http from 'node:http'
import https from 'node:https'
import { bridgeLimits, type InputOf, type OutputOf } from '../bridge.ts'
import type { Server } from './address.ts'
import type { CookieJar } from './cookie-jar.ts'

/** Headers of an answer that the page may see. */
const shown = new Set([
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'etag',
  'retry-after',
  'x-epoch',
])

export interface Line {
  readonly server: Server
  readonly agent: http.Agent
  readonly cookies: CookieJar
}

/** Without a byte for so long the server counts as gone. */
const silenceMs = 60_000

const tlsTrouble =
  /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

/** One word for why there is no answer; the cause itself may hold addresses and is not for the page. */
function reason(cause: NodeJS.ErrnoException): string {
  if (tlsTrouble.test(cause.code ?? '') || cause.message.includes('pinned authority')) return 'untrusted'
  return 'unreachable'
}

export function ask(line: Line, request: InputOf<'request'>): Promise<OutputOf<'request'>> {
  const url = new URL(request.path, line.server.origin)
  // The ballot box has a door of its own, at which nobody says who he is.
  const box = url.pathname.startsWith('/ballot-box/')
  if (url.origin !== line.server.origin || !(box || url.pathname.startsWith('/api/')))
    return Promise.resolve({ unreachable: 'foreign' })
  const body = typeof request.body === 'string' ? Buffer.from(request.body, 'utf8') : request.body
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  const cookie = box || request.headers.authorization !== undefined ? null : line.cookies.header()
  const { authorization, ...plain } = request.headers
  const headers: Record<string, string> = {
    ...plain,
    ...(authorization === undefined || box ? {} : { authorization }),
    ...(cookie === null ? {} : { cookie }),
    ...(changes ? { origin: line.server.origin, 'content-length': String(body?.byteLength ?? 0) } : {}),
  }
  return new Promise((resolve) => {
    const fail = (cause: Error): void => resolve({ unreachable: reason(cause) })
    const options = { method: request.method, headers, agent: line.agent, timeout: silenceMs }
    const out = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      const status = answer.statusCode ?? 0
      if (status < 200 || (status >= 300 && status < 400 && status !== 304)) {
        answer.destroy()
        resolve({ unreachable: 'redirected' })
        return
      }
      line.cookies.take(answer.headers['set-cookie'] ?? [])
      const pieces: Buffer[] = []
      let size = 0
      answer.on('data', (piece: Buffer) => {
        size += piece.length
        if (size <= bridgeLimits.body) pieces.push(piece)
        else {
          answer.destroy()
          resolve({ unreachable: 'tooLarge' })
        }
      })
      answer.on('error', fail)
      answer.on('end', () => {
        const seen = Object.entries(answer.headers).filter(([name]) => shown.has(name))
        resolve({
          status,
          headers: Object.fromEntries(seen.map(([name, value]) => [name, String(value)])),
          body: new Uint8Array(Buffer.concat(pieces)),
        })
      })
    })
    out.on('timeout', () => out.destroy(new Error('silence')))
    out.on('error', fail)
    out.end(body)
  })
}
