/**
 * The end of the two weeks: everybody comes back, and everything is compared.
 * What must stay true: who may write a room has the same marks as everybody else in it and as somebody who comes for the
 * first time; who may only read has at least those; every mark that nothing took away is there and readable to its own.
 */
import { createMarkBox, epochOf } from '@nghi-truong/shared/private-layer/mark-box'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import type { AnnotationStore } from '../store/ports.ts'
import { createDevice, isPrivate, type Copy } from './device.ts'
import { refsOf } from './life.ts'
import type { Hall } from './hall.ts'
import { tagOf, tagsIn } from './watch.ts'

const plain = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : JSON.stringify(value)

const entriesOf = (copy: Copy): Map<string, string> =>
  new Map([...copy.marks.entries()].map(([id, value]) => [id, plain(value)]))

const same = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([id, value]) => b.get(id) === value)

const noBytes = (length: number): Uint8Array => new Uint8Array(length)

export async function finalCheck(hall: Hall, store: AnnotationStore): Promise<string[]> {
  const { council, people, figures, alive } = hall
  const faults: string[] = []
  const fault = (what: string): void => {
    if (faults.length < 50) faults.push(what)
  }
  const settle = async (): Promise<void> => {
    for (let before = -1; before !== hall.watch.frames();) {
      before = hall.watch.frames()
      await hall.calm()
      await hall.calm()
    }
  }
  for (const { id, devices } of people)
    for (const one of devices) {
      if (one.revoked) continue
      for (const copy of one.device.copies.values())
        if (council.right(id, copy.ref) !== 'none') one.device.join(copy.ref)
    }
  await settle()

  const reference = new Map<string, Copy>()
  const referenceOf = async (person: string, ref: RoomRef): Promise<Copy> => {
    const known = reference.get(roomName(ref))
    if (known) return known
    const fresh = createDevice({
      person,
      rooms: hall.rooms,
      box: () => createMarkBox({ epoch: 1, keys: new Map() }, noBytes),
      seen: hall.watch.frame,
    })
    const copy = fresh.join(ref)
    await hall.calmOf(copy)
    fresh.leave()
    reference.set(roomName(ref), copy)
    return copy
  }

  for (const { id, devices } of people) {
    for (const { device, revoked, keys } of devices) {
      for (const copy of device.copies.values()) {
        const right = council.right(id, copy.ref)
        if (right === 'none') {
          if (copy.wire) fault(`${id} is still in ${copy.ref.layer}`)
          continue
        }
        const there = await referenceOf(id, copy.ref)
        if (revoked) {
          const box = createMarkBox(keys, noBytes)
          for (const [mark, value] of there.marks)
            if (isPrivate(copy.ref) && value instanceof Uint8Array && epochOf(value) > keys.epoch) {
              figures['closed to revoked'] = (figures['closed to revoked'] ?? 0) + 1
              if (box.open(roomName(copy.ref), mark, value) !== undefined)
                fault(`${id}: a revoked device opens what came after`)
            }
          continue
        }
        const [mine, theirs] = [entriesOf(copy), entriesOf(there)]
        figures['copies compared'] = (figures['copies compared'] ?? 0) + 1
        const equal =
          right === 'write'
            ? same(mine, theirs)
            : [...theirs].every(([key, value]) => mine.get(key) === value)
        if (!equal)
          fault(
            `${id} in ${copy.ref.layer}: ${mine.size} marks, others ${theirs.size} (closed ${copy.lastClose})`,
          )
        for (const mark of copy.marks.keys()) {
          const read = device.read(copy, mark)
          if (!read?.text.startsWith(tagOf(copy.ref))) fault(`${id} cannot read ${mark} in ${copy.ref.layer}`)
        }
      }
    }
  }
  for (const { person, room, id } of alive.values()) {
    const ref = refsOf(hall, person).find((one) => roomName(one) === room)
    if (!ref || council.right(person, ref) === 'none') continue
    if (council.right(person, ref) === 'read' && ref.layer !== 'presenter') continue
    figures['marks accounted for'] = (figures['marks accounted for'] ?? 0) + 1
    if (!(await referenceOf(person, ref)).marks.has(id))
      fault(`${person}’s mark ${id} in ${ref.layer} is lost`)
  }
  for (const { devices } of people) for (const { device } of devices) device.leave()
  await settle()
  for (const room of await store.rooms())
    for (const { bytes } of await store.load(room))
      for (const tag of tagsIn(bytes)) {
        const layer = room.slice(room.lastIndexOf('.') + 1)
        if (
          tag !== tagOf({ session: '', file: '', layer: layer as RoomRef['layer'] }) ||
          layer.startsWith('private:')
        )
          fault(`words of ${tag} stored in ${layer}`)
      }
  return faults
}
