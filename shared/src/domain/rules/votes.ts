/**
 * The vote table: rows 1 to 19 as the province and the commune share them.
 *
 * Must stay true: every number here is a default with its citation and an honest status; percentages "of total" are of
 * deputies in office, those of the confidence votes are of ballots collected (Resolution 96/2023, not 85/2014).
 */
import { agreeOrNot, threeLevels, threeWays, twoLevels } from './options.ts'
import {
  both,
  hd883,
  l72,
  l77,
  l87,
  newSupervision,
  nq114,
  nq96,
  ownChoice,
  practice,
  twoTiers,
} from './sources.ts'
import type { LawVoteCode, VoteRule } from './types.ts'

const moreThanHalf = () => ({ num: 1, den: 2, strict: true })
const twoThirds = () => ({ num: 2, den: 3, strict: false })

type Given = Pick<VoteRule, 'row' | 'title' | 'legalBasis' | 'status'> & { code: LawVoteCode }

/** An open vote of the whole council on the three ways, by more than half of the deputies in office. */
function openVote(given: Given & Partial<VoteRule>): VoteRule {
  return {
    methods: ['electronic', 'show_of_hands'],
    forms: ['options'],
    options: threeWays(),
    electorate: 'delegates',
    denominator: 'totalDelegates',
    alsoReported: ['present'],
    threshold: moreThanHalf(),
    startedBy: ['chair', 'secretariat'],
    proposedBy: ['chair'],
    secrecy: 'open',
    otherSecrecy: [],
    publishNames: true,
    toConfirm: [],
    from: twoTiers,
    ...given,
  }
}

/** A ballot on persons through the box; electronic only after a recorded decision of the council. */
function secretVote(given: Given & Partial<VoteRule>): VoteRule {
  return {
    ...openVote(given),
    methods: ['paper_ballot', 'electronic_secret'],
    forms: ['per_person'],
    options: agreeOrNot(),
    alsoReported: ['collected'],
    startedBy: ['chair'],
    proposedBy: ['standing_committee'],
    secrecy: 'secret',
    publishNames: false,
    ...given,
  }
}

const voting = both(l77('Điều 91'), l72('Điều 35'))

function procedureVotes(): VoteRule[] {
  return [
    openVote({
      code: 'adopt_agenda',
      row: 1,
      title: { vi: 'Thông qua chương trình kỳ họp', en: 'Adoption of the agenda' },
      methods: ['show_of_hands', 'electronic'],
      proposedBy: ['standing_committee'],
      legalBasis: voting,
      status: 'confirmed (old law)',
    }),
    openVote({
      code: 'adopt_resolution',
      row: 2,
      title: { vi: 'Thông qua nghị quyết (toàn văn)', en: 'Adoption of a resolution (whole text)' },
      legalBasis: l77('Khoản 3 Điều 91'),
      status: 'confirmed',
    }),
    openVote({
      code: 'vote_point',
      row: 3,
      title: {
        vi: 'Biểu quyết từng vấn đề còn ý kiến khác nhau (điều, khoản, phương án)',
        en: 'Vote on a contested point (article, clause, alternative)',
      },
      forms: ['options', 'one_of_n'],
      legalBasis: l77('Khoản 3 Điều 91'),
      status: 'to confirm',
    }),
    openVote({
      code: 'closed_session',
      row: 4,
      title: { vi: 'Quyết định họp kín', en: 'Decision to sit in closed session' },
      methods: ['show_of_hands', 'electronic'],
      proposedBy: ['standing_committee', 'executive_chair', 'third_of_delegates'],
      legalBasis: l77('Khoản 4 Điều 78'),
      status: 'confirmed (old law)',
      toConfirm: ['threshold'],
    }),
    openVote({
      code: 'secretary_election',
      row: 5,
      title: { vi: 'Bầu thư ký kỳ họp', en: 'Election of the session secretaries' },
      methods: ['show_of_hands', 'electronic'],
      forms: ['options', 'list'],
      legalBasis: practice,
      status: 'to confirm',
    }),
    openVote({
      code: 'tellers_election',
      row: 5,
      title: { vi: 'Bầu Ban kiểm phiếu', en: "Election of the tellers' board" },
      methods: ['show_of_hands', 'electronic'],
      forms: ['options', 'list'],
      legalBasis: hd883,
      status: 'confirmed',
      toConfirm: ['successor'],
    }),
    openVote({
      code: 'voting_form',
      row: 6,
      title: { vi: 'Quyết định hình thức biểu quyết', en: 'Choice of the form of voting' },
      methods: ['show_of_hands'],
      legalBasis: both(l77('Khoản 2 Điều 91'), l72('Điều 35')),
      status: 'confirmed (old law)',
    }),
  ]
}

