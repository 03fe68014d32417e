/**
 * The result sheet: what it prints is what was counted, for random votes (seed printed) and for chosen ones.
 */
import { expect, test } from 'vitest'
import { countBallot } from '@nghi-truong/shared/domain/count'
import { sees } from '@nghi-truong/shared/domain/audience'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import { createMemory, type State } from '@nghi-truong/shared/domain/state'
import { randomWish } from '@nghi-truong/shared/test/life'
import { conveneInput, createWorld, pick, seeded, type World } from '@nghi-truong/shared/test/world'
import { drawResultSheet, qrText } from './result-sheet.ts'
import { notBallotted, resultSheet, type BallotMarks, type ResultSheet } from './sheet-model.ts'
import { textOf } from './testing/text.ts'

const hash = 'ab'.repeat(32)

function marksIn(world: World, ballot: string): BallotMarks | null {
  const of = (type: string) =>
    world.log.findLast((one) => one.type === type && (one.data as { ballot: string }).ballot === ballot)
  const [closed, published] = [of('ballot.closed'), of('ballot.published')]
  if (!closed || !published) return null
  const { setHash } = closed.data as { setHash: string }
  return {
    log: 'kyhop',
    closed: { ...closed, hash },
    setHash,
    published: { ...published, by: published.actor },
  }
}

/** What that person may see, as the server cuts it. */
function cut(world: World, who: string): State {
  const person = world.state.one('person', who)
  const viewer = { person: who, roles: person?.roles ?? [], groups: person?.group ? [person.group] : [] }
  const state = createMemory()
  state.put(world.state.all().filter((record) => sees(viewer, record.audience)))
  return state
}

function must(world: World, person: string, type: string, input: unknown = {}): void {
  const answer = world.wish(person, type, input)
  if (isRefusal(answer)) throw new Error(`${type}: ${answer.refused}`)
}

/** An open sitting of nine delegates, all present but the last, and one drafted vote. */
function sitting(input: Record<string, unknown> = {}): { world: World; ballot: string } {
  const world = createWorld()
  must(world, 'clerk', 'session.convene', conveneInput)
  must(world, 'clerk', 'agenda.add', { title: 'Nghị quyết về ngân sách' })
  must(world, 'clerk', 'agenda.publish')
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'])
    must(world, who, 'attendance.checkIn')
  must(world, 'chair', 'session.open')
  const item = world.state.every('item')[0]?.id
  must(world, 'clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?', ...input })
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world, 'chair', 'ballot.open', { ballot })
  return { world, ballot }
}

function finish(world: World, ballot: string, publish = true): void {
  must(world, 'chair', 'ballot.close', { ballot })
  must(world, 'system', 'ballot.finish', { ballot })
  if (publish) must(world, 'chair', 'ballot.publish', { ballot })
}

function sheetFor(world: World, who: string, ballot: string): ResultSheet {
  const sheet = resultSheet(cut(world, who), ballot, marksIn(world, ballot))
  if (isRefusal(sheet)) throw new Error(sheet.refused)
  return sheet
}

const cast = (world: World, ballot: string, who: string, choice: string) =>
  must(world, who, 'ballot.cast', { ballot, round: 1, choice, clientSeq: 1 })

test('prints figures, both percentages, the verdict, the names by group, the code and the head', async () => {
  const { world, ballot } = sitting()
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(world, ballot, who, 'yes')
  cast(world, ballot, 'd5', 'no')
  cast(world, ballot, 'd6', 'abstain')
  finish(world, ballot)
  const sheet = sheetFor(world, 'guest', ballot)
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
  expect(text.replaceAll(' ', '')).toContain(hash)
  expect(text).toContain('THƯ KÝ KỲ HỌP Người clerk CHỦ TỌA Người chair')
  expect(places).toHaveLength(2)
  expect(name).toMatch(/^phieu-ket-qua-[0-9a-f]{8}\.pdf$/)
  expect(qrText(sheet, ballot)).toContain(`head=${hash}&result=${sheet.code}`)
  const again = await drawResultSheet(sheet, ballot)
  expect(Buffer.from(again.bytes).equals(bytes)).toBe(true)
})

test('says what is missing when it failed', async () => {
  const { world, ballot } = sitting()
  cast(world, ballot, 'd1', 'yes')
  finish(world, ballot)
  const text = await textOf((await drawResultSheet(sheetFor(world, 'd1', ballot), ballot)).bytes)
  expect(text).toContain('KHÔNG ĐỦ ĐIỀU KIỆN THÔNG QUA')
  expect(text).toContain('còn thiếu 4 phiếu')
})

test('no sheet before the announcement, of an annulled vote, or of one not in sight', () => {
  const { world, ballot } = sitting()
  cast(world, ballot, 'd1', 'yes')
  const state = () => cut(world, 'chair')
  const fake: BallotMarks = {
    log: 'kyhop',
    closed: { seq: 1, at: world.at(), hash },
    setHash: hash,
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

test('hands counted without names bring no names; a rule without names neither', () => {
  const hands = sitting({ method: 'show_of_hands' })
  must(hands.world, 'clerk', 'ballot.enterCounts', {
    ballot: hands.ballot,
    counts: { yes: 6, no: 1, abstain: 0 },
  })
  finish(hands.world, hands.ballot)
  const sheet = sheetFor(hands.world, 'd1', hands.ballot)
  expect(sheet).toMatchObject({ method: 'handsCounted', roll: null, yes: 6, notCast: 1 })
  const straw = sitting({
    code: 'straw_poll',
    entries: [
      { vi: 'Phương án 1', en: '1' },
      { vi: 'Phương án 2', en: '2' },
    ],
  })
  cast(straw.world, straw.ballot, 'd1', 'option_2')
  finish(straw.world, straw.ballot)
  expect(sheetFor(straw.world, 'd2', straw.ballot)).toMatchObject({ roll: null, passed: null, needs: null })
})

test('names the winner of one of n, and the tie', () => {
  const entries = ['Phương án A', 'Phương án B'].map((vi) => ({ vi, en: vi }))
  const won = sitting({ code: 'vote_point', entries })
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(won.world, won.ballot, who, 'option_2')
  finish(won.world, won.ballot)
  expect(sheetFor(won.world, 'd1', won.ballot)).toMatchObject({ passed: true, chosen: 'Phương án B', yes: 5 })
})

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(
  `random lives: every announced vote prints what countBallot counts (seed ${seed})`,
  { timeout: 60_000 },
  () => {
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
        const sheet = resultSheet(cut(world, viewer), ballot.id, marksIn(world, ballot.id))
        expect(isRefusal(sheet)).toBe(ballot.state !== 'published')
        if (isRefusal(sheet)) continue
        sheets++
        const counted = countBallot(world.state, ballot)
        const counts = ballot.options.map((option) => counted.counts[option.id] ?? 0)
        expect(sheet.rows.map((row) => row.count)).toEqual([...counts, counted.notCast])
        expect(sheet).toMatchObject({ total: counted.total, present: counted.present, cast: counted.cast, passed: counted.passed, yes: counted.yes }) // prettier-ignore
        for (const row of sheet.rows)
          expect(row.shares).toEqual(
            [counted.total, counted.present].map((of) => `${percent(row.count, of, 'vi')} %`),
          )
        const listed = sheet.roll
          ?.flatMap((group) => group.people)
          .filter((one) => one.choice !== notBallotted)
        expect(listed?.length).toBe(counted.cast)
      }
    }
    console.log(`random sheets: ${sheets}`)
    expect(sheets).toBeGreaterThan(10)
  },
)
