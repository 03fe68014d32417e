/**
 * The face that writes: takes wishes to the log they are for, and lets the server's own clock make wishes too.
 * What must stay true: there is no second road into a log; a log is made only by convening; after a failure of the store
 * nothing is answered any more.
 */
import { recoveries } from '@nghi-truong/shared/domain/clock'
import { houseLog } from '@nghi-truong/shared/domain/catalog'
import type { Actor } from '@nghi-truong/shared/domain/feature'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { isRefusal, refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { State } from '@nghi-truong/shared/domain/state'
import { id as idForm } from '@nghi-truong/shared/domain/text'
import type { Receipt } from '@nghi-truong/shared/protocol/routes'
import type { EventLog } from '../store/ports.ts'
import { actorIn, convener, convening, systemPerson } from './actor.ts'
import type { World } from './crypto.ts'
import { createLook, type LookParts } from './look.ts'
import type { Committed, Engine, Look, Wished } from './ports.ts'
import { watchClock } from './clock-watch.ts'
import { openLog, type LogParts, type SessionLog } from './session-log.ts'
import { createTimetable } from './timetable.ts'

export interface EngineParts {
  readonly store: EventLog
  readonly world: World
  readonly file: (sha256: string) => FileFacts | undefined
  /** Issue number of a trust bundle at hand. */
  readonly trust: (sha256: string) => number | undefined
  /** Why a new epoch begins with this start; undefined: the old one goes on. */
  readonly newEpoch?: 'standby' | 'restored' | undefined
  /** Another machine has taken over: nothing is decided here any more, also no refusal, for it may stand otherwise there. */
  readonly fenced?: () => boolean
  /** The store left an outcome open: the process must stop and start again. Nothing is answered after this. */
  readonly fatal: (error: unknown) => void
  /** Something that must not happen did; nothing was recorded for it. */
  readonly bug: (error: unknown, what: string) => void
}

export interface Engines {
  readonly engine: Engine
  readonly look: Look
  /** Rises when another machine, or another copy of the data, takes over. */
  readonly epoch: number
  /** Wishes of the server itself: recovery, clock, the first administrator. Not reachable from outside. */
  readonly system: (log: string, type: string, input: unknown) => Promise<Receipt | Refusal>
}

/** How long a wish of the timetable waits before it is tried again while the store has no room, in milliseconds. */
const retryMs = 1000

/** How often the clock is looked at while nobody wishes anything, in milliseconds. */
const clockLookMs = 5000

/** Loads every log. @throws BrokenChain when a stored log does not fit together */
export async function openEngine(parts: EngineParts): Promise<Engines> {
  const { store, world } = parts
  const logs = new Map<string, SessionLog>()
  const listeners = new Set<(committed: Committed) => void>()
  let epoch = 1
  let closing = false

  const timetable = createTimetable(world, (log, due) => {
    void tick(log, due.type, due.input)
  })

  function committed(what: Committed): void {
    const log = logs.get(what.log)
    if (log && log.name !== houseLog && !closing) timetable.refresh(log.name, log.state)
    for (const listener of listeners) {
      try {
        listener(what)
      } catch (error) {
        parts.bug(error, 'listener')
      }
    }
  }

  const logParts: LogParts = {
    store,
    world,
    file: parts.file,
    trust: parts.trust,
    roster: () => ({
      people: house().state.every('housePerson'),
      groups: house().state.every('houseGroup'),
    }),
    epoch: () => epoch,
    committed,
    fatal: parts.fatal,
    bug: parts.bug,
  }

  function house(): SessionLog {
    const found = logs.get(houseLog)
    if (!found) throw new Error('the house log is not loaded')
    return found
  }

  for (const name of new Set([houseLog, ...(await store.logs())]))
    logs.set(name, await openLog(name, logParts))
  epoch = Math.max(epoch, ...[...logs.values()].map((log) => log.lastEpoch))

  /** A session that is being convened: kept only when it came to something. */
  const opening = new Map<string, Promise<SessionLog>>()

  async function logFor(name: string, person: string, wish: Wished): Promise<SessionLog | Refusal> {
    const found = logs.get(name)
    if (found) return found
    const may =
      wish.type === convening && idForm.safeParse(name).success && convener(house().state, person).length > 0
    if (!may) return refuse('session.notSeen')
    const fresh = opening.get(name) ?? openLog(name, logParts)
    opening.set(name, fresh)
    return fresh
  }

  function keep(log: SessionLog): void {
    opening.delete(log.name)
    if (log.head().seq > 0 && !logs.has(log.name)) {
      logs.set(log.name, log)
      timetable.refresh(log.name, log.state)
    }
  }

  const asSystem =
    (log: string) =>
    (state: State): Actor => ({
      person: systemPerson,
      // The house begins empty: somebody has to be the first to be named.
      roles: log === houseLog && state.every('housePerson').length === 0 ? ['system', 'admin'] : ['system'],
      groups: [],
    })

  async function system(name: string, type: string, input: unknown): Promise<Receipt | Refusal> {
    const log = logs.get(name)
    if (!log) return refuse('session.notSeen')
    return log.command(systemPerson, null, { id: `system-${world.id()}`, type, input }, asSystem(name))
  }

  async function tick(name: string, type: string, input: unknown): Promise<void> {
    if (closing) return
    try {
      const answer = await system(name, type, input)
      const again = isRefusal(answer) && answer.refused.startsWith('server.')
      if (again) world.after(retryMs, () => void tick(name, type, input))
    } catch (error) {
      // A dead store has called `fatal` already; any other failure is a bug of the verb.
      parts.bug(error, type)
    }
  }

  if (parts.newEpoch !== undefined) {
    epoch += 1
    // The house first: once it is there, every later start is in this epoch.
    for (const name of [houseLog, ...[...logs.keys()].filter((one) => one !== houseLog)])
      await system(name, 'server.promote', { epoch, why: parts.newEpoch })
  }

  for (const log of logs.values()) {
    if (log.name === houseLog) continue
    for (const { type, input } of recoveries(log.state)) await tick(log.name, type, input)
    timetable.refresh(log.name, log.state)
  }

  const newest = [...logs.values()]
    .flatMap((log) => log.lastAt ?? [])
    .sort()
    .at(-1)
  const clock = watchClock(world, newest)

  /** Asked before anything is decided, so that a jump stands in the log before what the new clock dates. */
  function noticeJump(): void {
    const jump = clock.look()
    if (!jump) return
    for (const log of logs.values()) if (log.name !== houseLog) void tick(log.name, 'clock.jump', jump)
  }

  function keepLooking(): void {
    if (closing) return
    noticeJump()
    world.after(clockLookMs, keepLooking)
  }
  keepLooking()

  const engine: Engine = {
    async command(name, asker, wish) {
      if (closing) return refuse('server.closing')
      if (parts.fenced?.()) return refuse('server.superseded')
      noticeJump()
      const log = await logFor(name, asker.person, wish)
      if (isRefusal(log)) return log
      const answer = await log.command(asker.person, asker.device, wish, (state, it) =>
        actorIn(name, state, house().state, asker, it),
      )
      if (!logs.has(name)) keep(log)
      return answer
    },
    async close() {
      closing = true
      timetable.close()
      await Promise.all([...logs.values()].map((log) => log.idle()))
    },
  }

  const lookParts: LookParts = {
    logs,
    store,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { engine, look: createLook(lookParts), epoch, system }
}
