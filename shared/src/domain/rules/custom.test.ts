/** A council's own rules: what changes, from which day, and that no departure from the law stays silent. */
import { describe, expect, test } from 'vitest'
import { gapsAt, ruleAt, voteRule } from './active.ts'
import { commune } from './commune.ts'
import { customise, customStart, differences, warningCodes } from './custom.ts'
import type { Overrides, WarningCode } from './custom.ts'
import { otherThreeWays } from './options.ts'
import { province } from './province.ts'
import { ruleProfileSchema } from './types.ts'
import type { VoteRule } from './types.ts'

const from = '2026-07-01'
const legalBasis = 'Điều 12 Quy chế làm việc của HĐND tỉnh'
const own = (overrides: Partial<Overrides>): Overrides => ({ legalBasis, from, ...overrides })

function accepted(overrides: Partial<Overrides>, base = province) {
  const result = customise(base, own(overrides))
  if ('refused' in result) throw new Error(`${result.refused} at ${result.at}`)
  return result
}

const vote = (change: NonNullable<Overrides['votes']>[string], code = 'adopt_resolution') =>
  accepted({ votes: { [code]: change } }).warnings.map((warning) => warning.code)

test('without a change there is nothing to warn of', () => {
  const result = accepted({})
  expect(result.warnings).toEqual([])
  expect(result.profile).toMatchObject({ id: 'custom', basedOn: 'province' })
  expect(differences(commune, from)).toEqual([])
  expect(differences(customStart(commune, { vi: 'Xã', en: 'Commune' }), from)).toEqual([])
})

test('a changed value comes back with what the law says', () => {
  const { profile, warnings } = accepted({ rules: { documentsDueDaysBefore: 15 } })
  expect(warnings).toEqual([
    {
      code: 'rule.valueDiffers',
      at: 'documentsDueDaysBefore',
      law: { legalBasis: expect.any(String) as string, status: 'confirmed (old law)' },
    },
  ])
  expect(ruleAt(profile, 'documentsDueDaysBefore', from)).toMatchObject({
    value: 15,
    legalBasis,
    status: 'design',
  })
})

test('before its day the old rule stands, and there is no gap', () => {
  const { profile } = accepted({
    rules: { documentsDueDaysBefore: 15 },
    votes: { question_resolution: { denominator: 'present' } },
  })
  expect(ruleAt(profile, 'documentsDueDaysBefore', '2026-06-30')?.value).toBe(5)
  expect(voteRule(profile, 'question_resolution', '2026-06-30')?.denominator).toBe('totalDelegates')
  expect(voteRule(profile, 'question_resolution', '2026-02-28')?.legalBasis).not.toContain('114/2025')
  expect(voteRule(profile, 'question_resolution', from)?.denominator).toBe('present')
  for (const date of ['2025-06-16', '2026-03-01', '2026-06-30', from])
    expect(gapsAt(profile, date)).toEqual([])
})

test('a local rule outlives the end of the row it replaces', () => {
  const { profile } = accepted({
    from: '2026-01-01',
    votes: { question_resolution: { publishNames: false } },
  })
  expect(voteRule(profile, 'question_resolution', '2025-12-31')?.publishNames).toBe(true)
  for (const date of ['2026-01-01', '2026-02-28', '2026-03-01', '2027-01-01']) {
    expect(voteRule(profile, 'question_resolution', date)?.publishNames).toBe(false)
  }
})

test('a change from the first day leaves no row of the law behind', () => {
  const { profile } = accepted({ from: '2025-06-16', rules: { speechFirstMin: 10 } })
  expect(profile.rules.filter((rule) => rule.key === 'speechFirstMin').length).toBe(1)
})

test('a rule the law does not have here', () => {
  const { warnings } = accepted({ rules: { voterPetition: { voters: { num: 1, den: 5, strict: true } } } })
  expect(warnings).toEqual([{ code: 'rule.notInLaw', at: 'voterPetition', law: null }])
})

test('the base is not touched', () => {
  const before = JSON.stringify(province)
  accepted({ rules: { tellersMin: 9 }, votes: { elect_office: { denominator: 'valid' } } })
  expect(JSON.stringify(province)).toBe(before)
})

