/**
 * The next thing that happens in the simulated hall.
 * What must stay true: who does what comes from the seed alone; what must be there in the end is noted only where nothing
 * that happened can have taken it away.
 */
import { createMarkBox, type LayerKeys } from '@nghi-truong/shared/private-layer/mark-box'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { roomName, type RoomRef } from '@nghi-truong/shared/protocol/rooms'
import { session } from './council.ts'
import { createDevice, type Copy, type SimDevice, type SimMark } from './device.ts'
import type { Hall, Person } from './hall.ts'
import { tagOf } from './watch.ts'

const words = ['số vốn đầu tư công', 'căn cứ khoản 2', 'hỏi lại Sở Tài chính', 'đồng ý', 'chưa rõ lộ trình']

export function randomLife(hall: Hall): () => Promise<void> {
  const { random, council, people, count, alive } = hall
  const below = (many: number): number => Math.floor(random() * many)
  const pick = <T>(list: readonly T[]): T => {
    const found = list[below(list.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }
  const bytes = (length: number) => Uint8Array.from({ length }, () => below(256))
  const freshId = (): string => Buffer.from(bytes(16)).toString('hex')
  const keyOf = (copy: Copy, id: string): string => `${roomName(copy.ref)} ${id}`
  const inForce = (person: Person) => person.devices.filter((one) => !one.revoked)

  const roomsOf = (person: string, file: string): RoomRef[] => [
    { session, file, layer: `private:${person}` },
    { session, file, layer: `group:${council.groupOf(person)}` },
    { session, file, layer: 'presenter' },
  ]
  const markOf = (person: string, ref: RoomRef, n: number): SimMark => ({
    kind: 'note',
    page: 1 + below(40),
    colour: 'yellow',
    author: person,
    at: hall.now(),
    v: 1,
    box: [below(500), below(700), 22, 22],
    text: `${tagOf(ref)}${n} ${pick(words)}`,
  })

  const someone = (): { person: Person; device: SimDevice } | null => {
    const person = pick(people)
    const devices = inForce(person)
    return devices.length === 0 ? null : { person, device: pick(devices).device }
  }
  /** A room this person may write to now; the presenter's only while joined, for later he cannot bring it. */
  const writable = (person: string, device: SimDevice): Copy | null => {
    const refs = roomsOf(person, pick(council.files)).filter((ref) => council.right(person, ref) === 'write')
    if (refs.length === 0) return null
    const copy = device.hold(pick(refs))
    return copy.ref.layer === 'presenter' && !copy.wire ? null : copy
  }
  const ownIn = (device: SimDevice, copy: Copy): string[] =>
    [...copy.marks.keys()].filter((id) => device.read(copy, id)?.author === device.person)

  const write = (): void => {
    const one = someone()
    const copy = one && writable(one.person.id, one.device)
    if (!one || !copy) return
    const id = freshId()
    count('marks')
    one.device.put(copy, id, markOf(one.person.id, copy.ref, below(1e6)))
    alive.set(keyOf(copy, id), { person: one.person.id, room: roomName(copy.ref), id })
  }
  const rewrite = (): void => {
    const one = someone()
    const copy = one && writable(one.person.id, one.device)
    const mine = one && copy ? ownIn(one.device, copy) : []
    if (!one || !copy || mine.length === 0) return
    count('changes')
    one.device.put(copy, pick(mine), markOf(one.person.id, copy.ref, below(1e6)))
  }
  const remove = (): void => {
    const one = someone()
    const copy = one && writable(one.person.id, one.device)
    const mine = one && copy ? ownIn(one.device, copy) : []
    if (!copy || mine.length === 0) return
    const id = pick(mine)
    count('removals')
    copy.marks.delete(id)
    alive.delete(keyOf(copy, id))
  }
  const comeOrGo = (): void => {
    const one = someone()
    if (!one) return
    const { person, device } = one
    if ([...device.copies.values()].some((copy) => copy.wire) && random() < 0.55) {
      count('cuts')
      return device.leave()
    }
    count('joins')
    for (const ref of roomsOf(person.id, pick(council.files)))
      if (council.right(person.id, ref) !== 'none') device.join(ref)
    for (const copy of device.copies.values())
      if (council.right(person.id, copy.ref) !== 'none') device.join(copy.ref)
  }

  /** A device that behaves badly, apart from those whose notes count. */
  const stranger = (person: string): SimDevice =>
    createDevice({
      person,
      rooms: hall.rooms,
      box: () => createMarkBox({ epoch: 1, keys: new Map([[1, bytes(32)]]) }, bytes),
      seen: hall.watch.frame,
    })
  const expectClosed = async (device: SimDevice, copy: Copy, code: number, what: string): Promise<void> => {
    await hall.calmOf(copy)
    if (copy.lastClose !== code) hall.watch.faults.push(`${what}: closed with ${copy.lastClose}, not ${code}`)
    device.leave()
  }
  const intrude = async (): Promise<void> => {
    const person = pick(council.people)
    const other = pick(council.people.filter((one) => one !== person))
    const group = pick(council.groups)
    const layer = random() < 0.5 ? (`private:${other}` as const) : (`group:${group}` as const)
    const ref: RoomRef = { session, file: pick(council.files), layer }
    if (council.right(person, ref) !== 'none') return
    count('intrusions')
    const device = stranger(person)
    await expectClosed(device, device.join(ref), closeCodes.notFound, `${person} in ${layer}`)
  }
  const forge = async (): Promise<void> => {
    const person = pick(council.people)
    const [mine, group] = roomsOf(person, pick(council.files))
    const ref = random() < 0.5 ? mine : group
    if (!ref || council.right(person, ref) !== 'write') return
    count('forgeries')
    const device = stranger(person)
    const copy = device.join(ref)
    await hall.calmOf(copy)
    const other = pick(council.people.filter((one) => one !== person))
    // In the clear in a private room, under another's name in a group.
    copy.marks.set(freshId(), { ...markOf(other, ref, 0), text: 'giả mạo' })
    await expectClosed(device, copy, closeCodes.badData, `forgery in ${ref.layer}`)
  }

  const newPresenter = async (): Promise<void> => {
    // What the one before has drawn is on its way: he cannot bring it once he is only a reader.
    await hall.calm()
    count('presenters')
    council.present(random() < 0.2 ? null : pick(council.people))
    await hall.calm()
  }
  const expelOrReadmit = (): void => {
    const person = pick(council.people)
    const group = council.groupOf(person)
    count('expulsions')
    if (council.expelled(person, group)) council.readmit(person, group)
    else council.expel(person, group)
  }
  const move = (): void => {
    count('moves')
    council.move(pick(council.people), pick(council.groups))
  }
  const order = async (): Promise<void> => {
    const person = pick(council.people)
    const group = council.groupOf(person)
    const file = random() < 0.5 ? null : pick(council.files)
    count('withdrawals')
    council.order({ id: freshId(), group, person, file })
    for (const [key, mark] of alive)
      if (mark.person === person && mark.room.endsWith(`.group:${group}`)) alive.delete(key)
    await hall.calm()
  }
  const revoke = (): void => {
    const person = pick(people)
    const devices = inForce(person)
    const gone = devices.length > 1 ? pick(devices) : undefined
    if (!gone) return
    count('revocations')
    gone.device.leave()
    gone.revoked = true
    // What only that device had is gone with it.
    for (const [key, mark] of alive) if (mark.person === person.id) alive.delete(key)
    const last: LayerKeys = gone.keys
    const epoch = last.epoch + 1
    const keys: LayerKeys = { epoch, keys: new Map([...last.keys, [epoch, bytes(32)]]) }
    for (const one of inForce(person)) one.keys = keys
  }
  const restart = async (): Promise<void> => {
    const how = random() < 0.5 ? 'calmly' : 'crash'
    // A crash may take what a presenter drew a moment ago; he may no longer bring it.
    if (how === 'crash')
      for (const [key, mark] of alive) if (mark.room.endsWith('.presenter')) alive.delete(key)
    await hall.restart(how)
  }

  const deeds: readonly (readonly [weight: number, deed: () => void | Promise<void>])[] = [
    [520, write],
    [130, rewrite],
    [70, remove],
    [190, comeOrGo],
    [20, intrude],
    [15, forge],
    [12, newPresenter],
    [12, expelOrReadmit],
    [8, move],
    [5, order],
    [5, revoke],
    [4, restart],
  ]
  const total = deeds.reduce((sum, [weight]) => sum + weight, 0)
  return async () => {
    let at = random() * total
    for (const [weight, deed] of deeds) {
      at -= weight
      if (at >= 0) continue
      await deed()
      return
    }
  }
}

export const refsOf = (hall: Hall, person: string): RoomRef[] =>
  hall.council.files.flatMap((file): RoomRef[] => [
    { session, file, layer: `private:${person}` },
    ...hall.council.groups.map((group) => ({ session, file, layer: `group:${group}` as const })),
    { session, file, layer: 'presenter' },
  ])
