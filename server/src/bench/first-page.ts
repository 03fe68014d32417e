/**
 * (e) From the tap on a document to its first drawn page, in Chromium, through the product's own reader.
 * What must stay true: a fresh browser profile each time, so that nothing is on the device yet; the clock runs inside the
 * page, from the click to the frame after the page is drawn; without a browser or built screens it does not run and says so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { rendererDir } from '../config.ts'
import { generateDemoDocuments, type DemoDocument } from '../demo/documents.ts'
import { demoPassword } from '../demo/session.ts'
import { demoSeed, demoSessionId } from '../demo-seed.ts'
import { startServer } from '../main.ts'
import { seed } from '../seed.ts'
import { quick } from '../testing/server.ts'
import { startWorker } from './process.ts'
import { median, type Row } from './row.ts'

export interface FirstPageOptions {
  readonly folder: string
  readonly rounds: number
  readonly small: boolean
}

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

const skipped = (why: string): Row[] => [
  { part: 'e', name: 'first drawn page', value: undefined, unit: '', note: why },
]

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

async function openOnce(browser: Browser, url: string, title: string): Promise<number> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 900 } })
  try {
    const page: Page = await context.newPage()
    await page.goto('/')
    await page.getByLabel('Tên đăng nhập').fill('db020')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(demoPassword('db020'))
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
    return await page.evaluate<number>('globalThis.drawn')
  } finally {
    await context.close()
  }
}

/** The same page drawn by poppler from the disk, milliseconds; undefined where it is not installed. */
function poppler(path: string): number | undefined {
  const start = performance.now()
  const run = spawnSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '96', '-png', path], { stdio: 'ignore' })
  return run.status === 0 ? performance.now() - start : undefined
}

async function seatDemo(folder: string, documents: readonly DemoDocument[]): Promise<string> {
  const dataDir = join(folder, 'data')
  const server = await startServer({ dataDir, logLevel: 'silent', passwordCost: quick })
  try {
    await seed(server, demoSeed({ folder, documents }))
  } finally {
    await server.close()
  }
  return dataDir
}

export async function benchFirstPage({ folder, rounds, small }: FirstPageOptions): Promise<Row[]> {
  const executablePath = places.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) return skipped('no Chromium (set CHROMIUM_PATH)')
  if (!existsSync(join(rendererDir, 'index.html')))
    return skipped('the screens are not built (npm run build)')
  const { chromium } = await import('playwright')
  const { documents } = await generateDemoDocuments(folder, { scale: small ? 'small' : 'full' })
  const most = (key: 'pages' | 'size') => documents.toSorted((a, b) => b[key] - a[key])[0]
  const chosen = [most('pages'), most('size')].flatMap((one) => one ?? [])
  const dataDir = await seatDemo(folder, chosen)
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const browser = await chromium.launch({ executablePath })
  try {
    const { url } = await server.ask<{ url: string }>('start', { dataDir, realExaminer: true, rendererDir })
    const rows: Row[] = []
    for (const { title, pages, size, file } of chosen) {
      const times: number[] = []
      const limits: number[] = []
      for (let count = 0; count < rounds; count++) {
        times.push(await openOnce(browser, url, title))
        const limit = poppler(join(folder, file))
        if (limit !== undefined) limits.push(limit)
      }
      rows.push({
        part: 'e',
        name: `first drawn page, ${pages} pages, ${(size / 1e6).toFixed(1)} MB`,
        value: median(times),
        unit: 'ms',
        baseline:
          limits.length > 0 ? { name: 'pdftoppm of that page from disk', value: median(limits) } : undefined,
        note: `fresh browser profile each time: ${times.map((one) => one.toFixed(0)).join(', ')} ms${limits.length > 0 ? '' : '; pdftoppm is not installed'}`,
      })
    }
    return rows
  } finally {
    await browser.close()
    await server.end('SIGKILL')
  }
}
