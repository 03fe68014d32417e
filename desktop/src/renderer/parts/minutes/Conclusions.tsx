/** The conclusion of each item: written by the desk, then published. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { itemsInOrder } from '@nghi-truong/shared/domain/find'
import type { Item } from '@nghi-truong/shared/domain/records'
import { IconNotes, IconPencil, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useNameOf } from '../../client/people.ts'
import { useWish } from '../../client/send.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { dateTime } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { commonWords } from '../../ui/words/common.ts'
import { minutesWords } from '../../ui/words/minutes.ts'
import { useWords } from '../../ui/words/words.ts'
import { PrintMinutes } from './PrintMinutes.tsx'

export function Conclusions() {
  const say = useWords(minutesWords)
  const items = useSelect(itemsInOrder)
  if (items.length === 0) return <EmptyState title={say('none')} icon={IconNotes} />
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text c="dimmed" flex="1 1 20rem">
          {say('hint')}
        </Text>
        <PrintMinutes />
      </Group>
      {items.map((item) => (
        <ConclusionCard key={item.id} item={item} />
      ))}
    </Stack>
  )
}

function ConclusionCard({ item }: { readonly item: Item }) {
  const say = useWords(minutesWords)
  const sayCommon = useWords(commonWords)
  const nameOf = useNameOf()
  const conclusion = useOne('conclusion', item.id)
  const [text, setText] = useState<string | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const save = async (): Promise<void> => {
    if (text !== null && (await wish('minutes.conclude', { item: item.id, text }))) setText(null)
  }
  return (
    <Card
      title={`${item.position + 1}. ${item.title}`}
      order={3}
      actions={
        conclusion ? (
          <Chip tone={conclusion.state === 'published' ? 'yes' : 'none'}>{say(conclusion.state)}</Chip>
        ) : undefined
      }
    >
      {text !== null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Stack gap="sm">
            <Textarea
              label={say('text')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autosize
              minRows={4}
              maxLength={20_000}
              data-autofocus
            />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={() => setText(null)}>
                {sayCommon('cancel')}
              </Button>
              <Button type="submit" loading={pending} disabled={text.trim() === ''}>
                {say('save')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <>
          {conclusion ? (
            <div>
              <Text style={{ whiteSpace: 'pre-wrap' }}>{conclusion.text}</Text>
              <Text size="sm" c="dimmed" mt="xs">
                {say('by', { name: nameOf(conclusion.by), at: dateTime(conclusion.at) })}
              </Text>
            </div>
          ) : (
            <Text c="dimmed">{say('none')}</Text>
          )}
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconPencil size="1.25rem" aria-hidden />}
              aria-label={say('writeNamed', { title: item.title })}
              onClick={() => setText(conclusion?.text ?? '')}
            >
              {say(conclusion ? 'edit' : 'write')}
            </Button>
            {conclusion?.state === 'draft' ? (
              <Button
                leftSection={<IconSend size="1.25rem" aria-hidden />}
                loading={pending}
                aria-label={say('publishNamed', { title: item.title })}
                onClick={() => void wish('minutes.publishConclusion', { item: item.id })}
              >
                {say('publish')}
              </Button>
            ) : null}
          </Group>
        </>
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Card>
  )
}
