/** The one-time addresses of the local signing service, and time stamps, by HTTP. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seq, smallInt } from '@nghi-truong/shared/signature/sign/der-write'
import { personalPlan } from '@nghi-truong/shared/signature/sign/place'
import type { AnswerOf } from '@nghi-truong/shared/protocol/routes'
import { demoSigner, type DemoPki } from '../demo/pki.ts'
import type { Running } from '../main.ts'
import { signPdf } from '../signature/sign.ts'
import { issue as certify, timestampAuthority } from '../signature/test-pki.ts'
import { call } from '../testing/call.ts'
import { base, corner, hashOf, signingHall, type Present, type SigningHall } from './testing/signing-hall.ts'

type Taken = AnswerOf<'signingTake'>

let hall: SigningHall
let pki: DemoPki
let server: Running
let clerk = ''
let chair = ''
let delegate = ''

function meet(present: Present): void {
  ;({ server, clerk, chair, delegate } = present)
}

beforeAll(async () => {
  hall = await signingHall()
  ;({ pki } = hall)
  meet(hall.now())
}, 240_000)
afterAll(() => hall.close())

const take: SigningHall['take'] = (...asked) => hall.take(...asked)
const out: SigningHall['out'] = (...asked) => hall.out(...asked)
const signed: SigningHall['signed'] = (...asked) => hall.signed(...asked)

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
      meet(await hall.restart({ timeStamps: `http://127.0.0.1:${port}/` }))
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
