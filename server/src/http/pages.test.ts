/** Pages and assets, exports, and what is answered when the store dies. */
import { hash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyExport } from '../archive/verify-export.ts'
import { verifyEd25519 } from '../engine/crypto.ts'
import type { Running } from '../main.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'

let folder: string
let server: Running
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nghi-truong-pages-'))
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true })
  writeFileSync(
    join(folder, 'web', 'index.html'),
    '<!doctype html><html><head><title>x</title></head></html>',
  )
  writeFileSync(
    join(folder, 'web', 'gallery.html'),
    '<html><head><meta property="csp-nonce" nonce="__CSP_NONCE__"></head></html>',
  )
  writeFileSync(join(folder, 'web', 'assets', 'main-abc123.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  server = await startDemoServer({ rendererDir: join(folder, 'web') })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('pages', () => {
  test.each(['/', '/gallery.html'])(
    '%s carries the nonce of its own answer and is never stored',
    async (path) => {
      const nonces = new Set<string>()
      for (let n = 0; n < 2; n++) {
        const { status, headers, bytes } = await call(server, 'GET', path)
        const nonce = /<meta property="csp-nonce" nonce="([^"]+)">/.exec(bytes.toString())?.[1] ?? ''
        expect(status).toBe(200)
        expect(headers['content-type']).toContain('text/html')
        expect(headers['cache-control']).toBe('no-store')
        expect(nonce).toMatch(/^[\w+/=]{20,}$/)
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
        nonces.add(nonce)
      }
      expect(nonces.size).toBe(2)
    },
  )

  test('hashed assets may be kept for ever, absent ones are refused, nothing outside is served', async () => {
    const asset = await call(server, 'GET', '/assets/main-abc123.js')
    expect([asset.status, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    expect(asset.headers['x-content-type-options']).toBe('nosniff')
    for (const path of [
      '/assets/other.js',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/absent.html',
    ])
      expect((await call(server, 'GET', path)).bytes.toString()).not.toContain('secret')
  })

  test('without a built renderer the API is there all the same', async () => {
    const bare = await startTestServer({ rendererDir: join(folder, 'absent') })
    expect((await call(bare, 'GET', '/')).status).toBe(404)
    expect((await call(bare, 'GET', '/api/health')).status).toBe(200)
    await bare.close()
  })
})

describe('export', () => {
  const tools = { hash: (text: string) => hash('sha256', text, 'hex'), verify: verifyEd25519 }
  const exported = async (username: string) =>
    call(server, 'GET', '/api/sessions/ky-hop-3/export', { token: await signIn(server, username) })

  test('the chair gets everything, a delegate the headers; both check', async () => {
    const whole = await exported('chutoa')
    expect(whole.headers['content-disposition']).toContain('ky-hop-3.jsonl')
    expect(verifyExport(whole.bytes, tools)).toMatchObject({ ok: true, head: { payloads: true } })
    const bare = await exported('db030')
    expect(verifyExport(bare.bytes, tools)).toMatchObject({ ok: true, head: { payloads: false } })
    expect(bare.bytes.toString()).not.toContain('Kỳ họp')
    expect((await exported('quantri')).status).toBe(404)
  })
})

test('a store that fails is not lied about: no answer, and the process is told to stop', async () => {
  const data = mkdtempSync(join(tmpdir(), 'nghi-truong-dead-'))
  const fatal: unknown[] = []
  const dying = await startDemoServer({ dataDir: data, fatal: (error) => fatal.push(error) })
  const clerk = await signIn(dying, 'thuky1')
  await dying.stores.close()
  await expect(wish(dying, clerk, 'agenda.add', { title: 'Không rõ' })).rejects.toThrow(
    /socket hang up|ECONNRESET/,
  )
  expect(fatal).toHaveLength(1)
  await expect(wish(dying, clerk, 'agenda.add', { title: 'Không rõ' })).rejects.toThrow(
    /socket hang up|ECONNRESET/,
  )
  await dying.close()
  rmSync(data, { recursive: true, force: true })
})
