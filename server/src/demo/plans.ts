/**
 * The forms of the demo's documents: who writes which kind, under which heading, who signs, and what a verifier should
 * find. Each plan knows how to write itself; generating, signing and storing is done in documents.ts.
 */
import type { Closing, Flow, Heading } from '../printing/layout.ts'
import type { SignerKey } from './people.ts'
import { topicOf } from './topics.ts'
import {
  offices,
  toCouncil,
  writeAreaReport,
  writeResolution,
  writeSubmission,
  writeVerification,
} from './writers.ts'
import type { Written } from './writers.ts'

export type DocumentType = 'submission' | 'report' | 'verification_report' | 'draft_resolution' | 'other'
export type Intended = 'valid' | 'two_signatures' | 'tampered' | 'expired' | 'revoked' | 'unsigned' | 'scan'
export type Scale = 'full' | 'small'

export type DocumentPlan = {
  key: string
  itemKey: string
  title: string
  /** "Tờ trình 145/TTr-UBND"; a draft has none. */
  number: string
  type: DocumentType
  author: string
  /** When it was written and signed. */
  at: Date
  signers: SignerKey[]
  intended: Intended
  write: ((flow: Flow, scale: Scale) => Written) | 'scan'
}

type Office = keyof typeof offices

export const date = (day: number, hour: number, minute: number): Date =>
  new Date(Date.UTC(2026, 10, day, hour - 7, minute))
const dayText = (at: Date): string => `${String(at.getUTCDate()).padStart(2, '0')} tháng 11 năm 2026`

export function headingOf(
  office: Office,
  number: string,
  at: Date,
  kind: string,
  abstract: string,
  to?: string[],
): Heading {
  return {
    ...offices[office],
    number,
    place: 'An Phú',
    day: dayText(at),
    kind,
    abstract: [abstract],
    ...(to === undefined ? {} : { to }),
  }
}

const committeeList = [
  'Như trên',
  'Thường trực Tỉnh ủy (báo cáo)',
  'Thường trực HĐND tỉnh',
  'CT, các PCT UBND tỉnh',
  'Các đại biểu HĐND tỉnh',
  'Các sở, ban, ngành tỉnh',
  'Lưu: VT, TH',
]
const councilList = [
  'Các đại biểu HĐND tỉnh',
  'Thường trực HĐND tỉnh',
  'UBND tỉnh',
  'Các Ban HĐND tỉnh',
  'VP Đoàn ĐBQH&HĐND tỉnh',
  'Lưu: VT',
]
export const chairCommittee: Closing = {
  authority: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
  name: 'Nguyễn Hoài Đức',
  recipients: committeeList,
}
export const viceCommittee: Closing = {
  authority: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
  name: 'Lê Thị Ánh Tuyết',
  recipients: committeeList,
}
export const chairCouncil: Closing = {
  authority: ['TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN', 'CHỦ TỊCH'],
  name: 'Lương Thế Hiển',
  recipients: councilList,
}
const draftClosing: Closing = {
  authority: ['CHỦ TỊCH'],
  name: 'Lương Thế Hiển',
  recipients: [
    'Ủy ban Thường vụ Quốc hội',
    'Chính phủ',
    'Ban Thường vụ Tỉnh ủy',
    'Đoàn ĐBQH tỉnh',
    'UBND, UBMTTQVN tỉnh',
    'Các đại biểu HĐND tỉnh',
    'HĐND, UBND các xã, phường, đặc khu',
    'Lưu: VT',
  ],
}
const boards = {
  budget: {
    name: 'Ban Kinh tế - Ngân sách',
    code: 'KTNS',
    caps: 'TM. BAN KINH TẾ - NGÂN SÁCH',
    signer: 'headBudget',
    person: 'Đỗ Xuân Lộc',
  },
  legal: {
    name: 'Ban Pháp chế',
    code: 'PC',
    caps: 'TM. BAN PHÁP CHẾ',
    signer: 'headLegal',
    person: 'Bùi Khắc Nghĩa',
  },
  culture: {
    name: 'Ban Văn hóa - Xã hội',
    code: 'VHXH',
    caps: 'TM. BAN VĂN HÓA - XÃ HỘI',
    signer: 'headCulture',
    person: 'Cao Thị Diễm Phúc',
  },
} as const
type Board = keyof typeof boards

/** Room for a number written in later; these blanks do not shrink. */
const blank = '\u00a0'.repeat(8)

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)

