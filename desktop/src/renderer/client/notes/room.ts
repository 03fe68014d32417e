/**
 * One room: a Yjs document kept on this device and joined to the others through the stock y-websocket provider.
 * What must stay true: every connection has a fresh ticket; without a network everything works and is kept; after a
 * refusal nothing more is sent and what was written stays here, sealed; copies on one device belong to one person; a
 * private room is joined only with its keys at hand, so that nothing leaves in the clear.
 */
import { refuse, isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { LayerName } from '@nghi-truong/shared/domain/annotations'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import { epochOf, isBox, type MarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Http } from '../http.ts'
import { delayMs } from '../live.ts'
import type { KeepCopy } from './copy.ts'
import { createMarkStore, type MarkCodec, type MarkStore } from './marks.ts'
import { socketClass } from './socket-class.ts'
import { createPresence, type Presence } from './presence.ts'
import { createStrokes, type Strokes } from './strokes.ts'

export type RoomLine = 'connecting' | 'online' | 'offline' | 'refused'

export interface RoomState {
  readonly line: RoomLine
  /** What this device kept has been read, and in a private layer can be. */
  readonly ready: boolean
  readonly refusal: Refusal | null
  /** The keys of this layer are not on this device. */
  readonly locked: boolean
}

export interface Room {
  readonly layer: LayerName
  readonly marks: MarkStore
  readonly strokes: Strokes
  readonly presence: Presence
  readonly now: () => RoomState
  readonly subscribe: (listener: () => void) => () => void
  readonly hurry: () => void
  /** The device says that the network is gone: not to be waited for. */
  readonly lost: () => void
  readonly close: () => void
}

/** The keys of a private layer, which may come later and change. */
export interface RoomKeys {
  readonly box: () => MarkBox | null
  readonly subscribe: (listener: () => void) => () => void
  /** A mark came under a key this device does not have yet. */
  readonly behind: () => void
  /** Somebody wanted to write and could not. */
  readonly wanted: () => void
}

export interface RoomParts {
  readonly http: Pick<Http, 'call' | 'transport'>
  readonly ref: RoomRef
  readonly person: string
  /** Of a private layer. */
  readonly keys?: RoomKeys
  /** How the device keeps its copy; null: not at all (no storage, tests). */
  readonly keep: KeepCopy | null
  readonly random?: () => number
  readonly later?: (ms: number, then: () => void) => () => void
}

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** Codes after which trying again as we are is useless. */
const final: Readonly<Record<number, Refusal>> = {
  [closeCodes.notAllowed]: refuse('room.notSeen'),
  [closeCodes.notFound]: refuse('room.notSeen'),
  [closeCodes.signedOut]: refuse('account.required'),
  [closeCodes.badData]: refuse('room.badUpdate'),
}

export function openRoom({
  http,
  ref,
  person,
  keys,
  keep,
  random = Math.random,
  later = after,
}: RoomParts): Room {
  const doc = new Y.Doc()
  const name = roomName(ref)
  const marks = createMarkStore(doc, person, ...(keys ? [lockedBy(keys, name)] : []))
  const provider = new WebsocketProvider(http.transport.socketUrl('/api/rooms'), name, doc, {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: socketClass(http.transport),
    // Whether and when to come back is decided below: each time needs a ticket.
    shouldReconnect: () => true,
  })
  // Alone in a private room nobody looks: nothing is shown.
  if (ref.layer.startsWith('private:')) provider.awareness.setLocalState(null)
  else provider.awareness.setLocalState({ person })
  const strokes = createStrokes(provider.awareness, later)
  const presence = createPresence(provider.awareness, later)
  const listeners = new Set<() => void>()
  let state: RoomState = {
    line: 'connecting',
    ready: false,
    refusal: null,
    locked: keys?.box() === null,
  }
  let attempt = 0
  let closed = false
  let wait: (() => void) | null = null
  let asking = 0

  const set = (change: Partial<RoomState>): void => {
    if (closed) return
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const again = (): void => {
    if (closed || wait) return
    set({ line: 'offline' })
    wait = later(delayMs(attempt++, random), connect)
  }

  function connect(): void {
    wait = null
    void approach(++asking)
  }

  async function approach(mine: number): Promise<void> {
    // Not reached is the same as refused for now: both are tried again later.
    const answer = await http.call('ticket', { body: {} }).catch(() => null)
    if (closed || mine !== asking) return
    if (answer === null) return again()
    if (isRefusal(answer)) {
      if (answer.refused === 'account.required') return set({ line: 'refused', refusal: answer })
      return again()
    }
    provider.params = { ticket: answer.ticket }
    provider.connect()
  }

  provider.on('connection-close', (event) => {
    // Without this the provider would come back by itself with the ticket already used.
    provider.shouldConnect = false
    const refusal = event ? final[event.code] : undefined
    if (refusal) set({ line: 'refused', refusal })
    else again()
  })
  provider.on('sync', (synced) => {
    if (!synced) return
    attempt = 0
    set({ line: 'online' })
  })

  const kept = keep?.(`nghi-truong-notes.${person}.${name}`, doc)
  let read = false
  let joined = false
  const begin = (): void => {
    read = true
    unlock()
  }
  /** Keys came or changed, or the device's copy was read. What lay here in the clear is locked before anything else. */
  function unlock(): void {
    if (closed || !read) return
    if (keys?.box() === null) return set({ locked: true, ready: false })
    const locked = keys ? marks.reread() : 0
    set({ locked: false, ready: true })
    // The device's copy forgets the earlier form with it.
    // No room to do so: it is sealed like everything else, and folded another time.
    if (locked > 0) kept?.fold().catch(() => undefined)
    if (joined) return
    joined = true
    connect()
  }
  const deaf = keys?.subscribe(unlock)
  // What this device kept comes first: joined before, it would go up as one great update of many people's marks.
  // Where the browser forbids storage, notes live in the room and on this page.
  if (kept) kept.read.then(begin, begin)
  else begin()

  return {
    layer: ref.layer,
    marks,
    strokes,
    presence,
    now: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hurry() {
      if (closed || !wait) return
      wait()
      attempt = 0
      connect()
    },
    lost() {
      if (!closed && state.line !== 'refused') provider.disconnect()
    },
    close() {
      closed = true
      deaf?.()
      wait?.()
      listeners.clear()
      strokes.close()
      presence.close()
      marks.close()
      void kept?.close()
      provider.destroy()
      doc.destroy()
    },
  }
}

function lockedBy(keys: RoomKeys, room: string): MarkCodec {
  return {
    ready: () => keys.box() !== null,
    wanted: keys.wanted,
    bare: (value) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array),
    seal(id, mark) {
      const box = keys.box()
      if (!box) throw new Error('a private mark without a key')
      return box.seal(room, id, mark)
    },
    open(id, value) {
      if (!(value instanceof Uint8Array)) return value
      const box = keys.box()
      if (box && isBox(value) && !box.knows(epochOf(value))) keys.behind()
      return box?.open(room, id, value)
    },
  }
}
