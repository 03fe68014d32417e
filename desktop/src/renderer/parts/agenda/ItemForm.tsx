/** The fields of an agenda item, new or changed. */
import { Group, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { Item, Visibility } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { FormDialog } from '../../ui/kit/FormDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { agendaWords } from '../../ui/words/agenda.ts'
import { useWords } from '../../ui/words/words.ts'

const visibilities = ['everyone', 'members', 'desk'] as const

export function ItemForm({ item, onClose }: { readonly item: Item | null; readonly onClose: () => void }) {
  const say = useWords(agendaWords)
  const [title, setTitle] = useState(item?.title ?? '')
  const [presenter, setPresenter] = useState(item?.presenter ?? '')
  const [minutes, setMinutes] = useState(item?.minutes ?? 30)
  const [visibility, setVisibility] = useState<Visibility>(item?.visibility ?? 'everyone')
  const { pending, refusal, unreachable, wish } = useWish()
  const save = async (): Promise<void> => {
    const input = { title, presenter, minutes, visibility }
    const done = item
      ? await wish('agenda.change', { item: item.id, ...input })
      : await wish('agenda.add', input)
    if (done) onClose()
  }
  return (
    <FormDialog
      title={say(item ? 'editItem' : 'addItem')}
      size="40rem"
      save={say(item ? 'save' : 'add')}
      ready={title.trim() !== ''}
      pending={pending}
      onSave={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={say('itemTitle')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
      />
      <TextInput
        label={say('itemPresenter')}
        value={presenter}
        maxLength={200}
        onChange={(event) => setPresenter(event.currentTarget.value)}
      />
      <Group grow align="flex-start">
        <NumberInput
          label={say('itemMinutes')}
          value={minutes}
          min={0}
          max={1440}
          allowDecimal={false}
          onChange={(value) => setMinutes(Number(value) || 0)}
        />
        <Select
          label={say('visibility')}
          value={visibility}
          allowDeselect={false}
          onChange={(value) => setVisibility(visibilities.find((one) => one === value) ?? 'everyone')}
          data={visibilities.map((one) => ({ value: one, label: say(one) }))}
        />
      </Group>
      <Refused refusal={refusal} unreachable={unreachable} />
    </FormDialog>
  )
}
