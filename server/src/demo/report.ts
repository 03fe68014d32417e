/**
 * The long report on the economy and society: chapters by field, sections by area, tables by commune, then one sheet
 * of figures a page until the wished number of pages is reached exactly. Every paragraph and figure follows from the
 * place and the field, so that searching for a commune finds what is said about that commune.
 */
import type { Closing, Flow, Place } from '../printing/layout.ts'
import { vietnamese } from './numbers.ts'
import { areas, communes } from './places.ts'
import type { Area } from './places.ts'
import { randomOf } from './random.ts'
import type { Random } from './random.ts'
import { projects, sectors } from './sectors.ts'
import type { Indicator, Sector } from './sectors.ts'

const roman = [
  'I',
  'II',
  'III',
  'IV',
  'V',
  'VI',
  'VII',
  'VIII',
  'IX',
  'X',
  'XI',
  'XII',
  'XIII',
  'XIV',
  'XV',
  'XVI',
]

/** Fills the gaps of a sentence about an area. */
export function sentence(template: string, area: Area, random: Random): string {
  const filled = template
    .replace(/\{nơi\}/g, () => area.name)
    .replace(/\{xã\}/g, () => random.pick(area.communes))
    .replace(/\{số\}/g, () => vietnamese(random.int(120, 9800)))
    .replace(/\{ít\}/g, () => String(random.int(2, 48)).padStart(2, '0'))
    .replace(/\{tỷ lệ\}/g, () => `${vietnamese(62 + random.next() * 37, 1)}%`)
    .replace(/\{tăng\}/g, () => `${vietnamese(1.5 + random.next() * 13, 2)}%`)
    .replace(/\{tiền\}/g, () => `${vietnamese(2 + random.next() * 480, 1)} tỷ đồng`)
    .replace(/\{dự án\}/g, () => random.pick(projects))
  return filled.charAt(0).toLocaleUpperCase('vi') + filled.slice(1)
}

const figure = (indicator: Indicator, random: Random): number =>
  indicator.low + random.next() * (indicator.high - indicator.low)

/** One value per commune and year, the same wherever it is printed. */
export function figureOf(indicator: Indicator, commune: string, year: number): number {
  const base = figure(indicator, randomOf(`${indicator.name}/${commune}`))
  const drift = randomOf(`${indicator.name}/${commune}/${year}`).next() * 0.09 + (year - 2024) * 0.025
  return Math.min(indicator.unit === '%' ? 100 : Infinity, base * (1 + drift))
}

function communeTable(flow: Flow, sector: Sector, area: Area): void {
  const [first, second] = sector.indicators
  if (first === undefined || second === undefined) return
  flow.table({
    size: 12,
    columns: [
      { title: 'STT', share: 0.7, align: 'center' },
      { title: 'Xã, phường, đặc khu', share: 3, align: 'left' },
      { title: `${first.name} (${first.unit})`, share: 2.6, align: 'right' },
      { title: `${second.name} (${second.unit})`, share: 2.6, align: 'right' },
      { title: 'So với năm 2025 (%)', share: 1.5, align: 'right' },
    ],
    rows: area.communes.map((commune, at) => {
      const now = figureOf(first, commune, 2026)
      return [
        String(at + 1),
        commune.charAt(0).toLocaleUpperCase('vi') + commune.slice(1),
        vietnamese(now, first.decimals),
        vietnamese(figureOf(second, commune, 2026), second.decimals),
        vietnamese((now / figureOf(first, commune, 2025)) * 100, 1),
      ]
    }),
  })
}

function overview(flow: Flow): void {
  flow.paragraph(
    'Năm 2026 là năm đầu thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIX, Kế hoạch phát triển kinh tế - xã hội 5 năm 2026 - 2030 và là năm thứ hai vận hành mô hình chính quyền địa phương hai cấp. Ủy ban nhân dân tỉnh đã chỉ đạo các cấp, các ngành triển khai đồng bộ các nhiệm vụ, giải pháp theo Nghị quyết của Hội đồng nhân dân tỉnh và đạt được những kết quả như sau:',
  )
  const rows: string[][] = [
    ['Tốc độ tăng trưởng GRDP', '%', '8,0 - 8,5', '8,37', 'Đạt'],
    ['GRDP bình quân đầu người', 'triệu đồng', '98', '99,6', 'Vượt'],
    ['Thu ngân sách nhà nước trên địa bàn', 'tỷ đồng', '20.150', '21.480,6', 'Vượt'],
    ['Tổng vốn đầu tư thực hiện toàn xã hội', 'tỷ đồng', '46.500', '46.912', 'Vượt'],
    ['Kim ngạch xuất khẩu', 'triệu USD', '1.950', '1.938', 'Không đạt'],
    ['Tỷ lệ đô thị hóa', '%', '42', '42,3', 'Vượt'],
    ['Tỷ lệ lao động qua đào tạo', '%', '72', '72,4', 'Vượt'],
    ['Giảm tỷ lệ hộ nghèo đa chiều', 'điểm %', '0,8 - 1,0', '1,06', 'Vượt'],
    ['Tỷ lệ bao phủ bảo hiểm y tế', '%', '95,5', '95,8', 'Vượt'],
    ['Số xã đạt chuẩn nông thôn mới nâng cao', 'xã', '21', '22', 'Vượt'],
    ['Tỷ lệ che phủ rừng', '%', '39,2', '39,2', 'Đạt'],
    ['Tỷ lệ hồ sơ trực tuyến toàn trình', '%', '80', '86,1', 'Vượt'],
  ]
  flow.table({
    columns: [
      { title: 'STT', share: 0.7, align: 'center' },
      { title: 'Chỉ tiêu', share: 4, align: 'left' },
      { title: 'Đơn vị', share: 1.5, align: 'center' },
      { title: 'Nghị quyết', share: 1.5, align: 'right' },
      { title: 'Ước thực hiện', share: 1.5, align: 'right' },
      { title: 'Đánh giá', share: 1.4, align: 'center' },
    ],
    rows: rows.map((row, at) => [String(at + 1), ...row]),
  })
}

