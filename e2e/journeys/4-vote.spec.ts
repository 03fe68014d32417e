/**
 * Journey 4: the chair opens the session when the quorum is there, leads it, and takes a vote that the hall sees.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type Hall } from '../fixtures/hall.ts'

const number = (n: number) => `db${String(n).padStart(3, '0')}`

/** Checks in the delegates with these numbers through the secretariat. */
async function present(hall: Hall, from: number, to: number): Promise<void> {
  const clerk = await hall.api('thuky1')
  for (let n = from; n <= to; n++)
    expect((await clerk.command('attendance.mark', { person: number(n), state: 'present' })).status).toBe(200)
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()
  expect(
    violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([])
}

const choose = (page: Page, name: string) =>
  page
    .getByRole('dialog')
    .getByRole('radio', { name })
    .or(page.getByRole('dialog').getByRole('button', { name, exact: true }))
    .first()
    .click()

test('a public vote from the quorum to the projector', async ({ hall }) => {
  test.setTimeout(240_000)
  // Nobody but 43 is here: one short of 2/3 of 65.
  await present(hall, 4, 46)
  const chair = await hall.seat('chutoa', { at: 'chair/console' })
  await chair.getByRole('button', { name: 'Khai mạc phiên họp' }).click()
  await expect(chair.getByText(/43\/65/).first()).toBeVisible()
  await expect(chair.getByText(/còn thiếu 1/).first()).toBeVisible()
  await expect(chair.getByText(/Căn cứ/).first()).toBeVisible()

  // The chair himself makes the quorum; three delegates sit at their own screens.
  await chair.getByRole('button', { name: 'Điểm danh', exact: true }).click()
  const [a, b, late] = await Promise.all([
    hall.seat('db010', { at: 'delegate' }),
    hall.seat('db011', { at: 'delegate' }),
    hall.seat('db060', { at: 'delegate' }),
  ])
  await chair.getByRole('button', { name: 'Khai mạc phiên họp' }).click()
  await expect(chair.getByText('Phiên họp đang diễn ra').first()).toBeVisible()
  const projector = await hall.seat('manhinh', { at: 'projector', viewport: { width: 1920, height: 1080 } })
  await chair
    .getByRole('button', { name: /Chuyển sang nội dung/ })
    .first()
    .click()
  await expect(projector.getByText('Khai mạc; thông qua chương trình kỳ họp').first()).toBeVisible()

  await test.step('speakers: asked, called, timed', async () => {
    for (const page of [a, b]) {
      await page.getByRole('button', { name: 'Đăng ký phát biểu' }).first().click()
      await expect(page.getByText(/Hủy đăng ký/).first()).toBeVisible()
    }
    await chair.getByRole('link', { name: 'Phát biểu' }).click()
    await chair
      .getByRole('button', { name: /Mời phát biểu/ })
      .first()
      .click()
    await expect(projector.getByText(/đang phát biểu/i).first()).toBeVisible()
    await expect(projector.getByText(/0?[67]:\d\d/).first()).toBeVisible()
    await chair
      .getByRole('button', { name: /Kết thúc/ })
      .first()
      .click()
  })

  await test.step('the screen says beforehand what the law asks', async () => {
    await chair.getByRole('link', { name: 'Biểu quyết' }).click()
    await chair.getByRole('button', { name: 'Soạn biểu quyết' }).first().click()
    const form = chair.getByRole('dialog')
    await form.getByLabel('Vấn đề biểu quyết').fill('Thông qua Nghị quyết về dự toán ngân sách năm 2027')
    await expect(form.getByText('Cần ≥ 33/65 phiếu tán thành').first()).toBeVisible()
    await form.getByRole('button', { name: 'Lưu bản nháp' }).click()
    await expect(chair.getByText('Cần ≥ 33/65 phiếu tán thành').first()).toBeVisible()
    await expect(chair.getByText(/quá nửa tổng số đại biểu/).first()).toBeVisible()
  })

  await test.step('delegates vote, change their mind, and get a receipt', async () => {
    await chair
      .getByRole('button', { name: /Bắt đầu biểu quyết/ })
      .first()
      .click()
    await choose(a, 'Không tán thành')
    await expect(a.getByText(/Đã ghi nhận – mã \w+/)).toBeVisible()
    await choose(a, 'Tán thành')
    await expect(a.getByText('Ông/bà đã chọn: Tán thành')).toBeVisible()
    await expect(a.getByText(/Đã ghi nhận – mã \w+/)).toBeVisible()
    await choose(b, 'Không biểu quyết')
    await expect(b.getByText(/Đã ghi nhận – mã \w+/)).toBeVisible()
    // Came after the vote opened: told so, not counted.
    await late.getByRole('button', { name: 'Điểm danh', exact: true }).click()
    await accessible(a)
    for (const page of [a, b, projector, chair]) {
      await expect(page.getByText(/2\/44/).first()).toBeVisible()
      // No running total by choice anywhere.
      await expect(page.getByText(/Tán thành\s*:?\s*1\b/)).toHaveCount(0)
    }
  })

  await test.step('the rest of the hall votes; the chair ends and announces', async () => {
    const voters = Array.from({ length: 42 }, (_, n) => n + 4).filter((n) => n !== 10 && n !== 11)
    const ballot = (await (await hall.api('chutoa')).every('ballot'))[0]
    await Promise.all(
      voters.slice(0, 34).map(async (n) => {
        const api = await hall.api(number(n))
        const cast = { ballot: ballot?.id, round: 1, choice: 'yes', clientSeq: 1 }
        expect((await api.command('ballot.cast', cast)).status).toBe(200)
      }),
    )
    await chair.getByRole('button', { name: 'Kết thúc biểu quyết' }).first().click()
    const sure = chair.getByRole('dialog').getByRole('button', { name: 'Kết thúc biểu quyết' })
    await sure.click()
    await chair.getByRole('button', { name: 'Công bố kết quả' }).first().click()
    await expect(projector.getByText('ĐÃ ĐỦ ĐIỀU KIỆN THÔNG QUA')).toBeVisible()
    await expect(projector.getByText('35', { exact: true }).first()).toBeVisible()
    await expect(a.getByText(/Đủ điều kiện thông qua/i).first()).toBeVisible()
    await expect(projector.getByText(/53,85/).first()).toBeVisible()
    await accessible(projector)
    await accessible(chair)
  })

  const [result] = await (await hall.api('db010')).every('result')
  expect(result).toMatchObject({ yes: 35, cast: 36, total: 65, present: 44, needed: 33, passed: true })
})

test('the hall turns to a show of hands at one tap, and a crash loses no vote', async ({ hall }) => {
  await present(hall, 1, 60)
  const [chair, clerk] = [await hall.api('chutoa'), await hall.api('thuky1')]
  expect((await chair.command('session.open', {})).status).toBe(200)
  const [item] = await clerk.every('item')
  await clerk.command('ballot.draft', {
    item: item?.id,
    code: 'adopt_agenda',
    question: 'Thông qua chương trình?',
  })
  const ballot = (await clerk.every('ballot'))[0]?.id
  await chair.command('ballot.open', { ballot })
  const voter = await hall.seat('db030', { at: 'delegate' })
  await choose(voter, 'Tán thành')
  await expect(voter.getByText(/Đã ghi nhận – mã \w+/)).toBeVisible()
  await hall.crash()
  const after = await hall.api('db030')
  const [cast] = await after.every('cast')
  expect(cast).toMatchObject({ person: 'db030', choice: 'yes' })
  // Signed by a key this browser made and enrolled by itself.
  expect((await after.every('deviceKey')).find((one) => one.id === cast?.proof?.key)?.person).toBe('db030')
  await expect(voter.getByText(/1\/60/).first()).toBeVisible()
})
