/**
 * The rooms of annotations: who may enter, who must leave, which rooms are open.
 * What must stay true: the right is asked at the door, asked again whenever something changed on which it may depend and
 * at least once a minute; nobody is heard before the right is known; a room is in memory once; closing loses nothing.
 */
import type { WebSocket } from 'ws'
import { layerOf, type RoomRight } from '@nghi-truong/shared/domain/annotations'
import type { Withdrawal } from '@nghi-truong/shared/domain/records'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { Change, Look } from '../engine/ports.ts'
import type { AnnotationStore } from '../store/ports.ts'
import type { Rules } from './content.ts'
import { foldRoom, loadRoom } from './keep.ts'
import { annotationLimits, createBucket, maxRoomFrame, type AnnotationLimits } from './limits.ts'
import { createRoom, cut, tryAgain, type Member, type Room } from './room.ts'

export interface AnnotationParts {
  readonly store: AnnotationStore
  readonly look: Pick<Look, 'roomRight' | 'onCommit'> & Partial<Pick<Look, 'state'>>
  /** Milliseconds, never going back. */
  readonly now?: () => number
  readonly limits?: Partial<AnnotationLimits>
  /** Told of what went wrong without anybody having asked. */
  readonly report?: (what: string, error?: unknown) => void
}

export interface Annotations {
  /** Bytes of the largest message a room takes. */
  readonly largestFrame: number
  /** Takes over an open socket; it is closed with one of `closeCodes`, or 1013 when the client should come back. */
  join(socket: WebSocket, ref: RoomRef, person: string): void
  /** Takes one person's notes out of a room, for everybody and for good; once for each order. */
  withdraw(ref: RoomRef, person: string, order: string): Promise<void>
  /** Sends everybody away; resolved when all that was accepted lasts. */
  close(): Promise<void>
}

interface Open {
  readonly ref: RoomRef
  readonly room: Room
  idle: NodeJS.Timeout | undefined
  failed: boolean
}

/** Sockets wait with at most so many messages while the right is looked up. */
const maxEarly = 64

