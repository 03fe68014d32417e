/**
 * Journey 3: the network is lost in the middle of marking. Reading and marking go on, the screen says so calmly, and
 * everything merges on return, nothing twice.
 */
import { expect, test } from '../fixtures/hall.ts'
import { approveDevice } from '../fixtures/layers.ts'
import { drawStroke, highlight, markIds, marks, openDocument, pageOf } from '../fixtures/reading.ts'

const paper = /Tờ trình về dự kiến chương trình kỳ họp thứ Ba/

test('marks made without a network merge once it is back', async ({ hall }) => {
  const [here, there] = await Promise.all([
    hall.seat('db020', { at: 'delegate' }),
    hall.seat('db020', { at: 'delegate' }),
  ])
  for (const page of [here, there]) await openDocument(page, paper)
  await approveDevice(here, there)
  await highlight(here, 1, 'TỜ TRÌNH')
  await expect(marks(there, 1).first()).toBeVisible()
  // Both pages are on the device before the network goes.
  await here.getByRole('button', { name: 'Trang sau' }).first().click()
  await expect(pageOf(here, 2)).toHaveAttribute('data-drawn', 'true')
  await here.getByRole('button', { name: 'Trang trước' }).first().click()

  await here.context().setOffline(true)
  await expect(here.getByText(/Mất mạng/).first()).toBeVisible({ timeout: 60_000 })
  await drawStroke(here, 1)
  await expect.poll(() => markIds(here)).toHaveLength(2)
  const next = here.getByRole('button', { name: 'Trang sau' }).first()
  await next.click()
  await expect(pageOf(here, 2)).toHaveAttribute('data-drawn', 'true')
  // Meanwhile the other device goes on.
  await drawStroke(there, 1)
  expect(await markIds(there)).toHaveLength(2)
  expect(await markIds(here)).not.toEqual(await markIds(there))

  await here.context().setOffline(false)
  for (const page of [here, there])
    await expect.poll(async () => (await markIds(page)).length, { timeout: 60_000 }).toBe(3)
  expect((await markIds(here)).sort()).toEqual((await markIds(there)).sort())
  await expect(here.getByText(/Mất mạng/)).toHaveCount(0)
})

test('a page reloaded without a network has lost no mark', async ({ hall }) => {
  const page = await hall.seat('db021', { at: 'delegate' })
  await openDocument(page, paper)
  await highlight(page, 1, 'TỜ TRÌNH')
  await expect(marks(page, 1).first()).toBeVisible()
  await hall.crash()
  await drawStroke(page, 1)
  await expect.poll(() => markIds(page)).toHaveLength(2)
  await page.reload()
  await openDocument(page, paper).catch(() => undefined)
  await expect.poll(() => markIds(page), { timeout: 60_000 }).toHaveLength(2)
})
