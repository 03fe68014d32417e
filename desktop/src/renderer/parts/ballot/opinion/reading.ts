/**
 * Readings of written opinion rounds that their screens share.
 * What must stay true: deadlines are typed and shown in Vietnam's time (+07:00), kept in UTC; who has not answered is
 * known to the desk alone.
 */
import type { Ballot, Opinion } from '@nghi-truong/shared/domain/records'
import { useNow } from '../../../client/clock.ts'
import { useEvery, useOne, useSelect } from '../../../client/view.ts'
import { opinionWords } from '../../../ui/words/opinion.ts'
import { useWords } from '../../../ui/words/words.ts'
import { inHall } from '../reading.ts'

const offsetMs = 7 * 3600_000

/** `2026-11-27T17:00`, as the field for a day and an hour holds it. */
export const toField = (iso: string): string =>
  new Date(Date.parse(iso) + offsetMs).toISOString().slice(0, 16)

/** UTC, or null while the field holds no moment. */
export function fromField(text: string): string | null {
  const ms = Date.parse(`${text}:00.000Z`)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && Number.isFinite(ms)
    ? new Date(ms - offsetMs).toISOString()
    : null
}

/** So many days from now, at 17:00. */
export const usualDeadline = (nowMs: number, days: number): string =>
  `${toField(new Date(nowMs + days * 86_400_000).toISOString()).slice(0, 10)}T17:00`

export const useRounds = (): readonly Ballot[] => useEvery('ballot').filter((one) => !inHall(one))

/** "còn 2 ngày 3 giờ" */
export function useTimeLeft(deadline: string | null): string {
  const say = useWords(opinionWords)
  const now = useNow(20_000, deadline !== null)
  if (deadline === null) return ''
  const minutes = Math.floor((Date.parse(deadline) - now) / 60_000)
  if (minutes < 0) return say('over')
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)]
  return days > 0
    ? say('left', { days, hours: hours % 24 })
    : hours > 0
      ? say('leftHours', { hours, minutes: minutes % 60 })
      : say('leftMinutes', { minutes })
}

/** The people the round asks, and of them who has answered; the desk's. */
export function useAsked(ballot: Ballot): {
  readonly asked: readonly string[]
  readonly missing: readonly string[]
} {
  const opinion = useOne('opinion', ballot.id)
  const electorate = useOne('electorate', ballot.id)
  const voted = useOne('voted', ballot.id)
  const asked = electorate?.people ?? opinion?.people ?? []
  const done = new Set(voted?.people)
  return { asked, missing: asked.filter((person) => !done.has(person)) }
}

/** Rounds that wait for this person's answer, the soonest first. */
export function useWaiting(): readonly Ballot[] {
  return useSelect((records, you) =>
    records
      .every('ballot')
      .filter(
        (one) =>
          !inHall(one) &&
          one.state === 'open' &&
          (records.one('electorate', one.id)?.people.includes(you.person) ?? false) &&
          !records.one('cast', `${one.id}:${you.person}`),
      )
      .toSorted((a, b) => (a.endsAt ?? '').localeCompare(b.endsAt ?? '')),
  )
}

/** Whether this person is asked in a round that still runs: he may answer, or answer otherwise. */
export function useMayAnswer(): boolean {
  return useSelect((records, you) =>
    records
      .every('ballot')
      .some(
        (one) =>
          !inHall(one) &&
          one.state === 'open' &&
          (records.one('electorate', one.id)?.people.includes(you.person) ?? false),
      ),
  )
}

export const totalsOf = (
  ballot: Ballot,
  opinion: Opinion | undefined,
): { total: number; present: number } => {
  const total = ballot.frozen?.total ?? opinion?.people.length ?? 0
  return { total, present: total }
}
