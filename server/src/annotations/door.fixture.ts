/**
 * For tests of rooms: a small HTTP server whose WebSocket door hands sockets to the rooms, and a look whose rights the
 * test sets by hand.
 * What must stay true: rooms are real, sockets are real, clients are the stock provider.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { RoomRight } from '@nghi-truong/shared/domain/annotations'
import type { Withdrawal } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'
import { createMarkBox, type MarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import { parseRoomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { Committed, Look } from '../engine/ports.ts'
import { memoryAnnotations } from '../store/memory.ts'
import type { AnnotationStore } from '../store/ports.ts'
import { createAnnotations, type Annotations } from './annotations.ts'
import { maxRoomFrame, type AnnotationLimits } from './limits.ts'

export const file = 'a'.repeat(64)
export const groupRoom: RoomRef = { session: 's1', file, layer: 'group:to1' }

export interface Door {
  readonly url: string
  readonly annotations: Annotations
  readonly store: AnnotationStore
  readonly reports: string[]
  /** Orders notes to be withdrawn; `quietly`: as if the process had ended before it heard. */
  order(withdrawal: Pick<Withdrawal, 'id' | 'group' | 'person' | 'file'>, quietly?: boolean): void
  /** Sets what a person may do in rooms of a layer and says that something was committed. */
  allow(person: string, layer: string, right: RoomRight, change?: Committed['changes']): void
  client(person: string, ref?: RoomRef, doc?: Y.Doc): Client
  raw(person: string, ref?: RoomRef): Promise<WebSocket>
  close(): Promise<void>
}

export interface Client {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly marks: Y.Map<unknown>
  readonly closed: Promise<number>
  synced(): Promise<void>
  stop(): void
}

export async function openDoor(
  rights: Record<string, RoomRight> = {},
  parts: { store?: AnnotationStore; orders?: Withdrawal[]; limits?: Partial<AnnotationLimits> } = {},
): Promise<Door> {
  const store = parts.store ?? memoryAnnotations()
  const allowed = new Map(Object.entries(rights))
  const listeners = new Set<(committed: Committed) => void>()
  const reports: string[] = []
  const orders = parts.orders ?? []
  const look: Pick<Look, 'roomRight' | 'onCommit' | 'state'> = {
    state: async () => ({ every: () => orders }) as unknown as State,
    roomRight: async (person, { layer }) => allowed.get(`${person} ${layer}`) ?? 'none',
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const annotations = createAnnotations({
    store,
    look,
    limits: { idleMs: 50, ...parts.limits },
    report: (what) => reports.push(what),
  })
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxRoomFrame, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const ref = parseRoomName(decodeURIComponent(url.pathname.slice('/api/rooms/'.length)))
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (ref) annotations.join(ws, ref, url.searchParams.get('person') ?? '')
      else ws.close()
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/api/rooms`
  const clients: Client[] = []
  const nameOf = (ref: RoomRef) => `${ref.session}.${ref.file}.${ref.layer}`

  return {
    url,
    annotations,
    store,
    reports,
    order(withdrawal, quietly = false) {
      const put: Withdrawal = {
        kind: 'withdrawal',
        audience: [],
        reason: '',
        by: 'clerk',
        at: '2026-11-03T02:00:00.000Z',
        ...withdrawal,
      }
      orders.push(put)
      if (quietly) return
      for (const listener of listeners)
        listener({ log: 's1', seq: 1, head: '', changes: [{ put, before: undefined }] })
    },
    allow(person, layer, right, changes = []) {
      allowed.set(`${person} ${layer}`, right)
      for (const listener of listeners) listener({ log: 's1', seq: 1, head: '', changes })
    },
    client(person, ref = groupRoom, doc = new Y.Doc()) {
      const provider = new WebsocketProvider(url, nameOf(ref), doc, {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params: { person },
      })
      const closed = new Promise<number>((resolve) =>
        provider.on('connection-close', (event) => resolve(event?.code ?? 0)),
      )
      const client: Client = {
        doc,
        provider,
        marks: doc.getMap('marks'),
        closed,
        synced: () =>
          provider.synced
            ? Promise.resolve()
            : new Promise((resolve) => provider.once('sync', () => resolve())),
        stop: () => provider.destroy(),
      }
      clients.push(client)
      return client
    },
    async raw(person, ref = groupRoom) {
      const socket = new WebSocket(`${url}/${encodeURIComponent(nameOf(ref))}?person=${person}`)
      await new Promise((resolve, reject) => {
        socket.once('open', resolve)
        socket.once('error', reject)
      })
      return socket
    },
    async close() {
      for (const client of clients) client.stop()
      await annotations.close()
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** A mark of `person`, small. */
export const markOf = (person: string, text = 'ghi chú') => ({
  kind: 'note',
  page: 1,
  colour: 'yellow',
  author: person,
  at: '2026-11-03T02:00:00.000Z',
  v: 1,
  box: [10, 20, 30, 40],
  text,
})

/** A locked mark of nobody in particular: what a private room takes. */
export const locked = (text = 'ghi chú riêng', box: MarkBox = anyBox()): Uint8Array =>
  box.seal('room', 'id', markOf('an', text))

export const anyBox = (): MarkBox =>
  createMarkBox({ epoch: 1, keys: new Map([[1, new Uint8Array(randomBytes(32))]]) }, (n) =>
    Uint8Array.from(randomBytes(n)),
  )

/** Resolved when `check` holds; asked at each change of the document. */
export function when(doc: Y.Doc, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!check()) return
      doc.off('update', look)
      resolve()
    }
    doc.on('update', look)
    look()
  })
}

/** mulberry32: the same numbers for the same seed. */
export function chance(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
