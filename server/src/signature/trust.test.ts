/**
 * Rows 39 to 45 of the checklist: chains, revocation, time. Each with a good and a bad example.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { element, whole } from '@nghi-truong/shared/signature/cms/der'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { badgeOf } from '@nghi-truong/shared/signature/report'
import type { SignatureOne } from '@nghi-truong/shared/signature/report'
import {
  context,
  generalizedDer,
  integerDer,
  oidDer,
  seq,
} from '@nghi-truong/shared/signature/sign/der-write'
import type { BundleContent, TrustBundle } from '@nghi-truong/shared/signature/trust/bundle'
import { bundleBytes, makeBundle, readBundle, toBase64 } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { createPublicKey, sign as signOnce } from 'node:crypto'
import { attribute, craftMessage, craftPdf } from './craft.ts'
import { nodeCrypto } from './node-crypto.ts'
import { contentStream, samplePdf, updatePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import type { CertificateShape, Party } from './test-pki.ts'
import { extension, issue, nameDer, newKey, ocspAnswer, revocationList, signerOf, testNow, timestampAuthority, year } from './test-pki.ts' // prettier-ignore

const day = 24 * 3600_000
const root = issue({ name: 'Root', ca: true })
const sub = issue({ name: 'Sub', ca: true }, root)
const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, root)
const person = issue({ name: 'Nguyễn Thị Thử', organisation: 'TEST HĐND tỉnh' }, sub)
let plainFile: Uint8Array

interface World {
  anchors?: readonly Party[]
  tsaAnchors?: readonly Party[]
  links?: readonly Party[]
  crls?: readonly Uint8Array[]
  ocsps?: readonly Uint8Array[]
  now?: number
}
const bundleOf = (world: World): TrustBundle => {
  const one = (role: 'signer' | 'timestamp', anchor: boolean) => (party: Party) => ({ role, anchor, der: toBase64(party.certificate.der) }) // prettier-ignore
  const content: BundleContent = {
    schema: 'trust-bundle/1',
    issue: 1,
    date: '2026-11-20',
    certificates: [
      ...(world.anchors ?? [sub]).map(one('signer', true)),
      ...(world.tsaAnchors ?? [root]).map(one('timestamp', true)),
      ...(world.links ?? []).map(one('signer', false)),
    ],
    crls: (world.crls ?? [revocationList(sub), revocationList(root)]).map(toBase64),
    ocsps: (world.ocsps ?? []).map(toBase64),
  }
  const bundle = makeBundle(content)
  if (typeof bundle === 'string') throw new Error(bundle)
  return bundle
}
const look = async (file: Uint8Array, world: World = {}): Promise<SignatureOne> => {
  const report = await judge(bytesSource(file), { crypto: nodeCrypto, now: world.now ?? testNow, bundle: bundleOf(world) }) // prettier-ignore
  const [one] = report.signatures
  if (!one) throw new Error('no signature')
  expect(one.verdict).toBe('VALID')
  return one
}
const signed = async (
  party: Party,
  stampedAt?: number,
  chain: readonly Party[] = [],
  authority = tsa,
): Promise<Uint8Array> => {
  const plan = { field: 'Sig1', page: 0, rect: null, time: testNow, room: 8192 }
  const out = await signPdf(samplePdf(), plan, signerOf(party, ...chain), stampedAt === undefined ? undefined : timestampAuthority(authority, stampedAt)) // prettier-ignore
  if (typeof out === 'string') throw new Error(out)
  return out
}
const codes = (one: SignatureOne): string[] => one.trust.reasons.map((item) => item.code)
const outcome = (one: SignatureOne): string => one.trust.subIndication ?? one.trust.indication

beforeAll(async () => {
  plainFile = await signed(person)
})

describe('row 39: chain', () => {
  it('ends at a pinned sub-CA or root, with links from the file or the bundle', async () => {
    const good = await look(plainFile)
    expect(good.trust).toMatchObject({
      indication: 'TOTAL_PASSED',
      anchor: { sha256: sub.certificate.sha256 },
    })
    expect(good.signer).toMatchObject({ commonName: 'TEST Nguyễn Thị Thử', organisation: 'TEST HĐND tỉnh' })
    expect(outcome(await look(plainFile, { anchors: [root], links: [sub] }))).toBe('TOTAL_PASSED')
    expect(outcome(await look(await signed(person, undefined, [sub]), { anchors: [root] }))).toBe(
      'TOTAL_PASSED',
    )
    expect(outcome(await look(plainFile, { anchors: [root] }))).toBe('NO_CERTIFICATE_CHAIN_FOUND')
    const alone = await judge(bytesSource(plainFile), { crypto: nodeCrypto, now: testNow })
    expect(alone.signatures[0]?.trust.subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND')
  })
  it('refuses a foreign root of the same name', async () => {
    const twin = issue({ name: 'Sub', ca: true })
    expect(outcome(await look(plainFile, { anchors: [twin] }))).toBe('CERTIFICATE_CHAIN_GENERAL_FAILURE')
  })
  const constrained = extension('2.5.29.30', seq(context(0, seq(context(4, nameDer('x').slice(0, 0), seq(element(0x31, seq(oidDer('2.5.4.6'), element(19, Buffer.from('VN')))))))))) // prettier-ignore
  const foreign = extension('2.5.29.30', seq(context(0, seq(context(4, seq(element(0x31, seq(oidDer('2.5.4.6'), element(19, Buffer.from('LA')))))))))) // prettier-ignore
  it.each<[string, CertificateShape, string]>([
    ['an end entity as CA', { name: 'CA' }, 'chain.notCa'],
    ['a CA that may not sign certificates', { name: 'CA', ca: true, usage: [6] }, 'chain.keyUsage'],
    ['a name outside the constraints', { name: 'CA', ca: true, extra: [foreign] }, 'chain.nameConstraints'],
    ['an unknown critical extension', { name: 'CA', ca: true, extra: [extension('1.2.3', seq(), true)] }, 'chain.criticalExtension'], // prettier-ignore
  ])('refuses %s', async (_, shape, code) => {
    const ca = issue(shape, root)
    const one = await look(await signed(issue({ name: 'leaf' }, ca), undefined, [ca]), { anchors: [root], crls: [revocationList(ca), revocationList(root)] }) // prettier-ignore
    expect(outcome(one)).toBe('CHAIN_CONSTRAINTS_FAILURE')
    expect(codes(one)).toContain(code)
  })
  it('accepts a name inside the constraints, refuses one path too long', async () => {
    const ca = issue({ name: 'CA', ca: true, extra: [constrained] }, root)
    const leaf = issue({ name: 'leaf' }, ca)
    expect(outcome(await look(await signed(leaf, undefined, [ca]), { anchors: [root], crls: [revocationList(ca), revocationList(root)] }))).toBe('TOTAL_PASSED') // prettier-ignore
    const short = issue({ name: 'Short', ca: true, pathLength: 0 }, root)
    const below = issue({ name: 'Below', ca: true }, short)
    const lists = [revocationList(below), revocationList(short), revocationList(root)]
    const one = await look(await signed(issue({ name: 'leaf' }, below), undefined, [below, short]), { anchors: [root], crls: lists }) // prettier-ignore
    expect(codes(one)).toContain('chain.pathLength')
    expect(outcome(await look(await signed(issue({ name: 'leaf' }, short), undefined, [short]), { anchors: [root], crls: lists }))).toBe('TOTAL_PASSED') // prettier-ignore
  })
  it('warns of SHA-1 below an anchor, and does not ask the anchor itself', async () => {
    const oldRoot = issue({ name: 'Old', ca: true, key: 'rsa', hash: 'sha1' })
    const oldSub = issue({ name: 'OldSub', ca: true, key: 'rsa', hash: 'sha1' }, oldRoot)
    const leaf = issue({ name: 'leaf', hash: 'sha1' }, oldSub)
    const one = await look(await signed(leaf), { anchors: [oldSub], crls: [revocationList(oldSub)] })
    expect(outcome(one)).toBe('TOTAL_PASSED')
    expect(codes(one)).toContain('chain.weakDigest')
  })
  it('refuses a weak key', async () => {
    expect(outcome(await look(await signed(issue({ name: 'w', key: 'rsa1024' }, sub))))).toBe(
      'CRYPTO_CONSTRAINTS_FAILURE',
    )
  })
})

describe('row 40: key usage', () => {
  it('a signer needs nonRepudiation or digitalSignature, or no restriction', async () => {
    for (const [usage, good] of [[[0], true], [[1], true], [null, true], [[2], false]] as const) // prettier-ignore
      expect(outcome(await look(await signed(issue({ name: 'u', usage }, sub))))).toBe(good ? 'TOTAL_PASSED' : 'CHAIN_CONSTRAINTS_FAILURE') // prettier-ignore
  })
  it('a time-stamp authority needs its usage, critical and alone', async () => {
    expect((await look(await signed(person, testNow - day))).timestamps[0]?.trusted).toBe(true)
    const stamping = '1.3.6.1.5.5.7.3.8'
    for (const shape of [
      { extended: [stamping] },
      { extended: [stamping, '1.3.6.1.5.5.7.3.4'], extendedCritical: true },
      {},
    ]) {
      // prettier-ignore
      const one = await look(await signed(person, testNow - day, [], issue({ name: 'TSA', ...shape }, root)))
      expect(one.timestamps[0]?.trusted).toBe(false)
      expect(codes(one)).toContain('tsa.keyUsage')
      expect(one.provenTime).toBeNull()
    }
  })
})

describe('row 41: time', () => {
  const expired = issue({ name: 'expired', from: testNow - 3 * year, to: testNow - year }, sub)
  const kept = extension('2.5.29.60', generalizedDer(testNow - 10 * year))
  const lists = [revocationList(sub, { extra: [kept] }), revocationList(root)]
  const oldTsa = issue({ name: 'TSA', from: testNow - 5 * year, extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, root) // prettier-ignore
  const oldSub: Party = issue({ name: 'OldSub', ca: true, from: testNow - 9 * year }, root)
  it('expired without proof is out of bounds; with a time stamp it passes', async () => {
    const bare = await look(await signed(expired))
    expect(outcome(bare)).toBe('OUT_OF_BOUNDS_NO_POE')
    expect(badgeOf(bare)).toMatchObject({ colour: 'amber', code: 'expiredNoProof' })
    const leaf = issue({ name: 'expired', from: testNow - 3 * year, to: testNow - year }, oldSub)
    const world = {
      anchors: [oldSub],
      crls: [revocationList(oldSub, { extra: [kept] }), revocationList(root)],
    }
    const proven = await look(await signed(leaf, testNow - 2 * year, [], oldTsa), world)
    expect(proven.trust).toMatchObject({ indication: 'TOTAL_PASSED', timeSource: 'signatureTimestamp', timeProven: true }) // prettier-ignore
    const dropped = { ...world, crls: [revocationList(oldSub), revocationList(root)] }
    expect((await look(await signed(leaf, testNow - 2 * year, [], oldTsa), dropped)).trust.revocation.why).toBe('dropsExpired') // prettier-ignore
    expect(outcome(await look(await signed(expired), { crls: lists }))).toBe('OUT_OF_BOUNDS_NO_POE')
  })
  it('the claimed time is shown and proves nothing', async () => {
    const one = await look(plainFile)
    expect(one).toMatchObject({ provenTime: null, trust: { timeSource: 'claimed', timeProven: false } })
    expect(one.claimedTime).toMatch(/\+07:00$/)
    expect(badgeOf(one)).toMatchObject({ colour: 'green', code: 'validTimeClaimed' })
  })
  it('takes the earliest of several time stamps, and flags a claim seven hours off', async () => {
    const plan = {
      field: 'Stamp',
      page: 0,
      rect: null,
      time: testNow,
      room: 8192,
      kind: 'DocTimeStamp' as const,
    }
    const once = await signed(person, testNow - 7 * 3600_000)
    const both = await signPdf(once, plan, signerOf(person), timestampAuthority(tsa, testNow - 3600_000))
    if (typeof both === 'string') throw new Error(both)
    const one = await look(both)
    expect(one).toMatchObject({ provenBy: 'signatureTimestamp', level: 'B-T' })
    expect(one.provenTime).toBe(new Date(testNow - 7 * 3600_000).toISOString())
    expect(codes(one)).toContain('time.claimedShifted')
  })
  it('a time stamp must hash this signature value, and lie in the past', async () => {
    const token = await timestampAuthority(tsa, testNow)(Uint8Array.from({ length: 32 }, () => 1))
    const file = craftPdf(samplePdf(), content => craftMessage(person, content, { unsigned: [attribute('1.2.840.113549.1.9.16.2.14', token)] })) // prettier-ignore
    const one = await look(file)
    expect(codes(one)).toContain('time.timestampBroken')
    expect(one.provenTime).toBeNull()
    expect(codes(await look(await signed(person, testNow + day)))).toContain('time.timestampOrder')
  })
  it('not yet valid', async () => {
    const early = issue({ name: 'early', from: testNow + day }, sub)
    expect((await look(await signed(early))).trust).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'NOT_YET_VALID' }) // prettier-ignore
  })
})

describe('row 42: revoked', () => {
  const list = (at: number, more = {}) => [revocationList(sub, { revoked: [{ party: person, at, ...more }] }), revocationList(root)] // prettier-ignore
  it('revoked without proof is red', async () => {
    const one = await look(plainFile, { crls: list(testNow - day, { reason: 1 }) })
    expect(outcome(one)).toBe('REVOKED_NO_POE')
    expect(one.trust.revocation).toMatchObject({ state: 'revoked', revocationReason: 'keyCompromise' })
    expect(badgeOf(one)).toMatchObject({ colour: 'red', code: 'revoked' })
  })
  it('revoked after a proven time passes; before it, or invalid before it, does not', async () => {
    const file = await signed(person, testNow - 3 * day)
    expect(outcome(await look(file, { crls: list(testNow - day) }))).toBe('TOTAL_PASSED')
    expect(outcome(await look(file, { crls: list(testNow - 5 * day) }))).toBe('REVOKED_NO_POE')
    expect(outcome(await look(file, { crls: list(testNow - day, { reason: 1, invalidSince: testNow - 5 * day }) }))).toBe('REVOKED_NO_POE') // prettier-ignore
  })
  it('a revoked CA', async () => {
    const crls = [revocationList(sub), revocationList(root, { revoked: [{ party: sub, at: testNow - day }] })]
    expect(outcome(await look(plainFile, { anchors: [root], links: [sub], crls }))).toBe('REVOKED_CA_NO_POE')
  })
})

describe('row 43: sources and freshness', () => {
  const why = async (crls: readonly Uint8Array[], file = plainFile) => (await look(file, { crls: [...crls, revocationList(root)] })).trust // prettier-ignore
  it('nothing, expired, older, by another key: unknown, neutral', async () => {
    const none = await look(plainFile, { crls: [] })
    expect(none.trust).toMatchObject({
      subIndication: 'TRY_LATER',
      revocation: { state: 'unknown', why: 'none' },
    })
    expect(badgeOf(none)).toMatchObject({ colour: 'neutral', code: 'revocationUnchecked' })
    expect((await why([revocationList(sub, { thisUpdate: testNow - 9 * day, nextUpdate: testNow - day })])).revocation.why).toBe('expired') // prettier-ignore
    expect((await why([revocationList(sub, { thisUpdate: testNow + day })])).revocation.why).toBe('unusable')
    const twin = { key: newKey('ec'), certificate: sub.certificate }
    expect((await why([revocationList(twin)])).revocation.why).toBe('unusable')
    const morning = revocationList(sub, { thisUpdate: testNow - 2 * day })
    expect((await why([morning], await signed(person, testNow - day))).revocation.why).toBe('older')
    expect((await why([revocationList(sub)], await signed(person, testNow - day))).indication).toBe(
      'TOTAL_PASSED',
    )
  })
  it('deltas and scopes are handled or refused', async () => {
    const scope = (...parts: Uint8Array[]) => [extension('2.5.29.28', seq(...parts), true)]
    const yes = Uint8Array.of(255)
    expect((await why([revocationList(sub, { extra: [extension('2.5.29.27', integerDer(yes), true)] })])).subIndication).toBe('TRY_LATER') // prettier-ignore
    expect((await why([revocationList(sub, { extra: scope(element(0x81, yes)) })])).indication).toBe(
      'TOTAL_PASSED',
    )
    expect((await why([revocationList(sub, { extra: scope(element(0x82, yes)) })])).revocation.why).toBe(
      'unusable',
    )
    // Of some reasons only, and of attribute certificates: not handled, so refused.
    expect((await why([revocationList(sub, { extra: scope(element(0x83, Uint8Array.of(1, 0x60))) })])).subIndication).toBe('TRY_LATER') // prettier-ignore
    expect((await why([revocationList(sub, { extra: scope(element(0x85, yes)) })])).subIndication).toBe('TRY_LATER') // prettier-ignore
    expect((await why([revocationList(sub, { extra: [extension('1.2.3', seq(), true)] })])).subIndication).toBe('TRY_LATER') // prettier-ignore
  })
  it('a list number going back is not believed', async () => {
    const older = revocationList(sub, {
      number: 9,
      thisUpdate: testNow - 5 * day,
      nextUpdate: testNow - 4 * day,
    })
    expect((await why([older, revocationList(sub, { number: 10 })])).indication).toBe('TOTAL_PASSED')
    expect((await why([older, revocationList(sub, { number: 8 })])).subIndication).toBe('TRY_LATER')
  })
  it('from the store, the Adobe attribute, the message', async () => {
    const list = revocationList(sub)
    const catalog = Buffer.from(plainFile).toString('latin1')
    const at = catalog.lastIndexOf('\n1 0 obj\n')
    const body = catalog.slice(at + 9, catalog.indexOf('\nendobj', at))
    const stream = new Uint8Array(
      Buffer.from(contentStream('', Buffer.from(list).toString('latin1')), 'latin1'),
    )
    const stored = updatePdf(plainFile, { 1: body.replace(/>>$/, '/DSS<</CRLs[300 0 R]>>>>'), 300: stream })
    expect((await look(stored, { crls: [] })).trust).toMatchObject({ indication: 'TOTAL_PASSED', revocation: { source: 'dss' } }) // prettier-ignore
    const inside = craftPdf(samplePdf(), (content) => craftMessage(person, content, { crls: [list] }))
    expect((await look(inside, { crls: [] })).trust.revocation).toMatchObject({
      state: 'good',
      source: 'cms',
    })
    const values = attribute('1.2.840.113549.1.9.16.2.24', seq(context(0, seq(list))))
    const late = craftPdf(samplePdf(), (content) => craftMessage(person, content, { unsigned: [values] }))
    expect((await look(late, { crls: [] })).trust.revocation).toMatchObject({ state: 'good', source: 'cms' })
  })
})

describe('row 44: OCSP', () => {
  const responder = issue({ name: 'OCSP', extended: ['1.3.6.1.5.5.7.3.9'] }, sub)
  const answer = async (ocsp: Uint8Array, file = plainFile) => (await look(file, { crls: [revocationList(root)], ocsps: [ocsp] })).trust // prettier-ignore
  it('by the issuer or its responder', async () => {
    expect((await answer(ocspAnswer(person, sub, responder))).indication).toBe('TOTAL_PASSED')
    expect((await answer(ocspAnswer(person, sub, sub))).revocation).toMatchObject({
      state: 'good',
      kind: 'ocsp',
    })
    expect((await answer(ocspAnswer(person, sub, responder, { status: { revokedAt: testNow - day } }))).subIndication).toBe('REVOKED_NO_POE') // prettier-ignore
  })
  it.each([
    ['by someone else', () => ocspAnswer(person, sub, issue({ name: 'X' }, sub))],
    [
      'by a responder of another CA',
      () => ocspAnswer(person, sub, issue({ name: 'O', extended: ['1.3.6.1.5.5.7.3.9'] }, root)),
    ],
    ['about another certificate', () => ocspAnswer(person, sub, responder, { about: responder })],
    ['of another issuer', () => ocspAnswer(person, root, responder)],
    ['unknown', () => ocspAnswer(person, sub, responder, { status: 'unknown' })],
    [
      'expired',
      () => ocspAnswer(person, sub, responder, { thisUpdate: testNow - 3 * day, nextUpdate: testNow - day }),
    ],
    ['made before what it says', () => ocspAnswer(person, sub, responder, { producedAt: testNow - 3 * day })],
  ])('is no proof %s', async (_, make) => {
    expect((await answer(make())).subIndication).toBe('TRY_LATER')
  })
  it('is compared with the time stamp', async () => {
    const file = await signed(person, testNow - day)
    const before = ocspAnswer(person, sub, responder, {
      thisUpdate: testNow - 2 * day,
      nextUpdate: testNow + day,
    })
    expect((await answer(before, file)).revocation.why).toBe('older')
    expect((await answer(ocspAnswer(person, sub, responder), file)).indication).toBe('TOTAL_PASSED')
  })
})

describe('row 45: document time stamps over the whole', () => {
  const plan = {
    field: 'Stamp',
    page: 0,
    rect: null,
    time: testNow,
    room: 8192,
    kind: 'DocTimeStamp' as const,
  }
  it('prove what they cover; a copied one is broken', async () => {
    const stamped = await signPdf(
      plainFile,
      plan,
      signerOf(person),
      timestampAuthority(tsa, testNow - 3600_000),
    )
    if (typeof stamped === 'string') throw new Error(stamped)
    expect(await look(stamped)).toMatchObject({ provenBy: 'documentTimestamp', modifications: 'LTA' })
    const copied = await signPdf(plainFile, plan, signerOf(person), () => timestampAuthority(tsa, testNow - 3600_000)(new Uint8Array(32))) // prettier-ignore
    if (typeof copied === 'string') throw new Error(copied)
    const one = await look(copied)
    expect(one.provenTime).toBeNull()
    expect(codes(one)).toContain('time.timestampBroken')
  })
})

describe('the trust bundle', () => {
  const key = newKey('ed25519')
  const content: BundleContent = { schema: 'trust-bundle/1', issue: 3, date: '2026-11-20', certificates: [{ role: 'signer', anchor: true, der: toBase64(sub.certificate.der) }], crls: [], ocsps: [] } // prettier-ignore
  const file = (value: BundleContent, signature = signOnce(null, bundleBytes(content), key)) => {
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
    return Buffer.from(
      JSON.stringify({ bundle: value, signature: { key: toBase64(spki), value: toBase64(signature) } }),
    )
  }
  it('is read when its signature fits, refused otherwise', async () => {
    expect(await readBundle(file(content), nodeCrypto)).toMatchObject({
      issue: 3,
      certificates: [{ role: 'signer' }],
    })
    expect(await readBundle(file({ ...content, issue: 4 }), nodeCrypto)).toBe('bundle.signature')
    expect(await readBundle(Buffer.from('{}'), nodeCrypto)).toBe('bundle.form')
    expect(await readBundle(Buffer.from('no'), nodeCrypto)).toBe('bundle.form')
    const broken = { ...content, certificates: [{ role: 'signer' as const, anchor: true, der: toBase64(whole(sub.certificate.subject)) }] } // prettier-ignore
    expect(await readBundle(file(broken, signOnce(null, bundleBytes(broken), key)), nodeCrypto)).toBe('bundle.certificate') // prettier-ignore
  })
})
