/**
 * A report as a person reads it on the command line, in Vietnamese.
 * What must stay true: the signer's name comes from the certificate; colour is never the only sign; what was not checked
 * is said to be unchecked.
 */
import { badgeOf } from '@nghi-truong/shared/signature/report'
import type { BadgeCode, SignatureOne, SignatureReport } from '@nghi-truong/shared/signature/report'

const words: Record<BadgeCode, string> = {
  valid: 'Chữ ký hợp lệ. Nội dung không bị sửa sau khi ký.',
  validLaterChanges:
    'Chữ ký hợp lệ. Sau đó văn bản có thêm chữ ký hoặc thông tin trong phạm vi cho phép; phần đã ký giữ nguyên.',
  validTimeClaimed: 'Chữ ký hợp lệ. Nội dung không bị sửa sau khi ký.',
  revocationUnchecked: 'Nội dung không bị sửa. Chưa kiểm tra được thu hồi.',
  issuerUnknown: 'Nội dung không bị sửa. Chưa xác định được nơi cấp chứng thư.',
  expiredNoProof: 'Chứng thư đã hết hạn; không có dấu thời gian chứng minh ký trước đó.',
  constraints: 'Nội dung không bị sửa. Chứng thư không đủ điều kiện cho việc ký.',
  annotated: 'Có ghi chú được thêm sau khi ký.',
  appearanceChanged: 'Hình hiển thị của một ô biểu mẫu đã đổi sau khi ký.',
  weakAlgorithm: 'Thuật toán ký đã cũ.',
  warned: 'Chữ ký khớp, có điều cần lưu ý.',
  revoked: 'Chứng thư đã bị thu hồi.',
  changed: 'Văn bản đã bị thay đổi sau khi ký.',
  broken: 'Chữ ký không khớp nội dung.',
  notCovered: 'Chữ ký không bao trùm văn bản.',
  encrypted: 'Không kiểm tra được: tệp mã hoá.',
  unsupported: 'Không kiểm tra được: định dạng chữ ký chưa hỗ trợ.',
  empty: 'Không kiểm tra được: chữ ký rỗng.',
  unreadable: 'Không kiểm tra được: tệp hoặc chữ ký sai cấu trúc.',
  unsigned: 'Văn bản không có chữ ký số.',
}

const colours = { green: 'XANH', neutral: 'TRUNG TÍNH', amber: 'VÀNG', red: 'ĐỎ', none: '—' } as const

const fileErrors = {
  notPdf: 'không phải tệp PDF',
  xref: 'bảng tham chiếu của tệp hỏng, đọc nghiêm ngặt không được',
  encrypted: 'tệp mã hoá, cần mật khẩu',
  limit: 'tệp vượt giới hạn xử lý',
  internal: 'lỗi nội bộ',
} as const

const timeWords = (one: SignatureOne): string => {
  if (one.provenTime) return `${one.provenTime} (dấu thời gian)`
  return one.claimedTime ? `${one.claimedTime} (người ký khai, chưa có dấu thời gian)` : 'không ghi'
}

const revocationWords = (one: SignatureOne): string => {
  const { state, thisUpdate, why, revokedAt } = one.trust.revocation
  if (state === 'good') return `theo danh sách ngày ${thisUpdate ?? '?'}`
  if (state === 'revoked') return `đã thu hồi từ ${revokedAt ?? '?'}`
  if (state === 'notNeeded') return 'chứng thư được ghim trực tiếp'
  const reasons = {
    none: 'chưa có danh sách thu hồi',
    expired: 'danh sách đã hết hạn',
    older: 'danh sách cũ hơn lúc ký',
    unusable: 'danh sách không dùng được',
    dropsExpired: 'danh sách không còn giữ chứng thư hết hạn',
  }
  return `chưa kiểm tra được: ${reasons[why ?? 'none']}`
}

const lines = (one: SignatureOne): string[] => {
  const badge = badgeOf(one)
  return [
    `  ${colours[badge.colour]}: ${words[badge.code]}`,
    `    ô ký: ${one.field || '(không tên)'} · kết luận văn bản: ${one.verdict} · ${one.integrity} · ${one.coverage} · ${one.modifications}`,
    `    người ký: ${one.signer ? [one.signer.commonName, one.signer.organisation].filter(Boolean).join(', ') : 'không xác định'}`,
    `    nơi cấp: ${one.certificate?.issuer.full ?? 'không xác định'}`,
    `    thời gian: ${timeWords(one)}`,
    `    tin cậy: ${one.trust.indication}${one.trust.subIndication ? ` / ${one.trust.subIndication}` : ''} · thu hồi: ${revocationWords(one)}`,
    ...[...one.reasons, ...one.trust.reasons].map(
      ({ code, object, detail }) =>
        `      - ${code}${object === null ? '' : ` (đối tượng ${object})`}${detail ? ` ${detail}` : ''}`,
    ),
  ]
}

/** The report of one file; no line is empty. */
export const reportText = (file: string, report: SignatureReport): string => {
  const head = report.error ? [`  Không đọc được: ${fileErrors[report.error]}`] : []
  const empty = report.emptyFields.length > 0 ? [`  ô ký còn trống: ${report.emptyFields.join(', ')}`] : []
  const none = report.signatures.length === 0 && !report.error ? [`  ${words.unsigned}`] : []
  return [file, ...head, ...none, ...report.signatures.flatMap(lines), ...empty].join('\n')
}
