/** Signing by HTTP: who may, what is taken, what is refused and with which word, over a restart too. */
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tryCertificate } from '@nghi-truong/shared/signature/cms/certificate'
import { personalPlan, sealPlan, type Place } from '@nghi-truong/shared/signature/sign/place'
import { seq, smallInt } from '@nghi-truong/shared/signature/sign/der-write'
import type { Signer } from '@nghi-truong/shared/signature/sign/sign'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { anchorsOf, demoSigner, makeDemoPki, type DemoPki } from '../demo/pki.ts'
import { createIntake } from '../documents/intake.ts'
import type { Examiner } from '../compose.ts'
import type { Running, StartOptions } from '../main.ts'
import { signPdf } from '../signature/sign.ts'
import { issue as certify, newKey, signerOf, timestampAuthority } from '../signature/test-pki.ts'
import { demoSeed } from '../demo-seed.ts'
import { seed } from '../seed.ts'
import { call, signIn, wish } from '../testing/call.ts'
import { startTestServer } from '../testing/server.ts'

const examiner: Examiner = (files, findings, trust) => createIntake({ files, findings, now: Date.now, trust })
const pdfsig = spawnSync('pdfsig', ['-v']).error === undefined
if (!pdfsig)
  console.warn('NOT RUN: pdfsig is not installed; what it says about the signed minutes was not asked')

type Issued = AnswerOf<'signingIssue'>
type Taken = AnswerOf<'signingTake'>

let dir = ''
let pki: DemoPki
let server: Running
let clerk = ''
let chair = ''
let delegate = ''
let item = ''
const base = '/api/sessions/ky-hop-3/signing'

const start = (more: Partial<StartOptions> = {}): Promise<Running> =>
  startTestServer({ dataDir: dir, examiner, ...more })
