/**
 * What we sign: accepted by our own verifier, by `openssl cms -verify` and by `pdfsig` (skipped, saying so, where they are
 * not installed); the bytes issued come back unchanged; what does not fit is refused.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import forge from 'node-forge'
import { afterAll, describe, expect, it } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto } from './node-crypto.ts'
import { readPkcs12 } from './pkcs12.ts'
import { samplePdf } from './sample-pdf.ts'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow, timestampAuthority } from './test-pki.ts'

const folder = mkdtempSync(join(tmpdir(), 'sign-'))
afterAll(() => rmSync(folder, { recursive: true }))
const installed = (command: string): boolean => {
  const there = spawnSync(command, ['--version']).error === undefined
  if (!there) console.log(`${command} is not installed: its part of the signing test is skipped`)
  return there
}
const hasPdfsig = installed('pdfsig')
const hasOpenssl = installed('openssl')

const ca = issue({ name: 'CA', ca: true, key: 'rsa' })
const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, ca)
const signers: [string, Signer][] = [
  ['RSA', signerOf(issue({ name: 'Nguyễn Văn Thử', key: 'rsa' }, ca), ca)],
  ['ECDSA', signerOf(issue({ name: 'Trần Thị Thử' }, ca), ca)],
]
const plan = { field: 'Sig1', page: 0, rect: [300, 100, 400, 160] as [number, number, number, number], time: testNow, name: 'Ủy ban', reason: 'Phê duyệt', location: 'Hà Nội' } // prettier-ignore
const picture = { width: 2, height: 1, rgb: new Uint8Array(deflateSync(Buffer.from([255, 0, 0, 255, 255, 255]))), opacity: new Uint8Array(deflateSync(Buffer.from([255, 0]))) } // prettier-ignore

const look = async (file: Uint8Array) =>
  (await judge(bytesSource(file), { crypto: nodeCrypto, now: testNow })).signatures

describe.each(signers)('signing with %s', (name, signer) => {
  it.each(['table', 'stream', 'objects'] as const)(
    'keeps what was issued, in a file with %s',
    async (xref) => {
      const issued = samplePdf({ xref, pages: 2 })
      for (const authority of [undefined, timestampAuthority(tsa, testNow - 1000)]) {
        const file = await signPdf(issued, { ...plan, picture }, signer, authority)
        if (typeof file === 'string') throw new Error(file)
        expect(Buffer.compare(file.subarray(0, issued.length), issued)).toBe(0)
        const [one] = await look(file)
        expect(one).toMatchObject({ verdict: 'VALID', coverage: 'ENTIRE_FILE', level: authority ? 'B-T' : 'B-B', stated: { name: 'Ủy ban', reason: 'Phê duyệt', location: 'Hà Nội' } }) // prettier-ignore
        expect(one?.claimedTime).toBe(`${new Date(testNow + 7 * 3600_000).toISOString().slice(0, 19)}+07:00`)
        const path = join(folder, `${name}-${xref}.pdf`)
        writeFileSync(path, file)
        if (hasPdfsig) {
          const { stdout } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' })
          expect(stdout).toContain('Signature is Valid.')
          expect(stdout).toContain('Total document signed')
        }
        if (hasOpenssl) {
          const [, b = 0, c = 0, d = 0] = one?.byteRange ?? []
          writeFileSync(`${path}.content`, Buffer.concat([file.subarray(0, b), file.subarray(c, c + d)]))
          writeFileSync(
            `${path}.cms`,
            Buffer.from(Buffer.from(file.subarray(b + 1, c - 1)).toString('latin1'), 'hex'),
          )
          const args = ['cms', '-verify', '-inform', 'DER', '-in', `${path}.cms`, '-content', `${path}.content`, '-binary', '-noverify', '-out', '/dev/null'] // prettier-ignore
          expect(spawnSync('openssl', args).status).toBe(0)
        }
      }
    },
  )
  it('signs in series, certifies first, and refuses what is not allowed', async () => {
    const certified = await signPdf(samplePdf(), { ...plan, certify: 2 }, signer)
    if (typeof certified === 'string') throw new Error(certified)
    const second = await signPdf(certified, { ...plan, field: 'Sig2' }, signer)
    if (typeof second === 'string') throw new Error(second)
    expect((await look(second)).map(one => [one.verdict, one.docMdp])).toEqual([['VALID', 2], ['VALID', null]]) // prettier-ignore
    expect(await signPdf(second, { ...plan, field: 'Sig3', certify: 2 }, signer)).toBe('sign.certified')
    expect(await signPdf(second, { ...plan, field: 'Sig2' }, signer)).toBe('sign.field')
    expect(await signPdf(second, { ...plan, field: 'a.b' }, signer)).toBe('sign.field')
    expect(await signPdf(second, { ...plan, field: 'Sig3', page: 9 }, signer)).toBe('sign.page')
    expect(await signPdf(samplePdf(), { ...plan, room: 100 }, signer)).toBe('sign.tooLarge')
    expect(await signPdf(new Uint8Array(9), plan, signer)).toBe('sign.unreadable')
  })
  it('does nothing when the time-stamp authority does not answer', async () => {
    const silent = () => Promise.reject(new Error('no answer'))
    await expect(signPdf(samplePdf(), plan, signer, silent)).rejects.toThrow('no answer')
  })
})

describe('PKCS#12', () => {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = '2f11d3'
  certificate.setSubject([{ name: 'commonName', value: 'TEST p12' }])
  certificate.setIssuer([{ name: 'commonName', value: 'TEST p12' }])
  certificate.validity.notBefore = new Date(testNow - 1000)
  certificate.validity.notAfter = new Date(testNow + 1_000_000)
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  // Under PBES2 forge takes letters beyond Latin-1 apart in a way no other tool reads: such a file is no one else's.
  const words = { aes256: 'mat-khau', '3des': 'mật khẩu' }
  const file = (algorithm: 'aes256' | '3des') => {
    const asn1 = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], words[algorithm], { algorithm })
    return new Uint8Array(Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'))
  }
  it.each(['aes256', '3des'] as const)('signs with a key from a file (%s)', async (algorithm) => {
    const signer = await readPkcs12(file(algorithm), words[algorithm])
    if (typeof signer === 'string') throw new Error(signer)
    const signed = await signPdf(samplePdf(), plan, signer)
    if (typeof signed === 'string') throw new Error(signed)
    expect((await look(signed))[0]).toMatchObject({ verdict: 'VALID', signer: { commonName: 'TEST p12' } })
  })
  it('refuses a wrong password and what is no such file', async () => {
    expect(await readPkcs12(file('aes256'), 'sai')).toBe('pkcs12.password')
    expect(await readPkcs12(new Uint8Array(Buffer.from('hello')), 'x')).toBe('pkcs12.form')
  })
})
