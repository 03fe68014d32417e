/**
 * One port for TLS: whoever begins in plain http there is sent to https and told nothing else.
 * What must stay true: no byte of the application is ever read or written outside TLS.
 */
import { createServer as createPlain, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecure, type Server as SecureServer, type ServerOptions } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import type { Tls } from './tls.ts'

/** First byte of a TLS record that carries a handshake (RFC 8446, 5.1). */
const handshake = 22
/** A peer that says nothing is let go. */
const firstByteMs = 10_000
const lookMs = 60_000

const hostForm = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::\d{1,5})?$/i

function toHttps(
  { headers, url }: { headers: { host?: string | undefined }; url?: string | undefined },
  response: ServerResponse,
): void {
  const host = headers.host ?? ''
  if (!hostForm.test(host)) {
    response.writeHead(400, { connection: 'close' }).end()
    return
  }
  // 307: a browser must not remember it, the port may serve plain http again one day.
  response
    .writeHead(307, { location: `https://${host}${url?.startsWith('/') ? url : '/'}`, connection: 'close' })
    .end()
}

export interface SecureFront {
  /** The server of requests and upgrades. */
  readonly secure: SecureServer
  /** What listens. */
  readonly front: Server
  close(): void
}

export async function secureFront(
  tls: Tls,
  options: ServerOptions,
  app: RequestListener,
  failed: (error: unknown) => void,
): Promise<SecureFront> {
  let shown = await tls.identity()
  const secure = createSecure(
    { ...options, ...shown, minVersion: 'TLSv1.2', handshakeTimeout: firstByteMs },
    app,
  )
  const plain = createPlain({ maxHeaderSize: 8 * 1024 }, toHttps)
  plain.headersTimeout = firstByteMs
  const waiting = new Set<Socket>()
  const front = createServer((socket) => {
    waiting.add(socket)
    const leave = (): void => void waiting.delete(socket)
    socket.setTimeout(firstByteMs, () => socket.destroy())
    socket.once('close', leave)
    // A peer that is gone before it said anything: nothing to do.
    const gone = (): void => void socket.destroy()
    socket.once('error', gone)
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.setTimeout(0)
      socket.off('error', gone)
      leave()
      socket.unshift(first)
      const to = first[0] === handshake ? secure : plain
      to.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  const look = setInterval(() => {
    tls.identity().then((next) => {
      if (next === shown) return
      secure.setSecureContext({ ...next, minVersion: 'TLSv1.2' })
      shown = next
    }, failed)
  }, lookMs)
  look.unref()
  return {
    secure,
    front,
    close() {
      clearInterval(look)
      for (const socket of waiting) socket.destroy()
      plain.closeAllConnections()
    },
  }
}
