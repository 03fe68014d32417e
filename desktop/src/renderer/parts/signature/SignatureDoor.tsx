/** The badge that opens its card. */
import { Modal } from '@mantine/core'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import type { SignedRevision } from './look.ts'
import { SignatureBadge } from './SignatureBadge.tsx'
import { SignatureCard } from './SignatureCard.tsx'

export function SignatureDoor({
  facts,
  onSigned,
}: {
  readonly facts: FileFacts
  /** Shows the document as it was signed; the card has closed by then. */
  readonly onSigned?: (revision: SignedRevision) => void
}) {
  const say = useWords(signatureWords)
  const [open, setOpen] = useState(false)
  return (
    <>
      <SignatureBadge facts={facts} onOpen={() => setOpen(true)} />
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="lg"
        title={say('card')}
        closeButtonProps={{ 'aria-label': say('close') }}
      >
        <SignatureCard
          facts={facts}
          onSigned={
            onSigned &&
            ((revision) => {
              setOpen(false)
              onSigned(revision)
            })
          }
        />
      </Modal>
    </>
  )
}
