/**
 * The law in the words of a screen: what a vote needs, and of whom.
 * What must stay true: numbers come from the rule and the shared arithmetic, never from here.
 */
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { basisIn } from '@nghi-truong/shared/domain/rules/sources'
import { needed } from '@nghi-truong/shared/domain/rules/tally'
import { useLanguage, useWords } from './words/words.ts'
import { lawWords } from './words/law.ts'

export interface Needs {
  /** "Cần ≥ 33/65 phiếu tán thành" */
  readonly sentence: string
  /** "quá nửa tổng số đại biểu" */
  readonly why: string
  readonly legalBasis: string
  /** Our reading, no source behind it yet: said on the screen. */
  readonly unconfirmed: boolean
}

const baseWord = {
  totalDelegates: 'baseTotal',
  present: 'basePresent',
  cast: 'baseCast',
  collected: 'baseCollected',
  valid: 'baseValid',
} as const

export interface Bases {
  readonly total: number
  readonly present: number
}

/** `bases` may be null before anything is known of the hall. */
export function useNeeds(): (rule: VoteRule, bases: Bases, inWriting?: boolean) => Needs {
  const say = useWords(lawWords)
  const language = useLanguage()
  return (rule, bases, inWriting = false) => {
    const whole = inWriting && rule.denominator === 'totalDelegates'
    const base = say(whole ? 'baseAsked' : baseWord[rule.denominator])
    const { threshold } = rule
    const legalBasis = basisIn(language, rule.legalBasis)
    const unconfirmed = rule.status === 'to confirm' || rule.toConfirm.includes('threshold')
    if (threshold === null) return { sentence: say('noThreshold'), why: '', legalBasis, unconfirmed }
    const share =
      threshold.num === 1 && threshold.den === 2 && threshold.strict
        ? say('moreThanHalf')
        : threshold.num === 2 && threshold.den === 3 && !threshold.strict
          ? say('twoThirds')
          : say(threshold.strict ? 'moreThan' : 'atLeast', { num: threshold.num, den: threshold.den })
    const size =
      rule.denominator === 'totalDelegates'
        ? bases.total
        : rule.denominator === 'present'
          ? bases.present
          : null
    const why = say('shareOfBase', { share, base })
    return {
      sentence:
        size === null
          ? say('needsShare', { why })
          : say('needsCount', { needed: needed(threshold, size), base: size }),
      why,
      legalBasis,
      unconfirmed,
    }
  }
}
