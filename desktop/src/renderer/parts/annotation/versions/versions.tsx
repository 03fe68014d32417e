/**
 * Marks of earlier versions of the document being read: brought over by themselves, and what could not be.
 * What must stay true: nothing is brought over before both rooms have said everything they hold, so that a mark put away
 * or changed on another device is never brought back; a mark is in the new version, or in the list of the unmatched, or put
 * away by its author: never nowhere; the older rooms are only read.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { Entry, Unmatched } from '@nghi-truong/shared/reading/carry'
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { useFiles } from '../../../client/files.ts'
import { useLayers, type Layer } from '../../../client/notes.ts'
import { useEvery } from '../../../client/view.ts'
import { useAnnotating } from '../annotating.tsx'
import { compare } from './compare.ts'
import { createLibrary, type Library, type OpenWith, type Progress } from './library.ts'

export interface Waiting extends Unmatched {
  readonly layer: string
  readonly old: DocumentRecord
  /** Answers that belong to it. */
  readonly answers: readonly Entry[]
}

export interface Versions {
  readonly current: DocumentRecord
  /** Earlier versions in sight, the nearest first. */
  readonly older: readonly DocumentRecord[]
  /** The one this person read last, if any. */
  readonly lastRead: DocumentRecord | undefined
  readonly library: Library
  readonly progress: Progress | null
  /** Brought over while the document has been open. */
  readonly brought: { readonly sure: number; readonly moved: number }
  readonly waiting: readonly Waiting[]
  readonly failed: boolean
}

const VersionsContext = createContext<Versions | null>(null)

export function useVersions(): Versions | null {
  return useContext(VersionsContext)
}

/** More versions back are not looked through. */
const mostBack = 6

export function earlier(all: readonly DocumentRecord[], current: DocumentRecord): readonly DocumentRecord[] {
  const out: DocumentRecord[] = []
  const seen = new Set([current.facts.sha256])
  const been = new Set<string>()
  for (let id = current.replaces; id !== null && out.length < mostBack;) {
    const found = all.find((one) => one.id === id)
    if (!found || been.has(found.id)) break
    been.add(found.id)
    // A version sent in twice is the same file: its marks are already here.
    if (!seen.has(found.facts.sha256)) out.push(found)
    seen.add(found.facts.sha256)
    id = found.replaces
  }
  return out
}

interface Found {
  readonly waiting: readonly Waiting[]
}

export function VersionsProvider({
  document,
  openWith,
  wasRead,
  children,
}: {
  readonly document: DocumentRecord
  readonly openWith: OpenWith
  /** Whether this person has had this file open. */
  readonly wasRead: (sha256: string) => boolean
  readonly children: ReactNode
}) {
  const all = useEvery('document')
  const files = useFiles()
  const older = useMemo(() => earlier(all, document), [all, document])
  const lastRead = useMemo(() => older.find(({ facts }) => wasRead(facts.sha256)), [older, wasRead])
  const [progress, setProgress] = useState<Progress | null>(null)
  const [brought, setBrought] = useState({ sure: 0, moved: 0 })
  const [found, setFound] = useState<ReadonlyMap<string, Found>>(new Map())
  const [failed, setFailed] = useState(false)
  const [rooms, setRooms] = useState<ReadonlyMap<string, readonly Layer[]>>(new Map())
  const library = useMemo(() => createLibrary(files, openWith, setProgress), [files, openWith])
  useEffect(() => () => library.close(), [library])
  const value = useMemo<Versions>(
    () => ({
      current: document,
      older,
      lastRead,
      library,
      progress,
      brought,
      waiting: [...found.values()].flatMap(({ waiting }) => waiting),
      failed,
    }),
    [document, older, lastRead, library, progress, brought, found, failed],
  )
  return (
    <VersionsContext value={value}>
      {older.map((old, n) => (
        <Carrier
          key={old.id}
          old={old}
          nearer={older.slice(0, n).map(({ id }) => rooms.get(id))}
          onRooms={(layers) => setRooms((map) => new Map(map).set(old.id, layers))}
          current={document}
          library={library}
          onFound={(next) => setFound((map) => new Map(map).set(old.id, next))}
          onBrought={(sure, moved) => setBrought((so) => ({ sure: so.sure + sure, moved: so.moved + moved }))}
          onFailed={() => setFailed(true)}
        />
      ))}
      {children}
    </VersionsContext>
  )
}

interface Pending {
  readonly name: string
  readonly to: Layer
  readonly entries: readonly Entry[]
}

/** As many as there can be: hooks want lists of one length. */
const fill = (lists: readonly (readonly Layer[] | undefined)[]): readonly (readonly Layer[] | undefined)[] =>
  Array.from({ length: mostBack }, (_, n) => lists[n])

