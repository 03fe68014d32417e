/**
 * The shell behind its channels: which handler does what. Everything of Electron comes in as arguments.
 * What must stay true: a handler checks nothing about its caller (the table and the guard did) and gives values of the
 * table only; another server means new connections, no cookies and no sockets of the old one; the machine that took over
 * from the server is the same house, and its logins go on.
 */
import type {
  BridgeDevice,
  BridgeOutbox,
  BridgeShelf,
  BridgeTokens,
  ChosenServer,
  FoundServer,
  ServiceAsk,
  ShellInfo,
  ShellRefusal,
} from '../bridge.ts'
import { socketEventWire } from '../bridge.ts'
import type { ServiceOutcome } from '@nghi-truong/shared/protocol/local-service'
import { describe, readAuthority, readOrigin, type Server } from './address.ts'
import { createCookieJar } from './cookie-jar.ts'
import { agentFor } from './pin.ts'
import type { LocalServiceParts } from './local-service.ts'
import { meet } from './meet.ts'
import { createOtherMachine } from './other-machine.ts'
import type { Handlers } from './serve.ts'
import type { Settings } from './settings.ts'
import { createSockets } from './sockets.ts'
import { ask, type Line } from './transport.ts'
import type { Windows } from './windows.ts'

export interface ShellParts {
  readonly info: Pick<ShellInfo, 'version' | 'platform' | 'channel'>
  readonly settings: Settings
  readonly save: (settings: Settings) => Promise<void>
  /** Asks the person at the device whether the shell may talk to another server from now on. */
  readonly confirm: (from: ChosenServer, to: ChosenServer) => Promise<boolean>
  readonly windows: Pick<Windows, 'openProjector' | 'send'>
  readonly shelf: BridgeShelf
  readonly outbox: BridgeOutbox
  readonly device: BridgeDevice
  readonly tokens: BridgeTokens
  readonly localService: (
    ask: ServiceAsk,
    parts: Pick<LocalServiceParts, 'origin'>,
  ) => Promise<ServiceOutcome> | ShellRefusal
  readonly find: () => Promise<readonly FoundServer[]>
  readonly keystoreUsable: () => Promise<boolean>
  readonly now: () => number
}

export interface Shell {
  readonly handlers: Handlers
  /** The page with these web contents is gone. */
  gone(contents: number): void
  stop(): void
}

export function createShell(parts: ShellParts): Shell {
  const { windows, shelf, outbox, device, now } = parts
  const sockets = createSockets()
  const lineTo = (server: Server): Line => ({
    server,
    agent: agentFor(server),
    cookies: createCookieJar(now),
  })
  let settings = parts.settings
  let line: Line | null = settings.server && lineTo(settings.server)
  const save = (change: Partial<Settings>): Promise<void> => {
    const { house, ...rest } = { ...settings, ...change }
    settings = { ...rest, ...(house && { house }) }
    return parts.save(settings)
  }
  const saveQuietly = (change: Partial<Settings>): void =>
    // A disk that takes nothing costs the memory of it, not the meeting.
    void save(change).catch((cause: unknown) => console.warn('settings were not kept', cause))
  const other = createOtherMachine({
    house: settings.house ?? null,
    plainHttp: settings.plainHttp,
    line: () => line,
    remember: (house) => saveQuietly({ house }),
    turnTo(server) {
      const cookies = line?.cookies ?? createCookieJar(now)
      sockets.endAll()
      line?.agent.destroy()
      line = { ...lineTo(server), cookies }
      saveQuietly({ server })
    },
    now,
  })
  const page = (id: number) => ({
    id,
    send: (event: unknown) => windows.send(id, socketEventWire, event),
  })

  const handlers: Handlers = {
    appInfo: async () => ({
      ...parts.info,
      keystore: await parts.keystoreUsable(),
      server: line && describe(line.server),
    }),
    async request(request) {
      const asked = line
      if (!asked) return { unreachable: 'shell.noServer' }
      const outcome = await ask(asked, request)
      // What became of a machine that was left meanwhile says nothing about the one in its place.
      if (asked === line) other.noticed(outcome)
      return outcome
    },
    socketOpen({ socket, path }, caller) {
      sockets.open(page(caller.id), socket, path, line)
      return null
    },
    socketSend({ socket, data }, caller) {
      sockets.send(caller, socket, data)
      return null
    },
    socketClose({ socket }, caller) {
      sockets.close(caller, socket)
      return null
    },
    async windowOpenProjector({ session }) {
      await windows.openProjector(session)
      return null
    },
    shelfGet: ({ sha256, index }) => shelf.piece(sha256, index),
    shelfPut: ({ sha256, index, bytes }) => shelf.keep(sha256, index, bytes),
    shelfHeld: async ({ sha256 }) => plain(await shelf.held(sha256)),
    shelfWriteNote: (note) => shelf.writeNote(note),
    shelfList: async () => plain(await shelf.notes()),
    shelfRemove: ({ sha256 }) => shelf.drop(sha256),
    shelfSize: () => shelf.used(),
    shelfWipe: () => shelf.wipe(),
    outboxPut: (entry) => outbox.put(entry),
    outboxList: async () => plain(await outbox.all()),
    outboxRemove: ({ id }) => outbox.remove(id),
    findServers: async () => [...(await parts.find())],
    async chooseServer({ origin: wanted, authority: given, pin }) {
      const origin = readOrigin(wanted, settings.plainHttp)
      if (typeof origin !== 'string') return origin
      const met = pin === undefined ? given : await meet(origin, pin)
      if (typeof met === 'object') return met
      const authority = met
      if (authority !== undefined && readAuthority(authority) === null)
        return { refused: 'server.badAuthority' }
      const server: Server = { origin, ...(authority === undefined ? {} : { ca: authority }) }
      const to = describe(server)
      const from = line && describe(line.server)
      if (from?.origin === to.origin && from.authority === to.authority) return to
      if (from && !(await parts.confirm(from, to))) return { refused: 'server.declined' }
      await save({ server, house: null })
      other.forget()
      sockets.endAll()
      line?.agent.destroy()
      line = lineTo(server)
      return to
    },
    deviceKey: () => device.key(),
    deviceSign: ({ purpose, text }) => device.sign(purpose, text),
    tokenList: async () => plain(await parts.tokens.list()),
    tokenSign: ({ token, pin, attributes }) => parts.tokens.sign(token, pin, attributes),
    localService: (ask) => parts.localService(ask, { origin: () => line && describe(line.server).origin }),
  }

  return {
    handlers,
    gone: (contents) => sockets.leave({ id: contents }),
    stop() {
      other.stop()
      sockets.endAll()
      line?.agent.destroy()
    },
  }
}

/** Lists come read-only from their stores and leave as plain copies. */
const plain = <T, R>(list: readonly T[] | R): T[] | R =>
  Array.isArray(list) ? [...(list as T[])] : (list as R)
