/**
 * Readings of the list of speakers that its screens share.
 * What must stay true: the order is the domain's; times are measured with the server's clock.
 */
import type { Speech } from '@nghi-truong/shared/domain/records'
import { sessionOf, lawOf } from '@nghi-truong/shared/domain/find'
import { useNow } from '../../client/clock.ts'
import { useEvery, useSelect } from '../../client/view.ts'

export interface SpokenTime {
  readonly count: number
  readonly seconds: number
}

/** What a person has spoken in this session so far. */
export function spokenBy(speeches: readonly Speech[], person: string): SpokenTime {
  const done = speeches.filter(
    (speech) => speech.person === person && speech.state === 'done' && speech.startedAt && speech.endedAt,
  )
  return {
    count: done.length,
    seconds: done.reduce(
      (sum, { startedAt, endedAt }) =>
        sum + Math.max(0, Math.round((Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')) / 1000)),
      0,
    ),
  }
}

export function useSpokenBy(person: string): SpokenTime {
  return spokenBy(useEvery('speech'), person)
}

/** Seconds left, negative when over. */
export function useLeft(speech: Speech): number {
  const now = useNow(500, speech.state === 'speaking')
  return speech.startedAt === null
    ? speech.limitSeconds
    : Math.ceil((Date.parse(speech.startedAt) + speech.limitSeconds * 1000 - now) / 1000)
}

export function useAmberSeconds(): number {
  return useSelect((records) => {
    const session = sessionOf(records)
    return session ? lawOf(session, 'timerAmberSec').value : 30
  })
}
