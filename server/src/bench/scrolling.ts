/**
 * (s) Scrolling a document of 1,000 pages in Chromium through the product's reader: frames, and memory of the page's process.
 * What must stay true: frames are counted inside the page while it scrolls by itself at a reader's fast pace and while it
 * leaps; memory is the process's own share as the system counts it (Pss), pictures of pages included where they lie in it;
 * every page of the walk was near the window.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import * as fontkit from 'fontkit'
import type { Browser } from 'playwright'
import { rendererDir } from '../config.ts'
import { faceBytes } from '../printing/fonts.ts'
import type { SeedDocument } from '../seed.ts'
import { startWorker } from './process.ts'
import { browserHere, openReader, seatDocuments, type Opened } from './reader.ts'
import { quantile, type Row } from './row.ts'

export interface ScrollOptions {
  readonly folder: string
  readonly pages: number
  /** Of smooth scrolling. */
  readonly seconds: number
}

const words =
  'Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh báo cáo Hội đồng nhân dân tỉnh tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội, thu chi ngân sách, đầu tư công và an sinh xã hội trên địa bàn'

async function longDocument(folder: string, pages: number): Promise<SeedDocument> {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0])
  const font = await pdf.embedFont(faceBytes('regular'), { subset: true })
  const lines = words.match(/.{1,80}(?:\s|$)/gu) ?? []
  for (let n = 1; n <= pages; n++) {
    const page = pdf.addPage([595, 842])
    page.drawText(`Trang ${n}`, { x: 270, y: 800, size: 14, font })
    for (let line = 0; line < 44; line++)
      page.drawText(`${n}.${line} ${lines[line % lines.length] ?? ''}`, {
        x: 60,
        y: 770 - line * 17,
        size: 11,
        font,
      })
  }
  const bytes = await pdf.save()
  const path = join(folder, 'long.pdf')
  writeFileSync(path, bytes)
  return {
    itemKey: 'khai-mac',
    title: 'Báo cáo một nghìn trang',
    number: '01/BC-UBND',
    type: 'report',
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

/** Scrolls at `perFrame` pixels each frame for so many seconds; gives the milliseconds of each frame. */
const smooth = (seconds: number): string => `new Promise((resolve) => {
  const element = document.querySelector('[data-scroller]')
  const frames = []
  let last = performance.now()
  const end = last + ${seconds * 1000}
  const step = (now) => {
    frames.push(now - last)
    last = now
    element.scrollTop += 60
    if (now < end) requestAnimationFrame(step)
    else resolve(frames.slice(2))
  }
  requestAnimationFrame(step)
})`

/** Leaps through the whole document, waiting each time until a page in the window is drawn. */
const leaps = (count: number): string => `(async () => {
  const element = document.querySelector('[data-scroller]')
  const frames = []
  let last = performance.now()
  let on = true
  const watch = (now) => { frames.push(now - last); last = now; if (on) requestAnimationFrame(watch) }
  requestAnimationFrame(watch)
  for (let n = 1; n <= ${count}; n++) {
    element.scrollTop = (element.scrollHeight - element.clientHeight) * n / ${count}
    const until = performance.now() + 3000
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      const box = element.getBoundingClientRect()
      const seen = [...document.querySelectorAll('[data-page][data-drawn="true"]')].some((page) => {
        const { top, bottom } = page.getBoundingClientRect()
        return bottom > box.top + 50 && top < box.bottom - 50
      })
      if (seen || performance.now() > until) break
    }
  }
  on = false
  return frames.slice(2)
})()`

/** Seconds of processor time of the whole browser so far: says the same however busy the machine is. */
async function browserSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, one) => sum + one.cpuTime, 0)
}

/** Megabytes of the process with the page in it: the largest renderer. */
async function rendererMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo
    .filter((one) => one.type === 'renderer')
    .map(({ id }) => {
      try {
        const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')
        return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? NaN) / 1024
      } catch {
        // Gone meanwhile, or not Linux.
        return NaN
      }
    })
    .filter((one) => !Number.isNaN(one))
  return sizes.length > 0 ? Math.max(...sizes) : NaN
}

async function walk(browser: Browser, { page }: Opened, { pages, seconds }: ScrollOptions): Promise<Row[]> {
  const name = `${pages} pages`
  const cpuBefore = await browserSeconds(browser)
  const even = await page.evaluate<number[]>(smooth(seconds))
  const cpu = ((await browserSeconds(browser)) - cpuBefore) * 1000
  const count = Math.ceil(pages / 8)
  const wild = await page.evaluate<number[]>(leaps(count))
  const unswept = await rendererMegabytes(browser)
  // What is still needed, not what has not been swept yet.
  const inside = await page.context().newCDPSession(page)
  await inside.send('HeapProfiler.collectGarbage')
  const heap = (await inside.send('Runtime.getHeapUsage')).usedSize / 1024 / 1024
  const megabytes = await rendererMegabytes(browser)
  return [
    {
      part: 's',
      name: `${name}, even scrolling, frames p95`,
      value: quantile(even, 0.95),
      unit: 'ms',
      target: { of: 'value', most: 32 },
      note: `${even.length} frames in ${seconds} s at 60 px each; p50 ${quantile(even, 0.5).toFixed(1)}, p99 ${quantile(even, 0.99).toFixed(1)} ms`,
    },
    {
      part: 's',
      name: `${name}, even scrolling, processor time per frame`,
      value: cpu / even.length,
      unit: 'ms',
      note: 'all processes of the browser together, which draws by software',
    },
    {
      part: 's',
      name: `${name}, leaping through all of it, frames p95`,
      value: quantile(wild, 0.95),
      unit: 'ms',
      note: `${count} leaps, each until a page is drawn; p99 ${quantile(wild, 0.99).toFixed(1)} ms`,
    },
    {
      part: 's',
      name: `${name}, memory of the page's process afterwards`,
      value: Number.isNaN(megabytes) ? undefined : megabytes,
      unit: 'MB',
      target: { of: 'value', most: 400 },
      note: Number.isNaN(megabytes)
        ? 'needs /proc (Linux)'
        : `Pss of the largest renderer process after a sweep of the page (${unswept.toFixed(0)} MB before it); of it ${heap.toFixed(0)} MB are the page's objects`,
    },
  ]
}

export async function benchScrolling(options: ScrollOptions): Promise<Row[]> {
  const here = browserHere()
  if ('why' in here)
    return [{ part: 's', name: 'scrolling 1,000 pages', value: undefined, unit: '', note: here.why }]
  const { chromium } = await import('playwright')
  const document = await longDocument(options.folder, options.pages)
  const dataDir = await seatDocuments(options.folder, [document])
  const server = startWorker(new URL('server-process.ts', import.meta.url))
  const browser = await chromium.launch({ executablePath: here.executablePath })
  try {
    const { url } = await server.ask<{ url: string }>('start', { dataDir, realExaminer: true, rendererDir })
    const opened = await openReader(browser, url, document.title)
    return await walk(browser, opened, options)
  } finally {
    await browser.close()
    await server.end('SIGKILL')
  }
}
