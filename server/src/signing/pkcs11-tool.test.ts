/** A token by SoftHSM and OpenSC's own program. Where they are missing, the test says NOT RUN and is skipped. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge } from '@nghi-truong/shared/signature/report'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { issue, testNow } from '../signature/test-pki.ts'
import { createSigningDesk, memoryBook, type SigningDesk } from './desk.ts'
import { pkcs11Signer, type Token } from './pkcs11-tool.ts'
import { personalPlan } from './place.ts'
import type { Issued } from './signer.ts'
import { parties, printedSheet, type Parties } from './testing/parties.ts'

const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find((path) => existsSync(path)) // prettier-ignore
const there =
  module !== undefined &&
  ['softhsm2-util', 'pkcs11-tool', 'openssl'].every((tool) => spawnSync(tool, ['--help']).error === undefined)
if (!there) console.warn('NOT RUN: signing with a token (SoftHSM, pkcs11-tool or openssl is not installed)')

let dir = ''
let who: Parties
let desk: SigningDesk
let issued: Issued
const pin = '736251'
const token = (id: string, more: Partial<Token> = {}): Token => ({
  module: module ?? '',
  label: 'HDND',
  id,
  pin,
  environment: { SOFTHSM2_CONF: join(dir, 'softhsm.conf') },
  ...more,
})
const plan = personalPlan({ page: 0, x: 330, y: 90, width: 132, height: 62 }, { field: 'Ky', time: testNow })

describe.runIf(there)('a token', () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'token-'))
    mkdirSync(join(dir, 'tokens'))
    writeFileSync(
      join(dir, 'softhsm.conf'),
      `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    )
    const env = { ...process.env, SOFTHSM2_CONF: join(dir, 'softhsm.conf') }
    const run = (tool: string, ...words: string[]) => execFileSync(tool, words, { env, stdio: 'pipe' })
    run('softhsm2-util', '--init-token', '--free', '--label', 'HDND', '--pin', pin, '--so-pin', pin)
    who = parties()
    for (const [id, kind] of [
      ['01', 'rsa'],
      ['02', 'ec'],
    ] as const) {
      const person = issue({ name: `Chủ tọa ${kind}`, key: kind }, who.authority)
      writeFileSync(join(dir, 'key.pem'), person.key.export({ type: 'pkcs8', format: 'pem' }))
      writeFileSync(join(dir, 'cert.der'), person.certificate.der)
      run(
        'softhsm2-util',
        '--import',
        join(dir, 'key.pem'),
        '--token',
        'HDND',
        '--label',
        kind,
        '--id',
        id,
        '--pin',
        pin,
      )
      run(
        'pkcs11-tool',
        '--module',
        module ?? '',
        '--token-label',
        'HDND',
        '--login',
        '--pin',
        pin,
        '--write-object',
        join(dir, 'cert.der'),
        '--type',
        'cert',
        '--id',
        id,
        '--label',
        kind,
      )
    }
    desk = createSigningDesk(memoryBook(), async () => ({
      crypto: nodeCrypto,
      now: testNow,
      bundle: who.bundle,
    }))
    issued = await desk.issue((await printedSheet()).bytes)
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it.each(['01', '02'])('signs with key %s; our verifier and pdfsig agree', async (id) => {
    const signer = await pkcs11Signer(token(id), [who.authority.certificate])
    if (typeof signer === 'string') throw new Error(signer)
    const made = await desk.sign(issued, plan, signer)
    if (typeof made === 'string') throw new Error(made)
    expect(badge(made.report)).toMatchObject({ colour: 'green' })
    writeFileSync(join(dir, 'signed.pdf'), made.bytes)
    const said = spawnSync('pdfsig', ['-nocert', join(dir, 'signed.pdf')], { encoding: 'utf8' })
    if (said.error) console.warn('NOT RUN: pdfsig on the signature of the token')
    else expect(said.stdout).toContain('Signature is Valid')
  })

  it('says no with a wrong PIN, and that nothing is there', async () => {
    const wrong = await pkcs11Signer(token('01', { pin: '000000' }))
    if (typeof wrong === 'string') throw new Error(wrong)
    expect(await desk.sign(issued, plan, wrong)).toBe('signing.refused')
    expect(await pkcs11Signer(token('77'))).toBe('signing.unreachable')
    expect(await pkcs11Signer(token('01', { label: 'Khac' }))).toBe('signing.unreachable')
    expect(await pkcs11Signer(token('01', { program: '/no/such/program' }))).toBe('signing.unreachable')
  })
})
