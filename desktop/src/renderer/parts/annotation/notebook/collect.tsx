/**
 * Marks of all documents of a session, gathered by looking into one document's rooms after another.
 * What must stay true: no more than two documents' rooms are open at a time; what could not be seen is said, not left out
 * silently; nothing is written.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useKeyring, useLayers, type Layer } from '../../../client/notes.ts'
import { useYou } from '../../../client/view.ts'
import { gather, type AllMarks } from '../all-marks.ts'

export interface Gathered extends AllMarks {
  readonly document: DocumentRecord
  /** Every layer said everything it holds, or is kept on this device. */
  readonly whole: boolean
}

export interface Collected {
  readonly found: ReadonlyMap<string, Gathered>
  readonly of: number
  /** To be put on the page: it draws nothing. */
  readonly working: ReactNode
}

const atOnce = 2
/** A room that does not answer is left after so long; what this device keeps of it is shown. */
const patienceMs = 6000

export function useCollected(documents: readonly DocumentRecord[]): Collected {
  const [found, setFound] = useState<ReadonlyMap<string, Gathered>>(new Map())
  const open = documents.filter(({ id }) => !found.has(id)).slice(0, atOnce)
  return {
    found,
    of: documents.length,
    working: open.map((document) => (
      <Visit
        key={document.id}
        document={document}
        onDone={(gathered) => setFound((map) => new Map(map).set(document.id, gathered))}
      />
    )),
  }
}

type Settled = 'no' | 'kept' | 'whole'

function settledOf(layers: readonly Layer[]): Settled {
  if (layers.length === 0) return 'no'
  const states = layers.map(({ room }) => room.now())
  if (states.some(({ line, locked }) => line === 'connecting' && !locked)) return 'no'
  return states.every(({ line, ready }) => ready && line === 'online') ? 'whole' : 'kept'
}

function Visit({
  document,
  onDone,
}: {
  readonly document: DocumentRecord
  readonly onDone: (gathered: Gathered) => void
}) {
  const layers = useLayers(document.facts.sha256)
  const subscribe = useMemo(
    () => (listener: () => void) => {
      const stops = layers.map(({ room }) => room.subscribe(listener))
      return () => stops.forEach((stop) => stop())
    },
    [layers],
  )
  const settled = useSyncExternalStore(subscribe, () => settledOf(layers))
  const { state: keys } = useKeyring(useYou().person)
  const [late, setLate] = useState(false)
  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    // While the keys are being looked for the private notes count as locked: that is no answer yet.
    if ((settled === 'no' || keys.kind === 'opening') && !late) return
    const all = gather(layers.map(({ name, room }) => ({ name, marks: room.marks.all() })))
    done.current({ ...all, document, whole: settled === 'whole' })
  }, [settled, keys.kind, late, layers, document])
  return null
}
