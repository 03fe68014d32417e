/**
 * Steps that public votes of every method share: the state asked for, the rule as the vote takes it, the opening.
 * What must stay true: the electorate and the total are frozen at the instant of opening, with the quorum.
 */
import { quorum } from './attendance.ts'
import { delegatesInOffice, presentDelegates } from './find.ts'
import type { Ballot, BallotOption, BallotState } from './records.ts'
import { refuse, type Refusal } from './refusal.ts'
import type { VoteRule } from './rules/types.ts'
import type { State } from './state.ts'
import { sayBallot } from './ballot-events.ts'

/** The ballot, if it is in one of the states in which this may be done. */
export function inState(state: State, ballot: string, states: readonly BallotState[]): Ballot | Refusal {
  const found = state.one('ballot', ballot)
  if (!found) return refuse('ballot.notSeen')
  return states.includes(found.state) ? found : refuse('ballot.wrongState')
}

/** The round that took the place of an annulled one: prepared, running or done. */
export const repeatOf = (state: State, ballot: string): Ballot | undefined =>
  state.every('ballot').find((one) => one.repeats === ballot)

/** Options of the rule, or the entries this question adds (choose one of n). */
export function optionsFor(
  rule: VoteRule,
  entries: readonly { vi: string; en: string }[],
): readonly BallotOption[] {
  const named = rule.forms.includes('one_of_n') || rule.forms.includes('free')
  if (entries.length === 0 || !named) return rule.options
  return entries.map((label, index) => ({ id: `option_${index + 1}`, label, counts: 'yes' as const }))
}

/** The rule as this vote takes it: with names kept or not, where the rule leaves the choice. */
export function withSecrecy(rule: VoteRule, wanted: 'open' | 'anonymous' | undefined): VoteRule | Refusal {
  if (wanted === undefined || wanted === rule.secrecy) return rule
  if (!rule.otherSecrecy.includes(wanted)) return refuse('ballot.secrecyNotAllowed')
  return { ...rule, secrecy: wanted, publishNames: wanted === 'anonymous' ? false : rule.publishNames }
}

/** The quorum at this instant, and the list frozen in the event. */
export function openEvents(state: State, ballot: string) {
  const found = quorum(state)
  if (!found.met)
    return refuse('quorum.missing', {
      present: found.present,
      total: found.total,
      needed: found.needed,
      missing: found.needed - found.present,
      legalBasis: found.legalBasis,
    })
  const eligible = presentDelegates(state).map((person) => person.id)
  if (eligible.length === 0) return refuse('ballot.nobodyEligible')
  const total = delegatesInOffice(state).length
  return [sayBallot('ballot.opened', { ballot, total, present: eligible.length, eligible })]
}
