/**
 * The words on the buttons, by set. The ids are what the log and the ballots carry; labels may be edited per council,
 * ids may not. The first set of a rule is the law's; the others are what offices were seen to use instead.
 */
import type { VoteOption } from './types.ts'

const option = (id: string, counts: VoteOption['counts'], vi: string, en: string): VoteOption => ({
  id,
  label: { vi, en },
  counts,
})

/** tán thành, không tán thành, không biểu quyết: the words of the law. */
export const threeWays = () => [
  option('yes', 'yes', 'Tán thành', 'In favour'),
  option('no', 'no', 'Không tán thành', 'Against'),
  option('abstain', 'abstain', 'Không biểu quyết', 'Abstain'),
]

export const agreeOrNot = () => [
  option('yes', 'yes', 'Đồng ý', 'Agree'),
  option('no', 'no', 'Không đồng ý', 'Disagree'),
]

/** A level decides nothing by itself, so none counts as yes or no; see the rule's consequences. */
export const threeLevels = () => [
  option('high', 'other', 'Tín nhiệm cao', 'High confidence'),
  option('medium', 'other', 'Tín nhiệm', 'Confidence'),
  option('low', 'other', 'Tín nhiệm thấp', 'Low confidence'),
]

export const twoLevels = () => [
  option('confidence', 'yes', 'Tín nhiệm', 'Confidence'),
  option('no_confidence', 'no', 'Không tín nhiệm', 'No confidence'),
]

/** Other labels for the three ways, offered by the editor of a profile. */
export const otherThreeWays = {
  other_opinion: () => [
    option('yes', 'yes', 'Đồng ý', 'Agree'),
    option('no', 'no', 'Không đồng ý', 'Disagree'),
    option('abstain', 'abstain', 'Ý kiến khác', 'Another opinion'),
  ],
  blank_ballot: () => [
    option('yes', 'yes', 'Đồng ý', 'Agree'),
    option('no', 'no', 'Không đồng ý', 'Disagree'),
    option('abstain', 'abstain', 'Phiếu trắng', 'Blank'),
  ],
  opinion_form: () => [
    option('yes', 'yes', 'Nhất trí', 'Agree'),
    option('yes_with_changes', 'yes', 'Nhất trí, có chỉnh sửa bổ sung', 'Agree, with changes'),
    option('no', 'no', 'Không nhất trí', 'Disagree'),
  ],
}
