/**
 * The whole check of an exported log, as data and as a page in Vietnamese.
 * What must stay true: "nguyên vẹn" is said only when every check was made and none failed; what could not be checked
 * (headers only) is said; the first broken seq comes first.
 */
import { sessionOf } from '@nghi-truong/shared/domain/find'
import type { ExportHead } from './format.ts'
import { readExport, type Broken, type Tools } from './read-export.ts'
import { recount, type Recounted } from './recount.ts'

export interface ExportReport {
  readonly ok: boolean
  readonly head: ExportHead | null
  readonly title: string | null
  /** Entries whose links hold, from the first. */
  readonly checked: number
  readonly faults: readonly Broken[]
  readonly ballots: readonly Recounted[]
  /** Votes whose devices name the entry of this log that they knew last. */
  readonly witnessed: number
  /** Votes that name an entry which a machine that was replaced had recorded, and this log lacks. */
  readonly lostBefore: number
}

export function verifyExport(bytes: Uint8Array, tools: Tools, pinned?: string): ExportReport {
  const read = readExport(bytes, tools, pinned)
  const { head } = read
  if (!head?.payloads)
    return {
      ok: head !== null && read.broken.length === 0,
      head,
      title: null,
      checked: read.headers.length,
      faults: read.broken,
      ballots: [],
      witnessed: 0,
      lostBefore: 0,
    }
  const again = recount(head.log, read.entries, tools)
  const faults = [...read.broken, ...again.faults.map((one): Broken => ({ ...one, line: one.seq + 1 }))].sort(
    (a, b) => a.line - b.line,
  )
  return {
    ok: faults.length === 0,
    head,
    title: sessionOf(again.state)?.title ?? null,
    checked: read.entries.length,
    faults,
    ballots: again.ballots,
    witnessed: again.witnessed,
    lostBefore: again.lostBefore,
  }
}

const words: Readonly<Record<string, string>> = {
  encoding: 'byte không phải UTF-8',
  head: 'dòng đầu của bản xuất bị hỏng hoặc bị sửa',
  line: 'dòng không đúng dạng chuẩn (RFC 8785): bị hỏng hoặc bị sửa',
  'chain.seq': 'số thứ tự không liên tục',
  'chain.log': 'mục thuộc nhật ký khác',
  'chain.prev': 'không nối với mục trước',
  'chain.body': 'nội dung không khớp mã băm trong phần đầu mục',
  'chain.hash': 'phần đầu mục không khớp mã băm của mục',
  'chain.form': 'mục không có dạng chuẩn',
  missing: 'thiếu mục ở cuối',
  surplus: 'thừa mục ở cuối',
  headHash: 'mã băm cuối không khớp dòng đầu',
  seal: 'chữ ký của máy chủ không khớp',
  otherKey: 'bản xuất ký bằng khóa khác với khóa đã biết',
  'event.unknown': 'sự kiện phiên bản này không biết',
  'event.malformed': 'dữ liệu của sự kiện không hợp lệ',
  'cast.outside': 'phiếu nằm ngoài thời gian biểu quyết',
  'cast.notEligible': 'phiếu của người không có trong danh sách',
  'cast.otherActor': 'phiếu do người khác gửi',
  'cast.older': 'phiếu cũ thay phiếu mới',
  'cast.seen': 'thiết bị đã thấy ở đây một mục khác: nhật ký bị viết lại sau khi biểu quyết',
  'cast.signature': 'chữ ký thiết bị trên phiếu không khớp',
  'witness.otherActor': 'đối chiếu do người khác gửi, hoặc người không trong danh sách',
  'witness.otherList': 'đối chiếu với một danh sách khác danh sách đã công bố',
  'witness.signature': 'chữ ký thiết bị trên lần đối chiếu không khớp',
  'close.withoutVote': 'kết thúc một biểu quyết không có',
  'recount.differs': 'kiểm lại khác kết quả đã ghi',
}

export const faultText = ({ fault, line, seq, detail }: Broken): string =>
  `${seq === null ? `Dòng ${line}` : `Mục số ${seq} (dòng ${line})`}: ${words[fault] ?? fault} [${fault}] ${detail}`

const verdict = (passed: boolean | null): string =>
  passed === null ? 'không áp dụng ngưỡng' : passed ? 'ĐƯỢC THÔNG QUA' : 'không được thông qua'

function ballotLines(ballot: Recounted): string[] {
  const counts = Object.entries(ballot.counts).map(([option, count]) => `${option} ${count}`)
  const needed = ballot.needed === null ? '' : `, cần ${ballot.needed}/${ballot.base}`
  return [
    `  - ${ballot.question}${ballot.round > 1 ? ` (lần ${ballot.round})` : ''} · mã ${ballot.code}`,
    `    ${counts.join(', ')}; ${ballot.cast} phiếu${needed}: ${verdict(ballot.passed)}${ballot.state === 'void' ? ' (đã hủy)' : ''}`,
    `    Kiểm lại: ${ballot.agrees ? 'khớp' : 'KHÁC'}; có chữ ký thiết bị: ${ballot.signed}/${ballot.cast}`,
    `    ${ballot.listed ? `Danh sách phiếu theo mã: lập lại ${ballot.agrees ? 'khớp' : 'và so: KHÁC'}` : 'Nhật ký của phiên bản cũ: không có danh sách phiếu theo mã'}; thiết bị đã tự đối chiếu: ${ballot.witnesses.agree} khớp, ${ballot.witnesses.differ} báo khác`,
  ]
}

/** One page for people. */
export function reportText(report: ExportReport): string {
  const { ok, head, title, checked, faults, ballots, witnessed, lostBefore } = report
  const lines = ['KIỂM TRA NHẬT KÝ KỲ HỌP', '']
  if (head) {
    lines.push(`Nhật ký: ${head.log}${title === null ? '' : ` – ${title}`}`)
    lines.push(`Xuất lúc (UTC): ${head.exportedAt}; ${head.seq} mục; mã cuối ${head.head}`)
    lines.push(`Khóa máy chủ: ${head.publicKey}`)
    lines.push('  (so với khóa in trong biên bản, hoặc đưa vào bằng --key)')
    lines.push(`Chuỗi liên kết: ${checked}/${head.seq} mục khớp từ đầu`)
    if (!head.payloads)
      lines.push('Bản xuất không kèm nội dung: chỉ kiểm được chuỗi, không kiểm lại được phiếu.')
  }
  if (ballots.length > 0)
    lines.push('', `Biểu quyết đã kết thúc: ${ballots.length}`, ...ballots.flatMap(ballotLines))
  if (witnessed > 0)
    lines.push(
      `Phiếu có chữ ký xác nhận đoạn nhật ký thiết bị đã thấy trước đó: ${witnessed}, đều khớp nhật ký này`,
    )
  if (lostBefore > 0)
    lines.push(
      `LƯU Ý: ${lostBefore} phiếu làm chứng cho những mục mà máy trước đã ghi và máy dự phòng chưa có khi chuyển máy`,
    )
  lines.push('')
  if (ok) lines.push('KẾT LUẬN: NGUYÊN VẸN.')
  else lines.push('KẾT LUẬN: KHÔNG NGUYÊN VẸN.', ...faults.map((fault) => `  ${faultText(fault)}`))
  return lines.join('\n')
}
