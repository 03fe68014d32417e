import { expect, test } from 'vitest'
import { placeKey, readPlace, startPlace, writePlace, type Place } from './place.ts'

const memory = () => {
  const held = new Map<string, string>()
  return {
    held,
    read: (key: string) => held.get(key) ?? null,
    write: (key: string, value: string) => void held.set(key, value),
  }
}
const place: Place = { page: 137, fx: 0.1, fy: 0.42, zoom: 1.5, turn: 90, twoPages: true, tone: 'night' }

test('a place is there again for the same person and document only', () => {
  const keep = memory()
  writePlace(keep, placeKey('db005', 'a'.repeat(64)), place)
  expect(readPlace(keep, placeKey('db005', 'a'.repeat(64)))).toEqual(place)
  expect(readPlace(keep, placeKey('db006', 'a'.repeat(64)))).toEqual(startPlace)
  expect(readPlace(keep, placeKey('db005', 'b'.repeat(64)))).toEqual(startPlace)
})

test.each([
  '',
  '{',
  'null',
  '7',
  '{"page":0}',
  JSON.stringify({ ...place, zoom: 99 }),
  JSON.stringify({ ...place, turn: 45 }),
])('what cannot be read counts as absent: %s', (value) => {
  const keep = memory()
  keep.held.set('k', value)
  expect(readPlace(keep, 'k')).toEqual(startPlace)
})
