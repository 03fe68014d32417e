/** The first meeting: the fingerprint alone decides, and nothing of the application is said. */
import { createServer, type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { pinOf } from '@nghi-truong/shared/protocol/connect'
import { fingerprint, readAuthority } from './address.ts'
import { createCookieJar } from './cookie-jar.ts'
import { meet } from './meet.ts'
import { agentFor } from './pin.ts'
import { issue, makeAuthority } from './testing/certificates.ts'
import { ask } from './transport.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function serve(shown: 'chain' | 'leaf' = 'chain') {
  const authority = await makeAuthority('Nghị Trường CA')
  const { cert, key } = await issue(authority, { ip: '127.0.0.1' })
  const heard: Buffer[] = []
  const server = tls.createServer(
    { key, cert: shown === 'chain' ? `${cert}\n${authority.pem}` : cert },
    (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (piece: Buffer) => {
        heard.push(piece)
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
      })
      stops.push(() => socket.destroy())
    },
  )
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const certificate = readAuthority(authority.pem)
  if (!certificate) throw new Error('no authority')
  return { origin: `https://127.0.0.1:${port}`, sha256: fingerprint(certificate), heard }
}

describe('the first meeting', () => {
  test('gives the authority that the letters mean, and the connection under it is then checked whole', async () => {
    const { origin, sha256, heard } = await serve()
    for (const pin of [sha256, pinOf(sha256), pinOf(sha256).toLowerCase().replaceAll('-', ' ')]) {
      const pem = await meet(origin, pin)
      expect(pem).toContain('BEGIN CERTIFICATE')
      expect(heard).toEqual([])
      const server = { origin, ca: String(pem) }
      const agent = agentFor(server)
      stops.push(() => agent.destroy())
      const line = { server, agent, cookies: createCookieJar(() => 0) }
      expect(await ask(line, { method: 'GET', path: '/api/health', headers: {} })).toMatchObject({
        status: 200,
      })
      heard.splice(0)
    }
  })

  test('believes no other fingerprint, and says nothing to who has it not', async () => {
    const { origin, heard } = await serve()
    const { sha256: another } = await serve()
    for (const pin of [another, pinOf(another), '', 'x'])
      expect(await meet(origin, pin)).toEqual({ refused: 'server.notMeant' })
    expect(heard).toEqual([])
  })

  test('a certificate that may not sign others is no authority, even if its fingerprint was given', async () => {
    const { origin } = await serve()
    const leaf = await new Promise<string>((resolve) => {
      const socket = tls.connect(
        { port: Number(new URL(origin).port), host: '127.0.0.1', rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase())
          socket.destroy()
        },
      )
    })
    expect(await meet(origin, leaf)).toEqual({ refused: 'server.badAuthority' })
  })

  test('a server that does not show its authority cannot be met so', async () => {
    const { origin, sha256 } = await serve('leaf')
    expect(await meet(origin, sha256)).toEqual({ refused: 'server.notMeant' })
  })

  test('nobody there, silence, and plain http are said as they are', async () => {
    const mute = createServer((socket) => {
      socket.resume()
      stops.push(() => socket.destroy())
    })
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    expect(await meet(`https://127.0.0.1:${port}`, 'x', 200)).toEqual({ refused: 'server.notThere' })
    await new Promise((resolve) => mute.close(resolve))
    expect(await meet(`https://127.0.0.1:${port}`, 'x')).toEqual({ refused: 'server.notThere' })
    expect(await meet('http://127.0.0.1:1', 'x')).toEqual({ refused: 'server.insecure' })
  })
})
