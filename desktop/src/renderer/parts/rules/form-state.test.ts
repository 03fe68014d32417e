/** The form of a voting rule: what it begins with is the law's own rule, and nothing it can be brought to breaks it. */
import { describe, expect, it } from 'vitest'
import type { Session } from '@nghi-truong/shared/domain/records'
import { votesAt } from '@nghi-truong/shared/domain/rules/active'
import { warningsFor } from '@nghi-truong/shared/domain/rules/custom'
import { province } from '@nghi-truong/shared/domain/rules/province'
import { inputOf, isRule, preview, settle, stateOf } from './form-state.ts'

const startsOn = '2026-12-08'
const session = { profile: province, startsOn } as Session

const begun = (code: string) => {
  const rule = votesAt(province, startsOn).find((one) => one.code === code) ?? null
  return settle(stateOf(rule))
}

describe('the form of a rule', () => {
  it.each(['adopt_resolution', 'adopt_agenda', 'tellers_election', 'release_deputy', 'confirm_result'])(
    'begun from the law (%s) warns of nothing that was not touched',
    (code) => {
      const made = preview(session, begun(code))
      if (!isRule(made)) throw new Error(made.refused)
      const warnings = warningsFor('province', made, startsOn).map((one) => one.code)
      // The form offers one form of ballot; a rule of the law may have two.
      expect(warnings.filter((one) => one !== 'vote.formsDiffer')).toEqual([])
    },
  )

  it('holds together whatever is chosen: paper is secret and by person, a nameless vote has no hands', () => {
    const paper = settle({ ...begun('adopt_resolution'), methods: ['paper_ballot'] })
    expect(paper).toMatchObject({ secrecy: 'secret', form: 'per_person', publishNames: false })
    expect(isRule(preview(session, paper))).toBe(true)
    const back = settle({ ...paper, methods: ['electronic'], denominator: 'collected' })
    expect(back).toMatchObject({ secrecy: 'open', form: 'options', denominator: 'totalDelegates' })
    const nameless = settle({ ...begun('adopt_resolution'), secrecy: 'anonymous' })
    expect(nameless).toMatchObject({ methods: ['electronic'], publishNames: false })
    expect(isRule(preview(session, nameless))).toBe(true)
  })

  it('shows why a fraction nobody reaches makes no rule', () => {
    const made = preview(session, { ...begun('adopt_resolution'), num: 2, den: 2, strict: true })
    expect(isRule(made)).toBe(false)
  })

  it('keeps the English words of what was not typed anew', () => {
    expect(inputOf(begun('adopt_resolution')).options[0]?.label).toEqual({ vi: 'Tán thành', en: 'In favour' })
  })
})
