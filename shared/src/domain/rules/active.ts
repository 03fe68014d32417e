/**
 * Which rule is in force on a day. Dates are compared as text (`YYYY-MM-DD`), so no clock and no time zone takes part:
 * the caller passes the day of the sitting in Vietnam.
 */
import { ruleKeys, voteCodes } from './types.ts'
import type { AnyRule, Dated, LawVoteCode, Rule, RuleKey, RuleProfile, VoteRule } from './types.ts'
import { optionalRuleKeys } from './values.ts'
import type { RuleValues } from './values.ts'

/** `date` is a day, or an instant beginning with one (`2026-11-21T...`): as text it sorts with its day. */
export function inForce(row: Dated, date: string): boolean {
  return row.from <= date && (row.until === undefined || date < row.until)
}

/** The rule with its citation and status, or null when the profile says nothing on that day. */
export function ruleAt<K extends RuleKey>(
  profile: Pick<RuleProfile, 'rules'>,
  key: K,
  date: string,
): Rule<RuleValues[K], K> | null {
  const isIt = (row: AnyRule): row is AnyRule & Rule<RuleValues[K], K> =>
    row.key === key && inForce(row, date)
  return profile.rules.find(isIt) ?? null
}

/** The keys and vote codes of the law without a rule in force that day; empty for a profile a session may use. */
export function gapsAt(profile: RuleProfile, date: string): string[] {
  const optional: readonly string[] = optionalRuleKeys
  return [
    ...ruleKeys.filter((key) => !optional.includes(key) && ruleAt(profile, key, date) === null),
    ...voteCodes.filter((code) => voteRule(profile, code, date) === null),
  ]
}

/** The row of the vote table; codes outside the law's list are those a council added. */
export function voteRule(
  profile: Pick<RuleProfile, 'votes'>,
  code: LawVoteCode | (string & {}),
  date: string,
): VoteRule | null {
  return profile.votes.find((row) => row.code === code && inForce(row, date)) ?? null
}

/** All rows of the vote table in force, in its order. */
export function votesAt(profile: Pick<RuleProfile, 'votes'>, date: string): VoteRule[] {
  return profile.votes.filter((row) => inForce(row, date))
}
