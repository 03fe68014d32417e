/**
 * (e) From the tap on a document to its first drawn page, in Chromium, through the product's own reader.
 * What must stay true: a fresh browser profile each time, so that nothing is on the device yet; the clock runs inside the
 * page, from the click to the frame after the page is drawn; without a browser or built screens it does not run and says so.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { rendererDir } from '../config.ts'
import { generateDemoDocuments, type DemoDocument } from '../demo/documents.ts'
import { demoPassword } from '../demo/session.ts'
import { startWorker } from './process.ts'
import { browserHere, openReader, seatDocuments } from './reader.ts'
import { median, type Row } from './row.ts'

export interface FirstPageOptions {
  readonly folder: string
  readonly rounds: number
  readonly small: boolean
}

const skipped = (why: string): Row[] => [
  { part: 'e', name: 'first drawn page', value: undefined, unit: '', note: why },
]

async function openOnce(browser: Browser, url: string, title: string): Promise<number> {
  const { context, ms } = await openReader(browser, url, title)
  await context.close()
  return ms
}

/** Two hundred devices fetch the same file again and again over one gigabit line; meanwhile one person taps it. */
const crowd = 200
const line = 125_000_000

async function openInCrowd(
  browser: Browser,
  url: string,
  { title, sha256, size }: DemoDocument,
): Promise<{ readonly ms: number; readonly perSecond: number }> {
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'db021', password: demoPassword('db021'), deviceName: 'bench' }),
  })
  const { token } = (await answer.json()) as { token: string }
  const others = startWorker(new URL('clients-process.ts', import.meta.url))
  try {
    const tokens = Array.from({ length: crowd }, () => token)
    const port = Number(new URL(url).port)
    // Ended by killing the process: what is under way then is of no interest.
    others.ask('pull', { port, path: `/api/files/${sha256}`, tokens, size, line }).catch(() => undefined)
    const start = performance.now()
    const ms = await openOnce(browser, url, title)
    const seconds = (performance.now() - start) / 1000
    return { ms, perSecond: (await others.ask<number>('stopPulling')) / seconds }
  } finally {
    await others.end('SIGKILL')
  }
}

/** The same page drawn by poppler from the disk, milliseconds; undefined where it is not installed. */
function poppler(path: string): number | undefined {
  const start = performance.now()
  const run = spawnSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '96', '-png', path], { stdio: 'ignore' })
  return run.status === 0 ? performance.now() - start : undefined
}

export async function benchFirstPage({ folder, rounds, small }: FirstPageOptions): Promise<Row[]> {
  const here = browserHere()
  if ('why' in here) return skipped(here.why)
  const { chromium } = await import('playwright')
  const { documents } = await generateDemoDocuments(folder, { scale: small ? 'small' : 'full' })
  const most = (key: 'pages' | 'size') => documents.toSorted((a, b) => b[key] - a[key])[0]
  const chosen = [most('pages'), most('size')].flatMap((one) => one ?? [])
  const dataDir = await seatDocuments(
    folder,
    chosen.map((one) => ({ ...one, path: join(folder, one.file) })),
  )
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const browser = await chromium.launch({ executablePath: here.executablePath })
  try {
    const { url } = await server.ask<{ url: string }>('start', { dataDir, realExaminer: true, rendererDir })
    const rows: Row[] = []
    for (const document of chosen) {
      const { title, pages, size, file } = document
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
        target: { of: 'value', most: 1500 },
        baseline:
          limits.length > 0 ? { name: 'pdftoppm of that page from disk', value: median(limits) } : undefined,
        note: `fresh browser profile each time: ${times.map((one) => one.toFixed(0)).join(', ')} ms${limits.length > 0 ? '' : '; pdftoppm is not installed'}`,
      })
      const crowded: { ms: number; perSecond: number }[] = []
      for (let count = 0; count < Math.min(rounds, 3); count++)
        crowded.push(await openInCrowd(browser, url, document))
      rows.push({
        part: 'e',
        name: `the same while ${crowd} others fetch it, ${(size / 1e6).toFixed(1)} MB`,
        value: median(crowded.map((one) => one.ms)),
        unit: 'ms',
        target: { of: 'value', most: 1500 },
        note: `the others share a line of 1 Gbit/s, and the cores with the browser: ${crowded.map(({ ms, perSecond }) => `${ms.toFixed(0)} ms at ${(perSecond / 1e6).toFixed(0)} MB/s`).join(', ')}`,
      })
    }
    return rows
  } finally {
    await browser.close()
    await server.end('SIGKILL')
  }
}
