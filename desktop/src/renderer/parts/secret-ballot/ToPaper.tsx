/** The one tap to paper: a confirmation with a reason that is written already. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { Refused } from '../../ui/kit/Refused.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'

export function ToPaper({
  ballot,
  opened,
  onClose,
}: {
  readonly ballot: SecretBallot
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const say = useWords(secretWords)
  const sayCommon = useWords(commonWords)
  const { pending, refusal, unreachable, wish } = useWish()
  const [reason, setReason] = useState<string | null>(null)
  const given = reason ?? say('toPaperDefault')
  const move = async (): Promise<void> => {
    if (await wish('secretBallot.toPaper', { ballot: ballot.id, reason: given })) onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('toPaperSure')}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void move()
        }}
      >
        <Stack gap="md">
          <Text>{say('toPaperHint')}</Text>
          <Textarea
            label={say('toPaperReason')}
            value={given}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={500}
            required
          />
          <Refused refusal={refusal} unreachable={unreachable} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {sayCommon('cancel')}
            </Button>
            <Button type="submit" loading={pending} disabled={given.trim() === ''} data-autofocus>
              {say('toPaper')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
