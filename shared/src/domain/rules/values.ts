/**
 * The value of every rule key, as a schema: the closed list of what a profile can say besides votes.
 *
 * Must stay true: integers, strings, booleans, lists and objects only; a unit stands in the key's name (Days, Min, Sec).
 */
import { z } from 'zod'

export const textSchema = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })
export type Text = z.infer<typeof textSchema>

/** `count/base > num/den` when strict, else `>=`. Compared by cross multiplication, see tally.ts. */
export const thresholdSchema = z
  .strictObject({ num: z.int().min(1).max(1000), den: z.int().min(1).max(1000), strict: z.boolean() })
  .refine((t) => (t.strict ? t.num < t.den : t.num <= t.den), { message: 'a threshold nobody can reach' })
export type Threshold = z.infer<typeof thresholdSchema>

export const baseSchema = z.enum(['totalDelegates', 'present', 'cast', 'collected', 'valid'])

export const voteForms = [
  'options',
  'one_of_n',
  'per_candidate',
  'strike_out',
  'list',
  'per_person',
  'free',
] as const
export const voteActions = ['may_resign', 'submit_relief'] as const

export const proposerSchema = z.enum([
  'standing_committee',
  'chair',
  'council_chair',
  'executive_chair',
  'third_of_delegates',
  'fatherland_front',
  'nominating_authority',
  'confidence_survey_result',
  'body_chair',
])
export type Proposer = z.infer<typeof proposerSchema>

export const postSchema = z.enum([
  'council_chair',
  'council_vice_chair',
  'board_head',
  'executive_chair',
  'executive_vice_chair',
  'executive_member',
  'agency_head',
  'court_chief',
  'procuracy_chief',
  'lay_judge',
])
export type Post = z.infer<typeof postSchema>

const days = z.int().min(0).max(3660)
const minutes = z.int().min(1).max(600)
const seconds = z.int().min(0).max(86_400)
const perKind = z.strictObject({ regular: days, extraordinary: days })

export const ruleValueSchemas = {
  // Sessions and convening
  regularSessionsPerYear: z.int().min(1).max(366),
  extraordinaryRequesters: z.strictObject({ bodies: z.array(proposerSchema), delegates: thresholdSchema }),
  extraordinaryName: textSchema,
  voterPetition: z.strictObject({ voters: thresholdSchema }),
  firstSessionWithinDays: days,
  firstSessionConvener: z.array(z.enum(['outgoing_chair', 'outgoing_vice_chair', 'appointed_convener'])),
  publicByDefault: z.boolean(),
  closedSessionProposers: z.strictObject({ bodies: z.array(proposerSchema), delegates: thresholdSchema }),
  conveningNoticeDays: perKind,
  publicAnnouncementDays: perKind,
  documentsDueDaysBefore: days,
  questionReportDaysBefore: days,
  /** Of the deputies in office. */
  quorum: thresholdSchema,
  quorumChecks: z.array(z.enum(['opening', 'chair_asks', 'vote_opens'])),
  totalDelegates: z.literal('in_office'),
  // Speaking and question time
  speechFirstMin: minutes,
  speechSecondMin: minutes,
  rebuttalMin: minutes,
  explanationMin: minutes,
  questionMin: minutes,
  answerMin: minutes,
  questionRebuttalMin: minutes,
  speakingTimesSetByCouncil: z.boolean(),
  speakingOrder: z.literal('registration'),
  rebuttalFirst: z.enum(['who_raised_the_point', 'registration']),
  timerAmberSec: seconds,
  timerChairMayExtend: z.boolean(),
  timerAutoMute: z.boolean(),
  writtenAnswerDays: days,
  overdueExplanationDays: z.strictObject({ ordinary: days, complex: days }),
  questionsBroadcastLive: z.boolean(),
  questionRespondents: z.array(postSchema),
  questionSelection: z.array(z.enum(['pressing', 'signs_of_violation', 'answer_not_accepted', 'other'])),
  // Voting
  voteInPersonOnly: z.boolean(),
  notCastCounts: z.literal('not_in_favour'),
  percentDecimals: z.literal(2),
  pointsBeforeWhole: z.boolean(),
  oneVoteAtATime: z.boolean(),
  handRaiseFallback: z.boolean(),
  voteDurationSec: seconds,
  closingGraceSec: seconds,
  takeBackSec: seconds,
  rehearsalSec: seconds,
  writtenOpinionDays: days,
  writtenOpinionReminderDaysBefore: z.array(days),
  // Secret ballots, elections, confidence
  tellersMin: z.int().min(1).max(100),
  tellersAreDelegates: z.boolean(),
  tellersMayStand: z.boolean(),
  tellersTerm: z.enum(['session', 'ballot']),
  countEntries: z.int().min(1).max(5),
  secretBallotMode: z.enum(['paper_ballot', 'electronic_secret']),
  electronicSecretNeedsDecision: z.boolean(),
  electronicSecretMinBallots: z.int().min(2).max(1000),
  /** How long the roll of an electronic secret ballot stays sealed before it may be destroyed. */
  secretRollDays: days,
  electionTie: z.literal('revote_among_tied'),
  electionProposers: z.array(z.strictObject({ by: proposerSchema, posts: z.array(postSchema) })),
  extraCandidatesNeedDecision: z.boolean(),
  strikeAllCounts: z.enum(['valid_none', 'invalid']),
  invalidReasons: z.array(
    z.enum([
      'not_issued_form',
      'no_seal',
      'over_vote',
      'blank',
      'added_name_or_text',
      'multiple_marks',
      'unreadable',
    ]),
  ),
  confidencePosts: z.array(postSchema),
  confidenceExempt: z.array(z.enum(['retirement_notice', 'elected_same_year', 'appointed_same_year'])),
  confidenceSurveyTiming: z.strictObject({
    timesPerTerm: z.int().min(0),
    year: z.int().min(1).max(5),
    session: z.literal('last'),
  }),
  confidenceVoteRequesters: z.strictObject({ bodies: z.array(proposerSchema), delegates: thresholdSchema }),
  // Minutes, resolutions, deadlines
  minutesProducts: z.array(
    z.enum([
      'session_minutes',
      'sitting_minutes',
      'group_minutes',
      'tally_record',
      'opinion_synthesis',
      'result_notice',
      'resolution',
    ]),
  ),
  certifiedBy: z.array(z.enum(['council_chair', 'presiding_vice_chair'])),
  adoptionSentence: z.string().min(1),
  certifyWithinDays: days,
  sendSuperiorWithinDays: days,
  superiorRecipients: z.array(
    z.enum([
      'national_standing_committee',
      'government',
      'superior_council_standing_committee',
      'superior_executive',
    ]),
  ),
  publishIn: z.array(z.enum(['official_gazette', 'portal', 'notice_board'])),
  issueWithinWorkingDays: days,
  numberGivenBySystem: z.boolean(),
  correction: z.strictObject({
    content: z.literal('replacing_document'),
    form: z.literal('correction_letter'),
  }),
}

export type RuleValues = { [K in keyof typeof ruleValueSchemas]: z.infer<(typeof ruleValueSchemas)[K]> }

/** Keys that not every council or not every day has; all others stand in every profile, see `gapsAt`. */
export const optionalRuleKeys = ['voterPetition', 'overdueExplanationDays', 'secretRollDays'] as const
