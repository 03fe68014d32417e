/** Results shared out between documents. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSearch, shared } from './search.ts'

test('those with few hits give all, the rest is shared', () => {
  expect(shared([500, 2, 300], 100)).toEqual([49, 2, 49])
  expect(shared([3, 2], 100)).toEqual([3, 2])
})

test('property: never more than asked for, nothing left over while somebody has more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 200 }),
      (counts, limit) => {
        const shares = shared(counts, limit)
        const sum = shares.reduce((all, one) => all + one, 0)
        const there = counts.reduce((all, one) => all + one, 0)
        expect(sum).toBe(Math.min(limit, there))
        for (const [n, share] of shares.entries()) expect(share).toBeLessThanOrEqual(counts[n] ?? 0)
      },
    ),
  )
})

test('a report full of the word does not hide the other paper; it is said that it has more', async () => {
  const texts: Record<string, string[]> = { a: ['thu ngân sách '.repeat(300)], b: ['', 'chi ngân sách'] }
  const search = createSearch((sha256) => Promise.resolve(texts[sha256]))
  const { hits, more } = await search.find(
    [
      { document: 'A', sha256: 'a' },
      { document: 'B', sha256: 'b' },
    ],
    'ngan sach',
    50,
  )
  expect(hits).toHaveLength(50)
  expect(hits.at(-1)).toMatchObject({ document: 'B', page: 2, match: 'ngân sách' })
  expect(more).toEqual(['A'])
})
