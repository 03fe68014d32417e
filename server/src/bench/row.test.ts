/** What must stay true: a target is met or not by the unrounded figures, and nothing unmeasured is ever "met". */
import { expect, test } from 'vitest'
import { met, middle, printed, quantile, ratioOf, type Row } from './row.ts'

const row = (more: Partial<Row>): Row => ({ part: 'a', name: 'x', value: 10, unit: 'ms', ...more })

test('targets of values and of ratios', () => {
  expect(met(row({ target: { of: 'value', most: 10 } }))).toBe(true)
  expect(met(row({ value: 10.001, target: { of: 'value', most: 10 } }))).toBe(false)
  const baseline = { name: 'bare', value: 4 }
  expect(ratioOf(row({ baseline }))).toBe(2.5)
  expect(met(row({ baseline, target: { of: 'ratio', most: 2 } }))).toBe(false)
  expect(met(row({ baseline, target: { of: 'ratio', least: 2 } }))).toBe(true)
})

test('what was not measured is neither met nor missed, and is printed as not run', () => {
  const absent = row({ value: undefined, target: { of: 'value', most: 1 }, note: 'no nginx' })
  expect(met(absent)).toBeUndefined()
  expect(printed([absent])).toMatch(/NOT RUN[\s\S]*no nginx/)
})

test('nearest rank, and the median of rounds', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1)
  expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile([7], 0.99)]).toEqual([50, 99, 7])
  const rounds = [1, 3, 2].map((one) => ({ p50: one, p99: one * 10, max: one * 100 }))
  expect(middle(rounds)).toEqual({ p50: 2, p99: 20, max: 200 })
})
