/**
 * A network that is not there: sockets as the rooms know them, joined to simulated devices in this process, every frame
 * of either direction shown to a listener before it arrives.
 * What must stay true: frames arrive in the order they were sent; after a cut nothing arrives any more, in no direction.
 */
import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'

export interface Wire {
  /** What the rooms are given. */
  readonly server: WebSocket
  readonly send: (frame: Uint8Array) => void
  readonly cut: () => void
}

export interface Ends {
  readonly received: (frame: Uint8Array) => void
  readonly closed: (code: number) => void
  readonly seen: (frame: Uint8Array, way: 'up' | 'down') => void
}

export function openWire({ received, closed, seen }: Ends): Wire {
  const server = new EventEmitter() as EventEmitter & Record<string, unknown>
  let open = true
  const end = (code: number): void => {
    if (!open) return
    open = false
    server['readyState'] = 3
    queueMicrotask(() => {
      server.emit('close', code)
      closed(code)
    })
  }
  Object.assign(server, {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(frame: Uint8Array) {
      const copy = Uint8Array.from(frame)
      seen(copy, 'down')
      queueMicrotask(() => {
        if (open) received(copy)
      })
    },
    close: (code = 1005) => end(code),
    terminate: () => end(1006),
  })
  return {
    // Only what the rooms touch is there.
    server: server as unknown as WebSocket,
    send(frame) {
      seen(frame, 'up')
      queueMicrotask(() => {
        if (open) server.emit('message', Buffer.from(frame), true)
      })
    },
    cut: () => end(1006),
  }
}
