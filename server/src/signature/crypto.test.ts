/** Both adapters of the Crypto port against the same questions; and the device's verdict against the server's. */
import { constants, generateKeyPairSync, sign, webcrypto } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { Crypto, HashName, SignatureScheme } from '@nghi-truong/shared/signature/ports'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { webCrypto } from '@nghi-truong/shared/signature/webcrypto'
import { corpusDir } from '@nghi-truong/shared/test/corpus'
import { nodeCrypto } from './node-crypto.ts'
import { testNow } from './test-pki.ts'

const adapters: [string, Crypto][] = [
  ['node', nodeCrypto],
  ['web', webCrypto(webcrypto.subtle)],
  ['web, incremental', webCrypto(webcrypto.subtle, 4)],
]
const text = new Uint8Array(Buffer.from('TEST văn bản để ký'))
const source = bytesSource(text)
const names: HashName[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'shake256', 'ripemd160'] // prettier-ignore

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
const cases: [string, SignatureScheme, typeof rsa, Buffer][] = [
  ['RSA', { kind: 'rsa', hash: 'sha256' }, rsa, sign('sha256', text, rsa.privateKey)],
  ['RSA-PSS', { kind: 'rsaPss', hash: 'sha256', mgfHash: 'sha256', saltLength: 32 }, rsa, sign('sha256', text, { key: rsa.privateKey, ...pss })], // prettier-ignore
  ['ECDSA', { kind: 'ecdsa', hash: 'sha256', plain: false }, ec, sign('sha256', text, ec.privateKey)],
  ['plain ECDSA', { kind: 'ecdsa', hash: 'sha256', plain: true }, ec, sign('sha256', text, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })], // prettier-ignore
  ['Ed25519', { kind: 'ed25519' }, ed, sign(null, text, ed.privateKey)],
]

describe.each(adapters)('the Crypto port: %s', (name, crypto) => {
  it('digests spans like one text, with every hash', async () => {
    for (const hash of names) {
      const spans = [[0, 5], [5, text.length - 5]] as const // prettier-ignore
      const [parts] = await crypto.digests(source, [{ hash, spans }])
      const whole = await crypto.digest(hash, text)
      expect(parts).toEqual(whole)
      expect(whole).toEqual(await nodeCrypto.digest(hash, text))
      expect((await crypto.digests(source, [{ hash, spans: [[1, 5]] }]))[0]).not.toEqual(whole)
    }
  })
  it.each(cases)('verifies %s', async (_, scheme, keys, signature) => {
    const key = new Uint8Array(keys.publicKey.export({ format: 'der', type: 'spki' }))
    expect(await crypto.verify(scheme, key, signature, { bytes: text })).toBe('valid')
    const streamed = await crypto.verify(scheme, key, signature, { source, spans: [[0, text.length]] })
    expect(streamed).toBe(name === 'web, incremental' ? 'unsupported' : 'valid')
    expect(await crypto.verify(scheme, key, signature, { bytes: text.slice(1) })).toBe('invalid')
    const bad = Uint8Array.from(signature)
    bad[bad.length - 1] = (bad[bad.length - 1] ?? 0) ^ 1
    expect(await crypto.verify(scheme, key, bad, { bytes: text })).toBe('invalid')
    expect(await crypto.verify(scheme, key, new Uint8Array(3), { bytes: text })).toBe('invalid')
    expect(await crypto.verify(scheme, text, signature, { bytes: text })).not.toBe('valid')
  })
  it('says no, not that it lacks something, where the key is of another kind', async () => {
    const keys = [rsa, ec, ed].map((pair) => ({
      of: pair,
      key: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    }))
    for (const [which, scheme, made, signature] of cases)
      for (const { of, key } of keys.filter((one) => one.of !== made))
        expect(
          await crypto.verify(scheme, key, signature, { bytes: text }),
          `${which} with ${of.publicKey.asymmetricKeyType}`,
        ).toBe('invalid')
    // The curve lies behind the kind: a curve that is lacking is no other kind.
    const curve = generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' })
    const signature = sign('sha256', text, curve.privateKey)
    const key = new Uint8Array(curve.publicKey.export({ format: 'der', type: 'spki' }))
    const scheme = { kind: 'ecdsa', hash: 'sha256', plain: false } as const
    expect(await crypto.verify(scheme, key, signature, { bytes: text })).toBe(
      name === 'node' ? 'valid' : 'unsupported',
    )
  })
})

const folder = join(corpusDir, 'signatures')
describe.skipIf(!existsSync(folder))('device and server', () => {
  it('say the same of the smaller files, or the device says it lacks an algorithm', async () => {
    const { entries } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { entries: { file: string; size: number }[] } // prettier-ignore
    const device = webCrypto(webcrypto.subtle)
    for (const { file } of entries.filter((one) => one.size < 60_000)) {
      const bytes = new Uint8Array(readFileSync(join(folder, file)))
      const ours = await judge(bytesSource(bytes), { crypto: nodeCrypto, now: testNow })
      const theirs = await judge(bytesSource(bytes), { crypto: device, now: testNow })
      for (const [n, one] of theirs.signatures.entries()) {
        if (one.reasons.some((item) => item.code === 'algorithm.unsupported')) continue
        expect(one.verdict, `${file} ${one.field}`).toBe(ours.signatures[n]?.verdict)
        expect(one.integrity).toBe(ours.signatures[n]?.integrity)
      }
    }
  }, 60_000)
})
