/**
 * Where documents are read: the reading room over the page, with the document's name and its signature's badge; from
 * there also the document as it was signed.
 * What must stay true: the reader comes on demand, and a fault in it never touches the vote.
 */
import { useCallback, useState, type ReactNode } from 'react'
import { keepsOnDevice, mayRead } from '@nghi-truong/shared/domain/reading'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useSelect } from '../client/view.ts'
import type { Arrival } from '../parts/document/reader-props.ts'
import { WithDocument } from '../parts/frame/WithDocument.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignatureDoor } from '../parts/signature/SignatureDoor.tsx'
import { Chip } from '../ui/kit/Chip.tsx'
import { FullPage } from '../ui/kit/FullPage.tsx'
import { Refused } from '../ui/kit/Refused.tsx'
import { copyWords } from '../ui/words/copy.ts'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OnDemand, ReadingRoom, SignedReading } from './on-demand.tsx'

export function Reading({
  document,
  arrival,
  onOpen,
  onClose,
}: {
  readonly document: string
  readonly arrival: Arrival | null
  readonly onOpen: (document: string, page: number | null) => void
  readonly onClose: () => void
}) {
  const say = useWords(roleWords)
  const sayCopy = useWords(copyWords)
  const [signed, setSigned] = useState<SignedRevision | null>(null)
  return (
    <WithDocument document={document}>
      {(record): ReactNode => (
        <FullPage
          label={say('closeReader')}
          title={record.title}
          aside={
            <>
              {keepsOnDevice(record) ? null : <Chip tone="abstain">{sayCopy('hallOnly')}</Chip>}
              <SignatureDoor facts={record.facts} onSigned={setSigned} />
            </>
          }
          onClose={onClose}
        >
          <OnDemand>
            <InReach document={record}>
              {signed?.sha256 === record.facts.sha256 ? (
                <SignedReading document={record} revision={signed} onBack={() => setSigned(null)} />
              ) : (
                <ReadingRoom document={record} arrival={arrival} onOpen={onOpen} />
              )}
            </InReach>
          </OnDemand>
        </FullPage>
      )}
    </WithDocument>
  )
}

/** What is read in the hall only leaves the screen, and the memory with it, when the reader leaves the hall. */
function InReach({
  document,
  children,
}: {
  readonly document: DocumentRecord
  readonly children: ReactNode
}) {
  const here = useSelect(useCallback((records, you) => mayRead(records, you, document), [document]))
  return here ? children : <Refused refusal={{ refused: 'document.hallOnly' }} />
}
