/**
 * The line over every page of a delegate while a written opinion waits for his answer; stronger after a reminder.
 * What must stay true: it goes by itself when he has answered; a new round and each reminder are said aloud.
 */
import { Button } from '@mantine/core'
import { IconMailQuestion } from '@tabler/icons-react'
import { useOne, useYou } from '../../../client/view.ts'
import { dateTime } from '../../../ui/dates.ts'
import { Announcer } from '../../../ui/kit/Announcer.tsx'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import classes from '../ballot.module.css'
import { useWaiting } from './reading.ts'

export function OpinionBanner({ onAnswer }: { readonly onAnswer: () => void }) {
  const say = useWords(opinionWords)
  const you = useYou()
  const waiting = useWaiting()
  const [first] = waiting
  const reminder = useOne('reminder', `${first?.id ?? ''}:${you.person}`)
  if (!first) return null
  const { question } = first
  const deadline = first.endsAt ? dateTime(first.endsAt) : ''
  const sentence = reminder
    ? say('bannerReminded', { times: reminder.times, question, deadline })
    : waiting.length > 1
      ? say('bannerMany', { count: waiting.length, deadline })
      : say('banner', { question, deadline })
  return (
    <>
      <Announcer>{sentence}</Announcer>
      <div
        className={classes['banner']}
        data-reminded={reminder !== undefined}
        role="region"
        aria-label={say('title')}
      >
        <span>{sentence}</span>
        <Button leftSection={<IconMailQuestion size="1.25rem" aria-hidden />} onClick={onAnswer}>
          {say('toAnswer')}
        </Button>
      </div>
    </>
  )
}
