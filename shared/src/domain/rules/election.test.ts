/** Elections against a plain statement of the rule: who could be seated without choosing between equals. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { voteRule } from './active.ts'
import { chooseOne, election } from './election.ts'
import { province } from './province.ts'
import type { VoteRule } from './types.ts'

function row(code: string): VoteRule {
  const found = voteRule(province, code, '2026-11-21')
  if (found === null) throw new Error(`no row ${code}`)
  return found
}

const rule = row('elect_office')
const total65 = { totalDelegates: 65, collected: 60 }
const candidates = (...votes: number[]) => votes.map((yes, i) => ({ id: `c${i}`, yes }))

describe('election to an office', () => {
  test('more than half of the deputies in office, not of the ballots', () => {
    expect(election(rule, 1, candidates(32), total65)).toMatchObject({ elected: [], vacant: 1, needed: 33 })
    expect(election(rule, 1, candidates(33), total65)).toMatchObject({ elected: ['c0'], vacant: 0, base: 65 })
  })

  test('more qualified than seats: most votes', () => {
    const result = election(rule, 2, candidates(40, 50, 35), total65)
    expect(result.elected).toEqual(['c0', 'c1'])
    expect(result.candidates.map((one) => one.outcome)).toEqual([
      'elected',
      'elected',
      'qualified_not_elected',
    ])
    expect(result.revote).toBeNull()
  })

  test('a tie for the last seat: the tied stand again, those ahead are elected', () => {
    const result = election(rule, 2, candidates(40, 50, 40, 34), total65)
    expect(result.elected).toEqual(['c1'])
    expect(result.revote).toEqual({ among: ['c0', 'c2'], seats: 1 })
    expect(result.vacant).toBe(0)
    expect(result.candidates[3]?.outcome).toBe('qualified_not_elected')
  })

  test('a tie that fits into the seats is no tie', () => {
    expect(election(rule, 2, candidates(40, 40), total65)).toMatchObject({
      elected: ['c0', 'c1'],
      revote: null,
    })
  })

  test('a tie among those who did not qualify changes nothing', () => {
    expect(election(rule, 1, candidates(32, 32), total65)).toMatchObject({
      elected: [],
      revote: null,
      vacant: 1,
    })
  })

  test('wrong questions are bugs', () => {
    expect(() => election(rule, 0, candidates(40), total65)).toThrow(RangeError)
    expect(() => election(rule, 1.5, candidates(40), total65)).toThrow(RangeError)
    expect(() => election(row('straw_poll'), 1, candidates(40), total65)).toThrow(RangeError)
    expect(() => election(rule, 1, [...candidates(40), ...candidates(41)], total65)).toThrow(/twice/)
  })

  test('any election: elected in every seating, revote in some, the rest in none', () => {
    const given = fc.record({
      total: fc.integer({ min: 1, max: 20 }),
      seats: fc.integer({ min: 1, max: 4 }),
      votes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
    })
    fc.assert(
      fc.property(given, ({ total, seats, votes }) => {
        const list = candidates(...votes.map((yes) => Math.min(yes, total)))
        const result = election(rule, seats, list, { totalDelegates: total })
        const seatings = allSeatings(list, seats, total)
        for (const { id, outcome } of result.candidates) {
          const seated = seatings.filter((seating) => seating.includes(id)).length
          expect(outcome === 'elected').toBe(seated === seatings.length)
          expect(outcome === 'revote').toBe(seated > 0 && seated < seatings.length)
        }
        const filled = result.elected.length + (result.revote?.seats ?? 0) + result.vacant
        expect(filled).toBe(seats)
        if (result.revote !== null) expect(result.revote.among.length).toBeGreaterThan(result.revote.seats)
      }),
      { numRuns: 1000 },
    )
  })

  test('the order of the ballot does not matter', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 65 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (votes, seats) => {
          const list = [...candidates(...votes), ...votes.map((yes, i) => ({ id: `d${i}`, yes }))]
          const forward = election(rule, seats, list, total65)
          const backward = election(rule, seats, [...list].reverse(), total65)
          expect(new Set(backward.elected)).toEqual(new Set(forward.elected))
          expect(new Set(backward.revote?.among)).toEqual(new Set(forward.revote?.among))
        },
      ),
    )
  })
})

/** Every way to seat the qualified that leaves nobody outside who has more votes than somebody inside. */
function allSeatings(list: readonly { id: string; yes: number }[], seats: number, total: number): string[][] {
  const qualified = list.filter((one) => one.yes > total - one.yes)
  const size = Math.min(seats, qualified.length)
  const seatings: string[][] = []
  for (let mask = 0; mask < 1 << qualified.length; mask++) {
    const inside = qualified.filter((_, i) => (mask >> i) & 1)
    const outside = qualified.filter((_, i) => !((mask >> i) & 1))
    const fair = outside.every((out) => inside.every((one) => one.yes >= out.yes))
    if (inside.length === size && fair) seatings.push(inside.map((one) => one.id))
  }
  return seatings
}

describe('choose one of n', () => {
  const point = row('vote_point')

  test('the alternative with more than half of the deputies in office', () => {
    const result = chooseOne(point, candidates(33, 20, 5), total65)
    expect(result).toMatchObject({ adopted: 'c0', needed: 33, base: 65 })
    expect(result.alternatives.map((one) => one.passed)).toEqual([true, false, false])
  })

  test('being ahead is not enough', () => {
    expect(chooseOne(point, candidates(32, 20, 5), total65).adopted).toBeNull()
  })

  test('a lenient custom threshold: a tie adopts none', () => {
    const lenient = { ...point, threshold: { num: 1, den: 3, strict: false } }
    expect(chooseOne(lenient, candidates(30, 30), total65)).toMatchObject({ adopted: null })
    expect(chooseOne(lenient, candidates(30, 31), total65).adopted).toBe('c1')
  })
})
