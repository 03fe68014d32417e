/**
 * The rehearsal as the desk leads it: a minute's ring, then by name who could not vote, why, and what to do.
 * What must stay true: it touches no vote and hides while one runs; "all ready" is said only when nobody is missing.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { holdsTheHall } from '@nghi-truong/shared/domain/holding'
import { lawOf, sessionOf } from '@nghi-truong/shared/domain/find'
import type { Person, Rehearsal } from '@nghi-truong/shared/domain/records'
import {
  IconBatteryOff,
  IconCircleCheck,
  IconClockExclamation,
  IconDeviceTabletQuestion,
  IconRefreshAlert,
  IconUserQuestion,
  IconWifiOff,
} from '@tabler/icons-react'
import { useNow } from '../../client/clock.ts'
import { byGivenName } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { clientVersion } from '../../client/version.ts'
import { useEvery, useOne, useSelect, useViewState } from '../../client/view.ts'
import { time } from '../../ui/dates.ts'
import { Announcer } from '../../ui/kit/Announcer.tsx'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { TimerRing } from '../../ui/kit/TimerRing.tsx'
import { rehearsalWords } from '../../ui/words/rehearsal.ts'
import { useWords } from '../../ui/words/words.ts'
import { readinessOf, type ReasonGroup } from './reading.ts'
import classes from './rehearsal.module.css'

export function RehearsalCard() {
  const say = useWords(rehearsalWords)
  const session = useSelect(sessionOf)
  const rehearsal = useOne('rehearsal', 'rehearsal')
  const voting = useSelect((records) => records.every('ballot').some(holdsTheHall))
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  if (!session || session.state === 'closed' || voting) return null
  const running = rehearsal?.state === 'running'
  return (
    <Card
      title={say('title')}
      hint={
        rehearsal && !running
          ? say('at', { at: time(rehearsal.startedAt), round: rehearsal.round })
          : say('hint', { seconds: lawOf(session, 'rehearsalSec').value })
      }
      actions={
        running ? (
          <Button variant="default" loading={pending} onClick={() => void wish('rehearsal.end', {})}>
            {say('stop')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconDeviceTabletQuestion size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('rehearsal.start', { version: clientVersion })}
          >
            {say(rehearsal ? 'again' : 'start')}
          </Button>
        )
      }
    >
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {rehearsal ? <Findings rehearsal={rehearsal} /> : null}
    </Card>
  )
}

function Findings({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const say = useWords(rehearsalWords)
  const connected = useViewState((state) => state.present.people)
  const answered = useEvery('readiness').length
  const running = rehearsal.state === 'running'
  const now = useNow(500, running)
  const { total, count, groups } = useSelect((records) => readinessOf(records, connected ?? []))
  const totalSeconds = Math.round((Date.parse(rehearsal.endsAt) - Date.parse(rehearsal.startedAt)) / 1000)
  return (
    <Stack gap="md">
      {running ? (
        <Group gap="xl" align="center">
          <TimerRing
            leftSeconds={Math.max(0, Math.ceil((Date.parse(rehearsal.endsAt) - now) / 1000))}
            totalSeconds={totalSeconds}
            amberSeconds={10}
            label={say('timer')}
            word={say('left')}
          />
          <Stack gap="xs" flex="1 1 14rem">
            <Text fw={600}>{say('answered', { answered, total })}</Text>
            <div className={classes['track']} aria-hidden>
              <div
                className={classes['fill']}
                style={{ width: `${total > 0 ? (answered / total) * 100 : 0}%` }}
              />
            </div>
          </Stack>
        </Group>
      ) : null}
      {count === 0 ? (
        <div className={classes['ready']} role="status">
          <IconCircleCheck size="2.5rem" aria-hidden />
          <div>
            <strong>{say('ready')}</strong>
            {say('readyHint', { total })}
          </div>
        </div>
      ) : (
        <>
          <Group gap="sm">
            <Chip tone="abstain">{say(running ? 'notReadyYet' : 'notReady', { count })}</Chip>
            <Chip tone="yes">{say('readyOf', { ready: total - count, total })}</Chip>
          </Group>
          <div className={classes['groups']}>
            {groups.map((group) => (
              <Reason
                key={group.reason}
                group={group}
                open={groups.length === 1 || group.people.length <= 12}
              />
            ))}
          </div>
        </>
      )}
      {running ? null : (
        <Announcer>{count === 0 ? say('announcedReady') : say('announcedNotReady', { count })}</Announcer>
      )}
    </Stack>
  )
}

const reasonIcon = {
  not_checked_in: IconUserQuestion,
  offline: IconWifiOff,
  no_answer: IconDeviceTabletQuestion,
  wrong_clock: IconClockExclamation,
  old_version: IconRefreshAlert,
  low_battery: IconBatteryOff,
} as const

function Reason({ group, open }: { readonly group: ReasonGroup; readonly open: boolean }) {
  const say = useWords(rehearsalWords)
  const Icon = reasonIcon[group.reason]
  return (
    <details className={classes['reason']} open={open}>
      <summary>
        <Icon size="1.5rem" aria-hidden />
        <span>
          {say(group.reason)} <strong>({group.people.length})</strong>
          <small>{say(`${group.reason}_do`)}</small>
        </span>
      </summary>
      <ul>
        {group.people.toSorted(byGivenName).map((person) => (
          <li key={person.id}>
            <Name person={person} reason={group.reason} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Name({ person, reason }: { readonly person: Person; readonly reason: ReasonGroup['reason'] }) {
  const say = useWords(rehearsalWords)
  const told = useOne('readiness', person.id)
  const group = useOne('group', person.group ?? '')
  const detail =
    told && reason === 'wrong_clock'
      ? say('clockOff', { seconds: Math.round(Math.abs(told.clockOffMs) / 1000) })
      : told && reason === 'old_version'
        ? say('versionIs', { version: told.version })
        : told && reason === 'low_battery'
          ? say('batteryIs', { battery: told.battery ?? 0 })
          : null
  return (
    <>
      {person.name}
      <small>{[detail, group?.name].filter(Boolean).join(' · ')}</small>
    </>
  )
}
