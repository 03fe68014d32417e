/**
 * The voting rules of this session: the law's, and the council's own with what they depart from.
 * What must stay true: the secretariat alone changes them; a departure is shown before and after saving.
 */
import { Button, Group, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { Session } from '@nghi-truong/shared/domain/records'
import { votesAt, voteRule } from '@nghi-truong/shared/domain/rules/active'
import { lawProfile } from '@nghi-truong/shared/domain/rules/custom'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { useNeeds } from '../../ui/law.ts'
import { RuleWarning, useDepartures } from '../../ui/RuleWarning.tsx'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { rulesWords } from '../../ui/words/rules.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { RuleForm } from './RuleForm.tsx'
import classes from './rules.module.css'

export function RuleDesk() {
  const say = useWords(rulesWords)
  const session = useSelect(sessionOf)
  const [editing, setEditing] = useState<VoteRule | 'new' | null>(null)
  if (!session) return null
  const rules = votesAt(session.profile, session.startsOn)
  return (
    <Stack gap="md">
      <Card
        title={say('title')}
        hint={say('hint')}
        actions={
          <Button
            leftSection={<IconPlus size="1.25rem" aria-hidden />}
            disabled={session.state === 'closed'}
            onClick={() => setEditing('new')}
          >
            {say('add')}
          </Button>
        }
      >
        <div>
          {rules.map((rule) => (
            <RuleRow key={rule.code} session={session} rule={rule} onEdit={() => setEditing(rule)} />
          ))}
        </div>
      </Card>
      {editing ? (
        <RuleForm
          key={editing === 'new' ? 'new' : editing.code}
          session={session}
          rule={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Stack>
  )
}

function RuleRow({
  session,
  rule,
  onEdit,
}: {
  readonly session: Session
  readonly rule: VoteRule
  readonly onEdit: () => void
}) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const needs = useNeeds()(rule, { total: 0, present: 0 })
  const { basedOn } = session.profile
  const own = useDepartures()(basedOn, rule, session.startsOn).length > 0
  const inLaw = voteRule(lawProfile(basedOn), rule.code, session.startsOn) !== null
  const [asking, setAsking] = useState(false)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const title = rule.title[language]
  return (
    <article className={classes['row']} aria-label={title}>
      <Stack gap="xs" flex="1 1 20rem">
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {[
              rule.threshold === null ? needs.sentence : needs.why,
              rule.options.map((option) => option.label[language]).join(' / '),
              needs.legalBasis,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <div>
          <Chip tone={own ? 'abstain' : 'none'}>{say(own ? 'own' : 'law')}</Chip>
        </div>
        <RuleWarning basedOn={basedOn} rule={rule} date={session.startsOn} />
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      </Stack>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconPencil size="1.25rem" aria-hidden />}
          aria-label={say('editNamed', { title })}
          disabled={session.state === 'closed'}
          onClick={onEdit}
        >
          {say('edit')}
        </Button>
        {own ? (
          <Button
            variant="subtle"
            loading={pending}
            aria-label={say(inLaw ? 'restoreNamed' : 'removeNamed', { title })}
            onClick={() => setAsking(true)}
          >
            {say(inLaw ? 'restore' : 'remove')}
          </Button>
        ) : null}
      </Group>
      <ConfirmDialog
        opened={asking}
        title={say('restoreSure')}
        confirm={say(inLaw ? 'restore' : 'remove')}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void wish('rules.remove', { code: rule.code })
        }}
      >
        {say('restoreHint')}
      </ConfirmDialog>
    </article>
  )
}
