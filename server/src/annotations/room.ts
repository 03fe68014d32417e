/**
 * One open room: its content, the sockets in it, what is told to whom and what is written down.
 * What must stay true: nothing is told or kept before it was found fit; a frame is built once for all readers; a reader
 * who does not keep up gets nothing until he has drained and then one update with all he missed; what was told is handed
 * to the store in the same turn, and when the store fails everybody is sent away, so that devices bring it again.
 */
import type { RoomRight } from '@nghi-truong/shared/domain/annotations'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import type { WebSocket } from 'ws'
import {
  awarenessFrame,
  encodeUpdate,
  stepOneFrame,
  stepTwoFrame,
  updateFrame,
  type Run,
} from './assemble.ts'
import { atEnd, readBlock, readerOf, readUint, Unreadable } from './bytes.ts'
import type { Accepted, Content, Manner } from './content.ts'
import type { AnnotationLimits, Bucket } from './limits.ts'
import { createPresence, readAwareness } from './presence.ts'
import { union, type Ranges } from './ranges.ts'
import { scanUpdate, scanVector } from './scan.ts'

/** The server cannot serve now; stock clients come back by themselves (RFC 6455 registry, 1013). */
export const tryAgain = 1013

export interface Member {
  readonly socket: WebSocket
  readonly person: string
  right: RoomRight
  readonly messages: Bucket
  readonly bytes: Bucket
  /** The device was asked for all it has and has not answered yet. */
  asked: boolean
  /** Where it stood when it stopped keeping up, and since when. */
  behind: { readonly ends: ReadonlyMap<number, number>; readonly since: number } | null
}

export interface RoomSetting {
  readonly limits: AnnotationLimits
  readonly content: Content
  /** Who is shown to whom: all to all, the writers only, nobody. */
  readonly presence: 'all' | 'writers' | 'nobody'
  /** Makes it lasting; the room goes on meanwhile. */
  readonly keep: (person: string, update: Uint8Array) => Promise<void>
  readonly failed: (error: unknown) => void
  readonly now: () => number
}

export interface Room {
  readonly members: ReadonlySet<Member>
  enter(member: Member): void
  leave(member: Member): void
  receive(member: Member, data: Uint8Array): void
  /** The right of a member has been looked up anew. */
  setRight(member: Member, right: RoomRight): void
  /** What to keep in place of the person's rows; null when he had written nothing. */
  withdraw(person: string): Uint8Array | null
  /** Tells and keeps what waits; resolved when it lasts. */
  settle(): Promise<void>
  keepAlive(): void
}

interface Waiting {
  readonly member: Member | null
  readonly person: string
  readonly accepted: Accepted
}

const stepOneWeight = 10
const quiet = Uint8Array.of(1, 1, 0)

export const cut = (member: Member, code: number, reason: string): void => member.socket.close(code, reason)

