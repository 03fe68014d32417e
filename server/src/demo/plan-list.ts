/** Every document of the demo session, in the order of the agenda. Plain statements; the forms are in plans.ts. */
import {
  areaReport,
  chairCommittee,
  chairCouncil,
  date,
  headingOf,
  resolution,
  submission,
  tamper,
  verification,
  viceCommittee,
} from './plans.ts'
import type { DocumentPlan } from './plans.ts'
import { writeReport } from './report.ts'
import { toCouncil, writePrices } from './writers.ts'

export function documentPlans(): DocumentPlan[] {
  const budgetBoard = 'Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh'
  return [
    {
      key: 'khai-mac-chuong-trinh',
      itemKey: 'khai-mac',
      title: 'Tờ trình về dự kiến chương trình kỳ họp thứ Ba, Hội đồng nhân dân tỉnh khóa XI',
      number: 'Tờ trình 48/TTr-HĐND',
      type: 'submission',
      author: 'Thường trực Hội đồng nhân dân tỉnh An Phú',
      at: date(19, 8, 45),
      signers: ['chairCouncil', 'sealCouncil'],
      intended: 'two_signatures',
      write: (flow) => {
        flow.heading(
          headingOf(
            'standing',
            '48/TTr-HĐND',
            date(19, 8, 45),
            'TỜ TRÌNH',
            'Về dự kiến chương trình kỳ họp thứ Ba, Hội đồng nhân dân tỉnh khóa XI, nhiệm kỳ 2026 - 2031',
            toCouncil,
          ),
        )
        flow.paragraph('__Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;__')
        flow.paragraph(
          '__Căn cứ Quy chế làm việc của Hội đồng nhân dân tỉnh khóa XI, nhiệm kỳ 2026 - 2031;__',
        )
        flow.paragraph(
          'Thường trực Hội đồng nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét, thông qua chương trình kỳ họp thứ Ba (kỳ họp thường lệ cuối năm 2026), họp trong 03 ngày, từ ngày 09 đến ngày 11 tháng 12 năm 2026, tại Hội trường Trung tâm Hội nghị tỉnh, như sau:',
        )
        flow.table({
          columns: [
            { title: 'Thời gian', share: 1.6, align: 'center' },
            { title: 'Nội dung', share: 6, align: 'left' },
            { title: 'Trình bày, điều hành', share: 2.6, align: 'left' },
          ],
          rows: [
            ['**Ngày 09/12**', '', ''],
            ['07 giờ 30', 'Đón tiếp đại biểu, điểm danh', 'Văn phòng'],
            ['08 giờ 00', 'Chào cờ, khai mạc; thông qua chương trình; bầu Thư ký kỳ họp', 'Chủ tọa kỳ họp'],
            [
              '08 giờ 45',
              'Báo cáo tình hình phát triển kinh tế - xã hội năm 2026, nhiệm vụ năm 2027',
              'Chủ tịch UBND tỉnh',
            ],
            [
              '09 giờ 30',
              'Tờ trình về dự toán ngân sách năm 2027; báo cáo thẩm tra',
              'Phó Chủ tịch UBND tỉnh; Ban KT-NS',
            ],
            [
              '10 giờ 15',
              'Tờ trình về Kế hoạch đầu tư công năm 2027; báo cáo thẩm tra',
              'Sở Tài chính; Ban KT-NS',
            ],
            ['13 giờ 30', 'Thảo luận tại Tổ đại biểu', 'Các Tổ trưởng'],
            ['**Ngày 10/12**', '', ''],
            ['08 giờ 00', 'Tờ trình sửa đổi, bổ sung Bảng giá đất; báo cáo thẩm tra', 'Sở NN&MT; Ban KT-NS'],
            [
              '09 giờ 00',
              'Tờ trình chính sách hỗ trợ bữa ăn trưa cho trẻ em; báo cáo thẩm tra',
              'Sở GD&ĐT; Ban VH-XH',
            ],
            ['13 giờ 30', 'Chất vấn và trả lời chất vấn (truyền hình trực tiếp)', 'Chủ tọa kỳ họp'],
            ['**Ngày 11/12**', '', ''],
            ['08 giờ 00', 'Bầu bổ sung Ủy viên UBND tỉnh bằng hình thức bỏ phiếu kín', 'Ban kiểm phiếu'],
            ['09 giờ 30', 'Biểu quyết thông qua các nghị quyết; bế mạc', 'Chủ tọa kỳ họp'],
          ],
        })
        return flow.closing(chairCouncil, 'Kính trình Hội đồng nhân dân tỉnh xem xét, quyết định./.')
      },
    },
    areaReport({
      key: 'khai-mac-hoat-dong',
      itemKey: 'khai-mac',
      title: 'Báo cáo kết quả hoạt động giám sát của Hội đồng nhân dân tỉnh năm 2026',
      author: 'Thường trực Hội đồng nhân dân tỉnh An Phú',
      at: date(23, 14, 20),
      signers: ['chairCouncil', 'sealCouncil'],
      intended: 'two_signatures',
      office: 'standing',
      code: '96/BC-HĐND',
      abstract: 'Kết quả hoạt động giám sát của Hội đồng nhân dân tỉnh năm 2026',
      opening:
        'Năm 2026, Hội đồng nhân dân tỉnh, Thường trực, các Ban và các Tổ đại biểu đã tổ chức 34 cuộc giám sát, khảo sát tại 8 khu vực; qua giám sát phát hiện, kiến nghị xử lý 212 nội dung, trong đó 187 nội dung đã được giải quyết. Kết quả cụ thể theo lĩnh vực và địa bàn như sau:',
      fields: ['ngân sách', 'môi trường'],
      closing: chairCouncil,
    }),
    {
      key: 'kinh-te-xa-hoi-bao-cao',
      itemKey: 'kinh-te-xa-hoi',
      title: 'Báo cáo kinh tế - xã hội năm 2026 và nhiệm vụ, giải pháp năm 2027',
      number: 'Báo cáo 612/BC-UBND',
      type: 'report',
      author: 'Ủy ban nhân dân tỉnh An Phú',
      at: date(20, 8, 15),
      signers: ['chairCommittee', 'sealCommittee'],
      intended: 'two_signatures',
      write: (flow, scale) => {
        flow.heading(
          headingOf(
            'committee',
            '612/BC-UBND',
            date(20, 8, 15),
            'BÁO CÁO',
            'Tình hình phát triển kinh tế - xã hội năm 2026 và nhiệm vụ, giải pháp năm 2027',
          ),
        )
        return writeReport(flow, scale === 'full' ? 300 : 12, chairCommittee)
      },
    },
    verification('kinh-te-xa-hoi', 101, 'budget'),
    resolution('kinh-te-xa-hoi', false, 144, budgetBoard),
    submission('ngan-sach', 145, 20, true),
    {
      ...areaReport({
        key: 'ngan-sach-bao-cao',
        itemKey: 'ngan-sach',
        title: 'Báo cáo tình hình thực hiện dự toán ngân sách địa phương năm 2026',
        author: 'Ủy ban nhân dân tỉnh An Phú',
        at: date(20, 16, 40),
        signers: ['chairCommittee'],
        intended: 'tampered',
        office: 'committee',
        code: '615/BC-UBND',
        abstract: 'Tình hình thực hiện dự toán ngân sách địa phương năm 2026',
        opening: `Tổng thu ngân sách nhà nước trên địa bàn ước thực hiện năm 2026 là **${tamper.before}** tỷ đồng, bằng 106,6% dự toán; chi ngân sách địa phương ước 23.295 tỷ đồng, bằng 101,2% dự toán. Kết quả theo lĩnh vực và địa bàn như sau:`,
        fields: ['ngân sách', 'đầu tư', 'thương mại'],
        closing: chairCommittee,
      }),
    },
    verification('ngan-sach', 102, 'budget'),
    resolution('ngan-sach', false, 145, budgetBoard),
    submission('dau-tu-cong', 146, 20, false),
    areaReport({
      key: 'dau-tu-cong-bao-cao',
      itemKey: 'dau-tu-cong',
      title: 'Báo cáo tình hình thực hiện kế hoạch đầu tư công năm 2026',
      author: 'Sở Tài chính tỉnh An Phú',
      at: date(18, 11, 5),
      signers: ['expired'],
      intended: 'expired',
      office: 'finance',
      code: '2304/BC-STC',
      abstract: 'Tình hình thực hiện kế hoạch đầu tư công năm 2026',
      opening:
        'Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, Sở Tài chính báo cáo tình hình thực hiện kế hoạch đầu tư công năm 2026: tổng vốn 7.698 tỷ đồng, giải ngân đến ngày 31 tháng 10 năm 2026 đạt 5.742 tỷ đồng, bằng 74,6% kế hoạch. Chi tiết theo lĩnh vực và địa bàn như sau:',
      fields: ['đầu tư', 'giao thông'],
      closing: {
        authority: ['GIÁM ĐỐC'],
        name: 'Lâm Hoàng Phi',
        recipients: ['UBND tỉnh (báo cáo)', 'Thường trực HĐND tỉnh', 'Ban KT-NS HĐND tỉnh', 'Lưu: VT, QLĐT'],
      },
    }),
    verification('dau-tu-cong', 103, 'budget'),
    resolution('dau-tu-cong', false, 146, budgetBoard),
    submission('bang-gia-dat', 147, 20, true),
    {
      key: 'bang-gia-dat-ho-so',
      itemKey: 'bang-gia-dat',
      title: 'Hồ sơ lấy ý kiến Nhân dân về dự thảo Bảng giá đất (bản chụp)',
      number: 'Hồ sơ 88/HS-SNNMT',
      type: 'other',
      author: 'Sở Nông nghiệp và Môi trường tỉnh An Phú',
      at: date(17, 14, 0),
      signers: ['sealOffice'],
      intended: 'scan',
      write: 'scan',
    },
    verification('bang-gia-dat', 104, 'budget'),
    resolution('bang-gia-dat', true, 147, budgetBoard, (flow, scale) =>
      writePrices(flow, scale === 'full' ? 72 : 2),
    ),
    submission('giao-duc', 148, 20, true),
    areaReport({
      key: 'giao-duc-bao-cao',
      itemKey: 'giao-duc',
      title: 'Báo cáo đánh giá tác động chính sách hỗ trợ bữa ăn trưa cho trẻ em',
      author: 'Sở Giáo dục và Đào tạo tỉnh An Phú',
      at: date(16, 9, 50),
      signers: ['revoked'],
      intended: 'revoked',
      office: 'education',
      code: '1187/BC-SGDĐT',
      abstract: 'Đánh giá tác động chính sách hỗ trợ bữa ăn trưa cho trẻ em mẫu giáo và học sinh tiểu học',
      opening:
        'Sở Giáo dục và Đào tạo đã khảo sát 412 trường mầm non, tiểu học tại 72 xã, phường, đặc khu; 96,8% phụ huynh được hỏi đồng tình với chính sách. Kết quả đánh giá theo địa bàn như sau:',
      fields: ['giáo dục', 'y tế'],
      closing: {
        authority: ['GIÁM ĐỐC'],
        name: 'Trương Công Nhân',
        recipients: ['UBND tỉnh (báo cáo)', 'Ban VH-XH HĐND tỉnh', 'Lưu: VT, KHTC'],
      },
    }),
    verification('giao-duc', 88, 'culture'),
    resolution('giao-duc', true, 148, 'Ban Văn hóa - Xã hội Hội đồng nhân dân tỉnh'),
    areaReport({
      key: 'chat-van-kien-nghi',
      itemKey: 'chat-van',
      title: 'Báo cáo kết quả giải quyết kiến nghị của cử tri gửi đến kỳ họp thứ Ba',
      author: 'Ủy ban nhân dân tỉnh An Phú',
      at: date(25, 10, 30),
      signers: ['viceCommittee', 'sealCommittee'],
      intended: 'two_signatures',
      office: 'committee',
      code: '617/BC-UBND',
      abstract:
        'Kết quả giải quyết kiến nghị của cử tri gửi đến kỳ họp thứ Ba, Hội đồng nhân dân tỉnh khóa XI',
      opening:
        'Trước kỳ họp, Ủy ban nhân dân tỉnh nhận được 164 kiến nghị của cử tri do các Tổ đại biểu tổng hợp; đã giải quyết 131 kiến nghị, đang giải quyết 27, giải trình 06 kiến nghị. Kết quả theo lĩnh vực và địa bàn như sau:',
      fields: ['giao thông', 'môi trường', 'y tế', 'chuyển đổi số'],
      closing: viceCommittee,
    }),
    {
      key: 'chat-van-mat-tran',
      itemKey: 'chat-van',
      title: 'Thông báo về công tác Mặt trận tham gia xây dựng chính quyền năm 2026',
      number: 'Thông báo 41/TB-MTTQ-BTT',
      type: 'other',
      author: 'Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh An Phú',
      at: date(26, 9, 0),
      signers: [],
      intended: 'unsigned',
      write: (flow) => {
        flow.heading(
          headingOf(
            'front',
            '41/TB-MTTQ-BTT',
            date(26, 9, 0),
            'THÔNG BÁO',
            'Về công tác Mặt trận tham gia xây dựng chính quyền năm 2026 và những kiến nghị với Hội đồng nhân dân, Ủy ban nhân dân tỉnh',
            toCouncil,
          ),
        )
        for (const text of [
          'Năm 2026, Ủy ban Mặt trận Tổ quốc Việt Nam các cấp trong tỉnh đã phối hợp tổ chức 128 hội nghị tiếp xúc cử tri với 14.260 lượt cử tri tham dự, tổng hợp 2.318 ý kiến, kiến nghị gửi đến cơ quan có thẩm quyền.',
          'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tổ chức phản biện xã hội 07 dự thảo nghị quyết, trong đó có dự thảo chính sách hỗ trợ bữa ăn trưa cho trẻ em và dự thảo sửa đổi, bổ sung Bảng giá đất; 41/48 ý kiến phản biện được tiếp thu.',
          'Cử tri và Nhân dân phấn khởi trước kết quả phát triển kinh tế - xã hội của tỉnh, song còn băn khoăn về tiến độ đường ven biển, tình trạng sạt lở bờ sông tại xã Đồng Quang, giá vật liệu xây dựng tăng cao và tình trạng lừa đảo trên không gian mạng.',
        ]) {
          flow.paragraph(text)
        }
        flow.section('KIẾN NGHỊ', 1)
        for (const text of [
          '1. Đề nghị Hội đồng nhân dân tỉnh tăng cường giám sát việc giải quyết kiến nghị cử tri, công khai kết quả trên Cổng thông tin điện tử.',
          '2. Đề nghị Ủy ban nhân dân tỉnh sớm bố trí vốn xử lý các điểm sạt lở nguy hiểm, hoàn thành khu tái định cư xã Long Sơn trước mùa mưa năm 2027.',
          '3. Đề nghị quan tâm chế độ đối với người hoạt động không chuyên trách sau sắp xếp thôn, tổ dân phố.',
        ]) {
          flow.paragraph(text)
        }
        return flow.closing(
          {
            authority: ['TM. BAN THƯỜNG TRỰC', 'CHỦ TỊCH'],
            name: 'Hồ Thị Kim Loan',
            recipients: ['Như trên', 'Thường trực Tỉnh ủy', 'Lưu: VT'],
          },
          'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh kính chúc kỳ họp thành công tốt đẹp./.',
        )
      },
    },
    submission('nhan-su', 149, 23, false),
    verification('nhan-su', 64, 'legal'),
    resolution('nhan-su', false, 149, 'Ban Pháp chế Hội đồng nhân dân tỉnh'),
  ]
}
