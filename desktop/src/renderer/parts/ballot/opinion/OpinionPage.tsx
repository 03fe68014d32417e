/**
 * Written opinions as those who are asked see them: the ones that wait first, each with its deadline.
 * What must stay true: an answer is an ordinary signed vote kept on the device first; "recorded" is the server's word.
 */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconMailQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../../client/send.ts'
import { useOne, useSelect, useYou } from '../../../client/view.ts'
import { dateTime } from '../../../ui/dates.ts'
import { Card } from '../../../ui/kit/Card.tsx'
import { Chip } from '../../../ui/kit/Chip.tsx'
import { EmptyState } from '../../../ui/kit/EmptyState.tsx'
import { Refused } from '../../../ui/kit/Refused.tsx'
import { ballotWords } from '../../../ui/words/ballot.ts'
import { opinionStateWord, opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { PrintSheet } from '../PrintSheet.tsx'
import { ResultBody } from '../ResultCard.tsx'
import { VotingCard } from '../VotingCard.tsx'
import { Remarks } from './Remarks.tsx'
import { useRounds, useTimeLeft } from './reading.ts'

const order = ['open', 'closing', 'closed', 'published', 'void']

export function OpinionPage({ onOpenDocument }: { readonly onOpenDocument: (document: string) => void }) {
  const say = useWords(opinionWords)
  const rounds = useRounds()
    .filter((one) => one.state !== 'draft')
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  if (rounds.length === 0)
    return (
      <EmptyState title={say('none')} icon={IconMailQuestion}>
        {say('noneHint')}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      {rounds.map((ballot) => (
        <OneRound key={ballot.id} ballot={ballot} onOpenDocument={onOpenDocument} />
      ))}
    </Stack>
  )
}

function OneRound({
  ballot,
  onOpenDocument,
}: {
  readonly ballot: Ballot
  readonly onOpenDocument: (document: string) => void
}) {
  const say = useWords(opinionWords)
  const sayBallot = useWords(ballotWords)
  const you = useYou()
  const asked = useSelect(
    (records) => records.one('electorate', ballot.id)?.people.includes(you.person) ?? false,
  )
  const left = useTimeLeft(ballot.state === 'open' ? ballot.endsAt : null)
  const running = ballot.state === 'open' || ballot.state === 'closing'
  const chip = (
    <Chip tone={running ? 'other' : ballot.state === 'published' ? 'yes' : 'abstain'}>
      {say(opinionStateWord[ballot.state])}
    </Chip>
  )
  return (
    <Card
      {...(running ? {} : { title: ballot.question })}
      {...(ballot.round > 1 ? { hint: sayBallot('round', { round: ballot.round }) } : {})}
      actions={chip}
    >
      {running ? (
        <>
          {ballot.endsAt && ballot.state === 'open' ? (
            <Text fw={600}>
              {say('due', { deadline: dateTime(ballot.endsAt) })} ({left})
            </Text>
          ) : null}
          {asked ? (
            <>
              <VotingCard ballot={ballot} onOpenDocument={onOpenDocument} />
              {ballot.state === 'open' && ballot.rule.secrecy === 'open' ? (
                <RemarkField ballot={ballot} />
              ) : null}
            </>
          ) : (
            <>
              <Text fw={600}>{ballot.question}</Text>
              <Text c="dimmed">{say('notAsked')}</Text>
            </>
          )}
        </>
      ) : ballot.state === 'published' ? (
        <>
          <ResultBody ballot={ballot} />
          <Remarks ballot={ballot} />
          <Group justify="flex-end">
            <PrintSheet ballot={ballot} />
          </Group>
        </>
      ) : (
        <Text>
          {ballot.state === 'void' ? say('voided', { reason: ballot.voidReason ?? '' }) : say('closedWait')}
        </Text>
      )}
    </Card>
  )
}

function RemarkField({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(opinionWords)
  const you = useYou()
  const kept = useOne('remark', `${ballot.id}:${you.person}`)
  const [text, setText] = useState<string | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const words = text ?? kept?.text ?? ''
  const save = async (): Promise<void> => {
    if (await wish('opinion.remark', { ballot: ballot.id, text: words })) setText(null)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={say('remark')}
          description={say('remarkHint')}
          value={words}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2000}
        />
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
        <Group gap="md">
          <Button
            type="submit"
            variant="default"
            loading={pending}
            disabled={text === null || text === kept?.text}
          >
            {say('remarkSave')}
          </Button>
          <Text role="status">{text === null && kept ? say('remarkSaved') : ''}</Text>
        </Group>
      </Stack>
    </form>
  )
}
