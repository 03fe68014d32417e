/**
 * The simulated council: who belongs to which group, who is cut out, who presents, what was ordered; and the look that the
 * rooms ask.
 * What must stay true: rights follow the same rule as the product's (`roomRight`), over records as the log would give them.
 */
import { roomRight } from '@nghi-truong/shared/domain/annotations'
import type { AnyRecord, Kind, RecordOf, Withdrawal } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { Change, Committed, Look } from '../engine/ports.ts'
import type { RoomRef } from '@nghi-truong/shared/protocol/rooms'

export const session = 'ky-hop-mo-phong'
export const fileOf = (n: number): string => n.toString(16).padStart(64, 'a')

export interface Council {
  readonly people: readonly string[]
  readonly groups: readonly string[]
  readonly files: readonly string[]
  readonly groupOf: (person: string) => string
  readonly right: (person: string, ref: RoomRef) => 'none' | 'read' | 'write'
  readonly move: (person: string, group: string) => void
  readonly expel: (person: string, group: string) => void
  readonly readmit: (person: string, group: string) => void
  readonly expelled: (person: string, group: string) => boolean
  readonly present: (person: string | null) => void
  readonly presenter: () => string | null
  readonly order: (withdrawal: Pick<Withdrawal, 'id' | 'group' | 'person' | 'file'>) => void
  readonly look: Pick<Look, 'roomRight' | 'onCommit' | 'state'>
  readonly commit: (changes: readonly Change[]) => void
  /** The listeners are those of a process that ended. */
  readonly deafen: () => void
}

export function createCouncil(people: number, documents: number): Council {
  const names = Array.from({ length: people }, (_, n) => `db${String(n).padStart(3, '0')}`)
  const groups = Array.from({ length: Math.max(2, Math.ceil(people / 10)) }, (_, n) => `to${n}`)
  const files = Array.from({ length: documents }, (_, n) => fileOf(n))
  const member = new Map(names.map((name, n) => [name, groups[n % groups.length] ?? 'to0']))
  const listeners = new Set<(committed: Committed) => void>()
  const records = new Map<string, AnyRecord>()
  const put = (record: AnyRecord): void => void records.set(`${record.kind} ${record.id}`, record)
  const state = {
    one: (kind: Kind, id: string) => records.get(`${kind} ${id}`),
    every: (kind: Kind) => [...records.values()].filter((one) => one.kind === kind),
  } as unknown as State
  for (const id of groups) put({ kind: 'group', id, audience: [], name: id } as unknown as RecordOf<'group'>)
  for (const [n, sha256] of files.entries())
    put({
      kind: 'document',
      id: `d${n}`,
      audience: ['everyone'],
      facts: { sha256 },
    } as unknown as RecordOf<'document'>)

  const commit = (changes: readonly Change[]): void => {
    for (const listener of listeners) listener({ log: session, seq: 1, head: '', changes })
  }
  const set = (record: AnyRecord): void => {
    const before = records.get(`${record.kind} ${record.id}`)
    put(record)
    commit([{ put: record, before }])
  }
  const right: Council['right'] = (person, ref) =>
    roomRight(state, { person, roles: ['delegate'], groups: [member.get(person) ?? ''] }, ref.file, ref.layer)
  return {
    people: names,
    groups,
    files,
    groupOf: (person) => member.get(person) ?? '',
    right,
    move(person, group) {
      member.set(person, group)
      commit([{ put: { kind: 'person', id: person } as unknown as RecordOf<'person'>, before: undefined }])
    },
    expel: (person, group) =>
      set({ kind: 'expulsion', id: `${group}:${person}`, audience: [], group, person }),
    readmit(person, group) {
      const id = `${group}:${person}`
      records.delete(`expulsion ${id}`)
      commit([{ put: { kind: 'expulsion', id, gone: true }, before: undefined }])
    },
    expelled: (person, group) => records.has(`expulsion ${group}:${person}`),
    present: (person) =>
      set({ kind: 'presenter', id: 'presenter', audience: ['everyone'], person, document: null }),
    presenter: () =>
      (records.get('presenter presenter') as RecordOf<'presenter'> | undefined)?.person ?? null,
    order: (withdrawal) =>
      set({ kind: 'withdrawal', audience: [], reason: '', by: 'clerk', at: '', ...withdrawal }),
    look: {
      roomRight: async (person, ref) => right(person, ref),
      state: async () => state,
      onCommit(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    commit,
    deafen: () => listeners.clear(),
  }
}
