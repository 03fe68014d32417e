import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { isRefusal } from '@nghi-truong/shared/domain/refusal'
import { memoryFileStore, memoryFindings } from '../store/memory.ts'
import { createIntake, type IntakeParts } from './intake.ts'
import {
  countLie,
  deepArray,
  deepTree,
  flateBomb,
  hiddenPage,
  manyPages,
  onePage,
  pageTreeLoop,
  plainPage,
  rawPdf,
  scripted,
  textPdf,
  xrefLoop,
} from './pdfs.fixture.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function intake(parts: Partial<IntakeParts> = {}) {
  const files = parts.files ?? memoryFileStore()
  const findings = parts.findings ?? memoryFindings()
  const made = await createIntake({
    files,
    findings,
    now: () => Date.parse('2026-11-03T02:00:00Z'),
    ...parts,
  })
  const put = async (bytes: Buffer) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await files.put(
      sha256,
      bytes.length,
      (async function* () {
        yield bytes
      })(),
    )
    return sha256
  }
  return { ...made, files, findings, put, take: async (bytes: Buffer) => made.examine(await put(bytes)) }
}

const font = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
)

describe('what is found in a good file', () => {
  test('pages, sizes, text, and an unsigned badge; the same again after a restart', async () => {
    const one = await intake()
    const bytes = await textPdf(['Trang 1', 'Trang 2'], { size: [600, 800] })
    const found = await one.take(bytes)
    expect(found).toMatchObject({ size: bytes.length, pages: 2, hasText: true })
    if (isRefusal(found)) throw new Error(found.refused)
    expect(found.signature).toMatchObject({ colour: 'none', code: 'unsigned', count: 0, signers: [] })
    expect(one.factsOf(found.sha256)).toEqual(found)
    expect((await one.inside(found.sha256))?.sizes).toEqual([
      [600, 800],
      [600, 800],
    ])
    expect(await one.report(found.sha256)).toMatchObject({ schema: 1, size: bytes.length })
    const again = await createIntake({ files: one.files, findings: one.findings, now: () => 0 })
    expect(again.factsOf(found.sha256)).toEqual(found)
  })

  test('a scan has no text', async () => {
    const { take } = await intake()
    expect(await take(onePage(Buffer.from('0 0 100 100 re f')))).toMatchObject({ pages: 1, hasText: false })
  })

  test('a file only protected against changes may be opened, one with a password may not', async () => {
    const { take } = await intake()
    const owner = { ownerPassword: 'chu', pdfVersion: '1.7' } as const
    expect(await take(await textPdf(['mở được'], owner))).toMatchObject({ pages: 1 })
    const locked = await textPdf(['khóa'], { ...owner, userPassword: 'bi mat' })
    expect(await take(locked)).toEqual({ refused: 'file.encrypted' })
  })

  test('what a file would do is noted and not done', async () => {
    const { take, ...one } = await intake()
    const found = await take(scripted())
    if (isRefusal(found)) throw new Error(found.refused)
    expect((await one.inside(found.sha256))?.flags).toEqual(['JavaScript', 'OpenAction', 'AA', 'Launch'])
  })

  test('two wishes at once are one examination', async () => {
    const one = await intake()
    const sha256 = await one.put(plainPage('hai lan'))
    const [first, second] = await Promise.all([one.examine(sha256), one.examine(sha256)])
    expect(first).toBe(second)
  })
})

