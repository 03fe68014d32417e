import type { Suggestion } from '@nghi-truong/shared/domain/records'
import { expect, test } from 'vitest'
import { asText } from './export.ts'

const one = (id: string, document: string, page: number, text: string, at = '1'): Suggestion => ({
  kind: 'suggestion',
  id,
  audience: [],
  person: 'db001',
  document,
  version: 2,
  page,
  quote: page === 3 ? 'đầu tư công' : '',
  text,
  at,
  taken: null,
})

test('by document and page, each with name and version; nothing is left out', () => {
  const suggestions = [
    one('a', 'd2', 9, 'Chín'),
    one('b', 'd1', 3, 'Ba\nhai dòng'),
    one('c', 'd1', 1, 'Một'),
    one('d', 'd1', 3, 'Ba trước', '0'),
  ]
  const text = asText({
    head: 'GÓP Ý',
    suggestions,
    documents: [
      { id: 'd1', title: 'Tờ trình' },
      { id: 'd2', title: 'Báo cáo' },
      { id: 'd3', title: 'Không có gì' },
    ],
    nameOf: () => 'Nguyễn Văn An',
    pageOf: (page) => `Trang ${page}`,
    version: (version) => `bản ${version}`,
    when: () => 'hôm nay',
  })
  const order = ['TỜ TRÌNH', 'Trang 1', 'Một', '“đầu tư công”', 'Ba trước', 'hai dòng', 'BÁO CÁO', 'Chín']
  const places = order.map((words) => text.indexOf(words))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(text).not.toContain('KHÔNG CÓ GÌ')
  expect(text.match(/Nguyễn Văn An/g)).toHaveLength(4)
})
