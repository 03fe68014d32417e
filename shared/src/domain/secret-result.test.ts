// Which ballots count as valid, for each form of the paper.
import { describe, expect, it } from 'vitest'
import type { SecretSubjectResult } from './secret-records.ts'
import { wholeBallots } from './secret-result.ts'

const row = (invalid: number): SecretSubjectResult => ({
  subject: `s${invalid}`,
  counts: {},
  invalid,
  yes: 0,
  valid: 0,
  outcome: 'none',
})

describe('valid and invalid ballots', () => {
  it('on a list are told apart by the blank mark alone', () => {
    const result = { collected: 60, blank: 2, subjects: [row(0), row(0)] }
    expect(wholeBallots('list', result)).toEqual({ valid: 58, invalid: 2 })
    expect(wholeBallots('strike', result)).toEqual({ valid: 58, invalid: 2 })
  })

  it('on one person or one matter: a ballot without a mark is invalid', () => {
    const result = { collected: 60, blank: 0, subjects: [row(4)] }
    expect(wholeBallots('columns', result)).toEqual({ valid: 56, invalid: 4 })
    expect(wholeBallots('options', result)).toEqual({ valid: 56, invalid: 4 })
  })

  it('on several people are said for each of them, not for the ballot', () =>
    expect(wholeBallots('columns', { collected: 60, blank: 0, subjects: [row(4), row(1)] })).toBeNull())
})
