/**
 * Journey 2: a delegate reads and marks a 300-page document on two devices, and shares with the group.
 */
import { expect, test } from '../fixtures/hall.ts'
import { approveDevice } from '../fixtures/layers.ts'
import { drawStroke, highlight, markIds, marks, openDocument, pageOf } from '../fixtures/reading.ts'

const report = /Báo cáo kinh tế - xã hội năm 2026/

test('300 pages on two devices, marks live, shared with the group and with nobody else', async ({ hall }) => {
  test.setTimeout(240_000)
  const people = await (await hall.api('db020')).every('person')
  const me = people.find((one) => one.id === 'db020')
  const colleague = people.find(
    (one) => one.group === me?.group && one.id !== 'db020' && one.roles.length === 1,
  )
  const stranger = people.find((one) => one.group !== me?.group && one.roles.join() === 'delegate')
  const [tablet, laptop, mate, other] = await Promise.all([
    hall.seat('db020', { at: 'delegate', viewport: { width: 820, height: 1180 } }),
    hall.seat('db020', { at: 'delegate' }),
    hall.seat(colleague?.id ?? '', { at: 'delegate' }),
    hall.seat(stranger?.id ?? '', { at: 'delegate' }),
  ])

  await test.step('checks in with one tap, and is told so on both devices', async () => {
    await tablet.getByRole('button', { name: 'Điểm danh', exact: true }).first().click()
    for (const page of [tablet, laptop])
      await expect(page.getByText(/Đã điểm danh có mặt/).first()).toBeVisible()
  })

  await test.step('opens the document; the first page is there before the rest', async () => {
    const ranges: string[] = []
    tablet.on('request', (request) => {
      const range = request.headers()['range']
      if (range !== undefined) ranges.push(range)
    })
    await openDocument(tablet, report)
    await expect(pageOf(tablet, 1).locator('canvas').first()).toBeVisible()
    await expect(tablet.getByText('/ 300').first()).toBeVisible()
    await openDocument(laptop, report)
  })

  await test.step('the second device is let in to the private notes', () => approveDevice(tablet, laptop))

  await test.step('jumps by page and by outline, zooms', async () => {
    const field = tablet
      .getByRole('spinbutton', { name: 'Trang' })
      .or(tablet.getByRole('textbox', { name: 'Trang' }))
      .first()
    await field.fill('150')
    await field.press('Enter')
    await expect(pageOf(tablet, 150)).toHaveAttribute('data-drawn', 'true')
    const before = (await pageOf(tablet, 150).boundingBox())?.width ?? 0
    await tablet.getByRole('button', { name: 'Phóng to' }).click()
    await expect
      .poll(async () => (await pageOf(tablet, 150).boundingBox())?.width ?? 0)
      .toBeGreaterThan(before)
    await tablet.getByRole('button', { name: 'Thu nhỏ' }).click()
    await tablet.getByRole('button', { name: 'Mục lục' }).first().click()
    await tablet.getByText('II. CÔNG NGHIỆP, XÂY DỰNG').first().click()
    await expect(pageOf(tablet, 8)).toHaveAttribute('data-drawn', 'true')
    if (await tablet.getByText('II. CÔNG NGHIỆP, XÂY DỰNG').first().isVisible())
      await tablet.getByRole('button', { name: 'Mục lục' }).first().click()
  })

  await test.step('finds with and without diacritics', async () => {
    await laptop.getByRole('button', { name: 'Tìm trong tài liệu', exact: true }).first().click()
    const field = laptop.getByPlaceholder('Gõ từ cần tìm')
    await field.fill('dau tu cong')
    await expect(laptop.getByText(/Kết quả \d+\/\d+|\d+ kết quả/).first()).toBeVisible({ timeout: 60_000 })
    await field.fill('đầu tư công')
    await expect(laptop.getByText(/Kết quả \d+\/\d+|\d+ kết quả/).first()).toBeVisible({ timeout: 60_000 })
    await laptop.getByRole('button', { name: 'Tìm trong tài liệu', exact: true }).first().click()
  })

  await test.step('marks on one device, sees it on the other', async () => {
    for (const page of [tablet, laptop]) {
      const field = page
        .getByRole('spinbutton', { name: 'Trang' })
        .or(page.getByRole('textbox', { name: 'Trang' }))
        .first()
      await field.fill('1')
      await field.press('Enter')
      await expect(pageOf(page, 1)).toHaveAttribute('data-drawn', 'true')
    }
    await highlight(laptop, 1, 'BÁO CÁO')
    await expect(marks(laptop, 1).first()).toBeVisible()
    await expect(marks(tablet, 1).first()).toBeVisible()
    await drawStroke(laptop, 1)
    await expect.poll(() => markIds(tablet)).toHaveLength(2)
  })

  await test.step('shares with the group: a colleague sees, a stranger does not', async () => {
    for (const page of [mate, other]) await openDocument(page, report)
    await expect(marks(mate)).toHaveCount(0)
    await laptop.getByRole('button', { name: 'Chia sẻ với tổ' }).first().click()
    await laptop.getByRole('button', { name: 'Đồng ý chia sẻ' }).click()
    await expect.poll(() => markIds(mate)).toHaveLength(2)
    await expect(marks(other)).toHaveCount(0)
    await laptop.keyboard.press('Escape')
    await laptop.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
    await expect(laptop.getByText('Văn bản gốc không bị thay đổi').first()).toBeVisible()
    await laptop.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
  })

  await test.step('after a reload page, zoom and marks are where they were', async () => {
    const field = laptop
      .getByRole('spinbutton', { name: 'Trang' })
      .or(laptop.getByRole('textbox', { name: 'Trang' }))
      .first()
    await laptop.getByRole('button', { name: 'Phóng to' }).click()
    await field.fill('42')
    await field.press('Enter')
    await expect(pageOf(laptop, 42)).toHaveAttribute('data-drawn', 'true')
    const width = (await pageOf(laptop, 42).boundingBox())?.width ?? 0
    await laptop.reload()
    await expect(pageOf(laptop, 42)).toHaveAttribute('data-drawn', 'true')
    expect(Math.round((await pageOf(laptop, 42).boundingBox())?.width ?? 0)).toBe(Math.round(width))
    await expect(field).toHaveValue('42')
    await field.fill('1')
    await field.press('Enter')
    await expect(marks(laptop, 1).first()).toBeVisible()
  })
})
