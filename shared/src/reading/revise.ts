/**
 * Makes documents and their revised versions as plain pages, knowing where each word went: the measure of anchor.ts.
 * What must stay true: all follows from the given numbers, so a seed gives the same documents; every word of the new
 * version says which old word it is, or which it replaced, or that it is new.
 */
import type { Box, ReadPage } from './stream.ts'

/** In [0, 1). */
export type Random = () => number

/** Mulberry32 (public domain, T. Ettinger). */
export function seeded(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export interface Word {
  readonly text: string
  /** Number of the old word this is; absent for a new one. */
  readonly id?: number
  /** Number of the old word this stands instead of. */
  readonly instead?: number
}
export type Paragraph = readonly Word[]

const syllables =
  'hội đồng nhân dân tỉnh xã phường ủy ban kinh tế xã hội ngân sách nhà nước đầu tư công dự án đường bộ thủy lợi trường học bệnh viện giáo dục y tế nông nghiệp công nghiệp dịch vụ du lịch môi trường rừng đất đai quy hoạch chỉ tiêu kế hoạch giải ngân tăng trưởng thu chi vốn vay hộ nghèo an sinh việc làm lao động đào tạo bảo hiểm khoáng sản cấp nước điện chiếu sáng giao thông nông thôn mới đô thị cải cách hành chính thủ tục hồ sơ trực tuyến chuyển đổi số dữ liệu cán bộ viên chức biên chế tiếp dân khiếu nại tố cáo thanh tra kiểm toán giám sát thẩm tra nghị quyết báo cáo tờ trình quyết định thông báo kết luận'.split(
    ' ',
  )
const links = 'và của cho theo với tại trong từ đến được đã sẽ cần phải còn về do để khi'.split(' ')

const boilerplate = [
  'Ủy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét, quyết định.',
  'Trên đây là nội dung báo cáo, đề nghị các cơ quan, đơn vị liên quan phối hợp thực hiện theo quy định của pháp luật.',
  'Hạn chế: tiến độ thực hiện còn chậm so với kế hoạch đề ra.',
  'Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;',
  'Theo đề nghị của Ủy ban nhân dân tỉnh và ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp.',
  'Đơn vị tính: triệu đồng',
]
const openings = [
  'Trên địa bàn {x}, tổng diện tích gieo trồng đạt {n} ha, tăng {p}% so với cùng kỳ;',
  'Tổng thu ngân sách nhà nước trên địa bàn {x} ước đạt {n} tỷ đồng, bằng {p}% dự toán giao;',
  'Tỷ lệ giải ngân vốn đầu tư công tại {x} đạt {p}%, còn {n} triệu đồng chưa giải ngân;',
]

const whole = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))
const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('nothing to pick')
  return one
}
const word = (random: Random): string =>
  random() < 0.25
    ? pick(random, links)
    : random() < 0.06
      ? `${whole(random, 1, 99)},${whole(random, 0, 9)}%`
      : pick(random, syllables)

function sentence(random: Random): string {
  const words = Array.from({ length: whole(random, 8, 28) }, () => word(random))
  return `${(words[0] ?? '').replace(/^./u, (first) => first.toLocaleUpperCase('vi'))} ${words.slice(1).join(' ')}.`
}

function paragraph(random: Random, place: string): string {
  const kind = random()
  if (kind < 0.15) return pick(random, boilerplate)
  if (kind < 0.22)
    return `${whole(random, 1, 30)}. ${pick(random, syllables)} ${pick(random, syllables)} ${pick(random, syllables)}`
  const body = Array.from({ length: whole(random, 1, 5) }, () => sentence(random)).join(' ')
  if (kind > 0.7)
    return `${pick(random, openings)
      .replace('{x}', place)
      .replace('{n}', String(whole(random, 100, 9999)))
      .replace('{p}', `${whole(random, 1, 99)},${whole(random, 0, 9)}`)} ${body}`
  return body
}

const place = (random: Random): string => `xã ${pick(random, syllables)} ${pick(random, links)}`

/** A document of `count` paragraphs, every word numbered. */
export function document(random: Random, count: number): readonly Paragraph[] {
  let id = 0
  return Array.from({ length: count }, () =>
    paragraph(random, place(random))
      .split(' ')
      .map((text) => ({ text, id: id++ })),
  )
}

const fresh = (text: string): Word[] => text.split(' ').map((one) => ({ text: one }))

function edited(random: Random, words: Paragraph): Paragraph {
  const out = [...words]
  for (let edits = whole(random, 1, 3); edits > 0; edits--) {
    const at = whole(random, 0, out.length - 1)
    const kind = random()
    if (kind < 0.4)
      for (let n = at; n < Math.min(out.length, at + whole(random, 1, 3)); n++) {
        const old = out[n]
        if (old) out[n] = { text: word(random), ...(old.id === undefined ? {} : { instead: old.id }) }
      }
    else if (kind < 0.7)
      out.splice(
        at,
        0,
        ...fresh(
          sentence(random)
            .slice(0, whole(random, 5, 60))
            .trim(),
        ),
      )
    else out.splice(at, whole(random, 1, 8))
  }
  return out
}

