/** The badge that opens its card. */
import { Modal } from '@mantine/core'
import type { FileFacts } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { signatureWords } from '../../ui/words/signature.ts'
import { useWords } from '../../ui/words/words.ts'
import { SignatureBadge } from './SignatureBadge.tsx'
import { SignatureCard } from './SignatureCard.tsx'

export function SignatureDoor({ facts }: { readonly facts: FileFacts }) {
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
        <SignatureCard facts={facts} />
      </Modal>
    </>
  )
}
