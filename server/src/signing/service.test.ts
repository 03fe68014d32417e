/** The local signing service, spoken to over its own protocol through a stand-in; and the one-time addresses it calls. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { badge } from '@nghi-truong/shared/signature/report'
import { octetDer, oidDer, seq } from '@nghi-truong/shared/signature/sign/der-write'
import { element } from '@nghi-truong/shared/signature/cms/der'
import {
  askService,
  serviceRequest,
  type Connect,
  type ServiceOperation,
} from '@nghi-truong/shared/protocol/local-service'
import { WebSocket } from 'ws'
import { issue, signerOf, testNow } from '../signature/test-pki.ts'
import { createExchange, type Exchange } from './exchange.ts'
import { log, testDesk, type Paper, type TestDesk } from './testing/desk.ts'
import { parties, printedSheet, type Parties } from './testing/parties.ts'
import { startService, type StandIn } from './testing/service.ts'

let who: Parties
let desk: TestDesk
let issued: Paper
let base = ''
let site: Server
let exchange: Exchange
let service: StandIn
let ca = ''
const jobs = new Set<() => void>()

beforeAll(async () => {
  who = parties()
  desk = await testDesk(who)
  issued = await desk.issuePaper((await printedSheet()).bytes)
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
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  exchange = createExchange({
    added: 1_800_000,
    most: 3,
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

const connect =
  (trusted: string | undefined): Connect =>
  (address, events) => {
    const socket = new WebSocket(address, { maxPayload: 1024 * 1024, ...(trusted && { ca: trusted }) })
    socket.on('open', events.opened)
    socket.on('message', (data: Buffer, binary) => events.received(binary ? null : data.toString()))
    socket.on('error', () => undefined)
    socket.on('close', events.closed)
    return { send: (text) => socket.send(text), close: () => socket.terminate() }
  }
const wait = (ms: number, job: () => void) => {
  const timer = setTimeout(job, ms)
  return () => clearTimeout(timer)
}

interface More {
  readonly metaData?: { Key: string; Value: string }[]
  readonly url?: string
  readonly trusted?: string | undefined
  readonly timeoutMs?: number
  readonly onCancel?: (job: () => void) => void
}

/** As a device does: addresses from the server, the service asked, what was brought judged. */
async function sign(operation: ServiceOperation = 'SignApproved', more: More = {}) {
  const offer = exchange.offer(issued.bytes, 1000, base)
  try {
    const time = { after: wait, timeoutMs: more.timeoutMs ?? 20_000, ...(more.onCancel && { onCancel: more.onCancel }) } // prettier-ignore
    const request = serviceRequest(offer, more.metaData)
    const trusted = 'trusted' in more ? more.trusted : ca
    const outcome = await askService(connect(trusted), time, operation, request, more.url ?? service.url)
    if (outcome !== 'done') return outcome
    offer.close()
    const brought = await offer.brought
    return typeof brought === 'string' ? brought : await desk.receive(log, issued.sha256, brought)
  } finally {
    offer.close()
  }
}

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
  expect(await sign()).toBe('refused')
  for (const how of ['junk', 'close'] as const) {
    service.behave(how)
    expect(await sign(), how).toBe('answer')
  }
  // Whoever says "done" without having brought anything has brought nothing.
  service.behave('noUpload')
  expect(await sign()).toBe('closed')
  expect(jobs.size).toBe(0)
})

test('a paper changed on the way is not taken', async () => {
  service.behave({ change: (file) => new Uint8Array(Buffer.from(Buffer.from(file).toString('latin1').replace('%PDF-1.7', '%PDF-1.6'), 'latin1')) }) // prettier-ignore
  expect(await sign()).toBe('signed.otherDocument')
})

test('no service, a certificate nobody trusts, a wait called off or too long', async () => {
  expect(await sign('SignApproved', { url: 'wss://127.0.0.1:1' })).toBe('unreachable')
  expect(await sign('SignApproved', { trusted: undefined })).toBe('unreachable')
  service.behave('silent')
  let cancel = (): void => undefined
  const waiting = sign('SignApproved', { onCancel: (job) => (cancel = job) })
  while (service.asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
  cancel()
  expect(await waiting).toBe('cancelled')
  expect(await sign('SignApproved', { timeoutMs: 50 })).toBe('tooLate')
  expect(await sign('SignApproved', { url: `${service.url}/Unknown` })).toBe('answer')
})

test('an address works once, for its paper, and takes forms only, of a bounded size', async () => {
  const offer = exchange.offer(issued.bytes, 1000, base)
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
  const late = exchange.offer(issued.bytes, 1000, base)
  for (const job of jobs) job()
  expect(await late.brought).toBe('late')
  expect((await fetch(late.downloadUrl)).status).toBe(404)
  expect((await fetch(late.downloadUrl.replace(/signing.*/, 'other'))).status).toBe(404)
})

test('too many addresses: the oldest ends', async () => {
  const open = [1, 2, 3, 4].map(() => exchange.offer(issued.bytes, 1000, base))
  expect(await open[0]?.brought).toBe('closed')
  expect((await fetch(open[0]?.downloadUrl ?? '')).status).toBe(404)
  expect((await fetch(open[3]?.downloadUrl ?? '')).status).toBe(200)
  for (const one of open) one.close()
  expect(jobs.size).toBe(0)
})