export const said = (words: Paragraph | undefined): string => (words ?? []).map(({ text }) => text).join(' ')

/** How much a revision changes: shares of the paragraphs. */
export interface Rates {
  readonly deleted: number
  readonly inserted: number
  readonly moved: number
  readonly edited: number
  readonly joined: number
}
export const usualRates: Rates = { deleted: 0.05, inserted: 0.06, moved: 0.05, edited: 0.2, joined: 0.03 }

/**
 * Two things are left out because no reader could say what happened: a paragraph that stands in the document word for word
 * more than once is not moved alone, and no new paragraph is word for word an old one that was taken out
 * or edited.
 */
export function revise(
  random: Random,
  old: readonly Paragraph[],
  rates: Rates = usualRates,
): readonly Paragraph[] {
  let out: Paragraph[] = []
  const carried: (readonly Paragraph[])[] = []
  const dropped = new Set<string>()
  const often = new Map<string, number>()
  for (const one of old) often.set(said(one), (often.get(said(one)) ?? 0) + 1)
  const repeated = (words: Paragraph | undefined): boolean => (often.get(said(words)) ?? 0) > 1
  for (let n = 0; n < old.length; n++) {
    const now = old[n] ?? []
    // A run of paragraphs goes together now and then.
    const run = random() < 0.3 ? whole(random, 2, 4) : 1
    const kind = random()
    const group = old.slice(n, n + run)
    if (kind < rates.deleted) {
      for (const one of group) dropped.add(said(one))
      n += run - 1
    } else if (kind < rates.deleted + rates.moved && !group.every(repeated)) {
      carried.push(group)
      n += run - 1
    } else if (kind < rates.deleted + rates.moved + rates.edited) {
      dropped.add(said(now))
      out.push(edited(random, now))
    } else if (kind < rates.deleted + rates.moved + rates.edited + rates.joined && out.length > 0)
      out.push([...(out.pop() ?? []), ...now])
    else out.push(now)
    if (random() < rates.inserted) {
      const text = paragraph(random, place(random))
      // Beside its twin nobody could say which is the new one.
      if (said(out.at(-1)) !== text && said(old[n + 1]) !== text) out.push(fresh(text))
    }
  }
  out = out.filter((words) => words.some(({ id }) => id !== undefined) || !dropped.has(said(words)))
  for (const group of carried) {
    const at = whole(random, 0, out.length)
    out = [...out.slice(0, at), ...group, ...out.slice(at)]
  }
  return out.filter((words) => words.length > 0)
}

export interface Placed {
  readonly word: Word
  readonly page: number
  readonly start: number
  readonly end: number
  readonly box: Box
}
export interface Printed {
  readonly pages: readonly ReadPage[]
  /** In reading order. */
  readonly words: readonly Placed[]
}

export interface Form {
  /** Letters in a line, lines on a page. */
  readonly width: number
  readonly height: number
  /** A running head, '' for none. */
  readonly head: string
}

const letter = 5
const leading = 18

/** Sets paragraphs in lines and pages, the page number on top from page 2 on (Decree 30/2020/NĐ-CP, annex I). */
export function print(paragraphs: readonly Paragraph[], { width, height, head }: Form): Printed {
  const sheets: { text: string; lines: { start: number; end: number }[] }[] = []
  const words: Placed[] = []
  const line = (text: string): { page: number; start: number; row: number } => {
    let sheet = sheets.at(-1)
    if (!sheet || sheet.lines.length >= height) {
      sheet = { text: '', lines: [] }
      sheets.push(sheet)
      if (sheets.length > 1) put(sheet, String(sheets.length))
      if (head !== '') put(sheet, head)
    }
    const start = put(sheet, text)
    return { page: sheets.length, start, row: sheet.lines.length - 1 }
  }
  const put = (sheet: (typeof sheets)[number], text: string): number => {
    const start = sheet.text.length
    sheet.lines.push({ start, end: start + text.length })
    sheet.text += `${text}\n`
    return start
  }
  const boxAt = (row: number, from: number, to: number): Box => [
    72 + from * letter,
    780 - row * leading,
    (to - from) * letter,
    12,
  ]
  const flush = (row: readonly Word[]): void => {
    const at = line(said(row))
    let offset = 0
    for (const one of row) {
      const end = offset + one.text.length
      words.push({
        word: one,
        page: at.page,
        start: at.start + offset,
        end: at.start + end,
        box: boxAt(at.row, offset, end),
      })
      offset = end + 1
    }
  }
  for (const words of paragraphs) {
    let row: Word[] = []
    let size = 0
    for (const one of words) {
      if (size > 0 && size + 1 + one.text.length > width) {
        flush(row)
        row = []
        size = 0
      }
      row.push(one)
      size += one.text.length + (size > 0 ? 1 : 0)
    }
    flush(row)
  }
  const pages = sheets.map(({ text, lines }) => ({
    text,
    quads: (start: number, end: number): readonly Box[] =>
      lines.flatMap((one, row) => {
        const from = Math.max(start, one.start) - one.start
        const to = Math.min(end, one.end) - one.start
        return to > from ? [boxAt(row, from, to)] : []
      }),
  }))
  return { pages, words }
}
