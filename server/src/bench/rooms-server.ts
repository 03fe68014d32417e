/**
 * The server side of the rooms benchmark, in a process of its own: a bare broadcast, or our rooms.
 * What must stay true: both use the same `ws` settings; the bare one does nothing but send what came to all others.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { createAnnotations } from '../annotations/annotations.ts'
import { maxRoomFrame } from '../annotations/limits.ts'
import { memoryAnnotations } from '../store/memory.ts'

type Question = { readonly ask: 'open'; readonly server: 'bare ws' | 'rooms' } | { readonly ask: 'cpu' }

let before = process.cpuUsage()

function open(server: 'bare ws' | 'rooms'): Promise<number> {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, maxPayload: maxRoomFrame, perMessageDeflate: false })
  if (server === 'bare ws') {
    const all = new Set<WebSocket>()
    sockets.on('connection', (socket) => {
      all.add(socket)
      socket.on('message', (data: Buffer) => {
        for (const other of all) if (other !== socket) other.send(data)
      })
    })
  } else {
    const annotations = createAnnotations({
      store: memoryAnnotations(),
      look: {
        roomRight: async (person) => (person === 'writer' ? 'write' : 'read'),
        onCommit: () => () => {},
      },
    })
    const ref = { session: 's', file: 'a'.repeat(64), layer: 'presenter' } as const
    sockets.on('connection', (socket, request) => annotations.join(socket, ref, request.url?.slice(1) ?? ''))
  }
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
