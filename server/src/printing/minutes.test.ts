/** The draft of the minutes: what happened, with its place in the log, and nothing that was not public. */
import { expect, test } from 'vitest'
import { countBallot } from '@nghi-truong/shared/domain/count'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { percent } from '@nghi-truong/shared/domain/rules/tally'
import { randomWish } from '@nghi-truong/shared/test/life'
import { conveneInput, createWorld, seeded, type World } from '@nghi-truong/shared/test/world'
import { tellAll } from './marks.ts'
import { drawMinutes } from './minutes.ts'
import { minutesOf, type Minutes } from './minutes-model.ts'
import { cast, cut, entriesOf, finish, must, openSitting } from './testing/sitting.ts'
import { textOf } from './testing/text.ts'

const draftFor = async (world: World, who: string) =>
  minutesOf(cut(world, who), await tellAll(entriesOf(world)))

async function mustHave(world: World, who = 'clerk'): Promise<Minutes> {
  const minutes = await draftFor(world, who)
  if (isRefusal(minutes)) throw new Error(minutes.refused)
  return minutes
}

const sentences = (minutes: Minutes) => [
  ...minutes.attendance,
  ...minutes.chapters.flatMap((chapter) => chapter.sentences),
]

function fullSitting(): { world: World; ballot: string } {
  const { world, item } = openSitting()
  world.tick(60_000)
  must(world, 'chair', 'agenda.start', { item })
  must(world, 'd1', 'speakers.register', { item, topic: 'nguồn thu' })
  const speech = world.state.every('speech')[0]?.id
  world.tick(60_000)
  must(world, 'chair', 'speakers.call', { speech })
  world.tick(7 * 60_000)
  must(world, 'chair', 'speakers.finish', { speech })
  must(world, 'clerk', 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?' })
  const ballot = world.state.every('ballot')[0]?.id ?? ''
  must(world, 'chair', 'ballot.open', { ballot })
  for (const who of ['chair', 'd1', 'd2', 'd3', 'd4']) cast(world, ballot, who, 'yes')
  cast(world, ballot, 'd5', 'no')
  return { world, ballot }
}

test('tells who was there, who spoke when, the vote and the conclusion, each with its numbers', async () => {
  const { world, ballot } = fullSitting()
  finish(world, ballot)
  const item = world.state.every('item')[0]?.id
  must(world, 'chair', 'minutes.conclude', { item, text: 'Thông qua nghị quyết.\nGiao UBND thực hiện.' })
  must(world, 'chair', 'minutes.publishConclusion', { item })
  must(world, 'chair', 'minutes.conclude', { item, text: 'Bản nháp sau đó.' })
  must(world, 'chair', 'session.close')
  const minutes = await mustHave(world)
  const { bytes } = await drawMinutes(minutes)
  const text = await textOf(bytes)
  expect(text).toContain('Số: ……/BB-HĐND')
  expect(text).toContain('Tổng số đại biểu Hội đồng nhân dân: 9; có mặt khi khai mạc: 8.')
  expect(text).toContain('Vắng mặt có lý do: 1 đại biểu: Người d8.')
  expect(text).not.toContain('bệnh viện')
  expect(text).toContain('1. Nghị quyết về ngân sách')
  expect(text).toContain('Từ 08 giờ 02 phút đến 08 giờ 09 phút: Người d1, Đại biểu Hội đồng nhân dân, Tổ 1 phát biểu về: nguồn thu.') // prettier-ignore
  expect(text).toContain('tán thành 5 (55,56 % tổng số đại biểu, 62,50 % số đại biểu có mặt)')
  expect(text).toContain('Đủ điều kiện thông qua.')
  expect(text).toContain('Kết luận của chủ tọa: Thông qua nghị quyết.')
  expect(text).toContain('Giao UBND thực hiện.')
  expect(text).not.toContain('Bản nháp')
  expect(text).toContain('Kỳ họp bế mạc lúc 08 giờ 09 phút ngày 08 tháng 12 năm 2026.')
  // The numbers in the margin are those of the log.
  const seqOf = (type: string) => world.log.find((one) => one.type === type)?.seq
  const spoken = sentences(minutes).find((one) => one.text.includes('phát biểu'))
  expect(spoken?.seqs).toEqual([seqOf('speakers.called'), seqOf('speakers.finished')])
  expect(text).toContain(`[${seqOf('speakers.called')}, ${seqOf('speakers.finished')}]`)
  const voted = sentences(minutes).find((one) => one.text.includes('Biểu quyết'))
  expect(voted?.seqs).toEqual(['ballot.opened', 'ballot.closed', 'ballot.published'].map(seqOf))
})

test('a vote not announced has no figures, an annulled one its reason', async () => {
  const { world, ballot } = fullSitting()
  finish(world, ballot, false)
  const before = sentences(await mustHave(world, 'chair')).find((one) => one.text.includes('Biểu quyết'))
  expect(before?.text).toMatch(/: Biểu quyết “Thông qua\?” đã kết thúc; kết quả chưa công bố\.$/)
  must(world, 'chair', 'ballot.void', { ballot, reason: 'Mất điện' })
  const after = sentences(await mustHave(world, 'chair')).filter((one) => one.text.includes('Biểu quyết'))
  expect(after.map((one) => one.text)).toEqual([
    expect.stringMatching(/“Thông qua\?” bị hủy\. Lý do: Mất điện\.$/),
  ])
})

test('there are none before the opening', async () => {
  const world = createWorld()
  must(world, 'clerk', 'session.convene', conveneInput)
  expect(await draftFor(world, 'chair')).toMatchObject({ refused: 'session.notOpen' })
})

test('what the reader may not see is not told', async () => {
  const { world } = openSitting()
  must(world, 'clerk', 'agenda.add', { title: 'Nội dung riêng', visibility: 'desk' })
  const item = world.state.every('item').find((one) => one.title === 'Nội dung riêng')?.id
  must(world, 'chair', 'agenda.start', { item })
  expect(JSON.stringify(await mustHave(world, 'clerk'))).toContain('Nội dung riêng')
  expect(JSON.stringify(await mustHave(world, 'guest'))).not.toContain('Nội dung riêng')
})

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test(`random lives: figures are the count’s, numbers are the log’s, reasons stay private (seed ${seed})`, async () => {
  let told = 0
  for (let life = 0; life < 40; life++) {
    const random = seeded(seed + life)
    const world = createWorld()
    world.wish('clerk', 'session.convene', conveneInput)
    for (let step = 0; step < 400; step++) {
      const [person, type, input] = randomWish(random, world)
      world.wish(person, type, input)
      if (random() < 0.2) world.tick(Math.floor(random() * 5000))
    }
    const minutes = await draftFor(world, 'clerk')
    expect(isRefusal(minutes)).toBe(!world.log.some((one) => one.type === 'session.opened'))
    if (isRefusal(minutes)) continue
    const all = JSON.stringify(minutes)
    expect(all).not.toMatch(/Bận việc|Ốm|Kịch bản/)
    const types = new Map(world.log.map((one) => [one.seq, one.type]))
    for (const { seqs } of sentences(minutes))
      for (const seq of seqs) expect(types.get(seq)).not.toMatch(/ballot\.cast|paper\.entered|undefined/)
    for (const ballot of world.state.every('ballot')) {
      const result = world.state.one('result', ballot.id)
      const code = result?.code.toUpperCase() ?? 'none'
      const line = sentences(minutes).find((one) => one.text.includes(`Mã kết quả ${code}.`))
      if (ballot.state === 'published') {
        told++
        const [first] = ballot.options
        const count = countBallot(world.state, ballot).counts[first?.id ?? ''] ?? 0
        const label = first?.label.vi.toLocaleLowerCase('vi') ?? ''
        const written = ballot.method === 'written_opinion'
        const base = result?.base ?? 0
        expect(line?.text).toContain(`${label} ${count} (${percent(count, base, 'vi')} %`)
        expect(line?.text.includes('Lấy ý kiến bằng phiếu')).toBe(written)
      }
    }
  }
  console.log(`random minutes: ${told} votes told`)
  expect(told).toBeGreaterThan(5)
})
