/**
 * Journey 9: a delegate sees which documents are signed and which are not to be believed, in plain words, and has his own
 * device check; the administrator imports a newer trust bundle, and everything is judged again.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import type { DemoDocument } from '@nghi-truong/server/src/demo/documents.ts'
import { documentsDir } from '../fixtures/folders.ts'
import { expect, test, type Api } from '../fixtures/hall.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const node = join(root, 'node_modules/.bin/node')
const command = join(root, 'server/src/commands/trust-bundle.ts')

const demo = (): readonly DemoDocument[] =>
  (
    JSON.parse(readFileSync(join(documentsDir, 'manifest.json'), 'utf8')) as {
      documents: readonly DemoDocument[]
    }
  ).documents

const fileOf = (intended: DemoDocument['intended']): DemoDocument => {
  const found = demo().find((one) => one.intended === intended)
  if (!found) throw new Error(`no ${intended} document`)
  return found
}

/** Opens the card of the document with that verdict in a word. */
async function openCard(page: Page, state: string): Promise<Locator> {
  await page
    .getByRole('button', { name: `Chữ ký số: ${state}. Xem chi tiết` })
    .first()
    .click()
  const card = page.getByRole('dialog', { name: 'Chữ ký số của văn bản' })
  await expect(card.getByText('Người ký').first()).toBeVisible()
  return card
}

const shut = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** A bundle of the demo's authority, made with the product's own command. */
function makeBundle(folder: string, name: string, files: readonly string[], issue: number): string {
  const from = join(folder, `${name}-in`)
  mkdirSync(from)
  for (const file of files) copyFileSync(join(documentsDir, 'pki', file), join(from, file))
  const out = join(folder, `${name}.json`)
  const key = join(folder, 'key.pem')
  execFileSync(node, [command, 'make', from, out, '--key', key, '--issue', String(issue)], { stdio: 'pipe' })
  return out
}

const inForce = async (api: Api) =>
  (await api.call('GET', '/api/trust')).body as {
    bundle: { issue: number; sha256: string } | null
    pending: number
  }

test('badges as the documents deserve; the card in plain words; the device agrees', async ({ hall }) => {
  const api = await hall.api('db020')
  const shown = new Map((await api.every('document')).map((one) => [one.facts.sha256, one.facts.signature]))
  const wanted = {
    valid: 'green validTimeClaimed',
    two_signatures: 'green validLaterChanges',
    scan: 'green validTimeClaimed',
    tampered: 'red broken',
    revoked: 'red revoked',
    expired: 'amber expiredNoProof',
    unsigned: 'none unsigned',
  }
  for (const { sha256, intended, file } of demo()) {
    const { colour, code, bundle } = shown.get(sha256) ?? {}
    expect(`${colour} ${code}`, file).toBe(wanted[intended])
    expect(bundle, file).toBe((await inForce(api)).bundle?.sha256)
  }

  const page = await hall.seat('db020', { at: 'delegate', viewport: { width: 820, height: 1180 } })
  const good = await openCard(page, 'Chữ ký hợp lệ')
  await expect(good.getByText('Chữ ký hợp lệ.').first()).toBeVisible()
  await expect(good.getByText('Hội đồng nhân dân tỉnh An Phú (DEMO)').first()).toBeVisible()
  await expect(
    good.getByText(/Không bị thu hồi, theo danh sách ngày \d\d\/\d\d\/2\d{3}/).first(),
  ).toBeVisible()
  await expect(good.getByText(/Theo gói tin cậy số \d+ ngày \d\d\/\d\d\/2\d{3}/)).toBeVisible()
  // What a delegate reads first holds no technical word; those stay folded away.
  const read = await good.evaluate((element) => (element as HTMLElement).innerText)
  expect(read).not.toMatch(/TOTAL_|INDETERMINATE|SHA|CMS|RSA|undefined|null/)
  await good.getByRole('button', { name: 'Kiểm tra lại trên máy này' }).click()
  await expect(
    good.getByText(/Máy này đã tự kiểm tra.*Cùng kết luận với máy chủ: Chữ ký hợp lệ/),
  ).toBeVisible()
  await shut(page)

  const tampered = await openCard(page, 'Chữ ký không khớp')
  await expect(tampered.getByText(fileOf('tampered').signers[0] ?? 'nobody').first()).toBeVisible()
  await tampered.getByRole('button', { name: 'Kiểm tra lại trên máy này' }).click()
  await expect(tampered.getByText(/KHÔNG khớp.*Cùng kết luận với máy chủ: Chữ ký không khớp/)).toBeVisible()
  await shut(page)

  const expired = await openCard(page, 'Chứng thư hết hạn')
  await expect(
    expired.getByText(/nơi cấp được tin cậy; chứng thư có hiệu lực đến 02\/03\/2022/),
  ).toBeVisible()
  await shut(page)

  const revoked = await openCard(page, 'Chứng thư bị thu hồi')
  await expect(revoked.getByText(/Đã bị thu hồi ngày 15\/10\/2026/)).toBeVisible()
  await revoked.getByRole('button', { name: 'Kiểm tra lại trên máy này' }).click()
  await expect(revoked.getByText(/Cùng kết luận với máy chủ: Chứng thư bị thu hồi/)).toBeVisible()
})

