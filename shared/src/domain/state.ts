/**
 * The state of one log, folded: records by kind and id.
 * What must stay true: records are immutable values; the only ways in are `put` of whole records and removals; a layer
 * never changes what lies below it, so a failed batch is dropped by dropping its layer.
 */
import type { AnyRecord, Kind, RecordOf } from './records.ts'

/** The record of that kind and id is no more (or is no longer in the viewer's sight). */
export interface Gone {
  readonly kind: Kind
  readonly id: string
  readonly gone: true
}

export type Put = AnyRecord | Gone

export const isGone = (put: Put): put is Gone => 'gone' in put

export const gone = (kind: Kind, id: string): Gone => ({ kind, id, gone: true })

/** What `decide`, `apply` and every screen read. */
export interface State {
  one<K extends Kind>(kind: K, id: string): RecordOf<K> | undefined
  every<K extends Kind>(kind: K): readonly RecordOf<K>[]
  readonly empty: boolean
}

type Shelf = Map<string, AnyRecord>

export interface Memory extends State {
  put(puts: readonly Put[]): void
  /** All records, in order of kind and arrival: what a snapshot is cut from. */
  all(): AnyRecord[]
}

export function createMemory(): Memory {
  const shelves = new Map<Kind, Shelf>()
  const lists = new Map<Kind, readonly AnyRecord[]>()
  return {
    one: (kind, id) => shelves.get(kind)?.get(id) as never,
    every(kind) {
      const known = lists.get(kind)
      if (known) return known as never
      const list = [...(shelves.get(kind)?.values() ?? [])]
      lists.set(kind, list)
      return list as never
    },
    get empty() {
      return [...shelves.values()].every((shelf) => shelf.size === 0)
    },
    put(puts) {
      for (const put of puts) {
        lists.delete(put.kind)
        let shelf = shelves.get(put.kind)
        if (!shelf) shelves.set(put.kind, (shelf = new Map()))
        if (isGone(put)) shelf.delete(put.id)
        else shelf.set(put.id, put)
      }
    },
    all: () => [...shelves.values()].flatMap((shelf) => [...shelf.values()]),
  }
}

export interface Layer extends State {
  put(puts: readonly Put[]): void
}

/** A speculative state over `below`: reads through, keeps its own changes. */
export function layer(below: State): Layer {
  const changes = new Map<Kind, Map<string, Put>>()
  const lists = new Map<Kind, readonly AnyRecord[]>()
  const one = (kind: Kind, id: string): AnyRecord | undefined => {
    const change = changes.get(kind)?.get(id)
    if (change) return isGone(change) ? undefined : change
    return below.one(kind, id)
  }
  return {
    one: one as State['one'],
    every(kind) {
      const own = changes.get(kind)
      if (!own) return below.every(kind)
      const known = lists.get(kind)
      if (known) return known as never
      const list: AnyRecord[] = below.every(kind).flatMap((record) => one(kind, record.id) ?? [])
      for (const change of own.values()) if (!isGone(change) && !below.one(kind, change.id)) list.push(change)
      lists.set(kind, list)
      return list as never
    },
    get empty() {
      return below.empty && [...changes.values()].every((own) => [...own.values()].every(isGone))
    },
    put(puts) {
      for (const put of puts) {
        lists.delete(put.kind)
        let own = changes.get(put.kind)
        if (!own) changes.set(put.kind, (own = new Map()))
        own.set(put.id, put)
      }
    },
  }
}
