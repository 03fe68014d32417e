/** Biên bản kiểm phiếu: the figures entered, the outcomes of the rule, who may have it and when. */
import { expect, test } from 'vitest'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import { seeded, type World } from '@nghi-truong/shared/test/world'
import { markPaper } from './marks.ts'
import { tallyRecord, type TallyRecord } from './record-model.ts'
import { drawTallyRecord } from './tally-record.ts'
import { cut, entriesOf, must, openSitting } from './testing/sitting.ts'
import { textOf } from './testing/text.ts'

const members = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']
const subjects = [
  { id: 'a', name: 'Ông A', post: 'Giám đốc Sở Tài chính' },
  { id: 'b', name: 'Bà B' },
]

/** 30 delegates, 29 present, board of seven, papers issued and being counted. */
function counting(code = 'elect_office'): { world: World; paperBallot: string } {
  const { world, item } = openSitting(30)
  must(world, 'chair', 'committee.elect', { head: 'd1', secretary: 'd2', members })
  must(world, 'clerk', 'paper.draft', { item, code, title: 'Bầu Ủy viên UBND', subjects, seats: 1 })
  const paperBallot = world.state.every('paperBallot')[0]?.id ?? ''
  must(world, 'chair', 'paper.open', { paperBallot })
  must(world, 'd1', 'paper.startCounting', { paperBallot })
  return { world, paperBallot }
}

const recordFor = async (world: World, who: string, paperBallot: string) =>
  tallyRecord(cut(world, who), paperBallot, await markPaper('kyhop', entriesOf(world), paperBallot))

async function mustHave(world: World, who: string, paperBallot: string): Promise<TallyRecord> {
  const record = await recordFor(world, who, paperBallot)
  if (isRefusal(record)) throw new Error(record.refused)
  return record
}

test('prints what was entered twice, with reasons, shares and outcomes', async () => {
  const { world, paperBallot } = counting()
  const count = {
    issued: 29,
    returned: 28,
    invalid: { blank: 1, over_vote: 1 },
    subjects: [
      { subject: 'a', counts: { yes: 18, no: 8 }, invalid: 0 },
      { subject: 'b', counts: { yes: 8, no: 17 }, invalid: 1 },
    ],
  }
  must(world, 'd3', 'paper.enter', { paperBallot, count })
  expect(await recordFor(world, 'chair', paperBallot)).toMatchObject({ refused: 'paper.wrongState' })
  must(world, 'd4', 'paper.enter', { paperBallot, count })
  const draft = await drawTallyRecord(await mustHave(world, 'd3', paperBallot))
  expect(await textOf(draft.bytes)).toContain('Kết quả này chưa được chủ tọa công bố')
  // A delegate outside the board sees no count before the announcement.
  expect(await recordFor(world, 'd9', paperBallot)).toMatchObject({ refused: 'paper.wrongState' })
  must(world, 'chair', 'paper.publish', { paperBallot })
  const record = await mustHave(world, 'clerk', paperBallot)
  const { bytes, places } = await drawTallyRecord(record)
  const text = await textOf(bytes)
  expect(text).not.toContain('DỰ THẢO')
  expect(text).toContain('Người d1 (Trưởng ban); Người d2 (Thư ký); Người d3 (Ủy viên)')
  expect(text).toContain('có mặt khi phát phiếu: 29 (96,67 % tổng số đại biểu)')
  expect(text).toContain('Số phiếu phát ra: 29; số phiếu thu về: 28')
  expect(text).toContain('Số phiếu hợp lệ: 26 (92,86 % số phiếu thu về)')
  expect(text).toContain(
    'không hợp lệ: 2 (7,14 % số phiếu thu về), gồm: bỏ trống hoặc gạch hết: 1; chọn quá số người được bầu: 1',
  )
  expect(text).toMatch(/Ông A Giám đốc Sở Tài chính 18 60,00 % 64,29 % 8 26,67 % 28,57 % 0 Trúng cử/)
  expect(text).toMatch(/Bà B 8 26,67 % 28,57 % 17 56,67 % 60,71 % 1 Không đủ phiếu trúng cử/)
  expect(text).toContain('ít nhất 16 phiếu (quá nửa tổng số đại biểu: 16/30)')
  expect(text).toContain('khớp nhau: Người d3, Người d4')
  expect(places).toHaveLength(members.length)
  expect(await recordFor(world, 'clerk', 'other')).toMatchObject({ refused: 'paper.notSeen' })
  must(world, 'chair', 'paper.void', { paperBallot, reason: 'Nhầm' })
  expect(await recordFor(world, 'chair', paperBallot)).toMatchObject({ refused: 'paper.wrongState' })
})

test('the board printed is the one that counted', async () => {
  const { world, paperBallot } = counting('relieve_office')
  const count = {
    issued: 29,
    returned: 29,
    invalid: {},
    subjects: subjects.map(({ id }) => ({ subject: id, counts: { yes: 20, no: 9 }, invalid: 0 })),
  }
  must(world, 'd3', 'paper.enter', { paperBallot, count })
  must(world, 'd4', 'paper.enter', { paperBallot, count })
  must(world, 'chair', 'committee.elect', { head: 'd8', secretary: 'd9', members: ['d8', 'd9', 'd10', 'd11', 'd12', 'd13', 'd14'] }) // prettier-ignore
  expect(await mustHave(world, 'chair', paperBallot)).toMatchObject({ head: 'Người d1', secretary: 'Người d2', needs: 'ít nhất 16 phiếu (quá nửa tổng số đại biểu: 16/30)' }) // prettier-ignore
})

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(`random confidence surveys: counts, shares of ballots returned, consequences (seed ${seed})`, async () => {
  const random = seeded(seed)
  for (let round = 0; round < 30; round++) {
    const { world, paperBallot } = counting('confidence_survey')
    const returned = 1 + Math.floor(random() * 29)
    const spoiled = Math.floor(random() * Math.min(3, returned))
    const own = subjects.map(({ id }) => {
      const high = Math.floor(random() * (returned - spoiled + 1))
      const low = Math.floor(random() * (returned - spoiled - high + 1))
      return { subject: id, counts: { high, medium: returned - spoiled - high - low, low }, invalid: 0 }
    })
    const count = { issued: 29, returned, invalid: { unreadable: spoiled }, subjects: own }
    must(world, 'd3', 'paper.enter', { paperBallot, count })
    must(world, 'd4', 'paper.enter', { paperBallot, count })
    const record = await mustHave(world, 'chair', paperBallot)
    expect(record.bases.map((base) => base.size)).toEqual([returned, 30])
    record.people.forEach((person, at) => {
      const { high = 0, medium = 0, low = 0 } = own[at]?.counts ?? {}
      expect(person.cells).toEqual(
        [high, medium, low].map((papers) => [
          String(papers),
          `${percent(papers, returned, 'vi')} %`,
          `${percent(papers, 30, 'vi')} %`,
        ]),
      )
      const word = 3 * low >= 2 * returned ? 'Trình miễn nhiệm' : 2 * low > returned ? 'Có thể xin từ chức' : 'Không phải' // prettier-ignore
      expect(person.outcome.startsWith(word)).toBe(true)
    })
  }
})
