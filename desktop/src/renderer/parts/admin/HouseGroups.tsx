/** The tổ of the council. */
import { Button, Group, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { freshId } from '../../client/keep.ts'
import { useWish } from '../../client/send.ts'
import { useEvery } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { peopleWords } from '../../ui/words/people.ts'
import { useWords } from '../../ui/words/words.ts'

const compare = new Intl.Collator('vi', { numeric: true })

export function HouseGroups() {
  const say = useWords(peopleWords)
  const groups = useEvery('houseGroup').toSorted((a, b) => compare.compare(a.name, b.name))
  const [name, setName] = useState('')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const add = async (): Promise<void> => {
    if (await wish('house.setGroup', { group: freshId(), name })) setName('')
  }
  return (
    <Card title={say('groups')}>
      <Group gap="xs">
        {groups.map((group) => (
          <Chip key={group.id} icon={null}>
            {group.name}
          </Chip>
        ))}
      </Group>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={say('groupName')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconPlus size="1.25rem" aria-hidden />}
            loading={pending}
            disabled={name.trim() === ''}
          >
            {say('addGroup')}
          </Button>
        </Group>
      </form>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Card>
  )
}
