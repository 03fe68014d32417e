/**
 * The bridge as the page sees it: frozen functions over the table of channels, and nothing of Electron.
 * What must stay true: no function takes a channel's name; no object of Electron, and no event, reaches the page; only
 * names are imported from the table, so that no schema runs in the page's process.
 */
import { contextBridge, ipcRenderer } from 'electron'
import {
  socketEventWire,
  wire,
  type BridgeSocketEvents,
  type ChannelName,
  type InputOf,
  type NghiTruongBridge,
  type OutputOf,
  type SocketEvent,
} from '../bridge.ts'

/** Filled in by the build. */
declare const SHELL_VERSION: string

const call = <N extends ChannelName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> =>
  ipcRenderer.invoke(wire(name), input) as Promise<OutputOf<N>>

const sockets = new Map<string, BridgeSocketEvents>()
let opened = 0

ipcRenderer.on(socketEventWire, (_event, message: SocketEvent) => {
  const events = sockets.get(message.socket)
  if (!events) return
  if (message.kind === 'opened') events.opened()
  else if (message.kind === 'received') events.received(message.data)
  else {
    sockets.delete(message.socket)
    events.closed(message.code)
  }
})

const bridge: NghiTruongBridge = {
  version: SHELL_VERSION,
  info: () => call('appInfo', {}),
  async request({ method, path, headers, body }) {
    const answer = await call('request', {
      method: method as InputOf<'request'>['method'],
      path,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    if ('unreachable' in answer) throw new Error(answer.unreachable)
    return answer
  },
  socket(path, events) {
    opened += 1
    const socket = `s${opened}`
    sockets.set(socket, events)
    const lost = (): void => {
      if (sockets.delete(socket)) events.closed(1006)
    }
    call('socketOpen', { socket, path }).catch(lost)
    return Object.freeze({
      send: (data: string | Uint8Array<ArrayBuffer>) => void call('socketSend', { socket, data }).catch(lost),
      close: () => void call('socketClose', { socket }).catch(lost),
    })
  },
  async openProjector(session) {
    await call('windowOpenProjector', { session })
  },
  shelf: Object.freeze({
    piece: (sha256, index) => call('shelfGet', { sha256, index }),
    keep: (sha256, index, bytes) => call('shelfPut', { sha256, index, bytes }),
    held: (sha256) => call('shelfHeld', { sha256 }),
    writeNote: ({ sha256, size, whole, usedAt }) => call('shelfWriteNote', { sha256, size, whole, usedAt }),
    notes: () => call('shelfList', {}),
    drop: (sha256) => call('shelfRemove', { sha256 }),
    used: () => call('shelfSize', {}),
    wipe: () => call('shelfWipe', {}),
  } satisfies NghiTruongBridge['shelf']),
  outbox: Object.freeze({
    put: ({ id, text }) => call('outboxPut', { id, text }),
    all: () => call('outboxList', {}),
    remove: (id) => call('outboxRemove', { id }),
  } satisfies NghiTruongBridge['outbox']),
  servers: Object.freeze({
    find: () => call('findServers', {}),
    choose: ({ origin, authority, pin }) =>
      call('chooseServer', {
        origin,
        ...(authority === undefined ? {} : { authority }),
        ...(pin === undefined ? {} : { pin }),
      }),
  } satisfies NghiTruongBridge['servers']),
  device: Object.freeze({
    key: () => call('deviceKey', {}),
    sign: (purpose, text) => call('deviceSign', { purpose, text }),
  } satisfies NghiTruongBridge['device']),
  tokens: Object.freeze({
    list: () => call('tokenList', {}),
    sign: (token, pin, attributes) => call('tokenSign', { token, pin, attributes }),
  } satisfies NghiTruongBridge['tokens']),
  localService: ({ operation, downloadUrl, uploadUrl }) =>
    call('localService', { operation, downloadUrl, uploadUrl }),
}

contextBridge.exposeInMainWorld('nghiTruong', Object.freeze(bridge))
