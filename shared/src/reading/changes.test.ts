import { expect, test } from 'vitest'
import { changesBetween } from './changes.ts'
import { document, print, seeded } from './revise.ts'
import type { ReadPage } from './stream.ts'

const page = (text: string, look?: string): ReadPage => ({ text, quads: () => [], ...(look ? { look } : {}) })
const random = seeded(7)
const pages = print(document(random, 60), { width: 90, height: 30, head: '' }).pages.map(({ text }) =>
  page(text),
)
const kinds = (before: readonly ReadPage[], after: readonly ReadPage[]): string[] =>
  changesBetween(before, after).map(({ old, fresh, kind }) => `${old ?? '-'}:${fresh ?? '-'} ${kind}`)

test('the same document has no changes', () => {
  expect(pages.length).toBeGreaterThan(5)
  expect(kinds(pages, pages)).toEqual(pages.map((_, n) => `${n + 1}:${n + 1} same`))
})

test('one changed figure is found, with the word and nothing else', () => {
  const text = pages[2]?.text ?? ''
  const [figure = ''] = /\d+,\d%/u.exec(text) ?? []
  expect(figure).not.toBe('')
  const after = pages.map((one, n) => (n === 2 ? page(text.replace(figure, '777,7%')) : one))
  const changed = changesBetween(pages, after).filter(({ kind }) => kind !== 'same')
  expect(changed.map(({ old, fresh, kind }) => [old, fresh, kind])).toEqual([[3, 3, 'changed']])
  const words = (
    list: readonly { kind: string; start: number; end: number }[] | undefined,
    of: string,
  ): string[] =>
    (list ?? []).filter(({ kind }) => kind === 'new').map(({ start, end }) => of.slice(start, end).trim())
  expect(words(changed[0]?.before, text)).toEqual([figure])
  expect(words(changed[0]?.after, after[2]?.text ?? '')).toEqual(['777,7%'])
})

test('a lost diacritic is a change', () => {
  const text = pages[1]?.text ?? ''
  const [word = ''] = / (đồng|tỉnh|tế|được|của) /u.exec(text) ?? []
  expect(word).not.toBe('')
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '')
  const after = pages.map((one, n) => (n === 1 ? page(text.replace(word, plain)) : one))
  if (plain !== word) expect(kinds(pages, after)[1]).toBe('2:2 changed')
})

test('inserted, deleted and moved pages', () => {
  const extra = page(print(document(seeded(99), 4), { width: 90, height: 60, head: '' }).pages[0]?.text ?? '')
  const inserted = [...pages.slice(0, 2), extra, ...pages.slice(2)]
  expect(kinds(pages, inserted)[2]).toBe('-:3 inserted')
  expect(kinds(pages, inserted).filter((one) => !one.endsWith(' same'))).toHaveLength(1)
  expect(kinds(inserted, pages)[2]).toBe('3:- deleted')
  const moved = [...pages.slice(0, 1), ...pages.slice(2, 5), ...pages.slice(1, 2), ...pages.slice(5)]
  expect(kinds(pages, moved)).toContain('2:5 moved')
})

test('reflow alone changes no page', () => {
  const paragraphs = document(seeded(3), 40)
  const before = print(paragraphs, { width: 90, height: 30, head: '' }).pages
  const after = print(paragraphs, { width: 80, height: 26, head: 'DỰ THẢO' }).pages
  const list = changesBetween(before, after)
  expect(list.filter(({ kind }) => kind === 'changed' || kind === 'inserted' || kind === 'deleted')).toEqual(
    [],
  )
})

test('scans are compared by their look; without one nothing is claimed', () => {
  expect(kinds([page('', 'a'), page('', 'b')], [page('', 'a'), page('', 'c')])).toEqual([
    '1:1 same',
    '-:2 inserted',
    '2:- deleted',
  ])
  expect(kinds([page('')], [page('')])).toEqual(['1:1 unread'])
})
