/**
 * Notes on one document: the rooms a person may enter, kept open while he reads.
 * What must stay true: the door is asked by the same rule as on the server; a layer that may not be entered is not there;
 * the document itself is never touched.
 */
import { roomRight, type LayerName, type RoomRight } from '@nghi-truong/shared/domain/annotations'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useHttp } from './client.tsx'
import { openRoom, type Room, type RoomState } from './notes/room.ts'
import type { Entry, Marks } from './notes/marks.ts'
import type { OthersStroke } from './notes/strokes.ts'
import { useSelect, useView, useYou } from './view.ts'

export { freshId } from './keep.ts'
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
    const open = names
      .split(' ')
      .map((layer) =>
        openRoom({ http, person: you.person, ref: { session, file, layer: layer as LayerName } }),
      )
    setRooms(open)
    const hurry = (): void => open.forEach((room) => room.hurry())
    const lost = (): void => open.forEach((room) => room.lost())
    window.addEventListener('online', hurry)
    window.addEventListener('offline', lost)
    return () => {
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', lost)
      for (const room of open) room.close()
    }
  }, [http, session, file, names, you.person])
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

export const useMarks = (room: Room): Marks => useSyncExternalStore(room.marks.subscribe, room.marks.all)

export const usePageMarks = (room: Room, page: number): readonly Entry[] =>
  useSyncExternalStore(room.marks.subscribe, () => room.marks.ofPage(page))

export const useRoomState = (room: Room): RoomState => useSyncExternalStore(room.subscribe, room.now)

export const useStrokes = (room: Room): readonly OthersStroke[] =>
  useSyncExternalStore(room.strokes.subscribe, room.strokes.others)

/** Whether there is something to take back, or to do again. */
export function useUndo(room: Room | undefined): { readonly undo: boolean; readonly redo: boolean } {
  const subscribe = room?.marks.subscribe ?? nothing
  return {
    undo: useSyncExternalStore(subscribe, () => room?.marks.canUndo() ?? false),
    redo: useSyncExternalStore(subscribe, () => room?.marks.canRedo() ?? false),
  }
}

const nothing = (): (() => void) => () => undefined
