/** A new deadline: to extend a running round, or for one that is asked again. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { commonWords } from '../../../ui/words/common.ts'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { fromField } from './reading.ts'

export function DeadlineDialog({
  title,
  hint,
  confirm,
  proposed,
  onConfirm,
  onClose,
}: {
  readonly title: string
  readonly hint?: string
  readonly confirm: string
  /** As the field holds it. */
  readonly proposed: string
  /** UTC. */
  readonly onConfirm: (deadline: string) => void
  readonly onClose: () => void
}) {
  const say = useWords(opinionWords)
  const sayCommon = useWords(commonWords)
  const [due, setDue] = useState(proposed)
  const deadline = fromField(due)
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': sayCommon('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (deadline !== null) onConfirm(deadline)
        }}
      >
        <Stack gap="md">
          {hint ? <Text>{hint}</Text> : null}
          <TextInput
            type="datetime-local"
            label={say('deadline')}
            value={due}
            onChange={(event) => setDue(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {sayCommon('cancel')}
            </Button>
            <Button type="submit" disabled={deadline === null}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