test('the administrator imports a newer bundle; everything is judged again, records stay', async ({
  hall,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-e2e-trust-'))
  const [admin, delegate] = [await hall.api('quantri'), await hall.api('db020')]
  const before = (await inForce(admin)).bundle?.issue ?? 0
  // Without the sub-CA's list nobody can say that its certificates stand.
  const files = ['root.der', 'subca.der', 'root.crl']
  const newer = makeBundle(folder, 'newer', files, before + 100)
  const older = makeBundle(folder, 'older', files, before - 1)

  const page = await hall.seat('quantri')
  await page.goto('/#/admin/trust')
  await expect(page.getByText(`Gói số ${before}`).first()).toBeVisible()
  const chooser = page.locator('input[type=file]')
  await chooser.setInputFiles(older)
  await expect(page.getByRole('alert')).toContainText('không mới hơn gói đang dùng')
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, readFileSync(newer, 'utf8').replace('"issue":', '"issue":1'))
  await chooser.setInputFiles(broken)
  await expect(page.getByRole('alert')).toContainText('không khớp nội dung')

  await chooser.setInputFiles(newer)
  await expect(page.getByText(/Thay đổi so với gói số/)).toBeVisible()
  await expect(page.getByText(/Bỏ danh sách của DEMO CA phục vụ/)).toBeVisible()
  const confirm = page.getByRole('button', { name: 'Đưa vào sử dụng' })
  await expect(confirm).toBeDisabled()
  expect((await inForce(admin)).bundle?.issue).toBe(before)
  await page.getByLabel(/Tôi đã đối chiếu mã/).check()
  await confirm.click()
  await expect(page.getByText(`Đã đưa vào sử dụng gói số ${before + 100}`)).toBeVisible()
  await expect(page.getByText(`Gói số ${before + 100}`).first()).toBeVisible()

  const signed = fileOf('valid').sha256
  const report = async () =>
    (await delegate.call('GET', `/api/files/${signed}/signature`)).body as {
      bundle: { issue: number } | null
      signatures: { trust: { subIndication: string } }[]
    }
  await expect.poll(async () => (await report()).bundle?.issue, { timeout: 60_000 }).toBe(before + 100)
  expect((await report()).signatures[0]?.trust.subIndication).toBe('TRY_LATER')
  const record = (await delegate.every('document')).find((one) => one.facts.sha256 === signed)
  expect(record?.facts.signature.colour).toBe('green')

  // A delegate finds neither the page nor the road.
  expect((await delegate.call('PUT', '/api/trust', {})).status).toBe(403)
  const other = await hall.seat('db021')
  await other.goto('/#/admin/trust')
  await expect(other.getByRole('heading', { name: 'Gói tin cậy đang dùng' })).toHaveCount(0)
  rmSync(folder, { recursive: true })
})
