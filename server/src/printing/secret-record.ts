/**
 * Biên bản kiểm phiếu of an electronic secret ballot (thử nghiệm), drawn.
 * What must stay true: every figure comes from the model; the same model gives the same bytes; the hashes stand in letters
 * and as QR, and the paper says how anybody recounts; before the chair announces it the paper says so on its face.
 */
import type { Printed } from './job.ts'
import { openFlow } from './layout.ts'
import type { Flow, Place } from './layout.ts'
import { literal } from './lines.ts'
import { paper, textWidth } from './page-writer.ts'
import type { PageWriter } from './page-writer.ts'
import { inGroups } from './result-sheet.ts'
import type { SecretRecordModel } from './secret-record-model.ts'
import { drawColumn, drawQr, drawSignatures, signaturesHeight } from './stamps.ts'
import type { Signatory } from './stamps.ts'
import { councilOf, dayOf, momentOf, sessionName, share, spanOf } from './words.ts'

const size = 13
const qrSide = 96

/** What the QR code says; a reader compares it with the record and with the export of the log. */
export const secretQrText = ({ marks, uuid, fingerprint, finalHead }: SecretRecordModel): string =>
  `nghi-truong:v1?log=${marks.log}&uuid=${uuid}&election=${encodeURIComponent(fingerprint)}&head=${finalHead}&seq=${marks.counted.seq}&counted=${marks.counted.hash}`

/** With several people a ballot without a mark for one of them is invalid for that one alone. */
function validity({ whole, people: rows }: SecretRecordModel): string {
  if (whole) return `Số phiếu hợp lệ: **${whole.valid}**; số phiếu không hợp lệ: **${whole.invalid}**;`
  return rows.some((one) => one.invalid > 0)
    ? 'Phiếu không hợp lệ tính riêng cho từng người: cột “Không đánh dấu” của bảng dưới đây;'
    : 'Mọi phiếu thu về đều hợp lệ cho từng người;'
}

function counts(flow: Flow, model: SecretRecordModel): void {
  const { total, present, issued, collected, tested } = model
  const line = (words: string) => flow.paragraph(`- ${words}`, { size, after: 2 })
  line(
    `Tổng số đại biểu: ${total}; có mặt khi mở hòm phiếu: ${present} (${share(present, total)} tổng số đại biểu);`,
  )
  line(
    `Số phiếu phát ra: **${issued}**; số phiếu thu về: **${collected}**; không thu về: ${issued - collected};`,
  )
  line(validity(model))
  line(`Số phiếu đã hủy để kiểm tra thử thiết bị (không tính): ${tested}.`)
}

function people(flow: Flow, model: SecretRecordModel): void {
  const some = model.people.some((one) => one.invalid > 0)
  const outcomes = model.people.some((one) => one.outcome !== '')
  const lines = model.bases.map(({ word, size: all }) => `tỷ lệ trên ${word} (${all})`)
  flow.paragraph(`__Mỗi ô ghi: số phiếu; ${lines.join('; ')}.__`, { size: 12, after: 4 })
  flow.table({
    size: 11.5,
    columns: [
      { title: 'TT', share: 6, align: 'center' },
      { title: 'Nội dung, họ và tên', share: 30, align: 'left' },
      ...model.options.map((title) => ({ title: literal(title), share: 15, align: 'center' as const })),
      ...(some ? [{ title: 'Không đánh dấu', share: 12, align: 'center' as const }] : []),
      ...(outcomes ? [{ title: 'Kết quả', share: 27, align: 'left' as const }] : []),
    ],
    rows: model.people.map((one, at) => [
      String(at + 1),
      one.post === '' ? `**${literal(one.name)}**` : `**${literal(one.name)}**\n${literal(one.post)}`,
      ...one.cells.map((cell) => cell.join('\n')),
      ...(some ? [String(one.invalid)] : []),
      ...(outcomes ? [literal(one.outcome)] : []),
    ]),
  })
}

function evidence(pages: PageWriter, y: number, model: SecretRecordModel): void {
  drawQr(pages, secretQrText(model), paper.left, y, qrSide)
  const box = { x: paper.left + qrSide + 10, width: textWidth - qrSide - 10 }
  const small = 10.5
  drawColumn(
    pages,
    [
      { text: `Mã cuộc bỏ phiếu: **${model.uuid}**`, size: small },
      { text: `Dấu niêm câu hỏi: ${model.fingerprint}`, size: 9.5, face: 'italic' as const },
      { text: 'Băm bản ghi cuối của hồ sơ (.bel):', size: small },
      { text: inGroups(model.finalHead, 8), size: 9.5, face: 'italic' as const },
      { text: 'Băm danh sách phát phiếu:', size: small },
      { text: inGroups(model.rollHash, 8), size: 9.5, face: 'italic' as const },
    ],
    box,
    y,
  )
}

