/**
 * Journey 15: who can read a mark. Private ones on all of a person's own devices and nowhere else, not even on the
 * server's disk; what a presenter draws, everybody; a group's, the group; and what is given away is given on purpose.
 */
import { DatabaseSync } from 'node:sqlite'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Hall } from '../fixtures/hall.ts'
import { approveDevice, onDevice, plant, writeDownCode } from '../fixtures/layers.ts'
import { highlight, markIds, marks, openDocument, pageOf } from '../fixtures/reading.ts'
import type { Page } from '@playwright/test'

const paper = /Tờ trình về dự kiến chương trình kỳ họp thứ Ba/
const secret = 'ZEBRA-SAO-BIỂN hỏi lại số vốn 417 tỷ'

async function writeNote(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Ghi chú', exact: true }).first().click()
  await pageOf(page, 1).click({ position: { x: 120, y: 260 } })
  const field = page.getByLabel('Nội dung giấy nhớ')
  await field.fill(text)
  await page.getByRole('button', { name: 'Xong' }).click()
}

/** Every file the server has, and a back-up of each database as its own tools make one. */
function* everythingKept(hall: Hall): Generator<readonly [string, Buffer]> {
  const walk = function* (folder: string): Generator<string> {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) yield* walk(path)
      else yield path
    }
  }
  for (const path of [...walk(hall.dataDir)]) {
    if (path.includes('/files/') || path.endsWith('.backup')) continue
    yield [path, readFileSync(path)]
    if (!path.endsWith('.db')) continue
    const copy = `${path}.backup`
    rmSync(copy, { force: true })
    const database = new DatabaseSync(path, { readOnly: true })
    database.exec(`VACUUM INTO '${copy}'`)
    database.close()
    yield [copy, readFileSync(copy)]
  }
}

const found = (hall: Hall, words: string): string[] =>
  [...everythingKept(hall)].flatMap(([path, bytes]) =>
    [Buffer.from(words), Buffer.from(words, 'utf16le'), Buffer.from(JSON.stringify(words).slice(1, -1))].some(
      (form) => bytes.includes(form),
    )
      ? [path]
      : [],
  )

test('private notes: locked on the device, let into a second by digits, into a third by the code', async ({
  hall,
}) => {
  test.setTimeout(180_000)
  const tablet = await hall.seat('db020', { at: 'delegate' })
  await openDocument(tablet, paper)
  await writeNote(tablet, secret)
  await expect(marks(tablet, 1)).toHaveCount(1)
  const code = await test.step('the code is shown once and written down', async () => {
    await tablet.getByRole('button', { name: 'Xem mã khôi phục' }).click()
    return writeDownCode(tablet)
  })
  await expect(tablet.getByRole('button', { name: 'Xem mã khôi phục' })).toHaveCount(0)

  const laptop = await hall.seat('db020', { at: 'delegate' })
  await test.step('a second device sees nothing until six digits were compared', async () => {
    await openDocument(laptop, paper)
    await expect(laptop.getByText('Ghi chú riêng của ông/bà đang khóa trên máy này.')).toBeVisible()
    await expect(marks(laptop)).toHaveCount(0)
    await approveDevice(tablet, laptop)
    await expect(marks(laptop, 1)).toHaveCount(1)
    await expect(laptop.getByRole('button', { name: `Giấy nhớ của Tôi: ${secret}` })).toBeVisible()
  })

  const phone = await hall.seat('db020', { at: 'delegate', viewport: { width: 412, height: 915 } })
  await test.step('a third opens with the code, and not with a wrong one', async () => {
    await openDocument(phone, paper)
    await phone.getByRole('button', { name: 'Mở khóa' }).first().click()
    await phone.getByRole('button', { name: /Còn mã khôi phục/ }).click()
    const field = phone.getByLabel('Mã khôi phục')
    await field.fill(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)
    await phone.getByRole('button', { name: 'Mở khóa bằng mã này' }).click()
    await expect(phone.getByText(/Mã chưa đúng/)).toBeVisible()
    await field.fill(code.toLowerCase().replaceAll('-', ' '))
    await phone.getByRole('button', { name: 'Mở khóa bằng mã này' }).click()
    await expect(marks(phone, 1)).toHaveCount(1)
  })

  await test.step('marks of one are on the others, also after a crash of the server', async () => {
    await tablet.bringToFront()
    await openDocument(tablet, paper).catch(() => undefined)
    await highlight(laptop, 1, 'TỜ TRÌNH')
    await expect.poll(() => markIds(phone)).toHaveLength(2)
    await hall.crash()
    await expect.poll(() => markIds(laptop), { timeout: 60_000 }).toHaveLength(2)
  })

  await test.step('nothing the server keeps, and no back-up of it, contains the words', () => {
    const words = secret.slice(0, 14)
    expect(found(hall, words)).toEqual([])
    expect(found(hall, 'TỜ TRÌNH').filter((path) => path.includes('notes.db'))).toEqual([])
    // The search itself finds what is there.
    expect(found(hall, 'db020').length).toBeGreaterThan(0)
  })

  await test.step('a device signed out from afar loses its keys; the others go on under a new one', async () => {
    await laptop.goto('/#/devices')
    const others = laptop.getByRole('button', { name: /Đăng xuất/ })
    await expect(others.first()).toBeVisible()
    const rings = () => {
      const database = new DatabaseSync(join(hall.dataDir, 'core.db'), { readOnly: true })
      const [wraps, revoked] = ['ring_wrap', 'ring_device WHERE revoked_at IS NOT NULL'].map(
        (from) => database.prepare(`SELECT count(*) AS n FROM ${from}`).get()?.['n'],
      )
      database.close()
      return { wraps: Number(wraps), revoked: Number(revoked) }
    }
    expect(rings().revoked).toBe(0)
    await others.last().click()
    await expect.poll(() => rings().revoked).toBe(1)
  })
})

