/**
 * Says wherever a vote is prepared, opened or answered that its rule is the council's own and departs from the law.
 * What must stay true: nothing is shown for a rule of the law; every departure is listed with the law's citation.
 */
import type { RuleProfile, VoteRule } from '@nghi-truong/shared/domain/rules/types'
import { warningsFor } from '@nghi-truong/shared/domain/rules/custom'
import { warningText } from '@nghi-truong/shared/domain/rules/warning-words'
import { IconAlertTriangle } from '@tabler/icons-react'
import { rulesWords } from './words/rules.ts'
import { useLanguage, useWords } from './words/words.ts'
import classes from './rule-warning.module.css'

/** The sentences, without the box. */
export function useDepartures(): (
  basedOn: RuleProfile['basedOn'],
  rule: VoteRule,
  date: string,
) => readonly string[] {
  const language = useLanguage()
  return (basedOn, rule, date) =>
    warningsFor(basedOn, rule, date).map((one) => warningText(one, basedOn, rule, date, language))
}

export function RuleWarning({
  basedOn,
  rule,
  date,
}: {
  readonly basedOn: RuleProfile['basedOn']
  readonly rule: VoteRule
  readonly date: string
}) {
  const say = useWords(rulesWords)
  const departures = useDepartures()(basedOn, rule, date)
  if (departures.length === 0) return null
  return (
    <div className={classes['warning']} role="note" aria-label={say('warningTitle')}>
      <IconAlertTriangle size="1.5rem" aria-hidden />
      <div>
        <strong>{say('warningTitle')}</strong>
        <ul className={classes['list']}>
          {departures.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
