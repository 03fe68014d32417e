/**
 * Where documents are read: the reading room over the page, with the document's name and its signature's badge; from
 * there also the document as it was signed.
 * What must stay true: the reader comes on demand, and a fault in it never touches the vote.
 */
import { useState, type ReactNode } from 'react'
import { WithDocument } from '../parts/frame/WithDocument.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignatureDoor } from '../parts/signature/SignatureDoor.tsx'
import { FullPage } from '../ui/kit/FullPage.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OnDemand, ReadingRoom, SignedReading } from './on-demand.tsx'

export function Reading({ document, onClose }: { readonly document: string; readonly onClose: () => void }) {
  const say = useWords(roleWords)
  const [signed, setSigned] = useState<SignedRevision | null>(null)
  return (
    <WithDocument document={document}>
      {(record): ReactNode => (
        <FullPage
          label={say('closeReader')}
          title={record.title}
          aside={<SignatureDoor facts={record.facts} onSigned={setSigned} />}
          onClose={onClose}
        >
          <OnDemand>
            {signed?.sha256 === record.facts.sha256 ? (
              <SignedReading document={record} revision={signed} onBack={() => setSigned(null)} />
            ) : (
              <ReadingRoom document={record} />
            )}
          </OnDemand>
        </FullPage>
      )}
    </WithDocument>
  )
}
