/**
 * The WebSockets of the pages, held in main: live and rooms.
 * What must stay true: a page reaches its own sockets only; every opened socket ends with exactly one `closed`; a page that
 * goes (closed, reloaded, crashed) takes its sockets along; what the server sends is passed on in order, unread.
 */
import { WebSocket, type RawData } from 'ws'
import { bridgeLimits, type Bytes, type SocketEvent } from '../bridge.ts'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import type { Line } from './transport.ts'

/** Who holds sockets: a page, by the number of its web contents. */
export interface Page {
  readonly id: number
  send(event: SocketEvent): void
}

export interface Sockets {
  open(page: Page, socket: string, path: string, line: Line | null): void
  send(page: Pick<Page, 'id'>, socket: string, data: string | Bytes): void
  close(page: Pick<Page, 'id'>, socket: string): void
  /** The page is gone. */
  leave(page: Pick<Page, 'id'>): void
  /** The server was changed: everything ends. */
  endAll(): void
}

const most = 16
/** RFC 6455, 7.4.1: the connection was closed without a close frame. */
const lost = 1006

const plainBytes = (data: RawData): Bytes =>
  new Uint8Array(
    Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? data : Buffer.from(data),
  )

export function createSockets(): Sockets {
  const pages = new Map<number, Map<string, WebSocket>>()
  const find = (page: Pick<Page, 'id'>, socket: string): WebSocket | undefined =>
    pages.get(page.id)?.get(socket)

  const leave = (page: Pick<Page, 'id'>): void => {
    const held = pages.get(page.id)
    pages.delete(page.id)
    for (const socket of held?.values() ?? []) socket.terminate()
  }

  return {
    open(page, name, path, line) {
      const held = pages.get(page.id) ?? new Map<string, WebSocket>()
      pages.set(page.id, held)
      if (held.has(name)) return
      if (line === null || held.size >= most) {
        page.send({ socket: name, kind: 'closed', code: lost })
        return
      }
      const { origin } = line.server
      const socket = new WebSocket(new URL(path, origin.replace(/^http/, 'ws')), {
        agent: line.agent,
        origin,
        perMessageDeflate: false,
        followRedirects: false,
        handshakeTimeout: 10_000,
        maxPayload: bridgeLimits.message,
      })
      held.set(name, socket)
      // Only while this page still holds this very socket: a reloaded page must not hear the old one.
      const tell = (event: SocketEvent): void => {
        if (pages.get(page.id)?.get(name) === socket) page.send(event)
      }
      socket.on('open', () => tell({ socket: name, kind: 'opened' }))
      socket.on('message', (data, binary) =>
        tell({ socket: name, kind: 'received', data: binary ? plainBytes(data) : plainText(data) }),
      )
      // The close that follows tells the page.
      socket.on('error', () => undefined)
      socket.on('close', (code) => {
        tell({ socket: name, kind: 'closed', code })
        if (held.get(name) === socket) held.delete(name)
      })
    },

    send(page, name, data) {
      const socket = find(page, name)
      if (socket?.readyState !== WebSocket.OPEN) return
      if (socket.bufferedAmount > bridgeLimits.message) socket.close(closeCodes.tooSlow)
      else socket.send(data)
    },

    close: (page, name) => find(page, name)?.close(1000),
    leave,
    endAll() {
      for (const held of pages.values()) for (const socket of held.values()) socket.close(1001)
    },
  }
}

const plainText = (data: RawData): string => Buffer.from(plainBytes(data)).toString('utf8')
