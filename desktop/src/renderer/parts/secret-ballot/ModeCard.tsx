/** The council's decision that allows electronic secret ballots: entered by one person, confirmed by another. */
import { Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { SecretMode } from '@nghi-truong/shared/domain/secret-records'
import { useState } from 'react'
import { useNow } from '../../client/clock.ts'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useYou } from '../../client/view.ts'
import { day } from '../../ui/dates.ts'
import { DateField } from '../../ui/kit/DateField.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import classes from './secret.module.css'

export function ModeStep() {
  const mode = useOne('secretMode', 'secretMode')
  if (!mode) return <ProposeForm />
  return mode.state === 'proposed' ? <Proposed mode={mode} /> : <Allowed mode={mode} />
}

function Allowed({ mode }: { readonly mode: SecretMode }) {
  const say = useWords(secretWords)
  return <Text>{say('allowed', { number: mode.number, date: day(mode.date), scope: mode.scope })}</Text>
}

function Proposed({ mode }: { readonly mode: SecretMode }) {
  const say = useWords(secretWords)
  const you = useYou()
  const nameOf = useNameOf()
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  return (
    <Stack gap="sm">
      <Text>
        {say('proposed', {
          name: nameOf(mode.proposedBy),
          number: mode.number,
          date: day(mode.date),
          scope: mode.scope,
        })}
      </Text>
      {you.person === mode.proposedBy ? (
        <Text fw={500}>{say('proposedWaits')}</Text>
      ) : (
        <div>
          <Button size="lg" loading={pending} onClick={() => void wish('secretBallot.allow', {})}>
            {say('allow')}
          </Button>
        </div>
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Stack>
  )
}

function ProposeForm() {
  const say = useWords(secretWords)
  const today = new Date(useNow(60_000)).toLocaleDateString('en-CA')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [number, setNumber] = useState('')
  const [date, setDate] = useState(today)
  const [scope, setScope] = useState<string | null>(null)
  const [leastIssued, setLeastIssued] = useState(10)
  const [leastCounted, setLeastCounted] = useState(5)
  const [complaintSeconds, setComplaintSeconds] = useState(60)
  const covers = scope ?? say('scopeDefault')
  const propose = (): void =>
    void wish('secretBallot.propose', {
      number,
      date,
      scope: covers,
      leastIssued,
      leastCounted,
      complaintSeconds,
    })
  const least = (value: string | number, otherwise: number): number => Math.max(3, Number(value) || otherwise)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        propose()
      }}
    >
      <Stack gap="sm">
        <Text>{say('off')}</Text>
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <TextInput
            label={say('number')}
            value={number}
            required
            maxLength={100}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <DateField label={say('date')} value={date} required onChange={setDate} />
        </Group>
        <Textarea
          label={say('scope')}
          value={covers}
          required
          autosize
          maxLength={500}
          onChange={(event) => setScope(event.currentTarget.value)}
        />
        <details className={classes['disclosure']}>
          <summary>{say('limits')}</summary>
          <Group grow align="flex-start" mt="sm">
            <NumberInput
              label={say('leastIssued')}
              value={leastIssued}
              min={3}
              max={1000}
              hideControls
              onChange={(value) => setLeastIssued(least(value, 10))}
            />
            <NumberInput
              label={say('leastCounted')}
              value={leastCounted}
              min={3}
              max={1000}
              hideControls
              onChange={(value) => setLeastCounted(least(value, 5))}
            />
            <NumberInput
              label={say('complaintSeconds')}
              value={complaintSeconds}
              min={0}
              max={3600}
              hideControls
              onChange={(value) => setComplaintSeconds(Math.max(0, Number(value) || 0))}
            />
          </Group>
          <Text size="sm" c="dimmed" mt="xs">
            {say('leastHint')}
          </Text>
        </details>
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
        <div>
          <Button
            type="submit"
            loading={pending}
            disabled={number.trim() === '' || date === '' || covers.trim() === ''}
          >
            {say('propose')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
