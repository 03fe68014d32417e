/**
 * The reader of one document: opening, the bar, the panels, the pages.
 * What must stay true: the first page appears before the rest has arrived; where a person was, he is again; the bytes are
 * never changed; whatever goes wrong is said in words and the rest goes on.
 */
import { Button, Loader } from '@mantine/core'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { firstBytes, useDocumentSource, useSourceState, type DocumentSource } from '../../client/files.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import { OpenReader } from './OpenReader.tsx'
import { rightAngle } from './geometry.ts'
import { openPdf, type OpenFailure, type OpenPdf } from './pdf.ts'
import type { ReaderProps } from './reader-props.ts'
import { placeFrom, placeKey, writePlace, type Place } from './place.ts'
import styles from './reader.module.css'
import type { PageShape } from './use-sheet.ts'

export type { PageFrame } from './frame.ts'
export { useReaderFace, type Jump, type ReaderFace } from './frame.ts'
export type { Arrival, PassageHere, ReaderPanel, ReaderProps, References } from './reader-props.ts'
export type { Place } from './place.ts'

export function Reader(props: ReaderProps) {
  const opening = useDocumentSource(props.sha256, props.size, props.brief ?? false)
  if (opening.kind === 'failed') return <Failed failure="failed" />
  if (opening.kind === 'opening') return <Opening waiting={false} />
  return <SourceReader key={`${props.sha256} ${props.end}`} {...props} source={opening.source} />
}

function Opening({ waiting }: { readonly waiting: boolean }) {
  const say = useWords(documentWords)
  return (
    <div className={styles['opening']} role="status">
      <div className={styles['sheetGhost']}>
        <Loader type="dots" color="gray" />
      </div>
      <span>{say(waiting ? 'openingWaiting' : 'opening')}</span>
    </div>
  )
}

function Failed({ failure, again }: { readonly failure: OpenFailure; readonly again?: () => void }) {
  const say = useWords(documentWords)
  return (
    <div className={styles['opening']} role="alert">
      <span>{say(`failed.${failure}`)}</span>
      {again && failure === 'failed' && (
        <Button size="md" onClick={again}>
          {say('tryAgain')}
        </Button>
      )}
    </div>
  )
}

type Stage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly failure: OpenFailure }
  | { readonly kind: 'open'; readonly pdf: OpenPdf; readonly first: PageShape }

function usePdf(source: DocumentSource): { stage: Stage; again: () => void } {
  const [stage, setStage] = useState<Stage>({ kind: 'opening' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let gone = false
    let opened: OpenPdf | null = null
    setStage({ kind: 'opening' })
    const open = async (): Promise<void> => {
      const pdf = await openPdf(source)
      if (typeof pdf === 'string') {
        if (!gone) setStage({ kind: 'failed', failure: pdf })
        return
      }
      if (gone) return pdf.close()
      opened = pdf
      const { view, rotate } = await pdf.document.getPage(1)
      if (gone) return
      const first = { view: view as unknown as PageShape['view'], rotate: rightAngle(rotate) }
      setStage({ kind: 'open', pdf, first })
    }
    open().catch(() => {
      if (!gone) setStage({ kind: 'failed', failure: 'broken' })
    })
    return () => {
      gone = true
      opened?.close()
    }
  }, [source, attempt])
  return { stage, again: useCallback(() => setAttempt((n) => n + 1), []) }
}

function SourceReader(props: ReaderProps & { readonly source: DocumentSource }) {
  const { person, sha256, keep, end, before = null, arrival = null, onPlace } = props
  const source = useMemo(
    () => (end === undefined ? props.source : firstBytes(props.source, end)),
    [props.source, end],
  )
  const { stage, again } = usePdf(source)
  const { waiting } = useSourceState(source)
  const key = placeKey(person, sha256)
  const { place, carried } = useMemo(
    () => placeFrom(keep, person, sha256, before),
    [keep, person, sha256, before],
  )
  // An earlier revision opens where the document is being read, and leaves that place as it is.
  const save = useCallback(
    (next: Place) => {
      if (end !== undefined) return
      writePlace(keep, key, next)
      onPlace?.(next)
    },
    [keep, key, end, onPlace],
  )
  if (stage.kind === 'opening') return <Opening waiting={waiting} />
  if (stage.kind === 'failed') return <Failed failure={stage.failure} again={again} />
  const { document } = stage.pdf
  const wanted = arrival ? { ...place, page: arrival.page, fx: 0, fy: 0 } : place
  const start = { ...wanted, page: Math.min(wanted.page, document.numPages) }
  return (
    <OpenReader
      {...props}
      source={source}
      document={document}
      first={stage.first}
      start={start}
      save={save}
      carried={carried && arrival === null}
      passage={carried && arrival === null && !props.elsewhere ? (props.passage ?? null) : null}
    />
  )
}
