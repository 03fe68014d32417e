/** Secret ballots on paper as the chair and the secretariat lead them: prepared, under way, counted, announced. */
import { Button, Group, Stack, Text } from '@mantine/core'
import type { PaperBallot } from '@nghi-truong/shared/domain/records'
import {
  IconPencil,
  IconPlayerPlay,
  IconPlus,
  IconRepeat,
  IconSpeakerphone,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useOne, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { paperStateWord, paperTone, paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { Differences } from './Counting.tsx'
import { PaperForm } from './PaperForm.tsx'
import { PrintRecord } from './PrintRecord.tsx'
import { PaperResultBody } from './PaperResult.tsx'
import { RuleLine } from './RuleLine.tsx'
import { useCountingRules } from './reading.ts'
import classes from './paper.module.css'

export function PaperDesk() {
  const say = useWords(paperWords)
  const you = useYou()
  const chairs = you.roles.includes('chair')
  const all = useEvery('paperBallot')
  const [preparing, setPreparing] = useState<PaperBallot | 'new' | null>(null)
  const running = all.filter((one) => ['issuing', 'counting', 'counted'].includes(one.state))
  const drafts = all.filter((one) => one.state === 'draft')
  const past = all.filter((one) => one.state === 'published' || one.state === 'void').toReversed()
  return (
    <Stack gap="md">
      {running.map((ballot) => (
        <PaperCard key={ballot.id} ballot={ballot} chairs={chairs} running />
      ))}
      <Card
        title={say('drafts')}
        hint={say('draftsHint')}
        actions={
          <Button
            variant={drafts.length === 0 && running.length === 0 ? 'filled' : 'default'}
            leftSection={<IconPlus size="1.25rem" aria-hidden />}
            onClick={() => setPreparing('new')}
          >
            {say('prepare')}
          </Button>
        }
      >
        {drafts.length > 0 ? (
          <div>
            {drafts.map((ballot) => (
              <DraftPaper
                key={ballot.id}
                ballot={ballot}
                chairs={chairs}
                onEdit={() => setPreparing(ballot)}
              />
            ))}
          </div>
        ) : (
          <Text c="dimmed">{say('noneHint')}</Text>
        )}
      </Card>
      {past.map((ballot) => (
        <PaperCard key={ballot.id} ballot={ballot} chairs={chairs} />
      ))}
      {preparing ? (
        <PaperForm
          key={preparing === 'new' ? 'new' : preparing.id}
          ballot={preparing === 'new' ? null : preparing}
          onClose={() => setPreparing(null)}
        />
      ) : null}
    </Stack>
  )
}

function DraftPaper({
  ballot,
  chairs,
  onEdit,
}: {
  readonly ballot: PaperBallot
  readonly chairs: boolean
  readonly onEdit: () => void
}) {
  const say = useWords(paperWords)
  const language = useLanguage()
  const item = useOne('item', ballot.item)
  const [asking, setAsking] = useState<'start' | 'discard' | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  return (
    <article className={classes['entry']} aria-label={ballot.title}>
      <Stack gap="xs">
        <div>
          <Text fw={600}>{ballot.title}</Text>
          <Text size="sm" c="dimmed">
            {[
              ballot.rule.title[language],
              item?.title,
              ballot.round > 1 ? say('round', { round: ballot.round }) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <Text>
          {ballot.subjects.map((one) => (one.post ? `${one.name} (${one.post})` : one.name)).join('; ')}
        </Text>
        <RuleLine ballot={ballot} />
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      </Stack>
      <Group gap="xs">
        {chairs ? (
          <Button
            leftSection={<IconPlayerPlay size="1.25rem" aria-hidden />}
            loading={pending}
            aria-label={say('startNamed', { title: ballot.title })}
            onClick={() => setAsking('start')}
          >
            {say('start')}
          </Button>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconPencil size="1.25rem" aria-hidden />}
          aria-label={say('editNamed', { title: ballot.title })}
          onClick={onEdit}
        >
          {say('editDraft')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconTrash size="1.25rem" aria-hidden />}
          aria-label={say('discardNamed', { title: ballot.title })}
          onClick={() => setAsking('discard')}
        >
          {say('discard')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking === 'discard'}
        title={say('discardSure')}
        confirm={say('discard')}
        danger
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          void wish('paper.discard', { paperBallot: ballot.id })
        }}
      >
        {ballot.title}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'start'}
        title={say('startSure')}
        confirm={say('start')}
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          void wish('paper.open', { paperBallot: ballot.id })
        }}
      >
        {say('startHint')}
      </ConfirmDialog>
    </article>
  )
}

