/** A prepared vote: what it asks, what it needs, and the button that opens it. */
import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { IconDots, IconEye, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { useDepartures } from '../../ui/RuleWarning.tsx'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { rulesWords } from '../../ui/words/rules.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { useBases } from './reading.ts'
import classes from './ballot.module.css'

export function DraftRow({
  ballot,
  chairs,
  onEdit,
}: {
  readonly ballot: Ballot
  readonly chairs: boolean
  readonly onEdit: () => void
}) {
  const say = useWords(ballotWords)
  const sayRules = useWords(rulesWords)
  const language = useLanguage()
  const item = useOne('item', ballot.item)
  const bases = useBases(ballot)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const session = useSelect(sessionOf)
  const departures = useDepartures()
  const [asking, setAsking] = useState<'start' | 'discard' | null>(null)
  const own = session ? departures(session.profile.basedOn, ballot.rule, session.startsOn) : []
  const start = (): void => void wish('ballot.open', { ballot: ballot.id })
  return (
    <article className={classes['entry']} aria-label={ballot.question}>
      <Stack gap="xs" className={classes['entryText'] ?? ''}>
        <div>
          <Text fw={600}>{ballot.question}</Text>
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
        <NeedsLine rule={ballot.rule} bases={bases} />
        {ballot.rule.secrecy === 'anonymous' ? (
          <div>
            <Chip tone="other">{say('anonymous')}</Chip>
          </div>
        ) : null}
        {ballot.state === 'armed' ? (
          <div>
            <Chip tone="other">{say('statusArmed')}</Chip>
          </div>
        ) : null}
        <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      </Stack>
      <Group gap="xs">
        {chairs ? (
          <Button
            leftSection={<IconPlayerPlay size="1.25rem" aria-hidden />}
            loading={pending}
            aria-label={say('startNamed', { question: ballot.question })}
            onClick={() => (own.length > 0 ? setAsking('start') : start())}
          >
            {say('start')}
          </Button>
        ) : null}
        {ballot.state === 'draft' ? (
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={`${say('editDraft')}: ${ballot.question}`}>
                <IconDots size="1.5rem" aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size="1.25rem" aria-hidden />} onClick={onEdit}>
                {say('editDraft')}
              </Menu.Item>
              {chairs ? (
                <Menu.Item
                  leftSection={<IconEye size="1.25rem" aria-hidden />}
                  onClick={() => void wish('ballot.arm', { ballot: ballot.id })}
                >
                  {say('arm')}
                </Menu.Item>
              ) : null}
              <Menu.Item
                leftSection={<IconTrash size="1.25rem" aria-hidden />}
                onClick={() => setAsking('discard')}
              >
                {say('discard')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Group>
      <ConfirmDialog
        opened={asking === 'start'}
        title={sayRules('startSure')}
        confirm={sayRules('startAnyway')}
        danger
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          start()
        }}
      >
        <Stack gap="sm">
          <NeedsLine rule={ballot.rule} bases={bases} />
          <span>{sayRules('warningLead')}</span>
          <ul>
            {own.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Stack>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'discard'}
        title={say('discardSure')}
        confirm={say('discard')}
        danger
        onClose={() => setAsking(null)}
        onConfirm={() => {
          setAsking(null)
          void wish('ballot.discard', { ballot: ballot.id })
        }}
      >
        {ballot.question}
      </ConfirmDialog>
    </article>
  )
}
