/** PKCS#12 files of real tools: every cipher they use, Vietnamese passwords, and what is refused. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, webcrypto } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import forge from 'node-forge'
import { readPkcs12, type Pkcs12, type Pkcs12Refusal } from '@nghi-truong/shared/signature/sign/pkcs12'
import { webDerivation, webSigner } from '@nghi-truong/shared/signature/sign/web-key'
import { nodeCrypto } from './node-crypto.ts'
import { nodeDerivation } from './pkcs12.ts'
import { issue, type KeyKind, type Party } from './test-pki.ts'

const openssl = spawnSync('openssl', ['version']).error === undefined
if (!openssl) console.warn('NOT RUN: openssl is not installed; only files made by forge were opened')

let dir = ''
let authority: Party
const people = new Map<KeyKind, Party>()
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pkcs12-'))
  authority = issue({ name: 'Sub CA', ca: true, key: 'rsa' })
  for (const key of ['rsa', 'ec', 'ed25519'] as const)
    people.set(key, issue({ name: `Người ký ${key}`, key }, authority))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const party = (kind: KeyKind): Party => {
  const found = people.get(kind)
  if (!found) throw new Error('no such person')
  return found
}
const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`

function made(kind: KeyKind, password: string, ...words: string[]): Uint8Array {
  const { key, certificate } = party(kind)
  writeFileSync(join(dir, 'k.pem'), key.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(dir, 'c.pem'), pem(certificate.der))
  writeFileSync(join(dir, 'ca.pem'), pem(authority.certificate.der))
  writeFileSync(join(dir, 'word'), `${password}\n`)
  return new Uint8Array(
    execFileSync('openssl', ['pkcs12', '-export', '-inkey', join(dir, 'k.pem'), '-in', join(dir, 'c.pem'), '-certfile', join(dir, 'ca.pem'), '-passout', `file:${join(dir, 'word')}`, ...words]), // prettier-ignore
  )
}
const open = (file: Uint8Array, password: string) => readPkcs12(file, password, nodeDerivation)
function expectWhole(read: Pkcs12 | Pkcs12Refusal, kind: KeyKind): void {
  if (typeof read === 'string') throw new Error(read)
  expect(read.certificate.sha256).toBe(party(kind).certificate.sha256)
  expect(read.chain.map((one) => one.sha256)).toEqual([authority.certificate.sha256])
  const key = createPrivateKey({ key: Buffer.from(read.pkcs8), format: 'der', type: 'pkcs8' })
  expect(key.equals(party(kind).key)).toBe(true)
}

const ciphers = {
  'AES-256, as OpenSSL 3 does it': [],
  'AES-128 with SHA-512': ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512'],
  'triple DES, as Windows exports': ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'], // prettier-ignore
  'triple DES for the key, RC2-40 for certificates': ['-legacy'],
  'two keys of DES, RC2-128': ['-legacy', '-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-RC2-128'],
  'triple DES under PBES2': ['-keypbe', 'DES-EDE3-CBC', '-certpbe', 'DES-EDE3-CBC'],
  'certificates in the clear': ['-certpbe', 'NONE'],
  'no MAC': ['-nomac'],
  'many rounds': ['-iter', '20000'],
}

describe.runIf(openssl)('files of openssl', () => {
  it.each(Object.entries(ciphers))('%s', async (_name, words) => {
    const file = made('rsa', 'mat-khau-1', ...words)
    expectWhole(await open(file, 'mat-khau-1'), 'rsa')
    expect(await open(file, 'mat-khau-2')).toBe('pkcs12.password')
  })
  it.each(['Mật khẩu của tôi', 'ĐÀ NẴNG', 'khoá 🔑', ''])('opens with the password %s', async (password) => {
    for (const words of [[], ciphers['triple DES, as Windows exports']]) {
      const file = made('rsa', password, ...words)
      expectWhole(await open(file, password), 'rsa')
      expectWhole(await open(file, password.normalize('NFD')), 'rsa')
      expect(await open(file, `${password}x`)).toBe('pkcs12.password')
    }
  })
  it.each(['ec', 'ed25519'] as const)('keys of another kind: %s', async (kind) => {
    expectWhole(await open(made(kind, 'p'), 'p'), kind)
  })
  it('a cipher nobody here opens is named as such; a file without key or without its certificate too', async () => {
    expect(await open(made('rsa', 'p', '-keypbe', 'CAMELLIA-256-CBC'), 'p')).toBe('pkcs12.cipher')
    const { certificate } = party('rsa')
    writeFileSync(join(dir, 'c.pem'), pem(certificate.der))
    const bare = execFileSync('openssl', ['pkcs12', '-export', '-nokeys', '-in', join(dir, 'c.pem'), '-passout', 'pass:p']) // prettier-ignore
    expect(await open(new Uint8Array(bare), 'p')).toBe('pkcs12.noKey')
    writeFileSync(join(dir, 'k.pem'), party('rsa').key.export({ type: 'pkcs8', format: 'pem' }))
    const alone = execFileSync('openssl', ['pkcs12', '-export', '-nocerts', '-inkey', join(dir, 'k.pem'), '-passout', 'pass:p']) // prettier-ignore
    expect(await open(new Uint8Array(alone), 'p')).toBe('pkcs12.noCertificate')
  })
  it('every cut and a flipped byte of a thousand is a refusal, never an exception', async () => {
    const file = made('rsa', 'p')
    for (let at = 0; at < file.length; at += 97)
      expect(typeof (await open(file.subarray(0, at), 'p'))).toBe('string')
    for (let at = 0; at < file.length; at += 61) {
      const bad = file.slice()
      bad[at] = (bad[at] ?? 0) ^ 0x41
      expect(await open(bad, 'p')).toMatch(/^pkcs12\./)
    }
  })
  it('the browser’s own cryptography opens and signs the same', async () => {
    const subtle = webcrypto.subtle as unknown as Parameters<typeof webSigner>[0]
    for (const kind of ['rsa', 'ec', 'ed25519'] as const) {
      const read = await readPkcs12(made(kind, 'Mật khẩu'), 'Mật khẩu', webDerivation(subtle))
      if (typeof read === 'string') throw new Error(read)
      const signer = await webSigner(subtle, read.pkcs8, read.certificate, read.chain)
      if (typeof signer === 'string') throw new Error(signer)
      const bytes = Uint8Array.of(1, 2, 3)
      const scheme =
        kind === 'rsa'
          ? ({ kind: 'rsa', hash: 'sha256' } as const)
          : kind === 'ec'
            ? ({ kind: 'ecdsa', hash: 'sha256', plain: false } as const)
            : ({ kind: 'ed25519' } as const)
      expect(await nodeCrypto.verify(scheme, read.certificate.spki, await signer.sign(bytes), { bytes })).toBe('valid') // prettier-ignore
    }
  })
})

it.each(['aes128', 'aes256', '3des'] as const)('files of forge: %s', async (algorithm) => {
  const { key, certificate } = party('rsa')
  const der = (bytes: Uint8Array) => forge.asn1.fromDer(Buffer.from(bytes).toString('binary'))
  const p12 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key.export({ type: 'pkcs1', format: 'pem' }).toString()),
    [certificate.der, authority.certificate.der].map((one) => forge.pki.certificateFromAsn1(der(one))),
    'mat-khau',
    { algorithm },
  )
  const file = new Uint8Array(Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary'))
  expectWhole(await open(file, 'mat-khau'), 'rsa')
  expect(await open(file, '')).toBe('pkcs12.password')
  expect(await open(Uint8Array.of(1, 2, 3), '')).toBe('pkcs12.form')
})
