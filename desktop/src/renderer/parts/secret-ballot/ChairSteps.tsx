/**
 * What the chair can do with a secret ballot: the one next step in great type, the others beside it.
 * What must stay true: every step that cannot be taken back is asked for once more, with the figures it rests on; the way
 * to paper is always in the same place.
 */
import { Button, Group, Menu, Stack, Text } from '@mantine/core'
import { lawOf, presentDelegates, sessionOf } from '@nghi-truong/shared/domain/find'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import {
  IconBox,
  IconDots,
  IconFileText,
  IconKey,
  IconMailbox,
  IconPlayerPause,
  IconPlayerPlay,
  IconSpeakerphone,
  IconTicket,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useSelect } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { ToPaper } from './ToPaper.tsx'
import { mayAnnounce, mayMoveToPaper } from './reading.ts'
import { useSecondsTo } from './seconds.ts'

export function ChairSteps({ ballot }: { readonly ballot: SecretBallot }) {
  const say = useWords(secretWords)
  const box = useOne('secretBox', ballot.id)
  const result = useOne('secretResult', ballot.id)
  const present = useSelect((records) => presentDelegates(records).length)
  const grace = useSelect((records) => {
    const session = sessionOf(records)
    return session ? lawOf(session, 'closingGraceSec').value : 0
  })
  const needed = useOne('secretKeys', 'secretKeys')?.threshold ?? 0
  const fit = useEvery('secretSeal').filter(
    (one) => one.ballot === ballot.id && one.fit && one.head === ballot.closed?.head,
  ).length
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
            disabled={waits > 0 || fit < needed}
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
            disabled={!mayAnnounce(ballot, result)}
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
            leftSection={<IconFileText size="1.5rem" aria-hidden />}
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
        onConfirm={() => void wish('secretBallot.open', { ...only, absent })}
      >
        {say(absent > 0 ? 'openAbsent' : 'openAll', { issued, present, absent })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'close'}
        title={say('closeSure')}
        confirm={say('closeBox')}
        onClose={shut}
        onConfirm={() => void wish('secretBallot.close', only)}
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
        onConfirm={(reason) => void wish('secretBallot.void', { ...only, reason })}
      >
        {say('voidHint')}
      </ConfirmDialog>
      {asking === 'paper' ? <ToPaper ballot={ballot} onClose={shut} /> : null}
    </Stack>
  )
}
