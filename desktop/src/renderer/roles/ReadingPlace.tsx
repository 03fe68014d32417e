/**
 * The place and the tool of a reading, around the reader: from another device, from the version before; and what the
 * reading adds to the heat.
 * What must stay true: this only puts parts together; writing where others see it is never taken over from elsewhere.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useCallback, useEffect, useMemo } from 'react'
import { useClient } from '../client/client.tsx'
import { useHeatMeter } from '../client/heat.ts'
import { usePlaceSync } from '../client/places.ts'
import { useEvery } from '../client/view.ts'
import { useAnnotating } from '../parts/annotation/annotating.tsx'
import { readTools, toolKey, type ToolState } from '../parts/annotation/tool-state.ts'
import { earlier } from '../parts/annotation/versions/versions.tsx'
import { placeKey, placeOrNull, type Place } from '../parts/document/place.ts'
import { useReaderFace } from '../parts/document/Reader.tsx'

/** The file this person read last before this one replaced it, or null. */
export function useFileBefore(document: DocumentRecord, person: string): string | null {
  const { keep } = useClient()
  const documents = useEvery('document')
  return useMemo(() => {
    const older = earlier(documents, document).map(({ facts }) => facts.sha256)
    return older.find((file) => keep.read(placeKey(person, file)) !== null) ?? older[0] ?? null
  }, [documents, document, keep, person])
}

/** A version not read yet begins with the tool of the one before, in the private layer. */
export function useToolOfBefore(person: string, file: string, before: string | null): void {
  const { keep } = useClient()
  useMemo(() => {
    const key = toolKey(person, file)
    if (before === null || keep.read(key) !== null || keep.read(toolKey(person, before)) === null) return
    const old: ToolState = { ...readTools(keep, toolKey(person, before)), layer: '' }
    keep.write(key, JSON.stringify(old))
  }, [keep, person, file, before])
}

export interface ReadingPlace {
  readonly elsewhere: Place | null
  readonly onPlace: (place: Place) => void
}

/** Inside the marking: the tool goes along with the place. */
export function useReadingPlace(person: string, file: string): ReadingPlace {
  const { elsewhere, tell } = usePlaceSync(person, file)
  const { tools, setTools } = useAnnotating()
  const { layer: _layer, hidden: _hidden, ...tool } = tools
  const carried = JSON.stringify(tool)
  const place = useMemo(() => placeOrNull((elsewhere as { place?: unknown } | null)?.place), [elsewhere])
  useEffect(() => {
    const given = (elsewhere as { tool?: unknown } | null)?.tool
    if (typeof given !== 'object' || given === null) return
    const read = readTools(
      { read: () => JSON.stringify({ ...given, layer: '', hidden: [] }), write: () => undefined },
      '',
    )
    const { layer, hidden, ...rest } = read
    void layer
    void hidden
    setTools(rest)
  }, [elsewhere, setTools])
  const onPlace = useCallback(
    (next: Place) => tell({ place: next, tool: JSON.parse(carried) as object }),
    [tell, carried],
  )
  return { elsewhere: place, onPlace }
}

/** Counts what is read and marked; draws nothing. */
export function ReadingHeat({ file }: { readonly file: string }) {
  const { page } = useReaderFace()
  const { all, person, layers } = useAnnotating()
  const marks = useMemo(() => {
    if (layers.length === 0) return null
    const counts = new Map<number, number>()
    for (const { mark } of all)
      if (mark.author === person) counts.set(mark.page, (counts.get(mark.page) ?? 0) + 1)
    return counts
  }, [all, person, layers])
  useHeatMeter(file, page, marks)
  return null
}
