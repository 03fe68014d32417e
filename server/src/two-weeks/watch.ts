/**
 * What is watched while the two weeks run: every frame of the wire, every line of the log.
 * What must stay true: the words of a private mark are never on the wire, not even to their owner; the words of a group reach
 * nobody who may not read its room at that moment.
 */
import type { RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { Council } from './council.ts'

/** How the words of each layer begin: found again in any bytes. */
export const tags = {
  private: (person: string) => `RIENG-${person}-`,
  group: (group: string) => `NHOM-${group}-`,
  presenter: 'TRINHBAY-',
} as const

export const tagOf = (ref: RoomRef): string =>
  ref.layer === 'presenter'
    ? tags.presenter
    : ref.layer.startsWith('private:')
      ? tags.private(ref.layer.slice('private:'.length))
      : tags.group(ref.layer.slice('group:'.length))

const anyTag = /(RIENG-db\d+-|NHOM-to\d+-|TRINHBAY-)/g

/** All beginnings of words found in the bytes. */
export const tagsIn = (bytes: Uint8Array): Set<string> =>
  new Set(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').match(anyTag) ?? [])

export interface Watch {
  readonly frame: (frame: Uint8Array, way: 'up' | 'down', ref: RoomRef, person: string) => void
  readonly logged: (line: string) => void
  readonly frames: () => number
  readonly faults: string[]
}

export function createWatch(council: Council): Watch {
  const faults: string[] = []
  let frames = 0
  const fault = (what: string): void => {
    if (faults.length < 50) faults.push(what)
  }
  return {
    frame(frame, way, ref, person) {
      frames++
      for (const tag of tagsIn(frame)) {
        if (tag.startsWith('RIENG-')) fault(`private words on the wire of ${person}: ${tag}`)
        else if (tag !== tagOf(ref)) fault(`words of ${tag} in ${ref.layer}`)
        else if (way === 'down' && council.right(person, ref) === 'none')
          fault(`words of ${tag} to ${person}, who may not read them now`)
      }
    },
    logged(line) {
      for (const tag of tagsIn(Buffer.from(line))) fault(`words in the log: ${tag}`)
    },
    frames: () => frames,
    faults,
  }
}
