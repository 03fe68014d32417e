/**
 * The rules province and commune share, by chapter of the procedure. What differs stands in province.ts and commune.ts.
 *
 * Must stay true: each value has its citation; what we merely chose says so (`design`), what we could not find a
 * source for says `to confirm`.
 */
import {
  amended2019,
  both,
  hd883,
  l121,
  l72,
  l77,
  l87,
  nd30,
  newSupervision,
  nq594,
  nq71,
  nq96,
  ownChoice,
  practice,
  twoTiers,
} from './sources.ts'
import type { AnyRule, Rule, RuleKey, Status } from './types.ts'
import type { RuleValues } from './values.ts'

/** One row. `from` is the start of the two-tier law unless the source is younger. */
export function rule<K extends RuleKey>(
  key: K,
  value: RuleValues[K],
  legalBasis: string,
  status: Status,
  from: string = twoTiers,
): AnyRule {
  const row: Rule<RuleValues[K], K> = { key, value, legalBasis, status, from }
  // The compiler cannot follow one K through the union; the schema test of every profile does.
  return row as unknown as AnyRule
}

const old = 'confirmed (old law)'
const third = () => ({ num: 1, den: 3, strict: false })

export const sessionRules = (): AnyRule[] => [
  rule('regularSessionsPerYear', 2, l77('Điều 78'), old),
  rule(
    'extraordinaryRequesters',
    { bodies: ['standing_committee', 'executive_chair'], delegates: third() },
    l77('Điều 78'),
    old,
  ),
  rule(
    'extraordinaryName',
    {
      vi: 'Kỳ họp chuyên đề hoặc kỳ họp để giải quyết công việc phát sinh đột xuất',
      en: 'Thematic session, or session on urgent matters',
    },
    both(amended2019, l72()),
    'to confirm',
  ),
  rule('firstSessionWithinDays', 45, l72('Khoản 1 Điều 34'), 'confirmed'),
  rule(
    'firstSessionConvener',
    ['outgoing_chair', 'outgoing_vice_chair', 'appointed_convener'],
    'Hướng dẫn tổ chức kỳ họp thứ nhất, 2021',
    old,
  ),
  rule('publicByDefault', true, l77('Khoản 4 Điều 78'), old),
  rule(
    'closedSessionProposers',
    { bodies: ['standing_committee', 'executive_chair'], delegates: third() },
    l77('Khoản 4 Điều 78'),
    old,
  ),
  rule('conveningNoticeDays', { regular: 20, extraordinary: 7 }, l77(), 'to confirm'),
  rule('publicAnnouncementDays', { regular: 15, extraordinary: 3 }, l77(), 'to confirm'),
  rule('questionReportDaysBefore', 10, l87('Khoản 7 Điều 60'), old),
  rule('quorum', { num: 2, den: 3, strict: false }, l72('Điều 34'), 'to confirm'),
  rule('quorumChecks', ['opening', 'chair_asks', 'vote_opens'], ownChoice, 'design'),
  rule('totalDelegates', 'in_office', practice, 'to confirm'),
]

const assembly = ' (Quốc hội; nhiều HĐND áp dụng theo)'

export const speakingRules = (): AnyRule[] => [
  rule('speechFirstMin', 7, nq71('Điều 18') + assembly, 'confirmed'),
  rule('speechSecondMin', 3, nq71('Điều 18') + assembly, 'confirmed'),
  rule('rebuttalMin', 3, nq71('Điều 18') + assembly, 'confirmed'),
  rule('explanationMin', 10, nq71('Điều 18') + assembly, 'confirmed'),
  rule('questionMin', 1, 'Thực tiễn chất vấn tại Quốc hội', 'confirmed'),
  rule('answerMin', 3, 'Thực tiễn chất vấn tại Quốc hội', 'confirmed'),
  rule('questionRebuttalMin', 2, 'Thực tiễn chất vấn tại Quốc hội', 'to confirm'),
  rule('speakingTimesSetByCouncil', true, l87('Khoản 3 Điều 60'), old),
  rule('speakingOrder', 'registration', practice, 'to confirm'),
  rule('rebuttalFirst', 'who_raised_the_point', nq71('Điều 19') + assembly, 'confirmed'),
  rule('timerAmberSec', 30, ownChoice, 'design'),
  rule('timerChairMayExtend', true, ownChoice, 'design'),
  rule('timerAutoMute', false, ownChoice, 'design'),
  rule('writtenAnswerDays', 20, l87('Điều 60'), old),
  rule('overdueExplanationDays', { ordinary: 15, complex: 30 }, l121('Điều 40'), 'confirmed', newSupervision),
  rule(
    'questionRespondents',
    [
      'executive_chair',
      'executive_vice_chair',
      'executive_member',
      'court_chief',
      'procuracy_chief',
      'agency_head',
    ],
    l87('Điểm đ khoản 1 Điều 5'),
    'to confirm',
  ),
  rule(
    'questionSelection',
    ['pressing', 'signs_of_violation', 'answer_not_accepted', 'other'],
    nq594,
    'confirmed',
  ),
]

