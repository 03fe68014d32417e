/** The one tap to paper: a confirmation with a reason that is written already. */
import { Text, Textarea } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function ToPaper({
  ballot,
  onClose,
}: {
  readonly ballot: SecretBallot
  readonly onClose: () => void
}) {
  const say = useWords(secretWords)
  const { pending, refusal, unreachable, wish } = useWish()
  const [reason, setReason] = useState(say('toPaperDefault'))
  const move = async (): Promise<void> => {
    if (await wish('secretBallot.toPaper', { ballot: ballot.id, reason })) onClose()
  }
  return (
    <FormDialog
      title={say('toPaperSure')}
      size="md"
      save={say('toPaper')}
      ready={reason.trim() !== ''}
      pending={pending}
      onSave={() => void move()}
      onClose={onClose}
    >
      <Text>{say('toPaperHint')}</Text>
      <Textarea
        label={say('toPaperReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={500}
        required
      />
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}
