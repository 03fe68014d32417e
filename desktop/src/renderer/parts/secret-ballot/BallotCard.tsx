/**
 * One secret ballot at the desk: where it stands, its figures, the one next step, and the way to paper.
 * What must stay true: no running total of options; every step that cannot be taken back is asked for once more.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { presentDelegates } from '@nghi-truong/shared/domain/find'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import { IconAlertTriangle, IconArchive } from '@tabler/icons-react'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useSelect, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { secretStateWord, secretTone, secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { ChairSteps } from './ChairSteps.tsx'
import { Export } from './Export.tsx'
import { Progress } from './Progress.tsx'
import { ResultBody, Verdicts } from './ResultBody.tsx'
import { TrialChip } from './Trial.tsx'
import { short } from './reading.ts'
import { useSecondsTo } from './seconds.ts'
import classes from './secret.module.css'

export function DraftCard({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const you = useYou()
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const only = { ballot: ballot.id }
  return (
    <Card
      order={3}
      title={ballot.title}
      hint={ballot.subjects.map((one) => one.name).join(', ')}
      actions={<StateChips ballot={ballot} />}
    >
      <Text c="dimmed">{say('armHint')}</Text>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group gap="sm">
        {you.roles.includes('chair') ? (
          <Button
            size="lg"
            leftSection={<IconArchive size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('secretBallot.arm', only)}
          >
            {say('arm')}
          </Button>
        ) : null}
        <Button variant="subtle" loading={pending} onClick={() => void wish('secretBallot.discard', only)}>
          {say('discard')}
        </Button>
      </Group>
    </Card>
  )
}

function StateChips({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  return (
    <>
      {ballot.rehearsal ? <Chip tone="other">{say('rehearsalChip')}</Chip> : null}
      <Chip tone={secretTone[ballot.state]}>{say(secretStateWord[ballot.state])}</Chip>
    </>
  )
}

export function BallotCard({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const you = useYou()
  const ended = ballot.state === 'void' || ballot.state === 'paper'
  return (
    <Card
      title={ballot.title}
      actions={
        <>
          <TrialChip />
          <StateChips ballot={ballot} />
        </>
      }
    >
      {ballot.state === 'void' ? <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text> : null}
      {ballot.state === 'paper' ? (
        <Text>{say('movedToPaper', { reason: ballot.voidReason ?? '' })}</Text>
      ) : null}
      {ended || ballot.state === 'published' ? null : <Figures ballot={ballot} />}
      <Stage ballot={ballot} />
      {ballot.state === 'counted' ? <Judged ballot={ballot} /> : null}
      {you.roles.includes('chair') ? <ChairSteps ballot={ballot} /> : null}
      <ResultBody ballot={ballot} judged={ballot.state !== 'counted'} />
      {ballot.state === 'published' || ballot.state === 'counted' ? <Export ballot={ballot} /> : null}
    </Card>
  )
}

/** Before the announcement: what both programs say stands over the button that waits for them. */
function Judged({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const result = useOne('secretResult', ballot.id)
  if (!result) return null
  const against = result.verdicts.some((one) => one.verdict === 'reject' && one.head === result.head)
  return (
    <Stack gap="sm">
      <Verdicts ballot={ballot} result={result} />
      {against ? (
        <Note tone="no" icon={IconAlertTriangle} alert>
          {say('verdictAgainst')}
        </Note>
      ) : ballot.rehearsal ? null : (
        <Text c="dimmed">
          {say('notPublishedYet')} {say('verdictNeeded')}
        </Text>
      )}
    </Stack>
  )
}

function Figures({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const box = useOne('secretBox', ballot.id)
  const present = useSelect((records) => presentDelegates(records).length)
  if (!box) return null
  const cells = [
    [say('presentCount'), ballot.frozen?.present ?? present],
    [say('issued'), box.issued],
    ...(['armed', 'issuing', 'freezing'].includes(ballot.state)
      ? []
      : [[say('collected'), box.cast] as const]),
    ...(box.tested > 0 ? [[say('testedCount'), box.tested] as const] : []),
  ] as const
  return (
    <>
      <dl className={classes['figures']}>
        {cells.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ballot.fingerprint ? (
        <Text size="sm" c="dimmed">
          {say('seal')} <code>{short(ballot.fingerprint)}</code> · {say('head')}{' '}
          <code>{short(box.head)}</code>
        </Text>
      ) : null}
    </>
  )
}

function Stage({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const nameOf = useNameOf()
  const box = useOne('secretBox', ballot.id)
  const keys = useOne('secretKeys', 'secretKeys')
  const seals = useEvery('secretSeal').filter((one) => one.ballot === ballot.id)
  const complaints = useEvery('secretComplaint').filter((one) => one.ballot === ballot.id)
  const openings = useEvery('secretOpening').filter((one) => one.ballot === ballot.id)
  const present = useSelect((records) => presentDelegates(records).length)
  const closes = useSecondsTo(ballot.closesAt)
  const waits = useSecondsTo(ballot.closed?.complaintsUntil)
  const needed = keys?.threshold ?? 0
  switch (ballot.state) {
    case 'issuing':
      return (
        <Progress
          done={box?.issued ?? 0}
          all={present}
          label={say('issuedOf', { issued: box?.issued ?? 0, present })}
        />
      )
    case 'open':
    case 'paused':
      return (
        <Progress
          done={box?.cast ?? 0}
          all={box?.issued ?? 0}
          label={say('castOf', { cast: box?.cast ?? 0, issued: box?.issued ?? 0 })}
        />
      )
    case 'closing':
      return (
        <Text fw={600} role="status">
          {closes > 0
            ? say('closingIn', { seconds: closes })
            : say('closingWaiting', { count: box?.waiting ?? 0 })}
        </Text>
      )
    case 'closed': {
      const fit = seals.filter((one) => one.fit).length
      const unfit = seals.filter((one) => !one.fit)
      return (
        <Stack gap="xs">
          <Text fw={500}>
            {waits > 0 ? say('complaintsLeft', { seconds: waits }) : say('complaintsOver')}
          </Text>
          <Progress done={fit} all={needed} label={say('sealsOf', { fit, needed })} />
          {complaints.length > 0 ? (
            <Text role="alert" fw={600} c="var(--nt-no)">
              {say('complaints', { names: complaints.map((one) => nameOf(one.person)).join(', ') })}
            </Text>
          ) : null}
          {unfit.map((one) => (
            <Text key={one.id} role="alert" fw={600} c="var(--nt-no)">
              {nameOf(one.person)}: {say('boxUnfit')}
            </Text>
          ))}
        </Stack>
      )
    }
    case 'opening':
      return (
        <Stack gap="xs">
          <Progress
            done={box?.opened ?? 0}
            all={needed}
            label={say('keysGiven', { given: box?.opened ?? 0, needed })}
          />
          {openings
            .filter((one) => one.state === 'refused')
            .map((one) => (
              <Text key={one.id} role="alert" c="var(--nt-no)">
                {say('openingRefused', { name: nameOf(one.person) })}
              </Text>
            ))}
        </Stack>
      )
    default:
      return null
  }
}
