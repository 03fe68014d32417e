/**
 * Journey 17: reading beyond one paper and beyond the network. Words are found across all documents; what may be copied
 * bears its reader's name; the session opens without a network and comes from a stick; a person's place follows him to
 * his other device; what was cut off is erased.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Page } from '@playwright/test'
import type { Reading } from '@nghi-truong/shared/domain/records'
import { expect, session, test, type Hall } from '../fixtures/hall.ts'
import { approveDevice } from '../fixtures/layers.ts'
import { openDocument, pageOf } from '../fixtures/reading.ts'

const report = /Báo cáo kinh tế - xã hội năm 2026/
const plan = /Tờ trình về dự kiến chương trình kỳ họp thứ Ba/

async function setReading(hall: Hall, title: RegExp, reading: Reading): Promise<string> {
  const clerk = await hall.api('thuky1')
  const document = (await clerk.every('document')).find((one) => title.test(one.title))
  if (!document) throw new Error(`no document ${title}`)
  const { id, title: name, number, documentType, classification, visibility } = document
  const details = { document: id, title: name, number, documentType, classification, visibility, reading }
  expect((await clerk.command('documents.change', details)).status).toBe(200)
  return document.facts.sha256
}

const pageField = (page: Page) =>
  page
    .getByRole('spinbutton', { name: 'Trang' })
    .or(page.getByRole('textbox', { name: 'Trang' }))
    .first()

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

test('words across all documents; a copy that names its reader; only in the hall', async ({ hall }) => {
  const sha256 = await setReading(hall, plan, 'copy')
  await setReading(hall, /hoạt động giám sát của Hội đồng nhân dân tỉnh năm 2026/, 'hallOnly')
  const page = await hall.seat('db030', { at: 'delegate' })

  await test.step('found without diacritics, by document and page, and opened with the words shown', async () => {
    await page.getByRole('button', { name: 'Tìm trong tài liệu kỳ họp' }).click()
    await page.getByLabel('Từ cần tìm').fill('dau tu cong')
    await expect(page.getByRole('region', { name: report }).locator('mark').first()).toHaveText(
      /đầu tư công/i,
    )
    await accessible(page)
    await page
      .getByRole('button', { name: /Mở Báo cáo kinh tế - xã hội.*, trang 34:/ })
      .first()
      .click()
    await expect(pageOf(page, 34).locator('.nt-hits [data-current]').first()).toBeInViewport()
    await expect(page.getByText('Đang tô sáng “dau tu cong”')).toBeVisible()
    await page.getByRole('button', { name: 'Đóng tài liệu' }).click()
    await expect(page.getByLabel('Từ cần tìm')).toHaveValue('dau tu cong')
  })

  await test.step('with diacritics only those', async () => {
    await page.getByLabel('Từ cần tìm').fill('đâu tư công')
    await expect(page.getByText(/Không tìm thấy “đâu tư công”/)).toBeVisible()
  })

  await test.step('a copy bears the reader’s name; the signed bytes stay as they are', async () => {
    await page.goto(`/#/s/${session}/delegate/agenda`)
    await openDocument(page, plan)
    await page.getByRole('button', { name: 'In hoặc tải bản sao' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Tải bản sao về máy' }).click(),
    ])
    const copy = await PDFDocument.load(readFileSync(await download.path()))
    const api = await hall.api('db030')
    const name = (await api.every('person')).find((one) => one.id === 'db030')?.name ?? '?'
    expect(copy.getSubject()).toContain(name)
    expect(copy.getPageCount()).toBe(2)
    const stored = await fetch(`${hall.url}/api/files/${sha256}`, {
      headers: { authorization: `Bearer ${api.token}` },
    })
    const bytes = Buffer.from(await stored.arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  })

  await test.step('chosen pages of the copy go to the printer', async () => {
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset['printed'] = String(document.querySelectorAll('.nt-print img').length)
      }
    })
    await page.getByRole('button', { name: 'In hoặc tải bản sao' }).click()
    await page.getByRole('menuitem', { name: 'In…' }).click()
    await page.getByRole('radio', { name: /Tất cả 2 trang/ }).check()
    await page.getByRole('button', { name: 'In…', exact: true }).click()
    await expect(page.locator('body')).toHaveAttribute('data-printed', '2', { timeout: 30_000 })
    await page.getByRole('button', { name: 'Đóng tài liệu' }).click()
  })

  await test.step('what is for the hall only does not open before the sitting', async () => {
    await page
      .getByRole('button', { name: /hoạt động giám sát của Hội đồng nhân dân/ })
      .first()
      .click()
    await expect(page.getByText('Tài liệu này chỉ đọc tại hội trường').first()).toBeVisible()
  })
})

test('the session without a network, from the service worker and from a stick', async ({ hall }) => {
  test.setTimeout(180_000)
  const [page, clerk, other] = await Promise.all([
    hall.seat('db031', { at: 'delegate/device' }),
    hall.seat('thuky1', { at: 'secretariat/device' }),
    hall.seat('db032', { at: 'delegate/device' }),
  ])
  await setReading(hall, /hoạt động giám sát của Hội đồng nhân dân tỉnh năm 2026/, 'hallOnly')
  // This device gets no document over the network.
  await other.route('**/api/files/**', (route) => route.abort())

  await test.step('one button loads everything', async () => {
    await accessible(page)
    await page.getByRole('button', { name: /Tải cả kỳ họp về máy|Tải tiếp/ }).click()
    await expect(page.getByText(/Đã đủ cả kỳ họp trên máy: \d+ tài liệu/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(/Đang dùng \d+ MB trên máy này/)).toBeVisible()
    await expect(page.getByText('1 tài liệu chỉ đọc tại hội trường nên không lưu trên máy.')).toBeVisible()
  })

  await test.step('what lies on the device is no PDF', async () => {
    const readable = await page.evaluate(async () => {
      const open = indexedDB.open('nghi-truong-files')
      await new Promise((resolve) => (open.onsuccess = resolve))
      const all = open.result.transaction('piece').objectStore('piece').getAll(null, 50)
      await new Promise((resolve) => (all.onsuccess = resolve))
      const texts = (all.result as { bytes: ArrayBuffer }[]).map(({ bytes }) =>
        new TextDecoder('latin1').decode(bytes),
      )
      open.result.close()
      return texts.filter((text) => /%PDF|endobj|stream/.test(text)).length
    })
    expect(readable).toBe(0)
  })

  await test.step('reloaded without a network the session opens, and is read and searched', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.goto(`/#/s/${session}/delegate/agenda`)
    await page.context().setOffline(true)
    await page.reload()
    await expect(page.getByText(/Mất mạng/).first()).toBeVisible({ timeout: 30_000 })
    await openDocument(page, plan)
    await page.getByRole('button', { name: 'Đóng tài liệu' }).click()
    await page.getByRole('button', { name: 'Tìm trong tài liệu kỳ họp' }).click()
    await page.getByLabel('Từ cần tìm').fill('du kien chuong trinh')
    await expect(page.getByRole('region', { name: plan }).locator('mark').first()).toBeVisible({
      timeout: 30_000,
    })
    await page.context().setOffline(false)
    await expect(page.getByText(/Mất mạng/)).toHaveCount(0, { timeout: 30_000 })
  })

  const [download] = await Promise.all([
    clerk.waitForEvent('download'),
    clerk.getByRole('button', { name: 'Tạo tệp gói kỳ họp' }).click(),
  ])
  const stick = test.info().outputPath('goi.ntpack')
  await download.saveAs(stick)
  const bytes = readFileSync(stick)

  await test.step('a damaged pack leaves nothing of what was damaged', async () => {
    const spoiled = Buffer.from(bytes)
    const at = spoiled.length - 1000
    spoiled[at] = (spoiled[at] ?? 0) ^ 1
    writeFileSync(test.info().outputPath('hong.ntpack'), spoiled)
    await other.locator('input[type=file]').setInputFiles(test.info().outputPath('hong.ntpack'))
    await expect(other.getByText('1 tài liệu trong gói bị hỏng nên không nhập')).toBeVisible({
      timeout: 60_000,
    })
  })

  await test.step('the whole pack makes the session readable where no byte came over the network', async () => {
    expect(bytes.includes('%PDF-')).toBe(false)
    await other.locator('input[type=file]').setInputFiles(stick)
    await expect(other.getByText(/Đã nhập 1 tài liệu; \d+ tài liệu đã có sẵn/)).toBeVisible()
    await expect(other.getByText(/Đã đủ cả kỳ họp trên máy/)).toBeVisible()
    await other.goto(`/#/s/${session}/delegate/agenda`)
    await openDocument(other, plan)
  })
})

test('the place follows to the other device; a device cut off forgets', async ({ hall }) => {
  const [tablet, laptop] = await Promise.all([
    hall.seat('db033', { at: 'delegate', viewport: { width: 820, height: 1180 } }),
    hall.seat('db033', { at: 'delegate' }),
  ])
  await openDocument(tablet, report)
  await openDocument(laptop, plan)
  await approveDevice(tablet, laptop)
  await laptop.getByRole('button', { name: 'Đóng tài liệu' }).click()

  const marker = (page: Page) => page.getByRole('button', { name: 'Bút dạ quang', exact: true })
  const zoom = (page: Page) => page.getByRole('button', { name: /^Cỡ xem/ })

  await test.step('who sees one’s marks, read out and chosen by keyboard; the page behind is out of reach', async () => {
    await tablet.getByRole('button', { name: /^Ghi vào/ }).press('Enter')
    await expect(tablet.getByRole('menuitemradio', { name: /^Chỉ mình tôi/ })).toBeChecked()
    await accessible(tablet)
    await tablet.keyboard.press('Escape')
    await expect(tablet.locator('nav')).toHaveAttribute('inert', '')
  })

  await test.step('page, zoom and tool of one are those of the other', async () => {
    await expect(pageOf(tablet, 1)).toHaveAttribute('data-drawn', 'true')
    await marker(tablet).click()
    await tablet.getByRole('button', { name: 'Phóng to' }).click()
    await pageField(tablet).fill('42')
    await pageField(tablet).press('Enter')
    const kept = tablet.waitForResponse(
      (answer) => answer.url().includes('/api/places/') && answer.request().method() === 'PUT',
    )
    await expect(pageOf(tablet, 42)).toHaveAttribute('data-drawn', 'true')
    expect((await kept).status()).toBe(200)
    await openDocument(laptop, report)
    await expect(pageField(laptop)).toHaveValue('42')
    await expect(zoom(laptop)).toHaveAccessibleName((await zoom(tablet).getAttribute('aria-label')) ?? '')
    await expect(marker(laptop)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('turning the screen and coming back keep page, zoom and tool', async () => {
    const before = (await zoom(tablet).getAttribute('aria-label')) ?? ''

    await tablet.setViewportSize({ width: 1180, height: 820 })
    await expect(pageField(tablet)).toHaveValue('42')
    await expect(zoom(tablet)).toHaveAccessibleName(before)
    await tablet.reload()
    await expect(pageField(tablet)).toHaveValue('42')
    await expect(zoom(tablet)).toHaveAccessibleName(before)
    await expect(marker(tablet)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('cut off, it erases what it kept and asks who is there', async () => {
    await expect
      .poll(() => laptop.evaluate(async () => (await indexedDB.databases()).map((one) => one.name)))
      .toContain('nghi-truong-seal')
    await tablet.goto('/#/devices')
    await tablet
      .getByRole('button', { name: /Đăng xuất thiết bị|Ngắt/ })
      .first()
      .click()
    await expect(laptop.getByLabel('Tên đăng nhập')).toBeVisible({ timeout: 30_000 })
    await expect
      .poll(
        () =>
          laptop.evaluate(async () =>
            (await indexedDB.databases()).filter(({ name }) =>
              /nghi-truong-(?:seal|sessions|notes)/.test(name ?? ''),
            ),
          ),
        { timeout: 20_000 },
      )
      .toEqual([])
    expect(
      await laptop.evaluate(() => Object.keys(localStorage).filter((key) => /^nt\.(?:me|place)/.test(key))),
    ).toEqual([])
  })
})
