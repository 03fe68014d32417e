/**
 * The arithmetic of votes: whole numbers only, no rounded value ever decides.
 *
 * Must stay true: a threshold is compared by cross multiplication; a percentage is for printing, two decimals, half up.
 * A negative or broken count is a bug of the caller and throws RangeError; everything else is an answer.
 */
import type { Base, Consequence, VoteRule } from './types.ts'
import type { Threshold } from './values.ts'

/** Keeps every product below 2^53. No council is near it. */
const largest = 1_000_000_000

function whole(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0 || count > largest) {
    throw new RangeError(`not a count: ${count}`)
  }
  return count
}

/** Whether `count` of `base` reaches the threshold. Of an empty base nothing is reached. */
export function passes(threshold: Threshold, count: number, base: number): boolean {
  const left = whole(count) * threshold.den
  const right = whole(base) * threshold.num
  if (base === 0) return false
  return threshold.strict ? left > right : left >= right
}

/** The least count that passes, e.g. 33 of 65 for more than half, 44 of 65 for two thirds; at least 1. */
export function needed(threshold: Threshold, base: number): number {
  const product = whole(base) * threshold.num
  const rest = product % threshold.den
  const floor = (product - rest) / threshold.den
  const least = threshold.strict || rest > 0 ? floor + 1 : floor
  return Math.max(1, least)
}

/** `38,88` (vi) or `38.88` (en), without the sign. `–` when there is nothing to take a share of. */
export function percent(part: number, of: number, locale: 'vi' | 'en'): string {
  whole(part)
  if (whole(of) === 0) return '–'
  // Twice the share in hundredths of a percent, plus one half: floor of (2a + b) / 2b is a / b rounded half up.
  const top = part * 20_000 + of
  const bottom = of * 2
  const hundredths = (top - (top % bottom)) / bottom
  const cents = hundredths % 100
  return `${(hundredths - cents) / 100}${locale === 'vi' ? ',' : '.'}${String(cents).padStart(2, '0')}`
}

export type QuorumCheck = { met: boolean; needed: number; present: number; total: number; missing: number }

/** Whether enough deputies are present; `total` = deputies in office, not those invited or seated. */
export function quorumCheck(quorum: Threshold, present: number, total: number): QuorumCheck {
  const least = needed(quorum, total)
  return {
    met: passes(quorum, present, total),
    needed: least,
    present,
    total,
    missing: Math.max(0, least - present),
  }
}

/** The totals frozen for one vote. The one the rule decides by must be there. */
export type Bases = { readonly [B in Base]?: number }
export type OptionCounts = { readonly [optionId: string]: number }

export type Verdict = {
  code: string
  /** null: the rule passes or fails nothing, see `consequence`. */
  passed: boolean | null
  yes: number
  no: number
  abstain: number
  other: number
  /** Least yes that passes, and how many short; null without a threshold. */
  needed: number | null
  missing: number | null
  denominator: Base
  base: number
  /** The deciding base first, then those printed beside it, as far as they are known. */
  bases: { base: Base; total: number }[]
  /** What follows by law, e.g. from two thirds of low confidence; null when nothing does. */
  consequence: Consequence | null
  legalBasis: string
}

/** Sums the options by what they count as. An id the rule does not know is a bug. */
export function countOptions(rule: VoteRule, counts: OptionCounts) {
  const sums = { yes: 0, no: 0, abstain: 0, other: 0 }
  for (const [id, count] of Object.entries(counts)) {
    const option = rule.options.find((candidate) => candidate.id === id)
    if (option === undefined) throw new RangeError(`no option ${id} in ${rule.code}`)
    sums[option.counts] += whole(count)
  }
  return sums
}

/** The base a rule decides by. */
export function decidingBase(rule: VoteRule, bases: Bases): number {
  const base = bases[rule.denominator]
  if (base === undefined)
    throw new RangeError(`${rule.code} is decided by ${rule.denominator}, which is unknown`)
  return whole(base)
}

/** Decides one question with fixed options: a text, a list, or one person on a ballot. */
export function verdict(rule: VoteRule, counts: OptionCounts, bases: Bases): Verdict {
  const sums = countOptions(rule, counts)
  const base = decidingBase(rule, bases)
  const least = rule.threshold === null ? null : needed(rule.threshold, base)
  const reported = [...new Set([rule.denominator, ...rule.alsoReported])]
  return {
    code: rule.code,
    passed: rule.threshold === null ? null : passes(rule.threshold, sums.yes, base),
    ...sums,
    needed: least,
    missing: least === null ? null : Math.max(0, least - sums.yes),
    denominator: rule.denominator,
    base,
    bases: reported.flatMap((name) => {
      const total = bases[name]
      return total === undefined ? [] : [{ base: name, total }]
    }),
    consequence: consequenceOf(rule, counts, base),
    legalBasis: rule.legalBasis,
  }
}

/** The gravest consequence reached; consequences are listed gravest first. */
export function consequenceOf(rule: VoteRule, counts: OptionCounts, base: number): Consequence | null {
  const reached = (rule.consequences ?? []).find((c) => passes(c.threshold, counts[c.option] ?? 0, base))
  return reached ?? null
}

export type PersonVerdict = Verdict & { person: string }

/**
 * Lấy phiếu or bỏ phiếu tín nhiệm over several persons. Validity is per person, so a row need not add up to the base:
 * the base is the ballots collected for all.
 */
export function confidence(
  rule: VoteRule,
  people: readonly { person: string; counts: OptionCounts }[],
  bases: Bases,
): PersonVerdict[] {
  return people.map(({ person, counts }) => ({ person, ...verdict(rule, counts, bases) }))
}