test('a presenter draws and turns pages, a delegate follows and leaves; notes taken out; a suggestion sent', async ({
  hall,
}) => {
  test.setTimeout(180_000)
  const people = await (await hall.api('db020')).every('person')
  const me = people.find((one) => one.id === 'db020')
  const mate = people.find(
    (one) => one.group === me?.group && one.id !== 'db020' && one.roles.join() === 'delegate',
  )
  const [presenter, other, clerk] = await Promise.all([
    hall.seat('db020', { at: 'delegate' }),
    hall.seat(mate?.id ?? '', { at: 'delegate', viewport: { width: 900, height: 1100 } }),
    hall.seat('thuky1', { at: 'secretariat/remarks' }),
  ])
  const pageField = (page: Page) =>
    page
      .getByRole('spinbutton', { name: 'Trang', exact: true })
      .or(page.getByRole('textbox', { name: 'Trang', exact: true }))
      .first()

  await test.step('the secretariat lets a delegate present', async () => {
    await clerk.getByRole('combobox', { name: 'Người trình bày' }).fill(me?.name ?? '')
    await clerk
      .getByRole('option', { name: me?.name ?? '' })
      .first()
      .click()
    await clerk.getByRole('button', { name: 'Giao trình bày' }).click()
    await expect(clerk.getByText(`Đang trình bày: ${me?.name}`)).toBeVisible()
  })

  for (const page of [presenter, other]) await openDocument(page, paper)
  await test.step('following is one tap, and so is reading by oneself', async () => {
    await expect(presenter.getByText(/Ông\/bà đang trình bày/)).toBeVisible()
    await other.getByRole('button', { name: 'Theo dõi', exact: true }).click()
    await pageField(presenter).fill('2')
    await pageField(presenter).press('Enter')
    await expect(pageField(other)).toHaveValue('2')
    await expect(other.getByText(/Đang theo dõi .*, trang 2/)).toBeVisible()
    await other.getByRole('button', { name: 'Tự đọc' }).click()
    await pageField(presenter).fill('1')
    await pageField(presenter).press('Enter')
    await expect(pageField(presenter)).toHaveValue('1')
    await expect(pageField(other)).toHaveValue('2')
    await other.getByRole('button', { name: 'Theo dõi', exact: true }).click()
    await expect(pageField(other)).toHaveValue('1')
    // Who scrolls by himself reads by himself.
    await pageOf(other, 1).hover()
    await other.mouse.wheel(0, 300)
    await expect(other.getByRole('button', { name: 'Theo dõi', exact: true })).toBeVisible()
  })

  await test.step('what the presenter marks, everybody sees', async () => {
    await presenter.getByRole('button', { name: /^Ghi vào:/ }).click()
    await presenter.getByRole('menuitemradio', { name: /Người trình bày/ }).click()
    await highlight(presenter, 1, 'TỜ TRÌNH')
    await expect(marks(other, 1).first()).toBeVisible()
  })

  await test.step('the copy of a shared layer on a device is sealed: its words stand nowhere in the browser', async () => {
    await expect.poll(async () => (await onDevice(other, 'TỜ TRÌNH')).noteRows).toBeGreaterThan(0)
    expect((await onDevice(other, 'TỜ TRÌNH')).found).toEqual([])
    await plant(other, 'TỜ TRÌNH')
    expect((await onDevice(other, 'TỜ TRÌNH')).found).toEqual(['control'])
  })

  await test.step('in the group each sees the other’s hand, with his name', async () => {
    await expect(other.getByText(/Đang cùng đọc:/)).toBeVisible()
    await pageOf(presenter, 1).hover({ position: { x: 200, y: 300 } })
    await expect(other.locator('[data-hand="db020"]')).toBeVisible()
  })

  await test.step('notes of one person are taken out of the presenter’s layer, and only they', async () => {
    const before = (await markIds(other)).length
    expect(before).toBeGreaterThan(0)
    await clerk.getByRole('combobox', { name: 'Lớp ghi chú' }).click()
    await clerk.getByRole('option', { name: 'Lớp người trình bày' }).click()
    await clerk.getByRole('combobox', { name: 'Người viết' }).fill(me?.name ?? '')
    await clerk
      .getByRole('option', { name: me?.name ?? '' })
      .first()
      .click()
    await clerk.getByRole('button', { name: 'Gỡ ghi chú', exact: true }).click()
    const dialog = clerk.getByRole('dialog')
    await dialog.getByLabel(/Lý do/).fill('Vẽ nhầm tài liệu')
    await dialog.getByRole('button', { name: 'Gỡ ghi chú' }).click()
    await expect(clerk.getByText(`Đã gỡ ghi chú của ${me?.name}.`)).toBeVisible()
    await expect(marks(other)).toHaveCount(0)
    await expect(marks(presenter)).toHaveCount(0)
  })

  await test.step('a suggestion is sent on purpose, seen by the desk, and by no colleague', async () => {
    await other.getByRole('button', { name: 'Gửi góp ý cho thư ký' }).click()
    await other.getByLabel('Nội dung góp ý').fill('Đề nghị làm rõ căn cứ bố trí vốn')
    await other.getByRole('button', { name: 'Xem lại trước khi gửi' }).click()
    await expect(other.getByText(/Thư ký và chủ tọa sẽ thấy tên/)).toBeVisible()
    expect((await (await hall.api('thuky1')).every('suggestion')).length).toBe(0)
    await other.getByRole('button', { name: 'Đồng ý gửi' }).click()
    await expect(other.getByText('Đã gửi góp ý cho thư ký.')).toBeVisible()
    const row = clerk.locator('[data-suggestion]')
    await expect(row).toContainText('Đề nghị làm rõ căn cứ bố trí vốn')
    await row.getByRole('button', { name: 'Tiếp nhận' }).click()
    await expect(row.getByText('Thư ký đã tiếp nhận')).toBeVisible()
    expect((await (await hall.api('db020')).every('suggestion')).length).toBe(0)
    const download = clerk.waitForEvent('download')
    await clerk.getByRole('button', { name: 'Xuất văn bản' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    expect(text).toContain('Đề nghị làm rõ căn cứ bố trí vốn')
    expect(text).toContain(mate?.name)
  })
})
