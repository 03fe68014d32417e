/** References from paper to paper: found where one document fits, and nowhere else. */
import { describe, expect, test } from 'vitest'
import type { DocumentType } from './records.ts'
import { referencesIn } from './references.ts'

const paper = (id: string, number: string, documentType: DocumentType, pages = 40) => ({
  id,
  number,
  documentType,
  facts: { pages },
})
const papers = [
  paper('r2', '02/BC-UBND', 'report', 300),
  paper('r3', '03/BC-UBND', 'report'),
  paper('v3', '03/BC-HĐND', 'verification_report'),
  paper('s1', 'Tờ trình số 01/TTr-UBND', 'submission'),
  paper('n1', '', 'draft_resolution'),
]
const found = (text: string, self = 's1') =>
  referencesIn(text, papers, self).map(({ start, end, document, page }) => [
    text.slice(start, end),
    document,
    page,
  ])

describe('found', () => {
  test.each([
    ['Chi tiết xem Báo cáo 02, trang 14 của UBND.', ['Báo cáo 02, trang 14', 'r2', 14]],
    ['(Báo cáo số 02/BC-UBND)', ['Báo cáo số 02/BC-UBND', 'r2', null]],
    ['theo BÁO CÁO SỐ 2/BC-UBND tại trang 7;', ['BÁO CÁO SỐ 2/BC-UBND tại trang 7', 'r2', 7]],
    ['báo cáo thẩm tra số 03 nêu rõ', ['báo cáo thẩm tra số 03', 'v3', null]],
    ['Báo cáo 03/BC-HĐND\ntr. 5', ['Báo cáo 03/BC-HĐND\ntr. 5', 'v3', 5]],
    ['Báo cáo 02, trang 999', ['Báo cáo 02, trang 999', 'r2', 300]],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]))

  test('in text with marks apart, at the offsets of that text', () => {
    const text = 'xem Báo cáo 02, trang 14'.normalize('NFD')
    expect(found(text)).toEqual([['Báo cáo 02, trang 14'.normalize('NFD'), 'r2', 14]])
  })

  test('a page of its own', () => {
    expect(found('(xem trang 12)', 'r3')).toEqual([['xem trang 12', 'r3', 12]])
    expect(found('(xem trang 41)', 'r3')).toEqual([])
  })
})

describe('not found', () => {
  test.each([
    // Two documents fit.
    'xem Báo cáo 03',
    // Nobody's number.
    'xem Báo cáo 77, trang 2',
    'Báo cáo 02/BC-STC',
    // Another kind of paper.
    'Tờ trình 02',
    // Words that only look like it.
    'báo cáo năm 2026 và 02 phụ lục',
    'Báo cáo 022',
    'đã báo cáo 02/2026/XYZ-ABC',
    'https://example.vn/bao-cao-02',
  ])('%s', (text) => expect(found(text)).toEqual([]))

  test('a paper’s own heading', () => expect(found('BÁO CÁO Số 02/BC-UBND', 'r2')).toEqual([]))
})
