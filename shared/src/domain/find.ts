/**
 * Small readings that several features share.
 * What must stay true: these only read; a question about the law is asked of the session's own profile.
 */
import { desk, everyone, members, type Audience } from './audience.ts'
import type { Item, Person, Session, Visibility } from './records.ts'
import { ruleAt } from './rules/active.ts'
import type { Rule, RuleKey } from './rules/types.ts'
import type { RuleValues } from './rules/values.ts'
import type { State } from './state.ts'

export const sessionOf = (state: State): Session | undefined => state.every('session')[0]

export const audienceOf = (visibility: Visibility): Audience =>
  visibility === 'everyone' ? everyone : visibility === 'members' ? members : desk

/** Items in the order of the agenda. */
export const itemsInOrder = (state: State): readonly Item[] =>
  [...state.every('item')].sort((a, b) => a.position - b.position)

export const isDelegate = (person: Person): boolean => person.roles.includes('delegate') && person.inOffice

/** Tổng số đại biểu: delegates in office, present or not (L77 art. 91; design note in the rule profile). */
export const delegatesInOffice = (state: State): readonly Person[] => state.every('person').filter(isDelegate)

export const presentDelegates = (state: State): readonly Person[] =>
  delegatesInOffice(state).filter((person) => state.one('attendance', person.id)?.state === 'present')

/** Rules without which a session cannot run; convening refuses a profile that lacks one. */
export const indispensable: readonly RuleKey[] = [
  'quorum',
  'speechFirstMin',
  'speechSecondMin',
  'rebuttalMin',
  'explanationMin',
  'closingGraceSec',
]

/**
 * The rule of this session's own profile, as in force on its first day.
 * @throws when the profile lacks it: for the indispensable ones convening has made that impossible
 */
export function lawOf<K extends RuleKey>(session: Session, key: K): Rule<RuleValues[K], K> {
  const rule = ruleAt(session.profile, key, session.startsOn)
  if (!rule) throw new Error(`the profile has no rule ${key} on ${session.startsOn}`)
  return rule
}