export function createRoom(setting: RoomSetting): Room {
  const { content, limits, now } = setting
  const members = new Set<Member>()
  const presence = createPresence<Member>((client) => content.ownerOf(client))
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  let atOnce: NodeJS.Immediate | undefined
  let presenceTimer: NodeJS.Timeout | undefined
  let drainTimer: NodeJS.Timeout | undefined
  let flushedAt = -Infinity
  let pause = limits.frameMs
  let written: Promise<void> = Promise.resolve()
  /** All there is, for newcomers who bring nothing. */
  let whole: Uint8Array | null = null

  const clogged = (member: Member) => member.socket.bufferedAmount > limits.highWater

  const send = (member: Member, frame: Uint8Array) => {
    if (member.socket.readyState === member.socket.OPEN) member.socket.send(frame)
  }

  const keep = (batch: readonly Waiting[]) => {
    const parts = new Map<string, Accepted[]>()
    for (const { person, accepted } of batch) parts.set(person, [...(parts.get(person) ?? []), accepted])
    const updates = [...parts].map(([person, list]) => ({ person, update: merge(list) }))
    const before = written
    const write = async () => {
      await before
      try {
        for (const { person, update } of updates) await setting.keep(person, update)
      } catch (error) {
        setting.failed(error)
      }
    }
    written = write()
  }

  const flush = () => {
    clearTimeout(timer)
    clearImmediate(atOnce)
    timer = atOnce = undefined
    if (waiting.length === 0) return
    const started = performance.now()
    const batch = waiting
    waiting = []
    whole = null
    keep(batch)
    const frame = updateFrame(merge(batch.map((one) => one.accepted)))
    const first = batch[0]?.member ?? null
    const only = batch.every((one) => one.member === first) ? first : null
    let before: Map<number, number> | undefined
    for (const member of members) {
      if (member === only || member.behind) continue
      if (clogged(member)) {
        before ??= endsBefore(batch.flatMap((one) => one.accepted.runs))
        member.behind = { ends: before, since: now() }
        drainTimer ??= setInterval(drain, 50)
      } else send(member, frame)
    }
    flushedAt = performance.now()
    // When telling takes longer than a frame, gathering as long costs half and delays little.
    pause = Math.min(limits.slowFrameMs, Math.max(limits.frameMs, flushedAt - started))
  }

  const endsBefore = (runs: readonly Run[]) => {
    const ends = content.ends()
    for (const run of runs) ends.set(run.client, Math.min(run.clock, ends.get(run.client) ?? 0))
    return ends
  }

  const soon = () => {
    if (timer || atOnce) return
    const wait = flushedAt + pause - performance.now()
    // After a quiet frame nobody waits: what came in with this turn of the loop is told at its end.
    if (wait <= 0) atOnce = setImmediate(flush)
    else timer = setTimeout(flush, wait)
  }

  const drain = () => {
    let left = 0
    for (const member of members) {
      if (!member.behind) continue
      if (member.socket.bufferedAmount <= limits.lowWater) {
        const { ends } = member.behind
        member.behind = null
        send(member, updateFrame(content.beyond(ends)))
        if (setting.presence !== 'nobody') send(member, awarenessFrame(presence.everybody()))
      } else if (now() - member.behind.since > limits.drainMs) member.socket.terminate()
      else left++
    }
    if (left > 0) return
    clearInterval(drainTimer)
    drainTimer = undefined
  }

  const tellPresence = () => {
    presenceTimer = undefined
    const changes = presence.changes()
    if (changes.length === 0) return
    const frame = awarenessFrame(changes)
    for (const member of members) if (!member.behind && !clogged(member)) send(member, frame)
  }

  const presenceSoon = () => {
    presenceTimer ??= setTimeout(tellPresence, limits.presenceMs)
  }

  const ask = (member: Member) => {
    if (member.right !== 'write' || member.asked) return
    member.asked = true
    send(member, stepOneFrame(content.vector()))
  }

  const bad = (member: Member) => cut(member, closeCodes.badData, 'room.badUpdate')

  const answer = (member: Member, bytes: Uint8Array) => {
    // Everything may be megabytes: it is asked for once a connection, not all the time.
    if (!member.messages.take(stepOneWeight, now())) return cut(member, closeCodes.tooMuch, 'request.tooMany')
    const known = scanVector(bytes, 100_000)
    if (!known) return bad(member)
    if (clogged(member)) {
      member.behind = { ends: known, since: now() }
      drainTimer ??= setInterval(drain, 50)
    } else if (known.size === 0) send(member, stepTwoFrame((whole ??= content.beyond(known))))
    else send(member, stepTwoFrame(content.beyond(known)))
    ask(member)
  }

  const take = (member: Member, bytes: Uint8Array, manner: Manner) => {
    const all = manner === 'all'
    if (bytes.length > (all ? limits.syncBytes : limits.updateBytes)) return bad(member)
    const clients = all ? limits.syncClients : limits.clients
    const scan = scanUpdate(bytes, {
      clients,
      structs: Math.min(Math.ceil(bytes.length / 2), limits.structs),
    })
    if (!scan) return bad(member)
    if (member.right !== 'write') {
      const news = scan.blocks.length > 0 || (!all && scan.deletions.length > 0)
      return news ? bad(member) : undefined
    }
    const accepted = content.accept(member.person, scan, manner)
    if (accepted === 'forged') return bad(member)
    if (accepted === 'full') return cut(member, closeCodes.tooMuch, 'room.full')
    // What hangs in the air is not kept; the device is asked once for all it has, and that must hang together.
    if (accepted === 'gap') return all ? bad(member) : ask(member)
    if (all) member.asked = false
    if (!accepted) return
    waiting.push({ member, person: member.person, accepted })
    soon()
  }

  const show = (member: Member, bytes: Uint8Array) => {
    const entries = readAwareness(bytes, limits.presenceBytes)
    if (!entries) return bad(member)
    if (setting.presence === 'nobody') return
    if (setting.presence === 'writers' && member.right !== 'write') return
    if (presence.say(member, member.person, entries)) presenceSoon()
  }

  const dispatch = (member: Member, data: Uint8Array) => {
    const reader = readerOf(data)
    const kind = readUint(reader)
    if (kind === 3 && atEnd(reader)) return send(member, awarenessFrame(presence.everybody()))
    const step = kind === 0 ? readUint(reader) : -1
    const bytes = readBlock(reader)
    if (!atEnd(reader)) return bad(member)
    if (kind === 1) return show(member, bytes)
    if (step === 0) return answer(member, bytes)
    if (step === 1) return take(member, bytes, 'all')
    return step === 2 ? take(member, bytes, 'said') : bad(member)
  }

  return {
    members,
    enter(member) {
      members.add(member)
      if (setting.presence === 'nobody') return
      const there = presence.everybody()
      if (there.length > 0) send(member, awarenessFrame(there))
    },
    leave(member) {
      members.delete(member)
      presence.leave(member)
      presenceSoon()
    },
    receive(member, data) {
      if (member.socket.readyState !== member.socket.OPEN) return
      const at = now()
      // Stock clients repeat what they hear of others: that weighs half.
      if (!member.messages.take(data[0] === 1 ? 0.5 : 1, at) || !member.bytes.take(data.length, at))
        return cut(member, closeCodes.tooMuch, 'request.tooMany')
      try {
        dispatch(member, data)
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        bad(member)
      }
    },
    setRight(member, right) {
      const before = member.right
      member.right = right
      if (right === 'write' && before !== 'write') ask(member)
      if (right !== 'write' && setting.presence === 'writers') {
        presence.leave(member)
        presenceSoon()
      }
    },
    withdraw(person) {
      flush()
      const gone = content.withdraw(person)
      whole = null
      if (gone.runs.length === 0) return null
      const update = encodeUpdate(gone.runs, gone.deleted)
      const frame = updateFrame(update)
      for (const member of members) if (!member.behind) send(member, frame)
      return update
    },
    async settle() {
      flush()
      await written
    },
    keepAlive() {
      // Stock clients take a server for dead that says nothing for 30 seconds.
      for (const member of members) if (!member.behind) send(member, quiet)
    },
  }
}

/** One update of many, in the order in which they were accepted. */
function merge(list: readonly Accepted[]): Uint8Array {
  const deleted = new Map<number, Ranges>()
  for (const accepted of list) {
    for (const [client, ranges] of accepted.deleted)
      deleted.set(client, union(deleted.get(client) ?? [], ranges))
  }
  return encodeUpdate(
    list.flatMap((one) => one.runs),
    deleted,
  )
}
