/** A new deadline: to extend a running round, or for one that is asked again. */
import { Text } from '@mantine/core'
import { useState } from 'react'
import { DateField } from '../../../ui/kit/DateField.tsx'
import { FormDialog } from '../../../ui/kit/FormDialog.tsx'
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
  const [due, setDue] = useState(proposed)
  const deadline = fromField(due)
  return (
    <FormDialog
      title={title}
      size="30rem"
      save={confirm}
      ready={deadline !== null}
      pending={false}
      onSave={() => {
        if (deadline !== null) onConfirm(deadline)
      }}
      onClose={onClose}
    >
      {hint ? <Text>{hint}</Text> : null}
      <DateField kind="moment" label={say('deadline')} value={due} onChange={setDue} required autoFocus />
    </FormDialog>
  )
}
