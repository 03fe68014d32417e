/**
 * The server's own HTTP contract as benchmarks and fault tests use it.
 * What must stay true: nothing but what docs/api.md promises; an answer is told apart from no answer.
 */
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface Asking {
  readonly url: string
  readonly token?: string | undefined
  readonly agent?: Agent
  readonly timeoutMs?: number
}

/** @throws when no whole answer came: whether something was recorded is then open */
export function ask(
  { url, token, agent, timeoutMs = 10_000 }: Asking,
  method: 'GET' | 'POST',
  path: string,
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      {
        method,
        ...(agent && { agent }),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
        },
      },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => {
          if (!response.complete) reject(new Error('the answer broke off'))
          else resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() })
        })
        response.on('error', reject)
      },
    )
    sent.setTimeout(timeoutMs, () => sent.destroy(new Error('no answer in time')))
    sent.on('error', reject)
    sent.end(body)
  })
}

/** @throws when the answer is a refusal */
export async function must<T>(
  asking: Asking,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<T> {
  const { status, text } = await ask(
    asking,
    method,
    path,
    body === undefined ? undefined : JSON.stringify(body),
  )
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`)
  return JSON.parse(text) as T
}

export const oneConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 })
