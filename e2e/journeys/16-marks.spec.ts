/**
 * Journey 16: all tools on a tablet, a talk under a mark between two people, the personal copy, and a new version of the
 * document: marks come over, the one whose words are gone waits with a picture of its old page.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { expect, session, test } from '../fixtures/hall.ts'
import { highlight, marks, openDocument, pageOf } from '../fixtures/reading.ts'
import { firstVersion, publish, secondVersion, sentences, sha256 } from '../fixtures/versions.ts'

/** Tall enough that no line above the tools stands over the words being marked. */
const tablet = { width: 1280, height: 1100 }

const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Công cụ đánh dấu' }).getByRole('button', { name, exact: true })

async function drag(
  page: Page,
  number: number,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  const box = await pageOf(page, number).boundingBox()
  if (!box) throw new Error('the page is not on the screen')
  const [first, ...rest] = points.map(([x, y]) => [box.x + x, box.y + y] as const)
  await page.mouse.move(first?.[0] ?? 0, first?.[1] ?? 0)
  await page.mouse.down()
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 6 })
  await page.mouse.up()
}

const kinds = (page: Page): Promise<string[]> =>
  page
    .locator('[data-mark]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-kind') ?? '').sort())

/** What another reader says of a file; null, said aloud, where poppler is not installed. */
function pdfinfo(path: string): string | null {
  try {
    return execFileSync('pdfinfo', [path], { encoding: 'utf8' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.log('pdfinfo is not installed: the copy is not looked at by another reader here')
    return null
  }
}

test('every tool, chosen marks together, undone one by one; a palm beside the stylus draws nothing', async ({
  hall,
}) => {
  const clerk = await hall.api('thuky1')
  await publish(hall, clerk, await firstVersion(), 'Báo cáo thử bản')
  const page = await hall.seat('db020', { at: 'delegate', viewport: tablet })
  await openDocument(page, /Báo cáo thử bản/)

  await test.step('draws, stamps, bookmarks', async () => {
    await highlight(page, 1, 'Tổng thu ngân sách')
    await tool(page, 'Bút dạ quang').click()
    await drag(page, 1, [
      [300, 420],
      [520, 424],
    ])
    await page.getByRole('button', { name: /Vẽ hình/ }).click()
    await page.getByRole('menuitemradio', { name: 'Mũi tên' }).click()
    await drag(page, 1, [
      [320, 470],
      [480, 500],
    ])
    await page.getByRole('button', { name: 'Đóng dấu' }).click()
    await page.getByRole('menuitemradio', { name: 'Cần hỏi' }).click()
    await pageOf(page, 1).click({ position: { x: 620, y: 470 } })
    await tool(page, 'Dấu trang tại đây').click()
    expect(await kinds(page)).toEqual(['bookmark', 'highlight', 'marker', 'shape', 'stamp'])
  })

  await test.step('chooses several with the lasso, colours and deletes them, and takes all back', async () => {
    await tool(page, 'Khoanh chọn').click()
    await drag(page, 1, [
      [270, 395],
      [700, 395],
      [700, 530],
      [270, 530],
      [270, 400],
    ])
    const bar = page.getByRole('toolbar', { name: 'Đã chọn 3 đánh dấu' })
    await bar.getByRole('button', { name: 'Màu: Đồng ý' }).click()
    const before = await pageOf(page, 1).locator('[data-kind="shape"]').getAttribute('d')
    await bar.press('ArrowDown')
    await expect(pageOf(page, 1).locator('[data-kind="shape"]')).not.toHaveAttribute('d', before ?? '')
    await bar.getByRole('button', { name: 'Xóa các đánh dấu đã chọn' }).click()
    expect(await kinds(page)).toEqual(['bookmark', 'highlight'])
    await tool(page, 'Hoàn tác').click()
    expect(await kinds(page)).toHaveLength(5)
    await tool(page, 'Hoàn tác').click()
    await expect(pageOf(page, 1).locator('[data-kind="shape"]')).toHaveAttribute('d', before ?? '')
    await tool(page, 'Làm lại').click()
    await tool(page, 'Khoanh chọn').click()
  })

  await test.step('the list by kind and meaning', async () => {
    await page.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
    await page.getByLabel('Loại đánh dấu').selectOption({ label: 'Dấu trang' })
    const panel = page.getByRole('complementary').last()
    await expect(panel.getByRole('button', { name: /^Dấu trang/ })).toHaveCount(1)
    const results = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
    expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
  })

  await test.step('once a stylus has been seen, fingers scroll and draw nothing', async () => {
    await tool(page, 'Bút').click()
    const count = (await kinds(page)).length
    const at = async (type: 'pen' | 'touch', y: number): Promise<void> =>
      pageOf(page, 1).evaluate(
        (element, [pointerType, down]) => {
          const box = element.getBoundingClientRect()
          const fire = (name: string, x: number): void => {
            const init = {
              bubbles: true,
              pointerId: 7,
              pointerType,
              isPrimary: true,
              button: 0,
              pressure: 0.7,
            }
            element.dispatchEvent(
              new PointerEvent(name, { ...init, clientX: box.left + x, clientY: box.top + down }),
            )
          }
          // A synthetic pointer cannot be captured.
          element.setPointerCapture = () => undefined
          fire('pointerdown', 300)
          fire('pointermove', 340)
          fire('pointermove', 380)
          fire('pointerup', 380)
        },
        [type, y] as const,
      )
    await at('pen', 560)
    await expect.poll(async () => (await kinds(page)).length).toBe(count + 1)
    await at('touch', 600)
    expect(await kinds(page)).toHaveLength(count + 1)
  })
})

test('a talk under a sticky, the personal copy, and a new version that keeps what can be kept', async ({
  hall,
}) => {
  test.setTimeout(180_000)
  const clerk = await hall.api('thuky1')
  const bytes = await firstVersion()
  const first = await publish(hall, clerk, bytes, 'Báo cáo thử bản')
  const people = await (await hall.api('db020')).every('person')
  const me = people.find((one) => one.id === 'db020')
  const mate = people.find(
    (one) => one.group === me?.group && one.id !== 'db020' && one.roles.join() === 'delegate',
  )
  const page = await hall.seat('db020', { at: 'delegate', viewport: tablet, acceptDownloads: true })
  const other = await hall.seat(mate?.id ?? '', { at: 'delegate', viewport: tablet })
  await openDocument(page, /Báo cáo thử bản/)
  await openDocument(other, /Báo cáo thử bản/)

  await test.step('two people talk under one sticky', async () => {
    await page.getByRole('button', { name: /^Ghi vào/ }).click()
    await page.getByRole('menuitemradio', { name: /^Tổ/ }).first().click()
    await tool(page, 'Ghi chú').click()
    await pageOf(page, 1).click({ position: { x: 640, y: 300 } })
    await page.getByLabel('Nội dung giấy nhớ').fill('Nguồn bù ở đâu?')
    await page.getByRole('button', { name: 'Xong' }).click()
    await other.getByRole('button', { name: /Nguồn bù ở đâu/ }).click()
    const card = other.getByRole('dialog', { name: 'Giấy nhớ' })
    await expect(card.getByLabel('Nội dung giấy nhớ')).toHaveCount(0)
    await card.getByLabel('Viết trả lời…').fill('Từ dự phòng ngân sách.')
    await card.getByRole('button', { name: 'Gửi trả lời' }).click()
    await page.getByRole('button', { name: /Nguồn bù ở đâu.*1 trả lời/ }).click()
    await expect(page.getByText('Từ dự phòng ngân sách.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Xóa câu trả lời này' })).toHaveCount(0)
    await page.keyboard.press('Escape')
  })

  await test.step('marks of his own, one of them on words that will be taken out', async () => {
    await page.getByRole('button', { name: /^Ghi vào/ }).click()
    await page.getByRole('menuitemradio', { name: /^Chỉ mình tôi/ }).click()
    await highlight(page, 1, sentences.kept.slice(0, 40))
    await highlight(page, 1, sentences.doomed.slice(0, 30))
    await expect(page.locator('[data-mark][data-kind="highlight"]')).toHaveCount(2)
  })

  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-marks-'))

  await test.step('the personal copy as PDF and as text; the document stays what it was', async () => {
    await page.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
    const take = async (item: RegExp): Promise<Buffer> => {
      await page.getByRole('button', { name: 'Bản ghi chú cá nhân' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ])
      return readFileSync(await download.path())
    }
    const text = (await take(/Tệp văn bản/)).toString('utf8')
    expect(text).toContain('“Nguồn bù ở đâu?”')
    expect(text).toMatch(/→ .*: Từ dự phòng ngân sách\./)
    expect(text).toContain(sentences.doomed.slice(0, 30))
    const copy = await take(/Tệp PDF/)
    expect(copy.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7')
    const path = join(folder, 'copy.pdf')
    writeFileSync(path, copy)
    const facts = pdfinfo(path)
    if (facts !== null) expect(facts).toMatch(/Title:\s+Bản ghi chú cá nhân[^]*Pages:\s+2/)
    const api = await hall.api('db020')
    const now = await fetch(`${hall.url}/api/files/${sha256(bytes)}?session=${session}`, {
      headers: { authorization: `Bearer ${api.token}` },
    })
    expect(sha256(new Uint8Array(await now.arrayBuffer()))).toBe(sha256(bytes))
    await page.getByRole('button', { name: 'Danh sách đánh dấu' }).first().click()
  })

  await test.step('all notes of the session in one list', async () => {
    await page.goto(`/#/s/${session}/delegate/notes`)
    await expect(page.getByText(/3 ghi chú trong 1 tài liệu/)).toBeVisible({ timeout: 60_000 })
    await page.getByLabel('Tìm trong ghi chú').fill('nguon bu')
    await expect(page.locator('[data-note]')).toHaveCount(1)
    const results = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
    expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.locator('[data-note]').click()
    await expect(page.getByRole('button', { name: /Nguồn bù ở đâu/ })).toBeVisible()
  })

  const pageField = other
    .getByRole('spinbutton', { name: 'Trang', exact: true })
    .or(other.getByRole('textbox', { name: 'Trang', exact: true }))
    .first()
  await pageField.fill('2')
  await pageField.press('Enter')
  await expect(pageField).toHaveValue('2')

  const second = await publish(hall, clerk, await secondVersion(), 'Báo cáo thử bản', first)

  await test.step('who was reading page 2 finds his passage, now on page 3, and is told so', async () => {
    await other.goto(`/#/s/${session}/delegate/agenda/${second}`)
    await expect(other.getByText('Đoạn ông/bà đọc dở nay ở trang 3.')).toBeVisible({ timeout: 40_000 })
    await expect(pageField).toHaveValue('3')
  })

  await test.step('in the new version his marks stand where their words went; one waits', async () => {
    await page.goto(`/#/s/${session}/delegate/agenda/${second}`)
    await expect(page.getByText(/Đã chuyển 2 ghi chú sang bản 2/)).toBeVisible({ timeout: 40_000 })
    await expect(page.getByText(/1 ghi chú chưa khớp, vẫn được giữ/)).toBeVisible()
    await page.getByRole('button', { name: 'Xem', exact: true }).click()
    const waiting = page.locator('[data-unmatched]')
    await expect(waiting).toHaveCount(1)
    await expect(waiting.locator('[data-picture="drawn"]')).toBeVisible()
    await expect(waiting).toContainText(sentences.doomed.slice(0, 30))
    await pageOf(page, 2).scrollIntoViewIfNeeded()
    await expect(marks(page, 2).locator('xpath=self::*[@data-kind="highlight"]')).toHaveCount(1)
    await expect(marks(page, 2).locator('xpath=self::*[@data-kind="note"]')).toHaveCount(1)
  })

  await test.step('put back by one tap, undone, put away', async () => {
    const waiting = page.locator('[data-unmatched]')
    await waiting.getByRole('button', { name: 'Đặt lại ở đây' }).click()
    await expect(waiting).toHaveCount(0)
    await page.keyboard.press('Escape')
    await tool(page, 'Hoàn tác').click()
    await expect(waiting).toHaveCount(1)
    await waiting.getByRole('button', { name: 'Bỏ' }).click()
    await expect(waiting).toHaveCount(0)
    await page.reload()
    await expect(page.locator('[data-page][data-drawn="true"]').first()).toBeVisible()
    await expect.poll(() => kinds(page)).toContain('highlight')
    await expect(page.getByText(/chưa khớp/)).toHaveCount(0)
  })

  await test.step('what is new since he read it, side by side', async () => {
    await page.getByRole('button', { name: 'Có gì mới từ lần tôi đọc?' }).click()
    await expect(page.locator('[data-change="changed"]')).toHaveCount(3, { timeout: 30_000 })
    await expect(page.locator('[data-change="inserted"]')).toHaveCount(1)
    await page.locator('[data-change="changed"]').nth(1).click()
    const sides = page.locator('[data-sides="drawn"]')
    await expect(sides.locator('[data-frame="gone"]').first()).toBeVisible()
    await expect(sides.locator('[data-frame="new"]').first()).toBeVisible()
    await page.getByRole('button', { name: 'Chỗ thay đổi sau' }).click()
    await expect(sides.locator('[data-frame="changed"]').first()).toBeVisible()
    const results = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
    expect(results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
  rmSync(folder, { recursive: true, force: true })
})

test('after 1,000 marks a signed document has the same bytes, and its signatures are judged the same', async ({
  hall,
}) => {
  const api = await hall.api('db020')
  const [me, documents] = [
    (await api.every('person')).find((one) => one.id === 'db020'),
    await api.every('document'),
  ]
  const signed = documents.find((one) => one.facts.signature.count > 0 && one.facts.size < 5_000_000)
  expect(signed).toBeDefined()
  const file = signed?.facts.sha256 ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-marks-'))
  const looked = async (): Promise<{ hash: string; report: string }> => {
    const answer = await fetch(`${hall.url}/api/files/${file}?session=${session}`, {
      headers: { authorization: `Bearer ${api.token}` },
    })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    writeFileSync(join(folder, 'signed.pdf'), bytes)
    const root = fileURLToPath(new URL('../../', import.meta.url))
    const command = ['server/src/commands/verify.ts', '--json', '--relative-to', folder]
    const report = execFileSync(
      process.execPath,
      [...command, '--at', '2026-11-22T01:00:00Z', join(folder, 'signed.pdf')],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )
    // How long it took is the machine's matter.
    const judged = JSON.parse(report) as Record<string, unknown>
    delete judged['ms']
    return { hash: sha256(bytes), report: JSON.stringify(judged) }
  }
  const before = await looked()
  expect(before.hash).toBe(file)
  expect(before.report).toContain('"signatures":[{')

  const { body } = await api.call('POST', '/api/tickets', {})
  const doc = new Y.Doc()
  const room = `${session}.${file}.group:${me?.group ?? ''}`
  const provider = new WebsocketProvider(`${hall.url.replace('http', 'ws')}/api/rooms`, room, doc, {
    params: { ticket: String(body['ticket']) },
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  await expect.poll(() => provider.synced).toBe(true)
  const note = (n: number): unknown =>
    doc.getMap('marks').set(`mark${n}`, {
      kind: 'note',
      page: 1,
      colour: 'yellow',
      author: 'db020',
      at: '2026-11-22T01:00:00.000Z',
      v: 1,
      box: [(n % 40) * 14, Math.floor(n / 40) * 30, 22, 22],
      text: `Ghi chú số ${n}`,
    })
  // In parcels: the door takes so many messages a second.
  for (let from = 0; from < 1000; from += 50)
    doc.transact(() => {
      for (let n = from; n < from + 50; n++) note(n)
    })
  // Seen by another device: they are really there.
  const page = await hall.seat('db020', { at: 'delegate', viewport: tablet })
  await page.goto(`/#/s/${session}/delegate/agenda/${signed?.id}`)
  await expect.poll(() => kinds(page).then((all) => all.length), { timeout: 40_000 }).toBe(1000)
  provider.destroy()
  expect(await looked()).toEqual(before)
  rmSync(folder, { recursive: true, force: true })
})
