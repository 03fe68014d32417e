/**
 * Biên bản kiểm phiếu, drawn: the count of the Ban kiểm phiếu for one paper ballot.
 * What must stay true: every figure comes from the model; the same model gives the same bytes; before the chair announces
 * it the paper says so on its face.
 */
import type { Printed } from './job.ts'
import { openFlow } from './layout.ts'
import type { Flow, Place } from './layout.ts'
import type { TallyRecord } from './record-model.ts'
import { literal } from './lines.ts'
import { drawSignatures, signaturesHeight } from './stamps.ts'
import type { Signatory } from './stamps.ts'
import { councilOf, dayOf, momentOf, sessionName, share, timeOf } from './words.ts'

const size = 13

function counts(flow: Flow, record: TallyRecord): void {
  const { total, present, issued, returned, valid } = record
  const spoiled = returned - valid
  const line = (text: string) => flow.paragraph(`- ${text}`, { size, after: 2 })
  line(
    `Tổng số đại biểu: ${total}; có mặt khi phát phiếu: ${present} (${share(present, total)} tổng số đại biểu);`,
  )
  line(`Số phiếu phát ra: **${issued}**; số phiếu thu về: **${returned}**;`)
  line(`Số phiếu hợp lệ: **${valid}** (${share(valid, returned)} số phiếu thu về);`)
  const why = record.invalid.map(({ reason, count }) => `${reason}: ${count}`).join('; ')
  line(
    `Số phiếu không hợp lệ: **${spoiled}** (${share(spoiled, returned)} số phiếu thu về)${why === '' ? '' : `, gồm: ${why}`}.`,
  )
}

function people(flow: Flow, record: TallyRecord): void {
  const some = record.people.some((one) => one.invalid > 0)
  const lines = record.bases.map(({ word, size: all }) => `tỷ lệ trên ${word} (${all})`)
  flow.paragraph(`__Mỗi ô ghi: số phiếu; ${lines.join('; ')}.__`, { size: 12, after: 4 })
  flow.table({
    size: 11.5,
    columns: [
      { title: 'TT', share: 6, align: 'center' },
      { title: 'Họ và tên, chức vụ', share: 30, align: 'left' },
      ...record.options.map((title) => ({ title: literal(title), share: 15, align: 'center' as const })),
      ...(some ? [{ title: 'Không hợp lệ đối với người này', share: 14, align: 'center' as const }] : []),
      { title: 'Kết quả', share: 27, align: 'left' },
    ],
    rows: record.people.map((one, at) => [
      String(at + 1),
      one.post === '' ? `**${literal(one.name)}**` : `**${literal(one.name)}**\n${literal(one.post)}`,
      ...one.cells.map((cell) => cell.join('\n')),
      ...(some ? [String(one.invalid)] : []),
      literal(one.outcome),
    ]),
  })
}

/** Head and secretary, then every member: all who counted sign. */
function signatures(flow: Flow, record: TallyRecord): Place[] {
  const rows: Signatory[][] = [
    [
      { title: ['THƯ KÝ'], name: record.secretary },
      { title: ['TM. BAN KIỂM PHIẾU', 'TRƯỞNG BAN'], name: record.head },
    ],
  ]
  const members = record.board.slice(2).map(({ name }) => ({ title: ['ỦY VIÊN'], name }))
  for (let at = 0; at < members.length; at += 3) rows.push(members.slice(at, at + 3))
  const places: Place[] = []
  for (const row of rows)
    flow.block(signaturesHeight, (pages, y) => places.push(...drawSignatures(pages, y, row)))
  return places
}

export async function drawTallyRecord(record: TallyRecord): Promise<Printed> {
  const { lines, place } = councilOf(record)
  const { counted, startedAt } = record.marks
  const flow = openFlow({
    title: `Biên bản kiểm phiếu: ${record.title}`,
    author: `Ban kiểm phiếu, ${record.council}`,
    subject: sessionName(record),
    date: new Date(counted.at),
  })
  flow.heading({
    above: lines,
    agency: ['BAN KIỂM PHIẾU'],
    place,
    day: dayOf(counted.at),
    kind: 'BIÊN BẢN KIỂM PHIẾU',
    abstract: [literal(record.title)],
    draft: !record.announced,
  })
  const say = (text: string) => flow.paragraph(text, { size, after: 3 })
  const head = (text: string) => flow.paragraph(`**${text}**`, { size, before: 2, after: 3, keep: 40 })
  say(
    `Hồi ${timeOf(startedAt)}, ngày ${dayOf(startedAt)}, tại ${literal(record.place)}, ${literal(sessionName(record))}, ${literal(record.council)}, Ban kiểm phiếu tiến hành kiểm phiếu: ${literal(record.kind)}${record.round > 1 ? `, lần thứ ${record.round}` : ''}.`,
  )
  say(`Căn cứ: ${literal(record.legalBasis)}.`)
  head(`1. Ban kiểm phiếu gồm ${record.board.length} thành viên`)
  flow.paragraph(`${record.board.map(({ name, duty }) => `${literal(name)} (${duty})`).join('; ')}.`, {
    size,
    after: 3,
  })
  head('2. Phát phiếu, thu phiếu')
  counts(flow, record)
  head(`3. Kết quả kiểm phiếu${record.seats > 0 ? ` (bầu ${record.seats} người)` : ''}`)
  people(flow, record)
  if (record.needs !== null) say(`Mức cần đạt: ${record.needs}.`)
  // What follows goes with the signatures: they never stand alone on a page.
  flow.paragraph('**4. Đối chiếu**', { size, before: 2, after: 3, keep: signaturesHeight + 70 })
  say(
    `Số liệu do ${record.enteredBy.length} thành viên Ban kiểm phiếu nhập độc lập và khớp nhau: ${record.enteredBy.map(literal).join(', ')}. Việc kiểm phiếu kết thúc lúc ${momentOf(counted.at)}, ghi tại mục số ${counted.seq} của nhật ký kỳ họp.`,
  )
  if (!record.announced) say('__Kết quả này chưa được chủ tọa công bố trước kỳ họp.__')
  const places = signatures(flow, record)
  return { bytes: await flow.end(), places, name: `bien-ban-kiem-phieu-${counted.seq}.pdf` }
}
