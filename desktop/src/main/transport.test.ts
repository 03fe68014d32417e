import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { bridgeLimits, channels, type SocketEvent } from '../bridge.ts'
import { createCookieJar } from './cookie-jar.ts'
import { agentFor } from './pin.ts'
import { createSockets } from './sockets.ts'
import { ask, type Line } from './transport.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

async function serve(answer: (seen: Seen, out: http.ServerResponse) => void) {
  const seen: Seen[] = []
  const server = http.createServer((incoming, out) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const { method, url, headers } = incoming
      const one = { method, url, headers, body: Buffer.concat(pieces).toString() }
      seen.push(one)
      answer(one, out)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const line: Line = { server: { origin }, agent: agentFor({ origin }), cookies: createCookieJar(() => 1000) }
  stops.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => line.agent.destroy(),
  )
  return { server, line, seen, origin }
}

describe('request', () => {
  test('carries method, path, headers and body; gives status, shown headers and bytes', async () => {
    const { line, seen, origin } = await serve((_, out) =>
      out
        .writeHead(206, { 'content-range': 'bytes 0-1/9', etag: '"x"', 'set-cookie': 'a=b', 'x-inner': 'no' })
        .end(Buffer.from([0, 255])),
    )
    const answer = await ask(line, {
      method: 'PUT',
      path: '/api/files/abc?session=k1',
      headers: { range: 'bytes=0-1', authorization: 'Bearer t' },
      body: new Uint8Array(Buffer.from('đã ký')),
    })
    expect(answer).toMatchObject({ status: 206, body: new Uint8Array([0, 255]) })
    expect('headers' in answer && Object.keys(answer.headers).sort()).toEqual([
      'content-range',
      'date',
      'etag',
    ])
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/api/files/abc?session=k1', body: 'đã ký' })
    expect(seen[0]?.headers).toMatchObject({ range: 'bytes=0-1', authorization: 'Bearer t', origin })
  })

  test('refusals of the server are answers', async () => {
    const { line } = await serve((_, out) => out.writeHead(403).end('{"code":"command.notAllowed"}'))
    expect(await ask(line, { method: 'GET', path: '/api/me', headers: {} })).toMatchObject({ status: 403 })
  })

  test('a server that is not there, or dies in the middle, is unreachable', async () => {
    const { line, server } = await serve((_, out) => {
      out.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => out.destroy())
    })
    expect(await ask(line, { method: 'GET', path: '/api/me', headers: {} })).toEqual({
      unreachable: 'unreachable',
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await ask(line, { method: 'GET', path: '/api/me', headers: {} })).toEqual({
      unreachable: 'unreachable',
    })
  })

  test('an endless answer is cut off', async () => {
    const block = Buffer.alloc(8 * 1024 * 1024)
    const { line } = await serve((_, out) => {
      const more = (): void => {
        while (!out.destroyed && out.write(block));
        if (!out.destroyed) out.once('drain', more)
      }
      more()
    })
    expect(bridgeLimits.body).toBeLessThan(256 * 1024 * 1024)
    expect(await ask(line, { method: 'GET', path: '/api/me', headers: {} })).toEqual({
      unreachable: 'tooLarge',
    })
  })

  test('keeps the login cookie for requests without their own proof, and shows it to nobody', async () => {
    const { line, seen } = await serve((_, out) =>
      out.writeHead(200, { 'set-cookie': 'nt=secret; Path=/; HttpOnly; SameSite=Strict' }).end('{}'),
    )
    const answer = await ask(line, { method: 'POST', path: '/api/sign-in', headers: {}, body: '{}' })
    expect(JSON.stringify(answer)).not.toContain('secret')
    await ask(line, { method: 'GET', path: '/api/me', headers: {} })
    await ask(line, { method: 'GET', path: '/api/me', headers: { authorization: 'Bearer other' } })
    expect(seen.map((one) => one.headers.cookie)).toEqual([undefined, 'nt=secret', undefined])
  })

  test('says at the door of the ballot box neither by cookie nor by token who asks', async () => {
    const { line, seen } = await serve((_, out) =>
      out.writeHead(200, { 'set-cookie': 'nt=secret' }).end('{}'),
    )
    await ask(line, { method: 'POST', path: '/api/sign-in', headers: {}, body: '{}' })
    for (const headers of [{}, { authorization: 'Bearer mine' }])
      await ask(line, { method: 'PUT', path: '/ballot-box/u/h', headers, body: 'sealed' })
    expect(seen.slice(1).map(({ headers }) => [headers.cookie, headers.authorization])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })
})

describe('what the table lets through as a path', () => {
  const fits = (name: 'request' | 'socketOpen', path: string): boolean =>
    (name === 'request'
      ? channels.request.input.safeParse({ method: 'GET', path, headers: {} })
      : channels.socketOpen.input.safeParse({ socket: 's', path })
    ).success

  test.each([
    '/api/health',
    '/api/sessions/k1/search?q=ng%C3%A2n%20s%C3%A1ch&limit=5',
    '/api/a?next=../..//x',
    '/ballot-box/D5xM74GAHgNxPC/00/test',
  ])('request %s', (path) => expect(fits('request', path)).toBe(true))

  test.each([
    '/',
    '/index.html',
    'api/me',
    '//evil/api/me',
    '/api/../admin',
    '/api/./me',
    '/api/x/..',
    '/api/%2e%2e/x',
    '/api/.%2E/x',
    '/api//x',
    '/api/x\\y',
    '/api/x y',
    '/api/\u0000',
    '/api/x#y',
    'http://evil/api/',
    '/apix',
    '/ballot-box',
    '/ballot-box/../api/me',
    '/api/ngân',
  ])('not request %j', (path) => expect(fits('request', path)).toBe(false))

  test('sockets: live and rooms only', () => {
    expect(fits('socketOpen', '/api/sessions/k1/live?ticket=x')).toBe(true)
    expect(fits('socketOpen', '/api/rooms/k1.abc.group:to-1?ticket=x')).toBe(true)
    for (const path of [
      '/api/me',
      '/api/sessions/k1',
      '/api/sessions/k1/live/x',
      '/api/rooms/',
      '/api/rooms/a/b',
    ])
      expect(fits('socketOpen', path), path).toBe(false)
  })

  test('headers from the closed list only', () => {
    for (const headers of [
      { cookie: 'a' },
      { host: 'evil' },
      { origin: 'https://evil' },
      { range: 'a\r\nx: y' },
    ])
      expect(channels.request.input.safeParse({ method: 'GET', path: '/api/me', headers }).success).toBe(
        false,
      )
  })
})

describe('sockets', () => {
  async function hall() {
    const { server, line, origin } = await serve((_, out) => out.writeHead(404).end())
    const wss = new WebSocketServer({ server })
    stops.push(() => wss.close())
    const events: SocketEvent[] = []
    const waiting: { fits: (event: SocketEvent) => boolean; go: (event: SocketEvent) => void }[] = []
    const page = {
      id: 7,
      send(event: SocketEvent) {
        events.push(event)
        for (const one of waiting.filter(({ fits }) => fits(event))) one.go(event)
      },
    }
    const until = (fits: (event: SocketEvent) => boolean): Promise<SocketEvent> => {
      const past = events.find(fits)
      return past ? Promise.resolve(past) : new Promise((go) => waiting.push({ fits, go }))
    }
    return { wss, line, origin, page, events, until, sockets: createSockets() }
  }
  const live = '/api/sessions/k1/live?ticket=t'

  test('pass text and bytes in order, with the server’s own origin', async () => {
    const { wss, line, origin, page, events, until, sockets } = await hall()
    const origins: unknown[] = []
    wss.on('connection', (socket, incoming) => {
      origins.push(incoming.headers.origin, incoming.url)
      socket.on('message', (data, binary) => socket.send(data, { binary }))
    })
    sockets.open(page, 's1', live, line)
    await until(({ kind }) => kind === 'opened')
    sockets.send(page, 's1', 'xin chào')
    sockets.send(page, 's1', new Uint8Array([1, 2, 3]))
    await until((event) => event.kind === 'received' && typeof event.data !== 'string')
    sockets.close(page, 's1')
    await until(({ kind }) => kind === 'closed')
    expect(origins).toEqual([origin, live])
    expect(events).toEqual([
      { socket: 's1', kind: 'opened' },
      { socket: 's1', kind: 'received', data: 'xin chào' },
      { socket: 's1', kind: 'received', data: new Uint8Array([1, 2, 3]) },
      { socket: 's1', kind: 'closed', code: 1000 },
    ])
  })

  test('tell the server’s close code', async () => {
    const { wss, line, page, until, sockets } = await hall()
    wss.on('connection', (socket) => socket.close(4401))
    sockets.open(page, 's1', live, line)
    expect(await until(({ kind }) => kind === 'closed')).toMatchObject({ code: 4401 })
  })

  test('a page that goes takes its sockets along and hears no more', async () => {
    const { wss, line, page, events, until, sockets } = await hall()
    const gone = new Promise((resolve) =>
      wss.on('connection', (socket) => {
        socket.on('close', resolve)
        socket.on('error', () => undefined)
      }),
    )
    sockets.open(page, 's1', live, line)
    await until(({ kind }) => kind === 'opened')
    sockets.leave(page)
    await gone
    expect(events).toEqual([{ socket: 's1', kind: 'opened' }])
  })

  test('another page cannot use them', async () => {
    const { wss, line, page, until, sockets } = await hall()
    const heard: string[] = []
    wss.on('connection', (socket) => socket.on('message', (data) => heard.push(String(data))))
    sockets.open(page, 's1', live, line)
    await until(({ kind }) => kind === 'opened')
    sockets.send({ id: 8 }, 's1', 'foreign')
    sockets.close({ id: 8 }, 's1')
    sockets.send(page, 's1', 'own')
    sockets.close(page, 's1')
    await until(({ kind }) => kind === 'closed')
    expect(heard).toEqual(['own'])
  })

  test('without a server, and beyond sixteen, they close at once', async () => {
    const { line, page, events, sockets } = await hall()
    sockets.open(page, 'none', live, null)
    expect(events).toEqual([{ socket: 'none', kind: 'closed', code: 1006 }])
    for (let n = 0; n < 17; n++) sockets.open(page, `s${n}`, live, line)
    expect(events.filter(({ socket }) => socket === 's16')).toEqual([
      { socket: 's16', kind: 'closed', code: 1006 },
    ])
    sockets.leave(page)
  })
})

describe('cookie jar', () => {
  test('keeps HttpOnly cookies of the whole server until they end', () => {
    let now = 0
    const jar = createCookieJar(() => now)
    jar.take(['a=1; Path=/; HttpOnly', 'b=2; Path=/; HttpOnly; Max-Age=10'])
    expect(jar.header()).toBe('a=1; b=2')
    now = 10_001
    expect(jar.header()).toBe('a=1')
    jar.take(['a=; Path=/; HttpOnly; Max-Age=0'])
    expect(jar.header()).toBeNull()
  })

  test('keeps nothing else', () => {
    const lines = [
      'a=1; Path=/',
      'a=1; HttpOnly',
      'a=1; Path=/x; HttpOnly',
      'a=1; Path=/; HttpOnly; Domain=x',
      'a b=1; Path=/; HttpOnly',
      'a=1 2; Path=/; HttpOnly',
      '',
      'a=1; Path=/; HttpOnly; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ]
    for (const one of lines) {
      const jar = createCookieJar(() => 0)
      jar.take([one])
      expect(jar.header(), one).toBeNull()
    }
  })
})
