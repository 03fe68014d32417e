/**
 * The server side of the rooms benchmark, in a process of its own: a bare broadcast, our rooms, or another room server.
 * What must stay true: all stand on the same `ws` with the same settings; the bare one does nothing but send what came to
 * all others.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { createAnnotations } from '../annotations/annotations.ts'
import { maxRoomFrame } from '../annotations/limits.ts'
import { memoryAnnotations } from '../store/memory.ts'
import { loadPeer } from './peers.ts'
import type { RoomServer } from './rooms.ts'

type Question = { readonly ask: 'open'; readonly server: RoomServer } | { readonly ask: 'cpu' }

let before = process.cpuUsage()

type Join = (socket: WebSocket, request: IncomingMessage) => void

function bare(): Join {
  const all = new Set<WebSocket>()
  return (socket) => {
    all.add(socket)
    socket.on('message', (data: Buffer) => {
      for (const other of all) if (other !== socket) other.send(data)
    })
  }
}

function ours(): Join {
  const annotations = createAnnotations({
    store: memoryAnnotations(),
    look: {
      roomRight: async (person) => (person === 'writer' ? 'write' : 'read'),
      onCommit: () => () => {},
    },
  })
  const ref = { session: 's', file: 'a'.repeat(64), layer: 'presenter' } as const
  return (socket, request) => annotations.join(socket, ref, request.url?.slice(1) ?? '')
}

interface YServer {
  setupWSConnection(
    this: void,
    socket: WebSocket,
    request: IncomingMessage,
    options: { docName: string },
  ): void
}

interface HocuspocusModule {
  readonly Hocuspocus: new (options: { quiet: boolean }) => {
    handleConnection(
      socket: WebSocket,
      request: Request,
    ): { handleMessage(data: Uint8Array): void; handleClose(): void }
  }
}

async function hocuspocus(): Promise<Join> {
  const { Hocuspocus } = await loadPeer<HocuspocusModule>('Hocuspocus')
  const server = new Hocuspocus({ quiet: true })
  return (socket) => {
    const client = server.handleConnection(socket, new Request('http://127.0.0.1/'))
    socket.on('message', (data: Buffer) => client.handleMessage(new Uint8Array(data)))
    socket.on('close', () => client.handleClose())
  }
}

async function joinOf(server: RoomServer): Promise<Join> {
  if (server === 'bare ws') return bare()
  if (server === 'rooms') return ours()
  if (server === 'Hocuspocus') return hocuspocus()
  const { setupWSConnection } = await loadPeer<YServer>('@y/websocket-server')
  return (socket, request) => setupWSConnection(socket, request, { docName: 'room' })
}

async function open(server: RoomServer): Promise<number> {
  const join = await joinOf(server)
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, maxPayload: maxRoomFrame, perMessageDeflate: false })
  sockets.on('connection', join)
  return new Promise((resolve) =>
    http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port)),
  )
}

process.on('message', (question: Question) => {
  const answer = async () => {
    if (question.ask === 'open') process.send?.({ port: await open(question.server) })
    else {
      const { user, system } = process.cpuUsage(before)
      before = process.cpuUsage()
      process.send?.({ cpuUs: user + system })
    }
  }
  void answer()
})
