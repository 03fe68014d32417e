/** Name, seat and level of the council, and how long devices keep its sessions. */
import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { keepDays, keepDaysChoices, type KeepDays } from '@nghi-truong/shared/domain/reading'
import { useEffect, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { adminWords } from '../../ui/words/admin.ts'
import { useWords } from '../../ui/words/words.ts'

const levels = ['province', 'commune', 'custom'] as const

export function CouncilForm() {
  const say = useWords(adminWords)
  const council = useOne('council', 'council')
  const [name, setName] = useState('')
  const [place, setPlace] = useState('')
  const [level, setLevel] = useState<(typeof levels)[number]>('province')
  const [days, setDays] = useState<KeepDays>(keepDays)
  const [saved, setSaved] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  useEffect(() => {
    if (!council) return
    setName(council.name)
    setPlace(council.place)
    setLevel(council.level)
    setDays(keepDaysChoices.find((one) => one === council.keepDays) ?? keepDays)
  }, [council])
  const save = async (): Promise<void> =>
    setSaved(await wish('house.nameCouncil', { name, place, level, keepDays: days }))
  return (
    <Card title={say('council')} hint={say('councilHint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md" maw="40rem">
          <TextInput
            label={say('name')}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={say('place')}
            value={place}
            maxLength={300}
            onChange={(event) => setPlace(event.currentTarget.value)}
          />
          <Select
            label={say('level')}
            value={level}
            allowDeselect={false}
            onChange={(value) => setLevel(levels.find((one) => one === value) ?? 'province')}
            data={levels.map((one) => ({ value: one, label: say(one) }))}
          />
          <Select
            label={say('keepDays')}
            value={String(days)}
            allowDeselect={false}
            onChange={(value) => setDays(keepDaysChoices.find((one) => String(one) === value) ?? keepDays)}
            data={keepDaysChoices.map((one) => ({ value: String(one), label: say('days', { days: one }) }))}
          />
          <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
          <Group>
            <Button type="submit" loading={pending} disabled={name.trim() === ''}>
              {say('save')}
            </Button>
            <span role="status">{saved ? <Chip tone="yes">{say('saved')}</Chip> : null}</span>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
