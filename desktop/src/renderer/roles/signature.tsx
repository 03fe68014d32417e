/**
 * The signature's badge, brought to the parts that show documents without knowing signatures; pressing opens its card,
 * and from there the document as it was signed.
 */
import { Portal } from '@mantine/core'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import type { RenderSignature } from '../parts/agenda/DocumentRow.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignatureDoor } from '../parts/signature/SignatureDoor.tsx'
import { FullPage } from '../ui/kit/FullPage.tsx'
import { roleWords } from '../ui/words/roles.ts'
import { useWords } from '../ui/words/words.ts'
import { OnDemand, SignedReading } from './on-demand.tsx'

function DocumentSignature({ document }: { readonly document: DocumentRecord }) {
  const say = useWords(roleWords)
  const [signed, setSigned] = useState<SignedRevision | null>(null)
  const back = (): void => setSigned(null)
  return (
    <>
      <SignatureDoor facts={document.facts} onSigned={setSigned} />
      {signed?.sha256 === document.facts.sha256 && (
        <Portal>
          <FullPage label={say('closeReader')} title={document.title} onClose={back}>
            <OnDemand>
              <SignedReading document={document} revision={signed} onBack={back} />
            </OnDemand>
          </FullPage>
        </Portal>
      )}
    </>
  )
}

/** A file that is being uploaded is no document yet: there is nothing to read it by. */
export const renderSignature: RenderSignature = (facts, document) =>
  document ? <DocumentSignature document={document} /> : <SignatureDoor facts={facts} />
