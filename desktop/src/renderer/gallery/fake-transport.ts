/**
 * The way out that leads to a hall in memory instead of a server.
 * What must stay true: it speaks the same paths, shapes and messages as the server, so that the client cannot tell.
 */
import { sees } from '@nghi-truong/shared/domain/audience'
import type { AnyRecord, Kind } from '@nghi-truong/shared/domain/records'
import { isRefusal, refusalText, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { Down } from '@nghi-truong/shared/protocol/live'
import { refusalStatus } from '@nghi-truong/shared/protocol/routes'
import {
  Unreachable,
  type Socket,
  type SocketEvents,
  type Transport,
  type TransportAnswer,
} from '../client/bridge.ts'
import { hallSession, hashOf, seenBy, type Hall } from './hall.ts'

export interface Wire {
  readonly transport: Transport
  /** Pulls the network out, or puts it back. */
  readonly setOnline: (online: boolean) => void
  /** Requests that arrived, newest last. */
  readonly seen: () => readonly { readonly method: string; readonly path: string; readonly body: unknown }[]
  /** Loses the next answers after the server has acted. */
  readonly loseAnswers: (count: number) => void
  /** Who is connected, as the desk is told. */
  readonly connect: (people: readonly string[]) => void
  /** What is answered under this path, or `PUT /path`, from now on; bytes where it is a file. */
  readonly answer: (path: string, body: unknown, status?: number) => void
}

/** All kinds of a session that the screens know. */
export const kinds: readonly Kind[] = [
  'session',
  'person',
  'group',
  'attendance',
  'absence',
  'item',
  'script',
  'document',
  'speech',
  'ballot',
  'electorate',
  'turnout',
  'voted',
  'cast',
  'result',
  'manifest',
  'witness',
  'witnessed',
  'opinion',
  'reminder',
  'remark',
  'projector',
  'presenter',
  'expulsion',
  'withdrawal',
  'suggestion',
  'conclusion',
  'handCount',
  'committee',
  'paperBallot',
  'paperEntry',
  'paperResult',
  'rehearsal',
  'readiness',
  'housePerson',
  'houseGroup',
  'council',
  'secretMode',
  'secretKeys',
  'secretKeyMessage',
  'secretTrustees',
  'secretBallot',
  'secretElection',
  'secretBox',
  'secretCodes',
  'secretSeal',
  'secretComplaint',
  'secretOpening',
  'secretResult',
  'secretClearing',
]

/** Bytes where the body is a file. */
export const answerOf = (status: number, body: unknown): TransportAnswer => {
  const text = JSON.stringify(body)
  return {
    status,
    header: () => null,
    text: () => Promise.resolve(text),
    bytes: () =>
      Promise.resolve(
        body instanceof Uint8Array ? body.slice().buffer : new TextEncoder().encode(text).buffer,
      ),
  }
}

const refused = (refusal: Refusal): TransportAnswer =>
  answerOf(refusalStatus(refusal.refused), {
    code: refusal.refused,
    message: refusalText(refusal, 'vi'),
    ...(refusal.params ? { params: refusal.params } : {}),
  })

export function visible(hall: Hall, person: string): readonly AnyRecord[] {
  const viewer = hall.viewer(person)
  return kinds.flatMap((kind) =>
    (hall.state.every(kind) as readonly AnyRecord[]).filter((record) => sees(viewer, record.audience)),
  )
}

/** `elsewhere` answers first, for paths of a part with files of its own. */
export function wireTo(
  hall: Hall,
  person: string,
  elsewhere: (path: string) => TransportAnswer | undefined = () => undefined,
): Wire {
  let online = true
  let lost = 0
  const sockets = new Set<() => void>()
  const seen: { method: string; path: string; body: unknown }[] = []
  const receipts = new Map<string, TransportAnswer>()
  const given = new Map<string, TransportAnswer>()
  let connected: string[] | null = null

  const told = (method: string, path: string): TransportAnswer | undefined =>
    given.get(`${method} ${path}`) ?? given.get(path)

  function respond(path: string, body: unknown): TransportAnswer {
    const { name, roles } = {
      name: hall.state.one('person', person)?.name ?? '',
      roles: hall.viewer(person).roles,
    }
    const now = new Date(hall.now()).toISOString()
    if (path === '/api/tickets') return answerOf(200, { ticket: 'ticket', expiresInMs: 30_000 })
    if (path === '/api/me') return answerOf(200, { person, name, username: person, roles, device: 'd1' })
    if (path === '/api/health')
      return answerOf(200, { ok: true, version: '0', now, store: 'memory', needsSetup: false })
    if (path === '/api/sessions')
      return answerOf(200, {
        sessions: hall.state.every('session').map((session) => ({
          id: hallSession,
          title: session.title,
          council: session.council,
          startsOn: session.startsOn,
          state: session.state,
          roles,
        })),
      })
    if (path === '/api/devices')
      return answerOf(200, {
        devices: [
          { id: 'd1', name: 'iPad', signedInAt: now, seenAt: now, current: true },
          { id: 'd2', name: 'Máy tính Windows', signedInAt: now, seenAt: now, current: false },
        ],
      })
    if (path === '/api/accounts') return answerOf(200, { accounts: [] })
    if (path.endsWith('/commands')) {
      const { id, type, input } = body as { id: string; type: string; input: unknown }
      const known = receipts.get(id)
      if (known) return known
      const outcome = hall.wish(person, type, input)
      if (isRefusal(outcome)) return refused(outcome)
      const answer = answerOf(200, { seq: outcome, hash: hashOf(`${outcome} ${id}`) })
      receipts.set(id, answer)
      return answer
    }
    return refused({ refused: 'request.notFound' })
  }

  const transport: Transport = {
    socketUrl: (path) => `ws://gallery${path}`,
    request({ method, path, body }) {
      if (!online) return Promise.reject(new Unreachable('no network'))
      const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : null
      seen.push({ method, path, body: parsed })
      const answer = told(method, path) ?? elsewhere(path) ?? respond(path, parsed)
      if (lost > 0 && path.endsWith('/commands')) {
        lost--
        return Promise.reject(new Unreachable('the answer was lost'))
      }
      return Promise.resolve(answer)
    },
    socket(_path, events: SocketEvents): Socket {
      const send = (message: Down): void => events.received(JSON.stringify(message))
      const now = (): string => new Date(hall.now()).toISOString()
      const stop = hall.subscribe((changes) => {
        const puts = seenBy(hall.viewer(person), changes)
        if (puts.length > 0) send({ type: 'patch', seq: hall.seq(), now: now(), puts })
      })
      const close = (): void => {
        stop()
        sockets.delete(close)
        events.closed(1006)
      }
      sockets.add(close)
      queueMicrotask(() => {
        if (!online) return close()
        events.opened()
        send({
          type: 'snapshot',
          seq: hall.seq(),
          head: hashOf(String(hall.seq())),
          now: now(),
          you: hall.viewer(person),
          records: visible(hall, person),
        })
        send({ type: 'presence', count: connected?.length ?? 58, people: connected })
      })
      return { send: () => undefined, close }
    },
  }
  return {
    transport,
    seen: () => seen,
    loseAnswers: (count) => (lost = count),
    connect: (people) => (connected = [...people]),
    answer: (path, body, status = 200) => void given.set(path, answerOf(status, body)),
    setOnline(next) {
      online = next
      if (!next) for (const close of sockets) close()
    },
  }
}
