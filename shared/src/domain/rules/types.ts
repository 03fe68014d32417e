/**
 * The shape of the law as data: rule profiles, their dated rules and the vote table.
 *
 * Must stay true: a profile is copied into the log when a session is convened, so it is plain JSON with integers only,
 * ASCII keys and NFC text. Nothing outside this folder may hold a threshold, a denominator, a deadline or a citation.
 */
import { z } from 'zod'
import {
  baseSchema,
  proposerSchema,
  ruleValueSchemas,
  textSchema,
  thresholdSchema,
  voteActions,
  voteForms,
} from './values.ts'
import type { RuleValues, Text } from './values.ts'

export type { RuleValues, Threshold } from './values.ts'

/** How sure we are of a value. `to confirm` is shown on screen: it is our reading, with no source behind it yet. */
export const statuses = ['confirmed', 'confirmed (old law)', 'to confirm', 'design'] as const
export type Status = (typeof statuses)[number]

export const roleNames = [
  'chair',
  'secretariat',
  'delegate',
  'committee',
  'guest',
  'projector',
  'auditor',
  'admin',
] as const
export type RoleName = (typeof roleNames)[number]

export const voteMethods = [
  'electronic',
  'show_of_hands',
  'paper_ballot',
  'electronic_secret',
  'written_opinion',
] as const
export type VoteMethod = (typeof voteMethods)[number]

/** What a threshold or a percentage is measured against. `collected` = ballots returned (thu về), valid or not. */
export type Base = z.infer<typeof baseSchema>

/** The codes of the vote table, in its order; row 5 carries two. */
export const voteCodes = [
  'adopt_agenda',
  'adopt_resolution',
  'vote_point',
  'closed_session',
  'secretary_election',
  'tellers_election',
  'voting_form',
  'elect_office',
  'relieve_office',
  'dismiss_office',
  'dismiss_deputy',
  'release_deputy',
  'confidence_list',
  'confidence_survey',
  'confidence_vote',
  'confirm_result',
  'question_groups',
  'question_resolution',
  'committee_vote',
  'straw_poll',
] as const
export type LawVoteCode = (typeof voteCodes)[number]

const isoDate = z.iso.date()

/** `from` is the first day of force, `until` the first day of no more force: a successor's `from` equals it. */
const dated = {
  legalBasis: z.string().min(3),
  status: z.enum(statuses),
  from: isoDate,
  until: isoDate.optional(),
}

export type Dated = { legalBasis: string; status: Status; from: string; until?: string | undefined }
export type Rule<T, K extends string = string> = Dated & { key: K; value: T }
export type RuleKey = keyof RuleValues
/** Any rule of a profile; narrowing on `key` types `value`. */
export type AnyRule = { [K in RuleKey]: Rule<RuleValues[K], K> }[RuleKey]

export const voteOptionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: textSchema,
  /** How the option enters the decision. `other` enters none: levels of confidence, free answers. */
  counts: z.enum(['yes', 'no', 'abstain', 'other']),
})
export type VoteOption = z.infer<typeof voteOptionSchema>

/** What follows when the ballots for `option` reach `threshold` of the rule's denominator. */
export const consequenceSchema = z.strictObject({
  option: z.string(),
  threshold: thresholdSchema,
  action: z.enum(voteActions),
  nextVote: z.string(),
  legalBasis: z.string().min(3),
})
export type Consequence = z.infer<typeof consequenceSchema>

