/**
 * Rows 23 to 38 of the checklist: messages, algorithms, encodings. Each with a good and a bad example.
 */
import { constants, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { element } from '@nghi-truong/shared/signature/cms/der'
import type { PdfValue } from '@nghi-truong/shared/signature/pdf/values'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { badgeOf } from '@nghi-truong/shared/signature/report'
import type { SignatureOne } from '@nghi-truong/shared/signature/report'
import {
  context,
  nullDer,
  octetDer,
  oidDer,
  seq,
  smallInt,
} from '@nghi-truong/shared/signature/sign/der-write'
import { judge } from '@nghi-truong/shared/signature/verdict'
import type { MessageShape } from './craft.ts'
import { algorithmFor, craftMessage, craftPdf, digestOids, digestWith, plainSign } from './craft.ts'
import { nodeCrypto } from './node-crypto.ts'
import { samplePdf } from './sample-pdf.ts'
import type { SampleShape } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import type { Party } from './test-pki.ts'
import { extension, issue, signerOf, testNow, timestampAuthority } from './test-pki.ts'

const ec = issue({ name: 'ec' })
const rsa = issue({ name: 'rsa', key: 'rsa' })

const judgeOne = async (file: Uint8Array): Promise<SignatureOne> => {
  const report = await judge(bytesSource(file), { crypto: nodeCrypto, now: testNow })
  const [one] = report.signatures
  if (!one) throw new Error(`no signature: ${report.error}`)
  return one
}
const subFilter = (v: string) => ({ entries: new Map([['SubFilter', { t: 'name' as const, v }]]) })
const message = (party: Party, shape: MessageShape = {}, filter?: string): Promise<SignatureOne> =>
  judgeOne(
    craftPdf(samplePdf(), (content) => craftMessage(party, content, shape), filter ? subFilter(filter) : {}),
  )
const codes = (one: SignatureOne): string[] => one.reasons.map((item) => item.code)
const other = Uint8Array.from({ length: 32 }, () => 7)

describe('row 23: detached messages', () => {
  it.each(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])('%s', async (filter) => {
    expect(await message(rsa, {}, filter)).toMatchObject({ verdict: 'VALID', integrity: 'VALID' })
    expect(await message(rsa, { messageDigest: other }, filter)).toMatchObject({
      integrity: 'BROKEN',
      verdict: 'INVALID',
    })
    const forged = await message(rsa, { sign: (bytes) => plainSign('sha256')(bytes, issue({ name: 'other', key: 'rsa' })) }, filter) // prettier-ignore
    expect(forged).toMatchObject({ integrity: 'BROKEN' })
    expect(forged.trust).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'SIG_CRYPTO_FAILURE' })
  })
})

describe('row 24: adbe.pkcs7.sha1', () => {
  const file = (right: boolean) =>
    craftPdf(samplePdf(), content => craftMessage(rsa, content, { content: right ? digestWith('sha1', content) : other.subarray(0, 20) }), subFilter('adbe.pkcs7.sha1')) // prettier-ignore
  it('is valid and weak, or broken', async () => {
    const good = await judgeOne(file(true))
    expect(good).toMatchObject({ integrity: 'VALID', verdict: 'WARN' })
    expect(codes(good)).toContain('digest.weak')
    expect(await judgeOne(file(false))).toMatchObject({ integrity: 'BROKEN', verdict: 'INVALID' })
  })
})

describe('row 25: adbe.x509.rsa_sha1', () => {
  const cert = (party: Party) => ({ t: 'string' as const, v: Buffer.from(party.certificate.der).toString('latin1'), hex: true, start: -1, end: -1 }) // prettier-ignore
  const make = (party: Party, inList: boolean, broken = false) => {
    const name: PdfValue = { t: 'name', v: 'adbe.x509.rsa_sha1' }
    const entries = new Map<string, PdfValue>([
      ['SubFilter', name],
      ['Cert', inList ? [cert(party)] : cert(party)],
    ])
    return craftPdf(samplePdf(), (content) => octetDer(plainSign('sha1')(broken ? other : content, party)), {
      entries,
    })
  }
  it.each([true, false])('is valid, weak and never acceptable (list: %s)', async (inList) => {
    const one = await judgeOne(make(rsa, inList))
    expect(one).toMatchObject({ integrity: 'VALID', verdict: 'WARN' })
    expect(one.trust.indication).not.toBe('TOTAL_PASSED')
    expect(await judgeOne(make(rsa, inList, true))).toMatchObject({ integrity: 'BROKEN' })
  })
})

