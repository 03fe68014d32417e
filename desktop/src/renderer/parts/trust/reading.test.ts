import { expect, test } from 'vitest'
import { grouped, listState, validity, withoutCurrentList, type Certificate, type List } from './reading.ts'

const now = Date.parse('2026-11-22T00:00:00Z')
const list = (issuer: string, nextUpdate: string | null, usable = true): List => ({
  issuer,
  thisUpdate: '2026-11-01T00:00:00Z',
  nextUpdate,
  entries: 0,
  usable,
})

test('a fingerprint is shown whole, in fours', () => {
  const shown = grouped('0123456789abcdef'.repeat(4))
  expect(shown.split(' ')).toHaveLength(16)
  expect(shown.replaceAll(' ', '')).toHaveLength(64)
})

test('a list is current only when it is usable and before its end', () => {
  expect(listState(list('a', '2026-11-23T00:00:00Z'), now)).toBe('current')
  expect(listState(list('a', '2026-11-21T00:00:00Z'), now)).toBe('expired')
  expect(listState(list('a', null), now)).toBe('expired')
  expect(listState(list('a', '2026-11-23T00:00:00Z', false), now)).toBe('unusable')
})

test('who has no current list is named once', () => {
  const lists = [
    list('a', '2026-11-21T00:00:00Z'),
    list('a', '2026-11-23T00:00:00Z'),
    list('b', '2026-11-21T00:00:00Z'),
    list('b', '2026-11-20T00:00:00Z'),
    list('c', '2026-11-23T00:00:00Z', false),
  ]
  expect(withoutCurrentList(lists, now)).toEqual(['b', 'c'])
})

test('validity of a certificate', () => {
  const one = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' } as Certificate
  expect(validity(one, now)).toBe('valid')
  expect(validity(one, Date.parse('2027-01-01T00:00:00Z'))).toBe('expired')
  expect(validity(one, Date.parse('2025-01-01T00:00:00Z'))).toBe('notYet')
})
