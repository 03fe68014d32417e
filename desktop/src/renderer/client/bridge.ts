/**
 * The way out: requests and sockets to the meeting server, by the browser or by the shell.
 * What must stay true: everything that leaves the page goes through a `Transport`; only this file touches `fetch`,
 * `XMLHttpRequest` and `WebSocket`; paths are relative to the server, never foreign addresses, but for one question to
 * the standby whose address the house has signed (`elsewhere`), which carries nothing of this device.
 */
import type { BridgeSocket, NghiTruongBridge } from '../../bridge.ts'

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Blob
  readonly signal?: AbortSignal
  /** Sent without any sign of who asks: the ballot box knows ballots, not people. */
  readonly anonymous?: boolean
  /** 0 to 1, while the body goes up. */
  readonly onProgress?: (share: number) => void
}

export interface TransportAnswer {
  readonly status: number
  header(name: string): string | null
  text(): Promise<string>
  bytes(): Promise<ArrayBuffer>
}

export interface SocketEvents {
  readonly opened: () => void
  readonly received: (data: string | ArrayBuffer) => void
  /** Always the last one. */
  readonly closed: (code: number) => void
}

export interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
}

export interface Transport {
  /** @throws when the server was not reached, or the request was aborted */
  readonly request: (request: TransportRequest) => Promise<TransportAnswer>
  readonly socket: (path: string, events: SocketEvents) => Socket
  /** The address other libraries need, e.g. the stock y-websocket provider. */
  readonly socketUrl: (path: string) => string
  /** Asks another machine of the house; absent in the shell, which does so itself. @throws when there is no answer */
  readonly elsewhere?: (origin: string, path: string) => Promise<string>
}

export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

const elsewhereMs = 2500

const socketBase = (): string => {
  const url = new URL(document.baseURI)
  return `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}`
}

export function browserTransport(): Transport {
  return {
    request: (request) => (request.onProgress ? upload(request) : plain(request)),
    socket(path, events) {
      const socket = new WebSocket(socketBase() + path)
      socket.binaryType = 'arraybuffer'
      socket.onopen = () => events.opened()
      socket.onmessage = (message) => events.received(message.data as string | ArrayBuffer)
      socket.onclose = (close) => events.closed(close.code)
      return { send: (data) => socket.send(data), close: () => socket.close() }
    },
    socketUrl: (path) => socketBase() + path,
    async elsewhere(origin, path) {
      const answer = await fetch(origin + path, {
        mode: 'cors',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
        signal: AbortSignal.timeout(elsewhereMs),
      })
      return answer.text()
    },
  }
}

async function plain({
  method,
  path,
  headers,
  body,
  signal,
  anonymous = false,
}: TransportRequest): Promise<TransportAnswer> {
  const init: RequestInit = { method, credentials: anonymous ? 'omit' : 'same-origin', cache: 'no-store' }
  if (headers) init.headers = headers
  if (body !== undefined) init.body = body
  if (signal) init.signal = signal
  const answer = await fetch(path, init).catch((cause: unknown) => {
    throw new Unreachable('no answer', { cause })
  })
  return {
    status: answer.status,
    header: (name) => answer.headers.get(name),
    text: () => answer.text(),
    bytes: () => answer.arrayBuffer(),
  }
}

/** `fetch` cannot tell how much has gone up; the older interface can. */
function upload(request: TransportRequest): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(request.method, request.path)
    for (const [name, value] of Object.entries(request.headers ?? {})) xhr.setRequestHeader(name, value)
    xhr.responseType = 'arraybuffer'
    xhr.upload.onprogress = ({ loaded, total }) => request.onProgress?.(total > 0 ? loaded / total : 0)
    xhr.onload = () => {
      const bytes = xhr.response as ArrayBuffer
      resolve({
        status: xhr.status,
        header: (name) => xhr.getResponseHeader(name),
        text: () => Promise.resolve(new TextDecoder().decode(bytes)),
        bytes: () => Promise.resolve(bytes),
      })
    }
    xhr.onerror = () => reject(new Unreachable('no answer'))
    xhr.onabort = () => reject(new Unreachable('aborted'))
    request.signal?.addEventListener('abort', () => xhr.abort(), { once: true })
    xhr.send(request.body ?? null)
  })
}

/** In the shell the main process holds the sockets and pins the server's certificate. */
export function shellTransport(bridge: NghiTruongBridge): Transport {
  return {
    async request({ method, path, headers = {}, body, signal, onProgress }) {
      signal?.throwIfAborted()
      const raw = body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : body
      const answer = await bridge
        .request({ method, path, headers, ...(raw === undefined ? {} : { body: raw }) })
        .catch((cause: unknown) => {
          throw new Unreachable('no answer', { cause })
        })
      onProgress?.(1)
      return {
        status: answer.status,
        header: (name) => answer.headers[name.toLowerCase()] ?? null,
        text: () => Promise.resolve(new TextDecoder().decode(answer.body)),
        bytes: () => Promise.resolve(answer.body.slice().buffer),
      }
    },
    socket(path, events): Socket {
      const socket: BridgeSocket = bridge.socket(path, {
        opened: events.opened,
        received: (data) => events.received(typeof data === 'string' ? data : data.slice().buffer),
        closed: events.closed,
      })
      return socket
    },
    socketUrl: (path) => socketBase() + path,
  }
}

export const transport = (): Transport =>
  window.nghiTruong ? shellTransport(window.nghiTruong) : browserTransport()
