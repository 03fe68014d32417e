/**
 * The one door for WebSockets: host, origin, ticket, then the live socket of a session or a room of notes.
 * What must stay true: no socket opens without a fresh ticket; a login that ends takes its sockets with it within a
 * second; no compression (it costs five times the CPU); nobody is told whether a session or room exists that is not his.
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Logger } from 'pino'
import { id as idForm } from '@nghi-truong/shared/domain/text'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { parseRoomName } from '@nghi-truong/shared/protocol/rooms'
import type { Accounts } from '../accounts/accounts.ts'
import type { Tickets } from '../accounts/tickets.ts'
import { sayBye, type Live } from '../live/live.ts'
import type { Login } from '../store/ports.ts'
import { hostAllowed, originAllowed } from './actor.ts'
import type { Annotations } from './ports.ts'

export interface UpgradeParts {
  readonly accounts: Accounts
  readonly tickets: Tickets
  readonly live: Live
  readonly annotations: Annotations
  readonly hosts: readonly string[]
  readonly logger: Logger
  /** Whether another machine has taken over: then nobody is shown anything any more. */
  readonly superseded?: () => boolean
  /** Open sockets of one login. */
  readonly perLogin?: number
}

/** Bytes of one message on a live socket: nothing but a hello is expected. */
const largestHello = 64 * 1024
const pingMs = 15_000
const deadMs = 40_000

type Goal =
  { readonly kind: 'live'; readonly session: string } | { readonly kind: 'room'; readonly name: string }

function goalOf(path: string): Goal | undefined {
  const live = /^\/api\/sessions\/([^/]+)\/live$/.exec(path)?.[1]
  if (live !== undefined && idForm.safeParse(live).success) return { kind: 'live', session: live }
  const room = /^\/api\/rooms\/([^/]+)$/.exec(path)?.[1]
  if (room === undefined) return undefined
  try {
    return { kind: 'room', name: decodeURIComponent(room) }
  } catch {
    return undefined
  }
}

function refuseRaw(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** @returns how to close the door and every socket that came through it */
export function openDoor(server: Server | SecureServer, parts: UpgradeParts): () => void {
  const { accounts, tickets, live, annotations, logger } = parts
  const takes = (maxPayload: number): WebSocketServer =>
    new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload, clientTracking: false })
  // A device that was away for days comes back with everything in one message.
  const sockets = { live: takes(largestHello), room: takes(annotations.largestFrame) }
  const open = new Map<string, Set<WebSocket>>()
  const heard = new Map<WebSocket, number>()
  const most = parts.perLogin ?? 40

  async function enter(socket: WebSocket, goal: Goal, login: Login): Promise<void> {
    if (goal.kind === 'live') {
      // Nothing is said upwards but a hello: who says more is not a client of ours.
      let said = 0
      socket.on('message', () => {
        if (++said > 20) socket.close(closeCodes.tooMuch, 'request.tooMany')
      })
      await live.join(socket, goal.session, login.person)
      return
    }
    const room = parseRoomName(goal.name)
    if (room) annotations.join(socket, room, login.person)
    else socket.close(closeCodes.notFound, 'room.notSeen')
  }

  function watch(socket: WebSocket, login: Login): void {
    const mine = open.get(login.tokenHash) ?? new Set<WebSocket>()
    open.set(login.tokenHash, mine.add(socket))
    heard.set(socket, performance.now())
    socket.on('pong', () => heard.set(socket, performance.now()))
    // Close follows; what a client does wrong on the wire is not our error.
    socket.on('error', (error) => logger.debug({ err: error }, 'socket'))
    socket.on('close', () => {
      heard.delete(socket)
      mine.delete(socket)
      if (mine.size === 0 && open.get(login.tokenHash) === mine) open.delete(login.tokenHash)
    })
  }

  function upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', (error) => logger.debug({ err: error }, 'socket before the upgrade'))
    if (!hostAllowed(request.headers.host, parts.hosts) || !originAllowed(request)) {
      refuseRaw(raw, '403 Forbidden')
      return
    }
    let url: URL
    try {
      url = new URL(request.url ?? '', 'http://here')
    } catch {
      refuseRaw(raw, '400 Bad Request')
      return
    }
    const goal = goalOf(url.pathname)
    if (!goal) {
      refuseRaw(raw, '404 Not Found')
      return
    }
    const login = tickets.redeem(url.searchParams.get('ticket') ?? '')
    sockets[goal.kind].handleUpgrade(request, raw, head, (socket) => {
      if (!login) {
        socket.on('error', () => socket.terminate())
        if (goal.kind === 'live') sayBye(socket, closeCodes.ticketInvalid, 'ticket.invalid')
        else socket.close(closeCodes.ticketInvalid, 'ticket.invalid')
        return
      }
      watch(socket, login)
      if ((open.get(login.tokenHash)?.size ?? 0) > most) {
        socket.close(closeCodes.tooMuch, 'request.tooMany')
        return
      }
      enter(socket, goal, login).catch((error: unknown) => {
        logger.error({ err: error }, 'a socket could not enter')
        socket.close(1011)
      })
    })
  }

  function end(login: Login): void {
    for (const socket of open.get(login.tokenHash) ?? []) {
      socket.close(closeCodes.signedOut, 'account.required')
      // Who does not answer the closing handshake is cut off.
      setTimeout(() => socket.terminate(), 900).unref()
    }
  }

  function pulse(): void {
    const now = performance.now()
    for (const [socket, at] of heard) {
      if (parts.superseded?.()) socket.close(1001, 'server.superseded')
      if (now - at > deadMs) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.ping()
    }
  }

  server.on('upgrade', upgrade)
  const deaf = accounts.onEnd(end)
  const timer = setInterval(pulse, pingMs)
  timer.unref()
  return () => {
    deaf()
    clearInterval(timer)
    server.off('upgrade', upgrade)
    for (const socket of heard.keys()) {
      socket.close(1001, 'server.closing')
      setTimeout(() => socket.terminate(), 500).unref()
    }
  }
}
