/**
 * The result sheet: what it prints is what was counted, for random votes (seed printed) and for chosen ones.
 */
import { expect, test } from 'vitest'
import { countBallot } from '@nghi-truong/shared/domain/count'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import { randomWish } from '@nghi-truong/shared/test/life'
import { conveneInput, createWorld, pick, seeded, type World } from '@nghi-truong/shared/test/world'
import { enrol, signedCast, testDevice } from '@nghi-truong/shared/test/devices'
import { markBallot } from './marks.ts'
import { drawResultSheet, qrText } from './result-sheet.ts'
import { notAnswered, notBallotted, resultSheet, type BallotMarks, type ResultSheet } from './sheet-model.ts'
import { cast, cut, entriesOf, finish, hashAt, must, openSitting, voting } from './testing/sitting.ts'
import { textOf } from './testing/text.ts'

const marksIn = (world: World, ballot: string) => markBallot('kyhop', entriesOf(world), ballot)

async function sheetFor(world: World, who: string, ballot: string): Promise<ResultSheet> {
  const sheet = resultSheet(cut(world, who), ballot, await marksIn(world, ballot))
  if (isRefusal(sheet)) throw new Error(sheet.refused)
  return sheet
}

test('prints figures, both percentages, the verdict, the names by group, the code and the head', async () => {
  const { world, ballot } = voting()
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(world, ballot, who, 'yes')
  cast(world, ballot, 'd5', 'no')
  cast(world, ballot, 'd6', 'abstain')
  finish(world, ballot)
  const sheet = await sheetFor(world, 'guest', ballot)
  const { bytes, places, name } = await drawResultSheet(sheet, ballot)
  const text = await textOf(bytes)
  expect(text).toContain('HỘI ĐỒNG NHÂN DÂN TỈNH AN PHÚ')
  expect(text).toContain('KỲ HỌP THỨ BA, KHÓA XI')
  expect(text).toContain('An Phú, ngày 08 tháng 12 năm 2026')
  expect(text).toContain('Khoản 3 Điều 91')
  expect(text).toContain('Tán thành 5 55,56 % 62,50 %')
  expect(text).toContain('Không tán thành 1 11,11 % 12,50 %')
  expect(text).toContain(`${notBallotted} 1 11,11 % 12,50 %`)
  expect(text).toContain('ĐỦ ĐIỀU KIỆN THÔNG QUA')
  expect(text).not.toContain('KHÔNG ĐỦ')
  expect(text).toContain('ít nhất 5 phiếu (quá nửa tổng số đại biểu: 5/9)')
  expect(text).toMatch(/Tổ 1: \d đại biểu 1 Người chair/)
  expect(text).toContain('Người d5 Không tán thành')
  expect(text).toContain(`Người d7 ${notBallotted}`)
  expect(text).toContain(sheet.code.toUpperCase())
  expect(text.replaceAll(' ', '')).toContain(hashAt(sheet.marks.closed.seq))
  expect(text).toContain('THƯ KÝ KỲ HỌP Người clerk CHỦ TỌA Người chair')
  expect(places).toHaveLength(2)
  expect(name).toMatch(/^phieu-ket-qua-[0-9a-f]{8}\.pdf$/)
  expect(qrText(sheet, ballot)).toContain(`head=${sheet.marks.closed.hash}&result=${sheet.code}`)
  const again = await drawResultSheet(sheet, ballot)
  expect(Buffer.from(again.bytes).equals(bytes)).toBe(true)
})

test('says what is missing when it failed', async () => {
  const { world, ballot } = voting()
  cast(world, ballot, 'd1', 'yes')
  finish(world, ballot)
  const text = await textOf((await drawResultSheet(await sheetFor(world, 'd1', ballot), ballot)).bytes)
  expect(text).toContain('KHÔNG ĐỦ ĐIỀU KIỆN THÔNG QUA')
  expect(text).toContain('còn thiếu 4 phiếu')
})

