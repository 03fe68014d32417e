/** The delegate asks for the floor with one press, and takes it back with one. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { speechesOf } from '@nghi-truong/shared/domain/speakers'
import { IconHandStop, IconMessageReply, IconMicrophone } from '@tabler/icons-react'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne, useSelect, useYou } from '../../client/view.ts'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { speakersWords } from '../../ui/words/speakers.ts'
import { useWords } from '../../ui/words/words.ts'

/** `item` absent: the current one. */
export function MyRequest({
  item: wanted,
  quick = false,
}: {
  readonly item?: string
  readonly quick?: boolean
}) {
  const say = useWords(speakersWords)
  const you = useYou()
  const current = useSelect((records) => sessionOf(records)?.currentItem ?? null)
  const itemId = wanted ?? current
  const item = useOne('item', itemId ?? '')
  const queue = useSelect((records) => (itemId ? speechesOf(records, itemId) : []))
  const [topic, setTopic] = useState('')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  if (!item || !you.roles.includes('delegate')) return null
  const waiting = queue.filter((speech) => speech.state === 'waiting')
  const mine = queue.find(
    (speech) => speech.person === you.person && (speech.state === 'waiting' || speech.state === 'speaking'),
  )
  const register = (speechKind: 'speech' | 'rebuttal'): void =>
    void wish('speakers.register', { item: item.id, speechKind, topic })
  return (
    <Stack gap="sm">
      {mine ? (
        <Group gap="sm" role="status">
          <Chip tone={mine.state === 'speaking' ? 'yes' : 'other'} icon={IconMicrophone}>
            {mine.state === 'speaking'
              ? say('youSpeak')
              : say('registered', { place: waiting.findIndex((speech) => speech.id === mine.id) + 1 })}
          </Chip>
          {mine.state === 'waiting' ? (
            <Button
              variant="default"
              leftSection={<IconHandStop size="1.25rem" aria-hidden />}
              loading={pending}
              onClick={() => void wish('speakers.cancel', { speech: mine.id })}
            >
              {say('cancel')}
            </Button>
          ) : null}
        </Group>
      ) : item.registrationOpen ? (
        <>
          {quick ? null : (
            <TextInput
              label={say('topic')}
              value={topic}
              maxLength={300}
              onChange={(event) => setTopic(event.currentTarget.value)}
            />
          )}
          <Group gap="sm">
            <Button
              leftSection={<IconMicrophone size="1.25rem" aria-hidden />}
              loading={pending}
              onClick={() => register('speech')}
            >
              {say('register')}
            </Button>
            {quick ? null : (
              <Button
                variant="default"
                leftSection={<IconMessageReply size="1.25rem" aria-hidden />}
                onClick={() => register('rebuttal')}
              >
                {say('rebuttal')}
              </Button>
            )}
          </Group>
        </>
      ) : (
        <Text c="dimmed">{say('registrationClosed')}</Text>
      )}
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Stack>
  )
}
