/**
 * A council's own rules: a law profile with changes, each carrying the citation of the local Quy chế.
 *
 * Must stay true: a change never hides. Whatever differs from the law's default on the day of force comes back as a
 * warning with the law's citation and status, and the same list can be made again from the profile alone.
 */
import { commune } from './commune.ts'
import { ruleAt, voteRule, votesAt } from './active.ts'
import { province } from './province.ts'
import { ruleKeys, ruleProfileSchema } from './types.ts'
import type { AnyRule, Dated, RuleKey, RuleProfile, Status, VoteRule } from './types.ts'
import type { RuleValues, Text, Threshold } from './values.ts'

type VoteChange = Partial<Omit<VoteRule, 'code' | 'row' | 'legalBasis' | 'status' | 'from' | 'until'>>

export type Overrides = {
  title?: Text
  /** The local text that allows it, e.g. "Điều 12 Quy chế làm việc của HĐND tỉnh, Nghị quyết 05/NQ-HĐND". */
  legalBasis: string
  /** First day of force. */
  from: string
  rules?: { [K in RuleKey]?: RuleValues[K] }
  /** Changes to votes of the base, by code. */
  votes?: { [code: string]: VoteChange }
  /** Votes the law does not know. */
  extraVotes?: VoteRule[]
}

export const warningCodes = [
  'rule.valueDiffers',
  'rule.notInLaw',
  'rule.missing',
  'vote.thresholdLower',
  'vote.thresholdHigher',
  'vote.thresholdRemoved',
  'vote.thresholdAdded',
  'vote.baseDiffers',
  'vote.optionsDiffer',
  'vote.methodsDiffer',
  'vote.formsDiffer',
  'vote.electorateDiffers',
  'vote.startedByDiffers',
  'vote.proposedByDiffers',
  'vote.secrecyDiffers',
  'vote.namesDiffer',
  'vote.consequencesDiffer',
  'vote.notInLaw',
  'vote.missing',
] as const
export type WarningCode = (typeof warningCodes)[number]

/** `law` is the default left behind; null when the law has none. `at` is the rule key or vote code. */
export type Warning = {
  code: WarningCode
  at: string
  law: { legalBasis: string; status: Status } | null
}

export type Customised =
  | { profile: RuleProfile; warnings: Warning[] }
  | { refused: 'profile.unknownVote' | 'profile.notValid'; at: string }

/** The law profile a profile is measured against. */
export function lawProfile(basedOn: RuleProfile['basedOn']): RuleProfile {
  return basedOn === 'province' ? province : commune
}

/** A copy of `base` with the changes in force from their day on; the rows before that day stay as they were. */
export function customise(base: RuleProfile, overrides: Overrides): Customised {
  const own = { legalBasis: overrides.legalBasis, status: 'design' as const, from: overrides.from }
  const changed = Object.entries(overrides.rules ?? {}) as [RuleKey, RuleValues[RuleKey]][]
  const rules = changed.reduce<AnyRule[]>(
    (rows, [key, value]) => succeed(rows, { key, value, ...own } as unknown as AnyRule, (row) => row.key),
    base.rules,
  )
  let votes = base.votes
  for (const [code, change] of Object.entries(overrides.votes ?? {})) {
    const before = voteRule(base, code, overrides.from)
    if (before === null) return { refused: 'profile.unknownVote', at: code }
    const { until: _ended, ...kept } = before
    votes = succeed(votes, { ...kept, ...change, ...own }, (row) => row.code)
  }
  const profile = ruleProfileSchema.safeParse(
    JSON.parse(
      JSON.stringify({
        id: 'custom',
        basedOn: base.basedOn,
        title: overrides.title ?? {
          vi: `${base.title.vi} (quy chế riêng)`,
          en: `${base.title.en} (own rules)`,
        },
        rules,
        votes: [...votes, ...(overrides.extraVotes ?? [])],
      }),
    ),
  )
  if (!profile.success)
    return { refused: 'profile.notValid', at: profile.error.issues[0]?.path.join('.') ?? '' }
  return { profile: profile.data, warnings: differences(profile.data, overrides.from) }
}

/** Puts `next` in the place of the rows of its name from its day on. */
export function succeed<R extends Dated>(rows: readonly R[], next: R, name: (row: R) => string): R[] {
  const kept = rows.flatMap((row) => {
    if (name(row) !== name(next) || (row.until !== undefined && row.until <= next.from)) return [row]
    return row.from < next.from ? [{ ...row, until: next.from }] : []
  })
  return [...kept, next]
}

