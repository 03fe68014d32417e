/**
 * The limit of fan-out: a `ws` server that does nothing but send one text to everybody, the frame built once or by
 * `send` for each.
 * What must stay true: same `ws` settings as the real door; the text has the length and the stamp of a real patch.
 */
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { pause, until } from './pace.ts'
import { answering } from './process.ts'

const clients = new Map<WebSocket, Socket>()

/** An unmasked text frame (RFC 6455, 5.2). */
function frameOf(text: Buffer): Buffer {
  const head =
    text.length < 126
      ? Buffer.from([0x81, text.length])
      : text.length < 65_536
        ? Buffer.from([0x81, 126, text.length >> 8, text.length & 255])
        : Buffer.from([0x81, 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((by) => (text.length >> by) & 255)])
  return Buffer.concat([head, text])
}

function textOf(size: number): Buffer {
  const head = `{"type":"patch","seq":1,"now":"${new Date().toISOString()}","puts":["`
  return Buffer.from(`${head}${'x'.repeat(Math.max(0, size - head.length - 3))}"]}`)
}

interface Broadcasting {
  readonly how: 'frame once' | 'send each'
  readonly size: number
  readonly perSecond: number
  readonly seconds: number
}

answering({
  open: () =>
    new Promise((resolve) => {
      const http = createServer()
      const door = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 64 * 1024 })
      door.on('connection', (socket, request) => {
        clients.set(socket, request.socket)
        socket.on('close', () => clients.delete(socket))
        socket.send('{"type":"snapshot"}')
      })
      http.listen(0, '127.0.0.1', () =>
        resolve({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }),
      )
    }),
  async broadcast({ how, size, perSecond, seconds }: Broadcasting) {
    const start = performance.now()
    for (let count = 0; count < perSecond * seconds; count++) {
      await until(start + (count * 1000) / perSecond)
      const text = textOf(size)
      if (how === 'frame once') {
        const frame = frameOf(text)
        for (const raw of clients.values()) raw.write(frame)
      } else for (const socket of clients.keys()) socket.send(text, { binary: false })
    }
    await pause(300)
  },
  cpu() {
    const { user, system } = process.cpuUsage()
    return { cpuUs: user + system }
  },
})
