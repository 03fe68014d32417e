/**
 * Phiếu kết quả biểu quyết: the paper of one announced vote, in the look of Nghị định 30/2020.
 * What must stay true: every figure comes from the sheet's model; the same model gives the same bytes; the code and the
 * head of the log stand in letters and as QR, so that a paper can be held against the record years later.
 */
import { openFlow } from './layout.ts'
import type { Printed } from './job.ts'
import type { Flow, Place } from './layout.ts'
import { literal } from './lines.ts'
import { paper, textWidth } from './page-writer.ts'
import type { PageWriter } from './page-writer.ts'
import type { ResultSheet } from './sheet-model.ts'
import { drawColumn, drawQr, drawSignatures, signaturesHeight } from './stamps.ts'
import { councilOf, dayOf, momentOf, sessionName, share, spanOf } from './words.ts'

const size = 13
const methods: Record<ResultSheet['method'], string> = {
  electronic: 'Biểu quyết điện tử',
  handsByName: 'Biểu quyết giơ tay, ghi theo tên từng đại biểu',
  handsCounted: 'Biểu quyết giơ tay, ghi theo số lượng',
  writtenOpinion: 'Lấy ý kiến bằng phiếu, trả lời từ thiết bị của từng người',
}

/** "7a3f19c2 7a3f19c2 …": easier to compare by eye. */
export const inGroups = (hex: string, step: number): string =>
  (hex.match(new RegExp(`.{1,${step}}`, 'g')) ?? []).join(' ')

/** What the QR code says; a reader compares it with the export of the log. */
export const qrText = ({ marks, code }: ResultSheet, ballot: string): string =>
  `nghi-truong:v1?log=${marks.log}&ballot=${ballot}&seq=${marks.closed.seq}&head=${marks.closed.hash}&result=${code}`

function verdict(flow: Flow, sheet: ResultSheet): void {
  const { passed, needs, yes, chosen, missing } = sheet
  const words =
    passed === null
      ? 'BIỂU QUYẾT NÀY KHÔNG TÍNH THÔNG QUA HAY KHÔNG THÔNG QUA'
      : passed
        ? 'ĐỦ ĐIỀU KIỆN THÔNG QUA'
        : 'KHÔNG ĐỦ ĐIỀU KIỆN THÔNG QUA'
  flow.block(32, (pages, y) => {
    const width = pages.measure(words, 'bold', 14) + 36
    const x = paper.left + (textWidth - width) / 2
    pages.doc
      .lineWidth(1)
      .rect(x, y + 2, width, 26)
      .stroke('black')
    drawColumn(pages, [{ text: words, size: 14, face: 'bold', centred: true }], { x, width }, y + 6.5)
  })
  if (needs === null) return
  const tie = passed === false && missing === 0 ? ' Có nhiều phương án bằng phiếu nhau.' : ''
  const which = chosen === null ? '' : ` Phương án được chọn: **${literal(chosen)}**.`
  const short = passed === false && missing > 0 ? `, còn thiếu ${missing} phiếu` : ''
  flow.paragraph(`Mức cần đạt: ${needs}. Kết quả: **${yes}** phiếu tán thành${short}.${which}${tie}`, {
    size,
    before: 2,
  })
}

const qrSide = 88

/** Code, hashes and QR; gives the y below. */
function evidence(pages: PageWriter, y: number, sheet: ResultSheet, ballot: string): number {
  const { marks, code } = sheet
  drawQr(pages, qrText(sheet, ballot), paper.left, y, qrSide)
  const box = { x: paper.left + qrSide + 10, width: textWidth - qrSide - 10 }
  const small = 10.5
  const rows = [
    { text: `Mã kết quả: **${code.toUpperCase()}**`, size: 13 },
    {
      text:
        marks.manifest === null
          ? 'Băm SHA-256 của tập phiếu đã đếm:'
          : 'Băm SHA-256 của danh sách phiếu đã công bố:',
      size: small,
    },
    { text: inGroups(marks.manifest ?? marks.setHash, 8), size: 9.5, face: 'italic' as const },
    { text: `Băm đầu chuỗi nhật ký khi kết thúc biểu quyết (mục số ${marks.closed.seq}):`, size: small },
    { text: inGroups(marks.closed.hash, 8), size: 9.5, face: 'italic' as const },
    {
      text: 'Đại biểu đối chiếu mã kết quả với màn hình của mình; mã QR ghi cùng nội dung, kiểm lại được từ bản xuất nhật ký.',
      size: small,
      face: 'italic' as const,
    },
  ]
  drawColumn(pages, rows, box, y)
  return y + qrSide
}

/** A list without names: each finds his own line by the code his device showed him. */
function nameless(flow: Flow, sheet: ResultSheet): void {
  if (sheet.list === null) return
  flow.newPage()
  flow.paragraph('**PHỤ LỤC**', { align: 'center', size: 14, after: 0 })
  flow.paragraph('**DANH SÁCH PHIẾU THEO MÃ (KHÔNG GHI TÊN)**', { align: 'center', size: 14, after: 2 })
  flow.paragraph(
    `__(Kèm theo Phiếu kết quả, mã kết quả ${sheet.code.toUpperCase()}; mã phiếu chỉ thiết bị của người gửi biết)__`,
    { align: 'center', size, after: 10 },
  )
  flow.table({
    size: 11,
    columns: [
      { title: 'TT', share: 10, align: 'center' },
      { title: 'Mã phiếu', share: 30, align: 'center' },
      { title: 'Ý kiến', share: 60, align: 'left' },
    ],
    rows: sheet.list.map(({ code, choice }, at) => [String(at + 1), code, literal(choice)]),
  })
}

