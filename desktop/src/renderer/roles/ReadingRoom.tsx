/**
 * One document on the whole screen: the reader and marking upon it; or the document as it was signed.
 * What must stay true: this only puts parts together; the document's bytes are never changed; no marks and no tools on an
 * earlier revision; that revision is one of this very file (a document can be given a new one while somebody reads).
 */
import { IconBookmarks } from '@tabler/icons-react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useCallback, useMemo } from 'react'
import { useClient } from '../client/client.tsx'
import { FilesProvider } from '../client/files.ts'
import { useYou } from '../client/view.ts'
import { AnnotatingProvider } from '../parts/annotation/annotating.tsx'
import { MarksLayer } from '../parts/annotation/MarksLayer.tsx'
import { MarksPanel } from '../parts/annotation/MarksPanel.tsx'
import { SelectionBar } from '../parts/annotation/SelectionBar.tsx'
import { Reader, useReaderFace, type PageFrame } from '../parts/document/Reader.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignedFrame } from '../parts/signature/SignedFrame.tsx'
import { annotationWords } from '../ui/words/annotation.ts'
import { signatureWords } from '../ui/words/signature.ts'
import { useWords } from '../ui/words/words.ts'
import { ReadingFoot } from './ReadingFoot.tsx'

function MarksPanelHere() {
  const { goTo, closePanel } = useReaderFace()
  const go = useCallback(
    (page: number, at: readonly [number, number]) => {
      goTo({ page, at })
      // On a small screen the list lies over the page.
      if (matchMedia('(max-width: 1100px)').matches) closePanel()
    },
    [goTo, closePanel],
  )
  return <MarksPanel onGo={go} />
}

export function ReadingRoom({ document }: { readonly document: DocumentRecord }) {
  const say = useWords(annotationWords)
  const { keep } = useClient()
  const { person } = useYou()
  const { sha256, size } = document.facts
  const layers = useCallback((frame: PageFrame) => <MarksLayer surface={frame} />, [])
  const panels = useMemo(
    () => [
      { name: 'marks', label: say('list'), icon: <IconBookmarks size={24} />, content: <MarksPanelHere /> },
    ],
    [say],
  )
  return (
    <FilesProvider>
      <AnnotatingProvider file={sha256} keep={keep}>
        <Reader
          title={document.title}
          sha256={sha256}
          size={size}
          person={person}
          keep={keep}
          layers={layers}
          panels={panels}
          foot={<ReadingFoot />}
        />
        <SelectionBar />
      </AnnotatingProvider>
    </FilesProvider>
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
        />
      </SignedFrame>
    </FilesProvider>
  )
}
