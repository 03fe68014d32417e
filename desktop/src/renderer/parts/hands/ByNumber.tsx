/** Hands counted without names: one figure for each choice, with the running sum against those who may vote. */
import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { handsWords } from '../../ui/words/hands.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import classes from './hands.module.css'

export function ByNumber({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(handsWords)
  const language = useLanguage()
  const counted = useOne('handCount', ballot.id)
  const voted = useOne('voted', ballot.id)
  const eligible = ballot.frozen?.eligible ?? 0
  const [figures, setFigures] = useState<Readonly<Record<string, number | ''>>>(() => counted?.counts ?? {})
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const counts = Object.fromEntries(ballot.options.map((option) => [option.id, figures[option.id] || 0]))
  const sum = Object.values(counts).reduce((all, one) => all + one, 0)
  const named = (voted?.people.length ?? 0) > 0
  const begun = ballot.options.some((option) => typeof figures[option.id] === 'number')
  if (named) return <Text>{say('lockedByName')}</Text>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (begun && sum <= eligible) void wish('ballot.enterCounts', { ballot: ballot.id, counts })
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{say('byNumberHint')}</Text>
        <div className={classes['numbers']}>
          {ballot.options.map((option) => (
            <NumberInput
              key={option.id}
              className={classes['number'] ?? ''}
              label={option.label[language]}
              value={figures[option.id] ?? ''}
              min={0}
              max={100_000}
              allowDecimal={false}
              allowNegative={false}
              hideControls
              inputMode="numeric"
              onFocus={(event) => event.currentTarget.select()}
              onChange={(value) =>
                setFigures((old) => ({ ...old, [option.id]: typeof value === 'number' ? value : '' }))
              }
            />
          ))}
        </div>
        <div role="status" aria-live="polite">
          {sum > eligible ? (
            <Text fw={600} c="var(--nt-no)">
              {say('sumOver', { sum, eligible })}
            </Text>
          ) : (
            <Group gap="sm">
              <Chip tone="other">{say('sum', { sum, eligible })}</Chip>
              <Chip>{say('notRaised', { count: eligible - sum })}</Chip>
            </Group>
          )}
        </div>
        {counted ? (
          <Text fw={500} role="status">
            {say('recorded', {
              figures: ballot.options
                .map((option) => `${option.label[language]} ${counted.counts[option.id] ?? 0}`)
                .join(' · '),
            })}
          </Text>
        ) : null}
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
        <Group>
          <Button type="submit" loading={pending} disabled={!begun || sum > eligible}>
            {say('record')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
