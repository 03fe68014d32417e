/** Who has the floor, and the time: amber near the end, red with a minus when over. */
import { Stack, Text } from '@mantine/core'
import type { Speech } from '@nghi-truong/shared/domain/records'
import type { ReactNode } from 'react'
import { useOne } from '../../client/view.ts'
import { TimerRing } from '../../ui/kit/TimerRing.tsx'
import { speakersWords } from '../../ui/words/speakers.ts'
import { useWords } from '../../ui/words/words.ts'
import { useAmberSeconds, useLeft } from './reading.ts'
import classes from './speakers.module.css'

const kindWord = { speech: 'speech', rebuttal: 'rebuttalKind', explanation: 'explanation' } as const

export function SpeechTimer({ speech, size }: { readonly speech: Speech; readonly size?: string }) {
  const say = useWords(speakersWords)
  const person = useOne('person', speech.person)
  const left = useLeft(speech)
  const amber = useAmberSeconds()
  return (
    <TimerRing
      leftSeconds={left}
      totalSeconds={speech.limitSeconds}
      amberSeconds={amber}
      label={say('timer', { name: person?.name ?? '' })}
      word={say(left < 0 ? 'over' : 'left')}
      {...(size ? { size } : {})}
    />
  )
}

export function useKindWord(): (speech: Speech) => string {
  const say = useWords(speakersWords)
  return (speech) => say(kindWord[speech.speechKind])
}

export function SpeakingNow({ speech, actions }: { readonly speech: Speech; readonly actions?: ReactNode }) {
  const say = useWords(speakersWords)
  const person = useOne('person', speech.person)
  const group = useOne('group', person?.group ?? '')
  const wordOf = useKindWord()
  return (
    <div className={classes['speaking']}>
      <SpeechTimer speech={speech} />
      <Stack gap={4} flex={1} miw={0}>
        <Text size="sm" c="dimmed">
          {speech.speechKind === 'speech' ? say('now') : `${say('now')} · ${wordOf(speech)}`}
        </Text>
        <Text size="xl" fw={600} lh={1.3}>
          {person?.name}
        </Text>
        <Text c="dimmed">{[person?.position, group?.name, speech.topic].filter(Boolean).join(' · ')}</Text>
        {actions}
      </Stack>
    </div>
  )
}
