/** The profiles as data: complete, dated, cited, plain JSON, and equal to the vote table as printed in the law notes. */
import { describe, expect, test } from 'vitest'
import { gapsAt, ruleAt, voteRule, votesAt } from './active.ts'
import { commune } from './commune.ts'
import { customStart } from './custom.ts'
import { province } from './province.ts'
import { basisIn, ownChoice, twoTiers } from './sources.ts'
import { ruleKeys, ruleProfileSchema, voteCodes } from './types.ts'
import type { AnyRule, RuleProfile, VoteRule } from './types.ts'

const custom = customStart(province, { vi: 'Đảng ủy', en: 'Party committee' })
const profiles = [province, commune, custom]
const day = '2026-11-21'

/** The vote table, typed off again: row, base, threshold, secrecy, number of fixed options, status in a province. */
const old = 'confirmed (old law)'
const table: Record<string, [number, string, string | null, string, number, string]> = {
  adopt_agenda: [1, 'totalDelegates', '> 1/2', 'open', 3, old],
  adopt_resolution: [2, 'totalDelegates', '> 1/2', 'open', 3, 'confirmed'],
  vote_point: [3, 'totalDelegates', '> 1/2', 'open', 3, 'to confirm'],
  closed_session: [4, 'totalDelegates', '> 1/2', 'open', 3, old],
  secretary_election: [5, 'totalDelegates', '> 1/2', 'open', 3, 'to confirm'],
  tellers_election: [5, 'totalDelegates', '> 1/2', 'open', 3, 'confirmed'],
  voting_form: [6, 'totalDelegates', '> 1/2', 'open', 3, old],
  elect_office: [7, 'totalDelegates', '> 1/2', 'secret', 2, 'to confirm'],
  relieve_office: [8, 'totalDelegates', '> 1/2', 'default_secret', 2, 'to confirm'],
  dismiss_office: [9, 'totalDelegates', '> 1/2', 'secret', 2, 'to confirm'],
  dismiss_deputy: [10, 'totalDelegates', '>= 2/3', 'secret', 2, 'confirmed'],
  release_deputy: [11, 'totalDelegates', '> 1/2', 'open', 3, 'to confirm'],
  confidence_list: [12, 'totalDelegates', '> 1/2', 'open', 3, 'confirmed'],
  confidence_survey: [13, 'collected', null, 'secret', 3, 'confirmed'],
  confidence_vote: [14, 'collected', null, 'secret', 2, 'confirmed'],
  confirm_result: [15, 'totalDelegates', '> 1/2', 'open', 3, 'confirmed'],
  question_groups: [16, 'totalDelegates', '> 1/2', 'open', 3, old],
  question_resolution: [17, 'totalDelegates', '> 1/2', 'open', 3, 'confirmed'],
  committee_vote: [18, 'totalDelegates', '> 1/2', 'open', 3, 'to confirm'],
  straw_poll: [19, 'cast', null, 'open', 0, 'design'],
}

const shown = (rule: VoteRule) =>
  rule.threshold && `${rule.threshold.strict ? '>' : '>='} ${rule.threshold.num}/${rule.threshold.den}`

describe.each(profiles)('profile $id', (profile) => {
  test('passes its schema after a trip through JSON, unchanged', () => {
    const copy: unknown = JSON.parse(JSON.stringify(profile))
    expect(ruleProfileSchema.parse(copy)).toEqual(profile)
  })

  test('has a rule for every key and every vote on every day since the two-tier law', () => {
    for (const date of [
      twoTiers,
      '2025-09-25',
      '2025-09-26',
      '2026-02-28',
      '2026-03-01',
      day,
      '2031-12-31',
    ]) {
      expect(gapsAt(profile, date)).toEqual([])
    }
  })

  test('claims nothing before the two-tier law', () => {
    expect(votesAt(profile, '2025-06-15')).toEqual([])
    expect(profile.rules.filter((rule) => rule.from < twoTiers)).toEqual([])
  })

  test('cites a basis for every rule, and calls design what is only ours', () => {
    for (const row of [...profile.rules, ...profile.votes]) {
      expect(row.legalBasis.trim().length).toBeGreaterThan(10)
      expect(row.legalBasis === ownChoice).toBe(row.status === 'design')
    }
  })

  test('is canonical: integers, NFC text, ASCII keys, real dates', () => {
    let seen = 0
    walk(profile, (key, value) => {
      seen++
      expect(key).toMatch(/^[A-Za-z0-9_]+$/)
      if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
      if (typeof value === 'string') expect(value).toBe(value.normalize('NFC'))
      if (key === 'from' || key === 'until') {
        expect(new Date(`${String(value)}T00:00:00Z`).toISOString().slice(0, 10)).toBe(value)
      }
    })
    expect(seen).toBeGreaterThan(500)
  })

  test('has the rows of the vote table, in its order', () => {
    const rows = votesAt(profile, day)
    expect(rows.map((row) => row.code)).toEqual([...voteCodes])
    expect(Object.keys(table)).toEqual([...voteCodes])
    expect(new Set(rows.map((row) => row.row))).toEqual(new Set(Array.from({ length: 19 }, (_, i) => i + 1)))
  })

  test.each(Object.entries(table))('row %s as printed', (code, [row, base, threshold, secrecy, options]) => {
    const rule = voteRule(profile, code, day)
    expect(rule).toMatchObject({ row, denominator: base, secrecy })
    expect(rule && shown(rule)).toBe(threshold)
    expect(rule?.options.length).toBe(options)
  })

  test('a secret vote never goes by an open method and never publishes names', () => {
    for (const rule of profile.votes.filter((vote) => vote.secrecy === 'secret')) {
      expect(rule.methods).toEqual(['paper_ballot', 'electronic_secret'])
      expect(rule.publishNames).toBe(false)
      expect(rule.startedBy).toEqual(['chair'])
    }
  })

  test('secret ballots go to paper first', () => {
    for (const rule of profile.votes.filter((vote) => /secret/.test(vote.secrecy))) {
      expect(rule.methods[0]).toBe('paper_ballot')
    }
    expect(ruleAt(profile, 'secretBallotMode', day)?.value).toBe('paper_ballot')
  })

  test('consequences lead to votes that exist, gravest first', () => {
    for (const rule of profile.votes) {
      for (const next of rule.consequences ?? []) expect(voteRule(profile, next.nextVote, day)).not.toBeNull()
    }
    expect(voteRule(profile, 'confidence_survey', day)?.consequences?.map((one) => one.action)).toEqual([
      'submit_relief',
      'may_resign',
    ])
  })
})

