/**
 * How long devices keep this session after its end, for the secretariat.
 * What must stay true: nothing changes before the button is pressed; the choice is from the closed list of the house.
 */
import { Button, Group, Select } from '@mantine/core'
import { keepDays, keepDaysChoices } from '@nghi-truong/shared/domain/reading'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { packWords } from '../../ui/words/pack.ts'
import { useWords } from '../../ui/words/words.ts'

export function KeepDaysCard() {
  const say = useWords(packWords)
  const now = useOne('session', 'session')?.keepDays ?? keepDays
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [chosen, setChosen] = useState<number | null>(null)
  const [saved, setSaved] = useState(false)
  const days = keepDaysChoices.find((one) => one === (chosen ?? now)) ?? keepDays
  const save = async (): Promise<void> => setSaved(await wish('session.setKeepDays', { days }))
  return (
    <Card title={say('keepTitle')} hint={say('keepHint')}>
      <Group align="flex-end">
        <Select
          label={say('keepDays')}
          value={String(days)}
          allowDeselect={false}
          onChange={(value) => {
            setSaved(false)
            setChosen(Number(value))
          }}
          data={keepDaysChoices.map((one) => ({ value: String(one), label: say('days', { days: one }) }))}
        />
        <Button variant="default" loading={pending} disabled={days === now} onClick={() => void save()}>
          {say('keepSave')}
        </Button>
        <span role="status">{saved ? <Chip tone="yes">{say('keepSaved')}</Chip> : null}</span>
      </Group>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Card>
  )
}
