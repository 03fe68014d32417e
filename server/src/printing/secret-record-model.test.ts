// What the minutes of a secret ballot count, for each form of the paper.
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { bring, draft, people, ready } from '@nghi-truong/shared/test/secret-hall'
import { describe, expect, it } from 'vitest'
import { secretRecordModel, type SecretMarks } from './secret-record-model.ts'

const marks: SecretMarks = {
  log: 'log',
  board: { head: 'd1', secretary: 'd2', members: ['d1', 'd2', 'd3'] },
  keys: { holders: 7, threshold: 4 },
  openedAt: '2026-12-08T02:00:00.000Z',
  closedAt: '2026-12-08T02:10:00.000Z',
  counted: { seq: 90, at: '2026-12-08T02:20:00.000Z', hash: 'a'.repeat(64) },
}

function minutes(code: string, count: number, counts: number[][], more: object = {}) {
  const world = ready()
  const ballot = draft(world, code, people(count), more)
  bring(world, ballot, 'counted', counts)
  const model = secretRecordModel(world.state, ballot, marks)
  if (isRefusal(model)) throw new Error(model.refused)
  return model
}

describe('minutes of a secret ballot', () => {
  it('of a list name votes alone: nobody was marked against', () => {
    for (const form of ['list', 'strike']) {
      const model = minutes('elect_office', 3, [[2, 15, 12, 4]], { form, seats: 2 })
      expect(model.options).toEqual(['Số phiếu bầu'])
      expect(model.people.map((one) => one.cells.map(([first]) => first))).toEqual([['15'], ['12'], ['4']])
      expect(model.whole).toEqual({ valid: 18, invalid: 2 })
    }
  })

  it('of one person count a ballot without a mark as invalid', () => {
    const model = minutes('relieve_office', 1, [[13, 4]])
    expect(model.options).toEqual(['Đồng ý', 'Không đồng ý'])
    expect(model.whole).toEqual({ valid: 17, invalid: 3 })
  })

  it('of several people leave validity to each row', () => {
    const model = minutes('relieve_office', 2, [
      [13, 4],
      [20, 0],
    ])
    expect(model.whole).toBeNull()
    expect(model.people.map((one) => one.invalid)).toEqual([3, 0])
  })
})