test.each(Object.entries(table))('status of %s in a province', (code, row) => {
  expect(voteRule(province, code, day)?.status).toBe(row[5])
})

test('numbers of sections 1, 4, 6 and 7', () => {
  const value = (profile: RuleProfile, key: (typeof ruleKeys)[number]) => ruleAt(profile, key, day)?.value
  expect(value(province, 'quorum')).toEqual({ num: 2, den: 3, strict: false })
  expect(value(province, 'conveningNoticeDays')).toEqual({ regular: 20, extraordinary: 7 })
  expect(value(province, 'publicAnnouncementDays')).toEqual({ regular: 15, extraordinary: 3 })
  expect(value(commune, 'voterPetition')).toEqual({ voters: { num: 1, den: 10, strict: true } })
  expect(value(province, 'voterPetition')).toBeUndefined()
  expect(value(province, 'overdueExplanationDays')).toEqual({ ordinary: 15, complex: 30 })
  expect([value(province, 'tellersMin'), value(commune, 'tellersMin')]).toEqual([7, 3])
  const numbers = {
    regularSessionsPerYear: 2,
    firstSessionWithinDays: 45,
    documentsDueDaysBefore: 5,
    questionReportDaysBefore: 10,
    speechFirstMin: 7,
    speechSecondMin: 3,
    rebuttalMin: 3,
    explanationMin: 10,
    questionMin: 1,
    answerMin: 3,
    questionRebuttalMin: 2,
    timerAmberSec: 30,
    writtenAnswerDays: 20,
    certifyWithinDays: 10,
    sendSuperiorWithinDays: 10,
    issueWithinWorkingDays: 1,
    electronicSecretMinBallots: 10,
    secretRollDays: 30,
    countEntries: 2,
  } as const
  for (const profile of [province, commune]) {
    for (const [key, number] of Object.entries(numbers)) {
      expect([key, value(profile, key as keyof typeof numbers)]).toEqual([key, number])
    }
  }
})

test('a commune: confidence is open, since its resolution lists no communes', () => {
  for (const code of ['confidence_list', 'confidence_survey', 'confidence_vote']) {
    expect(voteRule(commune, code, day)?.status).toBe('to confirm')
  }
  expect(ruleAt(commune, 'confidencePosts', day)).toMatchObject({ value: [], status: 'to confirm' })
})

describe('the day of force', () => {
  test('one basis ends where the next begins', () => {
    const before = voteRule(province, 'question_resolution', '2026-02-28')
    const after = voteRule(province, 'question_resolution', '2026-03-01')
    expect(before?.legalBasis).not.toContain('114/2025')
    expect(after?.legalBasis).toContain('114/2025')
    expect(ruleAt(province, 'overdueExplanationDays', '2026-02-28')).toBeNull()
    expect(ruleAt(province, 'overdueExplanationDays', '2026-03-01')?.legalBasis).toContain('121/2025')
  })

  test('an instant counts as its day', () => {
    expect(ruleAt(province, 'overdueExplanationDays', '2026-03-01T00:00:00+07:00')).not.toBeNull()
    expect(ruleAt(province, 'overdueExplanationDays', '2026-02-28T23:59:59+07:00')).toBeNull()
  })

  test('gaps are named', () => {
    expect(gapsAt(province, '2025-06-15')).toContain('quorum')
    expect(gapsAt({ ...province, votes: [] }, day)).toEqual([...voteCodes])
  })
})

