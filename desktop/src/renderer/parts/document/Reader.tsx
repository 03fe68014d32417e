/**
 * The reader of one document: opening, the bar, the panels, the pages.
 * What must stay true: the first page appears before the rest has arrived; where a person was, he is again; the bytes are
 * never changed; whatever goes wrong is said in words and the rest goes on.
 */
import { Button, Loader } from '@mantine/core'
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useDocumentSource, useSourceState, type DocumentSource } from '../../client/files.ts'
import { documentWords } from '../../ui/words/document.ts'
import { useWords } from '../../ui/words/words.ts'
import type { PageFrame } from './frame.ts'
import { OpenReader, type ReaderPanel } from './OpenReader.tsx'
import { rightAngle } from './geometry.ts'
import { openPdf, type OpenFailure, type OpenPdf } from './pdf.ts'
import { placeKey, readPlace, writePlace, type Place, type PlaceKeep } from './place.ts'
import styles from './reader.module.css'
import type { PageShape } from './use-sheet.ts'

export type { PageFrame } from './frame.ts'
export { useReaderFace, type Jump, type ReaderFace } from './frame.ts'
export type { ReaderPanel } from './OpenReader.tsx'

export interface ReaderProps {
  readonly title: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  /** Whether any page carries text. */
  readonly hasText: boolean
  /** Whose place in the document it is. */
  readonly person: string
  readonly keep: PlaceKeep
  /** Drawn over each page near the window. */
  readonly layers?: (frame: PageFrame) => ReactNode
  /** Further panels beside the pages, with their door in the bar. */
  readonly panels?: readonly ReaderPanel[]
  /** At the end of the bar, e.g. the signature's badge. */
  readonly aside?: ReactNode
  /** Over the lower edge of the pages, e.g. the tools. */
  readonly foot?: ReactNode
}

export function Reader(props: ReaderProps) {
  const opening = useDocumentSource(props.sha256, props.size)
  if (opening.kind === 'failed') return <Failed failure="failed" />
  if (opening.kind === 'opening') return <Opening waiting={false} />
  return <SourceReader key={props.sha256} {...props} source={opening.source} />
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
  const { source, person, sha256, keep } = props
  const { stage, again } = usePdf(source)
  const { waiting } = useSourceState(source)
  const key = placeKey(person, sha256)
  const place = useMemo(() => readPlace(keep, key), [keep, key])
  const save = useCallback((next: Place) => writePlace(keep, key, next), [keep, key])
  if (stage.kind === 'opening') return <Opening waiting={waiting} />
  if (stage.kind === 'failed') return <Failed failure={stage.failure} again={again} />
  return <OpenReader {...props} document={stage.pdf.document} first={stage.first} start={place} save={save} />
}
