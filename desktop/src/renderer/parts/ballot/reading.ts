/**
 * Readings of a vote that its screens share.
 * What must stay true: nothing here counts or decides; figures come from the records.
 */
import type { Ballot, BallotOption } from '@nghi-truong/shared/domain/records'
import { delegatesInOffice, presentDelegates } from '@nghi-truong/shared/domain/find'
import { holdsTheHall } from '@nghi-truong/shared/domain/holding'
import type { State } from '@nghi-truong/shared/domain/state'
import { useNow } from '../../client/clock.ts'
import { usePosted, type Posted } from '../../client/outbox.ts'
import { codeOf } from '../../client/witness.ts'
import { useOne, useSelect, useYou } from '../../client/view.ts'
import type { Tone } from '../../ui/kit/tone.ts'
import { useLanguage } from '../../ui/words/words.ts'

/** Nobody is for or against where one of several is chosen: there the options have numbers, not colours. */
export const isNeutral = ({ options }: Pick<Ballot, 'options'>): boolean =>
  options.length > 1 && options.every((option) => option.counts === options[0]?.counts)

export const optionTone = (option: BallotOption, ballot: Pick<Ballot, 'options'>): Tone =>
  isNeutral(ballot) ? 'other' : option.counts

/** The number an option has where options have numbers. */
export const optionMark = (option: BallotOption, ballot: Pick<Ballot, 'options'>): { mark?: string } =>
  isNeutral(ballot) ? { mark: String(ballot.options.indexOf(option) + 1) } : {}

export const runningBallot = (records: State): Ballot | undefined =>
  records.every('ballot').find(holdsTheHall)

export const isLive = holdsTheHall

/** A round of written opinions has pages of its own. */
export const inHall = (ballot: Ballot): boolean => ballot.method !== 'written_opinion'

/** The totals a vote is or would be measured by. */
export function useBases(ballot?: Ballot): { readonly total: number; readonly present: number } {
  return useSelect((records) => ({
    total: ballot?.frozen?.total ?? delegatesInOffice(records).length,
    present: ballot?.frozen?.present ?? presentDelegates(records).length,
  }))
}

export function useOptionLabel(): (option: BallotOption) => string {
  const language = useLanguage()
  return (option) => option.label[language]
}

export interface Countdown {
  readonly leftSeconds: number
  readonly totalSeconds: number
  readonly paused: boolean
}

/** null for a vote the chair ends, whose clock does not run, or which ends at a day and an hour. */
export function useCountdown(ballot: Ballot): Countdown | null {
  const now = useNow(500, inHall(ballot) && ballot.state === 'open' && ballot.endsAt !== null)
  if (!inHall(ballot)) return null
  const totalSeconds = ballot.durationSeconds ?? 0
  if (ballot.state === 'paused' && ballot.remainingMs !== null)
    return { leftSeconds: Math.ceil(ballot.remainingMs / 1000), totalSeconds, paused: true }
  if (ballot.state !== 'open' || ballot.endsAt === null) return null
  return {
    leftSeconds: Math.max(0, Math.ceil((Date.parse(ballot.endsAt) - now) / 1000)),
    totalSeconds,
    paused: false,
  }
}

export type MyVote =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly choice: string }
  | { readonly kind: 'recorded'; readonly choice: string; readonly code: string | null }
  | { readonly kind: 'otherDevice'; readonly choice: string }
  | { readonly kind: 'refused'; readonly posted: Posted; readonly choice: string | null }

/** What became of my choice, from the server's record and from what this device has sent. */
export function useMyVote(ballot: Ballot): MyVote {
  const you = useYou()
  const cast = useOne('cast', `${ballot.id}:${you.person}`)
  const posted = usePosted(ballot.id)
  const newer = posted && (!cast || posted.clientSeq >= cast.clientSeq) ? posted : null
  if (newer?.state === 'sending') return { kind: 'sending', choice: newer.choice }
  if (newer?.state === 'refused') return { kind: 'refused', posted: newer, choice: cast?.choice ?? null }
  if (newer?.state === 'recorded')
    return {
      kind: 'recorded',
      choice: newer.choice,
      // The code under which it will stand in the announced list; shown only once the receipt is there.
      code: newer.receipt ? codeOf(newer) : null,
    }
  return cast ? { kind: 'otherDevice', choice: cast.choice } : { kind: 'none' }
}

export interface Step {
  readonly verb: 'open' | 'close' | 'publish'
  readonly ballot: Ballot
}

/** What the chair does next with the votes: ends the running one, announces the one that ended, else opens the first. */
export function nextStep(records: State): Step | null {
  const all = records.every('ballot').filter(inHall)
  const running = all.find((one) => one.state === 'open' || one.state === 'paused')
  if (running) return { verb: 'close', ballot: running }
  if (all.some((one) => one.state === 'closing')) return null
  const closed = all.find((one) => one.state === 'closed')
  if (closed) return { verb: 'publish', ballot: closed }
  const prepared = all.find((one) => one.state === 'armed') ?? all.find((one) => one.state === 'draft')
  return prepared ? { verb: 'open', ballot: prepared } : null
}
