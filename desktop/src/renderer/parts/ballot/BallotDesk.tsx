/** Votes as the chair and the secretariat run them: the one running on top, prepared ones, results. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { repeatOf } from '@nghi-truong/shared/domain/ballot-steps'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconCheckbox, IconPlus, IconRepeat } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useWish } from '../../client/send.ts'
import { useEvery, useSelect, useYou } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { ballotStateWord, ballotWords } from '../../ui/words/ballot.ts'
import { useWords } from '../../ui/words/words.ts'
import { BallotRemote } from './BallotRemote.tsx'
import { DraftForm } from './DraftForm.tsx'
import { DraftRow } from './DraftRow.tsx'
import { PrintSheet } from './PrintSheet.tsx'
import { inHall, isLive } from './reading.ts'
import { ResultBody } from './ResultCard.tsx'
import { RunningPanel, type RenderRunning } from './RunningPanel.tsx'

export const ballotTone = {
  draft: 'none',
  armed: 'other',
  open: 'other',
  paused: 'abstain',
  closing: 'other',
  closed: 'abstain',
  published: 'yes',
  void: 'no',
} as const

export function BallotDesk({
  renderRunning,
  beside,
}: {
  readonly renderRunning?: RenderRunning
  /** Shown under the prepared votes, above the results. */
  readonly beside?: ReactNode
}) {
  const say = useWords(ballotWords)
  const you = useYou()
  const chairs = you.roles.includes('chair')
  const all = useEvery('ballot').filter(inHall)
  const [editing, setEditing] = useState<Ballot | 'new' | null>(null)
  const running = all.filter((ballot) => isLive(ballot) || ballot.state === 'closed')
  const drafts = all.filter((ballot) => ballot.state === 'draft' || ballot.state === 'armed')
  const past = all.filter((ballot) => ballot.state === 'published' || ballot.state === 'void').toReversed()
  return (
    <Stack gap="md">
      {chairs ? <BallotRemote /> : null}
      {running.map((ballot) => (
        <RunningPanel key={ballot.id} ballot={ballot} chairs={chairs} renderRunning={renderRunning} />
      ))}
      <Card
        title={say('drafts')}
        hint={say('draftsHint')}
        actions={
          <Button
            variant={drafts.length === 0 && running.length === 0 ? 'filled' : 'default'}
            leftSection={<IconPlus size="1.25rem" aria-hidden />}
            onClick={() => setEditing('new')}
          >
            {say('newDraft')}
          </Button>
        }
      >
        {drafts.length > 0 ? (
          <div>
            {drafts.map((ballot) => (
              <DraftRow key={ballot.id} ballot={ballot} chairs={chairs} onEdit={() => setEditing(ballot)} />
            ))}
          </div>
        ) : null}
      </Card>
      {beside}
      {past.map((ballot) => (
        <PastBallot key={ballot.id} ballot={ballot} chairs={chairs} />
      ))}
      {past.length === 0 && running.length === 0 ? (
        <EmptyState title={say('noResults')} icon={IconCheckbox}>
          {say('noResultsHint')}
        </EmptyState>
      ) : null}
      {editing ? (
        <DraftForm
          key={editing === 'new' ? 'new' : editing.id}
          ballot={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Stack>
  )
}

function PastBallot({ ballot, chairs }: { readonly ballot: Ballot; readonly chairs: boolean }) {
  const say = useWords(ballotWords)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const [voiding, setVoiding] = useState(false)
  const again = useSelect((records) => repeatOf(records, ballot.id) !== undefined)
  const repeats = ballot.state === 'void' && !again
  return (
    <Card
      title={ballot.question}
      {...(ballot.round > 1 ? { hint: say('round', { round: ballot.round }) } : {})}
      actions={<Chip tone={ballotTone[ballot.state]}>{say(ballotStateWord[ballot.state])}</Chip>}
    >
      {ballot.state === 'void' ? (
        <Text>{say('voided', { reason: ballot.voidReason ?? '' })}</Text>
      ) : (
        <ResultBody ballot={ballot} />
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {ballot.state === 'published' ? (
        <Group justify="flex-end" gap="sm">
          <PrintSheet ballot={ballot} />
          {chairs ? (
            <Button variant="subtle" color="var(--nt-no)" onClick={() => setVoiding(true)}>
              {say('void')}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {repeats ? (
        <Group justify="flex-end">
          <Button
            variant="default"
            leftSection={<IconRepeat size="1.25rem" aria-hidden />}
            loading={pending}
            onClick={() => void wish('ballot.repeat', { ballot: ballot.id })}
          >
            {say('repeat')}
          </Button>
        </Group>
      ) : null}
      <ConfirmDialog
        opened={voiding}
        title={say('voidSure')}
        confirm={say('void')}
        reason={say('voidReason')}
        danger
        onClose={() => setVoiding(false)}
        onConfirm={(reason) => {
          setVoiding(false)
          void wish('ballot.void', { ballot: ballot.id, reason })
        }}
      >
        {say('voidHint')}
      </ConfirmDialog>
    </Card>
  )
}
