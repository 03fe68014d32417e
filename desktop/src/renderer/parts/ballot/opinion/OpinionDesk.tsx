/**
 * Written opinion rounds as the chair and the secretariat lead them: prepared, running with who has not answered,
 * ended and announced.
 * What must stay true: how anybody answered is nowhere before the announcement; reminders name only those without answer.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconMailQuestion, IconPencil, IconPlus, IconSend, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../../client/send.ts'
import { useOne, useSelect, useYou } from '../../../client/view.ts'
import { dateTime } from '../../../ui/dates.ts'
import { Card } from '../../../ui/kit/Card.tsx'
import { ConfirmDialog } from '../../../ui/kit/ConfirmDialog.tsx'
import { EmptyState } from '../../../ui/kit/EmptyState.tsx'
import { Refused } from '../../../ui/kit/Refused.tsx'
import { useDepartures } from '../../../ui/RuleWarning.tsx'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { NeedsLine } from '../NeedsLine.tsx'
import classes from '../ballot.module.css'
import { OpinionForm } from './OpinionForm.tsx'
import { RoundCard } from './RoundCard.tsx'
import { totalsOf, useAsked, useRounds, useTimeLeft } from './reading.ts'

export function OpinionDesk() {
  const say = useWords(opinionWords)
  const you = useYou()
  const chairs = you.roles.includes('chair')
  const rounds = useRounds()
  const [editing, setEditing] = useState<Ballot | 'new' | null>(null)
  const drafts = rounds.filter((one) => one.state === 'draft')
  const shown = rounds.filter((one) => one.state !== 'draft').toReversed()
  return (
    <Stack gap="md">
      <Card
        title={say('title')}
        hint={say('hint')}
        actions={
          <Button
            variant={rounds.length === 0 ? 'filled' : 'default'}
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
              <DraftRound key={ballot.id} ballot={ballot} onEdit={() => setEditing(ballot)} />
            ))}
          </div>
        ) : null}
      </Card>
      {shown.map((ballot) => (
        <RoundCard key={ballot.id} ballot={ballot} chairs={chairs} />
      ))}
      {rounds.length === 0 ? <EmptyState title={say('none')} icon={IconMailQuestion} /> : null}
      {editing ? (
        <OpinionForm
          key={editing === 'new' ? 'new' : editing.id}
          ballot={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Stack>
  )
}

function DraftRound({ ballot, onEdit }: { readonly ballot: Ballot; readonly onEdit: () => void }) {
  const say = useWords(opinionWords)
  const opinion = useOne('opinion', ballot.id)
  const { asked } = useAsked(ballot)
  const left = useTimeLeft(opinion?.deadline ?? null)
  const [asking, setAsking] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const deadline = opinion ? dateTime(opinion.deadline) : ''
  const session = useSelect(sessionOf)
  const departures = useDepartures()
  const own = session ? departures(session.profile.basedOn, ballot.rule, session.startsOn).length > 0 : false
  return (
    <article className={classes['entry']} aria-label={ballot.question}>
      <Stack gap="xs" className={classes['entryText'] ?? ''}>
        <div>
          <Text fw={600}>{ballot.question}</Text>
          <Text size="sm" c="dimmed">
            {[
              asked.length > 0 ? say('peopleHint', { count: asked.length }) : say('everybody'),
              say('due', { deadline }),
              left,
            ].join(' · ')}
          </Text>
        </div>
        {asked.length > 0 ? (
          <NeedsLine rule={ballot.rule} bases={totalsOf(ballot, opinion)} inWriting />
        ) : null}
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      </Stack>
      <Group gap="xs">
        <Button
          leftSection={<IconSend size="1.25rem" aria-hidden />}
          loading={pending}
          aria-label={say('openNamed', { question: ballot.question })}
          onClick={() => setAsking(true)}
        >
          {say('open')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPencil size="1.25rem" aria-hidden />}
          onClick={onEdit}
          aria-label={`${say('edit')}: ${ballot.question}`}
        >
          {say('edit')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconTrash size="1.25rem" aria-hidden />}
          aria-label={`${say('discard')}: ${ballot.question}`}
          onClick={() => void wish('ballot.discard', { ballot: ballot.id })}
        >
          {say('discard')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={say(own ? 'openOwnSure' : 'openSure')}
        confirm={say(own ? 'openAnyway' : 'open')}
        danger={own}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void wish('opinion.open', { ballot: ballot.id })
        }}
      >
        <Stack gap="sm">
          <span>
            {asked.length > 0 ? say('openHint', { count: asked.length, deadline }) : say('due', { deadline })}
          </span>
          <NeedsLine rule={ballot.rule} bases={totalsOf(ballot, opinion)} inWriting />
          {own ? <span>{say('ownLead')}</span> : null}
        </Stack>
      </ConfirmDialog>
    </article>
  )
}
