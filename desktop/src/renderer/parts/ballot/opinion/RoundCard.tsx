/** One round as the desk sees it: how many have answered, who has not, reminders, and what may be done next. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { repeatOf } from '@nghi-truong/shared/domain/ballot-steps'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconBell, IconClockPlus, IconRepeat, IconSpeakerphone } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../../client/people.ts'
import { useWish } from '../../../client/send.ts'
import { useOne, useSelect, useView, useYou } from '../../../client/view.ts'
import { dateTime } from '../../../ui/dates.ts'
import { Card } from '../../../ui/kit/Card.tsx'
import { Chip } from '../../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../../ui/kit/Refused.tsx'
import { ballotWords } from '../../../ui/words/ballot.ts'
import { opinionStateWord, opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { NeedsLine } from '../NeedsLine.tsx'
import { PrintSheet } from '../PrintSheet.tsx'
import { ResultBody } from '../ResultCard.tsx'
import classes from '../ballot.module.css'
import { DeadlineDialog } from './DeadlineDialog.tsx'
import { Remarks } from './Remarks.tsx'
import { toField, totalsOf, useAsked, useTimeLeft, usualDeadline } from './reading.ts'

type Asking = 'end' | 'void' | 'extend' | 'repeat'

export function RoundCard({ ballot, chairs }: { readonly ballot: Ballot; readonly chairs: boolean }) {
  const say = useWords(opinionWords)
  const sayBallot = useWords(ballotWords)
  const you = useYou()
  const view = useView()
  const opinion = useOne('opinion', ballot.id)
  const again = useSelect((records) => repeatOf(records, ballot.id) !== undefined)
  const { missing } = useAsked(ballot)
  const [asking, setAsking] = useState<Asking | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const only = { ballot: ballot.id }
  const open = ballot.state === 'open'
  const done = ballot.state === 'closed' || ballot.state === 'published'
  const close = (): void => setAsking(null)
  return (
    <Card
      title={ballot.question}
      {...(ballot.round > 1 ? { hint: sayBallot('round', { round: ballot.round }) } : {})}
      actions={
        <Chip tone={open ? 'other' : ballot.state === 'published' ? 'yes' : 'abstain'}>
          {say(opinionStateWord[ballot.state])}
        </Chip>
      }
      {...(open ? { style: { borderColor: 'var(--nt-other)', borderWidth: 2 } } : {})}
    >
      {ballot.state === 'void' ? (
        <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text>
      ) : done ? (
        <>
          <ResultBody ballot={ballot} />
          <Remarks ballot={ballot} />
        </>
      ) : (
        <>
          <NeedsLine rule={ballot.rule} bases={totalsOf(ballot, opinion)} inWriting />
          <Running ballot={ballot} />
        </>
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group gap="sm">
        {open && you.roles.includes('secretariat') && missing.length > 0 ? (
          <Button
            leftSection={<IconBell size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('opinion.remind', only)}
          >
            {say('remind')}
          </Button>
        ) : null}
        {open ? (
          <Button
            variant="default"
            leftSection={<IconClockPlus size="1.25rem" aria-hidden />}
            onClick={() => setAsking('extend')}
          >
            {say('extend')}
          </Button>
        ) : null}
        {open && chairs ? (
          <Button variant="default" onClick={() => setAsking('end')}>
            {say('end')}
          </Button>
        ) : null}
        {ballot.state === 'closed' && chairs ? (
          <Button
            leftSection={<IconSpeakerphone size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('ballot.publish', only)}
          >
            {say('publish')}
          </Button>
        ) : null}
        {ballot.state === 'published' ? <PrintSheet ballot={ballot} /> : null}
        {ballot.state === 'void' && !again ? (
          <Button
            variant="default"
            leftSection={<IconRepeat size="1.25rem" aria-hidden />}
            onClick={() => setAsking('repeat')}
          >
            {say('repeat')}
          </Button>
        ) : null}
        {chairs && ballot.state !== 'void' ? (
          <Button variant="subtle" color="var(--nt-no)" ml="auto" onClick={() => setAsking('void')}>
            {say('void')}
          </Button>
        ) : null}
      </Group>
      <ConfirmDialog
        opened={asking === 'end'}
        title={say('endSure')}
        confirm={say('end')}
        onClose={close}
        onConfirm={() => void wish('ballot.close', only)}
      >
        {say('endHint', { missing: missing.length })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'void'}
        title={say('voidSure')}
        confirm={say('void')}
        reason={say('voidReason')}
        danger
        onClose={close}
        onConfirm={(reason) => void wish('ballot.void', { ...only, reason })}
      >
        {say('voidHint')}
      </ConfirmDialog>
      {asking === 'extend' && opinion ? (
        <DeadlineDialog
          title={say('extendTitle')}
          hint={say('extendHint', { deadline: dateTime(opinion.deadline) })}
          confirm={say('extend')}
          proposed={toField(new Date(Date.parse(opinion.deadline) + 86_400_000).toISOString())}
          onClose={close}
          onConfirm={(deadline) => {
            close()
            void wish('opinion.extend', { ...only, deadline })
          }}
        />
      ) : null}
      {asking === 'repeat' ? (
        <DeadlineDialog
          title={say('repeatTitle')}
          confirm={say('repeat')}
          proposed={usualDeadline(Date.now() + view.now().offsetMs, 3)}
          onClose={close}
          onConfirm={(deadline) => {
            close()
            void wish('opinion.repeat', { ...only, deadline })
          }}
        />
      ) : null}
    </Card>
  )
}

/** How far a running round has come; names only of those without an answer. */
function Running({ ballot }: { readonly ballot: Ballot }) {
  const say = useWords(opinionWords)
  const nameOf = useNameOf()
  const opinion = useOne('opinion', ballot.id)
  const turnout = useOne('turnout', ballot.id)
  const { missing } = useAsked(ballot)
  const left = useTimeLeft(opinion?.deadline ?? null)
  const { cast, eligible } = turnout ?? { cast: 0, eligible: 0 }
  return (
    <Stack gap="sm">
      <Text size="lg" fw={600}>
        {say('answered', { cast, eligible })}
        {opinion ? ` · ${say('due', { deadline: dateTime(opinion.deadline) })} (${left})` : ''}
      </Text>
      <div className={classes['track']} aria-hidden>
        <div
          className={classes['fill']}
          style={{ width: `${eligible > 0 ? (cast / eligible) * 100 : 0}%` }}
        />
      </div>
      {missing.length === 0 ? (
        <Text>{say('allAnswered')}</Text>
      ) : (
        <section aria-label={say('unanswered', { count: missing.length })}>
          <Text fw={600}>{say('unanswered', { count: missing.length })}</Text>
          <ul className={classes['askedList']}>
            {missing.map((person) => (
              <li key={person}>{nameOf(person)}</li>
            ))}
          </ul>
        </section>
      )}
      {opinion?.reminded.map((one) => (
        <Text key={one.at} size="sm" c="dimmed">
          {say('reminded', {
            by: say(one.by === 'timetable' ? 'byTimetable' : 'bySecretariat'),
            at: dateTime(one.at),
            count: one.count,
          })}
        </Text>
      ))}
      {opinion?.remindAt[0] ? (
        <Text size="sm" c="dimmed">
          {say('nextReminder', { at: dateTime(opinion.remindAt[0]) })}
        </Text>
      ) : null}
    </Stack>
  )
}
