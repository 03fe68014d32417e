/** TLS of the hall: what the authority may speak for, and that nothing of the application is said outside TLS. */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type PeerCertificate } from 'node:tls'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Connection } from '@nghi-truong/shared/protocol/connect'
import { closeCodes } from '@nghi-truong/shared/protocol/live'
import { demoPassword } from '../demo/session.ts'
import { startServer, type Running } from '../main.ts'
import { startDemoServer } from '../testing/server.ts'
import { authorityFile } from '../backup/content.ts'
import { covers, hallName, isPrivate, makeAuthority, readAuthority } from './authority.ts'
import { fromFiles, NameOutside, ownAuthority } from './tls.ts'

const folder = mkdtempSync(join(tmpdir(), 'tls-test-'))
const running: Running[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
const freshFolder = (): string => mkdtempSync(join(folder, `data-${count++}-`))
const now = () => Date.now()

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

const asked = (url: string, options: object, sent?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const out = (url.startsWith('https:') ? secureRequest : request)(
      url,
      { agent: false, ...options },
      (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (piece: string) => (body += piece))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      },
    )
    out.once('error', reject)
    out.end(sent)
  })

async function start(more: Partial<Parameters<typeof ownAuthority>[0]> = {}) {
  const tls = await ownAuthority({ dataDir: freshFolder(), names: [], now, ...more })
  const server = await startDemoServer({ tls })
  running.push(server)
  if (!tls.authority) throw new Error('no authority')
  return { server, ca: tls.authority.pem }
}

describe('the authority of the hall', () => {
  test('is kept, for the owner alone, and its certificate is the same after a restart', async () => {
    const dataDir = freshFolder()
    const first = await ownAuthority({ dataDir, names: ['hop.tinh.gov.vn'], now })
    const again = await ownAuthority({ dataDir, names: ['hop.tinh.gov.vn', 'a.hop.tinh.gov.vn'], now })
    expect(again.authority?.sha256).toBe(first.authority?.sha256)
    expect(statSync(join(dataDir, authorityFile)).mode & 0o777).toBe(0o600)
    await expect(ownAuthority({ dataDir, names: ['khac.gov.vn'], now })).rejects.toThrow(NameOutside)
  })

  test('a damaged file is an error and is left alone', async () => {
    const dataDir = freshFolder()
    await ownAuthority({ dataDir, names: [], now })
    const path = join(dataDir, authorityFile)
    const other = await makeAuthority([], now())
    const [key = ''] = readFileSync(path, 'utf8').split('-----BEGIN CERTIFICATE')
    for (const broken of ['', 'x', `${key}${other.slice(other.indexOf('-----BEGIN CERTIFICATE'))}`]) {
      writeFileSync(path, broken)
      await expect(ownAuthority({ dataDir, names: [], now })).rejects.toThrow()
      expect(readFileSync(path, 'utf8')).toBe(broken)
    }
  })

  test('names only what it may: private addresses and the domains it was made for', async () => {
    const authority = await readAuthority(await makeAuthority(['hop.tinh.gov.vn'], now()))
    expect(authority.domains).toEqual(['hdnd.internal', 'localhost', 'hop.tinh.gov.vn'])
    const { cert } = await authority.issue({
      names: ['hop.tinh.gov.vn', 'bank.vn', 'nothdnd.internal'],
      addresses: ['192.168.1.10', '8.8.8.8', 'fd00::1', '2001:db8::1'],
      now: now(),
    })
    const leaf = new X509Certificate(cert)
    expect(leaf.subjectAltName?.split(', ').sort()).toEqual(
      [
        `DNS:${hallName}`,
        'DNS:hop.tinh.gov.vn',
        'DNS:localhost',
        'IP Address:127.0.0.1',
        'IP Address:192.168.1.10',
        'IP Address:0:0:0:0:0:0:0:1',
        'IP Address:FD00:0:0:0:0:0:0:1',
      ].sort(),
    )
    expect(leaf.checkIssued(new X509Certificate(authority.pem))).toBe(true)
    expect([...cert.matchAll(/BEGIN CERTIFICATE/g)]).toHaveLength(2)
    expect(covers(['hdnd.internal'], 'evilhdnd.internal')).toBe(false)
    expect([isPrivate('172.16.0.1'), isPrivate('172.32.0.1'), isPrivate('x')]).toEqual([true, false, false])
  })

  test('an independent program refuses a certificate of this authority for a foreign name or address', async () => {
    if (spawnSync('openssl', ['version']).status !== 0) {
      console.log('NOT RUN: openssl is not installed')
      return
    }
    const text = await makeAuthority([], now())
    const ca = join(folder, 'ca.pem')
    const authority = await readAuthority(text)
    writeFileSync(ca, authority.pem)
    writeFileSync(join(folder, 'ca.key'), text)
    const verify = (san: string, constrained = true) => {
      const leaf = join(folder, 'leaf.pem')
      const own = spawnSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-keyout',
          join(folder, 'leaf.key'),
        ]
          .concat(['-CA', ca, '-CAkey', join(folder, 'ca.key'), '-subj', '/O=leaf', '-days', '2'])
          .concat([
            '-addext',
            `subjectAltName=${san}`,
            '-addext',
            'basicConstraints=critical,CA:FALSE',
            '-out',
            leaf,
          ]),
        { encoding: 'utf8' },
      )
      expect(own.stderr).not.toContain('rror')
      const judged = spawnSync(
        'openssl',
        ['verify', '-x509_strict', '-CAfile', constrained ? ca : leaf, leaf],
        { encoding: 'utf8' },
      )
      return `${judged.stdout}${judged.stderr}`
    }
    expect(verify('DNS:hop.hdnd.internal,IP:192.168.7.7')).toContain('OK')
    expect(verify('IP:fd12::1')).toContain('OK')
    for (const foreign of [
      'DNS:bank.vn',
      'DNS:evilhdnd.internal',
      'IP:8.8.8.8',
      'IP:192.169.0.1',
      'IP:2001:db8::1',
    ])
      expect(verify(foreign), foreign).toContain('permitted subtree violation')
  })
})

