/** The bundle from the upload to the verdict: described, refused, put in force by the command, files judged again. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { toBase64, type BundleContent } from '@nghi-truong/shared/signature/trust/bundle'
import { knownPins } from '@nghi-truong/shared/signature/trust/known-pins'
import { demoSeed } from '../demo-seed.ts'
import type { Running } from '../main.ts'
import { seed } from '../seed.ts'
import { createIntake } from '../documents/intake.ts'
import { samplePdf } from '../signature/sample-pdf.ts'
import { signPdf } from '../signature/sign.ts'
import { issue, nameDer, revocationList, signerOf, testNow, type Party } from '../signature/test-pki.ts'
import { call, signIn, wish, type Called } from '../testing/call.ts'
import { sha256 } from '../testing/pdf.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'
import { signBundle } from './content.ts'

const root = issue({ name: 'Root', ca: true })
const sub = issue({ name: 'Sub', ca: true }, root)
const stranger = issue({ name: 'Stranger', ca: true })
const person = issue({ name: 'Nguyễn Thị Thử', organisation: 'TEST HĐND tỉnh' }, sub)
const maker = generateKeyPairSync('ed25519').privateKey
const day = 24 * 3600_000

const contentOf = (
  over: Partial<BundleContent> = {},
  anchors: readonly Party[] = [root, sub],
): BundleContent => ({
  schema: 'trust-bundle/1',
  issue: 5,
  date: '2026-11-20',
  certificates: anchors.flatMap(({ certificate }) =>
    (['signer', 'timestamp'] as const).map((role) => ({
      role,
      anchor: true,
      der: toBase64(certificate.der),
    })),
  ),
  crls: [revocationList(root), revocationList(sub)].map(toBase64),
  ocsps: [],
  ...over,
})
const bundle = (over: Partial<BundleContent> = {}, anchors?: readonly Party[]) =>
  signBundle(contentOf(over, anchors), maker)

const servers: Running[] = []
const folders: string[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))
const kept = async (server: Promise<Running>): Promise<Running> => {
  servers.push(await server)
  return server
}
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'nghi-truong-trust-')))
  return folders.at(-1) ?? ''
}

type Uploaded = AnswerOf<'putTrust'> & { code?: string; params?: unknown }
const upload = (server: Running, token: string, bytes: Uint8Array): Promise<Called<Uploaded>> =>
  call<Uploaded>(server, 'PUT', '/api/trust', { token, body: bytes })
const confirm = (server: Running, token: string, { bundle: { sha256: file, issue: number } }: Uploaded) =>
  wish(server, token, 'house.importTrust', { file, issue: number }, 'house')
const now = async (server: Running, token: string) =>
  (await call<AnswerOf<'trust'>>(server, 'GET', '/api/trust', { token })).body

describe('in', () => {
  test('a bundle is described, in force only after the command, and its file goes out byte for byte', async () => {
    const server = await kept(startDemoServer())
    const [admin, delegate] = [await signIn(server, 'quantri'), await signIn(server, 'db020')]
    expect(await now(server, delegate)).toEqual({
      bundle: null,
      importedAt: null,
      missing: false,
      pending: 0,
    })
    expect((await call(server, 'GET', '/api/trust/bundle', { token: delegate })).status).toBe(404)
    const bytes = bundle()
    const { status, body } = await upload(server, admin, bytes)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      inForce: false,
      changes: null,
      bundle: {
        sha256: sha256(Buffer.from(bytes)),
        issue: 5,
        madeHere: false,
        certificates: [
          {
            subject: 'TEST Root',
            sha256: root.certificate.sha256,
            roles: ['signer', 'timestamp'],
            known: null,
          },
          { subject: 'TEST Sub', issuer: 'TEST Root', anchor: true },
        ],
        crls: [
          { issuer: 'TEST Root', usable: true },
          { issuer: 'TEST Sub', usable: true },
        ],
      },
    })
    expect((await now(server, delegate)).bundle).toBeNull()
    expect((await confirm(server, admin, body)).status).toBe(200)
    expect(await now(server, delegate)).toMatchObject({ bundle: { issue: 5 }, missing: false })
    const out = await call(server, 'GET', '/api/trust/bundle', { token: delegate })
    expect(out.bytes).toEqual(Buffer.from(bytes))
    const headers = { 'if-none-match': String(out.headers.etag) }
    expect((await call(server, 'GET', '/api/trust/bundle', { token: delegate, headers })).status).toBe(304)
    expect((await upload(server, admin, bytes)).body).toMatchObject({ inForce: true, changes: { added: [] } })
  })

  test('what would change is told: certificates, lists, the maker', async () => {
    const server = await kept(startDemoServer())
    const admin = await signIn(server, 'quantri')
    await confirm(server, admin, (await upload(server, admin, bundle())).body)
    const later = revocationList(sub, { thisUpdate: testNow })
    const next = contentOf({ issue: 6, crls: [revocationList(root), later].map(toBase64) }, [sub, stranger])
    const { body } = await upload(server, admin, signBundle(next, generateKeyPairSync('ed25519').privateKey))
    expect(body.changes).toMatchObject({
      from: 5,
      added: [{ subject: 'TEST Stranger' }],
      removed: [{ subject: 'TEST Root' }],
      altered: [],
      otherSigner: true,
    })
    expect(body.changes?.lists.map((list) => list.issuer)).toContain('TEST Sub')
    const linked = contentOf({ issue: 6 })
    const links = { ...linked, certificates: linked.certificates.map((one) => ({ ...one, anchor: false })) }
    const altered = (await upload(server, admin, signBundle(links, maker))).body.changes
    expect(altered).toMatchObject({ added: [], removed: [], otherSigner: false })
    expect(altered?.altered).toHaveLength(2)
  })

  test('what is no bundle, is changed, or is not newer is refused and changes nothing', async () => {
    const server = await kept(startDemoServer())
    const [admin, clerk] = [await signIn(server, 'quantri'), await signIn(server, 'thuky1')]
    const code = async (bytes: Uint8Array, token = admin) => (await upload(server, token, bytes)).body.code
    const text = Buffer.from(bundle()).toString()
    expect(await code(bundle(), clerk)).toBe('command.notAllowed')
    expect((await call(server, 'GET', '/api/trust')).status).toBe(401)
    expect(await code(Buffer.from('{"bundle": {}}'))).toBe('trust.form')
    expect(await code(Buffer.from('{"bundle": '))).toBe('trust.form')
    expect(await code(Buffer.from(text.replace('"issue":5', '"issue":7')))).toBe('trust.signature')
    const broken = contentOf({ certificates: [{ role: 'signer', anchor: true, der: 'AAAA' }] })
    expect(await code(signBundle(broken, maker))).toBe('trust.certificate')
    expect(await code(revocationList(sub))).toBe('trust.none')
    await confirm(server, admin, (await upload(server, admin, bundle())).body)
    expect((await upload(server, admin, bundle({ issue: 5, date: '2026-11-21' }))).body).toMatchObject({
      code: 'trust.older',
      params: { issue: 5 },
    })
    expect((await now(server, admin)).bundle?.issue).toBe(5)
  })

  test('the command wants a bundle the server holds, under its own issue number, newer than the last', async () => {
    const server = await kept(startDemoServer())
    const admin = await signIn(server, 'quantri')
    const want = async (file: string, number: number) =>
      (await wish(server, admin, 'house.importTrust', { file, issue: number }, 'house')).body.code
    expect(await want('0'.repeat(64), 9)).toBe('trust.unknown')
    const { body } = await upload(server, admin, bundle())
    expect(await want(body.bundle.sha256, 9)).toBe('command.badInput')
    const newer = await upload(server, admin, bundle({ issue: 6 }))
    expect((await confirm(server, admin, newer.body)).status).toBe(200)
    expect(await want(body.bundle.sha256, 5)).toBe('trust.older')
    expect((await now(server, admin)).bundle?.issue).toBe(6)
  })

  test('lists alone go over the bundle in force, signed by this server; foreign and older ones do not', async () => {
    const server = await kept(startDemoServer())
    const admin = await signIn(server, 'quantri')
    await confirm(server, admin, (await upload(server, admin, bundle())).body)
    expect((await upload(server, admin, revocationList(stranger))).body.code).toBe('trust.foreignList')
    expect((await upload(server, admin, revocationList(sub))).body.code).toBe('trust.olderList')
    expect((await upload(server, admin, Buffer.from('no list'))).body.code).toBe('trust.form')
    const later = revocationList(sub, { thisUpdate: testNow })
    const pem = `-----BEGIN X509 CRL-----\n${Buffer.from(later).toString('base64')}\n-----END X509 CRL-----\n`
    const { body } = await upload(server, admin, Buffer.from(pem))
    expect(body).toMatchObject({
      bundle: { issue: 6, madeHere: true, crls: [{ issuer: 'TEST Root' }, { issuer: 'TEST Sub' }] },
      changes: { added: [], removed: [], altered: [], lists: [{ issuer: 'TEST Sub' }] },
    })
    expect((await confirm(server, admin, body)).status).toBe(200)
    expect((await now(server, admin)).bundle?.crls).toHaveLength(2)
  })

  test('a certificate that bears a known name with another SHA-256 is pointed out', async () => {
    const server = await kept(startDemoServer())
    const admin = await signIn(server, 'quantri')
    const name = knownPins.find((pin) => pin.generation === 'G2')?.name ?? ''
    const imitation = issue({ name: 'x', ca: true, subject: nameDer(name) })
    const { body } = await upload(server, admin, bundle({}, [imitation]))
    expect(body.bundle.certificates).toMatchObject([{ known: null, namesake: name }])
  })
})

describe('over a restart', () => {
  test('in force stays in force; what nobody confirmed is gone; a missing file trusts nobody and says so', async () => {
    const dataDir = folder()
    const first = await startDemoServer({ dataDir })
    const admin = await signIn(first, 'quantri')
    const bytes = bundle()
    await confirm(first, admin, (await upload(first, admin, bytes)).body)
    const waiting = (await upload(first, admin, bundle({ issue: 6 }))).body
    await first.close()
    const second = await startTestServer({ dataDir })
    expect(await now(second, admin)).toMatchObject({ bundle: { issue: 5 }, missing: false })
    expect((await confirm(second, admin, waiting)).body.code).toBe('trust.unknown')
    await second.close()
    const files = readdirSync(join(dataDir, 'trust'), { recursive: true, encoding: 'utf8' })
    const [file, ...others] = files.filter((name) => /[0-9a-f]{64}$/.test(name))
    expect(others).toEqual([])
    writeFileSync(join(dataDir, 'trust', file ?? ''), '{}')
    const third = await kept(startTestServer({ dataDir }))
    expect(await now(third, admin)).toMatchObject({ bundle: null, missing: true })
    expect((await call(third, 'GET', '/api/trust/bundle', { token: admin })).status).toBe(404)
    // The same file again puts it in order.
    expect((await upload(third, admin, bytes)).body.inForce).toBe(true)
    expect(await now(third, admin)).toMatchObject({ bundle: { issue: 5 }, missing: false })
  })
})

test('a seed brings its own bundle, in force before anything else, and once', async () => {
  const anchors = {
    certificates: [root.certificate.der, sub.certificate.der],
    crls: [revocationList(root), revocationList(sub, { thisUpdate: testNow })],
  }
  const server = await kept(startDemoServer({}, { anchors }))
  const admin = await signIn(server, 'quantri')
  const { bundle: made } = await now(server, admin)
  expect(made).toMatchObject({ issue: 2026112001, date: '2026-11-20', madeHere: true, crls: [{}, {}] })
  await seed(server, demoSeed({ anchors }))
  expect((await now(server, admin)).bundle?.sha256).toBe(made?.sha256)
  const imports = []
  for await (const entry of server.look.entries('house'))
    if (entry.header.type === 'house.trustImported') imports.push(entry.payload.data)
  expect(imports).toEqual([{ file: made?.sha256, issue: made?.issue }])
})

describe('files', () => {
  const realDocuments: NonNullable<Parameters<typeof startDemoServer>[0]>['examiner'] = (
    files,
    findings,
    trust,
  ) => createIntake({ files, findings, trust, now: () => testNow + day })

  test(
    'a signed document turns green under its issuer, red under a newer list; its record stays',
    { timeout: 60_000 },
    async () => {
      const server = await kept(startDemoServer({ examiner: realDocuments }))
      const [admin, clerk] = [await signIn(server, 'quantri'), await signIn(server, 'thuky1')]
      const plan = { field: 'Sig1', page: 0, rect: null, time: testNow }
      const pdf = await signPdf(samplePdf(), plan, signerOf(person))
      if (typeof pdf === 'string') throw new Error(pdf)
      const name = sha256(Buffer.from(pdf))
      const verdict = () => {
        const { colour, code } = server.documents.factsOf(name)?.signature ?? {}
        return `${colour} ${code}`
      }
      await call(server, 'PUT', `/api/files/${name}?session=ky-hop-3`, { token: clerk, body: pdf })
      expect(verdict()).toBe('amber issuerUnknown')
      const state = await server.look.state('ky-hop-3')
      const item = state?.every('item')[0]?.id
      await wish(server, clerk, 'documents.attach', { item, file: name, title: 'Tờ trình' })

      const crls = [root, sub].map((party) => toBase64(revocationList(party, { thisUpdate: testNow })))
      await confirm(server, admin, (await upload(server, admin, bundle({ crls }))).body)
      await expect.poll(verdict, { timeout: 20_000 }).toBe('green validTimeClaimed')
      const facts = server.documents.factsOf(name)
      expect(facts?.signature.bundle).toBe((await now(server, admin)).bundle?.sha256)

      const revoked = [{ party: person, at: testNow - day }]
      const list = revocationList(sub, { thisUpdate: testNow + 1000, revoked })
      await confirm(server, admin, (await upload(server, admin, list)).body)
      await expect.poll(verdict, { timeout: 20_000 }).toBe('red revoked')
      const report = await call<{ bundle: unknown }>(server, 'GET', `/api/files/${name}/signature`, {
        token: clerk,
      })
      expect(report.body.bundle).toMatchObject({ issue: 6, date: expect.any(String) as string })
      // The record keeps what was known when it was made.
      expect(state?.every('document')[0]?.facts.signature).toMatchObject({
        code: 'issuerUnknown',
        bundle: null,
      })
    },
  )
})
