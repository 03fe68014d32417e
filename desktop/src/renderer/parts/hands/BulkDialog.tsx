/** "Tất cả tán thành, trừ…": names those who differ before the rest is entered. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { Person } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { PeoplePicker } from '../../ui/kit/PeoplePicker.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { handsWords } from '../../ui/words/hands.ts'
import { useWords } from '../../ui/words/words.ts'

export function BulkDialog({
  choice,
  left,
  onClose,
  onConfirm,
}: {
  readonly choice: string
  /** Those not entered yet. */
  readonly left: readonly Person[]
  readonly onClose: () => void
  readonly onConfirm: (everybody: readonly Person[]) => void
}) {
  const say = useWords(handsWords)
  const sayCommon = useWords(commonWords)
  const [except, setExcept] = useState<readonly string[]>([])
  const rest = left.filter((person) => !except.includes(person.id))
  const lower = choice.toLocaleLowerCase('vi')
  return (
    <Modal
      opened
      onClose={onClose}
      size="40rem"
      title={say('bulkTitle', { choice: lower })}
      closeButtonProps={{ 'aria-label': sayCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (rest.length > 0) onConfirm(rest)
        }}
      >
        <Stack gap="md">
          <Text>{say('bulkHint', { count: left.length })}</Text>
          <PeoplePicker
            label={say('except')}
            people={left.toSorted(byGivenName)}
            chosen={except}
            onChange={setExcept}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {sayCommon('cancel')}
            </Button>
            <Button type="submit" disabled={rest.length === 0}>
              {say('bulkConfirm', { count: rest.length, choice: lower })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
