import type { PDFDocumentProxy } from 'pdfjs-dist'
import { expect, test } from 'vitest'
import { entryOf, pageMeant, readOutline, targetOf, usefulLabels } from './outline.ts'

const document = (outline: unknown) =>
  ({
    numPages: 10,
    getOutline: () => Promise.resolve(outline),
    getDestination: (name: string) =>
      Promise.resolve(name === 'muc' ? [{ num: 5, gen: 0 }, { name: 'XYZ' }, 0, 700] : null),
    getPageIndex: ({ num }: { num: number }) =>
      num < 10 ? Promise.resolve(num) : Promise.reject(new Error('no such page')),
  }) as unknown as PDFDocumentProxy

test('an outline becomes titles with pages; entries to addresses outside lead nowhere', async () => {
  const entries = await readOutline(
    document([
      { title: ' Phần I ', dest: 'muc', items: [{ title: 'Mục 1', dest: [3, { name: 'Fit' }], items: [] }] },
      { title: 'Trang mạng', dest: null, url: 'https://example.org', items: [] },
      { title: '', dest: [{ num: 99, gen: 0 }], items: [] },
    ]),
  )
  expect(entries).toEqual([
    { title: 'Phần I', page: 6, y: 700, children: [{ title: 'Mục 1', page: 4, y: null, children: [] }] },
    { title: 'Trang mạng', page: null, y: null, children: [] },
    { title: '…', page: null, y: null, children: [] },
  ])
})

test('no outline, and a damaged one, are empty', async () => {
  expect(await readOutline(document(null))).toEqual([])
  const broken = { getOutline: () => Promise.reject(new Error('damaged')) } as unknown as PDFDocumentProxy
  expect(await readOutline(broken)).toEqual([])
})

test('a page beyond the document is no target', async () => {
  expect(await targetOf(document(null), [10, { name: 'Fit' }])).toBeNull()
  expect(await targetOf(document(null), 'khong-co')).toBeNull()
})

test('the entry one is in is the last that began', () => {
  const at = (title: string, page: number, children: never[] = []) => ({ title, page, y: null, children })
  const entries = [at('a', 1), at('b', 4), at('c', 4), at('d', 9)]
  expect(entryOf(entries, 1)?.title).toBe('a')
  expect(entryOf(entries, 8)?.title).toBe('c')
  expect(entryOf([], 3)).toBeNull()
})

test('what a person types means a label before a number', () => {
  expect(pageMeant('12', 300, null)).toBe(12)
  expect(pageMeant('301', 300, null)).toBeNull()
  expect(pageMeant('0', 300, null)).toBeNull()
  expect(pageMeant('abc', 300, null)).toBeNull()
  expect(pageMeant('II', 4, ['i', 'ii', '1', '2'])).toBe(2)
  expect(pageMeant('1', 4, ['i', 'ii', '1', '2'])).toBe(3)
})

test('labels that only repeat the numbers are not shown', () => {
  expect(usefulLabels(['1', '2', '3'])).toBeNull()
  expect(usefulLabels(null)).toBeNull()
  expect(usefulLabels(['i', '1'])).toEqual(['i', '1'])
})
