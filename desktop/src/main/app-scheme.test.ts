import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createFiles, pagePolicy, pathOf, workerPolicy } from './app-scheme.ts'
import { tempFolder } from './testing/fakes.ts'

const base = tempFolder()
const folder = join(base, 'renderer')
const page = '<meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Nghị Trường</title>'
const files = createFiles({ folder })
const get = (path: string, method = 'GET') => files({ url: `app://nghi-truong${path}`, method })

beforeAll(() => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(base, 'renderer-secret'))
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'assets/index-abc.js'), 'export {}')
  writeFileSync(join(folder, 'assets/pdf.worker.min-abc.mjs'), 'export {}')
  writeFileSync(join(folder, 'assets/notes.txt'), 'x')
  writeFileSync(join(folder, 'assets/tiếng việt.svg'), '<svg/>')
  for (const name of ['secret.json', 'renderer-secret/secret.json'])
    writeFileSync(join(base, name), '"secret"')
})

describe('own files', () => {
  test('the page, with a fresh nonce at every serving', async () => {
    const first = await get('/')
    const second = await get('/index.html')
    const text = new TextDecoder().decode(first.body ?? undefined)
    const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? ''
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/)
    expect(text).not.toContain('NONCE__')
    expect(text).toContain('Nghị Trường')
    expect(first.headers['content-security-policy']).toBe(pagePolicy(nonce))
    expect(second.headers['content-security-policy']).not.toBe(first.headers['content-security-policy'])
    expect(first.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  test('scripts as scripts, names with diacritics, HEAD without bytes', async () => {
    expect((await get('/assets/index-abc.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await get(`/assets/${encodeURIComponent('tiếng việt.svg')}`)).status).toBe(200)
    expect(await get('/index.html', 'HEAD')).toMatchObject({ status: 200, body: null })
  })

  test.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/%2e%2e%2fsecret.json',
    '/..%2frenderer-secret/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/..\\secret.json',
    '/%00',
    '/index.html%00.js',
    '/%',
    '/%c0%ae%c0%ae/secret.json',
    '//etc/passwd',
    '/assets',
    '/assets/',
    '/assets/notes.txt',
    '/absent.js',
    '/C:/x.json',
    `${'/..'.repeat(20)}/etc/hostname.json`,
    `/${'..%2f'.repeat(20)}etc/passwd`,
    '/index.html/../../secret.json',
  ])('404 for %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: null })
  })

  test('what the built page asks for is what is filled in', () => {
    const built = readFileSync(join(import.meta.dirname, '../renderer/index.html'), 'utf8')
    expect(built).toMatch(/nonce="__(?:CSP_)?NONCE__"/)
  })

  test('404 for other hosts, schemes and methods', async () => {
    for (const url of [
      'app://evil/index.html',
      'https://nghi-truong/index.html',
      'app://nghi-truong:1/index.html',
      'app://a@nghi-truong/index.html',
      'nonsense',
    ])
      expect(await files({ url, method: 'GET' }), url).toMatchObject({ status: 404 })
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await get('/index.html', method)).toMatchObject({ status: 404 })
  })

  test('no path leads out of the folder, whatever is put together', () => {
    const bits = [
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '/',
      '%2f',
      '%5c',
      '\\',
      'assets',
      'secret.json',
      '%00',
      '~',
      'C:',
      ' ',
    ]
    let seed = 20261122
    const next = (max: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed % max
    }
    for (let n = 0; n < 20_000; n++) {
      const path = Array.from({ length: 1 + next(9) }, () => bits[next(bits.length)]).join('')
      const found = pathOf(folder, `app://nghi-truong/${path}`)
      expect(found === null || found.startsWith(`${folder}/`), path).toBe(true)
    }
  })
})

describe('policy', () => {
  const directives = (text: string) =>
    new Map(text.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]))

  test('the page connects to its own files only, runs own scripts only, embeds nothing', () => {
    const page = directives(pagePolicy('N'))
    expect(page.get('default-src')).toEqual(["'none'"])
    expect(page.get('connect-src')).toEqual(["'self'"])
    expect(page.get('script-src')).toEqual(["'self'"])
    expect(page.get('worker-src')).toEqual(["'self'"])
    expect(page.get('style-src')).toEqual(["'self'", "'nonce-N'"])
    for (const none of ['frame-src', 'frame-ancestors', 'object-src', 'base-uri', 'form-action'])
      expect(page.get(none)).toEqual(["'none'"])
    expect(pagePolicy('N')).not.toMatch(/unsafe|https?:|\*/)
  })

  test('only the PDF worker compiles WebAssembly, and it connects to nothing', async () => {
    const worker = await get('/assets/pdf.worker.min-abc.mjs')
    expect(worker.headers['content-security-policy']).toBe(workerPolicy)
    expect(workerPolicy).toContain("connect-src 'none'")
    expect(workerPolicy).not.toMatch(/'unsafe-eval'|'unsafe-inline'|https?:|\*/)
    expect((await get('/assets/index-abc.js')).headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'",
    )
  })
})
