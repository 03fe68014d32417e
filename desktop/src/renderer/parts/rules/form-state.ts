/**
 * What the form of a voting rule holds, and the rule it would make.
 * What must stay true: the rule shown while typing is made by the same function the server decides with; a fraction is
 * two integers.
 */
import type { Session } from '@nghi-truong/shared/domain/records'
import { isRefusal, type Refusal } from '@nghi-truong/shared/domain/refusal'
import { ruleOf, type RuleInput } from '@nghi-truong/shared/domain/rule-desk'
import { threeWays } from '@nghi-truong/shared/domain/rules/options'
import type { VoteRule } from '@nghi-truong/shared/domain/rules/types'

export interface OptionRow {
  readonly key: number
  readonly id: string
  readonly label: string
  /** In English; what is typed anew has one wording for both. */
  readonly labelEn: string
  readonly counts: 'yes' | 'no' | 'abstain' | 'other'
}

export interface RuleState {
  readonly code: string | null
  readonly title: string
  readonly titleEn: string
  readonly methods: readonly RuleInput['methods'][number][]
  readonly form: RuleInput['form']
  readonly options: readonly OptionRow[]
  readonly electorate: 'delegates' | 'members'
  readonly denominator: RuleInput['denominator']
  readonly decides: boolean
  readonly num: number
  readonly den: number
  readonly strict: boolean
  readonly secrecy: RuleInput['secrecy']
  readonly publishNames: boolean
  readonly legalBasis: string
}

const rowsOf = (options: VoteRule['options']): OptionRow[] =>
  options.map((option, key) => ({
    key,
    id: option.id,
    label: option.label.vi,
    labelEn: option.label.en,
    counts: option.counts,
  }))

const offered = ['electronic', 'show_of_hands', 'paper_ballot', 'written_opinion'] as const

export function stateOf(rule: VoteRule | null): RuleState {
  const secrecy = rule?.secrecy === 'default_secret' ? 'secret' : (rule?.secrecy ?? 'open')
  // In the rule's own order: the first is the default.
  const methods = (rule?.methods ?? (['electronic', 'show_of_hands'] as const)).flatMap((one) => {
    const known = offered.find((method) => method === one)
    return known && (secrecy !== 'secret' || known === 'paper_ballot') ? [known] : []
  })
  return {
    code: rule?.code ?? null,
    title: rule?.title.vi ?? '',
    titleEn: rule?.title.en ?? '',
    methods: methods.length > 0 ? methods : ['electronic'],
    form: methods.includes('paper_ballot')
      ? 'per_person'
      : rule?.options.length === 0 || rule?.forms[0] === 'one_of_n'
        ? 'one_of_n'
        : 'options',
    options: rowsOf(rule?.options ?? threeWays()),
    electorate: rule?.electorate ?? 'delegates',
    denominator: rule?.denominator ?? 'totalDelegates',
    decides: rule === null || rule.threshold !== null,
    num: rule?.threshold?.num ?? 1,
    den: rule?.threshold?.den ?? 2,
    strict: rule?.threshold?.strict ?? true,
    secrecy,
    publishNames: rule?.publishNames ?? true,
    legalBasis: '',
  }
}

/** What holds together by itself: paper is secret and by person, nothing else is. */
export function settle(state: RuleState): RuleState {
  const onPaper = state.methods.includes('paper_ballot')
  const methods: RuleState['methods'] = onPaper ? ['paper_ballot'] : state.methods
  const secrecy = onPaper ? 'secret' : state.secrecy === 'secret' ? 'open' : state.secrecy
  const ofPapers = state.denominator === 'collected' || state.denominator === 'valid'
  return {
    ...state,
    methods: secrecy === 'anonymous' ? methods.filter((one) => one !== 'show_of_hands') : methods,
    secrecy,
    form: onPaper ? 'per_person' : state.form === 'per_person' ? 'options' : state.form,
    publishNames: secrecy === 'open' && state.publishNames,
    denominator: ofPapers && !onPaper ? 'totalDelegates' : state.denominator,
  }
}

export function inputOf(state: RuleState): RuleInput {
  const { title, titleEn, options, decides, num, den, strict, methods } = state
  const named = options.filter((option) => option.label.trim() !== '')
  return {
    code: state.code,
    title: { vi: title, en: titleEn || title },
    methods: [...methods],
    form: state.form,
    options:
      state.form === 'one_of_n'
        ? []
        : named.map(({ id, label, labelEn, counts }) => ({
            id,
            label: { vi: label, en: labelEn || label },
            counts,
          })),
    electorate: state.electorate,
    denominator: state.denominator,
    threshold: decides ? { num, den, strict } : null,
    secrecy: state.secrecy,
    publishNames: state.publishNames,
    legalBasis: state.legalBasis,
  }
}

/** The rule as it would be, or why there would be none. The text of the basis may still be missing. */
export function preview(session: Session, state: RuleState): VoteRule | Refusal {
  const legalBasis = state.legalBasis.trim() === '' ? '…..' : state.legalBasis
  const { electorate = 'delegates', ...input } = inputOf(state)
  return ruleOf(session, { ...input, electorate, legalBasis })
}

export const isRule = (made: VoteRule | Refusal): made is VoteRule => !isRefusal(made)
