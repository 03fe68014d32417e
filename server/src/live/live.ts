/**
 * Who is here, and what they are told: a snapshot on arrival, then at most one patch a frame.
 * What must stay true: nobody is sent what he may not see; whose rights change gets a new snapshot; a slow reader is
 * left out until he has caught up and then gets a snapshot, so that he neither holds memory nor misses anything.
 */
import type { WebSocket } from 'ws'
import type { Viewer } from '@nghi-truong/shared/domain/audience'
import { refuse, type RefusalCode } from '@nghi-truong/shared/domain/refusal'
import { closeCodes, type Bye, type MachinesTold, type Presence } from '@nghi-truong/shared/protocol/live'
import type { Change, Committed, Look } from '../engine/ports.ts'
import { createFrame, createJson } from './frame.ts'

export interface Live {
  /** Takes over an open socket. Says bye and closes when the person has no place there. */
  join(socket: WebSocket, log: string, person: string): Promise<void>
  close(): void
}

export interface LiveParts {
  readonly look: Look
  readonly now: () => string
  readonly mono: () => number
  readonly bug: (error: unknown, what: string) => void
  /** `house.epoch` of this copy of the data. */
  readonly epoch?: string
  readonly machines?: MachinesNow
}

/** The two machines, as devices are told. */
export interface MachinesNow {
  readonly told: () => Omit<MachinesTold, 'type'>
  /** @returns how to stop listening */
  readonly onChange: (listener: () => void) => () => void
}

interface Client {
  readonly socket: WebSocket
  viewer: Viewer
  /** Since when he has been left out for reading too slowly, monotonic milliseconds. */
  staleSince: number | null
}

interface Hall {
  readonly log: string
  readonly clients: Set<Client>
  pending: Map<string, Change>
  seq: number
  /** Hash of entry `seq`. */
  head: string
  timer: NodeJS.Timeout | undefined
  presence: NodeJS.Timeout | undefined
  lastPresence: string
}

const frameMs = 16
const presenceMs = 250
const sweepMs = 250
/** More than this waiting in a socket: its owner reads too slowly. */
const highWater = 1024 * 1024
const lowWater = 64 * 1024
const longestStaleMs = 40_000

const isDesk = (viewer: Viewer): boolean =>
  viewer.roles.includes('chair') || viewer.roles.includes('secretariat')

export function sayBye(socket: WebSocket, code: number, refused: RefusalCode): void {
  const bye: Bye = { type: 'bye', refusal: refuse(refused) }
  socket.send(JSON.stringify(bye))
  socket.close(code, refused)
}

