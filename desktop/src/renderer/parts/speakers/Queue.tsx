/**
 * The list of speakers of the current item; for the chair with the buttons that run it.
 * What must stay true: how often and how long each has spoken stands beside the name, so that the floor is fair.
 */
import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { Speech } from '@nghi-truong/shared/domain/records'
import { speakingNow, speechesOf } from '@nghi-truong/shared/domain/speakers'
import {
  IconChevronDown,
  IconChevronUp,
  IconMicrophone,
  IconPlayerStop,
  IconPlus,
  IconX,
} from '@tabler/icons-react'
import { useWish, type Wish } from '../../client/send.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { minutesSeconds } from '../../ui/dates.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { EmptyState } from '../../ui/kit/EmptyState.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { speakersWords } from '../../ui/words/speakers.ts'
import { useWords } from '../../ui/words/words.ts'
import { Invite } from './Invite.tsx'
import { MyRequest } from './MyRequest.tsx'
import { useSpokenBy } from './reading.ts'
import { SpeakingNow, useKindWord } from './SpeakingNow.tsx'
import classes from './speakers.module.css'

const moreMinutes = 1

export function SpeakersPage({
  chairs,
  invites = false,
}: {
  readonly chairs: boolean
  readonly invites?: boolean
}) {
  const say = useWords(speakersWords)
  const itemId = useSelect((records) => sessionOf(records)?.currentItem ?? null)
  const item = useOne('item', itemId ?? '')
  const queue = useSelect((records) => (itemId ? speechesOf(records, itemId) : []))
  const speech = useSelect(speakingNow)
  const wish = useWish()
  const waiting = queue.filter((one) => one.state === 'waiting')
  const past = queue.filter((one) => one.state === 'done')
  if (!item)
    return (
      <EmptyState title={say('noItem')} icon={IconMicrophone}>
        {say('noItemHint')}
      </EmptyState>
    )
  const reorder = (from: number, to: number): void => {
    const order = waiting.map((one) => one.id)
    const [moved] = order.splice(from, 1)
    if (moved !== undefined) order.splice(to, 0, moved)
    void wish.wish('speakers.reorder', { item: item.id, order })
  }
  return (
    <Stack gap="md">
      {speech ? (
        <Card>
          <SpeakingNow
            speech={speech}
            actions={chairs ? <FloorButtons speech={speech} wish={wish} /> : undefined}
          />
        </Card>
      ) : null}
      <Refused refusal={wish.refusal} unreachable={wish.unreachable} onDismiss={wish.dismiss} />
      <Card
        title={say('queue')}
        hint={item.title}
        actions={
          chairs || invites ? (
            <>
              <Button
                variant="default"
                onClick={() =>
                  void wish.wish('speakers.setRegistration', { item: item.id, open: !item.registrationOpen })
                }
              >
                {say(item.registrationOpen ? 'closeRegistration' : 'openRegistration')}
              </Button>
              <Invite item={item.id} />
            </>
          ) : undefined
        }
      >
        {chairs ? null : <MyRequest />}
        {waiting.length === 0 ? (
          <Text c="dimmed">{say('emptyQueue')}</Text>
        ) : (
          <ol className={classes['queue']} aria-label={say('queueCount', { count: waiting.length })}>
            {waiting.map((one, index) => (
              <Waiting
                key={one.id}
                speech={one}
                place={index + 1}
                chairs={chairs}
                wish={wish}
                onEarlier={index > 0 ? () => reorder(index, index - 1) : null}
                onLater={index < waiting.length - 1 ? () => reorder(index, index + 1) : null}
              />
            ))}
          </ol>
        )}
      </Card>
      {past.length > 0 ? (
        <Card title={say('past')}>
          <ul className={classes['queue']}>
            {past.map((one) => (
              <Past key={one.id} speech={one} />
            ))}
          </ul>
        </Card>
      ) : null}
    </Stack>
  )
}

function FloorButtons({ speech, wish }: { readonly speech: Speech; readonly wish: Wish }) {
  const say = useWords(speakersWords)
  const name = useOne('person', speech.person)?.name ?? ''
  return (
    <Group gap="sm" mt="xs">
      <Button
        leftSection={<IconPlayerStop size="1.25rem" aria-hidden />}
        aria-label={say('finishNamed', { name })}
        onClick={() => void wish.wish('speakers.finish', { speech: speech.id })}
      >
        {say('finish')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPlus size="1.25rem" aria-hidden />}
        aria-label={say('extendNamed', { minutes: moreMinutes, name })}
        onClick={() => void wish.wish('speakers.extend', { speech: speech.id, seconds: moreMinutes * 60 })}
      >
        {say('extend', { minutes: moreMinutes })}
      </Button>
    </Group>
  )
}

function Waiting({
  speech,
  place,
  chairs,
  wish,
  onEarlier,
  onLater,
}: {
  readonly speech: Speech
  readonly place: number
  readonly chairs: boolean
  readonly wish: Wish
  readonly onEarlier: (() => void) | null
  readonly onLater: (() => void) | null
}) {
  const say = useWords(speakersWords)
  const person = useOne('person', speech.person)
  const group = useOne('group', person?.group ?? '')
  const spoken = useSpokenBy(speech.person)
  const wordOf = useKindWord()
  const name = person?.name ?? ''
  return (
    <li aria-label={name}>
      <span className={classes['place']} aria-hidden>
        {place}
      </span>
      <div className={classes['who']}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[
            group?.name,
            wordOf(speech),
            say('limit', { minutes: Math.round(speech.limitSeconds / 60) }),
            spoken.count > 0
              ? say('spoken', { count: spoken.count, minutes: minutesSeconds(spoken.seconds) })
              : say('notSpoken'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {speech.topic ? <Text size="sm">{speech.topic}</Text> : null}
      </div>
      {chairs ? (
        <Group gap="xs">
          <Button
            variant={place === 1 ? 'filled' : 'light'}
            leftSection={<IconMicrophone size="1.25rem" aria-hidden />}
            aria-label={say('callNamed', { name })}
            onClick={() => void wish.wish('speakers.call', { speech: speech.id })}
          >
            {say('call')}
          </Button>
          <ActionIcon
            aria-label={say('earlier', { name })}
            disabled={!onEarlier}
            onClick={() => onEarlier?.()}
          >
            <IconChevronUp size="1.5rem" aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={say('later', { name })} disabled={!onLater} onClick={() => onLater?.()}>
            <IconChevronDown size="1.5rem" aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={say('rejectNamed', { name })}
            title={say('reject')}
            onClick={() => void wish.wish('speakers.reject', { speech: speech.id })}
          >
            <IconX size="1.5rem" aria-hidden />
          </ActionIcon>
        </Group>
      ) : null}
    </li>
  )
}

function Past({ speech }: { readonly speech: Speech }) {
  const person = useOne('person', speech.person)
  const wordOf = useKindWord()
  const seconds =
    speech.startedAt && speech.endedAt
      ? (Date.parse(speech.endedAt) - Date.parse(speech.startedAt)) / 1000
      : 0
  return (
    <li>
      <div className={classes['who']}>
        <Text>{person?.name}</Text>
      </div>
      <Text c="dimmed">
        {wordOf(speech)} · {minutesSeconds(seconds)}
      </Text>
    </li>
  )
}
