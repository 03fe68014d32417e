/**
 * The arithmetic of a paper count: what must add up, and what follows from it.
 * What must stay true: whole numbers only; a count that does not add up is named by the place where it fails; outcomes
 * come from the rule (threshold, seats, consequences), never from here.
 */
import type { PaperBallot, PaperCount, PaperResult, SubjectOutcome } from './records.ts'
import { election } from './rules/election.ts'
import { consequenceOf, needed, passes, type Bases } from './rules/tally.ts'

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0)

/** Places where the figures contradict each other: `returned`, `invalid`, `subjects`, `subject.<id>`. */
export function countFaults(
  ballot: PaperBallot,
  count: PaperCount,
  reasons: readonly string[],
): readonly string[] {
  const faults: string[] = []
  const present = ballot.frozen?.present ?? 0
  const valid = count.returned - sum(count.invalid)
  const options = ballot.rule.options.map((option) => option.id)
  if (count.issued > present) faults.push('issued')
  if (count.returned > count.issued) faults.push('returned')
  if (valid < 0 || Object.keys(count.invalid).some((reason) => !reasons.includes(reason)))
    faults.push('invalid')
  const named = count.subjects.map((one) => one.subject)
  if (named.length !== ballot.subjects.length || !ballot.subjects.every((one) => named.includes(one.id)))
    faults.push('subjects')
  for (const one of count.subjects) {
    const known = Object.keys(one.counts).every((option) => options.includes(option))
    // Each valid paper marks one option for this person, or is invalid for this person alone.
    if (!known || sum(one.counts) + one.invalid !== valid) faults.push(`subject.${one.subject}`)
  }
  if (isElection(ballot)) {
    const yes = count.subjects.reduce((all, one) => all + yesOf(ballot, one.counts), 0)
    if (valid >= 0 && yes > valid * ballot.seats) faults.push('seats')
  }
  return faults
}

const isElection = (ballot: Pick<PaperBallot, 'rule'>): boolean => ballot.rule.code === 'elect_office'

const yesOf = (ballot: Pick<PaperBallot, 'rule'>, counts: Readonly<Record<string, number>>): number =>
  ballot.rule.options
    .filter((option) => option.counts === 'yes')
    .reduce((all, option) => all + (counts[option.id] ?? 0), 0)

/** Where two counts differ; empty when they are the same. */
export function sameCount(a: PaperCount, b: PaperCount): readonly string[] {
  const differs = (left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) =>
    [...new Set([...Object.keys(left), ...Object.keys(right)])].some(
      (key) => (left[key] ?? 0) !== (right[key] ?? 0),
    )
  return [
    ...(a.issued === b.issued ? [] : ['issued']),
    ...(a.returned === b.returned ? [] : ['returned']),
    ...(differs(a.invalid, b.invalid) ? ['invalid'] : []),
    ...a.subjects.flatMap((one) => {
      const other = b.subjects.find((candidate) => candidate.subject === one.subject)
      return !other || other.invalid !== one.invalid || differs(one.counts, other.counts)
        ? [`subject.${one.subject}`]
        : []
    }),
  ]
}

/** What the agreed figures mean by the ballot's rule. */
export function outcomesOf(
  ballot: Pick<PaperBallot, 'rule' | 'seats' | 'frozen'>,
  count: PaperCount,
): Pick<PaperResult, 'valid' | 'base' | 'needed' | 'outcomes'> {
  const valid = count.returned - sum(count.invalid)
  const bases: Bases = {
    totalDelegates: ballot.frozen?.total ?? 0,
    present: ballot.frozen?.present ?? 0,
    cast: count.returned,
    collected: count.returned,
    valid,
  }
  const { rule } = ballot
  const base = bases[rule.denominator] ?? 0
  const least = rule.threshold === null ? null : needed(rule.threshold, base)
  const elected = isElection(ballot)
    ? election(
        rule,
        ballot.seats,
        count.subjects.map((one) => ({ id: one.subject, yes: yesOf(ballot, one.counts) })),
        bases,
      )
    : null
  const outcomes = count.subjects.map((one): SubjectOutcome => {
    const yes = yesOf(ballot, one.counts)
    const consequence = consequenceOf(rule, one.counts, base)
    const outcome =
      elected?.candidates.find((candidate) => candidate.id === one.subject)?.outcome ??
      consequence?.action ??
      (rule.threshold === null ? 'none' : passes(rule.threshold, yes, base) ? 'passed' : 'failed')
    return { subject: one.subject, yes, valid: sum(one.counts), outcome }
  })
  return { valid, base, needed: least, outcomes }
}
