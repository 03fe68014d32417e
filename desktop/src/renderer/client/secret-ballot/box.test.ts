// The ways to the box: what is final, what is not, and that the door is never told who asks.
import { ed25519 } from '@noble/curves/ed25519.js'
import { hexDigest, utf8 } from '@nghi-truong/shared/secret-ballot/digest'
import { appendSetup, archiveBytes } from '@nghi-truong/shared/secret-ballot/write'
import { receiptText, refusalText, type CastRefusal } from '@nghi-truong/shared/protocol/ballot-box'
import { describe, expect, it } from 'vitest'
import { Unreachable, type Transport, type TransportAnswer, type TransportRequest } from '../bridge.ts'
import { base64url } from '../device-key.ts'
import { createHttp } from '../http.ts'
import { storageKeep } from '../keep.ts'
import { boxDesk, boxDoor, genuine } from './box.ts'
import type { CastBallot } from './casting.ts'

type Said = { status: number; body: string | Uint8Array; epoch?: string } | 'silence'

function line(answer: (request: TransportRequest) => Said) {
  const asked: TransportRequest[] = []
  const transport: Transport = {
    request(request) {
      asked.push(request)
      const said = answer(request)
      if (said === 'silence') return Promise.reject(new Unreachable('no answer'))
      const bytes = typeof said.body === 'string' ? utf8(said.body) : said.body
      const given: TransportAnswer = {
        status: said.status,
        header: (name) => (name === 'x-epoch' ? (said.epoch ?? null) : null),
        text: () => Promise.resolve(new TextDecoder().decode(bytes)),
        bytes: () => Promise.resolve(bytes.slice().buffer),
      }
      return Promise.resolve(given)
    },
    socket: () => {
      throw new Error('no socket')
    },
    socketUrl: (path) => path,
  }
  const keep = storageKeep(() => {
    throw new Error('none')
  })
  keep.write('nt.token', 'my-login')
  keep.write('nt.epoch', 'house.2')
  return { asked, http: createHttp({ transport, keep, language: () => 'vi' }) }
}

const tracker = 'A'.repeat(43)
const head = '0'.repeat(64)
const signature = 'B'.repeat(86)
const receipt = { tracker, head, epoch: 1, signature }
const uuid = 'D5xM74GAHgNxPC'

describe('the door', () => {
  it('takes no receipt from a machine that was replaced', async () => {
    const body = JSON.stringify({ outcome: 'accepted', receipt })
    const said = (epoch: string) =>
      boxDoor(line(() => ({ status: 200, body, epoch })).http).put(uuid, 'sealed')
    expect(await said('house.1')).toEqual({ kind: 'later' })
    expect(await said('house.2')).toEqual({ kind: 'accepted', receipt })
    expect(await said('house.3')).toEqual({ kind: 'accepted', receipt })
  })
  it('asks without a login, under the hash of the text', async () => {
    const { asked, http } = line(() => ({
      status: 200,
      body: JSON.stringify({ outcome: 'accepted', receipt }),
    }))
    expect(await boxDoor(http).put(uuid, 'sealed')).toEqual({ kind: 'accepted', receipt })
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      path: `/ballot-box/${uuid}/${hexDigest('sealed')}`,
      body: 'sealed',
      anonymous: true,
    })
    expect(JSON.stringify(asked)).not.toContain('my-login')
  })

  const refusal: CastRefusal = { tracker, reason: 'closed', head, epoch: 1, first: null, signature }
  it.each<[string, Said, unknown]>([
    [
      'a signed no is final',
      { status: 200, body: JSON.stringify({ outcome: 'refused', refusal }) },
      { kind: 'refused', refusal },
    ],
    ['paused', { status: 409, body: '{"code":"secretBallot.paused","message":""}' }, { kind: 'later' }],
    ['too fast', { status: 429, body: '' }, { kind: 'later' }],
    ['no such box', { status: 404, body: '' }, { kind: 'later' }],
    ['a gateway', { status: 502, body: '<html>' }, { kind: 'later' }],
    ['a captive portal', { status: 200, body: '<html>' }, { kind: 'later' }],
    ['half a receipt', { status: 200, body: '{"outcome":"accepted"}' }, { kind: 'later' }],
    ['nobody', 'silence', { kind: 'later' }],
  ])('%s', async (_, said, expected) => {
    expect(await boxDoor(line(() => said).http).put(uuid, 'sealed')).toEqual(expected)
  })

  it('gives a text up as a test, and finds a tested one', async () => {
    const { asked, http } = line(({ method }) =>
      method === 'PUT'
        ? { status: 200, body: '{"tested":true}' }
        : { status: 200, body: new Uint8Array([7]) },
    )
    const door = boxDoor(http)
    expect(await door.giveUp(uuid, 'sealed', new Uint8Array([1]))).toBe(true)
    expect(await door.tested(uuid, hexDigest('sealed'))).toEqual(new Uint8Array([7]))
    expect(asked.map((one) => one.path)).toEqual([
      `/ballot-box/${uuid}/${hexDigest('sealed')}/test`,
      `/ballot-box/${uuid}/${hexDigest('sealed')}/test`,
    ])
    expect(asked.every((one) => one.anonymous)).toBe(true)
    const late = boxDoor(
      line(() => ({ status: 409, body: '{"code":"secretBallot.notOpen","message":""}' })).http,
    )
    expect(await late.giveUp(uuid, 'x', new Uint8Array())).toEqual({ refused: 'secretBallot.notOpen' })
    expect(await late.tested(uuid, 'x')).toBeNull()
  })
})

