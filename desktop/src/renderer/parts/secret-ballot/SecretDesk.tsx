/**
 * Electronic secret ballots as the chair and the secretariat lead them: the steps once, then each ballot from its draft to
 * its result.
 * What must stay true: the next step is always the one marked; paper is one tap away from every running ballot.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { keysNeeded } from '@nghi-truong/shared/domain/secret-keys'
import { itemsInOrder, sessionOf } from '@nghi-truong/shared/domain/find'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useSecretDevice, useHeads } from '../../client/secret-ballot/use.ts'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useSelect, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { secretWords } from '../../ui/words/secret.ts'
import { useWords } from '../../ui/words/words.ts'
import { BallotCard, DraftCard } from './BallotCard.tsx'
import { BrowserBox } from './BrowserBox.tsx'
import { Clearing } from './Clearing.tsx'
import { DraftForm } from './DraftForm.tsx'
import { KeysStep } from './KeysStep.tsx'
import { ModeStep } from './ModeCard.tsx'
import { isBusy } from './reading.ts'
import { TrialChip, WhySecret } from './Trial.tsx'
import classes from './secret.module.css'

/** What the hall is busy with, on top of the page. */
export function SecretRunning() {
  const running = useEvery('secretBallot').filter(isBusy)
  useHeads(useSecretDevice())
  return running.map((ballot) => <BallotCard key={ballot.id} ballot={ballot} />)
}

export function SecretDesk() {
  const say = useWords(secretWords)
  const all = useEvery('secretBallot')
  const drafts = all.filter((one) => one.state === 'draft')
  const past = all.filter((one) => ['published', 'void', 'paper'].includes(one.state)).toReversed()
  return (
    <Stack gap="md">
      <Card title={say('title')} hint={say('trialHint')} actions={<TrialChip />}>
        <Steps />
        {drafts.map((ballot) => (
          <DraftCard key={ballot.id} ballot={ballot} />
        ))}
        <WhySecret />
      </Card>
      {past.map((ballot) => (
        <BallotCard key={ballot.id} ballot={ballot} />
      ))}
      <Clearing />
    </Stack>
  )
}

function Steps() {
  const say = useWords(secretWords)
  const mode = useOne('secretMode', 'secretMode')
  const keys = useOne('secretKeys', 'secretKeys')
  const committee = useOne('committee', 'committee')
  const done = {
    allow: mode?.state === 'allowed',
    board: committee !== undefined,
    keys: keys?.state === 'ready',
    rehearsal: keys?.state === 'ready' && keys.rehearsal !== null,
  }
  const now = (['allow', 'board', 'keys', 'rehearsal'] as const).find((step) => !done[step]) ?? 'real'
  return (
    <ol className={classes['steps']}>
      <Step title={say('stepAllow')} done={done.allow} now={now === 'allow'}>
        <ModeStep />
      </Step>
      <Step title={say('stepBoard')} done={done.board} now={now === 'board'}>
        <Text>
          {committee
            ? say('boardCount', {
                count: committee.members.length,
                threshold: keysNeeded(committee.members.length),
              })
            : say('boardMissing')}
        </Text>
      </Step>
      <Step title={say('stepKeys')} done={done.keys} now={now === 'keys'}>
        {done.allow && done.board ? <KeysStep /> : null}
      </Step>
      <Step title={say('stepRehearsal')} done={done.rehearsal} now={now === 'rehearsal'}>
        {done.rehearsal ? <Text>{say('rehearsed')}</Text> : done.keys ? <Rehearse /> : null}
      </Step>
      <Step title={say('stepReal')} done={false} now={now === 'real'}>
        {now === 'real' ? <Prepare /> : null}
      </Step>
    </ol>
  )
}

function Step({
  title,
  done,
  now,
  children,
}: {
  readonly title: string
  readonly done: boolean
  readonly now: boolean
  readonly children: ReactNode
}) {
  const say = useWords(secretWords)
  return (
    <li data-now={now} data-later={!done && !now} {...(now ? { 'aria-current': 'step' as const } : {})}>
      <div className={classes['stepHead']}>
        <h3>{title}</h3>
        <Chip tone={done ? 'yes' : now ? 'other' : 'none'}>
          {say(done ? 'done' : now ? 'doing' : 'todo')}
        </Chip>
      </div>
      {(done || now) && children ? <div className={classes['stepBody']}>{children}</div> : null}
    </li>
  )
}

function Rehearse() {
  const say = useWords(secretWords)
  const you = useYou()
  const item = useSelect((records) => sessionOf(records)?.currentItem ?? itemsInOrder(records)[0]?.id ?? null)
  const waiting = useEvery('secretBallot').some(
    (one) => one.rehearsal && (isBusy(one) || one.state === 'draft'),
  )
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [browsers, setBrowsers] = useState(false)
  if (waiting || !item) return <Text>{say('rehearseHint')}</Text>
  return (
    <Stack gap="sm">
      <Text>{say('rehearseHint')}</Text>
      <BrowserBox checked={browsers} onChange={setBrowsers} />
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {you.roles.some((role) => role === 'chair' || role === 'secretariat') ? (
        <div>
          <Button
            size="lg"
            leftSection={<IconPlayerPlay size="1.5rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('secretBallot.rehearse', { item, browsers })}
          >
            {say('rehearse')}
          </Button>
        </div>
      ) : null}
    </Stack>
  )
}

function Prepare() {
  const say = useWords(secretWords)
  const [open, setOpen] = useState(false)
  return (
    <Group>
      <Button size="lg" leftSection={<IconPlus size="1.5rem" aria-hidden />} onClick={() => setOpen(true)}>
        {say('prepare')}
      </Button>
      {open ? <DraftForm onClose={() => setOpen(false)} /> : null}
    </Group>
  )
}
