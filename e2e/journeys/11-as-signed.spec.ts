/**
 * Journey 11: a document signed twice is looked at as it was at the first signature, without a network, and left again.
 * What must stay true: it is offered only where something came after the signature, and never shown without saying so.
 */
import { expect, test } from '../fixtures/hall.ts'
import { openDocument, pageOf } from '../fixtures/reading.ts'

const twice = /Tờ trình.*dự toán/
const once = /Báo cáo thẩm tra.*dự toán/
const showing = 'Đang xem bản lúc ký lần 1 – chỉ để đối chiếu'

test('what was signed is shown from the device’s own copy', async ({ hall }) => {
  const page = await hall.seat('db020', { at: 'delegate' })
  const badge = page.getByRole('button', { name: /^Chữ ký số:/ })
  const show = page.getByRole('button', { name: 'Xem bản lúc ký' })

  await test.step('one signature and nothing after it: nothing else to see', async () => {
    await openDocument(page, once)
    await badge.last().click()
    await expect(
      page.getByRole('dialog').getByText('Không bị sửa sau khi ký.', { exact: true }),
    ).toBeVisible()
    await expect(show).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Đóng tài liệu' }).click()
  })

  await test.step('signed twice: the first signature can be looked at, the last is the document itself', async () => {
    await openDocument(page, twice)
    await badge.last().click()
    await expect(page.getByRole('dialog').getByRole('heading', { name: 'Chữ ký 2 trên 2' })).toBeVisible()
    await expect(show).toHaveCount(1)
  })

  await test.step('shown without a network, said so, without tools for marking', async () => {
    await page.context().setOffline(true)
    await show.click()
    await expect(page.getByText(showing)).toBeVisible()
    await expect(pageOf(page, 1)).toHaveAttribute('data-drawn', 'true')
    await expect(page.getByRole('article', { name: /bản lúc ký lần 1/ })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Bút', exact: true })).toHaveCount(0)
  })

  await test.step('one press leads back', async () => {
    await page.getByRole('button', { name: 'Về bản hiện hành' }).click()
    await expect(page.getByText(showing)).toHaveCount(0)
    await expect(pageOf(page, 1)).toHaveAttribute('data-drawn', 'true')
    await expect(page.getByRole('button', { name: 'Bút', exact: true }).first()).toBeVisible()
    await page.context().setOffline(false)
  })
})