describe('an answer of the box', () => {
  const secret = ed25519.utils.randomSecretKey(new Uint8Array(32).fill(3))
  const ballot: CastBallot = {
    uuid,
    person: 'p',
    text: 't',
    tracker,
    receiptKey: base64url(ed25519.getPublicKey(secret)),
    at: '',
    state: 'sending',
    receipt: null,
    refusal: null,
  }
  const sign = (text: string): string => base64url(ed25519.sign(utf8(text), secret))
  const good = { tracker, head, epoch: 1, signature: sign(receiptText(uuid, { tracker, head, epoch: 1 })) }
  const no = { tracker, reason: 'closed', head, epoch: 1, first: null } as const

  it('is believed under the announced key only', () => {
    expect(genuine(ballot, good)).toBe(true)
    expect(genuine(ballot, { ...no, signature: sign(refusalText(uuid, no)) })).toBe(true)
    const other = base64url(ed25519.getPublicKey(new Uint8Array(32).fill(4)))
    expect(genuine({ ...ballot, receiptKey: other }, good)).toBe(false)
    expect(genuine({ ...ballot, uuid: 'E5xM74GAHgNxPC' }, good)).toBe(false)
    expect(genuine(ballot, { ...good, epoch: 2 })).toBe(false)
    expect(genuine(ballot, { ...no, signature: good.signature })).toBe(false)
    expect(genuine({ ...ballot, receiptKey: '' }, good)).toBe(false)
  })
})

describe('the desk', () => {
  // Larger than one piece, so that the setup comes in several.
  const big = 'x'.repeat(300_000)
  const { members } = appendSetup('{"e":1}', big, '["1"]')
  const archive = archiveBytes(1_795_300_000, members)

  it('reads the setup from the beginning of the record, piece by piece', async () => {
    const { asked, http } = line(({ headers }) => {
      const [, from = '0', to = '0'] = /bytes=(\d+)-(\d+)/.exec(headers?.['range'] ?? '') ?? []
      return { status: 206, body: archive.slice(Number(from), Number(to) + 1) }
    })
    expect(await boxDesk(http, 's').setup('b')).toEqual({
      election: '{"e":1}',
      trustees: big,
      credentials: '["1"]',
    })
    expect(asked.length).toBe(2)
    expect(asked[0]?.headers?.['authorization']).toBe('Bearer my-login')
  })
  it('a record that ends before its setup does is no paper', async () => {
    const short = line(() => ({ status: 200, body: archive.slice(0, 1024) }))
    expect(await boxDesk(short.http, 's').setup('b')).toEqual({ refused: 'request.notFound' })
  })
  it('reads the record from where it stands, whatever the server makes of the range', async () => {
    const whole = archive
    const part = line(() => ({ status: 206, body: whole.slice(100) }))
    expect(await boxDesk(part.http, 's').record('b', 100)).toEqual(whole.slice(100))
    expect(part.asked[0]?.headers?.['range']).toBe('bytes=100-')
    const all = line(() => ({ status: 200, body: whole }))
    expect(await boxDesk(all.http, 's').record('b', 100)).toEqual(whole.slice(100))
    const nothing = line(() => ({ status: 416, body: '' }))
    expect(await boxDesk(nothing.http, 's').record('b', whole.length)).toEqual(new Uint8Array())
    const no = line(() => ({ status: 404, body: '{"code":"secretBallot.notSeen","message":""}' }))
    expect(await boxDesk(no.http, 's').record('b', 0)).toEqual({ refused: 'secretBallot.notSeen' })
    expect(no.asked[0]?.headers?.['range']).toBeUndefined()
  })
  it('hands in a part of the opening, and says why not', async () => {
    const wrong = line(() => ({ status: 422, body: '{"code":"secretBallot.badDecryption","message":""}' }))
    expect(await boxDesk(wrong.http, 's').give('b', head, '{}')).toEqual({
      refused: 'secretBallot.badDecryption',
    })
    const right = line(() => ({ status: 200, body: '{"accepted":true}' }))
    expect(await boxDesk(right.http, 's').give('b', head, '{}')).toBe(true)
    expect(right.asked[0]?.path).toBe(`/api/sessions/s/secret-ballots/b/decryption?head=${head}`)
    expect(await boxDesk(line(() => 'silence').http, 's').give('b', head, '{}')).toBe('unreachable')
  })
})
