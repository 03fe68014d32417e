/** A token by SoftHSM and OpenSC's own program. Where they are missing, the test says NOT RUN and is skipped. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPublicKey, verify, webcrypto } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCertificate } from '@nghi-truong/shared/signature/cms/certificate'
import { readTlv } from '@nghi-truong/shared/signature/cms/der'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { areSignedAttributes, signedAttributes } from '@nghi-truong/shared/signature/sign/cms-build'
import { signPdf } from '@nghi-truong/shared/signature/sign/sign'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { webCrypto, type Subtle } from '@nghi-truong/shared/signature/webcrypto'
import type { BridgeTokens, Bytes, TokenCertificate } from '../bridge.ts'
import { createTokens } from './token.ts'

const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'].find((path) => existsSync(path)) // prettier-ignore
const there =
  module !== undefined &&
  ['softhsm2-util', 'pkcs11-tool', 'openssl'].every((tool) => spawnSync(tool, ['--help']).error === undefined)
if (!there) console.warn('NOT RUN: signing with a token (SoftHSM, pkcs11-tool or openssl is not installed)')

const pin = '736251'
let dir = ''
let says = true
let asked: string[] = []
let tokens: BridgeTokens
const make = (more: { modules?: string[]; program?: string } = {}): BridgeTokens =>
  createTokens({
    modules: ['/no/such/library.so', module ?? ''],
    environment: { SOFTHSM2_CONF: join(dir, 'softhsm.conf') },
    confirm: async (signer) => {
      asked.push(signer)
      return says
    },
    ...more,
  })

/** The smallest PDF that can be signed. */
function paper(): Uint8Array {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>'] // prettier-ignore
  let text = '%PDF-1.7\n'
  const rows = objects.map((body, at) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  return Buffer.from(
    `${text}xref\n0 4\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
  )
}

async function listed(): Promise<readonly TokenCertificate[]> {
  const found = await tokens.list()
  if ('refused' in found) throw new Error(found.refused)
  return found
}
const certificateOf = (one: TokenCertificate) => readCertificate(readTlv(one.certificate))

describe.runIf(there)('a token', () => {
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'token-'))
    mkdirSync(join(dir, 'tokens'))
    const path = (name: string) => join(dir, name)
    writeFileSync(path('softhsm.conf'), `directories.tokendir = ${path('tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`) // prettier-ignore
    const env = { ...process.env, SOFTHSM2_CONF: path('softhsm.conf') }
    const run = (tool: string, ...words: string[]) => execFileSync(tool, words, { env, stdio: 'pipe' })
    run('softhsm2-util', '--init-token', '--free', '--label', 'HDND tỉnh', '--pin', pin, '--so-pin', pin)
    for (const [id, kind] of [
      ['01', ['rsa:2048']],
      ['02', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ] as const) {
      const subject = `/C=VN/O=TEST HDND/CN=TEST Chu toa ${id}`
      run('openssl', 'req', '-x509', '-newkey', ...kind, '-nodes', '-days', '30', '-subj', subject, '-keyout', path('key.pem'), '-out', path('cert.pem')) // prettier-ignore
      run('openssl', 'x509', '-in', path('cert.pem'), '-outform', 'DER', '-out', path('cert.der'))
      run('softhsm2-util', '--import', path('key.pem'), '--token', 'HDND tỉnh', '--label', `k${id}`, '--id', id, '--pin', pin) // prettier-ignore
      run('pkcs11-tool', '--module', module ?? '', '--token-label', 'HDND tỉnh', '--login', '--pin', pin, '--write-object', path('cert.der'), '--type', 'cert', '--id', id, '--label', `k${id}`) // prettier-ignore
    }
  })
  beforeEach(() => {
    says = true
    asked = []
    tokens = make()
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('shows its certificates without a PIN', async () => {
    const found = await listed()
    expect(found.map((one) => one.label)).toEqual(['HDND tỉnh', 'HDND tỉnh'])
    expect(new Set(found.map((one) => one.token)).size).toBe(2)
    expect(asked).toEqual([])
  })

  it('signs a paper with each kind of key; the person is asked; our verifier and pdfsig agree', async () => {
    const platform = webCrypto(webcrypto.subtle as unknown as Subtle)
    for (const one of await listed()) {
      const certificate = certificateOf(one)
      const key = certificate.keyAlgorithm.oid === '1.2.840.10045.2.1' ? 'ecdsa' : 'rsa'
      const sign = async (attributes: Uint8Array): Promise<Uint8Array> => {
        const value = await tokens.sign(one.token, pin, attributes as Bytes)
        if ('refused' in value) throw new Error(value.refused)
        return value
      }
      const plan = { field: 'Ky', page: 0, rect: null, time: Date.now() }
      const made = await signPdf(platform, paper(), plan, { certificate, chain: [], key, sign })
      if (typeof made === 'string') throw new Error(made)
      const report = await judge(bytesSource(made), { crypto: platform, now: Date.now() })
      expect(report.signatures[0]).toMatchObject({ verdict: 'VALID', level: 'B-B', coverage: 'ENTIRE_FILE' })
      writeFileSync(join(dir, 'signed.pdf'), made)
      const said = spawnSync('pdfsig', ['-nocert', join(dir, 'signed.pdf')], { encoding: 'utf8' })
      if (said.error) console.warn('NOT RUN: pdfsig on the signature of the token')
      else expect(said.stdout).toContain('Signature is Valid')
    }
    expect(asked.toSorted()).toEqual(['TEST Chu toa 01', 'TEST Chu toa 02'])
  })

  it('says no: wrong PIN, the person, anything that is no document signature, a token that is gone', async () => {
    const [one] = await listed()
    if (!one) throw new Error('no token')
    const certificate = certificateOf(one)
    const good = signedAttributes(new Uint8Array(32).fill(7), certificate) as Bytes
    expect(areSignedAttributes(good, certificate)).toBe(true)
    const value = await tokens.sign(one.token, pin, good)
    if ('refused' in value) throw new Error(value.refused)
    const spki = { key: Buffer.from(certificate.spki), format: 'der', type: 'spki' } as const
    expect(verify('sha256', good, createPublicKey(spki), value)).toBe(true)
    expect(await tokens.sign(one.token, '000000', good)).toEqual({ refused: 'token.refused' })
    says = false
    expect(await tokens.sign(one.token, pin, good)).toEqual({ refused: 'server.declined' })
    says = true
    const refusal = { refused: 'token.notDocument' }
    expect(await tokens.sign(one.token, pin, new TextEncoder().encode('chuyển 1 tỷ đồng'))).toEqual(refusal)
    expect(await tokens.sign(one.token, pin, new Uint8Array([...good, 0]))).toEqual(refusal)
    const other = (await listed()).find(({ token }) => token !== one.token)
    if (!other) throw new Error('no second key')
    expect(await tokens.sign(other.token, pin, good)).toEqual(refusal)
    expect(await tokens.sign('unknown', pin, good)).toEqual({ refused: 'token.absent' })
  })

  it('says that nothing is there', async () => {
    expect(await make({ modules: [] }).list()).toEqual({ refused: 'token.absent' })
    expect(await make({ program: '/no/such/program' }).list()).toEqual({ refused: 'token.absent' })
  })

  it('keeps the PIN out of every command line', () => {
    const source = readFileSync(new URL('token.ts', import.meta.url), 'utf8')
    expect(source).not.toMatch(/'--pin', pin/)
    expect(source).toContain('`env:${pinVariable}`')
  })
})
