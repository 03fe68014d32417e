/**
 * Biên bản kỳ họp, drawn: a draft for the secretary to complete and sign.
 * What must stay true: every sentence bears in the margin the numbers of the log entries it rests on; the same model gives
 * the same bytes; it says on its face that it is a draft, unless it was made to be signed.
 */
import type { Printed } from './job.ts'
import { openFlow } from './layout.ts'
import type { Place } from './layout.ts'
import type { Minutes } from './minutes-model.ts'
import { literal } from './lines.ts'
import { drawSignatures, signaturesHeight } from './stamps.ts'
import type { Sentence } from './told.ts'
import { councilOf, dayOf, sessionName } from './words.ts'

const size = 13

/** The numbers as the margin has room for them: the first and the last of many. */
function markOf(seqs: readonly number[]): string | undefined {
  const [first] = seqs
  if (first === undefined) return undefined
  const last = seqs.at(-1) ?? first
  if (seqs.length <= 2) return `[${seqs.join(', ')}]`
  return `[${first}…${last}]`
}

export async function drawMinutes(minutes: Minutes): Promise<Printed> {
  const { lines, place } = councilOf(minutes)
  const name = sessionName(minutes)
  const paper = minutes.final ? 'biên bản' : 'dự thảo'
  const flow = openFlow({
    title: `Biên bản ${name}`,
    author: minutes.council,
    subject: name,
    date: new Date(minutes.at),
  })
  flow.heading({
    agency: lines,
    number: '……/BB-HĐND',
    place,
    day: dayOf(minutes.at),
    kind: 'BIÊN BẢN',
    abstract: [literal(`${name}, ${minutes.council}`)],
    draft: minutes.final !== true,
  })
  const say = ({ text, seqs }: Sentence) => {
    const mark = markOf(seqs)
    text.split('\n').forEach((part, at) => {
      flow.paragraph(part, { size, after: 4, ...(mark !== undefined && at === 0 && { mark }) })
    })
  }
  const part = (text: string) => flow.section(text, 1)
  flow.paragraph(`Địa điểm: ${literal(minutes.place)}.`, { size, after: 4 })
  part('I. THÀNH PHẦN')
  for (const sentence of minutes.attendance) say(sentence)
  part('II. NỘI DUNG')
  for (const { title, seqs, sentences } of minutes.chapters) {
    const mark = markOf(seqs)
    flow.paragraph(`**${literal(title)}**`, {
      size,
      before: 4,
      after: 4,
      keep: 36,
      ...(mark !== undefined && { mark }),
    })
    for (const sentence of sentences) say(sentence)
  }
  part('III. KẾT THÚC')
  say(minutes.end ?? { text: `Kỳ họp chưa bế mạc khi ${paper} này được lập.`, seqs: [] })
  flow.paragraph(
    `__Số trong ngoặc vuông bên lề là số thứ tự của mục tương ứng trong nhật ký kỳ họp; ${paper} lập từ nhật ký đến mục số ${minutes.lastSeq}.__`,
    { size: 12, before: 4, keep: signaturesHeight },
  )
  let places: Place[] = []
  flow.block(signaturesHeight + 8, (pages, y) => {
    places = drawSignatures(pages, y, [
      { title: ['THƯ KÝ'], name: minutes.secretary },
      { title: ['CHỦ TỌA'], name: minutes.chair },
    ])
  })
  return {
    bytes: await flow.end(),
    places,
    name: `${minutes.final ? 'bien-ban' : 'du-thao-bien-ban'}-${minutes.lastSeq}.pdf`,
  }
}
