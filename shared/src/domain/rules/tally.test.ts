/** The arithmetic against the words of the rules, for every total a council can have. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { voteRule } from './active.ts'
import { province } from './province.ts'
import { confidence, consequenceOf, needed, passes, percent, quorumCheck, verdict } from './tally.ts'
import type { VoteRule } from './types.ts'

const half = { num: 1, den: 2, strict: true }
const twoThirds = { num: 2, den: 3, strict: false }
const third = { num: 1, den: 3, strict: false }
const day = '2026-11-21'

function row(code: string): VoteRule {
  const found = voteRule(province, code, day)
  if (found === null) throw new Error(`no row ${code}`)
  return found
}

/** Each pair (total, yes) with yes from 0 to total, totals 1 to 120. */
function everyCount(check: (yes: number, total: number) => void): void {
  for (let total = 1; total <= 120; total++) for (let yes = 0; yes <= total; yes++) check(yes, total)
}

describe('thresholds for totals 1 to 120', () => {
  test('more than half: those in favour outnumber all the others', () => {
    everyCount((yes, total) => expect(passes(half, yes, total)).toBe(yes > total - yes))
  })

  test('at least two thirds: for each other deputy there are two in favour', () => {
    everyCount((yes, total) => expect(passes(twoThirds, yes, total)).toBe(yes >= 2 * (total - yes)))
  })

  test('at least one third: the others are at most twice as many', () => {
    everyCount((yes, total) => expect(passes(third, yes, total)).toBe(total - yes <= 2 * yes))
  })

  test('the least count that passes, found by counting up', () => {
    for (const threshold of [half, twoThirds, third, { num: 1, den: 1, strict: false }]) {
      for (let total = 1; total <= 120; total++) {
        let least = 0
        while (!passes(threshold, least, total)) least++
        expect(needed(threshold, total)).toBe(least)
      }
    }
  })

  test('any fraction, against exact integers of any size', () => {
    const fraction = fc.record({
      num: fc.integer({ min: 1, max: 999 }),
      den: fc.integer({ min: 1000, max: 1000 }),
      strict: fc.boolean(),
    })
    const big = fc.integer({ min: 0, max: 1_000_000_000 })
    fc.assert(
      fc.property(fraction, big, big, (threshold, count, base) => {
        const left = BigInt(count) * BigInt(threshold.den)
        const right = BigInt(base) * BigInt(threshold.num)
        expect(passes(threshold, count, base)).toBe(
          base > 0 && (threshold.strict ? left > right : left >= right),
        )
        if (base > 0) {
          const least = needed(threshold, base)
          expect(passes(threshold, least, base)).toBe(true)
          expect(least === 1 || !passes(threshold, least - 1, base)).toBe(true)
        }
      }),
    )
  })

  test('figures of the brief: 33 and 44 of 65', () => {
    expect(needed(half, 65)).toBe(33)
    expect(needed(twoThirds, 65)).toBe(44)
    expect(needed(half, 66)).toBe(34)
    expect(needed(twoThirds, 66)).toBe(44)
  })

  test('nothing passes when there is nobody', () => {
    for (const threshold of [half, twoThirds]) {
      expect(passes(threshold, 0, 0)).toBe(false)
      expect(needed(threshold, 0)).toBe(1)
    }
  })

  test.each([-1, 0.5, Number.NaN, Infinity, 1_000_000_001])('a count of %s is a bug', (count) => {
    expect(() => passes(half, count, 10)).toThrow(RangeError)
    expect(() => passes(half, 1, count)).toThrow(RangeError)
    expect(() => needed(half, count)).toThrow(RangeError)
    expect(() => percent(count, 10, 'vi')).toThrow(RangeError)
    expect(() => percent(1, count, 'vi')).toThrow(RangeError)
  })
})

describe('percentages', () => {
  test('published: National Assembly 25/10/2023, of 481', () => {
    expect([187, 219, 229].map((low) => percent(low, 481, 'en'))).toEqual(['38.88', '45.53', '47.61'])
  })

  test('published: Vĩnh Phúc 12/2023, of 47 collected although 46 were valid', () => {
    expect([19, 2, 25].map((count) => percent(count, 47, 'vi'))).toEqual(['40,43', '4,26', '53,19'])
  })

  test('exactly one half of the last place goes up', () => {
    expect(percent(1, 20_000, 'en')).toBe('0.01')
    expect(percent(1, 800, 'vi')).toBe('0,13')
    expect(percent(1, 20_001, 'en')).toBe('0.00')
    expect(percent(19_999, 20_000, 'en')).toBe('100.00')
    expect(percent(19_998, 20_000, 'en')).toBe('99.99')
  })

  test('ends, and nothing to share', () => {
    expect(percent(0, 65, 'vi')).toBe('0,00')
    expect(percent(65, 65, 'vi')).toBe('100,00')
    expect(percent(1, 100, 'en')).toBe('1.00')
    expect(percent(0, 0, 'vi')).toBe('–')
  })

  test('every share of totals 1 to 120: nearest hundredth, by distance', () => {
    everyCount((part, whole) => {
      const hundredths = Number(percent(part, whole, 'en').replace('.', ''))
      const distance = hundredths * whole - part * 10_000
      expect(2 * distance).toBeGreaterThan(-whole)
      expect(2 * distance).toBeLessThanOrEqual(whole)
    })
  })
})

