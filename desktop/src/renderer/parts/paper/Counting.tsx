/**
 * What a member of the Ban kiểm phiếu does with one ballot: begins the count, enters his sheet, sees whether it agrees.
 * What must stay true: he sees his own sheet and the places where the two differ, never the other's figures.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { PaperBallot, PaperCount } from '@nghi-truong/shared/domain/records'
import {
  IconAlertTriangle,
  IconChecklist,
  IconMailbox,
  IconPencil,
  IconTrash,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { paperStateWord, paperTone, paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { CountForm } from './CountForm.tsx'
import { PrintRecord } from './PrintRecord.tsx'
import { PaperResultBody, sumOf } from './PaperResult.tsx'
import { RuleLine } from './RuleLine.tsx'
import { subjectAt, useCountingRules } from './reading.ts'
import classes from './paper.module.css'

/** The Ban kiểm phiếu's work: running ballots first, then those counted. */
export function CountingDesk() {
  const say = useWords(paperWords)
  const you = useYou()
  const all = useEvery('paperBallot')
  const committee = useOne('committee', 'committee')
  const member = committee?.members.includes(you.person) ?? false
  const order = ['counting', 'issuing', 'counted', 'published', 'void']
  const shown = all
    .filter((ballot) => ballot.state !== 'draft')
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  if (shown.length === 0)
    return (
      <EmptyState title={say('nothingToCount')} icon={IconMailbox}>
        {say('nothingToCountHint')}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {member ? null : <Text>{say('notMember')}</Text>}
      {shown.map((ballot) => (
        <Card
          key={ballot.id}
          title={ballot.title}
          {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
          actions={<Chip tone={paperTone[ballot.state]}>{say(paperStateWord[ballot.state])}</Chip>}
        >
          <OneCount ballot={ballot} member={member} />
        </Card>
      ))}
    </Stack>
  )
}

function OneCount({ ballot, member }: { readonly ballot: PaperBallot; readonly member: boolean }) {
  const say = useWords(paperWords)
  if (ballot.state === 'issuing') return <Issuing ballot={ballot} member={member} />
  if (ballot.state === 'counting') return member ? <MySheet ballot={ballot} /> : <RuleLine ballot={ballot} />
  if (ballot.state === 'void') return <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text>
  return (
    <>
      {ballot.state === 'counted' ? (
        <div className={classes['alert']} data-tone="yes" role="status">
          <IconChecklist size="1.75rem" aria-hidden />
          <span>{say('countedHint')}</span>
        </div>
      ) : null}
      <PaperResultBody ballot={ballot} />
      <Group justify="flex-end">
        <PrintRecord ballot={ballot} />
      </Group>
    </>
  )
}

function Issuing({ ballot, member }: { readonly ballot: PaperBallot; readonly member: boolean }) {
  const say = useWords(paperWords)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  return (
    <Stack gap="md">
      <RuleLine ballot={ballot} />
      <Text>
        {say('frozen', { total: ballot.frozen?.total ?? 0, present: ballot.frozen?.present ?? 0 })} ·{' '}
        {say('people', { count: ballot.subjects.length })}
      </Text>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {member ? (
        <Group gap="md">
          <Button
            leftSection={<IconMailbox size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('paper.startCounting', { paperBallot: ballot.id })}
          >
            {say('startCounting')}
          </Button>
          <Text c="dimmed">{say('startCountingHint')}</Text>
        </Group>
      ) : null}
    </Stack>
  )
}

function MySheet({ ballot }: { readonly ballot: PaperBallot }) {
  const say = useWords(paperWords)
  const you = useYou()
  const { wanted } = useCountingRules()
  const mine = useOne('paperEntry', `${ballot.id}:${you.person}`)
  const [editing, setEditing] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const differ = ballot.mismatch.length > 0
  return (
    <Stack gap="md">
      <Text>{say('countingHint', { wanted, entries: ballot.entries })}</Text>
      {differ ? <Differences ballot={ballot} /> : null}
      {mine && !editing ? (
        <>
          {differ ? null : (
            <div className={classes['alert']} data-tone="other" role="status">
              <IconUsersGroup size="1.75rem" aria-hidden />
              <span>{say('mineWaits')}</span>
            </div>
          )}
          <Summary ballot={ballot} count={mine.count} />
          <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
          <Group gap="sm">
            <Button
              variant={differ ? 'filled' : 'default'}
              leftSection={<IconPencil size="1.25rem" aria-hidden />}
              onClick={() => setEditing(true)}
            >
              {say('edit')}
            </Button>
            <Button
              variant="subtle"
              leftSection={<IconTrash size="1.25rem" aria-hidden />}
              loading={pending}
              onClick={() => void wish('paper.withdraw', { paperBallot: ballot.id })}
            >
              {say('withdraw')}
            </Button>
          </Group>
        </>
      ) : (
        <CountForm ballot={ballot} mine={mine?.count ?? null} onDone={() => setEditing(false)} />
      )}
    </Stack>
  )
}

/** Where the two entries differ, by name and without a figure. */
export function Differences({ ballot }: { readonly ballot: PaperBallot }) {
  const say = useWords(paperWords)
  const word = (place: string): string =>
    place === 'issued'
      ? say('differIssued')
      : place === 'returned'
        ? say('differReturned')
        : place === 'invalid'
          ? say('differInvalid')
          : say('differSubject', { name: subjectAt(place, ballot.subjects)?.name ?? '' })
  return (
    <div className={classes['alert']}>
      <IconAlertTriangle size="1.75rem" aria-hidden />
      <div>
        <strong>{say('differTitle')}</strong>
        <ul className={classes['places']}>
          {ballot.mismatch.map((place) => (
            <li key={place}>{word(place)}</li>
          ))}
        </ul>
        <Text size="sm" mt="xs">
          {say('differHint')}
        </Text>
      </div>
      <Announcer>{`${say('differTitle')} ${ballot.mismatch.map(word).join('; ')}`}</Announcer>
    </div>
  )
}

/** The teller's own sheet as recorded. */
function Summary({ ballot, count }: { readonly ballot: PaperBallot; readonly count: PaperCount }) {
  const say = useWords(paperWords)
  const language = useLanguage()
  const invalid = sumOf(count.invalid)
  return (
    <section aria-label={say('mineIs')}>
      <Text fw={600}>{say('mineIs')}</Text>
      <Text>
        {say('figures', {
          issued: count.issued,
          returned: count.returned,
          valid: count.returned - invalid,
          invalid,
        })}
      </Text>
      {count.subjects.map((one) => (
        <Text key={one.subject}>
          {ballot.subjects.find((subject) => subject.id === one.subject)?.name}:{' '}
          {[
            ...ballot.rule.options.map((option) => `${option.label[language]} ${one.counts[option.id] ?? 0}`),
            ...(one.invalid > 0 ? [`${say('invalidForHim')} ${one.invalid}`] : []),
          ].join(' · ')}
        </Text>
      ))}
    </section>
  )
}
