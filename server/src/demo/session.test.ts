/** The demo session agrees with itself: numbers, groups, seats, names. */
import { agenda } from '@nghi-truong/shared/domain/agenda'
import { documents } from '@nghi-truong/shared/domain/documents'
import { house } from '@nghi-truong/shared/domain/house'
import { describe, expect, it } from 'vitest'
import { documentPlans } from './plan-list.ts'
import { areas, communes } from './places.ts'
import {
  demoAccounts,
  demoCandidates,
  demoCouncil,
  demoDelegates,
  demoGroups,
  demoItems,
  demoPassword,
  demoPeople,
  demoTellers,
} from './session.ts'

const distinct = (values: readonly (string | null)[]): boolean => new Set(values).size === values.length

describe('demo session', () => {
  it('has 65 different delegates in 8 groups, each on a seat of his own', () => {
    expect(demoDelegates).toHaveLength(65)
    expect(distinct(demoDelegates.map((one) => one.name))).toBe(true)
    expect(distinct(demoDelegates.map((one) => one.seat))).toBe(true)
    expect(
      distinct(
        demoDelegates.map((one) => one.position.replace(/^Phó Chủ tịch Hội đồng.*/, '')).filter(Boolean),
      ),
    ).toBe(true)
    for (const { group } of demoGroups) {
      expect(demoDelegates.filter((one) => one.group === group).length).toBeGreaterThanOrEqual(8)
    }
  })
  it('keeps names in NFC and identifiers safe', () => {
    for (const one of demoPeople) {
      expect(one.name.normalize('NFC')).toBe(one.name)
      expect(one.person).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
    }
    expect(distinct(demoPeople.map((one) => one.person))).toBe(true)
  })
  it('gives every account a person, and a password of at least twelve characters', () => {
    const people = new Set(demoPeople.map((one) => one.person))
    expect(distinct(demoAccounts.map((account) => account.username))).toBe(true)
    for (const account of demoAccounts) {
      expect(people.has(account.person)).toBe(true)
      expect(demoPassword(account.username).length).toBeGreaterThanOrEqual(12)
    }
  })
  it('proposes seven tellers, none of them a candidate', () => {
    expect(demoTellers).toHaveLength(7)
    const names = demoTellers.map(({ person }) => demoPeople.find((one) => one.person === person)?.name)
    for (const candidate of demoCandidates) expect(names).not.toContain(candidate.name)
  })
  it('has documents for each of the 8 items, and no commune twice', () => {
    const items = new Set(demoItems.map((item) => item.key))
    expect(items.size).toBe(8)
    for (const plan of documentPlans()) expect(items.has(plan.itemKey), plan.key).toBe(true)
    expect(distinct(documentPlans().map((plan) => plan.key))).toBe(true)
    expect(distinct(communes.map((commune) => commune.name))).toBe(true)
    expect(areas).toHaveLength(8)
  })

  it('is what the ordinary commands accept', () => {
    house.commands['house.nameCouncil'].input.parse(demoCouncil)
    for (const group of demoGroups) house.commands['house.setGroup'].input.parse(group)
    for (const person of demoPeople) house.commands['house.setPerson'].input.parse(person)
    for (const { title, presenter, minutes } of demoItems) {
      agenda.commands['agenda.add'].input.parse({ title, presenter, minutes })
    }
    for (const { itemKey, title, number, type } of documentPlans()) {
      const input = { item: itemKey, file: '0'.repeat(64), title, number, documentType: type }
      documents.commands['documents.attach'].input.parse(input)
    }
  })
})
