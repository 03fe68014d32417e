/**
 * The verdict in plain Vietnamese: what a member of the Ban kiểm phiếu reads aloud. What must stay true: the page says
 * nothing the verdict does not say, and always carries the word "thử nghiệm" while this mode is experimental.
 */
import type { CheckId } from './findings.ts'
import type { Stage } from './events.ts'
import type { Verdict } from './verify.ts'
import type { Election } from './election.ts'

export const stageWords: Readonly<Record<Stage, string>> = {
  setup: 'đã lập danh sách phiếu, chưa có phiếu nào',
  open: 'đang bỏ phiếu',
  closed: 'đã đóng hòm phiếu, chưa cộng phiếu',
  tallied: 'đã cộng phiếu mã hóa, chưa mở',
  decrypted: 'đang mở phiếu, chưa công bố kết quả',
  complete: 'đã có kết quả',
}

/** What each check asks, as a sentence that is true when the check holds. */
export const checkWords: Readonly<Record<CheckId, string>> = {
  C1: 'Tệp hồ sơ đúng khuôn dạng từng byte, không bị sửa sau khi ghi',
  C2: 'Các bản ghi nối tiếp nhau thành một chuỗi liền mạch',
  C3: 'Các bước diễn ra đúng thứ tự: lập danh sách, bỏ phiếu, đóng hòm, cộng, mở, kết quả',
  C4: 'Mọi văn bản trong hồ sơ đúng mẫu, không có chỗ giấu dấu hiệu riêng',
  C5: 'Câu hỏi, danh sách khóa và danh sách phiếu phát ra đúng là bản đã niêm phong',
  C6: 'Câu hỏi và khóa công khai hợp lệ',
  C7: 'Khóa của Ban kiểm phiếu hợp lệ và có bằng chứng',
  C8: 'Danh sách phiếu phát ra hợp lệ, không trùng',
  C9: 'Mỗi phiếu thuộc đúng cuộc bỏ phiếu này và có trong danh sách phát ra',
  C10: 'Chữ ký của từng phiếu đúng',
  C11: 'Mọi con số mật mã trong phiếu hợp lệ',
  C12: 'Mỗi phiếu có bằng chứng là đánh dấu đúng quy định',
  C13: 'Không có phiếu nào bị bỏ hai lần',
  C14: 'Tổng phiếu mã hóa đúng bằng tổng của các phiếu trong hòm',
  C15: 'Việc xáo trộn phiếu đúng',
  C16: 'Từng phần mở phiếu của thành viên Ban kiểm phiếu có bằng chứng đúng',
  C17: 'Đủ số thành viên mở phiếu và kết quả đúng là kết quả mở ra',
  C18: 'Số lượt chọn phù hợp với số phiếu',
  C19: 'Hồ sơ nối tiếp đúng bản đã thấy trước đó',
  C20: 'Danh sách phát phiếu khớp với số người có mặt',
}

const groupsOfChecks: readonly (readonly [string, readonly CheckId[]])[] = [
  ['Toàn vẹn', ['C1', 'C2', 'C4']],
  ['Nhất quán', ['C3', 'C5', 'C14', 'C17', 'C18']],
  ['Xác thực', ['C6', 'C7', 'C8', 'C9', 'C10']],
  ['Bằng chứng', ['C11', 'C12', 'C15', 'C16']],
  ['Đầy đủ', ['C13', 'C19', 'C20']],
]

/** Checks that had nothing to look at yet, or were not asked for. */
function notAsked(
  check: CheckId,
  verdict: Verdict,
  asked: { heads: boolean; roll: boolean; shuffles: boolean },
) {
  const order: readonly Stage[] = ['setup', 'open', 'closed', 'tallied', 'decrypted', 'complete']
  const reached = order.indexOf(verdict.stage)
  if (check === 'C19') return !asked.heads
  if (check === 'C20') return !asked.roll
  if (check === 'C15') return !asked.shuffles || reached < 3
  if (check === 'C14') return reached < 3
  if (check === 'C16') return reached < 4
  if (check === 'C17' || check === 'C18') return reached < 5
  return false
}

export type PageOptions = {
  readonly title: string
  readonly election: Election | undefined
  readonly asked: { readonly heads: boolean; readonly roll: boolean; readonly shuffles: boolean }
}

/** The page, as lines joined by line feeds. */
export function verdictPage(verdict: Verdict, options: PageOptions): string {
  const { summary } = verdict
  const lines = [
    `KIỂM TRA HỒ SƠ BỎ PHIẾU KÍN (thử nghiệm): ${options.title}`,
    verdict.verdict === 'accept' ? 'Kết luận: CHẤP NHẬN' : 'Kết luận: KHÔNG CHẤP NHẬN',
    `Giai đoạn: ${stageWords[verdict.stage]}`,
  ]
  if (summary.name !== null) lines.push(`Cuộc bỏ phiếu: ${summary.name} (mã ${summary.uuid ?? ''})`)
  if (summary.fingerprint !== null) lines.push(`Dấu niêm câu hỏi: ${summary.fingerprint}`)
  if (summary.head !== null) lines.push(`Bản ghi cuối: ${summary.head}`)
  lines.push(
    `Phát ra: ${summary.credentials} phiếu · Thu về: ${summary.ballots} phiếu · Được tính: ${summary.counted} phiếu`,
    '',
  )
  for (const [name, checks] of groupsOfChecks) {
    lines.push(`${name}:`)
    for (const check of checks) {
      const failed = verdict.findings.filter((finding) => finding.check === check).length
      const mark = failed > 0 ? '✘ SAI' : notAsked(check, verdict, options.asked) ? '– chưa kiểm' : '✔'
      // after a refusal, what was not found wrong is not thereby proven right
      const shown = verdict.verdict === 'reject' && mark === '✔' ? '· không thấy lỗi' : mark
      lines.push(`  ${shown}  ${check} ${checkWords[check]}${failed > 1 ? ` (${failed} chỗ)` : ''}`)
    }
  }
  if (verdict.findings.length > 0) {
    lines.push('', 'Chi tiết cho kỹ thuật viên:')
    for (const { check, reason, at, detail } of verdict.findings.slice(0, 20)) {
      lines.push(`  ${check} ${reason}: ${at}: ${detail}`)
    }
    if (verdict.findings.length > 20) lines.push(`  … và ${verdict.findings.length - 20} chỗ nữa`)
  }
  if (verdict.result !== null && options.election !== undefined)
    lines.push('', ...resultLines(verdict, options.election))
  return lines.join('\n')
}

function resultLines(verdict: Verdict, election: Election): string[] {
  const lines = [verdict.stage === 'complete' ? 'Kết quả:' : 'Kết quả mở ra (chưa được công bố trong hồ sơ):']
  for (const [index, question] of election.questions.entries()) {
    lines.push(`  ${index + 1}. ${question.question}`)
    const counts = verdict.result?.[index] ?? []
    if (question.kind === 'nonHomomorphic') {
      for (const vector of counts)
        lines.push(`     ${question.answers.join(' / ')}: ${JSON.stringify(vector)}`)
      continue
    }
    const answers = question.blank ? ['Phiếu trắng', ...question.answers] : question.answers
    for (const [slot, answer] of answers.entries())
      lines.push(`     ${answer}: ${String(counts[slot] ?? '')}`)
  }
  return lines
}
