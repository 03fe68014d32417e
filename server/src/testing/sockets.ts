/** WebSockets for tests: waits for messages instead of for time. */
import { WebSocket, type ClientOptions } from 'ws'
import type { Down } from '@nghi-truong/shared/protocol/live'
import { call, type At } from './call.ts'

export interface Listening {
  readonly socket: WebSocket
  readonly heard: Down[]
  /** The first message, from now or before, that fits. */
  until<T extends Down>(fits: (message: Down) => message is T): Promise<T>
  until(fits: (message: Down) => boolean): Promise<Down>
  /** Code and reason of the close. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

export async function ticketOf(at: At, token: string): Promise<string> {
  const { body } = await call<{ ticket: string }>(at, 'POST', '/api/tickets', { token })
  return body.ticket
}

/** Opens a socket; never throws: a refused handshake is a close with code 1006 and the HTTP status as reason. */
export function dial(at: At, path: string, options: ClientOptions = {}): Listening {
  const socket = new WebSocket(`ws://127.0.0.1:${at.port}${path}`, options)
  const heard: Down[] = []
  const waiting = new Set<() => void>()
  let status = ''
  socket.on('unexpected-response', (request, response) => {
    status = String(response.statusCode)
    request.destroy()
    socket.terminate()
  })
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer, binary) => {
    if (binary) return
    heard.push(JSON.parse(data.toString()) as Down)
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() || status }))
  })
  const until = (fits: (message: Down) => boolean): Promise<Down> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = heard.find(fits)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      closed.then(({ code, reason }) => {
        look()
        reject(
          new Error(
            `closed ${code} ${reason} before the message came; heard ${JSON.stringify(heard).slice(0, 500)}`,
          ),
        )
      }, reject)
    })
  return { socket, heard, until, closed }
}

export async function follow(at: At, token: string, session = 'ky-hop-3'): Promise<Listening> {
  return dial(at, `/api/sessions/${session}/live?ticket=${await ticketOf(at, token)}`)
}
