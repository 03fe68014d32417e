/** A teller's sheet: what was typed comes back as it was, and stands for the count the shared arithmetic checks. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countFaults } from '@nghi-truong/shared/domain/paper-count'
import type { PaperBallot } from '@nghi-truong/shared/domain/records'
import { voteRule } from '@nghi-truong/shared/domain/rules/active'
import { province } from '@nghi-truong/shared/domain/rules/province'
import {
  optionPlace,
  readFigure,
  reasonPlace,
  spoiltPlace,
  toCount,
  toFields,
  type Fields,
} from './fields.ts'

const rule = voteRule(province, 'confidence_survey', '2026-12-09')
if (!rule) throw new Error('the profile has no confidence survey')

const reasons = ['blank', 'unreadable'] as const

const ballot: PaperBallot = {
  kind: 'paperBallot',
  id: 'p',
  audience: ['everyone'],
  item: 'i',
  title: 'Lấy phiếu tín nhiệm',
  rule,
  // One id is the beginning of the other: places must not run into each other.
  subjects: ['s1', 's11'].map((id) => ({ id, name: id, post: '', person: null })),
  seats: 1,
  round: 1,
  repeats: null,
  state: 'counting',
  voidReason: null,
  frozen: { total: 65, present: 60 },
  entries: 0,
  mismatch: [],
}

const places = [
  'issued',
  'returned',
  ...reasons.map(reasonPlace),
  ...ballot.subjects.flatMap((subject) => [
    ...(rule?.options ?? []).map((option) => optionPlace(subject.id, option.id)),
    spoiltPlace(subject.id),
  ]),
]

const sheet = fc
  .array(fc.option(fc.nat(99_999)), { minLength: places.length, maxLength: places.length })
  .map((figures): Fields => Object.fromEntries(places.map((place, at) => [place, figures[at] ?? null])))

describe('the fields of a sheet', () => {
  it('have places of their own', () => expect(new Set(places).size).toBe(places.length))
  it('come back from the count they stand for', () => {
    fc.assert(
      fc.property(sheet, (fields) => {
        const again = toFields(toCount(ballot, fields, reasons))
        for (const place of places) expect(again[place] ?? 0).toBe(fields[place] ?? 0)
      }),
    )
  })
  it('of a sheet that adds up pass the shared check, and one paper more does not', () => {
    const fields: Fields = {
      issued: 60,
      returned: 59,
      [reasonPlace('blank')]: 2,
      ...Object.fromEntries(
        ballot.subjects.flatMap(({ id }) => [
          [optionPlace(id, 'high'), 30],
          [optionPlace(id, 'medium'), 20],
          [optionPlace(id, 'low'), 6],
          [spoiltPlace(id), 1],
        ]),
      ),
    }
    expect(countFaults(ballot, toCount(ballot, fields, reasons), reasons)).toEqual([])
    const more = { ...fields, [optionPlace('s11', 'low')]: 7 }
    expect(countFaults(ballot, toCount(ballot, more, reasons), reasons)).toEqual(['subject.s11'])
  })
})

describe('a figure', () => {
  it.each([
    ['', null],
    ['abc', null],
    ['060', 60],
    ['6 0', 60],
    ['-5', 5],
    ['12345678', 12345],
  ])('%j is %s', (typed, figure) => expect(readFigure(typed)).toBe(figure))
})