async function signEverybodyIn(): Promise<void> {
  clerk = await signIn(server, 'thuky1')
  chair = await signIn(server, 'chutoa')
  delegate = await signIn(server, 'db020')
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signing-http-'))
  pki = await makeDemoPki(new Date())
  server = await start()
  const anchors = { certificates: anchorsOf(pki), crls: [pki.rootCrl, pki.subCaCrl] }
  await seed(server, demoSeed({ folder: dir, documents: [], anchors }))
  await signEverybodyIn()
  const state = await server.look.state('ky-hop-3')
  item = state?.every('item')[0]?.id ?? ''
  for (const { id: person } of state?.every('attendance').slice(0, 60) ?? [])
    await wish(server, clerk, 'attendance.mark', { person, state: 'present' })
  expect((await wish(server, chair, 'session.open')).status).toBe(200)
}, 240_000)
afterAll(async () => {
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const issue = (token: string | undefined, paper: unknown = { kind: 'minutes' }, session = 'ky-hop-3') =>
  call<Issued & { code?: string }>(server, 'POST', `/api/sessions/${session}/signing`, {
    token,
    body: { paper },
  })
const fetchPaper = (token: string, sha256: string) => call(server, 'GET', `${base}/${sha256}`, { token })
const take = (token: string | undefined, sha256: string, body: Uint8Array) =>
  call<Taken & { code?: string }>(server, 'PUT', `${base}/${sha256}`, { token, body })
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const corner: Place = { page: 0, x: 330, y: 90, width: 132, height: 62 }

async function out(token = clerk, paper?: unknown): Promise<{ issued: Issued; bytes: Uint8Array }> {
  const answer = await issue(token, paper)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const paperBytes = await fetchPaper(token, answer.body.sha256)
  expect(hashOf(paperBytes.bytes)).toBe(answer.body.sha256)
  return { issued: answer.body, bytes: new Uint8Array(paperBytes.bytes) }
}
let fields = 0
async function signed(bytes: Uint8Array, signer: Signer, place: Place = corner): Promise<Uint8Array> {
  const made = await signPdf(bytes, personalPlan(place, { field: `Ky${++fields}`, time: Date.now() }), signer)
  if (typeof made === 'string') throw new Error(made)
  return made
}
const refusedWith = async (signer: Signer, code: string): Promise<void> => {
  const { issued, bytes } = await out()
  expect(await take(clerk, issued.sha256, await signed(bytes, signer))).toMatchObject({
    status: 422,
    body: { code },
  })
}

describe('the series', () => {
  let minutes = ''
  test(
    'the secretary signs the minutes, the chair counter-signs, the agency seals',
    { timeout: 180_000 },
    async () => {
      const { issued, bytes } = await out()
      expect(issued).toMatchObject({ signatures: 0, timeStamps: false })
      expect(issued.places.length).toBeGreaterThan(0)
      const first = await signed(bytes, demoSigner(pki, 'clerkCouncil'), issued.places[0])
      const taken = await take(clerk, issued.sha256, first)
      expect(taken).toMatchObject({
        status: 200,
        body: {
          sha256: hashOf(first),
          colour: 'green',
          level: 'B-B',
          signers: [{ name: 'Tạ Minh Quang (DEMO)' }],
        },
      })
      // Before it is attached nobody finds it by its hash.
      expect((await call(server, 'GET', `/api/files/${hashOf(first)}`, { token: delegate })).status).toBe(404)
      const input = { file: hashOf(first), item, title: 'Biên bản kỳ họp', documentType: 'minutes' }
      expect((await wish(server, delegate, 'signing.attach', input)).status).toBe(403)
      expect((await wish(server, clerk, 'signing.attach', input)).status).toBe(200)
      expect((await wish(server, clerk, 'signing.attach', input)).body.code).toBe('document.duplicate')

      const attached = async () =>
        (await server.look.state('ky-hop-3'))?.every('document').filter((one) => one.title === input.title) ??
        []
      const [one] = await attached()
      expect(one).toMatchObject({ state: 'draft', facts: { signature: { colour: 'green', count: 1 } } })
      expect(one?.facts.signed).toEqual({ log: 'ky-hop-3', paper: 'minutes', from: issued.sha256 })

      const again = await out(chair, { kind: 'document', document: one?.id })
      expect(again.issued.signatures).toBe(1)
      // The places of the paper go with it from signature to signature.
      expect(again.issued.places).toEqual(issued.places)
      const second = await signed(again.bytes, demoSigner(pki, 'chairCouncil'), issued.places.at(-1))
      expect((await take(chair, again.issued.sha256, second)).status).toBe(200)
      expect((await wish(server, chair, 'signing.attach', { ...input, file: hashOf(second) })).status).toBe(
        200,
      )
      expect(await issue(clerk, { kind: 'document', document: one?.id })).toMatchObject({
        body: { code: 'signing.superseded' },
      })

      const [, two] = await attached()
      expect(two).toMatchObject({ version: 2, replaces: one?.id })
      const third = await out(clerk, { kind: 'document', document: two?.id })
      const plan = sealPlan(issued.places.at(-1) ?? corner, { field: 'Dau', time: Date.now() })
      const sealed = await signPdf(third.bytes, plan, demoSigner(pki, 'sealCouncil'))
      if (typeof sealed === 'string') throw new Error(sealed)
      expect(await take(clerk, third.issued.sha256, sealed)).toMatchObject({ body: { colour: 'green' } })
      minutes = hashOf(sealed)
      if (pdfsig) {
        writeFileSync(join(dir, 'three.pdf'), sealed)
        const said = spawnSync('pdfsig', ['-nocert', join(dir, 'three.pdf')], { encoding: 'utf8' }).stdout
        expect(said.match(/Signature is Valid/g)).toHaveLength(3)
      }
    },
  )

  test(
    'what came back is known after a restart, and can still be attached',
    { timeout: 180_000 },
    async () => {
      await server.close()
      server = await start()
      await signEverybodyIn()
      const input = { file: minutes, item, title: 'Biên bản kỳ họp', documentType: 'minutes' }
      expect((await wish(server, clerk, 'signing.attach', input)).status).toBe(200)
      const documents = (await server.look.state('ky-hop-3'))?.every('document') ?? []
      expect(documents.at(-1)).toMatchObject({
        version: 3,
        facts: { signature: { count: 3, colour: 'green' } },
      })
    },
  )
})

describe('papers of a vote and of a count', () => {
  test(
    'the tellers sign their record one after another; the desk the result sheet',
    { timeout: 180_000 },
    async () => {
      const must = async (token: string, type: string, input: unknown) => {
        const answer = await wish(server, token, type, input)
        expect(answer.status, `${type} ${JSON.stringify(answer.body)}`).toBe(200)
      }
      const state = async () => server.look.state('ky-hop-3')
      const members = ['db010', 'db011', 'db012', 'db013', 'db014', 'db015', 'db016']
      await must(chair, 'committee.elect', { head: 'db010', secretary: 'db011', members })
      const subjects = [{ id: 'a', name: 'Ông A' }]
      await must(clerk, 'paper.draft', { item, code: 'elect_office', title: 'Bầu Ủy viên', subjects })
      const paperBallot = (await state())?.every('paperBallot')[0]?.id ?? ''
      await must(chair, 'paper.open', { paperBallot })
      const [head, second] = [await signIn(server, 'db010'), await signIn(server, 'db011')]
      await must(head, 'paper.startCounting', { paperBallot })
      const own = [{ subject: 'a', counts: { yes: 40, no: 20 }, invalid: 0 }]
      const count = { issued: 60, returned: 60, invalid: {}, subjects: own }
      await must(head, 'paper.enter', { paperBallot, count })
      const record = { kind: 'tallyRecord', paper: paperBallot }
      expect((await issue(head, record)).status).toBe(409)
      await must(second, 'paper.enter', { paperBallot, count })

      // Each paper to whom it belongs.
      expect(await issue(head)).toMatchObject({ status: 403 })
      expect(await issue(delegate, record)).toMatchObject({ status: 403 })
      const { issued, bytes } = await out(head, record)
      const first = await signed(bytes, demoSigner(pki, 'headBudget'), issued.places[0])
      expect((await take(delegate, issued.sha256, first)).status).toBe(403)
      expect((await take(head, issued.sha256, first)).status).toBe(200)
      await must(head, 'signing.attach', {
        file: hashOf(first),
        item,
        title: 'Biên bản kiểm phiếu',
        documentType: 'minutes',
      })
      const document = async () =>
        (await state())?.every('document').findLast((one) => one.title === 'Biên bản kiểm phiếu')
      // A draft is seen by those who may sign it next.
      const reads = (token: string) => call(server, 'GET', `/api/files/${hashOf(first)}`, { token })
      expect((await reads(second)).status).toBe(200)
      expect((await reads(delegate)).status).toBe(404)
      expect(await issue(delegate, { kind: 'document', document: (await document())?.id })).toMatchObject({ status: 403 }) // prettier-ignore
      const next = await out(second, { kind: 'document', document: (await document())?.id })
      const again = await signed(next.bytes, demoSigner(pki, 'headLegal'), issued.places.at(-1))
      expect((await take(second, next.issued.sha256, again)).status).toBe(200)
      await must(second, 'signing.attach', { file: hashOf(again), item, title: 'x' })
      expect(await document()).toMatchObject({
        version: 2,
        facts: { signature: { count: 2, colour: 'green' } },
      })

      await must(clerk, 'ballot.draft', { item, code: 'adopt_resolution', question: 'Thông qua?', method: 'show_of_hands' }) // prettier-ignore
      const ballot = (await state())?.every('ballot')[0]?.id ?? ''
      const sheet = { kind: 'resultSheet', ballot }
      expect((await issue(clerk, sheet)).status).toBe(409)
      await must(chair, 'ballot.open', { ballot })
      await must(chair, 'ballot.close', { ballot })
      while (!(await state())?.one('result', ballot)) await new Promise((resolve) => setTimeout(resolve, 50))
      await must(chair, 'ballot.publish', { ballot })
      expect((await issue(head, sheet)).status).toBe(403)
      const result = await out(chair, sheet)
      const signedSheet = await signed(result.bytes, demoSigner(pki, 'chairCouncil'), result.issued.places[0])
      expect(await take(chair, result.issued.sha256, signedSheet)).toMatchObject({ status: 200, body: { colour: 'green' } }) // prettier-ignore
    },
  )
})

describe('who may', () => {
  test('nobody without a login, no delegate, nobody of another session', { timeout: 180_000 }, async () => {
    const { issued, bytes } = await out()
    const file = await signed(bytes, demoSigner(pki, 'clerkCouncil'))
    expect((await issue(undefined)).status).toBe(401)
    expect(await issue(delegate)).toMatchObject({ status: 403, body: { code: 'command.notAllowed' } })
    expect(await issue(clerk, { kind: 'minutes' }, 'house')).toMatchObject({ status: 404 })
    expect(await issue(clerk, { kind: 'minutes' }, 'other')).toMatchObject({ status: 404 })
    expect((await fetchPaper(delegate, issued.sha256)).status).toBe(403)
    expect(await take(delegate, issued.sha256, file)).toMatchObject({ status: 403 })
    expect(await take(undefined, issued.sha256, file)).toMatchObject({ status: 401 })
    expect((await call(server, 'POST', `${base}/${issued.sha256}/offers`, { token: delegate, body: {} })).status).toBe(403) // prettier-ignore
    expect((await call(server, 'POST', '/api/sessions/ky-hop-3/stamps', { token: delegate, body: { digest: '0'.repeat(64) } })).status).toBe(403) // prettier-ignore
    // The tellers sign their own record only; asked at every step anew.
    const members = ['db010', 'db011', 'db012', 'db013', 'db014', 'db015', 'db016']
    await wish(server, clerk, 'attendance.mark', { person: 'db010', state: 'present' })
    const teller = await signIn(server, 'db010')
    expect((await issue(teller)).status).toBe(403)
    const elected = await wish(server, chair, 'committee.elect', {
      head: 'db010',
      secretary: 'db011',
      members,
    })
    expect([200, 409]).toContain(elected.status)
    expect((await issue(teller)).status).toBe(403)
    expect((await take(teller, issued.sha256, file)).status).toBe(403)
    expect(await issue(clerk, { kind: 'resultSheet', ballot: 'missing' })).toMatchObject({ status: 404 })
    expect(await issue(clerk, { kind: 'document', document: 'missing' })).toMatchObject({ status: 404 })
    expect((await issue(clerk, { kind: 'lunch' })).status).toBe(422)
  })
})

describe('what is refused', () => {
  test(
    'another file, an altered first revision, no new signature, a paper never issued',
    { timeout: 180_000 },
    async () => {
      const { issued, bytes } = await out()
      const signer = demoSigner(pki, 'clerkCouncil')
      const good = await signed(bytes, signer)
      const is = async (file: Uint8Array, code: string) =>
        expect(await take(clerk, issued.sha256, file)).toMatchObject({ status: 422, body: { code } })
      await is(
        new Uint8Array(Buffer.from('%PDF-1.4 something else, long enough\n'.repeat(3000))),
        'signed.otherDocument',
      )
      const altered = good.slice()
      altered[500] = (altered[500] ?? 0) ^ 1
      await is(altered, 'signed.otherDocument')
      await is(bytes, 'signed.unsigned')
      const spoiled = new Uint8Array(Buffer.from(Buffer.from(good).toString('latin1').replace('/ByteRange [0', '/ByteRangX [0'), 'latin1')) // prettier-ignore
      await is(spoiled, 'signed.invalid')
      expect(await take(clerk, '0'.repeat(64), good)).toMatchObject({ body: { code: 'signing.notIssued' } })
      const input = { file: hashOf(good), item, title: 'x' }
      expect((await wish(server, clerk, 'signing.attach', input)).body.code).toBe('document.fileUnknown')
      const headers = { 'content-length': String(1e9), connection: 'close' }
      const huge = await call(server, 'PUT', `${base}/${issued.sha256}`, { token: clerk, headers })
      expect(huge).toMatchObject({ status: 413, body: { code: 'file.tooLarge' } })
    },
  )

  test('a file that was only uploaded is not taken for signed here', { timeout: 180_000 }, async () => {
    const { bytes } = await out()
    const file = await signed(bytes, demoSigner(pki, 'clerkCouncil'))
    await call(server, 'PUT', `/api/files/${hashOf(file)}?session=ky-hop-3`, { token: clerk, body: file })
    const input = { file: hashOf(file), item, title: 'x' }
    expect((await wish(server, clerk, 'signing.attach', input)).body.code).toBe('signed.notHere')
  })

  test('a certificate revoked, expired, nobody’s, forged', { timeout: 180_000 }, async () => {
    await refusedWith(demoSigner(pki, 'revoked'), 'signed.revoked')
    await refusedWith(demoSigner(pki, 'expired'), 'signed.expired')
    const year = 365 * 86_400_000
    const stranger = certify({ name: 'Tạ Minh Quang', from: Date.now() - year, to: Date.now() + year })
    await refusedWith(signerOf(stranger), 'signed.stranger')
    // Forged: it names the trusted sub-CA as its issuer, but another key signed it.
    const subCa = tryCertificate(pki.subCa)
    if (!subCa) throw new Error('no sub-CA')
    const forged = certify({ name: 'Tạ Minh Quang', from: Date.now() - year, to: Date.now() + year }, { key: newKey('rsa'), certificate: subCa }) // prettier-ignore
    await refusedWith(signerOf(forged), 'signed.stranger')
  })
})

describe('the one-time addresses of the local signing service', () => {
  const path = (url: string): string => new URL(url).pathname
  const form = (bytes: Uint8Array) => {
    const data = new FormData()
    data.append('uploadfile', new Blob([new Uint8Array(bytes)]), 'x.pdf')
    return data
  }

  test('fetch, bring back once, collect once', { timeout: 180_000 }, async () => {
    const { issued } = await out()
    const offers = `${base}/${issued.sha256}/offers`
    const offer = await call<AnswerOf<'signingOffer'>>(server, 'POST', offers, { token: clerk, body: {} })
    expect(offer.body.downloadUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signing\/[\w-]{43}\/file\.pdf$/)
    const collect = (token = clerk, which = offer.body.offer, at = offers) =>
      call<Taken & { code?: string }>(server, 'POST', `${at}/${which}`, { token, body: {} })
    expect((await collect()).body.code).toBe('signing.nothingBrought')
    // Without a login: the address is the right.
    const paper = await fetch(`${server.url}${path(offer.body.downloadUrl)}`)
    expect(paper.headers.get('cache-control')).toBe('no-store')
    const bytes = new Uint8Array(await paper.arrayBuffer())
    expect(hashOf(bytes)).toBe(issued.sha256)
    const upload = () =>
      fetch(`${server.url}${path(offer.body.uploadUrl)}`, { method: 'POST', body: form(bytes) })
    const file = await signed(bytes, demoSigner(pki, 'chairCouncil'))
    const brought = await fetch(`${server.url}${path(offer.body.uploadUrl)}`, {
      method: 'POST',
      body: form(file),
    })
    expect(await brought.json()).toMatchObject({ Status: true })
    // A replay finds nothing.
    expect((await upload()).status).toBe(404)
    expect((await fetch(`${server.url}${path(offer.body.downloadUrl)}`)).status).toBe(404)
    expect((await collect(delegate)).status).toBe(403)
    expect((await collect(clerk, 'f'.repeat(32))).body.code).toBe('signing.offerGone')
    expect(await collect()).toMatchObject({ status: 200, body: { sha256: hashOf(file), colour: 'green' } })
    expect((await collect()).body.code).toBe('signing.offerGone')
    expect((await fetch(`${server.url}/signing/${'A'.repeat(43)}/file.pdf`)).status).toBe(404)
  })

  test('what was brought is judged like any other file', { timeout: 180_000 }, async () => {
    const { issued, bytes } = await out()
    const offers = `${base}/${issued.sha256}/offers`
    const offer = await call<AnswerOf<'signingOffer'>>(server, 'POST', offers, { token: clerk, body: {} })
    await fetch(`${server.url}${path(offer.body.uploadUrl)}`, { method: 'POST', body: form(bytes) })
    const answer = await call(server, 'POST', `${offers}/${offer.body.offer}`, { token: clerk, body: {} })
    expect(answer).toMatchObject({ status: 422, body: { code: 'signed.unsigned' } })
  })
})

describe('time stamps', () => {
  const stamps = '/api/sessions/ky-hop-3/stamps'
  const digest = '7'.repeat(64)
  const ask = (token: string, body: unknown = { digest }) =>
    call<AnswerOf<'stampAsk'> & { code?: string }>(server, 'POST', stamps, { token, body })
  const stateOf = (token: string, stamp: string) =>
    call<AnswerOf<'stampState'>>(server, 'GET', `${stamps}/${stamp}`, { token })

  test('none configured is said', async () => {
    expect(await ask(clerk)).toMatchObject({ status: 409, body: { code: 'signing.noTimeStamps' } })
    expect((await stateOf(clerk, 'abc')).status).toBe(404)
  })

  test(
    'a token from the authority makes B-T; one who did not ask is told nothing',
    { timeout: 180_000 },
    async () => {
      const year = 365 * 86_400_000
      const now = Date.now()
      const span = { from: now - year, to: now + year }
      const authority = certify({ name: 'TSA', key: 'rsa', usage: [0], extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true, ...span }) // prettier-ignore
      const stamp = timestampAuthority(authority, now - 60_000)
      let silent = false
      const tsa = createServer((request, response) => {
        const pieces: Buffer[] = []
        request.on('data', (piece: Buffer) => pieces.push(piece))
        request.on('end', () => {
          const asked = Buffer.concat(pieces)
          const at = asked.indexOf(Buffer.of(4, 32)) + 2
          if (silent) response.writeHead(500).end()
          else
            void stamp(new Uint8Array(asked.subarray(at, at + 32))).then((token) =>
              response.end(seq(seq(smallInt(0)), token)),
            )
        })
      })
      await new Promise<void>((resolve) => {
        tsa.listen(0, '127.0.0.1', resolve)
      })
      const address = tsa.address()
      const port = typeof address === 'object' ? address?.port : 0
      await server.close()
      server = await start({ timeStamps: `http://127.0.0.1:${port}/` })
      await signEverybodyIn()
      const wait = async (name: string) => {
        let now = await stateOf(clerk, name)
        while (now.body.state === 'waiting') now = await stateOf(clerk, name)
        return now.body
      }
      const { issued, bytes } = await out()
      expect(issued.timeStamps).toBe(true)
      const asDevice = async (hash: Uint8Array): Promise<Uint8Array | null> => {
        const job = await ask(clerk, { digest: Buffer.from(hash).toString('hex') })
        expect((await stateOf(chair, job.body.stamp)).status).toBe(404)
        const { token } = await wait(job.body.stamp)
        return token === null ? null : new Uint8Array(Buffer.from(token, 'base64'))
      }
      const plan = (field: string) => personalPlan(corner, { field, time: Date.now() })
      const made = await signPdf(bytes, plan('BT'), demoSigner(pki, 'clerkCouncil'), asDevice)
      if (typeof made === 'string') throw new Error(made)
      expect(await take(clerk, issued.sha256, made)).toMatchObject({ status: 200, body: { level: 'B-T' } })
      silent = true
      const plain = await signPdf(bytes, plan('BB'), demoSigner(pki, 'clerkCouncil'), asDevice)
      if (typeof plain === 'string') throw new Error(plain)
      expect(await take(clerk, issued.sha256, plain)).toMatchObject({ status: 200, body: { level: 'B-B' } })
      expect((await ask(clerk, { digest: 'xyz' })).status).toBe(422)
      tsa.close()
    },
  )
})