function sheet(flow: Flow, number: number): void {
  const place = communes[number % communes.length]
  const round = Math.floor(number / communes.length)
  if (place === undefined) return
  const title = place.name.charAt(0).toLocaleUpperCase('vi') + place.name.slice(1)
  flow.newPage()
  flow.section(
    `Biểu số ${String(number + 1).padStart(3, '0')}/KTXH`,
    0,
    `Biểu số ${String(number + 1).padStart(3, '0')}/KTXH ${title}`,
  )
  const chosen = sectors.filter((_, at) => at % 4 === round % 4)
  flow.paragraph(
    `Một số chỉ tiêu chủ yếu của ${place.name} (${place.area.name}), giai đoạn 2024 - 2026 và kế hoạch năm 2027`,
    { align: 'center', face: 'italic' },
  )
  flow.table({
    size: 11.5,
    columns: [
      { title: 'Chỉ tiêu', share: 4.2, align: 'left' },
      { title: 'Đơn vị', share: 1.3, align: 'center' },
      { title: 'Năm 2024', share: 1.4, align: 'right' },
      { title: 'Năm 2025', share: 1.4, align: 'right' },
      { title: 'Ước 2026', share: 1.4, align: 'right' },
      { title: 'KH 2027', share: 1.4, align: 'right' },
    ],
    rows: chosen.flatMap((sector) => [
      [`**${sector.name}**`, '', '', '', '', ''],
      ...sector.indicators.map((indicator) => [
        indicator.name,
        indicator.unit,
        ...[2024, 2025, 2026, 2027].map((year) =>
          vietnamese(figureOf(indicator, place.name, year), indicator.decimals),
        ),
      ]),
    ]),
  })
  const random = randomOf(`biểu ${number}`)
  flow.paragraph(
    sentence(
      `Nhận xét: ${random.pick(random.pick(chosen).weak)}`,
      { ...place.area, communes: [place.name] },
      random,
    ),
    { size: 13 },
  )
}

/** Writes the report to exactly `pages` pages (at least 20; a full one at least 110). Gives where the signatures belong. */
export function writeReport(flow: Flow, pages: number, closing: Closing): { signature: Place; seal: Place } {
  // A short report (for tests) keeps the shape and says less.
  const fields = pages >= 200 ? sectors : sectors.slice(0, 1)
  const places = pages >= 200 ? areas : areas.slice(0, 1)
  flow.section('Phần thứ nhất', 0, 'Phần thứ nhất TÌNH HÌNH KINH TẾ - XÃ HỘI NĂM 2026')
  overview(flow)
  fields.forEach((sector, at) => {
    flow.section(`${roman[at]}. ${sector.name.toLocaleUpperCase('vi')}`, 1)
    places.forEach((area, index) => {
      const random = randomOf(`${sector.key}/${area.key}`)
      flow.section(`${index + 1}. Trên địa bàn ${area.name}`, 2)
      for (const template of sector.done) flow.paragraph(sentence(template, area, random))
      for (const template of sector.weak) flow.paragraph(`Hạn chế: ${sentence(template, area, random)}`)
      communeTable(flow, sector, area)
    })
  })
  flow.section('Phần thứ hai', 0, 'Phần thứ hai NHIỆM VỤ, GIẢI PHÁP PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2027')
  flow.paragraph(
    'Ủy ban nhân dân tỉnh xác định năm 2027 phấn đấu tốc độ tăng trưởng GRDP từ 9,0% trở lên, thu ngân sách trên địa bàn 22.900 tỷ đồng, giải ngân vốn đầu tư công trên 95% kế hoạch. Các nhiệm vụ trọng tâm theo từng lĩnh vực và địa bàn như sau:',
  )
  fields.forEach((sector, at) => {
    flow.section(`${roman[at]}. ${sector.name.toLocaleUpperCase('vi')}`, 1)
    places.forEach((area) => {
      const random = randomOf(`2027/${sector.key}/${area.key}`)
      for (const template of sector.next) flow.paragraph(`- ${sentence(template, area, random)}`)
    })
  })
  const signed = flow.closing(
    closing,
    'Trên đây là Báo cáo tình hình phát triển kinh tế - xã hội năm 2026 và nhiệm vụ, giải pháp năm 2027, Ủy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét, quyết định./.',
  )
  for (let number = 0; flow.pages() < pages; number++) sheet(flow, number)
  if (flow.pages() !== pages) throw new Error(`report: ${flow.pages()} pages instead of ${pages}`)
  return signed
}
