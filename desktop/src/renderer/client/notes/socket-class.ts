/**
 * Our transport in the clothes of a WebSocket, for the stock y-websocket provider.
 * What must stay true: the provider never opens a socket of the browser by itself; in the shell the sockets are held by
 * the main process.
 */
import type { Socket, Transport } from '../bridge.ts'

interface CloseLike {
  readonly code: number
  readonly reason: string
}

/** The part of WebSocket the provider uses. */
export function socketClass(transport: Pick<Transport, 'socket'>): typeof WebSocket {
  class TransportSocket {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSING = 2
    readonly CLOSED = 3
    readyState = 0
    binaryType = 'arraybuffer'
    onopen: (() => void) | null = null
    onmessage: ((event: { readonly data: string | ArrayBuffer }) => void) | null = null
    onclose: ((event: CloseLike) => void) | null = null
    onerror: ((event: unknown) => void) | null = null
    readonly #socket: Socket

    constructor(url: string) {
      const { pathname, search } = new URL(url)
      this.#socket = transport.socket(pathname + search, {
        opened: () => {
          this.readyState = 1
          this.onopen?.()
        },
        received: (data) => this.onmessage?.({ data }),
        closed: (code) => {
          this.readyState = 3
          this.onclose?.({ code, reason: '' })
        },
      })
    }

    send(data: string | Uint8Array<ArrayBuffer>): void {
      this.#socket.send(data)
    }

    close(): void {
      if (this.readyState < 2) this.readyState = 2
      this.#socket.close()
    }
  }
  // Only what the provider touches is there; the rest of the interface is never asked for.
  return TransportSocket as unknown as typeof WebSocket
}