function officeVotes(): VoteRule[] {
  return [
    secretVote({
      code: 'elect_office',
      row: 7,
      title: { vi: 'Bầu chức danh', en: 'Election to an office' },
      forms: ['per_candidate', 'strike_out'],
      proposedBy: ['nominating_authority'],
      legalBasis: l77('Điều 83'),
      status: 'to confirm',
    }),
    secretVote({
      code: 'relieve_office',
      row: 8,
      title: { vi: 'Miễn nhiệm chức danh', en: 'Relief from an office' },
      methods: ['paper_ballot', 'electronic_secret', 'electronic', 'show_of_hands'],
      proposedBy: ['nominating_authority'],
      secrecy: 'default_secret',
      otherSecrecy: ['open'],
      legalBasis: `${nq96()} (căn cứ trình miễn nhiệm); phần còn lại: chưa tìm thấy văn bản quy định`,
      status: 'to confirm',
    }),
    secretVote({
      code: 'dismiss_office',
      row: 9,
      title: { vi: 'Bãi nhiệm chức danh', en: 'Dismissal from an office' },
      proposedBy: ['standing_committee', 'nominating_authority'],
      legalBasis: practice,
      status: 'to confirm',
    }),
    secretVote({
      code: 'dismiss_deputy',
      row: 10,
      title: { vi: 'Bãi nhiệm đại biểu Hội đồng nhân dân', en: 'Dismissal of a deputy' },
      threshold: twoThirds(),
      proposedBy: ['standing_committee', 'fatherland_front'],
      legalBasis: l77('Khoản 3 Điều 91'),
      status: 'confirmed',
      toConfirm: ['proposedBy', 'secrecy'],
    }),
    openVote({
      code: 'release_deputy',
      row: 11,
      title: { vi: 'Cho thôi làm nhiệm vụ đại biểu', en: 'Release of a deputy from duty' },
      methods: ['electronic', 'show_of_hands'],
      proposedBy: ['standing_committee'],
      legalBasis: practice,
      status: 'to confirm',
    }),
  ]
}

function confidenceVotes(): VoteRule[] {
  return [
    openVote({
      code: 'confidence_list',
      row: 12,
      title: {
        vi: 'Thông qua danh sách những người được lấy phiếu tín nhiệm',
        en: 'Adoption of the list for the confidence survey',
      },
      proposedBy: ['standing_committee'],
      legalBasis: nq96(),
      status: 'confirmed',
    }),
    secretVote({
      code: 'confidence_survey',
      row: 13,
      title: { vi: 'Lấy phiếu tín nhiệm', en: 'Confidence survey' },
      options: threeLevels(),
      denominator: 'collected',
      alsoReported: ['totalDelegates'],
      threshold: null,
      consequences: [
        {
          option: 'low',
          threshold: twoThirds(),
          action: 'submit_relief',
          nextVote: 'relieve_office',
          legalBasis: nq96(),
        },
        {
          option: 'low',
          threshold: moreThanHalf(),
          action: 'may_resign',
          nextVote: 'confidence_vote',
          legalBasis: nq96(),
        },
      ],
      legalBasis: nq96(),
      status: 'confirmed',
    }),
    secretVote({
      code: 'confidence_vote',
      row: 14,
      title: { vi: 'Bỏ phiếu tín nhiệm', en: 'Confidence vote' },
      options: twoLevels(),
      denominator: 'collected',
      alsoReported: ['totalDelegates'],
      threshold: null,
      proposedBy: ['third_of_delegates', 'fatherland_front', 'confidence_survey_result'],
      consequences: [
        {
          option: 'no_confidence',
          threshold: moreThanHalf(),
          action: 'submit_relief',
          nextVote: 'relieve_office',
          legalBasis: nq96(),
        },
      ],
      legalBasis: nq96(),
      status: 'confirmed',
    }),
    openVote({
      code: 'confirm_result',
      row: 15,
      title: {
        vi: 'Thông qua nghị quyết xác nhận kết quả bầu, bãi nhiệm, tín nhiệm',
        en: 'Resolution confirming an election, dismissal or confidence result',
      },
      proposedBy: ['standing_committee', 'chair'],
      legalBasis: both(l87(), nq96()),
      status: 'confirmed',
    }),
  ]
}

function questionVotes(): VoteRule[] {
  const questionResolution = {
    code: 'question_resolution' as const,
    row: 17,
    title: { vi: 'Thông qua nghị quyết về chất vấn', en: 'Resolution on questions' },
    methods: ['electronic' as const],
    proposedBy: ['standing_committee' as const, 'chair' as const],
    status: 'confirmed' as const,
  }
  return [
    openVote({
      code: 'question_groups',
      row: 16,
      title: {
        vi: 'Quyết định nhóm vấn đề chất vấn và người trả lời',
        en: 'Choice of question groups and respondents',
      },
      proposedBy: ['standing_committee'],
      legalBasis: l87('Khoản 2 Điều 60'),
      status: 'confirmed (old law)',
    }),
    openVote({ ...questionResolution, legalBasis: l87('Khoản 5 Điều 60'), until: newSupervision }),
    openVote({
      ...questionResolution,
      legalBasis: both(l87('Khoản 5 Điều 60'), nq114('Điều 24')),
      from: newSupervision,
    }),
  ]
}

function otherVotes(): VoteRule[] {
  return [
    openVote({
      code: 'committee_vote',
      row: 18,
      title: {
        vi: 'Biểu quyết của Thường trực HĐND, Ban của HĐND, thành viên UBND',
        en: 'Vote of a standing committee, a board or the executive',
      },
      methods: ['show_of_hands', 'electronic', 'written_opinion'],
      electorate: 'members',
      startedBy: ['chair', 'secretariat'],
      proposedBy: ['body_chair'],
      legalBasis: practice,
      status: 'to confirm',
    }),
    openVote({
      code: 'straw_poll',
      row: 19,
      title: { vi: 'Thăm dò, lấy ý kiến', en: 'Straw poll' },
      methods: ['electronic', 'electronic_secret'],
      forms: ['free', 'options', 'one_of_n'],
      options: [],
      denominator: 'cast',
      alsoReported: ['present'],
      threshold: null,
      otherSecrecy: ['anonymous'],
      publishNames: false,
      legalBasis: ownChoice,
      status: 'design',
    }),
  ]
}

/** A fresh copy each time: profiles change rows of their own. */
export function voteTable(): VoteRule[] {
  return [...procedureVotes(), ...officeVotes(), ...confidenceVotes(), ...questionVotes(), ...otherVotes()]
}