const tools: Readonly<Record<string, string>> = {
  'nghi-truong': 'chương trình kiểm phiếu của hệ thống',
  'belenios-tool': 'chương trình độc lập belenios-tool',
}

/** Head and secretary, then every member: all who counted sign. */
function signatures(flow: Flow, model: SecretRecordModel): Place[] {
  const rows: Signatory[][] = [
    [
      { title: ['THƯ KÝ'], name: model.secretary },
      { title: ['TM. BAN KIỂM PHIẾU', 'TRƯỞNG BAN'], name: model.head },
    ],
  ]
  const members = model.board.slice(2).map(({ name }) => ({ title: ['ỦY VIÊN'], name }))
  for (let at = 0; at < members.length; at += 3) rows.push(members.slice(at, at + 3))
  const places: Place[] = []
  for (const row of rows)
    flow.block(signaturesHeight, (pages, y) => places.push(...drawSignatures(pages, y, row)))
  return places
}

export async function drawSecretRecord(model: SecretRecordModel): Promise<Printed> {
  const { lines, place } = councilOf(model)
  const { marks } = model
  const flow = openFlow({
    title: `Biên bản kiểm phiếu kín điện tử (thử nghiệm): ${model.title}`,
    author: `Ban kiểm phiếu, ${model.council}`,
    subject: sessionName(model),
    date: new Date(marks.counted.at),
  })
  flow.heading({
    above: lines,
    agency: ['BAN KIỂM PHIẾU'],
    place,
    day: dayOf(marks.counted.at),
    kind: 'BIÊN BẢN KIỂM PHIẾU',
    abstract: ['Bỏ phiếu kín điện tử (thử nghiệm)', literal(model.title)],
    draft: !model.announced,
  })
  const say = (words: string) => flow.paragraph(words, { size, after: 3 })
  const head = (words: string) => flow.paragraph(`**${words}**`, { size, before: 2, after: 3, keep: 40 })
  if (model.rehearsal) say('**PHIẾU THỬ: kết quả này không có giá trị.**')
  say(
    `Tại ${literal(model.place)}, ${literal(sessionName(model))}, ${literal(model.council)}: ${literal(model.kind)}${model.round > 1 ? `, lần thứ ${model.round}` : ''}. Hòm phiếu điện tử mở ${spanOf(marks.openedAt, marks.closedAt)}.`,
  )
  say(
    `Căn cứ: ${literal(model.legalBasis)}; quyết định của Hội đồng cho dùng bỏ phiếu kín điện tử (thử nghiệm) số ${literal(model.decision)}.`,
  )
  head(`1. Ban kiểm phiếu gồm ${model.board.length} thành viên`)
  say(`${model.board.map(({ name, duty }) => `${literal(name)} (${duty})`).join('; ')}.`)
  say(
    `${model.holders} thành viên giữ khóa, cần ${model.threshold} khóa để mở. Đã mở bằng khóa của: ${model.openedBy.map(literal).join('; ')}. Chỉ tổng số được mở; không phiếu riêng lẻ nào được mở.`,
  )
  head('2. Phát phiếu, thu phiếu')
  counts(flow, model)
  head(`3. Kết quả kiểm phiếu${model.seats > 0 ? ` (bầu ${model.seats} người)` : ''}`)
  people(flow, model)
  if (model.needs !== null) say(`Mức cần đạt: ${model.needs}.`)
  flow.paragraph('**4. Đối chiếu**', { size, before: 2, after: 3, keep: qrSide + 60 })
  for (const { tool, version, verdict } of model.verdicts)
    say(
      `- ${tools[tool] ?? tool}, bản ${literal(version)}: **${verdict === 'accept' ? 'CHẤP NHẬN' : 'KHÔNG CHẤP NHẬN'}** hồ sơ này;`,
    )
  say(
    `Việc kiểm phiếu kết thúc lúc ${momentOf(marks.counted.at)}, ghi tại mục số ${marks.counted.seq} của nhật ký kỳ họp. Ai có tệp hồ sơ ${literal(model.uuid)}.bel đều kiểm lại được bằng cả hai chương trình, không cần máy chủ.`,
  )
  if (!model.announced) say('__Kết quả này chưa được chủ tọa công bố trước kỳ họp.__')
  flow.block(qrSide + 8, (pages, y) => evidence(pages, y, model))
  const places = signatures(flow, model)
  return { bytes: await flow.end(), places, name: `bien-ban-kiem-phieu-kin-${model.code}.pdf` }
}
