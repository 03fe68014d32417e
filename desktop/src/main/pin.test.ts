/** NET-01: whatever stands at the address, no application byte leaves before the certificate was checked whole. */
import http from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server as NetServer } from 'node:net'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SocketEvent } from '../bridge.ts'
import { describe as describeServer, readAuthority, readOrigin, type Server } from './address.ts'
import { createCookieJar } from './cookie-jar.ts'
import { agentFor } from './pin.ts'
import { createSockets } from './sockets.ts'
import { ask, type Line } from './transport.ts'
import { issue, makeAuthority, type Authority, type Identity } from './testing/certificates.ts'

let own: Authority
let stranger: Authority
let sameName: Authority
const stops: (() => void)[] = []

beforeAll(async () => {
  own = await makeAuthority('Nghị Trường CA')
  stranger = await makeAuthority('Another CA')
  sameName = await makeAuthority('Nghị Trường CA')
})

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.unstubAllEnvs()
})

const listen = (server: NetServer | tls.Server): Promise<number> =>
  new Promise((resolve) => {
    stops.push(() => server.close())
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** A TLS server that counts every decrypted byte it is given and answers requests politely. */
async function serve(identity: Identity, options: tls.TlsOptions = {}) {
  const heard: Buffer[] = []
  const server = tls.createServer({ ...identity, ...options }, (socket) => {
    stops.push(() => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('data', (piece: Buffer) => {
      heard.push(piece)
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}')
    })
  })
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  return { port, heard: () => Buffer.concat(heard) }
}

function lineTo(port: number, more: Partial<Server>, scheme = 'https'): Line {
  const server: Server = { origin: `${scheme}://127.0.0.1:${port}`, ...more }
  const agent = agentFor(server)
  stops.push(() => agent.destroy())
  return { server, agent, cookies: createCookieJar(() => 0) }
}

const request = {
  method: 'POST' as const,
  path: '/api/sign-in',
  headers: { 'content-type': 'application/json' as const },
  body: '{"password":"bí mật"}',
}

/** The same server reached by both roads, request and socket. */
async function both(line: Line): Promise<{ answer: unknown; socket: readonly SocketEvent[] }> {
  const events: SocketEvent[] = []
  const sockets = createSockets()
  await new Promise<void>((resolve) => {
    const page = {
      id: 1,
      send(event: SocketEvent) {
        events.push(event)
        if (event.kind !== 'received') resolve()
      },
    }
    sockets.open(page, 's1', '/api/sessions/x/live?ticket=geheim', line)
  })
  sockets.leave({ id: 1 })
  return { answer: await ask(line, request), socket: events }
}

const lost = [{ socket: 's1', kind: 'closed', code: 1006 }]

describe('pinned connection', () => {
  test('talks to the server of the pinned authority, over TLS 1.3', async () => {
    const { port, heard } = await serve(await issue(own, { ip: '127.0.0.1' }))
    const answer = await ask(lineTo(port, { ca: own.pem }), request)
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    expect(heard().toString()).toContain('bí mật')
  })

  test('checks another name than the address where one is set', async () => {
    const { port } = await serve(await issue(own, { dns: 'hop.hdnd.internal' }))
    const line = lineTo(port, { ca: own.pem, servername: 'hop.hdnd.internal' })
    expect(await ask(line, request)).toMatchObject({ status: 200 })
    expect(await ask(lineTo(port, { ca: own.pem, servername: 'other.hdnd.internal' }), request)).toEqual({
      unreachable: 'untrusted',
    })
  })

  const traps: readonly [string, () => Promise<Identity>, Partial<Server>?, tls.TlsOptions?][] = [
    ['another authority', () => issue(stranger, { ip: '127.0.0.1' })],
    ['another authority of the same name', () => issue(sameName, { ip: '127.0.0.1' })],
    ['an expired certificate of the right authority', () => issue(own, { ip: '127.0.0.1', days: -1 })],
    ['another address in the certificate', () => issue(own, { ip: '127.0.0.2' })],
    ['another name in the certificate', () => issue(own, { dns: 'hop.hdnd.internal' })],
    ['an older TLS', () => issue(own, { ip: '127.0.0.1' }), {}, { maxVersion: 'TLSv1.2' }],
    [
      'an authority the system does not know, when none is pinned',
      () => issue(own, { ip: '127.0.0.1' }),
      { ca: '' },
    ],
  ]
  test.each(traps)('sends nothing to %s', async (_, identity, more = {}, options = {}) => {
    const { port, heard } = await serve(await identity(), options)
    const { ca: _none, ...rest } = more
    const line = lineTo(port, more.ca === '' ? rest : { ca: own.pem, ...more })
    const { answer, socket } = await both(line)
    expect(answer).toEqual({ unreachable: 'untrusted' })
    expect(socket).toEqual(lost)
    expect(heard()).toHaveLength(0)
  })

  test('the environment cannot switch the check off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const { port, heard } = await serve(await issue(stranger, { ip: '127.0.0.1' }))
    const { answer, socket } = await both(lineTo(port, { ca: own.pem }))
    expect(answer).toEqual({ unreachable: 'untrusted' })
    expect(socket).toEqual(lost)
    expect(heard()).toHaveLength(0)
  })

  test('sends nothing readable to a server without TLS', async () => {
    const heard: Buffer[] = []
    const port = await listen(
      createTcpServer((socket) => {
        stops.push(() => socket.destroy())
        socket.on('data', (piece) => {
          heard.push(piece)
          socket.end('HTTP/1.1 302 Found\r\nlocation: http://portal/\r\ncontent-length: 0\r\n\r\n')
        })
      }),
    )
    const { answer, socket } = await both(lineTo(port, { ca: own.pem }))
    expect(answer).toHaveProperty('unreachable')
    expect(socket).toEqual(lost)
    const all = Buffer.concat(heard).toString('latin1')
    expect(all).not.toContain('/api/')
    expect(all).not.toContain('geheim')
  })

  test('gives up on a server that never finishes the handshake', async () => {
    const port = await listen(createTcpServer((socket) => void stops.push(() => socket.destroy())))
    const server = { origin: `https://127.0.0.1:${port}`, ca: own.pem }
    const line = { server, agent: agentFor(server, 100), cookies: createCookieJar(() => 0) }
    expect(await ask(line, request)).toEqual({ unreachable: 'unreachable' })
  })

  test('follows no redirection', async () => {
    const visited: string[] = []
    const server = http.createServer((incoming, answer) => {
      visited.push(incoming.url ?? '')
      answer.writeHead(302, { location: '/api/elsewhere' }).end()
    })
    const port = await listen(server)
    expect(await ask(lineTo(port, {}, 'http'), request)).toEqual({ unreachable: 'redirected' })
    expect(visited).toEqual(['/api/sign-in'])
  })
})

describe('address', () => {
  test('is scheme, host and port; plain http only where configured', () => {
    expect(readOrigin('https://10.0.0.5:8443', false)).toBe('https://10.0.0.5:8443')
    expect(readOrigin('https://hop.hdnd.internal/', false)).toBe('https://hop.hdnd.internal')
    expect(readOrigin('http://10.0.0.5:8080', false)).toEqual({ refused: 'server.insecure' })
    expect(readOrigin('http://10.0.0.5:8080', true)).toBe('http://10.0.0.5:8080')
    for (const bad of [
      '',
      'nghi',
      'ftp://a',
      'file:///etc/passwd',
      'https://a/b',
      'https://u:p@a',
      'https://a?x',
      'https://a#x',
      'wss://a',
    ])
      expect(readOrigin(bad, true), bad).toEqual({ refused: 'server.badAddress' })
  })

  test('an authority is one self-signed certificate that may sign', async () => {
    expect(readAuthority(own.pem)).not.toBeNull()
    expect(describeServer({ origin: 'https://a', ca: own.pem }).authority).toMatch(/^[0-9a-f]{64}$/)
    expect(describeServer({ origin: 'https://a' }).authority).toBeNull()
    expect(readAuthority((await issue(own, { dns: 'a' })).cert)).toBeNull()
    expect(readAuthority(`${own.pem}\n${stranger.pem}`)).toBeNull()
    expect(readAuthority('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toBeNull()
    expect(readAuthority('')).toBeNull()
  })
})