test('no sheet before the announcement, of an annulled vote, or of one not in sight', () => {
  const { world, ballot } = voting()
  cast(world, ballot, 'd1', 'yes')
  const state = () => cut(world, 'chair')
  const fake: BallotMarks = {
    log: 'kyhop',
    closed: { seq: 1, at: world.at(), hash: hashAt(1) },
    setHash: hashAt(2),
    manifest: null,
    published: { seq: 2, at: world.at(), by: 'chair' },
  }
  expect(resultSheet(state(), ballot, fake)).toMatchObject({ refused: 'ballot.wrongState' })
  finish(world, ballot, false)
  expect(resultSheet(state(), ballot, fake)).toMatchObject({ refused: 'ballot.wrongState' })
  must(world, 'chair', 'ballot.publish', { ballot })
  expect(isRefusal(resultSheet(state(), ballot, fake))).toBe(false)
  expect(resultSheet(state(), ballot, null)).toMatchObject({ refused: 'ballot.wrongState' })
  expect(resultSheet(state(), 'other', fake)).toMatchObject({ refused: 'ballot.notSeen' })
  must(world, 'chair', 'ballot.void', { ballot, reason: 'Nhầm' })
  expect(resultSheet(state(), ballot, fake)).toMatchObject({ refused: 'ballot.wrongState' })
})

test('hands counted without names bring no names; a rule without names neither', async () => {
  const hands = voting({ method: 'show_of_hands' })
  must(hands.world, 'clerk', 'ballot.enterCounts', {
    ballot: hands.ballot,
    counts: { yes: 6, no: 1, abstain: 0 },
  })
  finish(hands.world, hands.ballot)
  const sheet = await sheetFor(hands.world, 'd1', hands.ballot)
  expect(sheet).toMatchObject({ method: 'handsCounted', roll: null, yes: 6, notCast: 1 })
  const straw = voting({
    code: 'straw_poll',
    entries: [
      { vi: 'Phương án 1', en: '1' },
      { vi: 'Phương án 2', en: '2' },
    ],
  })
  cast(straw.world, straw.ballot, 'd1', 'option_2')
  finish(straw.world, straw.ballot)
  expect(await sheetFor(straw.world, 'd2', straw.ballot)).toMatchObject({
    roll: null,
    passed: null,
    needs: null,
  })
})

test('names the winner of one of n', async () => {
  const entries = ['Phương án A', 'Phương án B'].map((vi) => ({ vi, en: vi }))
  const won = voting({ code: 'vote_point', entries })
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(won.world, won.ballot, who, 'option_2')
  finish(won.world, won.ballot)
  expect(await sheetFor(won.world, 'd1', won.ballot)).toMatchObject({
    passed: true,
    chosen: 'Phương án B',
    yes: 5,
  })
})

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(
  `random lives: every announced vote prints what countBallot counts (seed ${seed})`,
  { timeout: 60_000 },
  async () => {
    let sheets = 0
    for (let life = 0; life < 60; life++) {
      const random = seeded(seed + life)
      const world = createWorld()
      world.wish('clerk', 'session.convene', conveneInput)
      for (let step = 0; step < 400; step++) {
        const [person, type, input] = randomWish(random, world)
        world.wish(person, type, input)
        if (random() < 0.2) world.tick(Math.floor(random() * 5000))
      }
      for (const ballot of world.state.every('ballot')) {
        const viewer = pick(random, ['guest', 'd1', 'clerk', 'chair'])
        if (!world.state.one('person', viewer)) continue
        const sheet = resultSheet(cut(world, viewer), ballot.id, await marksIn(world, ballot.id))
        expect(isRefusal(sheet)).toBe(ballot.state !== 'published')
        if (isRefusal(sheet)) continue
        sheets++
        const counted = countBallot(world.state, ballot)
        const counts = ballot.options.map((option) => counted.counts[option.id] ?? 0)
        expect(sheet.rows.map((row) => row.count)).toEqual([...counts, counted.notCast])
        expect(sheet).toMatchObject({ total: counted.total, present: counted.present, cast: counted.cast, passed: counted.passed, yes: counted.yes }) // prettier-ignore
        for (const row of sheet.rows)
          expect(row.shares).toEqual(sheet.bases.map(({ size: of }) => `${percent(row.count, of, 'vi')} %`))
        const listed = sheet.roll?.flatMap((group) => group.people).filter((one) => one.code !== '')
        if (sheet.method === 'handsCounted') expect(sheet.roll).toBeNull()
        else expect((listed ?? sheet.list ?? []).length).toBe(counted.cast)
        expect(sheet.code).toBe(sheet.marks.manifest?.slice(0, 8))
      }
    }
    console.log(`random sheets: ${sheets}`)
    expect(sheets).toBeGreaterThan(10)
  },
)

test('typed stars and underscores are printed as typed, line feeds are blanks', async () => {
  const { world, ballot } = voting({ question: 'Điểm **a** và\n__b__ thế nào?' })
  finish(world, ballot)
  const text = await textOf((await drawResultSheet(await sheetFor(world, 'd1', ballot), ballot)).bytes)
  expect(text).toContain('Vấn đề biểu quyết: Điểm **a** và __b__ thế nào?')
})

