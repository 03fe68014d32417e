/**
 * The marks of several layers together.
 * What must stay true: a mark and its shared copy (same id) count as one, and the shared one is shown: it is what others
 * see; answers stand under their marks, and where the mark is gone they are listed themselves; the value changes only when
 * one of the layers does.
 */
import { useMemo, useSyncExternalStore } from 'react'
import type { Layer, Marks } from '../../client/notes.ts'
import { sortMarks, type Listed } from './list.ts'

export interface AllMarks {
  readonly list: readonly Listed[]
  /** Ids of private marks of which a shared copy is shown. */
  readonly covered: ReadonlySet<string>
  /** By `layer id` of the mark answered, the oldest first. */
  readonly answers: ReadonlyMap<string, readonly Listed[]>
}

const none: AllMarks = { list: [], covered: new Set(), answers: new Map() }

export function gather(layers: readonly { readonly name: string; readonly marks: Marks }[]): AllMarks {
  const covered = new Set<string>()
  for (const { name, marks } of layers)
    if (name.startsWith('private:'))
      for (const id of marks.keys())
        if (layers.some((other) => other.name !== name && other.marks.has(id))) covered.add(id)
  const list = layers.flatMap(({ name, marks }) =>
    [...marks]
      .filter(([id]) => !(name.startsWith('private:') && covered.has(id)))
      .map(([id, mark]) => ({ id, mark, layer: name })),
  )
  const there = new Set(list.map(({ layer, id }) => `${layer} ${id}`))
  const answers = new Map<string, Listed[]>()
  const own = list.filter((one) => {
    if (one.mark.kind !== 'reply') return true
    const key = `${one.layer} ${one.mark.to}`
    if (!there.has(key)) return true
    const under = answers.get(key)
    if (under) under.push(one)
    else answers.set(key, [one])
    return false
  })
  for (const under of answers.values())
    under.sort((a, b) => (a.mark.at < b.mark.at ? -1 : a.mark.at > b.mark.at ? 1 : a.id < b.id ? -1 : 1))
  return { list: sortMarks(own), covered, answers }
}

export function useAllMarks(layers: readonly Layer[]): AllMarks {
  const store = useMemo(() => {
    let seen: readonly Marks[] = []
    let value = none
    return {
      subscribe: (listener: () => void) => {
        const stops = layers.map((layer) => layer.room.marks.subscribe(listener))
        return () => stops.forEach((stop) => stop())
      },
      read: () => {
        const now = layers.map((layer) => layer.room.marks.all())
        if (now.length !== seen.length || now.some((marks, n) => marks !== seen[n])) {
          seen = now
          const next = gather(layers.map(({ name, room }) => ({ name, marks: room.marks.all() })))
          const same =
            next.covered.size === value.covered.size && [...next.covered].every((id) => value.covered.has(id))
          value = same ? { ...next, covered: value.covered } : next
        }
        return value
      },
    }
  }, [layers])
  return useSyncExternalStore(store.subscribe, store.read)
}
