/**
 * Journey 18: a real installation over https. A browser that trusts the hall's authority gets a secure context, with the
 * service worker and a key that cannot be taken out; one that does not trust it is let in by nobody.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import { demoPassword } from '@nghi-truong/server/src/demo/session.ts'
import { startServer } from '@nghi-truong/server/src/main.ts'
import { ownAuthority } from '@nghi-truong/server/src/tls/tls.ts'
import { chromiumPath } from '../fixtures/chromium.ts'
import { templateDir } from '../fixtures/folders.ts'
import { session } from '../fixtures/hall.ts'

test('https under the authority of the hall', async ({ browser }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'nghi-truong-e2e-'))
  cpSync(templateDir, dataDir, { recursive: true, filter: (path) => !path.endsWith('server.lock') })
  const tls = await ownAuthority({ dataDir, names: [], now: Date.now })
  const pem = tls.authority?.pem ?? ''
  const server = await startServer({
    dataDir,
    tls,
    passwordCost: { memoryCost: 1024, timeCost: 1, parallelism: 1 },
    logLevel: 'error',
  })
  const url = `https://localhost:${server.port}`
  const key = new X509Certificate(pem).publicKey.export({ format: 'der', type: 'spki' })
  const trust = createHash('sha256').update(key).digest('base64')
  const profile = mkdtempSync(join(tmpdir(), 'nghi-truong-profile-'))
  const trusting = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', `--ignore-certificate-errors-spki-list=${trust}`],
  })
  try {
    const stranger = await (await browser.newContext()).newPage()
    await expect(stranger.goto(url)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/)

    const page = await trusting.newPage()
    await page.goto(url)
    await page.getByLabel('Tên đăng nhập').fill('db005')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(demoPassword('db005'))
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await expect(page.getByLabel('Mật khẩu', { exact: true })).toHaveCount(0)
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
    const [cookie] = await trusting.cookies(url)
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict' })
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)

    // the agenda comes by the live socket: wss
    await page.goto(`${url}/#/s/${session}/delegate/agenda`)
    await expect(page.getByText('Khai mạc').first()).toBeVisible()

    await page.goto(`${url}/#/devices`)
    await expect(page.getByRole('heading', { name: 'Kết nối thêm thiết bị' })).toBeVisible()
    await expect(page.getByText(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/)).toBeVisible()
    await expect(page.getByRole('img', { name: 'Mã QR kết nối' })).toBeVisible()
  } finally {
    await trusting.close()
    await server.close()
    for (const folder of [profile, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
})
