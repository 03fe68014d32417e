/**
 * Plain HTTP for tests, with every header in the test's own hands.
 * What must stay true: nothing is added that the test did not ask for, but Host and lengths.
 */
import { randomUUID } from 'node:crypto'
import { request, type IncomingHttpHeaders } from 'node:http'
import type { AnswerOf, RouteName } from '@nghi-truong/shared/protocol/routes'
import { demoPassword } from '../demo/session.ts'
import type { Running } from '../main.ts'

export interface Called<T = unknown> {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** The body as JSON; undefined when it is none. */
  readonly body: T
}

export interface CallOptions {
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON; bytes and text as they are. */
  readonly body?: unknown
}

export type At = Pick<Running, 'port'>

export function call<T = Record<string, unknown>>(
  { port }: At,
  method: string,
  path: string,
  { token, headers = {}, body }: CallOptions = {},
): Promise<Called<T>> {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const bytes = body === undefined ? undefined : raw ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(bytes === undefined || raw ? {} : { 'content-type': 'application/json' }),
          ...(bytes === undefined ? {} : { 'content-length': String(Buffer.byteLength(bytes)) }),
          ...headers,
        },
      },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          const whole = Buffer.concat(pieces)
          const json = /json/.test(answer.headers['content-type'] ?? '')
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            bytes: whole,
            body: (json && whole.length > 0 && !/jsonl/.test(answer.headers['content-type'] ?? '')
              ? JSON.parse(whole.toString())
              : undefined) as T,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(bytes)
  })
}

/** Signs a person of the demo in. @returns the token */
export async function signIn(at: At, username: string, deviceName = 'Máy thử'): Promise<string> {
  const { status, body } = await call<AnswerOf<'signIn'>>(at, 'POST', '/api/sign-in', {
    body: { username, password: demoPassword(username), deviceName },
  })
  if (status !== 200) throw new Error(`${username}: ${status} ${JSON.stringify(body)}`)
  return body.token
}

/** A wish with a fresh id. */
export const wish = (at: At, token: string, type: string, input: unknown = {}, session = 'ky-hop-3') =>
  call<{ code?: string; seq?: number; hash?: string; params?: Record<string, unknown> }>(
    at,
    'POST',
    `/api/sessions/${session}/commands`,
    { token, body: { id: randomUUID(), type, input } },
  )

export const answerOf = <N extends RouteName>(_name: N, { body }: Called): AnswerOf<N> => body as AnswerOf<N>
