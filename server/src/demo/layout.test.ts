/** Layout: the same input gives the same bytes, and every Vietnamese letter survives the way through a PDF. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { openFlow } from '../printing/layout.ts'
import type { Closing } from '../printing/layout.ts'
import { openLettering } from './glyphs.ts'
import { writeReport } from './report.ts'

const info = { title: 'Tờ trình thử', author: 'UBND', subject: '', date: new Date('2026-11-10T02:00:00Z') }
const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y']
const tones = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323']
const lower = [...vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))), 'đ']
const letters = [...lower, ...lower.map((letter) => letter.toLocaleUpperCase('vi'))]

const closing: Closing = {
  authority: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
  name: 'Nguyễn Hoài Đức',
  recipients: ['Như trên', 'Lưu: VT'],
}

async function make(text: string): Promise<Buffer> {
  const flow = openFlow(info)
  flow.heading({
    agency: ['ỦY BAN NHÂN DÂN', 'TỈNH AN PHÚ'],
    number: '1/TTr-UBND',
    place: 'An Phú',
    day: '10 tháng 11 năm 2026',
    kind: 'TỜ TRÌNH',
    abstract: ['Về việc thử'],
  })
  flow.paragraph(text)
  flow.paragraph(`**${text}** __${text}__`)
  flow.closing(closing)
  return flow.end()
}

async function open(bytes: Buffer) {
  return getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
}
async function pageText(bytes: Buffer, number: number): Promise<string> {
  const page = await (await open(bytes)).getPage(number)
  const content = await page.getTextContent()
  return content.items
    .map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''))
    .join('')
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
}

describe('layout', () => {
  it('gives the same bytes for the same input, others for another', async () => {
    const [one, again, other] = await Promise.all([
      make('Kính trình.'),
      make('Kính trình.'),
      make('Kính trình!'),
    ])
    expect(one.equals(again)).toBe(true)
    expect(one.equals(other)).toBe(false)
  })

  it('has a shape for every Vietnamese letter in all four faces', () => {
    for (const face of ['regular', 'bold', 'italic', 'boldItalic'] as const) {
      const { font } = openLettering(face)
      const missing = letters.filter((letter) => !font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
      expect(missing, face).toEqual([])
    }
  })

  it('lets every letter be read back, with the blanks between words', async () => {
    const text = letters.join(' ')
    const back = await pageText(await make(text), 1)
    // Once in the regular face, once in bold, once in italics.
    expect(back.split(text).length - 1).toBe(3)
  })

  it('says its language and title, and hides the number of page 1 only', async () => {
    const flow = openFlow(info)
    flow.heading({
      agency: ['HỘI ĐỒNG NHÂN DÂN', 'TỈNH AN PHÚ'],
      number: '2/BC-UBND',
      place: 'An Phú',
      day: '10 tháng 11 năm 2026',
      kind: 'BÁO CÁO',
      abstract: ['Thử'],
    })
    const places = writeReport(flow, 12, closing)
    expect(flow.pages()).toBe(12)
    const bytes = await flow.end()
    const pdf = await open(bytes)
    expect(pdf.numPages).toBe(12)
    expect(places.signature.page).toBeLessThan(12)
    const { info: found } = (await pdf.getMetadata()) as { info: { Title?: string; Language?: string } }
    expect(found.Title).toBe(info.title)
    expect(found.Language).toBe('vi-VN')
    expect(await pageText(bytes, 1)).toMatch(/^HỘI ĐỒNG NHÂN DÂN/)
    expect(await pageText(bytes, 2)).toMatch(/^2 /)
    const outline = await pdf.getOutline()
    expect(outline.length).toBeGreaterThan(0)
    expect(JSON.stringify(outline)).toContain('Phần thứ hai')
  })
})
