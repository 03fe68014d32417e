/**
 * One document on the whole screen: the reader and marking upon it; or the document as it was signed.
 * What must stay true: this only puts parts together; the document's bytes are never changed; no marks and no tools on an
 * earlier revision; that revision is one of this very file (a document can be given a new one while somebody reads).
 */
import { IconBookmarks } from '@tabler/icons-react'
import { keepsOnDevice, mayCopy } from '@nghi-truong/shared/domain/reading'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { referencesIn } from '@nghi-truong/shared/domain/references'
import { useCallback, useMemo } from 'react'
import { useClient } from '../client/client.tsx'
import { FilesProvider } from '../client/files.ts'
import { useEvery, useYou } from '../client/view.ts'
import { AnnotatingProvider } from '../parts/annotation/annotating.tsx'
import { ExportMenu } from '../parts/annotation/export/ExportMenu.tsx'
import { MarksLayer } from '../parts/annotation/MarksLayer.tsx'
import { MarksPanel } from '../parts/annotation/MarksPanel.tsx'
import { SelectionBar } from '../parts/annotation/SelectionBar.tsx'
import { CopyMenu } from '../parts/document/CopyMenu.tsx'
import {
  Reader,
  useReaderFace,
  type Arrival,
  type PageFrame,
  type References,
} from '../parts/document/Reader.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignedFrame } from '../parts/signature/SignedFrame.tsx'
import { annotationWords } from '../ui/words/annotation.ts'
import { signatureWords } from '../ui/words/signature.ts'
import { useWords } from '../ui/words/words.ts'
import { ReadingFoot } from './ReadingFoot.tsx'
import { ReadingHeat, useFileBefore, useReadingPlace, useToolOfBefore } from './ReadingPlace.tsx'
import { ReadingVersions } from './ReadingVersions.tsx'

function MarksPanelHere({ document }: { readonly document: DocumentRecord }) {
  const { goTo, closePanel } = useReaderFace()
  const go = useCallback(
    (page: number, at: readonly [number, number]) => {
      goTo({ page, at })
      // On a small screen the list lies over the page.
      if (matchMedia('(max-width: 1100px)').matches) closePanel()
    },
    [goTo, closePanel],
  )
  return <MarksPanel onGo={go} foot={<ExportMenu document={document} pictures={mayCopy(document)} />} />
}

export interface ReadingRoomProps {
  readonly document: DocumentRecord
  readonly arrival: Arrival | null
  /** To another document, or a page of this one. */
  readonly onOpen: (document: string, page: number | null) => void
}

export function ReadingRoom(props: ReadingRoomProps) {
  const { keep } = useClient()
  const { person } = useYou()
  const { sha256 } = props.document.facts
  useToolOfBefore(person, sha256, useFileBefore(props.document, person))
  return (
    <FilesProvider>
      <AnnotatingProvider file={sha256} keep={keep}>
        <MarkedReader {...props} />
        <SelectionBar />
      </AnnotatingProvider>
    </FilesProvider>
  )
}

function MarkedReader({ document, arrival, onOpen }: ReadingRoomProps) {
  const say = useWords(annotationWords)
  const { keep } = useClient()
  const { person } = useYou()
  const { sha256, size } = document.facts
  const documents = useEvery('document')
  const before = useFileBefore(document, person)
  const { elsewhere, onPlace } = useReadingPlace(person, sha256)
  const references = useMemo<References>(() => {
    const others = documents.filter((one) => one.state !== 'withdrawn' && one.replacedBy === null)
    return { find: (text) => referencesIn(text, others, document.id), open: onOpen }
  }, [documents, document.id, onOpen])
  const layers = useCallback((frame: PageFrame) => <MarksLayer surface={frame} />, [])
  const panels = useMemo(
    () => [
      {
        name: 'marks',
        label: say('list'),
        icon: <IconBookmarks size={24} />,
        content: <MarksPanelHere document={document} />,
      },
    ],
    [say, document],
  )
  return (
    <ReadingVersions document={document} person={person} keep={keep}>
      {(more, passage) => (
        <Reader
          title={document.title}
          sha256={sha256}
          size={size}
          person={person}
          keep={keep}
          brief={!keepsOnDevice(document)}
          arrival={arrival}
          before={before}
          elsewhere={elsewhere}
          passage={passage}
          onPlace={onPlace}
          references={references}
          layers={layers}
          panels={[...panels, ...more]}
          aside={
            <>
              {mayCopy(document) ? <CopyMenu document={document.id} title={document.title} /> : null}
              <ReadingHeat file={sha256} />
            </>
          }
          foot={<ReadingFoot document={document} />}
        />
      )}
    </ReadingVersions>
  )
}

/**
 * The document as it was when it was signed, for comparing: the reader over the first bytes of the file. Here and not in a
 * file of its own so that it comes with the reader: whoever reads can look at it without a network.
 */
export function SignedReading({
  document,
  revision,
  onBack,
}: {
  readonly document: DocumentRecord
  readonly revision: SignedRevision
  readonly onBack: () => void
}) {
  const say = useWords(signatureWords)
  const { keep } = useClient()
  const { person } = useYou()
  const { n, end } = revision
  const { sha256, size } = document.facts
  return (
    <FilesProvider>
      <SignedFrame n={n} onBack={onBack}>
        <Reader
          title={say('signed.title', { title: document.title, n })}
          sha256={sha256}
          size={size}
          end={end}
          person={person}
          keep={keep}
          brief={!keepsOnDevice(document)}
        />
      </SignedFrame>
    </FilesProvider>
  )
}
