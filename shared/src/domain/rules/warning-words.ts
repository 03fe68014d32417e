/**
 * What the secretariat, the chair and the readers of papers are told where a council's rule departs from the law.
 * What must stay true: one sentence for each code of the closed list; the law's own citation stands beside it.
 */
import { lawProfile, type Warning, type WarningCode } from './custom.ts'
import { voteRule } from './active.ts'
import { basisIn } from './sources.ts'
import type { RuleProfile, VoteRule } from './types.ts'
import type { Threshold } from './values.ts'

const sentences: Readonly<Record<WarningCode, { readonly vi: string; readonly en: string }>> = {
  'rule.valueDiffers': { vi: 'giá trị khác quy định chung', en: 'the value differs from the law' },
  'rule.notInLaw': { vi: 'quy định chung không có quy tắc này', en: 'the law has no such rule' },
  'rule.missing': { vi: 'thiếu quy tắc mà quy định chung có', en: 'a rule of the law is missing' },
  'vote.thresholdLower': {
    vi: 'mức thông qua THẤP hơn quy định chung',
    en: 'passes with LESS than the law asks',
  },
  'vote.thresholdHigher': {
    vi: 'mức thông qua cao hơn quy định chung',
    en: 'needs more than the law asks',
  },
  'vote.thresholdRemoved': {
    vi: 'bỏ mức thông qua mà quy định chung có',
    en: 'decides nothing, where the law sets a threshold',
  },
  'vote.thresholdAdded': {
    vi: 'đặt mức thông qua mà quy định chung không có',
    en: 'sets a threshold where the law has none',
  },
  'vote.baseDiffers': {
    vi: 'tính tỷ lệ trên số khác với quy định chung',
    en: 'measured against another total',
  },
  'vote.optionsDiffer': {
    vi: 'các ý kiến để chọn khác quy định chung',
    en: 'other choices than the law has',
  },
  'vote.methodsDiffer': { vi: 'hình thức biểu quyết khác quy định chung', en: 'taken in another way' },
  'vote.formsDiffer': { vi: 'dạng phiếu khác quy định chung', en: 'another form of ballot' },
  'vote.electorateDiffers': { vi: 'thành phần biểu quyết khác quy định chung', en: 'other voters' },
  'vote.startedByDiffers': { vi: 'người bắt đầu khác quy định chung', en: 'opened by others' },
  'vote.proposedByDiffers': { vi: 'người trình khác quy định chung', en: 'proposed by others' },
  'vote.secrecyDiffers': { vi: 'tính công khai hay kín khác quy định chung', en: 'open or secret otherwise' },
  'vote.namesDiffer': { vi: 'việc công bố tên khác quy định chung', en: 'names published otherwise' },
  'vote.consequencesDiffer': { vi: 'hệ quả của kết quả khác quy định chung', en: 'other consequences' },
  'vote.notInLaw': {
    vi: 'loại biểu quyết do Hội đồng tự đặt, quy định chung không có',
    en: 'a kind of vote of the council’s own; the law has none',
  },
  'vote.missing': { vi: 'thiếu loại biểu quyết mà quy định chung có', en: 'a vote of the law is missing' },
}

const fraction = ({ num, den, strict }: Threshold, language: 'vi' | 'en'): string =>
  language === 'vi'
    ? `${strict ? 'quá' : 'ít nhất'} ${num}/${den}`
    : `${strict ? 'more than' : 'at least'} ${num}/${den}`

/** One departure, with the law left behind where it says something a reader can compare. */
export function warningText(
  { code, at, law }: Warning,
  basedOn: RuleProfile['basedOn'],
  rule: VoteRule,
  date: string,
  language: 'vi' | 'en',
): string {
  const words = sentences[code][language]
  const row = voteRule(lawProfile(basedOn), at, date)
  const numbers =
    code.startsWith('vote.threshold') && row?.threshold && rule.threshold
      ? ` (${fraction(rule.threshold, language)}; ${language === 'vi' ? 'quy định chung' : 'the law'}: ${fraction(row.threshold, language)})`
      : ''
  const basis = law ? ` – ${basisIn(language, law.legalBasis)}` : ''
  return `${words}${numbers}${basis}`
}
