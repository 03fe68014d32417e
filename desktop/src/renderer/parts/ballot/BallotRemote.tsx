/**
 * A presenter's remote (or PageDown and PageUp) on the chair's page of votes: forward asks whether to take the next step
 * of the vote, forward again says yes, back says no.
 * What must stay true: one press opens, ends or announces nothing: the question stands on the screen first, and a press
 * that follows at once (a key that bounces, a thumb that slips) is no answer; there is at most one next step, and it is
 * the one the page shows first.
 */
import { Text } from '@mantine/core'
import type { Ballot } from '@nghi-truong/shared/domain/records'
import { useEffect, useRef, useState } from 'react'
import { useWish } from '../../client/send.ts'
import { useSelect } from '../../client/view.ts'
import { ConfirmDialog } from '../../ui/kit/ConfirmDialog.tsx'
import { Refused } from '../../ui/kit/Refused.tsx'
import { ballotWords } from '../../ui/words/ballot.ts'
import { useWords } from '../../ui/words/words.ts'
import { answerOfKey } from './keys.ts'
import { NeedsLine } from './NeedsLine.tsx'
import { nextStep, useBases, type Step } from './reading.ts'

const askWord = { open: 'remoteOpen', close: 'remoteEnd', publish: 'remotePublish' } as const
const doWord = { open: 'start', close: 'end', publish: 'publish' } as const

const busy = (target: EventTarget | null): boolean =>
  document.querySelector('[role="dialog"]') !== null ||
  (target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function BallotRemote() {
  const say = useWords(ballotWords)
  const next = useSelect(nextStep)
  const [asked, setAsked] = useState<Step | null>(null)
  const { pending, refusal, unreachable, dismiss, wish } = useWish()
  useEffect(() => {
    if (!next) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'PageDown' || event.defaultPrevented || event.repeat || busy(event.target)) return
      event.preventDefault()
      setAsked(next)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [next])
  const take = (): void => {
    setAsked(null)
    if (asked) void wish(`ballot.${asked.verb}`, { ballot: asked.ballot.id })
  }
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    if (!asked) return undefined
    const since = performance.now()
    const pressed = (event: KeyboardEvent): void => {
      const answer = answerOfKey(event, performance.now() - since)
      if (answer === null) return
      event.preventDefault()
      if (answer === 'yes') latest.current()
      if (answer === 'no') setAsked(null)
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [asked])
  return (
    <>
      <Refused refusal={refusal} unreachable={unreachable} onDismiss={dismiss} />
      {next ? (
        <Text size="sm" c="dimmed">
          {say('remoteKeys')}
        </Text>
      ) : null}
      <ConfirmDialog
        opened={asked !== null}
        title={asked ? say(askWord[asked.verb]) : ''}
        confirm={asked ? say(doWord[asked.verb]) : ''}
        pending={pending}
        onClose={() => setAsked(null)}
        onConfirm={take}
      >
        {asked ? (
          <>
            <Asked ballot={asked.ballot} />
            <Text size="sm" c="dimmed" mt="sm">
              {say('remoteAnswer')}
            </Text>
          </>
        ) : null}
      </ConfirmDialog>
    </>
  )
}

/** With what it needs, and where its rule departs from the law. */
function Asked({ ballot }: { readonly ballot: Ballot }) {
  const bases = useBases(ballot)
  return (
    <>
      <Text fw={600}>{ballot.question}</Text>
      <NeedsLine rule={ballot.rule} bases={bases} />
    </>
  )
}
