/**
 * The end of the rolls at the desk: sealed by one, destroyed by another when the time is over, with the backups that may
 * still hold one named before it is done.
 * What must stay true: it shows only when every ballot is over; each step is asked for once more; who may not do the second
 * step reads why.
 */
import { Button, List, Stack, Text } from '@mantine/core'
import type { SecretClearing } from '@nghi-truong/shared/domain/secret-records'
import { IconAlertTriangle, IconLock, IconRosetteDiscountCheck, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Note } from '../../ui/kit/Note.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { clearingWords } from '../../ui/words/secret-clearing.ts'
import { useWords } from '../../ui/words/words.ts'
import { TrialChip } from './Trial.tsx'

const over = ['draft', 'published', 'void', 'paper']
const shownBackups = 5

/** Nothing while a ballot runs, and where none was ever handed out. */
export function Clearing() {
  const say = useWords(clearingWords)
  const ballots = useEvery('secretBallot')
  const clearing = useOne('secretClearing', 'secretClearing')
  const done = ballots.every((one) => over.includes(one.state) || (one.rehearsal && one.state === 'counted'))
  const cleared = clearing?.cleared.map((one) => one.ballot) ?? []
  const left = ballots.some((one) => one.uuid !== null && !cleared.includes(one.id))
  if (!done || (!left && !clearing)) return null
  return (
    <Card title={say('title')} actions={<TrialChip />}>
      <Stack gap="md">
        <Text>{say('why')}</Text>
        {clearing ? <Stage clearing={clearing} /> : null}
        {left && (!clearing || clearing.state === 'cleared') ? <Seal /> : null}
      </Stack>
    </Card>
  )
}

function Seal() {
  const say = useWords(clearingWords)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <div>
        <Button
          size="lg"
          variant="default"
          leftSection={<IconLock size="1.5rem" aria-hidden />}
          loading={pending}
          onClick={() => setAsked(true)}
        >
          {say('seal')}
        </Button>
      </div>
      <ConfirmDialog
        opened={asked}
        title={say('sealSure')}
        confirm={say('seal')}
        onConfirm={() => void wish('secretBallot.sealRolls', {})}
        onClose={() => setAsked(false)}
      >
        {say('sealHint')}
      </ConfirmDialog>
    </>
  )
}

function Stage({ clearing }: { readonly clearing: SecretClearing }) {
  const say = useWords(clearingWords)
  const nameOf = useNameOf()
  const keys = useOne('secretKeys', 'secretKeys')
  if (clearing.state === 'sealed') return <Sealed clearing={clearing} />
  if (clearing.state === 'ordered') return <Text role="status">{say('destroying')}</Text>
  const { cleared, keysDestroyed, orderedBy } = clearing
  return (
    <>
      <Note tone="yes" icon={IconRosetteDiscountCheck}>
        {say('destroyed', { count: cleared.length, at: dateTime(cleared.at(-1)?.at ?? '') })}{' '}
        {orderedBy ? `(${nameOf(clearing.sealedBy)}, ${nameOf(orderedBy)})` : ''}
      </Note>
      {keys ? <Text>{say('keysGone', { done: keysDestroyed.length, all: keys.members.length })}</Text> : null}
      <Backups clearing={clearing} />
    </>
  )
}

function Sealed({ clearing }: { readonly clearing: SecretClearing }) {
  const say = useWords(clearingWords)
  const nameOf = useNameOf()
  const you = useYou()
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [asked, setAsked] = useState(false)
  const mine = clearing.sealedBy === you.person
  return (
    <>
      <Text>
        {say('sealed', { name: nameOf(clearing.sealedBy), at: dateTime(clearing.sealedAt) })}{' '}
        {say('keptUntil', { at: dateTime(clearing.notBefore) })}
      </Text>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {mine ? <Text c="dimmed">{say('secondPerson')}</Text> : null}
      {mine ? null : (
        <div>
          <Button
            size="lg"
            color="var(--nt-no)"
            autoContrast
            leftSection={<IconTrash size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => setAsked(true)}
          >
            {say('destroy')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asked}
        title={say('destroySure')}
        confirm={say('destroy')}
        danger
        onConfirm={() => void wish('secretBallot.destroyRolls', {})}
        onClose={() => setAsked(false)}
      >
        <Stack gap="sm">
          <Text>{say('destroyHint')}</Text>
          <Backups clearing={clearing} />
        </Stack>
      </ConfirmDialog>
    </>
  )
}

/** `2026-12-09T02-00-00.000Z.ntb` is an instant. */
const instantOf = (name: string): string =>
  name.replace(/^(.{13})-(\d\d)-(\d\d\.\d{3}Z)\.ntb$/, (_, day: string, minute: string, rest: string) =>
    [day, minute, rest].join(':'),
  )

function Backups({ clearing: { backups, backupsKnown } }: { readonly clearing: SecretClearing }) {
  const say = useWords(clearingWords)
  if (backupsKnown && backups.length === 0) return null
  return (
    <Note tone="abstain" icon={IconAlertTriangle}>
      {backupsKnown ? say('backups', { count: backups.length }) : say('backupsUnknown')}
      {backupsKnown ? (
        <List>
          {backups.slice(0, shownBackups).map((name) => (
            <List.Item key={name}>{dateTime(instantOf(name))}</List.Item>
          ))}
          {backups.length > shownBackups ? (
            <List.Item>{say('backupsMore', { count: backups.length - shownBackups })}</List.Item>
          ) : null}
        </List>
      ) : null}
      {say('backupsDo')}
    </Note>
  )
}
