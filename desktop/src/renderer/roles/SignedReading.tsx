/**
 * A document as it was when it was signed, for comparing: the reader over the first bytes of the file.
 * What must stay true: no marks and no tools here, they belong to the document as it is; the revision is one of this very
 * file (a document can be given a new one while somebody reads).
 */
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import { useClient } from '../client/client.tsx'
import { FilesProvider } from '../client/files.ts'
import { useYou } from '../client/view.ts'
import { Reader } from '../parts/document/Reader.tsx'
import type { SignedRevision } from '../parts/signature/look.ts'
import { SignedFrame } from '../parts/signature/SignedFrame.tsx'
import { signatureWords } from '../ui/words/signature.ts'
import { useWords } from '../ui/words/words.ts'

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
