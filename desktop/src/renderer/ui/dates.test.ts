/** Times in Vietnam, whatever the zone of the device. */
import { describe, expect, it } from 'vitest'
import { dateTime, day, minutesSeconds, time, timeWithSeconds } from './dates.ts'

describe('dates', () => {
  it('shows UTC as the clock in the hall', () => {
    expect(dateTime('2026-12-07T23:30:05Z')).toBe('08/12/2026 06:30')
    expect(time('2026-12-07T17:00:00Z')).toBe('00:00')
    expect(timeWithSeconds('2026-12-07T17:00:09Z')).toBe('00:00:09')
  })

  it('leaves a calendar day alone', () => expect(day('2026-12-08')).toBe('08/12/2026'))

  it('counts minutes and seconds, also over time', () => {
    expect(minutesSeconds(425)).toBe('7:05')
    expect(minutesSeconds(0)).toBe('0:00')
    expect(minutesSeconds(-12)).toBe('−0:12')
  })
})
