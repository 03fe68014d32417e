/**
 * What all marking on one document shares: the layers, the tool in hand, the pages on screen.
 * What must stay true: marks are written to one layer, the chosen one; a layer one may not write to is never chosen.
 */
import type { Mark } from '@nghi-truong/shared/protocol/rooms'
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { freshId, useLayers, type Layer, type Room } from '../../client/notes.ts'
import { useNameOf } from '../../client/people.ts'
import { useClockOffset, useEvery, useYou } from '../../client/view.ts'
import { annotationWords } from '../../ui/words/annotation.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAllMarks } from './all-marks.ts'
import type { Colour } from './colours.ts'
import { createInk, type Ink } from './ink.ts'
import { createJournal, type Journal } from './journal.ts'
import type { Listed } from './list.ts'
import type { Placed } from './surface.ts'
import { inkTools, readTools, toolKey, type ToolKeep, type ToolState } from './tool-state.ts'

/** One of the marks chosen together. */
export interface Chosen {
  readonly layer: string
  readonly id: string
}

/** `Omit` over each member of the union. */
type Bare<T> = T extends Mark ? Omit<T, 'author' | 'at' | 'v'> : never
export type NewMark = Bare<Mark>

export interface OpenMark {
  readonly layer: string
  readonly id: string
  readonly page: number
}

export interface Annotating {
  readonly person: string
  readonly nameOf: (person: string) => string
  readonly layerName: (layer: string) => string
  readonly layers: readonly Layer[]
  /** Those shown on the pages. */
  readonly shown: readonly Layer[]
  /** Where new marks go; absent while the layers are being opened. */
  readonly target: Layer | undefined
  readonly tools: ToolState
  readonly setTools: (change: Partial<ToolState>) => void
  readonly colour: Colour
  /** Pages on screen now. */
  readonly pages: Map<number, Placed>
  readonly ink: Ink
  readonly add: (marks: readonly NewMark[], layer?: Layer) => readonly string[]
  /** Every other writing goes through here, so that it can be taken back in its turn. */
  readonly change: (rooms: readonly Room[], deed: () => void) => void
  readonly journal: Journal
  /** Everything shown, in the order of the pages. */
  readonly all: readonly Listed[]
  /** Answers to a mark, by `layer id`, the oldest first. */
  readonly answers: ReadonlyMap<string, readonly Listed[]>
  /** Private marks that stand on the pages as their shared copies. */
  readonly covered: ReadonlySet<string>
  readonly open: OpenMark | null
  readonly setOpen: (open: OpenMark | null) => void
  readonly chosen: readonly Chosen[]
  readonly setChosen: (chosen: readonly Chosen[]) => void
}

const noneChosen: readonly Chosen[] = []

const AnnotatingContext = createContext<Annotating | null>(null)

export function useAnnotating(): Annotating {
  const annotating = useContext(AnnotatingContext)
  if (!annotating) throw new Error('no marking around this part')
  return annotating
}

function useTools(keep: ToolKeep, person: string, file: string): [ToolState, Annotating['setTools']] {
  const key = toolKey(person, file)
  const [tools, set] = useState(() => readTools(keep, key))
  const last = useRef(key)
  useEffect(() => {
    if (last.current === key) return
    last.current = key
    set(readTools(keep, key))
  }, [keep, key])
  const change = useCallback<Annotating['setTools']>(
    (next) =>
      set((old) => {
        const all = { ...old, ...next }
        keep.write(key, JSON.stringify(all))
        return all
      }),
    [keep, key],
  )
  return [tools, change]
}

export function AnnotatingProvider({
  file,
  keep,
  children,
}: {
  readonly file: string
  readonly keep: ToolKeep
  readonly children: ReactNode
}) {
  const say = useWords(annotationWords)
  const { person } = useYou()
  const nameOf = useNameOf()
  const groups = useEvery('group')
  const offset = useClockOffset()
  const layers = useLayers(file)
  const [tools, setTools] = useTools(keep, person, file)
  const [open, setOpen] = useState<OpenMark | null>(null)
  const pages = useRef(new Map<number, Placed>()).current
  const ink = useMemo(() => createInk(keep), [keep])
  const journal = useMemo(() => createJournal(), [file])
  const [chosen, setChosen] = useState(noneChosen)

  const layerName = useCallback(
    (layer: string): string => {
      if (layer.startsWith('private:')) return say('layer.private')
      if (layer === 'presenter') return say('layer.presenter')
      const id = layer.slice('group:'.length)
      return groups.find((one) => one.id === id)?.name ?? id
    },
    [say, groups],
  )
  const writable = layers.filter((layer) => layer.right === 'write')
  const target = writable.find((layer) => layer.name === tools.layer) ?? writable[0]
  const colour = inkTools.has(tools.tool) ? tools.pen : tools.mark
  const add = useCallback(
    (marks: readonly NewMark[], layer: Layer | undefined = target): readonly string[] => {
      if (!layer || marks.length === 0) return []
      const at = new Date(Date.now() + offset).toISOString()
      const entries = marks.map((mark) => [freshId(), { ...mark, author: person, at, v: 1 }] as const)
      layer.room.marks.put(entries)
      journal.did([layer.room.marks])
      return entries.map(([id]) => id)
    },
    [target, offset, person, journal],
  )
  const change = useCallback<Annotating['change']>(
    (rooms, deed) => {
      deed()
      journal.did(rooms.map((room) => room.marks))
    },
    [journal],
  )
  const shown = useMemo(
    () => layers.filter((layer) => !tools.hidden.includes(layer.name)),
    [layers, tools.hidden],
  )
  const { list: all, covered, answers } = useAllMarks(shown)
  const value = useMemo<Annotating>(
    () => ({
      person,
      nameOf,
      layerName,
      layers,
      shown,
      target,
      tools,
      setTools,
      colour,
      pages,
      ink,
      add,
      change,
      journal,
      all,
      answers,
      covered,
      open,
      setOpen,
      chosen,
      setChosen,
    }),
    [
      person,
      nameOf,
      layerName,
      layers,
      shown,
      target,
      tools,
      setTools,
      colour,
      pages,
      ink,
      add,
      change,
      journal,
      all,
      answers,
      covered,
      open,
      chosen,
    ],
  )
  return <AnnotatingContext value={value}>{children}</AnnotatingContext>
}
