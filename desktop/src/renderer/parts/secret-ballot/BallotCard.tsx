/**
 * One secret ballot at the desk: where it stands, its figures, the one next step, and the way to paper.
 * What must stay true: no running total of options; every step that cannot be taken back is asked for once more.
 */
import { Button, Group, Menu, Stack, Text } from '@mantine/core'
import { lawOf, presentDelegates, sessionOf } from '@nghi-truong/shared/domain/find'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import {
  IconArchive,
  IconBox,
  IconDots,
  IconFileDownload,
  IconKey,
  IconMailbox,
  IconPlayerPause,
  IconPlayerPlay,
  IconSpeakerphone,
  IconTicket,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useNow } from '../../client/clock.ts'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useSelect, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretStateWord, secretTone, secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { Export } from './Export.tsx'
import { Progress } from './Progress.tsx'
import { ResultBody } from './ResultBody.tsx'
import { ToPaper } from './ToPaper.tsx'
import { TrialChip } from './Trial.tsx'
import { mayMoveToPaper, short } from './reading.ts'
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
      <ResultBody ballot={ballot} />
      {ballot.state === 'counted' && !ballot.rehearsal ? (
        <Text c="dimmed">
          {say('notPublishedYet')} {say('verdictNeeded')}
        </Text>
      ) : null}
      {you.roles.includes('chair') ? <ChairSteps ballot={ballot} /> : null}
      {ballot.state === 'published' || ballot.state === 'counted' ? <Export ballot={ballot} /> : null}
    </Card>
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

/** Seconds until that moment, never below 0. */
export function useSecondsTo(at: string | null | undefined): number {
  const now = useNow(500, at != null)
  return at ? Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)) : 0
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

/** The chair's one next step in great type, the others beside it. */
function ChairSteps({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const box = useOne('secretBox', ballot.id)
  const result = useOne('secretResult', ballot.id)
  const present = useSelect((records) => presentDelegates(records).length)
  const grace = useSelect((records) => {
    const session = sessionOf(records)
    return session ? lawOf(session, 'closingGraceSec').value : 0
  })
  const waits = useSecondsTo(ballot.closed?.complaintsUntil)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [asking, setAsking] = useState<'open' | 'close' | 'void' | 'paper' | null>(null)
  const only = { ballot: ballot.id }
  const issued = box?.issued ?? 0
  const cast = box?.cast ?? 0
  const absent = Math.max(0, present - issued)
  const tied = result?.subjects.some((one) => one.outcome === 'revote') ?? false
  const repeats = ballot.state === 'void' || (ballot.state === 'published' && tied)
  const running = !['published', 'void', 'paper', 'draft'].includes(ballot.state)
  const shut = (): void => setAsking(null)
  return (
    <Stack gap="sm">
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group gap="sm">
        {ballot.state === 'armed' ? (
          <Button
            size="lg"
            leftSection={<IconTicket size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('secretBallot.issue', only)}
          >
            {say('issue')}
          </Button>
        ) : null}
        {ballot.state === 'issuing' ? (
          <Button
            size="lg"
            leftSection={<IconBox size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => setAsking('open')}
          >
            {say('open')}
          </Button>
        ) : null}
        {ballot.state === 'open' || ballot.state === 'paused' ? (
          <Button
            size="lg"
            leftSection={<IconMailbox size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => setAsking('close')}
          >
            {say('closeBox')}
          </Button>
        ) : null}
        {ballot.state === 'open' ? (
          <Button
            size="lg"
            variant="default"
            leftSection={<IconPlayerPause size="1.5rem" aria-hidden />}
            onClick={() => void wish('secretBallot.pause', only)}
          >
            {say('pause')}
          </Button>
        ) : null}
        {ballot.state === 'paused' ? (
          <Button
            size="lg"
            variant="default"
            leftSection={<IconPlayerPlay size="1.5rem" aria-hidden />}
            onClick={() => void wish('secretBallot.resume', only)}
          >
            {say('resume')}
          </Button>
        ) : null}
        {ballot.state === 'closed' ? (
          <Button
            size="lg"
            leftSection={<IconKey size="1.5rem" aria-hidden />}
            loading={pending}
            disabled={waits > 0}
            onClick={() => void wish('secretBallot.startOpening', only)}
          >
            {say('startOpening')}
          </Button>
        ) : null}
        {ballot.state === 'counted' ? (
          <Button
            size="lg"
            leftSection={<IconSpeakerphone size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('secretBallot.publish', only)}
          >
            {say('publish')}
          </Button>
        ) : null}
        {repeats ? (
          <Button variant="default" loading={pending} onClick={() => void wish('secretBallot.repeat', only)}>
            {say(tied ? 'repeatTied' : 'repeat')}
          </Button>
        ) : null}
        {mayMoveToPaper(ballot) ? (
          <Button
            size="lg"
            variant="default"
            ml="auto"
            leftSection={<IconFileDownload size="1.5rem" aria-hidden />}
            onClick={() => setAsking('paper')}
          >
            {say('toPaper')}
          </Button>
        ) : null}
        {running ? (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Button variant="subtle" size="lg" aria-label={say('more')} px="sm">
                <IconDots size="1.5rem" aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item c="var(--nt-no)" onClick={() => setAsking('void')}>
                {say('void')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Group>
      {ballot.state === 'issuing' ? <Text c="dimmed">{say('issueHint')}</Text> : null}
      <ConfirmDialog
        opened={asking === 'open'}
        title={say('openSure')}
        confirm={say('open')}
        onClose={shut}
        onConfirm={() => {
          shut()
          void wish('secretBallot.open', { ...only, absent })
        }}
      >
        {say(absent > 0 ? 'openAbsent' : 'openAll', { issued, present, absent })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'close'}
        title={say('closeSure')}
        confirm={say('closeBox')}
        onClose={shut}
        onConfirm={() => {
          shut()
          void wish('secretBallot.close', only)
        }}
      >
        <Stack gap="xs">
          <span>{say('closeHint', { cast, issued })}</span>
          {issued > cast ? <strong>{say('closeMissing', { missing: issued - cast })}</strong> : null}
          {grace > 0 ? <span>{say('closingIn', { seconds: grace })}</span> : null}
        </Stack>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'void'}
        title={say('voidSure')}
        confirm={say('void')}
        reason={say('voidReason')}
        danger
        onClose={shut}
        onConfirm={(reason) => {
          shut()
          void wish('secretBallot.void', { ...only, reason })
        }}
      >
        {say('voidHint')}
      </ConfirmDialog>
      <ToPaper ballot={ballot} opened={asking === 'paper'} onClose={shut} />
    </Stack>
  )
}