export const voteRuleSchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]*$/),
    /** Row of the vote table, 0 for a rule that is not of the law. */
    row: z.int().min(0).max(19),
    title: textSchema,
    /** The first is the default. */
    methods: z.array(z.enum(voteMethods)).min(1),
    /** The first is the default. With `one_of_n`, `per_candidate`, `strike_out`, `list`, `free` the subject adds its own entries. */
    forms: z.array(z.enum(voteForms)).min(1),
    options: z.array(voteOptionSchema),
    /** Whose total it is: deputies of the council, or members of the committee that votes. */
    electorate: z.enum(['delegates', 'members']),
    denominator: baseSchema,
    /** Printed beside the deciding percentage; decides nothing. */
    alsoReported: z.array(baseSchema),
    /** null: the vote passes or fails nothing (surveys, straw polls); look at `consequences`. */
    threshold: thresholdSchema.nullable(),
    /** Who may open it in the room; the secretariat does so as operator. */
    startedBy: z.array(z.enum(roleNames)).min(1),
    /** Who brings the matter before the council. Information for the screen; the system does not check it. */
    proposedBy: z.array(proposerSchema),
    secrecy: z.enum(['open', 'secret', 'default_secret', 'anonymous']),
    /** What the council may choose instead. */
    otherSecrecy: z.array(z.enum(['open', 'secret', 'anonymous'])),
    /** Whether the list of who voted how belongs to the published result. */
    publishNames: z.boolean(),
    /** Gravest first: the first one reached applies, so a later one means "reached, but not those above". */
    consequences: z.array(consequenceSchema).optional(),
    /** Parts still without a source although the row as a whole has one. */
    toConfirm: z.array(z.enum(['threshold', 'secrecy', 'proposedBy', 'methods', 'successor'])),
    ...dated,
  })
  .refine((rule) => new Set(rule.options.map((option) => option.id)).size === rule.options.length, {
    message: 'option ids must differ',
  })
  .refine((rule) => rule.threshold === null || countsYes(rule), {
    message: 'a threshold needs something that counts as yes',
  })
  .refine(
    (rule) => (rule.consequences ?? []).every((c) => rule.options.some((option) => option.id === c.option)),
    {
      message: 'a consequence must name an option',
    },
  )
export type VoteRule = z.infer<typeof voteRuleSchema>

/** Entries of `one_of_n` are each a yes for themselves, so such a rule may live without a fixed yes. */
function countsYes(rule: { forms: readonly string[]; options: readonly { counts: string }[] }): boolean {
  return rule.forms.includes('one_of_n') || rule.options.some((option) => option.counts === 'yes')
}

export const ruleKeys = Object.keys(ruleValueSchemas) as RuleKey[]

const ruleSchema = z
  .strictObject({ key: z.enum(ruleKeys), value: z.json(), ...dated })
  .superRefine((rule, context) => {
    const read = ruleValueSchemas[rule.key].safeParse(rule.value)
    for (const issue of read.error?.issues ?? []) {
      context.addIssue({ code: 'custom', message: issue.message, path: ['value', ...issue.path] })
    }
  }) as unknown as z.ZodType<AnyRule>

export const profileIds = ['province', 'commune', 'custom'] as const
export type RuleProfile = {
  id: (typeof profileIds)[number]
  /** The law profile a custom one is measured against; a law profile names itself. */
  basedOn: 'province' | 'commune'
  title: Text
  rules: AnyRule[]
  votes: VoteRule[]
}

/** Refuses unknown keys, floats, wrong dates, and two rows of one key or code in force on the same day. */
export const ruleProfileSchema: z.ZodType<RuleProfile> = z
  .strictObject({
    id: z.enum(profileIds),
    basedOn: z.enum(['province', 'commune']),
    title: textSchema,
    rules: z.array(ruleSchema),
    votes: z.array(voteRuleSchema),
  })
  .refine((profile) => profile.id === 'custom' || profile.id === profile.basedOn, {
    message: 'a law profile is based on itself',
  })
  .refine((profile) => !overlapping(profile.rules, (rule) => rule.key), { message: 'rules overlap in time' })
  .refine((profile) => !overlapping(profile.votes, (vote) => vote.code), {
    message: 'vote rules overlap in time',
  })

/** True when two rows with the same name are in force on the same day, or a row ends before it begins. */
export function overlapping<R extends Dated>(rows: readonly R[], name: (row: R) => string): boolean {
  return rows.some(
    (row, i) =>
      (row.until !== undefined && row.until <= row.from) ||
      rows.slice(i + 1).some((other) => name(other) === name(row) && meet(row, other)),
  )
}

function meet(a: Dated, b: Dated): boolean {
  return (b.until === undefined || a.from < b.until) && (a.until === undefined || b.from < a.until)
}