describe('row 26: document time stamps', () => {
  const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true })
  const stamp = async (change: (digest: Uint8Array) => Uint8Array) => {
    const authority = timestampAuthority(tsa, testNow)
    const plan = { field: 'T', page: 0, rect: null, time: testNow, room: 4096, kind: 'DocTimeStamp' as const }
    const file = await signPdf(samplePdf(), plan, signerOf(ec), (digest) => authority(change(digest)))
    if (typeof file === 'string') throw new Error(file)
    return judgeOne(file)
  }
  it('compares the imprint with the file', async () => {
    expect(await stamp((digest) => digest)).toMatchObject({ kind: 'documentTimestamp', verdict: 'VALID' })
    expect(await stamp(() => other)).toMatchObject({ integrity: 'BROKEN', verdict: 'INVALID' })
  })
})

describe('row 27: unknown SubFilter', () => {
  it('is unsupported', async () => {
    const one = await message(rsa, {}, 'adbe.pkcs9.detached')
    expect(one).toMatchObject({ integrity: 'UNVERIFIABLE', verdict: 'INDETERMINATE' })
    expect(badgeOf(one)).toMatchObject({ colour: 'amber', code: 'unsupported' })
  })
})

describe('rows 28 to 33: attributes, signer, content', () => {
  it('28: content-type and message-digest must be right, once', async () => {
    expect(await message(ec, { attributes: 'wrongType' })).toMatchObject({ integrity: 'BROKEN' })
    expect(await message(ec, { attributes: 'twice' })).toMatchObject({ integrity: 'BROKEN' })
    expect(await message(ec, { ber: true })).toMatchObject({ verdict: 'VALID' })
  })
  it('29: without attributes the signature is over the content', async () => {
    for (const party of [rsa, ec]) {
      expect(await message(party, { attributes: 'none' })).toMatchObject({ verdict: 'VALID' })
      const wrong: MessageShape = { attributes: 'none', sign: (_, who) => plainSign('sha256')(other, who) }
      expect(await message(party, wrong)).toMatchObject({ integrity: 'BROKEN' })
    }
  })
  it('30: signing-certificate names the signer, where present', async () => {
    expect(await message(ec, { attributes: 'v1' })).toMatchObject({ verdict: 'VALID' })
    const wrong = await message(ec, { attributes: 'wrongCertificate' })
    expect(wrong).toMatchObject({ verdict: 'INDETERMINATE' })
    expect(wrong.trust).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    })
    const missing = await message(ec, { attributes: 'plain' })
    expect(missing).toMatchObject({ verdict: 'VALID', level: null })
    expect(codes(missing)).toContain('signer.noReference')
  })
  it('31: the signer is found by issuer and serial, or by key identifier; never by serial alone', async () => {
    const keyId = other.subarray(0, 20)
    const named = issue({ name: 'ski', extra: [extension('2.5.29.14', octetDer(keyId))] })
    expect(await message(named, { keyId })).toMatchObject({ verdict: 'VALID' })
    expect(await message(named, { keyId: other })).toMatchObject({ verdict: 'INDETERMINATE' })
    const printable = (text: string) => element(19, Buffer.from(text))
    const renamed = issue({
      name: 'x',
      subject: seq(element(0x31, seq(oidDer('2.5.4.3'), printable('TEST  Ten')))),
    })
    expect(await message(renamed)).toMatchObject({ verdict: 'VALID' })
    expect(await message(ec, { certificates: [rsa] })).toMatchObject({
      verdict: 'INDETERMINATE',
      signer: null,
    })
    expect(await message(ec, { serial: '0badcafe' })).toMatchObject({ verdict: 'INDETERMINATE' })
  })
  it('32: content is absent, or empty with a warning; otherwise refused', async () => {
    const empty = await message(ec, { content: new Uint8Array(0), messageDigest: undefined as never })
    expect(empty.integrity).toBe('BROKEN')
    const zero = await judgeOne(craftPdf(samplePdf(), content => craftMessage(ec, content, { content: new Uint8Array(0), messageDigest: digestWith('sha256', content) }))) // prettier-ignore
    expect(zero).toMatchObject({ integrity: 'VALID', verdict: 'WARN' })
    expect(codes(zero)).toContain('cms.contentEmpty')
    const full = await message(ec, { content: other })
    expect(full.verdict).toBe('INDETERMINATE')
    expect(full.trust.subIndication).toBe('FORMAT_FAILURE')
  })
  it('33: exactly one SignerInfo', async () => {
    for (const signers of [0, 2] as const) {
      const one = await message(ec, { signers })
      expect(one.verdict).toBe('INDETERMINATE')
      expect(one.trust.subIndication).toBe('FORMAT_FAILURE')
    }
  })
})