describe('thresholds', () => {
  test.each<[string, VoteRule['threshold'], WarningCode[]]>([
    ['the same', { num: 1, den: 2, strict: true }, []],
    ['the same, written otherwise', { num: 2, den: 4, strict: true }, []],
    ['half is enough', { num: 1, den: 2, strict: false }, ['vote.thresholdLower']],
    ['a third', { num: 1, den: 3, strict: true }, ['vote.thresholdLower']],
    ['two thirds', { num: 2, den: 3, strict: false }, ['vote.thresholdHigher']],
    ['none', null, ['vote.thresholdRemoved']],
  ])('%s', (_, threshold, codes) => {
    expect(vote({ threshold })).toEqual(codes)
  })

  test('strictly more than the law asks', () => {
    expect(vote({ threshold: { num: 2, den: 3, strict: true } }, 'dismiss_deputy')).toEqual([
      'vote.thresholdHigher',
    ])
  })

  test('one where the law has none', () => {
    const change = { threshold: { num: 1, den: 2, strict: true } }
    expect(vote(change, 'confidence_vote')).toEqual(['vote.thresholdAdded'])
  })
})

test.each<[WarningCode, NonNullable<Overrides['votes']>[string]]>([
  ['vote.baseDiffers', { denominator: 'present' }],
  ['vote.optionsDiffer', { options: otherThreeWays.blank_ballot() }],
  ['vote.methodsDiffer', { methods: ['electronic', 'show_of_hands', 'written_opinion'] }],
  ['vote.formsDiffer', { forms: ['options', 'list'] }],
  ['vote.electorateDiffers', { electorate: 'members' }],
  ['vote.startedByDiffers', { startedBy: ['chair'] }],
  ['vote.proposedByDiffers', { proposedBy: ['fatherland_front'] }],
  ['vote.secrecyDiffers', { secrecy: 'secret' }],
  ['vote.secrecyDiffers', { otherSecrecy: ['secret'] }],
  ['vote.namesDiffer', { publishNames: false }],
])('%s', (code, change) => {
  expect(vote(change)).toEqual([code])
})

test('other consequences of a confidence survey', () => {
  expect(vote({ consequences: [] }, 'confidence_survey')).toEqual(['vote.consequencesDiffer'])
})

test('a title alone is no departure', () => {
  expect(vote({ title: { vi: 'Thông qua Nghị quyết', en: 'Adopt' } })).toEqual([])
})

test('a vote the law does not know', () => {
  const model = voteRule(province, 'adopt_resolution', from)
  if (model === null) throw new Error('no model')
  const extra = { ...model, code: 'local_prize', row: 0, legalBasis, status: 'design' as const, from }
  const { profile, warnings } = accepted({ extraVotes: [extra] })
  expect(warnings).toEqual([{ code: 'vote.notInLaw', at: 'local_prize', law: null }])
  expect(voteRule(profile, 'local_prize', from)).toMatchObject({ row: 0 })
})

test('what was taken out is missed', () => {
  const start = customStart(province, { vi: 'Ban', en: 'Board' })
  const without = {
    ...start,
    rules: start.rules.filter((rule) => rule.key !== 'quorum'),
    votes: start.votes.filter((row) => row.code !== 'elect_office'),
  }
  expect(differences(without, from).map((warning) => [warning.code, warning.at])).toEqual([
    ['rule.missing', 'quorum'],
    ['vote.missing', 'elect_office'],
  ])
})

test('a second change is still measured against the law', () => {
  const first = accepted({ rules: { documentsDueDaysBefore: 15 } }).profile
  const second = customise(first, own({ from: '2027-01-01', rules: { speechFirstMin: 5 } }))
  if ('refused' in second) throw new Error(second.refused)
  expect(second.warnings.map((warning) => warning.at)).toEqual(['documentsDueDaysBefore', 'speechFirstMin'])
  expect(ruleProfileSchema.safeParse(second.profile).success).toBe(true)
})

test('a commune is measured against the commune', () => {
  const result = accepted({ rules: { tellersMin: 7 } }, commune)
  expect(result.profile.basedOn).toBe('commune')
  expect(result.warnings.map((warning) => warning.at)).toEqual(['tellersMin'])
})

test('refused: an unknown vote, a float, a missing citation, a doubled vote', () => {
  expect(customise(province, own({ votes: { lunch: {} } }))).toEqual({
    refused: 'profile.unknownVote',
    at: 'lunch',
  })
  const half = { num: 1, den: 2, strict: true }
  for (const wrong of [
    own({ rules: { speechFirstMin: 2.5 } }),
    own({ votes: { adopt_resolution: { threshold: { ...half, num: 0.5 } } } }),
    own({ legalBasis: '', rules: { speechFirstMin: 5 } }),
    own({ from: 'tomorrow', rules: { speechFirstMin: 5 } }),
    own({ extraVotes: [...province.votes] }),
  ]) {
    expect(customise(province, wrong)).toMatchObject({ refused: 'profile.notValid' })
  }
})

test('the warning codes differ', () => {
  expect(new Set(warningCodes).size).toBe(warningCodes.length)
})