test('a written opinion speaks of those asked, with what they wrote beside their answer', async () => {
  const { world, item } = openSitting()
  const deadline = new Date(Date.parse(world.at()) + 86_400_000).toISOString()
  const people = ['d1', 'd2', 'd3', 'd4']
  const round = { item, code: 'committee_vote', question: 'Nhất trí?', people, deadline }
  must(world, 'clerk', 'opinion.draft', { ...round, labels: 'opinion_form' })
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world, 'clerk', 'opinion.open', { ballot })
  cast(world, ballot, 'd1', 'yes')
  cast(world, ballot, 'd2', 'yes_with_changes')
  cast(world, ballot, 'd3', 'no')
  must(world, 'd2', 'opinion.remark', { ballot, text: 'Sửa khoản 2 Điều 3' })
  world.tick(86_400_000)
  must(world, 'system', 'ballot.close', { ballot })
  must(world, 'system', 'ballot.finish', { ballot })
  must(world, 'chair', 'ballot.publish', { ballot })
  const sheet = await sheetFor(world, 'd8', ballot)
  expect(sheet).toMatchObject({ method: 'writtenOpinion', yes: 2, passed: false, chosen: null })
  const text = await textOf((await drawResultSheet(sheet, ballot)).bytes)
  expect(text).toContain('PHIẾU KẾT QUẢ LẤY Ý KIẾN')
  expect(text).toContain('Người được lấy ý kiến: 4; đã trả lời 3; không trả lời 1')
  expect(text).toContain('ít nhất 3 phiếu (quá nửa tổng số người được lấy ý kiến: 3/4)')
  expect(text).toContain(`${notAnswered} 1 25,00 %`)
  expect(text).toMatch(/Sửa khoản 2 Điều 3/)
  expect(text).not.toContain('có mặt')
})

test('a rule of the council’s own is told with the law it departs from', async () => {
  const { world, item } = openSitting()
  must(world, 'clerk', 'rules.set', {
    code: 'adopt_resolution',
    title: { vi: 'Thông qua nghị quyết', en: 'Resolution' },
    methods: ['electronic'],
    form: 'options',
    options: [
      { id: 'yes', label: { vi: 'Tán thành', en: 'Yes' }, counts: 'yes' },
      { id: 'no', label: { vi: 'Không tán thành', en: 'No' }, counts: 'no' },
    ],
    denominator: 'totalDelegates',
    threshold: { num: 1, den: 3, strict: false },
    secrecy: 'open',
    publishNames: true,
    legalBasis: 'Điều 12 Quy chế làm việc',
  })
  must(world, 'clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?' })
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world, 'chair', 'ballot.open', { ballot })
  finish(world, ballot)
  const text = await textOf((await drawResultSheet(await sheetFor(world, 'd1', ballot), ballot)).bytes)
  expect(text).toContain('Quy tắc riêng, khác quy định chung: mức thông qua THẤP hơn quy định chung')
  expect(text).toContain('ít nhất 1/3; quy định chung: quá 1/2')
  const ordinary = voting()
  finish(ordinary.world, ordinary.ballot)
  expect((await sheetFor(ordinary.world, 'd1', ordinary.ballot)).departures).toEqual([])
})

test('a nameless poll prints codes and choices, and no name beside a choice', async () => {
  const entries = ['Buổi sáng', 'Buổi chiều'].map((vi) => ({ vi, en: vi }))
  const { world, ballot } = voting({ code: 'straw_poll', secrecy: 'anonymous', entries })
  for (const [person, choice] of [
    ['d1', 'option_1'],
    ['d2', 'option_2'],
  ] as const) {
    const device = testDevice()
    enrol(world, person, device)
    must(world, person, 'ballot.cast', signedCast(device, { ballot, round: 1, person, choice, clientSeq: 1 }))
  }
  finish(world, ballot)
  const sheet = await sheetFor(world, 'd3', ballot)
  expect(sheet).toMatchObject({ anonymous: true, roll: null })
  expect(sheet.list).toHaveLength(2)
  const text = await textOf((await drawResultSheet(sheet, ballot)).bytes)
  expect(text).toContain('DANH SÁCH PHIẾU THEO MÃ (KHÔNG GHI TÊN)')
  expect(text).not.toMatch(/Người d[12]/)
  for (const { code, choice } of sheet.list ?? []) expect(text).toContain(`${code} ${choice}`)
})