const pss = (hash: string, mgf: string, salt: number): Uint8Array => {
  const algorithm = (name: string) => seq(oidDer(digestOids[name] ?? ''), nullDer())
  return seq(
    oidDer('1.2.840.113549.1.1.10'),
    seq(
      context(0, algorithm(hash)),
      context(1, seq(oidDer('1.2.840.113549.1.1.8'), algorithm(mgf))),
      context(2, smallInt(salt)),
    ),
  )
}

describe('row 34: two hash names that disagree', () => {
  it('is verified with digestAlgorithm and warned of', async () => {
    for (const party of [rsa, ec]) {
      const one = await message(party, { algorithm: algorithmFor(party, 'sha1') })
      expect(one).toMatchObject({ integrity: 'VALID', verdict: 'WARN' })
      expect(codes(one)).toContain('digest.disagree')
    }
    const inside = await message(rsa, { algorithm: seq(oidDer('1.2.840.113549.1.1.1'), nullDer()), sign: plainSign('sha512') }) // prettier-ignore
    expect(inside).toMatchObject({ verdict: 'WARN' })
  })
  it('an unknown algorithm is never ignored', async () => {
    expect(await message(rsa, { algorithm: seq(oidDer('1.2.3.4')) })).toMatchObject({
      verdict: 'INDETERMINATE',
    })
  })
})

