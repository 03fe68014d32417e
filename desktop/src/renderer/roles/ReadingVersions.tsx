/**
 * Earlier versions around the reader: marks brought over from them, and the panels that show what could not be and what is
 * new.
 * What must stay true: this only puts parts together; a document without an earlier version gets no further panel.
 */
import { IconArrowsDiff, IconMapPinQuestion } from '@tabler/icons-react'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useCallback, useMemo, type ReactNode } from 'react'
import { CarryLine } from '../parts/annotation/versions/CarryLine.tsx'
import { ChangesPanel } from '../parts/annotation/versions/ChangesPanel.tsx'
import { UnmatchedPanel } from '../parts/annotation/versions/UnmatchedPanel.tsx'
import { useVersions, VersionsProvider } from '../parts/annotation/versions/versions.tsx'
import { openPdf } from '../parts/document/pdf.ts'
import { placeKey, type PlaceKeep } from '../parts/document/place.ts'
import { useReaderFace, type PassageHere, type ReaderPanel } from '../parts/document/Reader.tsx'
import { usePassageOver } from './reading-passage.ts'
import { versionWords } from '../ui/words/versions.ts'
import { useWords } from '../ui/words/words.ts'

type Around = (panels: readonly ReaderPanel[], passage: PassageHere | null) => ReactNode

export function ReadingVersions({
  document,
  person,
  keep,
  children,
}: {
  readonly document: DocumentRecord
  readonly person: string
  readonly keep: PlaceKeep
  readonly children: Around
}) {
  const wasRead = useCallback(
    (sha256: string): boolean => keep.read(placeKey(person, sha256)) !== null,
    [keep, person],
  )
  return (
    <VersionsProvider document={document} openWith={openPdf} wasRead={wasRead}>
      <WithPanels document={document} person={person} keep={keep}>
        {children}
      </WithPanels>
    </VersionsProvider>
  )
}

function WithPanels({
  document,
  person,
  keep,
  children,
}: {
  readonly document: DocumentRecord
  readonly person: string
  readonly keep: PlaceKeep
  readonly children: Around
}) {
  const say = useWords(versionWords)
  const versions = useVersions()
  const some = (versions?.older.length ?? 0) > 0
  const count = versions?.waiting.length ?? 0
  const panels = useMemo<readonly ReaderPanel[]>(
    () =>
      some
        ? [
            {
              name: 'changes',
              label: say('changes'),
              icon: <IconArrowsDiff size={24} />,
              content: <ChangesHere />,
            },
            {
              name: 'unmatched',
              label: count === 0 ? say('unmatched') : say('unmatchedCount', { count }),
              icon: <IconMapPinQuestion size={24} />,
              content: <UnmatchedPanel />,
            },
          ]
        : [],
    [some, count, say],
  )
  return children(panels, usePassageOver(document, person, keep))
}

function ChangesHere() {
  const { goTo } = useReaderFace()
  return <ChangesPanel onGo={(page) => goTo({ page })} />
}

/** One line above the tools. */
export function CarryLineHere() {
  const { openPanel } = useReaderFace()
  return <CarryLine onUnmatched={() => openPanel('unmatched')} onChanges={() => openPanel('changes')} />
}
