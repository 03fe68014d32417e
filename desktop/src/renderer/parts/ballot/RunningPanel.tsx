/**
 * The vote in progress as the desk sees it: turnout, time, who has voted (never how), and the chair's buttons.
 * What must stay true: no running total exists here; after the end the desk alone sees the result until it is announced.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconSpeakerphone } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import { groupDelegates } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { SeatMap } from '../../ui/kit/SeatMap.tsx'
import { TimerRing } from '../../ui/kit/TimerRing.tsx'
import { ballotStateWord, ballotWords } from '../../ui/words/ballot.ts'
import { useWords } from '../../ui/words/words.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { OfflineVoters } from './OfflineVoters.tsx'
import { useBases, useCountdown } from './reading.ts'
import { ResultBody } from './ResultCard.tsx'
import classes from './ballot.module.css'

/** What another part adds to a running vote, e.g. the show of hands. */
export type RenderRunning = (ballot: Ballot) => ReactNode

export function RunningPanel({
  ballot,
  chairs,
  renderRunning,
}: {
  readonly ballot: Ballot
  readonly chairs: boolean
  readonly renderRunning?: RenderRunning | undefined
}) {
  const say = useWords(ballotWords)
  const bases = useBases(ballot)
  const countdown = useCountdown(ballot)
  const turnout = useOne('turnout', ballot.id)
  const [asking, setAsking] = useState<'end' | 'void' | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const only = { ballot: ballot.id }
  const missing = (turnout?.eligible ?? 0) - (turnout?.cast ?? 0)
  const end = (): void => void wish('ballot.close', only)
  return (
    <Card
      title={ballot.question}
      {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
      actions={
        <Chip tone={ballot.state === 'open' ? 'other' : 'abstain'}>{say(ballotStateWord[ballot.state])}</Chip>
      }
      style={{ borderColor: 'var(--nt-other)', borderWidth: 2 }}
    >
      {ballot.state === 'closed' ? null : <NeedsLine rule={ballot.rule} bases={bases} />}
      {ballot.state === 'closed' ? (
        <ResultBody ballot={ballot} />
      ) : (
        <>
          <Group gap="xl" align="center">
            <Stack gap="xs" flex="1 1 16rem">
              <Turnout cast={turnout?.cast ?? 0} eligible={turnout?.eligible ?? 0} />
            </Stack>
            {countdown ? (
              <TimerRing
                leftSeconds={countdown.leftSeconds}
                totalSeconds={countdown.totalSeconds}
                amberSeconds={10}
                label={say('timer')}
                word={say(countdown.paused ? 'pausedWord' : 'left')}
              />
            ) : null}
          </Group>
          <OfflineVoters ballot={ballot} />
          <VotedMap ballot={ballot} />
          {renderRunning?.(ballot)}
        </>
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {chairs ? (
        <Group gap="sm">
          {ballot.state === 'open' ? (
            <>
              <Button
                leftSection={<IconPlayerStop size="1.25rem" aria-hidden />}
                loading={pending}
                onClick={() => (missing > 0 ? setAsking('end') : end())}
              >
                {say('end')}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPlayerPause size="1.25rem" aria-hidden />}
                onClick={() => void wish('ballot.pause', only)}
              >
                {say('pause')}
              </Button>
            </>
          ) : null}
          {ballot.state === 'paused' ? (
            <>
              <Button
                leftSection={<IconPlayerPlay size="1.25rem" aria-hidden />}
                loading={pending}
                onClick={() => void wish('ballot.resume', only)}
              >
                {say('resume')}
              </Button>
              <Button variant="default" onClick={() => (missing > 0 ? setAsking('end') : end())}>
                {say('end')}
              </Button>
            </>
          ) : null}
          {ballot.state === 'closed' ? (
            <Button
              leftSection={<IconSpeakerphone size="1.25rem" aria-hidden />}
              loading={pending}
              onClick={() => void wish('ballot.publish', only)}
            >
              {say('publish')}
            </Button>
          ) : null}
          <Button variant="subtle" color="var(--nt-no)" ml="auto" onClick={() => setAsking('void')}>
            {say('void')}
          </Button>
        </Group>
      ) : null}
      <ConfirmDialog
        opened={asking === 'end'}
        title={say('endSure')}
        confirm={say('end')}
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          end()
        }}
      >
        <Stack gap="md">
          <span>{say('endHint', { missing })}</span>
          <OfflineVoters ballot={ballot} named />
        </Stack>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'void'}
        title={say('voidSure')}
        confirm={say('void')}
        reason={say('voidReason')}
        danger
        onClose={() => setAsking(null)}
        onConfirm={(reason) => {
          setAsking(null)
          void wish('ballot.void', { ...only, reason })
        }}
      >
        {say('voidHint')}
      </ConfirmDialog>
    </Card>
  )
}

export function Turnout({ cast, eligible }: { readonly cast: number; readonly eligible: number }) {
  const say = useWords(ballotWords)
  const sentence = say('turnout', { cast, eligible })
  return (
    <div role="img" aria-label={sentence}>
      <Text className={classes['turnout'] ?? ''} component="p" m={0} mb="xs" aria-hidden>
        <strong>
          {cast}/{eligible}
        </strong>
        {say('voted').toLocaleLowerCase('vi')}
      </Text>
      <div className={classes['track']} aria-hidden>
        <div
          className={classes['fill']}
          style={{ width: `${eligible > 0 ? (cast / eligible) * 100 : 0}%` }}
        />
      </div>
    </div>
  )
}

function VotedMap({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(ballotWords)
  const people = useEvery('person')
  const groups = useEvery('group')
  const voted = useOne('voted', ballot.id)
  const electorate = useOne('electorate', ballot.id)
  const seats = useMemo(() => {
    const done = new Set(voted?.people)
    const eligible = new Set(electorate?.people)
    return groupDelegates(people, groups).map((group) => ({
      id: group.id,
      name: group.name || say('outsideGroups'),
      seats: group.people
        .filter((person) => eligible.has(person.id))
        .map((person) => ({
          person: person.id,
          name: person.name,
          tone: done.has(person.id) ? ('other' as const) : ('none' as const),
          state: say(done.has(person.id) ? 'voted' : 'notVoted'),
        })),
    }))
  }, [electorate, groups, people, say, voted])
  return (
    <details className={classes['disclosure']}>
      <summary>{say('votedMap')}</summary>
      <SeatMap groups={seats} label={say('votedMap')} />
    </details>
  )
}
