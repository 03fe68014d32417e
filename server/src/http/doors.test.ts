/** Every door of the HTTP side, and every bad input: a clear refusal, nothing lost. */
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusalCode } from '@nghi-truong/shared/domain/refusal'
import { refusalStatus, routes, type Route } from '@nghi-truong/shared/protocol/routes'
import { createLogger } from '../logging.ts'
import type { Running } from '../main.ts'
import { call, signIn, wish, type CallOptions, type Called } from '../testing/call.ts'
import { startDemoServer, startTestServer } from '../testing/server.ts'

let server: Running
let chair: string
let clerk: string
let delegate: string
const logged: string[] = []

beforeAll(async () => {
  const to = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString())
      done()
    },
  })
  server = await startDemoServer({ logger: createLogger('debug', to) })
  chair = await signIn(server, 'chutoa')
  clerk = await signIn(server, 'thuky1')
  delegate = await signIn(server, 'db020')
})
afterAll(() => server.close())

/** Every answer that is not 2xx is one of the closed list with its own status and a sentence. */
function expectRefusal(called: Called, code: string): void {
  const body = called.body as { code: string; message: string }
  expect(body).toMatchObject({ code })
  expect(isRefusalCode(body.code) && refusalStatus(body.code)).toBe(called.status)
  expect(body.message.length).toBeGreaterThan(5)
}

const commands = '/api/sessions/ky-hop-3/commands'
const add = (id: string, title = 'Nội dung thử') => ({ id, type: 'agenda.add', input: { title } })
const seqNow = async () =>
  Number((await call(server, 'GET', '/api/sessions/ky-hop-3', { token: chair })).body['seq'])

describe('routes', () => {
  const concrete = (path: string) =>
    path.replace(':sha256', 'a'.repeat(64)).replace(':id', 'ky-hop-3').replaceAll(/:\w+/g, 'x')
  const all: [string, Route][] = Object.entries(routes)

  test.each(all.filter(([, route]) => route.access !== 'open'))(
    '%s: nobody without signing in',
    async (_, route) => {
      expectRefusal(await call(server, route.method.toUpperCase(), concrete(route.path)), 'account.required')
    },
  )

  test.each(all.filter(([, route]) => route.access === 'admin'))(
    '%s: not for a delegate',
    async (_, route) => {
      const method = route.method.toUpperCase()
      expectRefusal(
        await call(server, method, concrete(route.path), { token: delegate }),
        'command.notAllowed',
      )
    },
  )

  test.each(all)('%s: the security headers are there, and no others', async (name, route) => {
    const { headers } = await call(server, route.method.toUpperCase(), concrete(route.path))
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe-inline')
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      // where the standby is, and its proof: the one answer for pages of the other machine, without content
      'cross-origin-resource-policy': name === 'machines' ? 'cross-origin' : 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    for (const none of ['x-powered-by', 'server', 'etag', 'strict-transport-security'])
      expect(headers[none]).toBeUndefined()
    const shared = Object.keys(headers).filter((one) => one.startsWith('access-control'))
    expect(shared).toEqual(name === 'machines' ? ['access-control-allow-origin'] : [])
  })

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api'],
    ['DELETE', '/api/sessions'],
    ['PATCH', commands],
    ['OPTIONS', commands],
    ['GET', '/api/sessions/..%2f..%2fetc%2fpasswd'],
    ['GET', '/api/sessions/%00'],
    ['GET', '/api/files/ABC'],
    ['GET', '/nothing.js'],
    ['GET', '/assets/../../package.json'],
    ['GET', '/assets/%2e%2e/%2e%2e/package.json'],
    ['POST', '/'],
  ])('%s %s does not exist', async (method, path) => {
    expectRefusal(await call(server, method, path, { token: chair }), 'request.notFound')
  })

  test('a path that cannot be decoded is malformed', async () => {
    expectRefusal(await call(server, 'GET', '/api/sessions/%zz', { token: chair }), 'request.malformed')
  })

  test('the contract is served and names every route and verb', async () => {
    const { status, bytes } = await call(server, 'GET', '/api/openapi.json')
    expect(status).toBe(200)
    const contract = JSON.parse(bytes.toString()) as { paths: Record<string, Record<string, unknown>> }
    for (const route of Object.values(routes))
      expect(contract.paths[route.path.replaceAll(/:(\w+)/g, '{$1}')]).toHaveProperty(route.method)
    for (const type of ['ballot.cast', 'session.convene', 'house.setPerson'])
      expect(bytes.toString()).toContain(`"const":"${type}"`)
    expect(bytes.toString()).not.toContain('"const":"ballot.finish"')
  })

  test('health says how it is', async () => {
    const { status, body } = await call(server, 'GET', '/api/health')
    expect([status, body]).toMatchObject([200, { ok: true, store: 'memory', needsSetup: false }])
  })
})