/** Everything in which a profile differs on `date` from the law profile it is based on. */
export function differences(profile: RuleProfile, date: string): Warning[] {
  const law = lawProfile(profile.basedOn)
  const rules = ruleKeys.flatMap((key) =>
    ruleDifference(key, ruleAt(law, key, date), ruleAt(profile, key, date)),
  )
  const codes = new Set([...votesAt(law, date), ...votesAt(profile, date)].map((row) => row.code))
  const votes = [...codes].flatMap((code) =>
    voteDifferences(code, voteRule(law, code, date), voteRule(profile, code, date)),
  )
  return [...rules, ...votes]
}

/**
 * In what one vote's rule departs from the law of that day. Names kept or not as the law leaves open is no departure.
 */
export function warningsFor(basedOn: RuleProfile['basedOn'], rule: VoteRule, date: string): Warning[] {
  const law = voteRule(lawProfile(basedOn), rule.code, date)
  const open = law?.otherSecrecy.find((one) => one === rule.secrecy)
  const own =
    law && open !== undefined && rule.legalBasis === law.legalBasis
      ? {
          ...rule,
          secrecy: law.secrecy,
          otherSecrecy: law.otherSecrecy,
          publishNames: law.publishNames,
        }
      : rule
  return voteDifferences(rule.code, law, own)
}

const cite = (row: Dated) => ({ legalBasis: row.legalBasis, status: row.status })

function ruleDifference(
  at: string,
  law: (Dated & { value: unknown }) | null,
  own: { value: unknown } | null,
): Warning[] {
  if (law === null) return own === null ? [] : [{ code: 'rule.notInLaw', at, law: null }]
  if (own === null) return [{ code: 'rule.missing', at, law: cite(law) }]
  return same(law.value, own.value) ? [] : [{ code: 'rule.valueDiffers', at, law: cite(law) }]
}

function voteDifferences(at: string, law: VoteRule | null, own: VoteRule | null): Warning[] {
  if (law === null) return own === null ? [] : [{ code: 'vote.notInLaw', at, law: null }]
  if (own === null) return [{ code: 'vote.missing', at, law: cite(law) }]
  const differs: [boolean, WarningCode][] = [
    [law.denominator !== own.denominator, 'vote.baseDiffers'],
    [!same(law.options, own.options), 'vote.optionsDiffer'],
    [!same(law.methods, own.methods), 'vote.methodsDiffer'],
    [!same(law.forms, own.forms), 'vote.formsDiffer'],
    [law.electorate !== own.electorate, 'vote.electorateDiffers'],
    [!same(law.startedBy, own.startedBy), 'vote.startedByDiffers'],
    [!same(law.proposedBy, own.proposedBy), 'vote.proposedByDiffers'],
    [law.secrecy !== own.secrecy || !same(law.otherSecrecy, own.otherSecrecy), 'vote.secrecyDiffers'],
    [law.publishNames !== own.publishNames, 'vote.namesDiffer'],
    [!same(law.consequences ?? [], own.consequences ?? []), 'vote.consequencesDiffer'],
  ]
  const codes = differs.flatMap(([differ, code]) => (differ ? [code] : []))
  return [...thresholdDifference(law.threshold, own.threshold), ...codes].map((code) => ({
    code,
    at,
    law: cite(law),
  }))
}

function thresholdDifference(law: Threshold | null, own: Threshold | null): WarningCode[] {
  if (law === null) return own === null ? [] : ['vote.thresholdAdded']
  if (own === null) return ['vote.thresholdRemoved']
  const left = own.num * law.den
  const right = law.num * own.den
  if (left === right && law.strict === own.strict) return []
  return left < right || (left === right && law.strict) ? ['vote.thresholdLower'] : ['vote.thresholdHigher']
}

/** Equality of plain JSON; the order of keys does not matter, that of lists does. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)))
  )
}

/** The starting point for a committee, a Party body or a council with its own Quy chế: nothing changed yet. */
export function customStart(base: RuleProfile, title: Text): RuleProfile {
  return { id: 'custom', basedOn: base.basedOn, title, rules: [...base.rules], votes: [...base.votes] }
}
