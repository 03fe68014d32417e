/** Places by the decree, names compared as people read them, and what is offered to whom. */
import { describe, expect, test } from 'vitest'
import { createMemory } from '@nghi-truong/shared/domain/state'
import type { AnyRecord } from '@nghi-truong/shared/domain/records'
import { attachmentPlace } from '@nghi-truong/shared/signature/sign/place'
import { freePlace, initialsOf, planOf, sameName, toSign, zonedTime } from './plan.ts'

const place = { page: 2, x: 300, y: 100, width: 120, height: 60 }
const about = { field: 'Ky', time: 0 }

describe('places', () => {
  test('a person: the picture keeps its shape, centred in the box', () => {
    const tall = { width: 100, height: 100, rgb: new Uint8Array(), opacity: null }
    expect(planOf('personal', place, about, tall)).toMatchObject({ page: 2, rect: [330, 100, 390, 160] })
    const wide = { ...tall, width: 400 }
    expect(planOf('personal', place, about, wide).rect).toEqual([300, 115, 420, 145])
  })
  test('a seal: 36 mm, over a third of the signature from its left, never scaled', () => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = planOf('seal', place, about, null).rect ?? []
    expect(x1 - x0).toBeCloseTo((36 / 25.4) * 72)
    expect(y1 - y0).toBeCloseTo(x1 - x0)
    expect(x1).toBe(340)
    expect(planOf('seal', place, about, null).reason).toBe('Đóng dấu, phát hành')
  })
  test('an agency on an attachment: top right of page 1, in words', () => {
    expect(planOf('attachment', attachmentPlace, about, null)).toMatchObject({
      page: 0,
      rect: [425, 798, 575, 824],
    })
    expect(zonedTime(Date.UTC(2026, 10, 22, 20, 1, 2))).toBe('2026-11-23T03:01:02+07:00')
  })
  test('initials are small and above the box', () => {
    const [, y0 = 0, , y1 = 0] = planOf('initials', place, about, null).rect ?? []
    expect(y0).toBe(160)
    expect(y1 - y0).toBeLessThan(20)
  })
})

test.each([
  ['Tạ Minh Quang (DEMO)', 'Tạ Minh Quang', true],
  ['TA MINH QUANG', 'Tạ Minh Quang', true],
  ['Đỗ Xuân Lộc', 'Do Xuan Loc', true],
  ['Trương Công Nhân', 'Tạ Minh Quang', false],
])('%s and %s', (one, other, same) => expect(sameName(one, other)).toBe(same))

test('initials of a name', () => expect(initialsOf('Tạ Minh Quang (DEMO)')).toBe('TMQ'))

describe('what is offered', () => {
  const base = { audience: [] }
  const document = (id: string, more: object) => ({ kind: 'document', id, ...base, item: 'i1', title: id, documentType: 'other', state: 'draft', replacedBy: null, version: 1, facts: { signature: { count: 0 } }, ...more }) // prettier-ignore
  const state = (...records: object[]) => {
    const memory = createMemory()
    memory.put(records as unknown as AnyRecord[])
    return memory
  }
  const all = [
    { kind: 'session', id: 's', ...base, state: 'open' },
    { kind: 'item', id: 'i1', ...base, position: 0 },
    { kind: 'ballot', id: 'b1', ...base, item: 'i1', question: 'Thông qua?', state: 'published' },
    { kind: 'ballot', id: 'b2', ...base, item: 'i1', question: 'Chưa', state: 'open' },
    { kind: 'paperBallot', id: 'p1', ...base, item: 'i1', title: 'Bầu' },
    { kind: 'paperResult', id: 'p1', ...base },
    document('d1', { documentType: 'resolution' }),
    document('d2', {}),
    document('d3', { facts: { signature: { count: 1 }, signed: { paper: 'tallyRecord' } } }),
    document('d4', { documentType: 'minutes', replacedBy: 'd1' }),
    document('d5', { documentType: 'minutes', state: 'withdrawn' }),
  ]
  const keys = ({ made, series }: ReturnType<typeof toSign>) => [...made, ...series].map((one) => one.key)
  test('the desk: minutes, records, sheets, and documents in series', () => {
    expect(keys(toSign(state(...all), ['secretariat']))).toEqual([
      'minutes',
      'tally p1',
      'sheet b1',
      'd1',
      'd3',
    ])
    expect(keys(toSign(state(...all), ['chair']))).toHaveLength(5)
  })
  test('the tellers: their own record only', () => {
    expect(keys(toSign(state(...all), ['committee', 'delegate']))).toEqual(['tally p1', 'd3'])
  })
  test('nothing before the session has opened', () => {
    expect(keys(toSign(state({ kind: 'session', id: 's', ...base, state: 'preparing' }), ['chair']))).toEqual(
      [],
    )
    expect(freePlace(3).page).toBe(3)
  })
})
