/**
 * Notes on one document: the rooms a person may enter, kept open while he reads.
 * What must stay true: the door is asked by the same rule as on the server; a layer that may not be entered is not there;
 * the document itself is never touched.
 */
import { roomRight, type LayerName, type RoomRight } from '@nghi-truong/shared/domain/annotations'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import type { Pairing } from '@nghi-truong/shared/protocol/private-notes'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useClient, useHttp } from './client.tsx'
import type { Keyring, KeyringState } from './notes/keyring.ts'
import { openRoom, type Room, type RoomKeys, type RoomState } from './notes/room.ts'
import type { Entry, Marks } from './notes/marks.ts'
import type { Present } from './notes/presence.ts'
import type { OthersStroke } from './notes/strokes.ts'
import { useSelect, useView, useYou } from './view.ts'

export { freshId } from './keep.ts'
export type { Keyring, KeyringOutcome, KeyringState } from './notes/keyring.ts'
export { askToBeLetIn, receive, type Seen } from './notes/meeting.ts'
export type { Place, Present } from './notes/presence.ts'
export type { Entry, Marks } from './notes/marks.ts'
export type { OthersStroke, Stroke } from './notes/strokes.ts'
export type { Room, RoomLine, RoomState } from './notes/room.ts'

export interface Layer {
  readonly name: LayerName
  readonly right: RoomRight
  readonly room: Room
}

const layersOf = (person: string, groups: readonly string[]): readonly LayerName[] => [
  `private:${person}`,
  ...groups.map((group) => `group:${group}` as const),
  'presenter',
]

/** The layers of `file` this person may enter, his private one first. Open for as long as the part is on screen. */
export function useLayers(file: string): readonly Layer[] {
  const http = useHttp()
  const { keyring, copies } = useClient()
  const { session } = useView()
  const you = useYou()
  const rights = useSelect(
    useMemo(
      () => (records, viewer) =>
        layersOf(viewer.person, viewer.groups)
          .map((name) => `${roomRight(records, viewer, file, name)} ${name}`)
          .filter((one) => !one.startsWith('none ')),
      [file],
    ),
  )
  const names = rights.map((one) => one.slice(one.indexOf(' ') + 1)).join(' ')
  const [rooms, setRooms] = useState<readonly Room[]>([])
  useEffect(() => {
    if (you.person === '' || names === '') return setRooms([])
    const ring = keyring(you.person)
    // A failure shows in the ring's own state.
    void ring.refresh()
    const keys = keysOf(ring)
    const open = names.split(' ').map((layer) =>
      openRoom({
        http,
        person: you.person,
        ref: { session, file, layer: layer as LayerName },
        keep: copies,
        ...(layer.startsWith('private:') && { keys }),
      }),
    )
    setRooms(open)
    const hurry = (): void => {
      void ring.refresh()
      open.forEach((room) => room.hurry())
    }
    const lost = (): void => open.forEach((room) => room.lost())
    window.addEventListener('online', hurry)
    window.addEventListener('offline', lost)
    return () => {
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', lost)
      for (const room of open) room.close()
    }
  }, [http, keyring, copies, session, file, names, you.person])
  return useMemo(
    () =>
      rooms.flatMap((room) => {
        const found = rights.find((one) => one.endsWith(` ${room.layer}`))
        return found
          ? [{ name: room.layer, room, right: found.slice(0, found.indexOf(' ')) as RoomRight }]
          : []
      }),
    [rooms, rights],
  )
}

function keysOf(ring: Keyring): RoomKeys {
  let looking = false
  return {
    box() {
      const state = ring.now()
      return state.kind === 'ready' ? state.box : null
    },
    subscribe: ring.subscribe,
    behind() {
      // Many marks come under one new key: one look is enough.
      if (looking) return
      looking = true
      void ring.refresh().finally(() => {
        looking = false
      })
    },
    wanted: ring.want,
  }
}

/** The keys of one's private notes on this device. */
export function useKeyring(person: string): { readonly ring: Keyring; readonly state: KeyringState } {
  const { keyring } = useClient()
  const ring = keyring(person)
  return { ring, state: useSyncExternalStore(ring.subscribe, ring.now) }
}

/** New devices of this person that wait to be let in, asked for every second while the part is on screen. */
export function useWaitingDevices(): readonly Pairing[] {
  const http = useHttp()
  const [waiting, setWaiting] = useState<readonly Pairing[]>([])
  useEffect(() => {
    const look = async (): Promise<void> => {
      // Not reached: the next second asks again.
      const answer = await http.call('meetings').catch(() => null)
      if (answer && !isRefusal(answer)) setWaiting(answer.meetings.filter((one) => one.old === null))
    }
    void look()
    const timer = setInterval(() => void look(), 1000)
    return () => clearInterval(timer)
  }, [http])
  return waiting
}

export const useMarks = (room: Room): Marks => useSyncExternalStore(room.marks.subscribe, room.marks.all)

export const usePageMarks = (room: Room, page: number): readonly Entry[] =>
  useSyncExternalStore(room.marks.subscribe, () => room.marks.ofPage(page))

export const useRoomState = (room: Room): RoomState => useSyncExternalStore(room.subscribe, room.now)

export const useStrokes = (room: Room): readonly OthersStroke[] =>
  useSyncExternalStore(room.strokes.subscribe, room.strokes.others)

export const usePresent = (room: Room): readonly Present[] =>
  useSyncExternalStore(room.presence.subscribe, room.presence.others)

/** Whether there is something to take back, or to do again. */
export function useUndo(room: Room | undefined): { readonly undo: boolean; readonly redo: boolean } {
  const subscribe = room?.marks.subscribe ?? nothing
  return {
    undo: useSyncExternalStore(subscribe, () => room?.marks.canUndo() ?? false),
    redo: useSyncExternalStore(subscribe, () => room?.marks.canRedo() ?? false),
  }
}

const nothing = (): (() => void) => () => undefined
