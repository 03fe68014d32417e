/** Places: each person his own, the newest stays, nothing is lost by an orderly end. */
import { expect, test } from 'vitest'
import { memoryFindings } from '../store/memory.ts'
import { createPlaces } from './places.ts'

const file = 'c'.repeat(64)
const placed = (box: string, at: string) => ({ box, at: `2026-12-09T${at}:00.000Z` })
const fail = (error: unknown) => {
  throw error
}

test('each person gets his own, also before it is written down', async () => {
  const places = createPlaces({ findings: memoryFindings(), report: fail })
  places.put('a', file, placed('AAAA', '08:00'))
  expect(await places.get('a', file)).toMatchObject({ box: 'AAAA' })
  expect(await places.get('b', file)).toBeNull()
  await places.close()
})

test('the newer stays, whichever came last', async () => {
  const places = createPlaces({ findings: memoryFindings(), report: fail })
  places.put('a', file, placed('BBBB', '09:00'))
  places.put('a', file, placed('AAAA', '08:00'))
  expect(await places.get('a', file)).toMatchObject({ box: 'BBBB' })
  await places.close()
})

test('an orderly end writes what waited', async () => {
  const findings = memoryFindings()
  const places = createPlaces({ findings, report: fail })
  places.put('a', file, placed('AAAA', '08:00'))
  await places.close()
  const later = createPlaces({ findings, report: fail })
  expect(await later.get('a', file)).toMatchObject({ box: 'AAAA' })
  await later.close()
})
