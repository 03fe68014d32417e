/** The local signing service, spoken to over its own protocol through a stand-in; and the one-time addresses it calls. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { badge } from '@nghi-truong/shared/signature/report'
import { octetDer, oidDer, seq } from '@nghi-truong/shared/signature/sign/der-write'
import { element } from '@nghi-truong/shared/signature/cms/der'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { issue, signerOf, testNow } from '../signature/test-pki.ts'
import { createSigningDesk, memoryBook, type SigningDesk } from './desk.ts'
import { createExchange, type Exchange } from './exchange.ts'
import { personalPlan } from './place.ts'
import { ask, serviceSigner, type Operation } from './service.ts'
import type { Issued } from './signer.ts'
import { parties, printedSheet, type Parties } from './testing/parties.ts'
import { startService, type StandIn } from './testing/service.ts'

let who: Parties
let desk: SigningDesk
let issued: Issued
let site: Server
let exchange: Exchange
let service: StandIn
let ca = ''
const jobs = new Set<() => void>()

beforeAll(async () => {
  who = parties()
  desk = createSigningDesk(memoryBook(), async () => ({
    crypto: nodeCrypto,
    now: testNow,
    bundle: who.bundle,
  }))
  issued = await desk.issue((await printedSheet()).bytes)
  // The certificate for 127.0.0.1 that the service installs on the machine.
  const names = seq(element(0x87, Uint8Array.of(127, 0, 0, 1)))
  const local = issue({
    name: '127.0.0.1',
    from: Date.now() - 86_400_000,
    to: Date.now() + 86_400_000,
    extended: ['1.3.6.1.5.5.7.3.1'],
    extra: [seq(oidDer('2.5.29.17'), octetDer(names))],
  })
  ca = `-----BEGIN CERTIFICATE-----\n${Buffer.from(local.certificate.der).toString('base64')}\n-----END CERTIFICATE-----\n`
  const key = local.key.export({ type: 'pkcs8', format: 'pem' }).toString()
  service = await startService({ key, cert: ca }, signerOf(who.chair, who.authority), testNow)
  site = createServer((request, response) => {
    if (!exchange.handle(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve)
  })
  const address = site.address()
  exchange = createExchange({
    base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    limit: 2_000_000,
    after(_ms, job) {
      jobs.add(job)
      return () => void jobs.delete(job)
    },
  })
})
afterAll(async () => {
  await service.close()
  site.close()
})
beforeEach(() => {
  service.asked.length = 0
  service.behave('sign')
})

const plan = personalPlan({ page: 0, x: 330, y: 90, width: 132, height: 62 }, { field: 'Ky', time: testNow })
const signer = (operation: Operation = 'SignApproved', more: object = {}) =>
  serviceSigner({ exchange, operation, url: service.url, ca, timeoutMs: 20_000, ...more })
const sign = (operation?: Operation, more?: object) => desk.sign(issued, plan, signer(operation, more))

test.each(['SignApproved', 'SignIssued', 'SignCopy', 'SignAppendix'] as const)(
  '%s: fetched, signed, brought back, judged',
  async (operation) => {
    const metaData = [{ Key: 'paper', Value: issued.sha256 }]
    const made = await sign(operation, { metaData })
    if (typeof made === 'string') throw new Error(made)
    expect(badge(made.report)).toMatchObject({ colour: 'green' })
    expect(service.asked).toHaveLength(1)
    const [{ path, frame, upload }] = service.asked as [StandIn['asked'][number]]
    expect(path).toBe(`/${operation}`)
    expect(Object.keys(frame)).toEqual([
      'FileUploadHandler',
      'SessionId',
      'JWTToken',
      'FileName',
      'DocNumber',
      'IssuedDate',
      'MetaData',
    ])
    expect(frame['MetaData']).toEqual(metaData)
    // A boolean here, a number in the frame.
    expect(upload).toMatchObject({ Status: true, Message: '' })
    expect(jobs.size).toBe(0)
  },
)

test('a person who cancels, and answers that are none', async () => {
  service.behave('cancel')
  expect(await sign()).toBe('signing.refused')
  for (const how of ['noUpload', 'junk', 'close'] as const) {
    service.behave(how)
    expect(await sign(), how).toBe('signing.answer')
  }
  expect(jobs.size).toBe(0)
})

test('a paper changed on the way is not taken', async () => {
  service.behave({ change: (file) => new Uint8Array(Buffer.from(Buffer.from(file).toString('latin1').replace('%PDF-1.7', '%PDF-1.6'), 'latin1')) }) // prettier-ignore
  expect(await sign()).toBe('signed.otherDocument')
})

test('no service, a certificate nobody trusts, a wait called off or too long', async () => {
  expect(await sign('SignApproved', { url: 'wss://127.0.0.1:1' })).toBe('signing.unreachable')
  expect(await sign('SignApproved', { ca: undefined })).toBe('signing.unreachable')
  service.behave('silent')
  const stop = new AbortController()
  const waiting = desk.sign(issued, plan, signer(), stop.signal)
  while (service.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  expect(await waiting).toBe('signing.cancelled')
  expect(await sign('SignApproved', { timeoutMs: 50 })).toBe('signing.tooLate')
  expect(await ask(`${service.url}/Unknown`, {}, { ca, timeoutMs: 5000 })).toBe('signing.answer')
})

test('an address works once, for its paper, and takes forms only, of a bounded size', async () => {
  const offer = exchange.offer(issued.bytes, 1000)
  const got = await fetch(offer.downloadUrl)
  expect(got.headers.get('cache-control')).toBe('no-store')
  expect(Buffer.from(await got.arrayBuffer()).equals(issued.bytes)).toBe(true)
  const post = (url: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: body ?? null, headers })
  const form = (bytes: Uint8Array, field = 'uploadfile') => {
    const data = new FormData()
    data.append(field, new Blob([new Uint8Array(bytes)]), 'x.pdf')
    return data
  }
  expect((await post(offer.uploadUrl, 'plain', { 'content-type': 'text/plain' })).status).toBe(400)
  expect((await post(offer.uploadUrl, form(Uint8Array.of(1), 'other'))).status).toBe(400)
  expect((await post(offer.downloadUrl, form(Uint8Array.of(1)))).status).toBe(405)
  const large = await post(offer.uploadUrl, form(new Uint8Array(2_100_000))).then(
    (answer) => answer.status,
    () => 'cut',
  )
  expect([413, 'cut']).toContain(large)
  expect(await (await post(offer.uploadUrl, form(Uint8Array.of(1, 2, 3)))).json()).toMatchObject({
    Status: true,
  })
  expect(await offer.brought).toEqual(Uint8Array.of(1, 2, 3))
  expect((await post(offer.uploadUrl, form(Uint8Array.of(9)))).status).toBe(404)
  expect((await fetch(offer.downloadUrl)).status).toBe(404)
  const late = exchange.offer(issued.bytes, 1000)
  for (const job of jobs) job()
  expect(await late.brought).toBe('late')
  expect((await fetch(late.downloadUrl)).status).toBe(404)
  expect((await fetch(late.downloadUrl.replace(/signing.*/, 'other'))).status).toBe(404)
})
