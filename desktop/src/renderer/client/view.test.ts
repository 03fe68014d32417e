/** The view against the hall: whatever happens, what a person holds is what he may see, and nothing else. */
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  castAll,
  chair,
  createHall,
  delegateId,
  draftBallot,
  hallSession,
  seenBy,
  sitting,
  type Hall,
} from '../gallery/hall.ts'
import { kinds, visible } from '../gallery/fake-transport.ts'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { alike, createView, type View } from './view.ts'

const watchers = ['thuky', 'khach', chair, delegateId(5), delegateId(63)]

const byKey = (records: readonly AnyRecord[]): ReadonlyMap<string, AnyRecord> =>
  new Map(records.map((record) => [`${record.kind} ${record.id}`, record]))

function follow(hall: Hall, person: string): View {
  const view = createView(hallSession, () => hall.now())
  const now = (): string => new Date(hall.now()).toISOString()
  view.receive({
    type: 'snapshot',
    seq: hall.seq(),
    head: '',
    now: now(),
    you: hall.viewer(person),
    records: visible(hall, person),
  })
  hall.subscribe((changes) => {
    view.receive({ type: 'patch', seq: hall.seq(), now: now(), puts: seenBy(hall.viewer(person), changes) })
  })
  return view
}

const held = (view: View): ReadonlyMap<string, AnyRecord> =>
  byKey(kinds.flatMap((kind) => view.now().records.every(kind) as readonly AnyRecord[]))

type Step = (hall: Hall, n: number) => void

const latest = (hall: Hall): string => hall.state.every('ballot').at(-1)?.id ?? 'none'
const items = (hall: Hall): readonly string[] => hall.state.every('item').map((item) => item.id)
const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

const steps: readonly Step[] = [
  (hall, n) =>
    hall.wish('thuky', 'agenda.add', { title: `Nội dung ${n}`, visibility: n % 2 ? 'members' : 'desk' }),
  (hall, n) => hall.wish('thuky', 'agenda.move', { item: at(items(hall), n) }),
  (hall, n) => hall.wish('thuky', 'agenda.remove', { item: at(items(hall), n) }),
  (hall, n) => hall.wish(chair, 'agenda.start', { item: at(items(hall), n) }),
  (hall, n) =>
    hall.wish('thuky', 'agenda.change', {
      item: at(items(hall), n),
      title: `Sửa ${n}`,
      minutes: 5,
      presenter: '',
      visibility: n % 3 ? 'everyone' : 'desk',
    }),
  (hall, n) =>
    hall.wish('thuky', 'documents.withdraw', {
      document: at(hall.state.every('document'), n)?.id,
      reason: 'x',
    }),
  (hall, n) => hall.wish('thuky', 'documents.publish', { document: at(hall.state.every('document'), n)?.id }),
  (hall, n) => hall.wish(delegateId((n % 60) + 1), 'speakers.register', { item: at(items(hall), n) }),
  (hall, n) => hall.wish(chair, 'speakers.call', { speech: at(hall.state.every('speech'), n)?.id }),
  (hall) => void draftBallot(hall, null),
  (hall) => hall.wish(chair, 'ballot.open', { ballot: latest(hall) }),
  (hall, n) => castAll(hall, latest(hall), (n % 30) + 1, (n % 30) + 4),
  (hall) => {
    hall.wish(chair, 'ballot.close', { ballot: latest(hall) })
    hall.wish('system', 'ballot.finish', { ballot: latest(hall) })
  },
  (hall) => hall.wish(chair, 'ballot.publish', { ballot: latest(hall) }),
  (hall) => hall.wish(chair, 'ballot.void', { ballot: latest(hall), reason: 'sai' }),
  (hall, n) =>
    hall.wish('thuky', 'attendance.mark', {
      person: delegateId((n % 65) + 1),
      state: n % 2 ? 'absent' : 'present',
    }),
  (hall, n) => hall.wish(chair, 'agenda.writeScript', { item: at(items(hall), n), text: `lời ${n}` }),
]

describe('the view', () => {
  it('holds exactly what its person may see, after any life of the session', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(1000)), { minLength: 5, maxLength: 40 }),
        (life) => {
          const hall = createHall(Date.parse('2026-12-08T01:00:00Z'))
          sitting(hall, 50)
          const views = watchers.map((person) => [person, follow(hall, person)] as const)
          for (const [step, n] of life) steps[step]?.(hall, n)
          for (const [person, view] of views) expect(held(view)).toEqual(byKey(visible(hall, person)))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('forgets everything at a new snapshot', () => {
    const hall = createHall()
    sitting(hall, 3)
    const view = follow(hall, chair)
    expect(view.now().records.every('person').length).toBeGreaterThan(60)
    view.receive({
      type: 'snapshot',
      seq: 1,
      head: 'x',
      now: new Date().toISOString(),
      you: { person: 'a', roles: [], groups: [] },
      records: [],
    })
    expect(view.now().records.every('person')).toEqual([])
    expect(view.now().you.person).toBe('a')
  })

  it('measures the offset of the clock from the snapshot', () => {
    const view = createView('s', () => Date.parse('2026-01-01T00:00:00Z'))
    view.receive({
      type: 'snapshot',
      seq: 0,
      head: '',
      now: '2026-01-01T00:01:30Z',
      you: { person: 'a', roles: [], groups: [] },
      records: [],
    })
    expect(view.now().offsetMs).toBe(90_000)
  })
})

describe('alike', () => {
  it('compares one level deep', () => {
    const inner = {}
    expect(alike([1, inner], [1, inner])).toBe(true)
    expect(alike({ a: inner }, { a: inner })).toBe(true)
    expect(alike({ a: {} }, { a: {} })).toBe(false)
    expect(alike([1], { 0: 1 })).toBe(false)
    expect(alike({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(alike(null, {})).toBe(false)
  })
})
