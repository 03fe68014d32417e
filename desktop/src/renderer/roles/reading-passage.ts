/**
 * The passage somebody was reading in an earlier version, sought in the one he has opened now.
 * What must stay true: it is sought once, for a version not read yet; both texts stay on this device; whatever goes wrong is
 * said as "not found", and the reader stays at the page of the same number.
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { readPage } from '@nghi-truong/shared/reading/extracted'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useMemo, useState } from 'react'
import { compare } from '../parts/annotation/versions/compare.ts'
import type { Library } from '../parts/annotation/versions/library.ts'
import { useVersions } from '../parts/annotation/versions/versions.tsx'
import { rightAngle, type PageGeometry } from '../parts/document/geometry.ts'
import { edgeFor, topLetter } from '../parts/document/passage.ts'
import { placeFrom, type Place, type PlaceKeep } from '../parts/document/place.ts'
import type { PassageHere } from '../parts/document/Reader.tsx'

async function geometryOf(pdf: PDFDocumentProxy, page: number, turn: number): Promise<PageGeometry> {
  const { view, rotate } = await pdf.getPage(page)
  return { view: view as unknown as PageGeometry['view'], rotation: rightAngle(rotate + turn), scale: 1 }
}

export async function seek(
  library: Pick<Library, 'pdf' | 'text'>,
  [old, fresh]: readonly [DocumentRecord, DocumentRecord],
  place: Place,
  signal: AbortSignal,
): Promise<PassageHere> {
  const [older, newer] = [await library.text(old), await library.text(fresh)]
  const was = older[place.page - 1]
  if (!was) return { how: 'unknown' }
  const top = topLetter(
    readPage(was),
    await geometryOf(await library.pdf(old), place.page, place.turn),
    place.fy,
  )
  const found = await compare({ what: 'passage', older, newer, page: place.page, at: top?.at ?? 0 }, signal)
  const is = found && newer[found.page - 1]
  if (!found || !is) return { how: 'unknown' }
  const { how, page, at } = found
  // Of a picture only the page is known, and it looks the same.
  if (at === null) return { how, page, fy: place.fy }
  // What took the place of the passage is shown from its first line on.
  const below = how === 'same' ? (top?.below ?? 0) : firstLine
  const fy = edgeFor(readPage(is), await geometryOf(await library.pdf(fresh), page, place.turn), at, below)
  return { how, page, fy: fy ?? 0 }
}

/** Points between the window's edge and the middle of the first line. */
const firstLine = 14

export function usePassageOver(
  document: DocumentRecord,
  person: string,
  keep: PlaceKeep,
): PassageHere | null {
  const versions = useVersions()
  const { sha256 } = document.facts
  const old = versions?.lastRead
  const library = versions?.library
  // As it was when the document was opened: reading on changes what is kept.
  const before = old?.facts.sha256
  const start = useMemo(
    () => (before === undefined ? null : placeFrom(keep, person, sha256, before)),
    [keep, person, sha256, before],
  )
  const [found, setFound] = useState<PassageHere | null>(null)
  const wanted = start?.carried === true
  useEffect(() => {
    if (!wanted || !old || !library) return undefined
    const ending = new AbortController()
    setFound({ how: 'searching' })
    seek(library, [old, document], start.place, ending.signal).then(
      (next) => {
        if (!ending.signal.aborted) setFound(next)
      },
      () => {
        if (!ending.signal.aborted) setFound({ how: 'unknown' })
      },
    )
    return () => ending.abort(new Error('left'))
    // The record changes with every act of the desk; the file does not.
  }, [wanted, start, before, library, sha256])
  return found
}
