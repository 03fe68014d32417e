/**
 * Counting a public vote from its casts.
 * What must stay true: the count is a function of the records alone (the same on the server, on every screen and in the
 * offline recount); the base is the one the rule names, frozen at opening; integers only.
 */
import type { Ballot, BallotOption, Result } from './records.ts'
import { needed, passes } from './rules/tally.ts'
import type { State } from './state.ts'

/** 1 of n: every option is a yes for itself, and one of them is chosen. */
export const choosesOne = (options: readonly BallotOption[]): boolean =>
  options.length > 1 && options.every((option) => option.counts === 'yes')

/** @returns the figures of the result; `passed` is null where the rule decides nothing. */
export function countBallot(state: State, ballot: Ballot): Omit<Result, 'kind' | 'id' | 'audience' | 'code'> {
  const casts = state.every('cast').filter((cast) => cast.ballot === ballot.id)
  const counts: Record<string, number> = Object.fromEntries(ballot.options.map((option) => [option.id, 0]))
  for (const { choice } of casts) counts[choice] = (counts[choice] ?? 0) + 1
  // Hands counted without names stand in the place of casts; both never occur together.
  const hands = state.one('handCount', ballot.id)
  if (hands) Object.assign(counts, hands.counts)
  const total = ballot.frozen?.total ?? 0
  const present = ballot.frozen?.present ?? 0
  const eligible = ballot.frozen?.eligible ?? 0
  const cast = hands ? Object.values(hands.counts).reduce((sum, count) => sum + count, 0) : casts.length
  const base =
    ballot.rule.denominator === 'totalDelegates'
      ? total
      : ballot.rule.denominator === 'present'
        ? present
        : cast
  const inFavour = ballot.options
    .filter((option) => option.counts === 'yes')
    .map((option) => counts[option.id] ?? 0)
  // Where every option is a yes for itself, the best one alone may win; two equal bests decide nothing. Else every way
  // of saying yes ("nhất trí", "nhất trí, có chỉnh sửa") is a yes.
  const one = choosesOne(ballot.options)
  const best = one ? Math.max(0, ...inFavour) : inFavour.reduce((sum, count) => sum + count, 0)
  const tie = one && inFavour.length > 1 && inFavour.filter((count) => count === best).length > 1
  const { threshold } = ballot.rule
  return {
    counts,
    yes: best,
    cast,
    notCast: eligible - cast,
    base,
    total,
    present,
    needed: threshold === null ? null : needed(threshold, base),
    passed: threshold === null ? null : !tie && base > 0 && passes(threshold, best, base),
  }
}
