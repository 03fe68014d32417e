/**
 * Readings of a paper ballot that its screens share.
 * What must stay true: nothing here counts or decides; outcomes are the record's, percentages the shared arithmetic's, the
 * totals those frozen at opening or found in the count.
 */
import { lawOf, sessionOf } from '@nghi-truong/shared/domain/find'
import type {
  PaperBallot,
  PaperResult,
  PaperSubject,
  SubjectOutcome,
} from '@nghi-truong/shared/domain/records'
import { basisIn } from '@nghi-truong/shared/domain/rules/sources'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import type { Base, VoteRule } from '@nghi-truong/shared/domain/rules/types'
import type { RuleValues } from '@nghi-truong/shared/domain/rules/values'
import type { State } from '@nghi-truong/shared/domain/state'
import { useSelect } from '../../client/view.ts'
import type { Tone } from '../../ui/kit/tone.ts'
import { lawWords } from '../../ui/words/law.ts'
import { paperWords } from '../../ui/words/paper.ts'
import { useLanguage, useWords } from '../../ui/words/words.ts'

export type InvalidReason = RuleValues['invalidReasons'][number]

const inHall: readonly PaperBallot['state'][] = ['issuing', 'counting', 'counted']

/** The paper ballot the hall is busy with, if any. */
export const runningPaper = (records: State): PaperBallot | undefined =>
  records.every('paperBallot').find((ballot) => inHall.includes(ballot.state))

/** What the screen of the hall shows of paper ballots during an item: the one running, else the last announced. */
export const paperOnScreen = (records: State, item: string): PaperBallot | undefined => {
  const ofItem = records.every('paperBallot').filter((ballot) => ballot.item === item)
  return runningPaper(records) ?? ofItem.filter((ballot) => ballot.state === 'published').at(-1)
}

export const isElection = (rule: VoteRule): boolean => rule.code === 'elect_office'

/** Rules of the Ban kiểm phiếu in this session: how many entries must agree, and the reasons for invalid papers. */
export function useCountingRules(): {
  readonly wanted: number
  readonly reasons: readonly InvalidReason[]
} {
  return useSelect((records) => {
    const session = sessionOf(records)
    return {
      wanted: session ? lawOf(session, 'countEntries').value : 0,
      reasons: session ? lawOf(session, 'invalidReasons').value : noReasons,
    }
  })
}

const noReasons: readonly InvalidReason[] = []

/** Where a subject's own figures belong: `subject.<id>`. */
export const subjectAt = (place: string, subjects: readonly PaperSubject[]): PaperSubject | undefined =>
  place.startsWith('subject.') ? subjects.find((one) => `subject.${one.id}` === place) : undefined

const totalOf = (ballot: PaperBallot, result: PaperResult): Readonly<Record<Base, number>> => ({
  totalDelegates: ballot.frozen?.total ?? 0,
  present: ballot.frozen?.present ?? 0,
  cast: result.count.returned,
  collected: result.count.returned,
  valid: result.valid,
})

const shareWord = {
  totalDelegates: 'shareTotal',
  present: 'sharePresent',
  cast: 'shareCast',
  collected: 'shareCollected',
  valid: 'shareValid',
} as const

/** "58,46 % tổng số đại biểu": of the deciding base first, then of those printed beside it. */
export function useShares(ballot: PaperBallot, result: PaperResult): (count: number) => readonly string[] {
  const say = useWords(paperWords)
  const language = useLanguage()
  const totals = totalOf(ballot, result)
  const bases = [...new Set([ballot.rule.denominator, ...ballot.rule.alsoReported])]
  return (count) =>
    bases.map((base) => say(shareWord[base], { percent: percent(count, totals[base], language) }))
}

const baseWord = {
  totalDelegates: 'baseTotal',
  present: 'basePresent',
  cast: 'baseCast',
  collected: 'baseCollected',
  valid: 'baseValid',
} as const

export function useBaseWord(): (base: Base) => string {
  const say = useWords(lawWords)
  return (base) => say(baseWord[base])
}

export interface OutcomeWords {
  readonly tone: Tone
  readonly word: string
  readonly why: string
  readonly legalBasis: string
}

const outcomeTone = {
  elected: 'yes',
  revote: 'abstain',
  qualified_not_elected: 'none',
  not_qualified: 'no',
  passed: 'yes',
  failed: 'no',
  may_resign: 'abstain',
  submit_relief: 'no',
  none: 'none',
} as const

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)

/** What the count means for one person, in words, with the article it follows from. */
export function useOutcomeWords(): (
  ballot: PaperBallot,
  result: PaperResult,
  outcome: SubjectOutcome,
) => OutcomeWords {
  const say = useWords(paperWords)
  const sayLaw = useWords(lawWords)
  const language = useLanguage()
  return ({ rule }, result, { outcome, yes, subject }) => {
    const tone = outcomeTone[outcome]
    const needed = result.needed ?? 0
    const legalBasis = basisIn(language, rule.legalBasis)
    if (outcome === 'none') {
      const survey = rule.consequences?.some((one) => one.action === 'may_resign') ?? false
      return { tone, word: say(survey ? 'noneSurvey' : 'noneVote'), why: '', legalBasis }
    }
    if (outcome !== 'may_resign' && outcome !== 'submit_relief') {
      const missing = Math.max(0, needed - yes)
      return {
        tone,
        word: say(outcome),
        why: say(`${outcome}Why`, { yes, needed, missing }),
        legalBasis,
      }
    }
    const consequence = rule.consequences?.find((one) => one.action === outcome)
    const option = rule.options.find((one) => one.id === consequence?.option)
    const counts = result.count.subjects.find((one) => one.subject === subject)?.counts
    const { num, den, strict } = consequence?.threshold ?? { num: 0, den: 0, strict: false }
    const share =
      num === 1 && den === 2 && strict
        ? sayLaw('moreThanHalf')
        : num === 2 && den === 3 && !strict
          ? sayLaw('twoThirds')
          : sayLaw(strict ? 'moreThan' : 'atLeast', { num, den })
    const filled = {
      share: capital(sayLaw('shareOfBase', { share, base: sayLaw(baseWord[rule.denominator]) })),
      option: option?.label[language] ?? '',
      count: counts?.[consequence?.option ?? ''] ?? 0,
      of: result.base,
    }
    const survey = rule.consequences?.some((one) => one.action === 'may_resign') ?? false
    return {
      tone,
      word: say(outcome),
      why:
        outcome === 'may_resign'
          ? say('may_resignWhy', filled)
          : say(survey ? 'submit_reliefSurveyWhy' : 'submit_reliefVoteWhy', filled),
      legalBasis: consequence ? basisIn(language, consequence.legalBasis) : legalBasis,
    }
  }
}

const optionTones: Readonly<Record<string, Tone>> = { high: 'yes', medium: 'other', low: 'no' }

/** Levels of confidence count as nothing, yet the lowest must not look like the highest. */
export const toneOfOption = (option: VoteRule['options'][number]): Tone =>
  option.counts === 'other' ? (optionTones[option.id] ?? 'other') : option.counts