test('nobody changes a law profile in place', () => {
  expect(() => province.rules.pop()).toThrow(TypeError)
  const rule = voteRule(province, 'adopt_resolution', day)
  expect(() => Object.assign(rule?.threshold ?? {}, { num: 0 })).toThrow(TypeError)
  expect(voteRule(commune, 'adopt_resolution', day)).not.toBe(rule)
})

describe('the schema refuses', () => {
  const quorum = () => structuredClone(province.rules.find((rule) => rule.key === 'quorum'))
  const resolution = () => structuredClone(province.votes.find((vote) => vote.code === 'adopt_resolution'))
  const survey = () => structuredClone(province.votes.find((vote) => vote.code === 'confidence_survey'))
  const withRule = (change: object) => ({
    ...province,
    rules: [...province.rules.filter((rule) => rule.key !== 'quorum'), { ...quorum(), ...change } as AnyRule],
  })
  const withVote = (change: object) => ({
    ...province,
    votes: [
      ...province.votes.filter((vote) => vote.code !== 'adopt_resolution'),
      { ...resolution(), ...change },
    ],
  })
  const accepted = (profile: unknown) => ruleProfileSchema.safeParse(profile).success

  test('(and the frame of these tests is accepted)', () => {
    expect(accepted(withRule({}))).toBe(true)
    expect(accepted(withVote({}))).toBe(true)
  })

  test.each<[string, unknown]>([
    ['a float', withRule({ value: { num: 0.5, den: 1, strict: false } })],
    ['a threshold of nothing', withRule({ value: { num: 0, den: 1, strict: false } })],
    ['a threshold beyond all', withRule({ value: { num: 3, den: 2, strict: false } })],
    ['more than all', withRule({ value: { num: 1, den: 1, strict: true } })],
    ['a value of another key', withRule({ value: 7 })],
    ['an unknown key', withRule({ key: 'lunch' })],
    ['a rule without basis', withRule({ legalBasis: '' })],
    ['an unknown status', withRule({ status: 'sure' })],
    ['a date that does not exist', withRule({ from: '2026-02-30' })],
    ['a date in another form', withRule({ from: '01/03/2026' })],
    ['an end before the beginning', withRule({ until: '2025-01-01' })],
    ['a rule of no day at all', withRule({ until: quorum()?.from })],
    ['two rules on one day', { ...province, rules: [...province.rules, quorum()] }],
    ['two votes on one day', { ...province, votes: [...province.votes, resolution()] }],
    ['an unknown field', withVote({ weight: 2 })],
    ['an unknown method', withVote({ methods: ['fax'] })],
    ['no method', withVote({ methods: [] })],
    ['nobody to start it', withVote({ startedBy: [] })],
    ['an unknown role', withVote({ startedBy: ['minister'] })],
    ['an unknown base', withVote({ denominator: 'invited' })],
    [
      'an option twice',
      withVote({ options: [...(resolution()?.options ?? []), ...(resolution()?.options ?? [])] }),
    ],
    ['a threshold with no yes', withVote({ options: survey()?.options })],
    ['a consequence of no option', withVote({ consequences: survey()?.consequences })],
    ['a law profile based on another', { ...province, basedOn: 'commune' }],
    ['an unknown profile', { ...province, id: 'district' }],
  ])('%s', (_, profile) => {
    expect(accepted(profile)).toBe(false)
  })

  test('but not a successor that begins where the other ends', () => {
    const next = { ...quorum(), from: '2027-01-01' } as AnyRule
    const rules = province.rules.map((rule) =>
      rule.key === 'quorum' ? { ...rule, until: '2027-01-01' } : rule,
    )
    expect(accepted({ ...province, rules: [...rules, next] })).toBe(true)
    expect(accepted({ ...province, rules: [...rules, { ...next, from: '2026-12-31' }] })).toBe(false)
  })
})

describe('a basis in English', () => {
  test('has the law’s title as it is and no remark of ours left in Vietnamese', () => {
    // Every word of these belongs to a remark, none to a title.
    const remarks =
      /thay thế|chưa tìm thấy|Thực tiễn|phần mềm|phần còn lại|căn cứ|trước đây|đã ban hành|áp dụng theo|không liệt kê|Điểm|Điều \d|Khoản \d|Mục \d/
    for (const profile of profiles)
      for (const { legalBasis } of profile.rules) {
        expect(basisIn('vi', legalBasis)).toBe(legalBasis)
        expect(remarks.test(basisIn('en', legalBasis)), legalBasis).toBe(false)
      }
  })

  test('names article and clause', () => {
    const basis = 'Khoản 3 Điều 91 Luật Tổ chức chính quyền địa phương số 77/2015/QH13 (đã được thay thế)'
    expect(basisIn('en', basis)).toBe(
      'Article 91(3) Luật Tổ chức chính quyền địa phương số 77/2015/QH13 (since replaced)',
    )
  })
})

function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    visit(key, part)
    walk(part, visit)
  }
}
