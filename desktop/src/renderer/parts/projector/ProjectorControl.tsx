/** Steering the hall's screen: automatic, or one picture held. */
import { Button, Group, SimpleGrid, Text, Textarea } from '@mantine/core'
import { scene } from '@nghi-truong/shared/domain/projector'
import type { Projector } from '@nghi-truong/shared/domain/records'
import {
  IconCheckbox,
  IconConfetti,
  IconExternalLink,
  IconFileText,
  IconListDetails,
  IconMessage,
  IconMicrophone,
  IconSparkles,
  IconUsers,
} from '@tabler/icons-react'
import { sessionOf } from '@nghi-truong/shared/domain/find'
import { useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useOne, useSelect } from '../../client/view.ts'
import { Card } from '../../ui/kit/Card.tsx'
import { Chip } from '../../ui/kit/Chip.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { inHall } from '../ballot/reading.ts'
import { projectorWords } from '../../ui/words/projector.ts'
import { useWords } from '../../ui/words/words.ts'

const modes = [
  ['auto', IconSparkles],
  ['welcome', IconConfetti],
  ['agenda', IconListDetails],
  ['item', IconFileText],
  ['attendance', IconUsers],
  ['speakers', IconMicrophone],
  ['ballot', IconCheckbox],
] as const

export function ProjectorControl({ session }: { readonly session: string }) {
  const say = useWords(projectorWords)
  const projector = useOne('projector', 'projector')
  const shown = useSelect(scene)
  const item = useSelect((records) => sessionOf(records)?.currentItem ?? null)
  const latestBallot = useSelect(
    (records) =>
      records
        .every('ballot')
        .filter((one) => one.state === 'published' || (one.state !== 'draft' && inHall(one)))
        .at(-1)?.id ?? null,
  )
  const [message, setMessage] = useState('')
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  const refOf = (mode: Projector['mode']): string | null =>
    mode === 'item' ? item : mode === 'ballot' ? latestBallot : null
  const possible = (mode: Projector['mode']): boolean =>
    (mode !== 'item' || item !== null) && (mode !== 'ballot' || latestBallot !== null)
  const open = (): void => {
    const bridge = window.nghiTruong
    if (bridge) void bridge.openProjector(session)
    else window.open(`#/projector/${session}`, 'nghi-truong-projector', 'popup,width=1280,height=720')
  }
  return (
    <Card
      title={say('control')}
      hint={say('controlHint')}
      actions={
        <Button
          variant="default"
          leftSection={<IconExternalLink size="1.25rem" aria-hidden />}
          onClick={open}
        >
          {say('open')}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {say('openHint')}
      </Text>
      <Group gap="xs">
        <Text>{say('shown')}:</Text>
        <Chip tone="other">{say(shown.mode)}</Chip>
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm">
        {modes.map(([mode, Icon]) => (
          <Button
            key={mode}
            variant={projector?.mode === mode ? 'filled' : 'default'}
            aria-pressed={projector?.mode === mode}
            leftSection={<Icon size="1.25rem" aria-hidden />}
            disabled={!possible(mode)}
            h="4rem"
            onClick={() => void wish('projector.show', { mode, ref: refOf(mode) })}
          >
            {say(mode)}
          </Button>
        ))}
      </SimpleGrid>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void wish('projector.show', { mode: 'message', message })
        }}
      >
        <Group align="flex-end" gap="sm">
          <Textarea
            label={say('messageText')}
            value={message}
            onChange={(event) => setMessage(event.currentTarget.value)}
            autosize
            maxLength={500}
            style={{ flex: '1 1 16rem' }}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconMessage size="1.25rem" aria-hidden />}
            loading={pending}
            disabled={message.trim() === ''}
          >
            {say('show')}
          </Button>
        </Group>
      </form>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
    </Card>
  )
}