export const votingRules = (): AnyRule[] => [
  rule('voteInPersonOnly', true, l77('Điều 91'), old),
  rule('notCastCounts', 'not_in_favour', ownChoice, 'design'),
  rule('percentDecimals', 2, 'Thực tiễn công bố kết quả bầu cử đại biểu', 'confirmed'),
  rule('pointsBeforeWhole', true, practice, 'to confirm'),
  rule('oneVoteAtATime', true, ownChoice, 'design'),
  rule('handRaiseFallback', true, ownChoice, 'design'),
  rule('voteDurationSec', 60, ownChoice, 'design'),
  rule('closingGraceSec', 3, ownChoice, 'design'),
  rule('takeBackSec', 5, ownChoice, 'design'),
  rule('rehearsalSec', 60, ownChoice, 'design'),
  rule('writtenOpinionDays', 5, ownChoice, 'design'),
  rule('writtenOpinionReminderDaysBefore', [2, 1], ownChoice, 'design'),
]

export const ballotRules = (): AnyRule[] => [
  rule('tellersAreDelegates', true, hd883, 'confirmed'),
  rule('tellersMayStand', false, hd883, 'confirmed'),
  rule('tellersTerm', 'session', hd883, 'confirmed'),
  rule('countEntries', 2, ownChoice, 'design'),
  rule('secretBallotMode', 'paper_ballot', ownChoice, 'design'),
  rule('electronicSecretNeedsDecision', true, ownChoice, 'design'),
  rule('electronicSecretMinBallots', 10, ownChoice, 'design'),
  rule('secretRollDays', 30, ownChoice, 'design'),
  rule('electionTie', 'revote_among_tied', practice, 'to confirm'),
  rule(
    'electionProposers',
    [
      { by: 'chair', posts: ['council_chair'] },
      { by: 'council_chair', posts: ['council_vice_chair', 'board_head', 'executive_chair'] },
      { by: 'executive_chair', posts: ['executive_vice_chair', 'executive_member'] },
      { by: 'fatherland_front', posts: ['lay_judge'] },
    ],
    l77('Điều 83'),
    'to confirm',
  ),
  rule('extraCandidatesNeedDecision', true, l77('Điều 83'), 'to confirm'),
  rule('strikeAllCounts', 'valid_none', practice, 'to confirm'),
  rule(
    'invalidReasons',
    [
      'not_issued_form',
      'no_seal',
      'over_vote',
      'blank',
      'added_name_or_text',
      'multiple_marks',
      'unreadable',
    ],
    practice,
    'to confirm',
  ),
  rule(
    'confidenceExempt',
    ['retirement_notice', 'elected_same_year', 'appointed_same_year'],
    nq96('Điều 2'),
    'confirmed',
  ),
  rule(
    'confidenceSurveyTiming',
    { timesPerTerm: 1, year: 3, session: 'last' },
    'Nghị quyết số 85/2014/QH13 (đã được thay thế)',
    'to confirm',
  ),
  rule(
    'confidenceVoteRequesters',
    { bodies: ['fatherland_front', 'confidence_survey_result'], delegates: third() },
    nq96(),
    'confirmed',
  ),
]

export const minutesRules = (): AnyRule[] => [
  rule(
    'minutesProducts',
    [
      'session_minutes',
      'sitting_minutes',
      'group_minutes',
      'tally_record',
      'opinion_synthesis',
      'result_notice',
      'resolution',
    ],
    practice,
    'to confirm',
  ),
  rule('certifiedBy', ['council_chair', 'presiding_vice_chair'], practice, 'to confirm'),
  rule(
    'adoptionSentence',
    'Nghị quyết này đã được Hội đồng nhân dân … khóa …, kỳ họp thứ … thông qua ngày …',
    'Thể thức nghị quyết đã ban hành của các HĐND',
    'confirmed',
  ),
  rule('certifyWithinDays', 10, l77('Điều 86'), 'to confirm'),
  rule('sendSuperiorWithinDays', 10, l77('Điều 86'), 'to confirm'),
  rule('issueWithinWorkingDays', 1, nd30, 'confirmed'),
  rule('numberGivenBySystem', true, nd30, 'confirmed'),
  rule('correction', { content: 'replacing_document', form: 'correction_letter' }, nd30, 'confirmed'),
]

export const commonRules = (): AnyRule[] => [
  ...sessionRules(),
  ...speakingRules(),
  ...votingRules(),
  ...ballotRules(),
  ...minutesRules(),
]
