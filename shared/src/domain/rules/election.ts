/**
 * Who is elected, and which of several alternatives is adopted.
 *
 * Must stay true: nobody is preferred by place on the ballot. A tie over the last seats elects none of the tied; they
 * stand again, for the seats that are left (source of the order: L77 art. 83, to confirm).
 */
import { decidingBase, needed, passes } from './tally.ts'
import type { Bases } from './tally.ts'
import type { VoteRule } from './types.ts'

export type Candidacy = { id: string; yes: number }
export type CandidateOutcome = 'elected' | 'revote' | 'qualified_not_elected' | 'not_qualified'

export type ElectionResult = {
  base: number
  needed: number
  /** In the order given. */
  candidates: (Candidacy & { outcome: CandidateOutcome })[]
  elected: string[]
  /** The tied, and how many of them may be elected; null when no tie decides. */
  revote: { among: string[]; seats: number } | null
  /** Seats nobody qualified for. What follows is for the council to decide. */
  vacant: number
}

/** Elects at most `seats` of the candidates by the rule's threshold, most votes first. */
export function election(
  rule: VoteRule,
  seats: number,
  candidates: readonly Candidacy[],
  bases: Bases,
): ElectionResult {
  const threshold = rule.threshold
  if (threshold === null) throw new RangeError(`${rule.code} elects nobody`)
  if (!Number.isSafeInteger(seats) || seats < 1) throw new RangeError(`not a number of seats: ${seats}`)
  if (new Set(candidates.map((one) => one.id)).size !== candidates.length)
    throw new RangeError('a candidate twice')
  const base = decidingBase(rule, bases)
  const qualified = candidates.filter((one) => passes(threshold, one.yes, base))
  const outcomes = new Map(candidates.map((one) => [one.id, outcomeOf(one, qualified, seats)]))
  const having = (outcome: CandidateOutcome) =>
    candidates.filter((one) => outcomes.get(one.id) === outcome).map((one) => one.id)
  const elected = having('elected')
  const among = having('revote')
  return {
    base,
    needed: needed(threshold, base),
    candidates: candidates.map((one) => ({ ...one, outcome: outcomes.get(one.id) ?? 'not_qualified' })),
    elected,
    revote: among.length === 0 ? null : { among, seats: seats - elected.length },
    vacant: Math.max(0, seats - qualified.length),
  }
}

/** Settled by counting who is ahead and who is level, so no order of sorting can matter. */
function outcomeOf(one: Candidacy, qualified: readonly Candidacy[], seats: number): CandidateOutcome {
  if (!qualified.includes(one)) return 'not_qualified'
  const ahead = qualified.filter((other) => other.yes > one.yes).length
  const level = qualified.filter((other) => other.yes === one.yes).length
  if (ahead >= seats) return 'qualified_not_elected'
  return ahead + level <= seats ? 'elected' : 'revote'
}

export type ChoiceResult = {
  base: number
  needed: number
  /** The adopted alternative, or null when none reached the threshold. */
  adopted: string | null
  alternatives: { id: string; yes: number; passed: boolean }[]
}

/**
 * Choose 1 of n: each deputy marks one alternative, which is adopted when its own votes reach the threshold. When a
 * lenient custom threshold lets two pass, the one ahead is adopted and a tie adopts none.
 */
export function chooseOne(rule: VoteRule, alternatives: readonly Candidacy[], bases: Bases): ChoiceResult {
  const result = election(rule, 1, alternatives, bases)
  return {
    base: result.base,
    needed: result.needed,
    adopted: result.elected[0] ?? null,
    alternatives: result.candidates.map(({ id, yes, outcome }) => ({
      id,
      yes,
      passed: outcome !== 'not_qualified',
    })),
  }
}