const joined = (layer: Layer): boolean => layer.room.now().ready && layer.room.now().line === 'online'

const none: readonly Pending[] = []

/**
 * One's own marks of the older rooms of which the new ones know nothing yet, nor any version between: what came through
 * that one is brought from there.
 */
function usePending(
  from: readonly Layer[],
  nearer: readonly (readonly Layer[] | undefined)[],
  to: readonly Layer[],
  person: string,
): readonly Pending[] {
  const store = useMemo(() => {
    let value = none
    const read = (): readonly Pending[] => {
      const next = from.flatMap((layer): readonly Pending[] => {
        const there = to.find(({ name, right }) => name === layer.name && right === 'write')
        if (!there || layer.name === 'presenter' || !joined(layer) || !joined(there)) return []
        const between = nearer.map((all) => all?.find(({ name }) => name === layer.name))
        if (!between.every((one) => one && joined(one))) return []
        const entries = [...layer.room.marks.all()].filter(
          ([id, mark]) =>
            mark.author === person &&
            !there.room.marks.settled(id) &&
            !between.some((one) => one?.room.marks.settled(id)),
        )
        return entries.length === 0 ? [] : [{ name: layer.name, to: there, entries }]
      })
      const same =
        next.length === value.length &&
        next.every(({ to: room, entries }, n) => {
          const before = value[n]
          return (
            before?.to === room &&
            before.entries.length === entries.length &&
            entries.every(
              ([id, mark], at) => before.entries[at]?.[0] === id && before.entries[at][1] === mark,
            )
          )
        })
      if (!same) value = next
      return value
    }
    return {
      read,
      subscribe: (listener: () => void) => {
        const stops = [...from, ...to, ...nearer.flatMap((all) => all ?? [])].flatMap(({ room }) => [
          room.subscribe(listener),
          room.marks.subscribe(listener),
        ])
        return () => stops.forEach((stop) => stop())
      },
    }
    // `nearer` is a fresh list each time: what counts are the lists in it.
  }, [from, to, person, ...fill(nearer)])
  return useSyncExternalStore(store.subscribe, store.read)
}

function Carrier({
  old,
  nearer,
  onRooms,
  current,
  library,
  onFound,
  onBrought,
  onFailed,
}: {
  readonly old: DocumentRecord
  /** The rooms of the versions between, the nearest first; undefined while they are being opened. */
  readonly nearer: readonly (readonly Layer[] | undefined)[]
  readonly onRooms: (layers: readonly Layer[]) => void
  readonly current: DocumentRecord
  readonly library: Library
  readonly onFound: (found: Found) => void
  readonly onBrought: (sure: number, moved: number) => void
  readonly onFailed: () => void
}) {
  const { layers, person } = useAnnotating()
  const from = useLayers(old.facts.sha256)
  const pending = usePending(from, nearer, layers, person)
  const tell = useRef({ onFound, onBrought, onFailed, onRooms })
  tell.current = { onFound, onBrought, onFailed, onRooms }
  useEffect(() => tell.current.onRooms(from), [from])
  /** Those looked at and not placed, by layer and id. */
  const unmatched = useRef(new Map<string, Unmatched>())
  useEffect(() => {
    const ending = new AbortController()
    const report = (): void => {
      const waiting = pending.flatMap(({ name, entries }) =>
        entries.flatMap(([id, mark]): Waiting[] => {
          const known = unmatched.current.get(`${name} ${id}`)
          if (!known || mark.kind === 'reply') return []
          const answers = entries.filter((one) => one[1].kind === 'reply' && one[1].to === id)
          return [{ ...known, mark, layer: name, old, answers }]
        }),
      )
      tell.current.onFound({ waiting })
    }
    const run = async (): Promise<void> => {
      const fresh = pending.filter(({ name, entries }) =>
        entries.some(([id, mark]) => mark.kind !== 'reply' && !unmatched.current.has(`${name} ${id}`)),
      )
      if (fresh.length > 0) {
        const [older, newer] = [await library.text(old), await library.text(current)]
        for (const { name, to, entries } of fresh) {
          const file = old.facts.sha256
          const carried = await compare({ what: 'carry', older, newer, marks: entries, file }, ending.signal)
          if (ending.signal.aborted) return
          for (const one of carried.unmatched) unmatched.current.set(`${name} ${one.id}`, one)
          tell.current.onBrought(carried.sure, carried.moved)
          // Telling the rooms changes what is pending, which runs this again for what is left.
          if (carried.entries.length > 0) to.room.marks.carry(carried.entries)
        }
      }
      if (!ending.signal.aborted) report()
    }
    run().catch(() => {
      if (!ending.signal.aborted) tell.current.onFailed()
    })
    return () => ending.abort(new Error('left'))
  }, [pending, library, old, current])
  return null
}
