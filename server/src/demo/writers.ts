/** How each kind of document is written from a matter: tờ trình, báo cáo thẩm tra, dự thảo nghị quyết, báo cáo. */
import type { Closing, Flow, Heading, Place } from '../printing/layout.ts'
import { vietnamese } from './numbers.ts'
import { province } from './people.ts'
import { areas } from './places.ts'
import { randomOf } from './random.ts'
import { sentence } from './report.ts'
import { sectors } from './sectors.ts'
import type { Topic } from './topics.ts'

export type Written = { signature: Place; seal: Place }

export const offices = {
  committee: { agency: ['ỦY BAN NHÂN DÂN', `TỈNH ${province.name.toLocaleUpperCase('vi')}`] },
  council: { agency: ['HỘI ĐỒNG NHÂN DÂN', `TỈNH ${province.name.toLocaleUpperCase('vi')}`] },
  standing: { above: ['HỘI ĐỒNG NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['THƯỜNG TRỰC'] },
  budget: { above: ['HỘI ĐỒNG NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['BAN KINH TẾ - NGÂN SÁCH'] },
  legal: { above: ['HỘI ĐỒNG NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['BAN PHÁP CHẾ'] },
  culture: { above: ['HỘI ĐỒNG NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['BAN VĂN HÓA - XÃ HỘI'] },
  finance: { above: ['ỦY BAN NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['SỞ TÀI CHÍNH'] },
  education: { above: ['ỦY BAN NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['SỞ GIÁO DỤC VÀ ĐÀO TẠO'] },
  land: { above: ['ỦY BAN NHÂN DÂN', 'TỈNH AN PHÚ'], agency: ['SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG'] },
  front: { above: ['ỦY BAN MẶT TRẬN TỔ QUỐC', 'VIỆT NAM TỈNH AN PHÚ'], agency: ['BAN THƯỜNG TRỰC'] },
} satisfies Record<string, Pick<Heading, 'agency' | 'above'>>

export const toCouncil = ['Kính gửi: Hội đồng nhân dân tỉnh An Phú']

const heads = ['I', 'II', 'III', 'IV', 'V', 'VI']

function tableOf(flow: Flow, topic: Topic): void {
  if (topic.table === undefined) return
  flow.paragraph(topic.table.title, { align: 'center', face: 'bold', keep: 60 })
  flow.table({
    columns: topic.table.columns.map(([title, share, align]) => ({ title, share, align })),
    rows: topic.table.rows,
  })
}

export function writeSubmission(flow: Flow, topic: Topic, closing: Closing): Written {
  for (const law of topic.laws) flow.paragraph(`__Căn cứ ${law};__`)
  flow.paragraph(
    `Ủy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét, ban hành Nghị quyết ${topic.about} như sau:`,
  )
  const parts: [string, string[]][] = [
    ['SỰ CẦN THIẾT BAN HÀNH NGHỊ QUYẾT', topic.need],
    ['MỤC ĐÍCH, QUAN ĐIỂM', topic.aims],
    [
      'QUÁ TRÌNH XÂY DỰNG DỰ THẢO NGHỊ QUYẾT',
      [
        'Thực hiện Chương trình công tác năm 2026, Ủy ban nhân dân tỉnh đã chỉ đạo cơ quan chuyên môn chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã, phường, đặc khu xây dựng hồ sơ dự thảo Nghị quyết.',
        'Dự thảo đã được đăng tải trên Cổng thông tin điện tử của tỉnh trong thời gian 20 ngày để lấy ý kiến; Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh đã tổ chức phản biện xã hội; Sở Tư pháp đã thẩm định. Cơ quan soạn thảo đã tiếp thu, giải trình đầy đủ các ý kiến tham gia.',
      ],
    ],
    [
      'BỐ CỤC VÀ NỘI DUNG CƠ BẢN',
      [`Dự thảo Nghị quyết gồm ${String(topic.articles.length).padStart(2, '0')} Điều.`, ...topic.content],
    ],
    ['DỰ KIẾN NGUỒN LỰC, ĐIỀU KIỆN BẢO ĐẢM', topic.money],
  ]
  parts.forEach(([title, texts], at) => {
    flow.section(`${heads[at]}. ${title}`, 1)
    for (const text of texts) flow.paragraph(text)
    if (at === 3) tableOf(flow, topic)
  })
  flow.paragraph(
    `Trên đây là Tờ trình đề nghị ban hành Nghị quyết ${topic.about}, Ủy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét, quyết định./.`,
  )
  return flow.closing(
    closing,
    '__(Xin gửi kèm theo: dự thảo Nghị quyết; báo cáo thẩm định; bản tổng hợp, tiếp thu, giải trình ý kiến.)__',
  )
}

export function writeVerification(flow: Flow, topic: Topic, board: string, closing: Closing): Written {
  flow.paragraph(
    `Thực hiện nhiệm vụ do Thường trực Hội đồng nhân dân tỉnh phân công, ngày 24 tháng 11 năm 2026, ${board} Hội đồng nhân dân tỉnh đã tổ chức phiên họp thẩm tra Tờ trình và dự thảo Nghị quyết ${topic.about}. Sau khi nghiên cứu hồ sơ, nghe cơ quan soạn thảo trình bày và ý kiến của các đại biểu, ${board} báo cáo kết quả thẩm tra như sau:`,
  )
  flow.section('I. VỀ HỒ SƠ, TRÌNH TỰ, THỦ TỤC', 1)
  flow.paragraph(
    'Hồ sơ trình Hội đồng nhân dân tỉnh đầy đủ, gửi đúng thời hạn; trình tự, thủ tục xây dựng dự thảo Nghị quyết thực hiện theo quy định của Luật Ban hành văn bản quy phạm pháp luật. Nội dung dự thảo phù hợp với thẩm quyền của Hội đồng nhân dân tỉnh.',
  )
  flow.section('II. VỀ SỰ CẦN THIẾT', 1)
  for (const text of topic.need) flow.paragraph(text)
  flow.section('III. VỀ NỘI DUNG', 1)
  for (const text of topic.opinions) flow.paragraph(`- ${text}`)
  flow.section('IV. KIẾN NGHỊ', 1)
  flow.paragraph(
    `${board} đề nghị Ủy ban nhân dân tỉnh tiếp thu, giải trình các ý kiến thẩm tra, hoàn chỉnh dự thảo trước khi biểu quyết.`,
  )
  return flow.closing(
    closing,
    `Trên đây là báo cáo thẩm tra của ${board}, kính trình Hội đồng nhân dân tỉnh xem xét, thông qua Nghị quyết ${topic.about}./.`,
  )
}

/** `annex` writes what follows the signature, e.g. a price list. */
export function writeResolution(
  flow: Flow,
  topic: Topic,
  references: string[],
  closing: Closing,
  annex?: () => void,
): Written {
  flow.paragraph('HỘI ĐỒNG NHÂN DÂN TỈNH AN PHÚ', { align: 'center', face: 'bold', after: 0 })
  flow.paragraph('KHÓA XI, KỲ HỌP THỨ BA', { align: 'center', face: 'bold', after: 10 })
  for (const law of topic.laws) flow.paragraph(`__Căn cứ ${law};__`)
  for (const reference of references) flow.paragraph(`__${reference}__`)
  flow.paragraph('QUYẾT NGHỊ:', { align: 'center', face: 'bold', before: 6, keep: 40 })
  topic.articles.forEach((text, at) => flow.paragraph(`**Điều ${at + 1}.** ${text}`))
  const written = flow.closing(
    closing,
    'Nghị quyết này đã được Hội đồng nhân dân tỉnh An Phú khóa XI, kỳ họp thứ Ba thông qua ngày … tháng 12 năm 2026./.',
  )
  if (topic.table !== undefined) {
    flow.newPage()
    flow.section('PHỤ LỤC', 0)
    tableOf(flow, topic)
  }
  annex?.()
  return written
}

/** A report in sections by area, as long as `fields` makes it. */
export function writeAreaReport(
  flow: Flow,
  opening: string,
  fields: readonly string[],
  places: number,
  seed: string,
  closing: Closing,
): Written {
  flow.paragraph(opening)
  const chosen = sectors.filter((sector) => fields.includes(sector.key))
  chosen.forEach((sector, at) => {
    flow.section(`${heads[at % heads.length]}. ${sector.name.toLocaleUpperCase('vi')}`, 1)
    for (const area of areas.slice(0, places)) {
      const random = randomOf(`${seed}/${sector.key}/${area.key}`)
      flow.section(`${areas.indexOf(area) + 1}. Trên địa bàn ${area.name}`, 2)
      for (const template of [random.pick(sector.done), ...sector.weak, ...sector.next]) {
        flow.paragraph(sentence(template, area, random))
      }
    }
  })
  return flow.closing(
    closing,
    'Trên đây là Báo cáo trình kỳ họp thứ Ba, Hội đồng nhân dân tỉnh khóa XI, kính trình Hội đồng nhân dân tỉnh xem xét./.',
  )
}

const streets = [
  'Lê Lợi',
  'Trần Hưng Đạo',
  'Nguyễn Trãi',
  'Hai Bà Trưng',
  'Lý Thường Kiệt',
  'Phan Đình Phùng',
  'Ngô Quyền',
  'Quang Trung',
  'Võ Thị Sáu',
  'Nguyễn Đình Chiểu',
  'Bùi Thị Xuân',
  'Đinh Tiên Hoàng',
]

/** The price list of land by commune: one table a commune. */
export function writePrices(flow: Flow, count: number): void {
  flow.newPage()
  flow.section('PHỤ LỤC', 0, 'PHỤ LỤC BẢNG GIÁ ĐẤT Ở SỬA ĐỔI, BỔ SUNG')
  flow.paragraph('(Đơn vị tính: nghìn đồng/m²)', { align: 'center', face: 'italic' })
  const all = areas.flatMap((area) => area.communes)
  all.slice(0, count).forEach((commune, at) => {
    const random = randomOf(`giá đất ${commune}`)
    flow.section(`${at + 1}. ${commune.charAt(0).toLocaleUpperCase('vi')}${commune.slice(1)}`, 1)
    const base = random.int(6, 240) * 100
    flow.table({
      columns: [
        { title: 'STT', share: 0.7, align: 'center' },
        { title: 'Tuyến đường', share: 2.6, align: 'left' },
        { title: 'Đoạn', share: 4, align: 'left' },
        { title: 'Vị trí 1', share: 1.3, align: 'right' },
        { title: 'Vị trí 2', share: 1.3, align: 'right' },
        { title: 'Vị trí 3', share: 1.3, align: 'right' },
      ],
      rows: Array.from({ length: random.int(8, 12) }, (_, row) => {
        const price = Math.round((base * (1.3 - row * 0.06) * (0.9 + random.next() * 0.2)) / 10) * 10
        return [
          String(row + 1),
          row < 7 ? `Đường ${random.pick(streets)}` : `Đường liên xã ${row + 1}`,
          `Từ ${random.pick(['cầu', 'chợ', 'ngã ba', 'trạm y tế', 'bưu điện'])} ${random.pick(streets)} đến hết ranh thửa đất số ${random.int(12, 890)}`,
          vietnamese(price),
          vietnamese(Math.round((price * 0.6) / 10) * 10),
          vietnamese(Math.round((price * 0.4) / 10) * 10),
        ]
      }),
    })
  })
}
