/**
 * Journey 1: the secretariat prepares: an item in its place, documents with their signatures, everything refused that
 * must be, and the delegates see what is published within a second.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { province } from '@nghi-truong/shared/domain/rules/province'
import { expect, test } from '../fixtures/hall.ts'
import { makePapers } from '../fixtures/papers.ts'

const title = 'Nội dung bổ sung về phòng, chống thiên tai'

test('an item and its documents, from the secretariat to every agenda', async ({ hall }) => {
  test.setTimeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-papers-'))
  const papers = await makePapers(folder)
  const clerk = await hall.seat('thuky1', { at: 'secretariat/agenda' })
  const [delegate, phone] = [
    await hall.seat('db020', { at: 'delegate' }),
    await hall.seat('db021', { at: 'delegate', viewport: { width: 360, height: 740 } }),
  ]

  await test.step('creates an item and drags it to its place', async () => {
    await clerk.getByRole('button', { name: 'Thêm nội dung' }).click()
    const form = clerk.getByRole('dialog')
    await form.getByLabel('Tên nội dung').fill(title)
    await form.getByLabel('Người trình bày').fill('Giám đốc Sở Nông nghiệp và Môi trường')
    await form.getByRole('button', { name: 'Thêm vào chương trình' }).click()
    await expect(clerk.getByRole('dialog')).toHaveCount(0)
    const handle = clerk.getByRole('button', { name: `Di chuyển nội dung: ${title}` })
    await handle.scrollIntoViewIfNeeded()
    await expect(handle).toBeVisible()
    await handle.focus()
    await clerk.keyboard.press('Space')
    await expect(clerk.getByText('đang ở vị trí 9', { exact: false }).first()).toBeAttached()
    for (let n = 0; n < 3; n++) {
      await clerk.keyboard.press('ArrowUp')
      await expect(clerk.getByText(`đang ở vị trí ${8 - n}`, { exact: false }).first()).toBeAttached()
    }
    await clerk.keyboard.press('Space')
    const place = async () =>
      (await (await hall.api('thuky1')).every('item')).find((item) => item.title === title)?.position
    await expect.poll(place).toBe(5)
    // And by the mouse, further up.
    const above = clerk.getByRole('button', { name: /^Di chuyển nội dung/ }).nth(4)
    const [from, to] = [await handle.boundingBox(), await above.boundingBox()]
    if (!from || !to) throw new Error('the handles are not on the screen')
    await clerk.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await clerk.mouse.down()
    await clerk.mouse.move(from.x + from.width / 2, from.y - 20, { steps: 5 })
    await clerk.mouse.move(to.x + to.width / 2, to.y + 4, { steps: 15 })
    await clerk.mouse.up()
    await expect.poll(place).toBeLessThan(5)
  })

  await test.step('uploads several at once; what must be refused is refused in words', async () => {
    await clerk.getByRole('button', { name: `Tải tài liệu lên: ${title}` }).click()
    const dialog = clerk.getByRole('dialog')
    // One upload does not come to its end: the secretariat breaks it off.
    const hash = createHash('sha256').update(readFileSync(papers.abandoned)).digest('hex')
    await clerk.route(`**/api/files/${hash}*`, () => undefined)
    await dialog
      .locator('input[type=file]')
      .setInputFiles([
        papers.abandoned,
        papers.plain,
        papers.second,
        papers.encrypted,
        papers.truncated,
        papers.empty,
        papers.notPdf,
        papers.tooLarge,
        papers.known,
      ])
    const row = (name: string) => dialog.getByRole('listitem', { name })
    await expect(row('to-trinh-bo-sung.pdf').getByText('Đã tải lên, 1 trang')).toBeVisible({
      timeout: 60_000,
    })
    await expect(row('bao-cao-bo-sung.pdf').getByText('Đã tải lên, 1 trang')).toBeVisible({ timeout: 60_000 })
    await expect(
      row('to-trinh-bo-sung.pdf')
        .getByText(/không có chữ ký|chưa ký|không ký/i)
        .first(),
    ).toBeVisible()
    await expect(row('co-mat-khau.pdf').getByText(/có mật khẩu/)).toBeVisible({ timeout: 60_000 })
    await expect(row('bi-cut.pdf').getByText(/cụt hoặc hỏng/)).toBeVisible({ timeout: 60_000 })
    await expect(row('rong.pdf').getByText('Tệp rỗng.')).toBeVisible()
    await expect(row('khong-phai.pdf').getByText('Tệp này không phải PDF.')).toBeVisible({ timeout: 60_000 })
    await expect(row('qua-lon.pdf').getByText(/lớn hơn giới hạn/)).toBeVisible({ timeout: 60_000 })
    await expect(row('ngan-sach-tham-tra.pdf').getByText(/đã có trong kỳ họp/)).toBeVisible({
      timeout: 60_000,
    })
    await row('bo-do.pdf').getByRole('button', { name: 'Hủy tải lên: bo-do.pdf' }).click()
    await expect(row('bo-do.pdf').getByText(/Đã tải lên/)).toHaveCount(0)
    await clerk.unroute(`**/api/files/${hash}*`)
    expect((await (await hall.api('thuky1')).call('GET', `/api/files/${hash}`)).status).toBe(404)
    // Marked Mật: never.
    await row('bao-cao-bo-sung.pdf').getByLabel('Độ mật, lưu hành').click()
    await clerk.getByRole('option', { name: 'Mật', exact: true }).click()
    await expect(row('bao-cao-bo-sung.pdf').getByText(/Không đưa tài liệu mật/)).toBeVisible()
    await dialog.getByRole('button', { name: /vào chương trình/ }).click()
    await expect(row('to-trinh-bo-sung.pdf').getByText('Đã đưa vào chương trình')).toBeVisible()
    await dialog
      .getByRole('button', { name: /Đóng|Xong/ })
      .last()
      .click()
  })

  const attached = async () =>
    (await (await hall.api('thuky1')).every('document')).filter((one) =>
      /bổ sung|bo-sung|bo sung/i.test(one.title),
    )
  const mine = (await attached()).filter((one) => one.state === 'draft')
  expect(mine.length).toBeGreaterThan(0)
  expect(mine.every((one) => one.classification === 'none')).toBe(true)

  await test.step('delegates see nothing of it, then all of it within a second', async () => {
    const name = mine[0]?.title ?? ''
    for (const page of [delegate, phone]) {
      await expect(page.getByText(title).first()).toBeAttached()
      await expect(page.getByText(name, { exact: true })).toHaveCount(0)
    }
    for (const document of mine) {
      await clerk
        .getByRole('button', { name: `Thao tác với ${document.title}` })
        .first()
        .click()
      await clerk.getByRole('menuitem', { name: 'Phát hành tài liệu' }).click()
    }
    const since = Date.now()
    await expect(delegate.getByText(name, { exact: true }).first()).toBeAttached()
    await expect(phone.getByText(name, { exact: true }).first()).toBeAttached()
    console.log(`published to two agendas in ${Date.now() - since} ms`)
  })
  rmSync(folder, { recursive: true })
})

test('a whole agenda is published and every delegate has it, fetched quietly', async ({ hall }) => {
  const clerk = await hall.api('thuky1')
  const session = 'ky-hop-4'
  const wish = (type: string, input: unknown) =>
    clerk.call('POST', `/api/sessions/${session}/commands`, { id: crypto.randomUUID(), type, input })
  const convened = await wish('session.convene', {
    title: 'Kỳ họp thứ Tư (chuyên đề)',
    council: 'Hội đồng nhân dân tỉnh An Phú',
    place: 'Hội trường tỉnh',
    term: 'XI (2026-2031)',
    ordinal: 4,
    sessionKind: 'thematic',
    startsOn: '2026-12-20',
    profile: province,
  })
  expect(convened.status, JSON.stringify(convened.body)).toBe(200)
  await wish('agenda.add', { title: 'Quyết định chủ trương đầu tư' })
  const page = await hall.seat('thuky1')
  await page.goto(`/#/s/${session}/secretariat/agenda`)
  const delegate = await hall.seat('db020')
  await delegate.goto(`/#/s/${session}/delegate`)
  await expect(delegate.getByText('Chương trình đang được chuẩn bị').first()).toBeVisible()
  await expect(delegate.getByText('Quyết định chủ trương đầu tư')).toHaveCount(0)
  await page.getByRole('button', { name: 'Công bố chương trình' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Công bố chương trình' }).click()
  await expect(delegate.getByText('Quyết định chủ trương đầu tư').first()).toBeVisible()
})
