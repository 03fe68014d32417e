/** Delta lists, indirect lists and certificate policies: what is believed, and what is refused (RFC 5280). */
import { beforeAll, describe, expect, it } from 'vitest'
import { element, whole } from '@nghi-truong/shared/signature/cms/der'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { Trust } from '@nghi-truong/shared/signature/report'
import { context, oidDer, seq, smallInt } from '@nghi-truong/shared/signature/sign/der-write'
import { makeBundle, toBase64 } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto } from './node-crypto.ts'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import {
  extension,
  issue,
  revocationList,
  signerOf,
  testNow,
  type ListShape,
  type Party,
} from './test-pki.ts'

const day = 86_400_000
const yes = Uint8Array.of(255)
let root: Party
let sub: Party

beforeAll(() => {
  root = issue({ name: 'Root', ca: true })
  sub = issue({ name: 'Sub', ca: true }, root)
})

interface World {
  readonly anchors?: readonly Party[]
  readonly links?: readonly Party[]
  readonly crls?: readonly Uint8Array[]
}

async function trustOf(person: Party, world: World, chain: readonly Party[] = []): Promise<Trust> {
  const plan = { field: 'Sig1', page: 0, rect: null, time: testNow, room: 8192 }
  const file = await signPdf(samplePdf(), plan, signerOf(person, ...chain))
  if (typeof file === 'string') throw new Error(file)
  const one = (anchor: boolean) => (party: Party) => ({ role: 'signer' as const, anchor, der: toBase64(party.certificate.der) }) // prettier-ignore
  const bundle = makeBundle({
    schema: 'trust-bundle/1',
    issue: 1,
    date: '2026-11-20',
    certificates: [...(world.anchors ?? [sub]).map(one(true)), ...(world.links ?? []).map(one(false))],
    crls: (world.crls ?? []).map(toBase64),
    ocsps: [],
  })
  if (typeof bundle === 'string') throw new Error(bundle)
  const report = await judge(bytesSource(file), { crypto: nodeCrypto, now: testNow, bundle })
  const [signature] = report.signatures
  if (!signature) throw new Error('no signature')
  return signature.trust
}

describe('delta lists', () => {
  const person = () => issue({ name: 'Người ký' }, sub)
  const delta = (base: number, shape: ListShape, issuer = sub) =>
    revocationList(issuer, {
      number: 12,
      ...shape,
      extra: [extension('2.5.29.27', smallInt(base), true), ...(shape.extra ?? [])],
    })
  /** Older than its delta, and no longer current by itself. */
  const stale = (shape: ListShape = {}) =>
    revocationList(sub, { number: 10, thisUpdate: testNow - 3 * day, nextUpdate: testNow - day, ...shape })

  it('a delta brings the complete list up to date', async () => {
    const who = person()
    expect((await trustOf(who, { crls: [stale()] })).revocation.why).toBe('expired')
    const both = await trustOf(who, { crls: [stale(), delta(10, {})] })
    expect(both).toMatchObject({ indication: 'TOTAL_PASSED', revocation: { state: 'good' } })
    expect((await trustOf(who, { crls: [delta(9, {}), stale()] })).indication).toBe('TOTAL_PASSED')
  })
  it('alone, on another base, of another scope or key it says nothing good', async () => {
    const who = person()
    const why = async (...crls: Uint8Array[]) => (await trustOf(who, { crls })).subIndication
    expect(await why(delta(10, {}))).toBe('TRY_LATER')
    expect(await why(stale(), delta(11, {}))).toBe('TRY_LATER')
    expect(await why(stale({ number: 13 }), delta(10, {}))).toBe('TRY_LATER')
    const users = [extension('2.5.29.28', seq(element(0x81, yes)), true)]
    expect(await why(stale(), delta(10, { extra: users }))).toBe('TRY_LATER')
    const twin = { key: issue({ name: 'x' }).key, certificate: sub.certificate }
    expect(await why(stale(), delta(10, {}, twin))).toBe('TRY_LATER')
    const noNumber = revocationList(sub, { thisUpdate: testNow - 3 * day, nextUpdate: testNow - day })
    expect(await why(noNumber, delta(10, {}))).toBe('TRY_LATER')
  })
  it('what it revokes is revoked, with or without the complete list', async () => {
    const who = person()
    const named = delta(10, { revoked: [{ party: who, at: testNow - day }] })
    expect((await trustOf(who, { crls: [stale(), named] })).subIndication).toBe('REVOKED_NO_POE')
    expect((await trustOf(who, { crls: [named] })).subIndication).toBe('REVOKED_NO_POE')
    const current = revocationList(sub, { number: 11 })
    expect((await trustOf(who, { crls: [current, named] })).subIndication).toBe('REVOKED_NO_POE')
  })
  it('what the complete list revokes stays revoked; a hold may be lifted', async () => {
    const who = person()
    const gone = stale({ revoked: [{ party: who, at: testNow - 5 * day, reason: 1 }] })
    expect((await trustOf(who, { crls: [gone, delta(10, {})] })).subIndication).toBe('REVOKED_NO_POE')
    const held = stale({ revoked: [{ party: who, at: testNow - 5 * day, reason: 6 }] })
    expect((await trustOf(who, { crls: [held, delta(10, {})] })).subIndication).toBe('REVOKED_NO_POE')
    const lifted = delta(10, { revoked: [{ party: who, at: testNow - day, reason: 8 }] })
    expect((await trustOf(who, { crls: [held, lifted] })).indication).toBe('TOTAL_PASSED')
  })
})

