import { expect, test } from 'vitest'
import { placeFrom, placeKey, placeOrNull, readPlace, startPlace, writePlace, type Place } from './place.ts'

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

test('a version not read yet begins where the one before was left; one that was read, at its own place', () => {
  const keep = memory()
  const [old, fresh] = ['a'.repeat(64), 'b'.repeat(64)]
  writePlace(keep, placeKey('db005', old), place)
  expect(placeFrom(keep, 'db005', fresh, old)).toEqual({ place, carried: true })
  expect(placeFrom(keep, 'db005', fresh, null)).toEqual({ place: startPlace, carried: false })
  expect(placeFrom(keep, 'db006', fresh, old)).toEqual({ place: startPlace, carried: false })
  const own = { ...place, page: 3 }
  writePlace(keep, placeKey('db005', fresh), own)
  expect(placeFrom(keep, 'db005', fresh, old)).toEqual({ place: own, carried: false })
})

test('a place from another device is taken only in its own shape', () => {
  expect(placeOrNull(place)).toEqual(place)
  for (const wrong of [null, 'x', {}, { ...place, page: 0 }, { ...place, zoom: 99 }])
    expect(placeOrNull(wrong)).toBeNull()
})
