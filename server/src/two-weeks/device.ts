/**
 * One device of one simulated person: a Yjs document for each room it has open, kept while it is away, joined by the stock
 * protocol when it is there.
 * What must stay true: it writes as our client does (whole values, own marks only); what it wrote while away goes up as one
 * on return; what a private mark says is locked before it is in the document.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import type { MarkBox } from '@nghi-truong/shared/private-layer/mark-box'
import { marksKey, roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { Annotations } from '../annotations/annotations.ts'
import { openWire, type Wire } from './wire.ts'

export interface SimMark {
  readonly kind: 'note'
  readonly page: number
  readonly colour: 'yellow'
  readonly author: string
  readonly at: string
  readonly v: 1
  readonly box: readonly [number, number, number, number]
  readonly text: string
}

export interface Copy {
  readonly ref: RoomRef
  readonly doc: Y.Doc
  readonly marks: Y.Map<unknown>
  wire: Wire | null
  /** The room has said all it had when this device came. */
  synced: boolean
  /** The rooms sent it away for good: no right, or something unfit. */
  lastClose: number | null
}

export interface SimDevice {
  readonly person: string
  readonly copies: Map<string, Copy>
  /** Opens a copy of the room where there was none. */
  readonly hold: (ref: RoomRef) => Copy
  readonly join: (ref: RoomRef) => Copy
  readonly leave: () => void
  readonly put: (copy: Copy, id: string, mark: SimMark) => void
  readonly read: (copy: Copy, id: string) => SimMark | undefined
}

export interface DeviceParts {
  readonly person: string
  readonly rooms: () => Annotations
  /** The keys of this device's person as this device has them. */
  readonly box: () => MarkBox
  /** Everything that goes over the wire to or from this person. */
  readonly seen: (frame: Uint8Array, way: 'up' | 'down', ref: RoomRef, person: string) => void
}

export const isPrivate = (ref: RoomRef): boolean => ref.layer.startsWith('private:')

export function createDevice({ person, rooms, box, seen }: DeviceParts): SimDevice {
  const copies = new Map<string, Copy>()
  const hold = (ref: RoomRef): Copy => {
    const name = roomName(ref)
    const known = copies.get(name)
    if (known) return known
    const doc = new Y.Doc()
    const copy: Copy = { ref, doc, marks: doc.getMap(marksKey), wire: null, synced: false, lastClose: null }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === copy || !copy.wire) return
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, 0)
      writeUpdate(encoder, update)
      copy.wire.send(encoding.toUint8Array(encoder))
    })
    copies.set(name, copy)
    return copy
  }
  const receive = (copy: Copy, frame: Uint8Array): void => {
    const decoder = decoding.createDecoder(frame)
    // Awareness is nobody's here.
    if (decoding.readVarUint(decoder) !== 0) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    // 1: everything the room has, the answer to what was asked on coming.
    if (readSyncMessage(decoder, encoder, copy.doc, copy) === 1) copy.synced = true
    if (encoding.length(encoder) > 1) copy.wire?.send(encoding.toUint8Array(encoder))
  }
  return {
    person,
    copies,
    hold,
    join(ref) {
      const copy = hold(ref)
      if (copy.wire) return copy
      copy.lastClose = null
      copy.synced = false
      const wire = openWire({
        received: (frame) => receive(copy, frame),
        closed(code) {
          if (copy.wire === wire) copy.wire = null
          copy.lastClose = code
        },
        seen: (frame, way) => seen(frame, way, ref, person),
      })
      copy.wire = wire
      rooms().join(wire.server, ref, person)
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, 0)
      writeSyncStep1(encoder, copy.doc)
      wire.send(encoding.toUint8Array(encoder))
      return copy
    },
    leave() {
      for (const copy of copies.values()) copy.wire?.cut()
    },
    put(copy, id, mark) {
      copy.marks.set(id, isPrivate(copy.ref) ? box().seal(roomName(copy.ref), id, mark) : mark)
    },
    read(copy, id) {
      const value = copy.marks.get(id)
      return (isPrivate(copy.ref) ? box().open(roomName(copy.ref), id, value) : value) as SimMark | undefined
    },
  }
}