describe('bad bodies', () => {
  const post = (options: CallOptions) => call(server, 'POST', commands, { token: clerk, ...options })
  const json = { 'content-type': 'application/json' }

  test.each([
    ['not JSON', { body: '{"id":', headers: json }],
    ['half of a text', { body: '{"id":"abcdefgh","type":"agenda.add","input":{"title":"x', headers: json }],
    ['a bare word', { body: '"agenda.add"', headers: json }],
    ['no body', {}],
    ['a form', { body: 'id=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['text', { body: JSON.stringify(add('abcdefgh-1')), headers: { 'content-type': 'text/plain' } }],
    ['no type', { body: JSON.stringify(add('abcdefgh-1')) }],
    ['another charset', { body: '{}', headers: { 'content-type': 'application/json; charset=utf-7' } }],
    ['compressed', { body: '{}', headers: { ...json, 'content-encoding': 'gzip' } }],
    [
      'nested too deep',
      {
        body: `{"id":"abcdefgh-1","type":"x","input":${'['.repeat(5000)}${']'.repeat(5000)}}`,
        headers: json,
      },
    ],
  ] satisfies [string, CallOptions][])(
    '%s is malformed or bad input, and changes nothing',
    async (_, options) => {
      const before = await seqNow()
      const called = await post(options)
      expect(['request.malformed', 'command.badInput']).toContain(called.body['code'])
      expectRefusal(called, String(called.body['code']))
      expect(await seqNow()).toBe(before)
    },
  )

  test.each([
    ['the id missing', { type: 'agenda.add', input: {} }],
    ['the id too short', add('short')],
    ['the id with blanks', add('with blanks in it')],
    ['the type a number', { id: 'abcdefgh-1', type: 7, input: {} }],
    ['a list', []],
  ])('%s is bad input', async (_, body) => {
    expectRefusal(await post({ body }), 'command.badInput')
  })

  test('too much is too large: 64 KB, and 512 KB for a command', async () => {
    expectRefusal(await post({ body: add('abcdefgh-2', 'x'.repeat(600_000)) }), 'request.tooLarge')
    const long = { username: 'x', password: 'y'.repeat(70_000) }
    expectRefusal(await call(server, 'POST', '/api/sign-in', { body: long }), 'request.tooLarge')
    // Large but allowed: it reaches the verb, which refuses the title.
    expectRefusal(await post({ body: add('abcdefgh-3', 'x'.repeat(200_000)) }), 'command.badInput')
  })

  test('a name that poisons objects is just a name', async () => {
    const body =
      '{"id":"abcdefgh-4","type":"agenda.add","input":{"title":"Hiền","__proto__":{"minutes":9}},"__proto__":{"x":1}}'
    const called = await post({ body, headers: json })
    expect(called.status).toBe(200)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('wishes', () => {
  test('a receipt; the same again byte for byte; the same id for something else refused', async () => {
    const first = await call(server, 'POST', commands, { token: clerk, body: add('replayed-1') })
    const again = await call(server, 'POST', commands, { token: clerk, body: add('replayed-1') })
    expect(first.status).toBe(200)
    expect(again.bytes).toEqual(first.bytes)
    expectRefusal(
      await call(server, 'POST', commands, { token: clerk, body: add('replayed-1', 'Khác') }),
      'command.idReused',
    )
    expectRefusal(
      await call(server, 'POST', commands, { token: chair, body: add('replayed-1') }),
      'command.idReused',
    )
  })

  test.each([
    ['an unknown verb', 'agenda.nothing', {}, 'command.unknown'],
    ['an inherited name', 'constructor', {}, 'command.unknown'],
    ['a system verb', 'ballot.finish', { ballot: 'x' }, 'command.notAllowed'],
    ['a chair’s verb', 'session.open', {}, 'command.notAllowed'],
    ['a wrong input', 'attendance.excuse', { reason: 7 }, 'command.badInput'],
    [
      'no such ballot',
      'ballot.cast',
      { ballot: 'x', round: 1, choice: 'yes', clientSeq: 1 },
      'ballot.notSeen',
    ],
  ])('%s is refused', async (_, type, input, code) => {
    expectRefusal(await wish(server, delegate, type, input), code)
  })

  test('a session one has no place in, and one that does not exist, are the same answer', async () => {
    const admin = await signIn(server, 'quantri')
    const there = await wish(server, admin, 'agenda.publish')
    const nowhere = await wish(server, admin, 'agenda.publish', {}, 'nothing')
    expectRefusal(there, 'session.notSeen')
    expect(nowhere.bytes).toEqual(there.bytes)
    expectRefusal(await call(server, 'GET', '/api/sessions/ky-hop-3', { token: admin }), 'session.notSeen')
    expectRefusal(
      await call(server, 'GET', '/api/sessions/ky-hop-3/export', { token: admin }),
      'session.notSeen',
    )
    expect((await call(server, 'GET', '/api/sessions', { token: admin })).body).toEqual({ sessions: [] })
  })

  test('a snapshot holds what the caller may see and no more', async () => {
    await wish(server, chair, 'agenda.writeScript', { item: 'x', text: 'y' })
    const of = async (token: string) =>
      (
        await call<{ records: { kind: string; audience: string[] }[] }>(
          server,
          'GET',
          '/api/sessions/ky-hop-3',
          { token },
        )
      ).body.records
    await wish(server, clerk, 'ballot.draft', { item: 'x', code: 'adopt_resolution', question: 'Thông qua?' })
    const mine = await of(delegate)
    expect(mine.length).toBeGreaterThan(60)
    expect(
      mine.filter(
        ({ audience }) =>
          !audience.some((one) => ['everyone', 'role:delegate', 'person:db020'].includes(one)),
      ),
    ).toEqual([])
  })

  test('a refusal speaks the language asked for', async () => {
    const say = async (language: string) =>
      (await call(server, 'GET', '/api/me', { headers: { 'accept-language': language } })).body['message']
    expect(await say('vi')).toBe('Xin đăng nhập.')
    expect(await say('en-GB,en;q=0.9,vi;q=0.1')).toBe('Please sign in.')
    expect(await say('fr')).toBe('Xin đăng nhập.')
  })
})

describe('other sites', () => {
  const host = () => `127.0.0.1:${server.port}`
  const cookieOf = async () => {
    const { headers } = await call(server, 'POST', '/api/sign-in', {
      body: { username: 'db021', password: 'Demo@2026-db021' },
    })
    return headers['set-cookie']?.[0] ?? ''
  }

  test('the cookie is HttpOnly and SameSite=Strict', async () => {
    expect(await cookieOf()).toMatch(/^hdnd=[\w-]{43}; .*HttpOnly; SameSite=Strict$/)
  })

  test.each([
    ['a foreign origin', { origin: 'http://evil.example' }],
    ['the same name on another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a name somebody points here', { host: 'evil.example' }],
  ])('%s is refused, signed in or not', async (_, headers) => {
    expectRefusal(await call(server, 'GET', '/api/health', { headers }), 'request.foreignOrigin')
    expectRefusal(
      await call(server, 'POST', commands, { token: clerk, body: add('foreign-1'), headers }),
      'request.foreignOrigin',
    )
  })

  test('a cookie changes something only for our own page', async () => {
    const cookie = (await cookieOf()).split(';')[0] ?? ''
    const checkIn = (headers: Record<string, string>) =>
      call(server, 'POST', commands, {
        headers: { cookie, ...headers },
        body: { id: 'by-cookie-1', type: 'attendance.checkIn', input: {} },
      })
    expectRefusal(await checkIn({}), 'request.foreignOrigin')
    expectRefusal(await checkIn({ 'sec-fetch-site': 'cross-site' }), 'request.foreignOrigin')
    expectRefusal(
      await checkIn({ 'sec-fetch-site': 'same-site', origin: `http://${host()}` }),
      'request.foreignOrigin',
    )
    expect((await call(server, 'GET', '/api/me', { headers: { cookie } })).status).toBe(200)
    expect((await checkIn({ origin: `http://${host()}` })).status).toBe(200)
    expect((await checkIn({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('localhost and addresses of the network are ours', async () => {
    for (const name of ['localhost:8080', '192.168.1.9:8080', '[::1]:8080', 'LOCALHOST'])
      expect((await call(server, 'GET', '/api/health', { headers: { host: name } })).status).toBe(200)
  })
})

test('a name given at the start is ours too', async () => {
  const named = await startTestServer({ hosts: ['hop.tinh.vn'] })
  const of = async (host: string) => (await call(named, 'GET', '/api/health', { headers: { host } })).status
  expect([await of('hop.tinh.vn:8080'), await of('HOP.tinh.vn'), await of('x.hop.tinh.vn')]).toEqual([
    200, 200, 403,
  ])
  await named.close()
})

test('too many requests are refused with when to come back', async () => {
  const small = await startTestServer({ limits: { login: 3, address: 5 } })
  const answers = []
  for (let n = 0; n < 7; n++) answers.push(await call(small, 'GET', '/api/health'))
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200, 429, 429])
  expectRefusal(answers[6] ?? { status: 0, headers: {}, bytes: Buffer.of(), body: {} }, 'request.tooMany')
  expect(answers[6]?.headers['retry-after']).toBeDefined()
  await small.close()
})

test('the log tells what was done and none of the secrets', async () => {
  const text = logged.join('')
  expect(text).toContain('/api/sign-in')
  for (const secret of ['Demo@2026', chair, clerk, 'ticket=', 'hdnd=', 'Bearer'])
    expect(text).not.toContain(secret)
})
