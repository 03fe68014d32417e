/**
 * Journey 8: biểu quyết thử. Every device answers by itself; the chair learns by name who could not vote, and why.
 */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '../fixtures/hall.ts'

const number = (n: number) => `db${String(n).padStart(3, '0')}`

test('four devices, one without a network: named, then all ready', async ({ hall }) => {
  test.setTimeout(240_000)
  const clerk = await hall.api('thuky1')
  const everybody = Array.from({ length: 65 }, (_, n) => number(n + 1))
  await Promise.all(everybody.map((person) => clerk.command('attendance.mark', { person, state: 'present' })))
  const seated = ['db001', 'db010', 'db011', 'db013']
  const [chair, a, b, away] = await Promise.all([
    hall.seat('chutoa', { at: 'chair/ballots' }),
    hall.seat('db010', { at: 'delegate' }),
    hall.seat('db011', { at: 'delegate', viewport: { width: 360, height: 740 } }),
    hall.seat('db013', { at: 'delegate' }),
  ])
  const name = (await clerk.every('person')).find((one) => one.id === 'db013')?.name ?? ''
  // The other delegates' devices, through the contract: one of them with a nearly empty battery.
  const others = await Promise.all(
    everybody.filter((one) => !seated.includes(one)).map((one) => hall.api(one)),
  )
  const answer = (battery: number) =>
    Promise.all(
      others.map((api, n) =>
        api.command('rehearsal.answer', {
          clockOffMs: 0,
          version: '0.1.0',
          battery: n === 0 ? battery : null,
        }),
      ),
    )

  await test.step('one is away: the chair sees his name and the reason', async () => {
    // The browser's switch leaves open sockets open; the server's fall takes them from everybody, and all but one return.
    await away.context().setOffline(true)
    await hall.crash()
    await expect(away.getByText(/Mất mạng/).first()).toBeVisible({ timeout: 60_000 })
    await chair.getByRole('button', { name: 'Chạy thử' }).click()
    for (const page of [a, b]) await expect(page.getByText(/thiết bị này đã trả lời/)).toBeVisible()
    for (const { status } of await answer(7)) expect(status).toBe(200)
    await expect(chair.getByText('Đã trả lời 64/65 thiết bị')).toBeVisible()
    await chair.getByRole('button', { name: 'Dừng thử' }).click()
    await expect(chair.getByText('Còn 2 đại biểu sẽ không biểu quyết được')).toBeVisible({ timeout: 60_000 })
    await expect(chair.getByText(/Thiết bị mất mạng \(1\)/)).toBeVisible()
    await expect(chair.getByText(name)).toBeVisible()
    await expect(chair.getByText(/pin 7 %/)).toBeVisible()
    const { violations } = await new AxeBuilder({ page: chair })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
      .analyze()
    expect(violations).toEqual([])
  })

  await test.step('he is back and the battery is charged: everybody is ready', async () => {
    await away.context().setOffline(false)
    await expect(away.getByText(/Mất mạng/)).toHaveCount(0, { timeout: 60_000 })
    await chair.getByRole('button', { name: 'Thử lại' }).click()
    await expect(away.getByText(/thiết bị này đã trả lời/)).toBeVisible()
    for (const { status } of await answer(80)) expect(status).toBe(200)
    await expect(chair.getByText('Tất cả sẵn sàng', { exact: true })).toBeVisible()
  })

  const told = (await clerk.every('readiness')).find((one) => one.id === 'db013')
  expect(told).toMatchObject({ round: 2, version: '0.1.0' })
  expect(Math.abs(told?.clockOffMs ?? Infinity)).toBeLessThan(5000)
  // Nobody but the desk sees who is not ready.
  expect(await (await hall.api('db010')).every('readiness')).toEqual([])
})
