/**
 * Asking the server: one typed function over the list of routes that both sides share.
 * What must stay true: an answer is the route's own shape or a refusal; a server that was not reached is `Unreachable`,
 * which is no refusal: nobody knows whether something happened. The login travels as a bearer of this window, else as
 * the browser's cookie.
 */
import {
  refusalBody,
  routes,
  type AnswerOf,
  type BodyOf,
  type Route,
  type RouteName,
} from '@nghi-truong/shared/protocol/routes'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { createEpochs, epochHeader } from './epoch.ts'
import type { Keep } from './keep.ts'
import { Unreachable, type Transport, type TransportAnswer } from './bridge.ts'

export interface Asking<N extends RouteName> {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: BodyOf<N>
  /** For routes that take bytes. */
  readonly bytes?: Blob
  readonly signal?: AbortSignal
  readonly onProgress?: (share: number) => void
}

export interface Http {
  /** @throws Unreachable */
  readonly call: <N extends RouteName>(name: N, asking?: Asking<N>) => Promise<AnswerOf<N> | Refusal>
  /** For routes that answer with bytes. @throws Unreachable */
  readonly download: (name: RouteName, asking?: Asking<RouteName>) => Promise<TransportAnswer | Refusal>
  /** Headers that prove who asks; for libraries that fetch by themselves. */
  readonly credentials: () => Readonly<Record<string, string>>
  /** Address of a route, with its parameters filled in. */
  readonly path: (name: RouteName, asking?: Pick<Asking<RouteName>, 'params' | 'query'>) => string
  readonly transport: Transport
  /** `house.epoch` of the machine that serves, as far as this device has heard; null before the first answer. */
  readonly epoch: () => string | null
}

export const tokenKey = 'nt.token'

export interface HttpParts {
  readonly transport: Transport
  /** Where this window's login is kept. */
  readonly keep: Keep
  /** Where this device remembers the highest epoch it has heard of; `keep` when not given. */
  readonly lasting?: Keep
  readonly language: () => string
  /** The server said the login is over. */
  readonly signedOut?: (refusal: Refusal) => void
}

const fill = (route: Route, params: Readonly<Record<string, string>> = {}): string =>
  route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

function pathOf(name: RouteName, asking: Pick<Asking<RouteName>, 'params' | 'query'> = {}): string {
  const query = new URLSearchParams(
    Object.entries(asking.query ?? {}).map(([key, value]) => [key, String(value)]),
  ).toString()
  return fill(routes[name], asking.params) + (query ? `?${query}` : '')
}

export function createHttp({ transport, keep, lasting = keep, language, signedOut }: HttpParts): Http {
  const epochs = createEpochs(lasting)
  const credentials = (): Record<string, string> => {
    const token = keep.read(tokenKey)
    return token ? { authorization: `Bearer ${token}` } : {}
  }
  const ask = async <N extends RouteName>(name: N, asking: Asking<N>): Promise<TransportAnswer | Refusal> => {
    const route: Route = routes[name]
    const json = asking.bytes === undefined && route.body !== undefined
    const known = epochs.known()
    const body = asking.bytes ?? (json ? JSON.stringify(asking.body ?? {}) : undefined)
    const answer = await transport.request({
      method: route.method.toUpperCase() as 'GET',
      path: pathOf(name, asking),
      headers: {
        ...credentials(),
        'accept-language': language(),
        ...(known === null ? {} : { [epochHeader]: known }),
        ...(json ? { 'content-type': 'application/json' } : {}),
        ...(asking.bytes ? { 'content-type': 'application/pdf' } : {}),
      },
      ...(body === undefined ? {} : { body }),
      ...(asking.signal ? { signal: asking.signal } : {}),
      ...(asking.onProgress ? { onProgress: asking.onProgress } : {}),
    })
    // Whatever it did, it did for itself: the machine that serves knows nothing of it.
    if (!epochs.hear(answer.header(epochHeader)))
      throw new Unreachable('a machine that was replaced answered')
    if (answer.status >= 200 && answer.status < 300) return answer
    const refusal = readRefusal(answer.status, await answer.text())
    if (refusal.refused === 'account.required') signedOut?.(refusal)
    return refusal
  }
  return {
    transport,
    credentials,
    epoch: epochs.known,
    path: pathOf,
    download: (name, asking = {}) => ask(name, asking),
    async call(name, asking = {}) {
      const answer = await ask(name, asking)
      if ('refused' in answer) return answer
      const route: Route = routes[name]
      const read = route.answer.safeParse(parse(await answer.text()))
      // An answer that breaks the contract is somebody else's page (a proxy, a captive portal).
      if (!read.success) throw new Unreachable(`the answer of ${name} is not the server's`)
      return read.data as AnswerOf<typeof name>
    },
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller's shape check will say so.
    return undefined
  }
}

function readRefusal(status: number, text: string): Refusal {
  const read = refusalBody.safeParse(parse(text))
  if (read.success) return refuse(read.data.code, read.data.params)
  // No word of our server, so nothing of ours was done: a gateway before it, or a server too old or too new.
  if (status >= 500 || status === 408 || status === 429) throw new Unreachable(`status ${status}`)
  return refuse(
    status === 401 ? 'account.required' : status === 413 ? 'request.tooLarge' : 'request.notFound',
  )
}