describe('indirect lists', () => {
  const address = (text: string) => element(0x86, Buffer.from(text))
  /** The certificate says who else issues its list. */
  const pointTo = (other: Party) =>
    extension('2.5.29.31', seq(seq(context(0, context(0, address('http://crl.test/i.crl'))), context(2, context(4, whole(other.certificate.subject)))))) // prettier-ignore
  const indirect = extension('2.5.29.28', seq(element(0x84, yes)), true)
  const world = (crl: Uint8Array, links: readonly Party[]) => ({ crls: [crl, revocationList(root)], links })

  it('speaks for the issuer that certified it', async () => {
    const office = issue({ name: 'Nơi phát hành danh sách', usage: [6] }, sub)
    const who = issue({ name: 'Người ký', extra: [pointTo(office)] }, sub)
    const other = issue({ name: 'Người khác' }, sub)
    const good = revocationList(office, { extra: [indirect], revoked: [{ party: other, at: testNow - day, issuer: sub }] }) // prettier-ignore
    expect((await trustOf(who, world(good, [office]))).indication).toBe('TOTAL_PASSED')
    const bad = revocationList(office, { extra: [indirect], revoked: [{ party: who, at: testNow - day, issuer: sub }] }) // prettier-ignore
    expect((await trustOf(who, world(bad, [office]))).subIndication).toBe('REVOKED_NO_POE')
    // The issuer named last holds for the entries after it.
    const carried = revocationList(office, { extra: [indirect], revoked: [{ party: other, at: testNow - day, issuer: sub }, { party: who, at: testNow - day }] }) // prettier-ignore
    expect((await trustOf(who, world(carried, [office]))).subIndication).toBe('REVOKED_NO_POE')
    // The same serial of another issuer is another certificate.
    const foreign = revocationList(office, { extra: [indirect], revoked: [{ party: who, at: testNow - day, issuer: root }] }) // prettier-ignore
    expect((await trustOf(who, world(foreign, [office]))).indication).toBe('TOTAL_PASSED')
  })
  it('is refused where the certificate does not name it, the flag is missing, or somebody else certified it', async () => {
    const office = issue({ name: 'Nơi phát hành danh sách', usage: [6] }, sub)
    const list = (issuer: Party, extra: readonly Uint8Array[] = [indirect]) =>
      revocationList(issuer, { extra })
    const unnamed = issue({ name: 'Người ký' }, sub)
    expect((await trustOf(unnamed, world(list(office), [office]))).subIndication).toBe('TRY_LATER')
    const who = issue({ name: 'Người ký', extra: [pointTo(office)] }, sub)
    expect((await trustOf(who, world(list(office, []), [office]))).subIndication).toBe('TRY_LATER')
    const stranger = issue({ name: 'Nơi phát hành danh sách', usage: [6] }, root)
    const lured = issue({ name: 'Người ký', extra: [pointTo(stranger)] }, sub)
    expect((await trustOf(lured, world(list(stranger), [stranger]))).subIndication).toBe('TRY_LATER')
    const clerk = issue({ name: 'Không được ký danh sách', usage: [0] }, sub)
    const third = issue({ name: 'Người ký', extra: [pointTo(clerk)] }, sub)
    expect((await trustOf(third, world(list(clerk), [clerk]))).subIndication).toBe('TRY_LATER')
  })
  it('a CA’s own list with the flag is its own list', async () => {
    const who = issue({ name: 'Người ký' }, sub)
    expect((await trustOf(who, world(revocationList(sub, { extra: [indirect] }), []))).indication).toBe('TOTAL_PASSED') // prettier-ignore
  })
})

