/**
 * Two weeks of a session's annotating in a simulated hall: people mark, change and remove on several devices, go away for
 * hours and come back, lose and get rights, present, forge, are withdrawn and revoked; the server restarts and crashes.
 * What must stay true: rooms, store and protocol are the product's own; every decision comes from the seed; time is the
 * simulation's; what is found wrong is a list of sentences, empty when all is well.
 */
import { createMarkBox, type LayerKeys } from '@nghi-truong/shared/private-layer/mark-box'
import type { AnnotationStore } from '../store/ports.ts'
import { createAnnotations, type Annotations } from '../annotations/annotations.ts'
import { createCouncil } from './council.ts'
import { createDevice } from './device.ts'
import { finalCheck } from './final-check.ts'
import type { Hall, Held, Person } from './hall.ts'
import { randomLife } from './life.ts'
import { createWatch } from './watch.ts'

export interface TwoWeeks {
  readonly seed: number
  readonly people: number
  readonly days: number
  /** Deeds a day, of all people together. */
  readonly deeds: number
  readonly documents: number
  /** Opens the store; again after each restart. */
  readonly open: () => Promise<AnnotationStore>
  readonly say?: (line: string) => void
}

export interface Outcome {
  /** What went wrong, in sentences; empty when all is well. */
  readonly faults: readonly string[]
  readonly figures: Readonly<Record<string, number>>
}

/** mulberry32: the same numbers for the same seed. */
export function chance(start: number): () => number {
  let state = start | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A store of which one knows whether it is at work. */
function countPending() {
  let pending = 0
  const counting = async <R>(work: () => Promise<R>): Promise<R> => {
    pending++
    try {
      return await work()
    } finally {
      pending--
    }
  }
  return {
    pending: () => pending,
    of: (store: AnnotationStore): AnnotationStore => ({
      load: (room) => counting(() => store.load(room)),
      append: (room, update) => counting(() => store.append(room, update)),
      compact: (...given) => counting(() => store.compact(...given)),
      withdraw: (...given) => counting(() => store.withdraw(...given)),
      carriedOut: (room) => counting(() => store.carriedOut(room)),
      size: (room) => counting(() => store.size(room)),
      rooms: () => counting(() => store.rooms()),
      close: () => counting(() => store.close()),
    }),
  }
}

const began = Date.parse('2026-11-09T00:00:00.000Z')

export async function runTwoWeeks(wanted: TwoWeeks): Promise<Outcome> {
  const random = chance(wanted.seed)
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))
  const figures: Record<string, number> = {}
  const count = (what: string): void => {
    figures[what] = (figures[what] ?? 0) + 1
  }
  let ms = 0
  const council = createCouncil(wanted.people, wanted.documents)
  const watch = createWatch(council)
  const counted = countPending()
  let store = counted.of(await wanted.open())
  const newRooms = (): Annotations =>
    createAnnotations({
      store,
      look: council.look,
      now: () => ms,
      // People are simulated, the pace is not: what is measured elsewhere is out of the way here.
      limits: {
        idleMs: 0,
        frameMs: 0,
        slowFrameMs: 0,
        messagesPerSecond: 1e9,
        bytesPerSecond: 1e9,
        personBytes: 64e6,
        roomBytes: 512e6,
      },
      report: (what, error) => watch.logged(`${what} ${String(error ?? '')}`),
    })
  let rooms = newRooms()
  const underWay = (): boolean =>
    counted.pending() > 0 ||
    people.some(({ devices }) =>
      devices.some(({ device }) => [...device.copies.values()].some((copy) => copy.wire && !copy.synced)),
    )
  const calm = async (): Promise<void> => {
    for (let quiet = 0, turns = 0; quiet < 12; turns++) {
      await new Promise((resolve) => setImmediate(resolve))
      quiet = underWay() ? 0 : quiet + 1
      if (turns > 1e6) throw new Error('the hall does not come to rest')
    }
  }
  const blank: LayerKeys = { epoch: 1, keys: new Map() }
  const people = council.people.map((id): Person => ({
    id,
    devices: Array.from({ length: 1 + Math.floor(random() * 2) }, () => {
      const made: Held = {
        keys: blank,
        revoked: false,
        device: createDevice({
          person: id,
          rooms: () => rooms,
          box: () => createMarkBox(made.keys, bytes),
          seen: watch.frame,
        }),
      }
      return made
    }),
  }))
  for (const person of people) {
    const keys: LayerKeys = { epoch: 1, keys: new Map([[1, bytes(32)]]) }
    for (const one of person.devices) one.keys = keys
  }
  const hall: Hall = {
    random,
    council,
    people,
    watch,
    figures,
    count,
    alive: new Map(),
    rooms: () => rooms,
    now: () => new Date(began + ms).toISOString(),
    calm,
    async calmOf(copy) {
      await calm()
      while (copy.wire && !copy.synced) await calm()
    },
    async restart(how) {
      count(how === 'crash' ? 'crashes' : 'restarts')
      for (const person of people) for (const { device } of person.devices) device.leave()
      await calm()
      // A crash forgets what waits in memory: the old rooms are left behind, still holding it.
      if (how === 'calmly') await rooms.close()
      else council.deafen()
      await calm()
      await store.close()
      store = counted.of(await wanted.open())
      rooms = newRooms()
    },
  }
  const life = randomLife(hall)
  for (let day = 1; day <= wanted.days; day++) {
    for (let deed = 0; deed < wanted.deeds; deed++) {
      ms = (day - 1) * 86_400_000 + Math.floor((deed / wanted.deeds) * 86_400_000)
      await life()
      if (deed % 8 === 0) await calm()
    }
    await calm()
    wanted.say?.(
      `ngày ${day}/${wanted.days}: ${figures['marks'] ?? 0} ghi chú, ${figures['cuts'] ?? 0} lần đứt mạng`,
    )
  }
  const faults = [...watch.faults, ...(await finalCheck(hall, store))]
  await rooms.close()
  await store.close()
  return { faults, figures: { ...figures, frames: watch.frames() } }
}
