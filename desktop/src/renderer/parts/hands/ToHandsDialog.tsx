/** Asks once more before a vote on the devices is given up; the usual reason is written already. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { commonWords } from '../../ui/words/common.ts'
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
  const sayCommon = useWords(commonWords)
  const [reason, setReason] = useState(() => say('usualReason'))
  const lacking = reason.trim() === ''
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('toHandsSure')}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) onConfirm(reason.trim())
        }}
      >
        <Stack gap="md">
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
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {sayCommon('cancel')}
            </Button>
            <Button type="submit" disabled={lacking} data-autofocus>
              {say('toHands')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
