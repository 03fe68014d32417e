/** Asks once more before a vote on the devices is given up; the usual reason is written already. */
import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { handsWords } from '../../ui/words/hands.ts'
import { useWords } from '../../ui/words/words.ts'

export function ToHandsDialog({
  onClose,
  onConfirm,
}: {
  readonly onClose: () => void
  readonly onConfirm: (reason: string) => void
}) {
  const say = useWords(handsWords)
  const [reason, setReason] = useState(() => say('usualReason'))
  return (
    <FormDialog
      title={say('toHandsSure')}
      size="30rem"
      save={say('toHands')}
      ready={reason.trim() !== ''}
      pending={false}
      quick
      onSave={() => onConfirm(reason.trim())}
      onClose={onClose}
    >
      <Text>{say('toHandsHint')}</Text>
      <Textarea
        label={say('toHandsReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={500}
        required
      />
    </FormDialog>
  )
}
