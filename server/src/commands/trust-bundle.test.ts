/** The maker's command: from a folder to a file that the server's own reader takes; it writes nothing over. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrustDescription } from '@nghi-truong/shared/protocol/trust'
import { readBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { issue, revocationList } from '../signature/test-pki.ts'

const folder = mkdtempSync(join(tmpdir(), 'trust-bundle-'))
const root = issue({ name: 'Root', ca: true })
const link = issue({ name: 'Link', ca: true }, root)
const script = fileURLToPath(new URL('trust-bundle.ts', import.meta.url))
const run = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  })
const show = (file: string) => JSON.parse(run('show', '--json', file).stdout) as TrustDescription

beforeAll(() => {
  mkdirSync(join(folder, 'in', 'intermediates'), { recursive: true })
  writeFileSync(join(folder, 'in', 'root.der'), root.certificate.der)
  const pem = Buffer.from(link.certificate.der).toString('base64')
  writeFileSync(
    join(folder, 'in', 'intermediates', 'link.pem'),
    `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  )
  writeFileSync(join(folder, 'in', 'root.crl'), revocationList(root))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('makes a signed bundle and its key, and shows it', async () => {
  const { status, stdout } = run('make', 'in', 'out.json', '--date', '2026-11-20')
  expect(status).toBe(0)
  expect(stdout).toContain('TEST Root')
  const bundle = await readBundle(new Uint8Array(readFileSync(join(folder, 'out.json'))), nodeCrypto)
  expect(bundle).toMatchObject({ issue: 2026112001, date: '2026-11-20' })
  expect(show('out.json')).toMatchObject({
    certificates: [
      { subject: 'TEST Link', anchor: false },
      { subject: 'TEST Root', anchor: true, sha256: root.certificate.sha256 },
    ],
    crls: [{ issuer: 'TEST Root', usable: true }],
  })
  if (process.platform !== 'win32')
    expect(statSync(join(folder, 'trust-bundle-key.pem')).mode & 0o077).toBe(0)
})

test('the next one is signed by the same key; nothing is written over', () => {
  const before = readFileSync(join(folder, 'out.json'))
  expect(run('make', 'in', 'out.json').status).toBe(2)
  expect(readFileSync(join(folder, 'out.json'))).toEqual(before)
  expect(run('make', 'in', 'next.json', '--issue', '2026112002').status).toBe(0)
  expect(show('next.json').signedBy).toBe(show('out.json').signedBy)
})

test('says what is wrong with the call', () => {
  for (const args of [
    [],
    ['make', 'in'],
    ['make', 'in', 'x.json', '--issue', 'x'],
    ['show', 'absent.json'],
  ]) {
    const { status, stderr } = run(...args)
    expect(status, args.join(' ')).toBe(2)
    expect(stderr.length).toBeGreaterThan(5)
  }
  mkdirSync(join(folder, 'empty'))
  expect(run('make', 'empty', 'x.json').stderr).toContain('không có chứng thư nào')
})
