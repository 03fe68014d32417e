/**
 * The fixed phrases of the council's papers: names of bodies, ordinals, dates and times as they are printed.
 * What must stay true: Vietnam's time (+07:00, no summer time); days below 10 and months below 3 bear a leading 0
 * (Nghị định 30/2020, Phụ lục I); nothing here counts or decides.
 */
import type { Ballot, Person, Session } from '@nghi-truong/shared/domain/records'
import { needed, percent } from '@nghi-truong/shared/domain/rules/tally'
import type { Base, Threshold, VoteRule } from '@nghi-truong/shared/domain/rules/types'

type Rule = Pick<VoteRule, 'threshold' | 'denominator'>

const local = (iso: string): Date => new Date(Date.parse(iso) + 7 * 3600_000)
const two = (value: number): string => String(value).padStart(2, '0')

/** "09 tháng 12 năm 2026", without "ngày". `iso` UTC, or a calendar date. */
export function dayOf(iso: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : local(iso)
  const month = date.getUTCMonth() + 1
  return `${two(date.getUTCDate())} tháng ${month < 3 ? two(month) : month} năm ${date.getUTCFullYear()}`
}

/** "08 giờ 30 phút" */
export function timeOf(iso: string): string {
  const date = local(iso)
  return `${two(date.getUTCHours())} giờ ${two(date.getUTCMinutes())} phút`
}

/** "08:30:05", where seconds tell events apart. */
export function clockOf(iso: string): string {
  return local(iso).toISOString().slice(11, 19)
}

/** "08 giờ 30 phút ngày 09 tháng 12 năm 2026" */
export const momentOf = (iso: string): string => `${timeOf(iso)} ngày ${dayOf(iso)}`

/** Two moments, the day said once where it is the same. */
export const spanOf = (from: string, to: string): string =>
  dayOf(from) === dayOf(to)
    ? `từ ${clockOf(from)} đến ${clockOf(to)} ngày ${dayOf(to)}`
    : `từ ${clockOf(from)} ngày ${dayOf(from)} đến ${clockOf(to)} ngày ${dayOf(to)}`

const units = ['', 'Nhất', 'Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín', 'Mười']

/** "thứ Ba"; above ten in figures. */
export const ordinal = (value: number): string => `thứ ${units[value] ?? String(value)}`

const levels = /\s(tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s(.+)$/i

/** The council's name as a letterhead breaks it, and the place it is dated from. */
export function councilOf(session: Pick<Session, 'council'>): { lines: string[]; place: string } {
  const found = levels.exec(session.council)
  const upper = (text: string): string => text.toLocaleUpperCase('vi')
  if (!found) return { lines: [upper(session.council)], place: session.council }
  const body = session.council.slice(0, found.index)
  return { lines: [upper(body), upper(`${found[1]} ${found[2]}`)], place: found[2] ?? '' }
}

/** "khóa XI" out of "XI", "XI (2026-2031)" or "Khóa XI, nhiệm kỳ 2026 - 2031". */
export function termOf(session: Pick<Session, 'term'>): string {
  const [first = ''] = session.term.replace(/^khóa\s+/i, '').split(/[,(]/)
  return `khóa ${first.trim()}`
}

/** "Kỳ họp thứ Ba, khóa XI" */
export const sessionName = (session: Pick<Session, 'ordinal' | 'term'>): string =>
  `Kỳ họp ${ordinal(session.ordinal)}, ${termOf(session)}`

/** A vote in writing has no hall: its total are those who were asked. */
const askedWords: Partial<Record<Base, string>> = {
  totalDelegates: 'tổng số người được lấy ý kiến',
  cast: 'số ý kiến đã trả lời',
}

const baseWords: Record<Base, string> = {
  totalDelegates: 'tổng số đại biểu',
  present: 'số đại biểu có mặt',
  cast: 'số phiếu đã biểu quyết',
  collected: 'số phiếu thu về',
  valid: 'số phiếu hợp lệ',
}
export const baseWord = (base: Base, method?: Ballot['method']): string =>
  (method === 'written_opinion' ? askedWords[base] : undefined) ?? baseWords[base]

/** "quá nửa", "ít nhất hai phần ba", "quá 3/5" */
export function shareWord({ num, den, strict }: Threshold): string {
  if (num === 1 && den === 2 && strict) return 'quá nửa'
  if (num === 2 && den === 3 && !strict) return 'ít nhất hai phần ba'
  return `${strict ? 'quá' : 'ít nhất'} ${num}/${den}`
}

/** "cần ít nhất 33 phiếu tán thành (quá nửa tổng số đại biểu: 33/65)"; null where the rule decides nothing. */
export function needsOf(
  { threshold, denominator }: Rule,
  base: number,
  method?: Ballot['method'],
): string | null {
  if (threshold === null) return null
  const least = needed(threshold, base)
  return `ít nhất ${least} phiếu (${shareWord(threshold)} ${baseWord(denominator, method)}: ${least}/${base})`
}

/** "80,00 %" */
export const share = (part: number, of: number): string => `${percent(part, of, 'vi')} %`

/** The position without what the title beside the name already says; never empty. */
export const positionOf = (person: Person): string => person.position || 'Đại biểu Hội đồng nhân dân'
