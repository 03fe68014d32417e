/** How a document may be read, and where. */
import { describe, expect, test } from 'vitest'
import type { AnyRecord, Classification, Reading } from './records.ts'
import { fileReading, keepDays, outlived, readingOf, widest } from './reading.ts'
import { createMemory, type State } from './state.ts'

const file = 'f'.repeat(64)
const person = 'd1'
const delegate = { person, roles: ['delegate'] as const, groups: [] }
const guest = { person: 'g1', roles: ['guest'] as const, groups: [] }
const clerk = { person: 's1', roles: ['secretariat'] as const, groups: [] }

function hall(
  stage: 'preparing' | 'open' | 'recess' | 'closed',
  present: boolean,
  documents: readonly { reading?: Reading; classification?: Classification; audience?: string }[],
): State {
  const state = createMemory()
  const records = [
    { kind: 'session', id: 's', audience: ['everyone'], state: stage },
    { kind: 'attendance', id: person, audience: ['everyone'], state: present ? 'present' : 'unknown' },
    ...documents.map(({ reading, classification = 'none', audience = 'everyone' }, n) => ({
      kind: 'document',
      id: `t${n}`,
      audience: [audience],
      classification,
      facts: { sha256: file },
      ...(reading && { reading }),
    })),
  ]
  state.put(records as unknown as readonly AnyRecord[])
  return state
}

test('what is said of nothing: papers to be collected stay in the hall, the rest on the device', () => {
  expect(readingOf({ classification: 'none' })).toBe('device')
  expect(readingOf({ classification: 'recall' })).toBe('hallOnly')
  expect(readingOf({ classification: 'recall', reading: 'device' })).toBe('device')
})

describe('in the hall only', () => {
  const only = [{ reading: 'hallOnly' as const }]
  test.each([
    ['preparing', true, 'away'],
    ['open', false, 'away'],
    ['open', true, 'hallOnly'],
    ['recess', true, 'hallOnly'],
    ['closed', true, 'away'],
  ] as const)('%s, present %s: %s', (stage, present, expected) =>
    expect(fileReading(hall(stage, present, only), delegate, file)).toBe(expected),
  )

  test('the desk prepares it before the sitting; a guest nobody marked present does not read it', () => {
    expect(fileReading(hall('preparing', false, only), clerk, file)).toBe('hallOnly')
    expect(fileReading(hall('open', true, only), guest, file)).toBe('away')
  })
})

test('audience first; of several documents with one file the widest counts', () => {
  const others = hall('open', true, [{ reading: 'copy', audience: 'role:chair' }])
  expect(fileReading(others, delegate, file)).toBe('none')
  const both = hall('preparing', false, [{ reading: 'hallOnly' }, { reading: 'copy' }])
  expect(fileReading(both, delegate, file)).toBe('copy')
  expect(widest(['none', 'away', 'device', 'hallOnly'])).toBe('device')
  expect(widest([])).toBe('none')
})

test('a closed session is outlived after the days of the policy, an open one never', () => {
  const closed = '2026-12-11T10:00:00.000Z'
  const days = (n: number) => new Date(Date.parse(closed) + n * 86_400_000).toISOString()
  expect(outlived(closed, days(keepDays))).toBe(false)
  expect(outlived(closed, days(keepDays + 1))).toBe(true)
  expect(outlived(null, days(4000))).toBe(false)
})