describe('what is refused', () => {
  const good = plainPage('tot')
  const files: [string, () => Buffer, string][] = [
    ['an empty file', () => Buffer.alloc(0), 'file.empty'],
    ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, ...Array<number>(600).fill(7)]), 'file.notPdf'],
    ['a page of the web', () => Buffer.from('<html><body>%PDF</body></html>'), 'file.notPdf'],
    [
      'a zip archive',
      () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000), good]),
      'file.notPdf',
    ],
    ['the first half of a file', () => good.subarray(0, good.length / 2), 'file.truncated'],
    ['a head alone', () => Buffer.from('%PDF-1.7\n%%EOF\n'), 'file.truncated'],
    [
      'no page',
      () => rawPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>']),
      'file.truncated',
    ],
    ['pages that are there but not counted', hiddenPage, 'file.truncated'],
    ['a page tree that contains itself', pageTreeLoop, 'file.truncated'],
    ['a page a hundred metres wide', () => plainPage('to', '0 0 1000000 842'), 'file.dangerous'],
  ]
  test.each(files)('%s', async (_name, make, refused) => {
    const { take, findings } = await intake()
    expect(await take(make())).toMatchObject({ refused })
    expect((await findings.every('facts')).size).toBe(0)
  })

  test('a declared number of two thousand million pages is not believed', async () => {
    const { take } = await intake()
    expect(await take(countLie())).toMatchObject({ pages: 1 })
  })

  test('more than 2,000 pages', async () => {
    const { take } = await intake()
    expect(await take(manyPages(2001))).toEqual({ refused: 'file.tooManyPages', params: { limit: 2000 } })
    expect(await take(manyPages(2000))).toMatchObject({ pages: 2000 })
  })

  // Some readers get through these, some give up: both are fine, an exception or a dead server is not.
  const hostile: [string, () => Buffer][] = [
    ['a stream that inflates to gigabytes', flateBomb],
    ['a cross-reference table that contains itself', xrefLoop],
    ['a very deep page tree', () => deepTree(5_000)],
    ['very deep arrays', () => deepArray(200_000)],
  ]
  test.each(hostile)('%s: an answer, and the server lives', async (_name, make) => {
    const { take } = await intake({ limits: { wallMs: 8_000, memory: 500 * 1024 * 1024 } })
    const found = await take(make())
    if (isRefusal(found)) expect(['file.dangerous', 'file.truncated']).toContain(found.refused)
    else expect(found.pages).toBeLessThanOrEqual(2000)
  })
})

describe('the process is ended from outside', () => {
  async function script(body: string) {
    const folder = await mkdtemp(join(tmpdir(), 'nghi-truong-'))
    folders.push(folder)
    const path = join(folder, 'worker.mjs')
    await writeFile(path, body)
    return pathToFileURL(path)
  }

  test('by time', async () => {
    const { take } = await intake({
      script: await script('process.once("message", () => { for (;;); })'),
      limits: { wallMs: 500 },
    })
    expect(await take(plainPage('mai'))).toEqual({ refused: 'file.dangerous' })
  })

  test.skipIf(!existsSync('/proc/self/statm'))('by memory outside the heap (needs /proc)', async () => {
    const greedy =
      'process.once("message", () => { const all = []; setInterval(() => all.push(Buffer.alloc(5e7, 1)), 10) })'
    const { take } = await intake({
      script: await script(greedy),
      limits: { wallMs: 20_000, memory: 300 * 1024 * 1024 },
    })
    expect(await take(plainPage('an nhieu'))).toEqual({ refused: 'file.dangerous' })
  })

  test('when the server closes', async () => {
    const one = await intake({ script: await script('process.once("message", () => { for (;;); })') })
    const found = one.take(plainPage('dong cua'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await one.close()
    expect(await found).toEqual({ refused: 'server.closing' })
    expect(await one.take(plainPage('sau do'))).toEqual({ refused: 'server.closing' })
  })

  test('by its own end', async () => {
    const { take } = await intake({ script: await script('process.exit(1)') })
    expect(await take(plainPage('tu thoat'))).toEqual({ refused: 'file.dangerous' })
  })
})

describe('searching', () => {
  test('with and without diacritics, by document and page, composed or not', async () => {
    const { take, ...one } = await intake()
    const pages = ['Hội đồng nhân dân tỉnh họp phiên thứ nhất', 'Nghị quyết về đầu tư công và đất đai']
    const found = await take(
      await textPdf(
        pages.map((one) => one.normalize('NFD')),
        {},
        font,
      ),
    )
    const composed = await take(await textPdf(pages, {}, font))
    if (isRefusal(found) || isRefusal(composed)) throw new Error('refused')
    const documents = [
      { document: 'nfd', sha256: found.sha256 },
      { document: 'nfc', sha256: composed.sha256 },
      { document: 'unknown', sha256: 'f'.repeat(64) },
    ]
    for (const words of ['dat dai', 'đất đai', 'ĐẤT ĐAI', 'đất đai'.normalize('NFD')]) {
      const { hits, pending } = await one.search(documents, words, 50)
      expect(pending).toBe(1)
      expect(hits.map(({ document, page, match }) => ({ document, page, match }))).toEqual([
        { document: 'nfd', page: 2, match: 'đất đai' },
        { document: 'nfc', page: 2, match: 'đất đai' },
      ])
    }
    expect((await one.search(documents, 'đát đai', 50)).hits).toEqual([])
    expect((await one.search([], 'dat dai', 50)).hits).toEqual([])
    const [first] = (await one.search(documents, 'nhan', 1)).hits
    expect(first).toMatchObject({ before: 'Hội đồng ', match: 'nhân', page: 1 })
    expect(first?.after.startsWith(' dân tỉnh')).toBe(true)
  })
})