export function createAnnotations(parts: AnnotationParts): Annotations {
  const { store, look } = parts
  const limits = { ...annotationLimits, ...parts.limits }
  const now = parts.now ?? (() => performance.now())
  const report = parts.report ?? (() => {})
  const rooms = new Map<string, Promise<Open>>()
  /** On their way in: a right may change while the room is being read. */
  const entering = new Set<{ readonly ref: RoomRef; readonly person: string; stale: boolean }>()
  const opened = new Set<Open>()
  let closing = false

  const rulesOf = ({ layer }: RoomRef): Rules => ({
    shared: !layer.startsWith('private:'),
    mayClear: layer === 'presenter',
    sealed: layer.startsWith('private:'),
    roomBytes: limits.roomBytes,
    personBytes: limits.personBytes,
  })

  async function openRoom(ref: RoomRef): Promise<Open> {
    const name = roomName(ref)
    const { content, unfit } = await loadRoom(store, name, rulesOf(ref))
    if (unfit > 0) report(`room ${name}: ${unfit} stored updates could not be read back`)
    const presence = ref.layer === 'presenter' ? 'writers' : ref.layer.startsWith('group:') ? 'all' : 'nobody'
    const room = createRoom({
      limits,
      content,
      presence,
      now,
      keep: (person, bytes) => store.append(name, { author: person, bytes }),
      failed(error) {
        report(`room ${name} could not be written`, error)
        fail(open)
      },
    })
    const open: Open = { ref, room, idle: undefined, failed: false }
    opened.add(open)
    // Ordered while the room was shut, or just before a crash: carried out before anybody enters.
    for (const order of await ordersFor(ref)) await carryOut(open, order.person, order.id)
    return open
  }

  async function ordersFor(ref: RoomRef): Promise<readonly Withdrawal[]> {
    if (ref.layer.startsWith('private:')) return []
    const state = await look.state?.(ref.session)
    return (state?.every('withdrawal') ?? []).filter((one) => concerns(one, ref))
  }

  async function carryOut({ ref, room }: Open, person: string, order: string): Promise<void> {
    const name = roomName(ref)
    if ((await store.carriedOut(name)).has(order)) return
    await room.settle()
    // The update holds the places of his structs, so that no device can bring them back under another's name.
    const update = room.withdraw(person)
    await store.withdraw(name, person, order, update)
  }

  /** Memory and store no longer agree: forget the room; devices come back and bring what is missing. */
  function fail(open: Open): void {
    if (open.failed) return
    open.failed = true
    forget(open)
    for (const member of open.room.members) cut(member, tryAgain, 'server.storageFull')
  }

  function forget(open: Open): void {
    clearTimeout(open.idle)
    opened.delete(open)
    rooms.delete(roomName(open.ref))
  }

  function roomOf(ref: RoomRef): Promise<Open> {
    const name = roomName(ref)
    const known = rooms.get(name)
    if (known) return known
    const opening = openRoom(ref)
    rooms.set(name, opening)
    opening.catch(() => rooms.delete(name))
    return opening
  }

  function idleSoon(open: Open): void {
    clearTimeout(open.idle)
    if (open.failed || open.room.members.size > 0) return
    open.idle = setTimeout(() => void unload(open), limits.idleMs)
    open.idle.unref()
  }

  async function unload(open: Open): Promise<void> {
    const name = roomName(open.ref)
    try {
      await open.room.settle()
      await foldRoom(store, name, rulesOf(open.ref))
      await open.room.settle()
    } catch (error) {
      report(`room ${name} could not be folded`, error)
    }
    if (open.room.members.size === 0) forget(open)
  }

  /** @param inside called the moment the member is in, before anything else can happen */
  async function admit(
    member: Member,
    ref: RoomRef,
    gone: () => boolean,
    inside: (open: Open) => void,
  ): Promise<Open | null> {
    const waiting = { ref, person: member.person, stale: false }
    entering.add(waiting)
    let open: Open
    try {
      do {
        waiting.stale = false
        const right = await look.roomRight(member.person, ref)
        if (right === 'none') {
          cut(member, closeCodes.notFound, 'room.notSeen')
          return null
        }
        member.right = right
        open = await roomOf(ref)
        // It may have been put away in the very moment it was asked for.
        if (!opened.has(open) && !open.failed) open = await roomOf(ref)
      } while (waiting.stale)
    } finally {
      entering.delete(waiting)
    }
    if (gone()) {
      idleSoon(open)
      return null
    }
    if (closing || open.failed) {
      cut(member, tryAgain, 'server.closing')
      return null
    }
    const own = [...open.room.members].filter((one) => one.person === member.person)
    if (own.length >= limits.socketsPerPerson) {
      cut(member, closeCodes.tooMuch, 'request.tooMany')
      return null
    }
    clearTimeout(open.idle)
    open.room.enter(member)
    inside(open)
    return open
  }

  async function recheck(open: Open, member: Member): Promise<void> {
    let right: RoomRight
    try {
      right = await look.roomRight(member.person, open.ref)
    } catch (error) {
      report('a right could not be looked up', error)
      cut(member, tryAgain, 'server.busy')
      return
    }
    if (!open.room.members.has(member)) return
    if (right === 'none') {
      // Not heard from here on, even while the closing handshake is under way.
      leave(open, member)
      cut(member, closeCodes.notAllowed, 'room.notSeen')
    } else if (right !== member.right) open.room.setRight(member, right)
  }

  function leave(open: Open, member: Member): void {
    member.right = 'none'
    open.room.leave(member)
    idleSoon(open)
  }

  async function withdraw(ref: RoomRef, person: string, order: string): Promise<void> {
    const open = await roomOf(ref)
    await carryOut(open, person, order)
    idleSoon(open)
  }

  const recheckAll = (concerned: (open: Open, person: string) => boolean) => {
    for (const open of opened)
      for (const member of open.room.members) if (concerned(open, member.person)) void recheck(open, member)
  }

  const stopListening = look.onCommit(({ log, changes }) => {
    for (const one of entering)
      if (one.ref.session === log && changes.some((change) => touches(change, one.ref, one.person)))
        one.stale = true
    recheckAll(
      (open, person) =>
        open.ref.session === log && changes.some((change) => touches(change, open.ref, person)),
    )
  })
  const stopOrders = look.onCommit(({ log, changes }) => {
    for (const { put } of changes) {
      if (put.kind !== 'withdrawal' || 'gone' in put) continue
      for (const { ref } of opened)
        if (ref.session === log && concerns(put, ref))
          withdraw(ref, put.person, put.id).catch((error: unknown) =>
            report(`notes could not be withdrawn from ${roomName(ref)}`, error),
          )
    }
  })
  const rechecking = setInterval(() => recheckAll(() => true), limits.recheckMs)
  const keepingAlive = setInterval(() => {
    for (const open of opened) open.room.keepAlive()
  }, limits.keepAliveMs)
  rechecking.unref()
  keepingAlive.unref()

  return {
    largestFrame: maxRoomFrame,
    join(socket, ref, person) {
      const at = now()
      const member: Member = {
        socket,
        person,
        right: 'none',
        messages: createBucket(limits.messagesPerSecond, 4 * limits.messagesPerSecond, at),
        bytes: createBucket(limits.bytesPerSecond, 2 * limits.syncBytes, at),
        asked: false,
        behind: null,
      }
      let open: Open | null = null
      let gone = false
      let early: Uint8Array[] = []
      let earlyBytes = 0
      socket.on('message', (data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean) => {
        if (!isBinary) return cut(member, closeCodes.badData, 'room.badUpdate')
        const bytes = Array.isArray(data) ? Buffer.concat(data) : (data as Buffer)
        if (open) {
          if (member.right !== 'none') open.room.receive(member, bytes)
          return
        }
        early.push(bytes)
        earlyBytes += bytes.length
        if (early.length > maxEarly || earlyBytes > 2 * limits.syncBytes)
          cut(member, closeCodes.tooMuch, 'request.tooMany')
      })
      // A broken connection ends in `close`, which is where we act.
      socket.on('error', () => {})
      socket.on('close', () => {
        gone = true
        early = []
        if (open) leave(open, member)
      })
      if (closing) return cut(member, tryAgain, 'server.closing')
      const enter = async () => {
        try {
          await admit(
            member,
            ref,
            () => gone,
            (entered) => {
              open = entered
              // At once: a turn later the right just asked for may be gone again.
              for (const bytes of early) entered.room.receive(member, bytes)
            },
          )
        } catch (error) {
          report(`room ${roomName(ref)} could not be opened`, error)
          cut(member, tryAgain, 'server.busy')
        }
        early = []
      }
      void enter()
    },

    withdraw,

    async close() {
      closing = true
      stopListening()
      stopOrders()
      clearInterval(rechecking)
      clearInterval(keepingAlive)
      for (const opening of rooms.values()) {
        const open = await opening.catch(() => null)
        if (!open) continue
        clearTimeout(open.idle)
        for (const member of open.room.members) cut(member, tryAgain, 'server.closing')
        await open.room.settle()
        opened.delete(open)
      }
      rooms.clear()
    },
  }
}

const concerns = ({ group, file }: Withdrawal, ref: RoomRef): boolean =>
  layerOf(group) === ref.layer && (file === null || file === ref.file)

/** Whether the change may have moved somebody's right in that room. */
function touches({ put, before }: Change, ref: RoomRef, person: string): boolean {
  switch (put.kind) {
    case 'document': {
      const records = [put, before]
      return records.some((one) => one && 'facts' in one && one.facts.sha256 === ref.file)
    }
    case 'person':
      return put.id === person
    case 'group':
      return ref.layer === `group:${put.id}`
    case 'expulsion':
      return ref.layer.startsWith('group:') && put.id.endsWith(`:${person}`)
    case 'presenter':
      return ref.layer === 'presenter'
    default:
      return false
  }
}