test('quorum: two thirds of those in office, whoever else sits there', () => {
  const quorum = { num: 2, den: 3, strict: false }
  expect(quorumCheck(quorum, 43, 65)).toEqual({ met: false, needed: 44, present: 43, total: 65, missing: 1 })
  expect(quorumCheck(quorum, 44, 65)).toEqual({ met: true, needed: 44, present: 44, total: 65, missing: 0 })
  expect(quorumCheck(quorum, 60, 65)).toMatchObject({ met: true, missing: 0 })
  expect(quorumCheck(quorum, 0, 0).met).toBe(false)
})

describe('verdict', () => {
  test('a resolution: of deputies in office, not of those present', () => {
    const bases = { totalDelegates: 65, present: 45, cast: 44 }
    const lost = verdict(row('adopt_resolution'), { yes: 32, no: 10, abstain: 2 }, bases)
    expect(lost).toMatchObject({
      passed: false,
      needed: 33,
      missing: 1,
      base: 65,
      yes: 32,
      no: 10,
      abstain: 2,
    })
    expect(lost.bases).toEqual([
      { base: 'totalDelegates', total: 65 },
      { base: 'present', total: 45 },
    ])
    expect(verdict(row('adopt_resolution'), { yes: 40 }, bases)).toMatchObject({ passed: true, missing: 0 })
    expect(verdict(row('adopt_resolution'), { yes: 33 }, bases).passed).toBe(true)
  })

  test('dismissal of a deputy needs two thirds', () => {
    const rule = row('dismiss_deputy')
    expect(verdict(rule, { yes: 43, no: 2 }, { totalDelegates: 65 }).passed).toBe(false)
    expect(verdict(rule, { yes: 44, no: 2 }, { totalDelegates: 65 }).passed).toBe(true)
  })

  test('a straw poll passes nothing', () => {
    const rule = row('straw_poll')
    expect(verdict(rule, {}, { cast: 10 })).toMatchObject({
      passed: null,
      needed: null,
      missing: null,
      base: 10,
    })
  })

  test('two options may both count as yes', () => {
    const resolution = row('adopt_resolution')
    const extra = { id: 'yes_with_changes', label: { vi: 'Nhất trí', en: 'Agree' }, counts: 'yes' as const }
    const rule = { ...resolution, options: [...resolution.options, extra] }
    const result = verdict(rule, { yes: 20, yes_with_changes: 13 }, { totalDelegates: 65 })
    expect(result).toMatchObject({ yes: 33, passed: true })
  })

  test('an unknown option, and a missing deciding base, are bugs', () => {
    const rule = row('adopt_resolution')
    expect(() => verdict(rule, { maybe: 1 }, { totalDelegates: 65 })).toThrow(/no option maybe/)
    expect(() => verdict(rule, { yes: 1 }, { present: 65 })).toThrow(/totalDelegates/)
  })
})

describe('confidence, of ballots collected', () => {
  const survey = row('confidence_survey')
  const vote = row('confidence_vote')

  test('survey: the two formulas of the law for 1 to 120 ballots', () => {
    everyCount((low, ballots) => {
      const mayResign = 2 * low > ballots && 3 * low < 2 * ballots
      const relief = 3 * low >= 2 * ballots
      const found = consequenceOf(survey, { low }, ballots)
      expect(found?.action ?? null).toBe(relief ? 'submit_relief' : mayResign ? 'may_resign' : null)
      expect(found?.nextVote ?? null).toBe(relief ? 'relieve_office' : mayResign ? 'confidence_vote' : null)
    })
  })

  test('vote: more than half without confidence', () => {
    everyCount((against, ballots) => {
      const found = consequenceOf(vote, { no_confidence: against }, ballots)
      expect(found?.action ?? null).toBe(2 * against > ballots ? 'submit_relief' : null)
    })
  })

  test('only the option the law names has consequences', () => {
    expect(consequenceOf(survey, { high: 47, medium: 47 }, 47)).toBeNull()
    expect(consequenceOf(vote, { confidence: 47 }, 47)).toBeNull()
  })

  test('per person, and a row need not add up to the ballots', () => {
    const people = [
      { person: 'a', counts: { high: 19, medium: 2, low: 25 } },
      { person: 'b', counts: { high: 10, medium: 5, low: 32 } },
      { person: 'c', counts: { high: 40, medium: 7, low: 0 } },
    ]
    const results = confidence(survey, people, { collected: 47, totalDelegates: 50 })
    expect(results.map((one) => [one.person, one.passed, one.base, one.consequence?.action ?? null])).toEqual(
      [
        ['a', null, 47, 'may_resign'],
        ['b', null, 47, 'submit_relief'],
        ['c', null, 47, null],
      ],
    )
  })

  test('the total of deputies does not decide: 25 of 47 ballots, 25 of 50 deputies', () => {
    const [one] = confidence(survey, [{ person: 'a', counts: { low: 25 } }], {
      collected: 47,
      totalDelegates: 50,
    })
    expect(one?.consequence?.action).toBe('may_resign')
    expect(() => confidence(survey, [{ person: 'a', counts: { low: 25 } }], { totalDelegates: 50 })).toThrow(
      /collected/,
    )
  })
})
