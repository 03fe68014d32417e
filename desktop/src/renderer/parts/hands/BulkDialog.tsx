/** "Tất cả tán thành, trừ…": names those who differ before the rest is entered. */
import { Text } from '@mantine/core'
import type { Person } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { byGivenName } from '../../client/people.ts'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { PeoplePicker } from '../../ui/kit/PeoplePicker.tsx'
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
  const [except, setExcept] = useState<readonly string[]>([])
  const rest = left.filter((person) => !except.includes(person.id))
  const lower = choice.toLocaleLowerCase('vi')
  return (
    <FormDialog
      title={say('bulkTitle', { choice: lower })}
      size="40rem"
      save={say('bulkConfirm', { count: rest.length, choice: lower })}
      ready={rest.length > 0}
      pending={false}
      onSave={() => onConfirm(rest)}
      onClose={onClose}
    >
      <Text>{say('bulkHint', { count: left.length })}</Text>
      <PeoplePicker
        label={say('except')}
        people={left.toSorted(byGivenName)}
        chosen={except}
        onChange={setExcept}
      />
    </FormDialog>
  )
}