export function submission(itemKey: string, number: number, day: number, vice: boolean): DocumentPlan {
  const topic = topicOf(itemKey)
  const at = date(day, 9, 30)
  const title = `Về việc đề nghị ban hành Nghị quyết ${topic.about}`
  return {
    key: `${itemKey}-to-trinh`,
    itemKey,
    title: `Tờ trình ${title.charAt(0).toLocaleLowerCase('vi')}${title.slice(1)}`,
    number: `Tờ trình ${number}/TTr-UBND`,
    type: 'submission',
    author: 'Ủy ban nhân dân tỉnh An Phú',
    at,
    signers: vice ? ['viceCommittee', 'sealCommittee'] : ['chairCommittee', 'sealCommittee'],
    intended: 'two_signatures',
    write: (flow) => {
      flow.heading(headingOf('committee', `${number}/TTr-UBND`, at, 'TỜ TRÌNH', title, toCouncil))
      return writeSubmission(flow, topic, vice ? viceCommittee : chairCommittee)
    },
  }
}

export function verification(itemKey: string, number: number, board: Board): DocumentPlan {
  const topic = topicOf(itemKey)
  const { name, code, caps, signer, person } = boards[board]
  const at = date(27, 15, 10)
  const abstract = `Thẩm tra Tờ trình và dự thảo Nghị quyết ${topic.about}`
  return {
    key: `${itemKey}-tham-tra`,
    itemKey,
    title: `Báo cáo ${abstract.charAt(0).toLocaleLowerCase('vi')}${abstract.slice(1)}`,
    number: `Báo cáo ${number}/BC-${code}`,
    type: 'verification_report',
    author: `${name} Hội đồng nhân dân tỉnh An Phú`,
    at,
    signers: [signer],
    intended: 'valid',
    write: (flow) => {
      flow.heading(headingOf(board, `${number}/BC-${code}`, at, 'BÁO CÁO', abstract))
      return writeVerification(flow, topic, name, {
        authority: [caps, 'TRƯỞNG BAN'],
        name: person,
        recipients: councilList,
      })
    },
  }
}

export function resolution(
  itemKey: string,
  normative: boolean,
  submissionNumber: number,
  boardText: string,
  annex?: (flow: Flow, scale: Scale) => void,
): DocumentPlan {
  const topic = topicOf(itemKey)
  const at = date(20, 10, 5)
  return {
    key: `${itemKey}-du-thao`,
    itemKey,
    title: `Dự thảo Nghị quyết ${topic.about}`,
    number: '',
    type: 'draft_resolution',
    author: 'Ủy ban nhân dân tỉnh An Phú',
    at,
    signers: ['sealCommittee'],
    intended: 'valid',
    write: (flow, scale) => {
      const number = normative ? `${blank}/2026/NQ-HĐND` : `${blank}/NQ-HĐND`
      flow.heading({
        ...headingOf('council', number, at, 'NGHỊ QUYẾT', capital(topic.about)),
        day: '…… tháng 12 năm 2026',
        draft: true,
      })
      const references = [
        `Xét Tờ trình số ${submissionNumber}/TTr-UBND ngày 20 tháng 11 năm 2026 của Ủy ban nhân dân tỉnh về việc đề nghị ban hành Nghị quyết ${topic.about}; Báo cáo thẩm tra của ${boardText}; ý kiến thảo luận của đại biểu Hội đồng nhân dân tỉnh tại kỳ họp.`,
      ]
      return writeResolution(
        flow,
        topic,
        references,
        draftClosing,
        annex === undefined ? undefined : () => annex(flow, scale),
      )
    },
  }
}

type AreaReport = Omit<DocumentPlan, 'type' | 'write' | 'number'> & {
  office: Office
  code: string
  abstract: string
  opening: string
  fields: string[]
  closing: Closing
}
export function areaReport(given: AreaReport): DocumentPlan {
  const { office, code, abstract, opening, fields, closing, ...plan } = given
  return {
    ...plan,
    type: 'report',
    number: `Báo cáo ${code}`,
    write: (flow, scale) => {
      flow.heading(headingOf(office, code, plan.at, 'BÁO CÁO', abstract))
      return writeAreaReport(
        flow,
        opening,
        scale === 'full' ? fields : fields.slice(0, 1),
        scale === 'full' ? 8 : 2,
        plan.key,
        closing,
      )
    },
  }
}

/** The figure that is changed in the tampered report after signing; same number of letters. */
export const tamper = { before: '21.480,6', after: '27.480,6' } as const
