/**
 * Takes the pictures of docs/pictures from the running product: `npm run pictures`.
 * What must stay true: nothing is drawn for the picture; it is the demo session, a real server and real browsers.
 */
import { fork } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { demoSessionId as session } from '@nghi-truong/server/src/demo-seed.ts'
import { demoPassword } from '@nghi-truong/server/src/demo/session.ts'
import { chromiumPath } from './fixtures/chromium.ts'
import { templateDir } from './fixtures/folders.ts'
import { drawStroke, highlight, openDocument } from './fixtures/reading.ts'
import prepare from './fixtures/template.ts'

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url))
mkdirSync(folder, { recursive: true })
prepare()
const dataDir = mkdtempSync(join(tmpdir(), 'nghi-truong-pictures-'))
cpSync(templateDir, dataDir, { recursive: true, filter: (path) => !path.endsWith('server.lock') })
const child = fork(fileURLToPath(new URL('fixtures/server.ts', import.meta.url)), ['serve', dataDir, '0'])
const { url } = await new Promise<{ url: string }>((resolve) =>
  child.once('message', (message) => resolve(message as { url: string })),
)
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  chromiumSandbox: process.getuid?.() !== 0,
})

async function api(username: string) {
  const post = async (path: string, body: unknown, token = '') => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Record<string, unknown>
  }
  const signedIn = await post('/api/sign-in', {
    username,
    password: demoPassword(username),
    deviceName: 'Máy chụp',
  })
  const token = String(signedIn['token'])
  return {
    command: (type: string, input: unknown) =>
      post(`/api/sessions/${session}/commands`, { id: crypto.randomUUID(), type, input }, token),
    async records() {
      const answer = await fetch(`${url}/api/sessions/${session}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return ((await answer.json()) as { records: { kind: string; id: string; title?: string }[] }).records
    },
  }
}

async function seat(username: string, at: string, width: number, height: number): Promise<Page> {
  const page = await (
    await browser.newContext({
      baseURL: url,
      viewport: { width, height },
      locale: 'vi-VN',
      deviceScaleFactor: 1,
    })
  ).newPage()
  await page.goto('/')
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(demoPassword(username))
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByLabel('Mật khẩu', { exact: true }).waitFor({ state: 'detached' })
  await page.goto(`/#/s/${session}/${at}`)
  return page
}

const shoot = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
  console.log(name)
}

const [clerk, chair] = [await api('thuky1'), await api('chutoa')]
for (let n = 1; n <= 61; n++)
  await clerk.command('attendance.mark', { person: `db${String(n).padStart(3, '0')}`, state: 'present' })
await chair.command('session.open', {})
const items = (await clerk.records()).filter((one) => one.kind === 'item')
const item = items[2]?.id
await chair.command('agenda.start', { item })
for (const n of [14, 23, 31]) await (await api(`db0${n}`)).command('speakers.register', { item })

const delegate = await seat('db020', 'delegate', 1180, 820)
await delegate.getByText('Chương trình').first().waitFor()
await shoot(delegate, 'delegate-agenda')
await openDocument(delegate, /Báo cáo kinh tế - xã hội năm 2026/)
await highlight(delegate, 1, 'BÁO CÁO')
await drawStroke(delegate, 1)
await shoot(delegate, 'reader')
const phone = await seat('db021', 'delegate', 360, 740)
await shoot(phone, 'phone')
const desk = await seat('thuky1', 'secretariat/agenda', 1180, 820)
await shoot(desk, 'secretariat')
const console_ = await seat('chutoa', 'chair/console', 1180, 820)
await shoot(console_, 'chair-console')
await clerk.command('ballot.draft', {
  item,
  code: 'adopt_resolution',
  question:
    'Thông qua Nghị quyết về dự toán thu, chi ngân sách địa phương và phân bổ ngân sách cấp tỉnh năm 2027',
})
const ballot = (await chair.records()).find((one) => one.kind === 'ballot')?.id
const projector = await seat('manhinh', 'projector', 1920, 1080)
await shoot(projector, 'projector-item')
await chair.command('ballot.open', { ballot })
const voter = await seat('db022', 'delegate', 820, 1180)
await voter.getByRole('dialog').waitFor()
for (let n = 4; n <= 58; n++) {
  if (n === 22) continue
  const choice = n % 11 === 0 ? 'no' : n % 17 === 0 ? 'abstain' : 'yes'
  await (
    await api(`db${String(n).padStart(3, '0')}`)
  ).command('ballot.cast', { ballot, round: 1, choice, clientSeq: 1 })
}
await voter.getByRole('dialog').getByText('Tán thành', { exact: true }).first().click()
await voter.getByText(/Đã ghi nhận/).waitFor()
await shoot(voter, 'ballot')
await console_.goto(`${url}/#/s/${session}/chair/ballots`)
await shoot(console_, 'chair-vote')
await chair.command('ballot.close', { ballot })
for (;;) {
  const state = (await chair.records()).find((one) => one.id === ballot && one.kind === 'ballot') as
    { state?: string } | undefined
  if (state?.state === 'closed') break
}
await chair.command('ballot.publish', { ballot })
await projector.getByText(/ĐIỀU KIỆN THÔNG QUA/).waitFor()
await shoot(projector, 'projector-result')

await browser.close()
child.disconnect()
rmSync(dataDir, { recursive: true, force: true })
process.exit(0)
