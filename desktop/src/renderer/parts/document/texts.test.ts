import type { PDFDocumentProxy } from 'pdfjs-dist'
import { expect, test } from 'vitest'
import { itemAt, joinItems, Texts, type Finding } from './texts.ts'

test('items are joined with line ends, and an offset leads back to its item', () => {
  const { text, starts } = joinItems([
    { str: 'Điều 1.' },
    { str: ' ' },
    { str: 'Phạm vi', hasEOL: true },
    {},
    { str: 'Nghị' },
  ])
  expect(text).toBe('Điều 1. Phạm vi\nNghị')
  expect(starts).toEqual([0, 7, 8, 16])
  expect(itemAt(starts, 0)).toEqual({ item: 0, inside: 0 })
  expect(itemAt(starts, 10)).toEqual({ item: 2, inside: 2 })
  expect(itemAt(starts, 19)).toEqual({ item: 3, inside: 3 })
})

/** A document of plain pages; `null` cannot be read. */
const fake = (pages: readonly (string | null)[]) =>
  ({
    numPages: pages.length,
    getPage: (page: number) =>
      Promise.resolve({
        getTextContent: () => {
          const str = pages[page - 1]
          return typeof str === 'string'
            ? Promise.resolve({ items: [{ str }] })
            : Promise.reject(new Error('unreadable'))
        },
      }),
  }) as unknown as PDFDocumentProxy

test('finding begins at the page one is on, tells on the way, and ends in the order of the pages', async () => {
  const told: Finding[] = []
  const texts = new Texts(fake(['ngân sách', 'chi', 'ngân sách, ngân sách', null]))
  await texts.find('ngan sach', { exact: false }, 3, (one) => told.push(one), new AbortController().signal)
  expect(told[0]?.hits.map((hit) => hit.page)).toEqual([3, 3])
  expect(told[0]?.done).toBe(false)
  const last = told.at(-1)
  expect(last?.done).toBe(true)
  expect(last?.searched).toBe(4)
  expect(last?.hits.map((hit) => [hit.page, hit.index])).toEqual([
    [1, 0],
    [3, 0],
    [3, 1],
  ])
})

test('a search that was given up says nothing more', async () => {
  const stop = new AbortController()
  const told: Finding[] = []
  const searching = new Texts(fake(['a', 'a', 'a'])).find(
    'a',
    { exact: false },
    1,
    (one) => told.push(one),
    stop.signal,
  )
  stop.abort()
  await searching
  expect(told).toEqual([])
})