describe('policies', () => {
  const any = '2.5.29.32.0'
  const [one, two, three] = ['1.3.6.1.4.1.99999.1', '1.3.6.1.4.1.99999.2', '1.3.6.1.4.1.99999.3']
  const policies = (...ids: string[]) => extension('2.5.29.32', seq(...ids.map((id) => seq(oidDer(id)))))
  const require = (after: number) => extension('2.5.29.36', seq(element(0x80, Uint8Array.of(after))), true)
  const noMapping = (after: number) => extension('2.5.29.36', seq(element(0x80, Uint8Array.of(0)), element(0x81, Uint8Array.of(after))), true) // prettier-ignore
  const noAny = (after: number) => extension('2.5.29.54', smallInt(after), true)
  const maps = (...pairs: [string, string][]) => extension('2.5.29.33', seq(...pairs.map((pair) => seq(...pair.map(oidDer)))), true) // prettier-ignore

  /** Root pinned, two CAs below, one person; extensions of each. */
  async function judged(
    first: readonly Uint8Array[],
    second: readonly Uint8Array[],
    leaf: readonly Uint8Array[],
  ): Promise<string> {
    const upper = issue({ name: 'CA trên', ca: true, extra: first }, root)
    const lower = issue({ name: 'CA dưới', ca: true, extra: second }, upper)
    const who = issue({ name: 'Người ký', extra: leaf }, lower)
    const crls = [root, upper, lower].map((issuer) => revocationList(issuer))
    const found = await trustOf(who, { anchors: [root], links: [upper, lower], crls })
    return found.subIndication ?? found.indication
  }
  const passed = 'TOTAL_PASSED'
  const failed = 'POLICY_PROCESSING_ERROR'
  it.each<[string, Uint8Array[], Uint8Array[], Uint8Array[], string]>([
    ['nobody asks, nobody carries', [], [], [], passed],
    ['nobody asks, they differ', [policies(one)], [policies(two)], [policies(three)], passed],
    ['asked and carried through', [policies(one), require(0)], [policies(one)], [policies(one)], passed],
    ['asked and lost in the middle', [policies(one), require(0)], [policies(two)], [policies(one)], failed],
    ['asked and lost at the end', [policies(one), require(0)], [policies(one)], [policies(two)], failed],
    ['asked and not there at all', [require(0)], [], [], failed],
    ['asked from below on, too late to matter', [require(3)], [], [], passed],
    ['asked after one step', [policies(one), require(1)], [policies(one)], [], failed],
    ['asked by the lower CA', [policies(one)], [policies(one), require(0)], [policies(two)], failed],
    ['asked by the signer himself', [policies(one)], [policies(one)], [policies(two), require(0)], failed],
    ['any policy stands for all', [policies(any), require(0)], [policies(any)], [policies(two)], passed],
    ['any policy of the signer too', [policies(one), require(0)], [policies(one)], [policies(any)], passed],
    ['any policy inhibited', [policies(one), require(0), noAny(0)], [policies(any)], [policies(one)], failed],
    ['inhibited later', [policies(one), require(0), noAny(1)], [policies(any)], [policies(one)], passed],
    ['mapped', [policies(one), require(0), maps([one, two])], [policies(two)], [policies(two)], passed],
    ['mapped, then by its old name', [policies(one), require(0), maps([one, two])], [policies(one)], [policies(one)], failed], // prettier-ignore
    ['mapping under any policy', [policies(any), require(0), maps([one, two])], [policies(two)], [policies(two)], passed], // prettier-ignore
    ['mapping inhibited', [policies(one), noMapping(0)], [policies(one), maps([one, two])], [policies(two)], failed], // prettier-ignore
    ['mapping of any policy', [policies(one), maps([any, two])], [], [], 'CHAIN_CONSTRAINTS_FAILURE'],
    ['a policy named twice', [policies(one, one)], [], [], 'CHAIN_CONSTRAINTS_FAILURE'],
  ])('%s', async (_name, first, second, leaf, expected) => {
    expect(await judged(first, second, leaf)).toBe(expected)
  })
})