function rollCall(flow: Flow, sheet: ResultSheet): void {
  if (sheet.roll === null) return
  flow.newPage()
  flow.paragraph('**PHỤ LỤC**', { align: 'center', size: 14, after: 0 })
  flow.paragraph('**DANH SÁCH Ý KIẾN BIỂU QUYẾT CỦA TỪNG ĐẠI BIỂU**', { align: 'center', size: 14, after: 2 })
  flow.paragraph(`__(Kèm theo Phiếu kết quả biểu quyết, mã kết quả ${sheet.code.toUpperCase()})__`, {
    align: 'center',
    size,
    after: 10,
  })
  let number = 0
  flow.table({
    size: 11,
    columns: [
      { title: 'TT', share: 7, align: 'center' },
      { title: 'Họ và tên', share: 27, align: 'left' },
      { title: 'Chức vụ', share: 31, align: 'left' },
      { title: 'Ý kiến', share: 25, align: 'left' },
      { title: 'Mã phiếu', share: 16, align: 'center' },
    ],
    rows: sheet.roll.flatMap(({ name, people }) => [
      [`${literal(name)}: ${people.length} đại biểu`],
      ...people.map((person) => [
        String(++number),
        ...[person.name, person.position, person.choice, person.code].map(literal),
      ]),
    ]),
  })
}

export async function drawResultSheet(sheet: ResultSheet, ballot: string): Promise<Printed> {
  const { lines, place } = councilOf(sheet)
  const written = sheet.method === 'writtenOpinion'
  const flow = openFlow({
    title: `Phiếu kết quả biểu quyết: ${sheet.question}`,
    author: sheet.council,
    subject: sessionName(sheet),
    date: new Date(sheet.marks.published.at),
  })
  flow.heading({
    above: lines,
    agency: [sessionName(sheet).toLocaleUpperCase('vi')],
    place,
    day: dayOf(sheet.marks.published.at),
    kind: written ? 'PHIẾU KẾT QUẢ LẤY Ý KIẾN' : 'PHIẾU KẾT QUẢ BIỂU QUYẾT',
    abstract: [literal(sheet.title)],
  })
  const say = (label: string, text: string) => flow.paragraph(`**${label}:** ${text}`, { size, after: 2 })
  if (sheet.item !== '') say('Nội dung', literal(sheet.item))
  say(written ? 'Vấn đề lấy ý kiến' : 'Vấn đề biểu quyết', literal(sheet.question))
  if (sheet.document !== null) say('Văn bản', literal(sheet.document))
  const secret = sheet.anonymous ? ', không ghi tên trên kết quả' : ''
  say('Hình thức', `${methods[sheet.method]}${secret}${sheet.round > 1 ? `, lần thứ ${sheet.round}` : ''}`)
  say(
    'Thời gian',
    `${spanOf(sheet.openedAt, sheet.marks.closed.at)}; công bố lúc ${momentOf(sheet.marks.published.at)}`,
  )
  const note = sheet.unconfirmed ? '. __Tỷ lệ này cần đối chiếu với quy chế của Hội đồng__' : ''
  say('Căn cứ', `${literal(sheet.legalBasis)}${note}`)
  if (sheet.departures.length > 0)
    say('Quy tắc riêng, khác quy định chung', literal(sheet.departures.join('; ')))
  const { total, present, cast } = sheet
  if (written) say('Người được lấy ý kiến', `${total}; đã trả lời ${cast}; không trả lời ${sheet.notCast}`)
  else
    say(
      'Đại biểu',
      `tổng số ${total}; có mặt khi bắt đầu biểu quyết ${present} (${share(present, total)} tổng số); đã biểu quyết ${cast}`,
    )
  flow.space(3)
  flow.table({
    size: 12,
    columns: [
      { title: 'Ý kiến', share: 34, align: 'left' },
      { title: 'Số phiếu', share: 16, align: 'center' },
      ...sheet.bases.map(({ word, size: all }) => ({
        title: `Tỷ lệ trên ${word} (${all})`,
        share: 25,
        align: 'center' as const,
      })),
    ],
    rows: sheet.rows.map(({ label, count, shares }) => [literal(label), String(count), ...shares]),
  })
  verdict(flow, sheet)
  let places: Place[] = []
  // One block: signatures never stand on a page without something of the paper.
  flow.block(qrSide + signaturesHeight, (pages, y) => {
    const below = evidence(pages, y, sheet, ballot)
    places = drawSignatures(pages, below, [
      { title: ['THƯ KÝ KỲ HỌP'], name: sheet.secretary },
      { title: ['CHỦ TỌA'], name: sheet.chair },
    ])
  })
  rollCall(flow, sheet)
  nameless(flow, sheet)
  return { bytes: await flow.end(), places, name: `phieu-ket-qua-${sheet.code}.pdf` }
}
