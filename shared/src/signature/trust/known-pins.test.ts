import { expect, test } from 'vitest'
import { comparePin, knownPins } from './known-pins.ts'

test('every value is a SHA-256, and none is there twice', () => {
  expect(knownPins.every((pin) => /^[0-9a-f]{64}$/.test(pin.sha256))).toBe(true)
  expect(new Set(knownPins.map((pin) => pin.sha256)).size).toBe(knownPins.length)
})

test('the value decides; a known name with another value is pointed out, with or without diacritics', () => {
  const pin = knownPins.find((one) => one.name === 'RootCA chuyên dùng Chính phủ G2')
  if (!pin) throw new Error('the root of the second generation is missing')
  expect(comparePin(pin.sha256, 'some other name')).toEqual({ known: pin, namesake: null })
  for (const name of [pin.name, 'ROOTCA chuyen dung  Chinh phu G2', pin.name.normalize('NFD')])
    expect(comparePin('0'.repeat(64), name)).toEqual({ known: null, namesake: pin })
  expect(comparePin('0'.repeat(64), 'DEMO RootCA chuyên dùng Chính phủ')).toEqual({
    known: null,
    namesake: null,
  })
  expect(comparePin('0'.repeat(64), null)).toEqual({ known: null, namesake: null })
})
