/**
 * Opening the product's reader in Chromium for a measurement.
 * What must stay true: a fresh browser profile each time; the clock runs inside the page; where there is no browser or no
 * built screens, it says so.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { rendererDir } from '../config.ts'
import { demoPassword } from '../demo/session.ts'
import { demoSeed, demoSessionId } from '../demo-seed.ts'
import { startServer } from '../main.ts'
import { seed, type SeedDocument } from '../seed.ts'
import { quick } from '../testing/server.ts'

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Why a measurement with a browser cannot run, or where the browser is. */
export function browserHere(): { readonly executablePath: string } | { readonly why: string } {
  const executablePath = places.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) return { why: 'no Chromium (set CHROMIUM_PATH)' }
  if (!existsSync(join(rendererDir, 'index.html')))
    return { why: 'the screens are not built (npm run build)' }
  return { executablePath }
}

/** A data folder with the demo council and these documents. */
export async function seatDocuments(folder: string, documents: readonly SeedDocument[]): Promise<string> {
  const dataDir = join(folder, 'data')
  const server = await startServer({ dataDir, logLevel: 'silent', passwordCost: quick })
  try {
    await seed(server, { ...demoSeed({ folder }), documents })
  } finally {
    await server.close()
  }
  return dataDir
}

/** Runs in the page, as text because this project half knows no DOM: a clock from the next click to the first drawn page. */
const clock = `globalThis.drawn = new Promise((resolve) => {
  addEventListener('click', () => {
    const start = performance.now()
    const look = () => {
      const there = document.querySelector('[data-page][data-drawn="true"]')
      requestAnimationFrame(there ? () => resolve(performance.now() - start) : look)
    }
    look()
  }, {capture: true, once: true})
})
undefined`

export interface Opened {
  readonly context: BrowserContext
  readonly page: Page
  /** From the tap to the first drawn page, milliseconds. */
  readonly ms: number
}

/** The caller closes the context. */
export async function openReader(
  browser: Browser,
  url: string,
  title: string,
  username = 'db020',
): Promise<Opened> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(demoPassword(username))
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByLabel('Mật khẩu', { exact: true }).waitFor({ state: 'detached' })
  await page.goto(`/#/s/${demoSessionId}/delegate`)
  const named = page
    .getByRole('button', { name: title })
    .or(page.getByRole('link', { name: title }))
    .first()
  await named.scrollIntoViewIfNeeded()
  await page.evaluate(clock)
  await named.click()
  return { context, page, ms: await page.evaluate<number>('globalThis.drawn') }
}