export function createLive({ look, now, mono, bug, epoch, machines }: LiveParts): Live {
  const halls = new Map<string, Hall>()
  const json = createJson()

  async function sendSnapshot(hall: Hall, client: Client): Promise<void> {
    const viewer = await look.viewer(hall.log, client.viewer.person)
    const snapshot = viewer && (await look.snapshot(hall.log, viewer))
    if (!viewer || !snapshot) {
      sayBye(client.socket, closeCodes.notFound, 'session.notSeen')
      return
    }
    client.viewer = viewer
    const { person, roles, groups } = viewer
    const head = JSON.stringify({
      type: 'snapshot',
      seq: snapshot.seq,
      head: snapshot.head,
      ...(epoch === undefined ? {} : { epoch }),
      now: now(),
      you: { person, roles, groups },
    })
    client.socket.send(`${head.slice(0, -1)},"records":[${snapshot.records.map(json).join(',')}]}`)
  }

  function flush(hall: Hall): void {
    hall.timer = undefined
    const changes = hall.pending
    hall.pending = new Map()
    const frame = createFrame(changes.values(), hall, now(), json)
    for (const client of hall.clients) {
      if (client.staleSince !== null) continue
      if (client.socket.bufferedAmount > highWater) {
        client.staleSince = mono()
        continue
      }
      const { person } = client.viewer
      if (changes.has(`person:${person}`) || changes.has(`housePerson:${person}`)) {
        sendSnapshot(hall, client).catch((error: unknown) => bug(error, 'snapshot'))
        // His name or role on the list of those present may be another now.
        hall.lastPresence = ''
        tellPresence(hall)
        continue
      }
      const message = frame.messageFor(client.viewer)
      if (message) client.socket.send(message, { binary: false })
    }
  }

  function committed({ log, seq, head, changes }: Committed): void {
    const hall = halls.get(log)
    if (!hall) return
    hall.seq = seq
    hall.head = head
    for (const change of changes) {
      const key = `${change.put.kind}:${change.put.id}`
      const first = hall.pending.get(key)
      hall.pending.set(key, { put: change.put, before: first ? first.before : change.before })
    }
    hall.timer ??= setTimeout(() => flush(hall), frameMs)
  }

  function sendPresence(hall: Hall): void {
    hall.presence = undefined
    const people = [...new Set([...hall.clients].map((client) => client.viewer.person))].sort()
    const key = people.join()
    if (key === hall.lastPresence) return
    hall.lastPresence = key
    const full: Presence = { type: 'presence', count: people.length, people }
    const plain: Presence = { ...full, people: null }
    const [forDesk, forAll] = [JSON.stringify(full), JSON.stringify(plain)]
    for (const client of hall.clients)
      if (client.staleSince === null) client.socket.send(isDesk(client.viewer) ? forDesk : forAll)
  }

  function tellMachines(clients: Iterable<Client>): void {
    if (!machines) return
    const { lamp, where } = machines.told()
    const message = (shown: MachinesTold['lamp']): string => {
      const told: MachinesTold = { type: 'machines', lamp: shown, where }
      return JSON.stringify(told)
    }
    const [forDesk, forAll] = [message(lamp), message(null)]
    for (const { socket, viewer } of clients) socket.send(isDesk(viewer) ? forDesk : forAll)
  }

  function tellPresence(hall: Hall): void {
    hall.presence ??= setTimeout(() => sendPresence(hall), presenceMs)
  }

  function sweep(): void {
    for (const hall of halls.values())
      for (const client of hall.clients) {
        if (client.staleSince === null) continue
        if (client.socket.bufferedAmount <= lowWater) {
          client.staleSince = null
          hall.lastPresence = ''
          tellPresence(hall)
          sendSnapshot(hall, client).catch((error: unknown) => bug(error, 'snapshot'))
        } else if (mono() - client.staleSince > longestStaleMs) {
          client.socket.terminate()
        }
      }
  }

  const sweeper = setInterval(sweep, sweepMs)
  sweeper.unref()
  const deaf = look.onCommit(committed)
  const deafToMachines = machines?.onChange(() => {
    for (const hall of halls.values()) tellMachines(hall.clients)
  })

  function hallOf(log: string): Hall {
    const found = halls.get(log)
    if (found) return found
    const hall: Hall = {
      log,
      clients: new Set(),
      pending: new Map(),
      seq: 0,
      head: '',
      timer: undefined,
      presence: undefined,
      lastPresence: '',
    }
    halls.set(log, hall)
    return hall
  }

  return {
    async join(socket, log, person) {
      const viewer = await look.viewer(log, person)
      if (!viewer) {
        sayBye(socket, closeCodes.notFound, 'session.notSeen')
        return
      }
      // The hall is there before the snapshot is cut: what is committed in between comes with the next frame.
      const hall = hallOf(log)
      const client: Client = { socket, viewer, staleSince: null }
      await sendSnapshot(hall, client)
      if (socket.readyState !== socket.OPEN) return
      hall.clients.add(client)
      const told = machines?.told()
      if (told?.lamp || told?.where) tellMachines([client])
      hall.lastPresence = ''
      tellPresence(hall)
      socket.on('close', () => {
        hall.clients.delete(client)
        tellPresence(hall)
      })
    },
    close() {
      deaf()
      deafToMachines?.()
      clearInterval(sweeper)
      for (const hall of halls.values()) {
        clearTimeout(hall.timer)
        clearTimeout(hall.presence)
        for (const { socket } of hall.clients) sayBye(socket, 1001, 'server.closing')
      }
      halls.clear()
    },
  }
}