describe('a server with TLS', () => {
  test('answers requests and sockets under its authority, cookies marked Secure', async () => {
    const { server, ca } = await start()
    expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
    expect((await asked(`${server.url}/api/health`, { ca })).status).toBe(200)
    expect((await asked(`https://localhost:${server.port}/api/health`, { ca })).status).toBe(200)
    const named = (host: string) =>
      asked(`${server.url}/api/health`, { ca, headers: { host }, checkServerIdentity: () => undefined })
    expect((await named(`${hallName}:${server.port}`)).status).toBe(200)
    expect((await named('evil.vn')).status).toBe(403)
    const closed = await new Promise<number>((resolve, reject) => {
      const address = `${server.url.replace('https', 'wss')}/api/sessions/s/live?ticket=x`
      const socket = new WebSocket(address, { ca, origin: server.url })
      socket.once('error', reject)
      socket.once('close', resolve)
    })
    // the door of the application was reached, and its answer is about the ticket
    expect(closed).toBe(closeCodes.ticketInvalid)
    const body = JSON.stringify({ username: 'chutoa', password: demoPassword('chutoa') })
    const headers = { 'content-type': 'application/json', origin: server.url }
    const signedIn = await asked(`${server.url}/api/sign-in`, { ca, method: 'POST', headers }, body)
    expect(signedIn.status).toBe(200)
    expect(String(signedIn.headers['set-cookie'])).toMatch(/; Secure/)
    const token = (JSON.parse(signedIn.body) as { token: string }).token
    const about = await asked(`${server.url}/api/connection`, {
      ca,
      headers: { authorization: `Bearer ${token}` },
    })
    const { secure, origins, authority } = JSON.parse(about.body) as Connection
    expect([secure, authority?.pem]).toEqual([true, ca])
    const identity = await server.config.tls?.identity()
    for (const origin of origins) {
      const { hostname, port } = new URL(origin)
      expect(port).toBe(String(server.port))
      // what people are told is what the certificate is for
      expect(new X509Certificate(identity?.cert ?? '').checkIP(hostname.replace(/[[\]]/g, ''))).toBeDefined()
    }
    expect((await asked(`${server.url}/api/connection`, { ca })).status).toBe(401)
  })

  test('is not believed without its authority, nor under another', async () => {
    const { server } = await start()
    const { ca: another } = await start()
    await expect(asked(`${server.url}/api/health`, {})).rejects.toThrow(/self-signed|unable to/)
    await expect(asked(`${server.url}/api/health`, { ca: another })).rejects.toThrow(
      /signature|unable to|self-signed/,
    )
  })

  test('sends plain http on to https and says nothing else', async () => {
    const { server } = await start()
    const plain = await asked(`http://127.0.0.1:${server.port}/api/health?x=1`, {})
    expect(plain).toMatchObject({
      status: 307,
      headers: { location: `https://127.0.0.1:${server.port}/api/health?x=1` },
      body: '',
    })
    const forged = await asked(`http://127.0.0.1:${server.port}/`, { headers: { host: 'evil.vn/x"' } })
    expect(forged).toMatchObject({ status: 400, body: '' })
    const elsewhere = await asked(`http://127.0.0.1:${server.port}/`, {
      headers: { host: '127.0.0.1:1' },
      path: '//evil.vn',
    })
    expect(elsewhere.headers['location']).toBe('https://127.0.0.1:1//evil.vn')
  })

  test('keeps answering after peers that say nothing, nonsense, or leave', async () => {
    const { server, ca } = await start()
    for (const words of ['', '\u0016', '\u0000\u0001', 'GET'])
      await new Promise<void>((resolve, reject) => {
        const socket = connectPlain(server.port, '127.0.0.1', () => {
          socket.write(words)
          socket.end()
        })
        socket.once('error', reject)
        socket.once('close', () => resolve())
        socket.resume()
      })
    expect((await asked(`${server.url}/api/health`, { ca })).status).toBe(200)
  })

  test('shows a new certificate when the machine gets another address, without a restart', async () => {
    const addresses = ['192.168.1.10']
    const tls = await ownAuthority({ dataDir: freshFolder(), names: [], now, addresses: () => addresses })
    const first = await tls.identity()
    expect(await tls.identity()).toBe(first)
    addresses.push('10.1.2.3')
    const second = await tls.identity()
    expect(second).not.toBe(first)
    expect(new X509Certificate(second.cert).subjectAltName).toContain('10.1.2.3')
  })

  test('a certificate from files is read again when it was renewed', async () => {
    const authority = await readAuthority(await makeAuthority([], now()))
    const [cert, key] = [join(folder, 'own.crt'), join(folder, 'own.key')]
    const write = async (): Promise<void> => {
      const made = await authority.issue({ names: [], addresses: [], now: now() })
      writeFileSync(cert, made.cert)
      writeFileSync(key, made.key)
    }
    await write()
    const tls = fromFiles(cert, key)
    const server = await startServer({ logLevel: 'silent', tls })
    running.push(server)
    const first = await tls.identity()
    expect(await tls.identity()).toBe(first)
    expect((await asked(`${server.url}/api/health`, { ca: authority.pem })).status).toBe(200)
    await write()
    expect(await tls.identity()).not.toBe(first)
  })

  test('speaks nothing older than TLS 1.2, and shows its authority in the chain', async () => {
    const { server, ca } = await start()
    const old = await new Promise<string>((resolve) => {
      const socket = connect(
        { port: server.port, host: '127.0.0.1', ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' },
        () => resolve('open'),
      )
      socket.once('error', () => resolve('refused'))
    })
    expect(old).toBe('refused')
    const chain = await new Promise<PeerCertificate & { issuerCertificate?: { fingerprint256: string } }>(
      (resolve, reject) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', ca }, () => {
          resolve(socket.getPeerCertificate(true))
          socket.end()
        })
        socket.once('error', reject)
      },
    )
    expect(chain.issuerCertificate?.fingerprint256).toBe(new X509Certificate(ca).fingerprint256)
  })
})
