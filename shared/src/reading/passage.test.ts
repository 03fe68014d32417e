/** The place of somebody who reads, over a new version: by the words, never by the page's number alone. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions } from './anchor.ts'
import { passageOver } from './passage.ts'
import { document, print, revise, seeded, type Paragraph } from './revise.ts'
import type { ReadPage } from './stream.ts'

const form = { width: 80, height: 20, head: '' }
const lay = (paragraphs: readonly Paragraph[]) => print(paragraphs, form)
const scan = (look: string): ReadPage => ({ text: '', quads: () => [], look })

test('the same text: every word is where it was', () => {
  const printed = lay(document(seeded(3), 40))
  const compared = compareVersions(printed.pages, printed.pages)
  for (const { page, start } of printed.words.filter((_, n) => n % 50 === 0)) {
    const found = passageOver(compared, page, start)
    expect(found).toMatchObject({ page, at: start })
  }
})

test('pages put in before it: the passage is gone to, not the page', () => {
  const old = document(seeded(5), 40)
  const fresh = [...document(seeded(77), 30), ...old]
  const [before, after] = [lay(old), lay(fresh)]
  const word = before.words.find(({ page }) => page === 3)
  if (!word) throw new Error('too short')
  const there = after.words.filter(({ word: one }) => one.id === word.word.id).at(-1)
  const found = passageOver(compareVersions(before.pages, after.pages), word.page, word.start)
  expect(found).toEqual({ how: 'same', page: there?.page, at: there?.start })
  expect(found?.page).not.toBe(word.page)
})

test('a passage taken out: the next that stayed, and it is said', () => {
  const old = document(seeded(5), 40)
  const gone = 20
  const [before, after] = [lay(old), lay(old.toSpliced(gone, 1))]
  const first = before.words.find(({ word }) => word.id === old[gone]?.[0]?.id)
  const next = after.words.find(({ word }) => word.id === old[gone + 1]?.[0]?.id)
  if (!first) throw new Error('not printed')
  const found = passageOver(compareVersions(before.pages, after.pages), first.page, first.start)
  expect(found).toEqual({ how: 'near', page: next?.page, at: next?.start })
})

test('nothing in common: no answer', () => {
  const [before, after] = [lay(document(seeded(5), 10)), lay(document(seeded(6), 10))]
  const other = after.pages.map((page) => ({ ...page, text: page.text.replace(/\p{L}/gu, 'z') }))
  expect(passageOver(compareVersions(before.pages, other), 1, 0)).toBeNull()
  expect(passageOver(compareVersions(before.pages, after.pages), 99, 0)).toBeNull()
})

test('scans: the page that looks the same, said to be near when two do', () => {
  const on = (fresh: readonly ReadPage[]) => passageOver(compareVersions([scan('a'), scan('b')], fresh), 2, 0)
  expect(on([scan('c'), scan('a'), scan('b')])).toEqual({ how: 'same', page: 3, at: null })
  expect(on([scan('b'), scan('b')])).toEqual({ how: 'near', page: 1, at: null })
  expect(on([scan('c')])).toBeNull()
})

test('over generated revisions: what is said to be the same passage is the same word', () => {
  let same = 0
  let asked = 0
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const random = seeded(seed)
      const old = document(random, 60)
      const [before, after] = [lay(old), lay(revise(random, old))]
      const compared = compareVersions(before.pages, after.pages)
      const where = new Map(after.words.map((one) => [one.word.id, one]))
      for (let n = 0; n < before.words.length; n += 37) {
        const one = before.words[n]
        if (!one) continue
        asked++
        const found = passageOver(compared, one.page, one.start)
        if (found?.how !== 'same') continue
        same++
        const there = where.get(one.word.id)
        expect(found).toEqual({ how: 'same', page: there?.page, at: there?.start })
      }
    }),
    { numRuns: 12 },
  )
  console.log(`passages asked ${asked}, found the same ${same}`)
  expect(same / asked).toBeGreaterThan(0.5)
})
