/** Names and titles for the gallery's session. Invented; plain data. */
import type { DocumentType } from '@nghi-truong/shared/domain/records'

export const familyNames = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Huỳnh',
  'Võ',
  'Đặng',
  'Bùi',
  'Hồ',
  'Y',
  'Lý',
] as const
export const middleNames = [
  'Thị Mỹ',
  'Hoàng',
  'Văn',
  'Thị Ánh',
  'Ngọc',
  'Đình',
  'Thị Quế',
  'Xuân',
  'Minh',
] as const
export const givenNames = [
  'Lệ',
  'Sang',
  'Đức',
  'Tuyết',
  'Lộc',
  'Nghĩa',
  'Phúc',
  'Anh',
  'Ân',
  'Khôi',
  'Yến',
  'Thảo',
  'Vỹ',
  'Hạnh',
  'Quyết',
] as const

export const groupNames = [
  'Tổ số 1 (thành phố Phú Thành)',
  'Tổ số 2 (ven biển Hải Châu)',
  'Tổ số 3 (công nghiệp Thạnh Đức)',
  'Tổ số 4 (đồng bằng Vĩnh Trạch)',
  'Tổ số 5 (trung du Sơn Dương)',
  'Tổ số 6 (miền núi Ea Rin)',
  'Tổ số 7 (sông nước Cái Vồn)',
  'Tổ số 8 (cửa khẩu Tịnh Biên Đông)',
] as const

interface DocumentText {
  readonly title: string
  readonly number: string
  readonly type: DocumentType
  readonly pages: number
  /** Which of the fixture verdicts. */
  readonly signature: number
}

const text = (
  title: string,
  number: string,
  type: DocumentType,
  pages: number,
  signature: number,
): DocumentText => ({ title, number, type, pages, signature })

export const itemTexts: readonly {
  readonly title: string
  readonly presenter: string
  readonly minutes: number
  readonly documents: readonly DocumentText[]
}[] = [
  {
    title: 'Khai mạc; thông qua chương trình kỳ họp; bầu Thư ký kỳ họp và Ban kiểm phiếu',
    presenter: 'Lương Thế Hiển, Chủ tịch HĐND tỉnh',
    minutes: 45,
    documents: [text('Tờ trình về dự kiến chương trình kỳ họp thứ Ba', '48/TTr-HĐND', 'submission', 2, 0)],
  },
  {
    title: 'Báo cáo kinh tế - xã hội năm 2026; Kế hoạch phát triển kinh tế - xã hội năm 2027',
    presenter: 'Nguyễn Hoài Đức, Chủ tịch UBND tỉnh',
    minutes: 45,
    documents: [
      text(
        'Báo cáo kinh tế - xã hội năm 2026 và nhiệm vụ, giải pháp năm 2027',
        '612/BC-UBND',
        'report',
        300,
        0,
      ),
      text(
        'Báo cáo thẩm tra Kế hoạch phát triển kinh tế - xã hội',
        '101/BC-KTNS',
        'verification_report',
        8,
        1,
      ),
      text(
        'Dự thảo Nghị quyết về Kế hoạch phát triển kinh tế - xã hội năm 2027',
        '',
        'draft_resolution',
        4,
        2,
      ),
      text('Phụ lục số liệu phục vụ thảo luận', '', 'other', 26, 4),
    ],
  },
  {
    title: 'Dự toán thu, chi ngân sách địa phương và phân bổ ngân sách cấp tỉnh năm 2027',
    presenter: 'Lê Thị Ánh Tuyết, Phó Chủ tịch UBND tỉnh',
    minutes: 45,
    documents: [text('Tờ trình về dự toán ngân sách năm 2027', '213/TTr-UBND', 'submission', 12, 3)],
  },
  {
    title: 'Sửa đổi, bổ sung Bảng giá đất trên địa bàn tỉnh từ ngày 01 tháng 01 năm 2027',
    presenter: 'Giám đốc Sở Nông nghiệp và Môi trường',
    minutes: 60,
    documents: [],
  },
  {
    title: 'Chất vấn và trả lời chất vấn; kết quả giải quyết kiến nghị của cử tri',
    presenter: 'Chủ tọa kỳ họp',
    minutes: 180,
    documents: [],
  },
  {
    title: 'Biểu quyết thông qua các nghị quyết; bế mạc kỳ họp',
    presenter: 'Chủ tọa kỳ họp',
    minutes: 60,
    documents: [],
  },
]