function PaperCard({
  ballot,
  chairs,
  running = false,
}: {
  readonly ballot: PaperBallot
  readonly chairs: boolean
  readonly running?: boolean
}) {
  const say = useWords(paperWords)
  const { wanted } = useCountingRules()
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [voiding, setVoiding] = useState(false)
  const tied = useOne('paperResult', ballot.id)?.outcomes.some((one) => one.outcome === 'revote') ?? false
  const again = useEvery('paperBallot').some((one) => one.repeats === ballot.id)
  const repeats = !again && (ballot.state === 'void' || (ballot.state === 'published' && tied))
  const stage =
    ballot.state === 'issuing'
      ? say('issuingHint')
      : ballot.state === 'counting'
        ? say('countingHint', { wanted, entries: ballot.entries })
        : null
  return (
    <Card
      title={ballot.title}
      {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
      actions={<Chip tone={paperTone[ballot.state]}>{say(paperStateWord[ballot.state])}</Chip>}
      {...(running ? { style: { borderColor: 'var(--nt-other)', borderWidth: 2 } } : {})}
    >
      {stage ? (
        <>
          <RuleLine ballot={ballot} />
          <Text>
            {say('frozen', { total: ballot.frozen?.total ?? 0, present: ballot.frozen?.present ?? 0 })} ·{' '}
            {say('people', { count: ballot.subjects.length })}
          </Text>
          <Text className={classes['stage'] ?? ''} role="status">
            {stage}
          </Text>
          {ballot.mismatch.length > 0 ? <Differences ballot={ballot} /> : null}
        </>
      ) : ballot.state === 'void' ? (
        <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text>
      ) : (
        <PaperResultBody ballot={ballot} />
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Group gap="sm">
        {chairs && ballot.state === 'counted' ? (
          <Button
            leftSection={<IconSpeakerphone size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('paper.publish', { paperBallot: ballot.id })}
          >
            {say('publish')}
          </Button>
        ) : null}
        {repeats ? (
          <Button
            variant="default"
            leftSection={<IconRepeat size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('paper.repeat', { paperBallot: ballot.id })}
          >
            {say(ballot.state === 'void' ? 'repeat' : 'repeatTied')}
          </Button>
        ) : null}
        {ballot.state === 'counted' || ballot.state === 'published' ? <PrintRecord ballot={ballot} /> : null}
        {chairs && ballot.state !== 'void' ? (
          <VoidButton asking={voiding} onAsk={setVoiding} ballot={ballot} last />
        ) : null}
      </Group>
    </Card>
  )
}

function VoidButton({
  ballot,
  asking,
  onAsk,
  last = false,
}: {
  readonly ballot: PaperBallot
  readonly asking: boolean
  readonly onAsk: (asking: boolean) => void
  readonly last?: boolean
}) {
  const say = useWords(paperWords)
  const { refusal, unreachable, dismiss, wish } = useWish()
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      <Button
        variant="subtle"
        color="var(--nt-no)"
        {...(last ? { ml: 'auto' } : {})}
        onClick={() => onAsk(true)}
      >
        {say('void')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={say('voidSure')}
        confirm={say('void')}
        reason={say('voidReason')}
        danger
        onClose={() => onAsk(false)}
        onConfirm={(reason) => {
          onAsk(false)
          void wish('paper.void', { paperBallot: ballot.id, reason })
        }}
      >
        {say('voidHint')}
      </ConfirmDialog>
    </>
  )
}