describe('row 35: algorithms', () => {
  it.each(['sha256', 'sha512', 'sha3-256'])('RSA and ECDSA with %s', async (hash) => {
    for (const party of [rsa, ec]) {
      expect(await message(party, { hash })).toMatchObject({ verdict: 'VALID' })
      expect(await message(party, { hash, messageDigest: other })).toMatchObject({ verdict: 'INVALID' })
    }
  })
  it.each([
    ['sha256', 'sha256', 32],
    ['sha256', 'sha256', 20],
    ['sha512', 'sha512', 64],
  ])('RSASSA-PSS %s', async (hash, mgf, salt) => {
    const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt }
    const algorithm = pss(hash, mgf, salt)
    expect(await message(rsa, { hash, algorithm, sign: plainSign(hash, options) })).toMatchObject({
      verdict: 'VALID',
    })
    const wrong = plainSign(hash, { ...options, saltLength: salt - 1 })
    expect(await message(rsa, { hash, algorithm, sign: wrong })).toMatchObject({ integrity: 'BROKEN' })
    expect(await message(rsa, { hash, algorithm, sign: plainSign(hash) })).toMatchObject({
      integrity: 'BROKEN',
    })
  })
  it('a mask with another hash than the message', async () => {
    const { privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha1' }) // prettier-ignore
    const odd = issue({ name: 'pss', key: privateKey }, rsa)
    const sign = plainSign('sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
    expect(await message(odd, { algorithm: pss('sha256', 'sha1', 32), sign })).toMatchObject({
      verdict: 'VALID',
    })
    expect(await message(odd, { algorithm: pss('sha256', 'sha1', 31), sign })).toMatchObject({
      integrity: 'BROKEN',
    })
  })
  it.each(['P-384', 'P-521', 'brainpoolP256r1', 'secp224r1'])('ECDSA on %s', async (namedCurve) => {
    const party = issue({ name: namedCurve, key: generateKeyPairSync('ec', { namedCurve }).privateKey })
    expect(await message(party)).toMatchObject({ verdict: 'VALID', algorithm: 'ECDSA' })
    expect(await message(party, { sign: (_, who) => plainSign('sha256')(other, who) })).toMatchObject({ integrity: 'BROKEN' }) // prettier-ignore
  })
  it('Ed25519 and Ed448, plain ECDSA', async () => {
    const keys = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed448').privateKey]
    for (const key of keys) {
      const party = issue({ name: 'ed', key }, ec)
      expect(await message(party, { hash: 'sha512' })).toMatchObject({ verdict: 'VALID' })
      expect(await message(party, { hash: 'sha512', sign: (_, who) => plainSign('sha512')(other, who) })).toMatchObject({ integrity: 'BROKEN' }) // prettier-ignore
    }
    const plain: MessageShape = { algorithm: seq(oidDer('0.4.0.127.0.7.1.1.4.1.3')), sign: plainSign('sha256', { dsaEncoding: 'ieee-p1363' }) } // prettier-ignore
    expect(await message(ec, plain)).toMatchObject({ verdict: 'VALID' })
    expect(await message(ec, { ...plain, sign: plainSign('sha256') })).toMatchObject({ integrity: 'BROKEN' })
  })
})

describe('row 36: weak', () => {
  it.each(['md5', 'sha1'])('digest %s is warned of', async (hash) => {
    expect(await message(rsa, { hash })).toMatchObject({ integrity: 'VALID', verdict: 'WARN' })
    expect(await message(rsa, { hash, messageDigest: other })).toMatchObject({ integrity: 'BROKEN' })
  })
  it('a weak key is a matter of trust', async () => {
    const small = issue({ name: 'small', key: 'rsa1024' })
    const one = await message(small)
    expect(one).toMatchObject({ verdict: 'VALID' })
    expect(codes(one)).toContain('key.weak')
    expect(badgeOf(one).colour).toBe('amber')
  })
})

describe('row 37: encodings', () => {
  it('bears padding, odd length, both cases, BER', async () => {
    const file = craftPdf(samplePdf(), (content) => craftMessage(ec, content, { ber: true }))
    expect(await judgeOne(file)).toMatchObject({ verdict: 'VALID' })
    const upper = Buffer.from(file).toString('latin1').replace(/\/Contents <[0-9a-f]+>/, found => `/Contents ${found.slice(10).toUpperCase()}`) // prettier-ignore
    expect(await judgeOne(new Uint8Array(Buffer.from(upper, 'latin1')))).toMatchObject({ verdict: 'VALID' })
  })
  it('refuses anything but zeros behind the message', async () => {
    const file = craftPdf(samplePdf(), content => new Uint8Array(Buffer.concat([craftMessage(ec, content), Buffer.from([0, 1])]))) // prettier-ignore
    expect(await judgeOne(file)).toMatchObject({ verdict: 'INDETERMINATE' })
  })
})

describe('row 38: bombs', () => {
  const nested = (depth: number, indefinite: boolean): Uint8Array =>
    new Uint8Array(Buffer.concat(Array.from({ length: depth }, () => Buffer.from(indefinite ? [0x30, 0x80] : [0x30, 0x82, 0x0f, 0xff])))) // prettier-ignore
  it.each([
    ['deep nesting', nested(3000, true)],
    ['huge lengths', Uint8Array.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff])],
    ['very long lengths', Uint8Array.from([0x30, 0xff, ...Array.from({ length: 127 }, () => 255)])],
    ['lengths that lie', nested(500, false)],
    ['endless tag', Uint8Array.from([0x3f, ...Array.from({ length: 500 }, () => 0xff)])],
  ])('%s is not valid', async (_, bomb) => {
    expect(await judgeOne(craftPdf(samplePdf(), () => bomb))).toMatchObject({ verdict: 'INDETERMINATE' })
  })
  it.each<[string, SampleShape, string, string]>([
    ['pages', { pages: 1, extra: ['x'] }, '/Kids[10 0 R]', '/Kids[ 2 0 R]'],
    ['fields', { signatureFields: [{ name: 'A' }] }, '/Rect[0 0 0 0]', '/Kids[50 0 R]'],
  ])('a cyclic tree of %s ends', async (_, shape, from, to) => {
    const text = Buffer.from(samplePdf(shape)).toString('latin1').replace(from, to)
    const report = await judge(bytesSource(new Uint8Array(Buffer.from(text, 'latin1'))), { crypto: nodeCrypto, now: testNow }) // prettier-ignore
    expect(report.signatures).toEqual([])
  })
  it('a cyclic chain of cross-references is refused', async () => {
    const text = Buffer.from(samplePdf()).toString('latin1')
    const start = /startxref\n(\d+)/.exec(text)?.[1] ?? ''
    const cyclic = text.replace('/Root 1 0 R/Info', `/Prev ${start}/Root 1 0 R/Info`)
    const report = await judge(bytesSource(new Uint8Array(Buffer.from(cyclic, 'latin1'))), { crypto: nodeCrypto, now: testNow }) // prettier-ignore
    expect(report.error).toBe('xref')
  })
})
