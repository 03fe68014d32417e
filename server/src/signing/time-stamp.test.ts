/** B-T with a time-stamp authority over HTTP: `openssl ts` behind a small server. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personalPlan } from '@nghi-truong/shared/signature/sign/place'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { signPdf } from '../signature/sign.ts'
import { issue, signerOf, year } from '../signature/test-pki.ts'
import { createStamps, type StampState } from './stamps.ts'
import { must } from './testing/desk.ts'
import { parties, printedSheet } from './testing/parties.ts'
import { httpAuthority, tokenOf } from './time-stamp.ts'

const there = spawnSync('openssl', ['version']).error === undefined
if (!there) console.warn('NOT RUN: time stamps (openssl is not installed)')

const now = Date.now()
let dir = ''
let server: Server
let url = ''
let broken: 'no' | 'status' | 'other' | 'large' = 'no'

const pem = (der: Uint8Array) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n` // prettier-ignore

describe.runIf(there)('a time-stamp authority', () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tsa-'))
    const root = issue({ name: 'TSA Root', ca: true, key: 'rsa', from: now - year, to: now + year })
    const tsa = issue({ name: 'TSA', key: 'rsa', usage: [0], extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true, from: now - year, to: now + year }, root) // prettier-ignore
    const path = (name: string) => join(dir, name)
    writeFileSync(path('tsa.pem'), pem(tsa.certificate.der))
    writeFileSync(path('key.pem'), tsa.key.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(path('serial'), '01\n')
    writeFileSync(
      path('tsa.cnf'),
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${path('serial')}\nsigner_cert=${path('tsa.pem')}\nsigner_key=${path('key.pem')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha256\n`,
    )
    const stamp = (asked: Buffer): Buffer => {
      // Another digest than the one asked about: the imprint follows its octet string header.
      const at = asked.indexOf(Buffer.of(4, 32)) + 5
      if (broken === 'other') asked.writeUInt8(asked.readUInt8(at) ^ 1, at)
      writeFileSync(path('q'), asked)
      execFileSync('openssl', ['ts', '-reply', '-config', path('tsa.cnf'), '-queryfile', path('q'), '-out', path('r')], { stdio: 'pipe' }) // prettier-ignore
      return readFileSync(path('r'))
    }
    server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        if (broken === 'status') response.writeHead(500).end()
        else if (broken === 'large') response.end(Buffer.alloc(200_000))
        else response.end(stamp(Buffer.concat(pieces)))
      })
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
  })
  afterAll(() => {
    server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  /** Signs as a device does: the stamp is a job that is asked about. */
  async function sign(authority: string) {
    const who = parties()
    const failures: string[] = []
    const stamps = createStamps({
      authority: httpAuthority(authority, 5000),
      after: () => () => undefined,
      report: (what) => failures.push(what),
      tries: 2,
    })
    const ask = async (digest: Uint8Array): Promise<Uint8Array | null> => {
      const stamp = stamps.ask('thuky', digest) ?? ''
      expect(stamps.state('nguoi-khac', stamp)).toBeUndefined()
      let now: StampState | undefined
      do {
        await new Promise((resolve) => setImmediate(resolve))
        now = stamps.state('thuky', stamp)
      } while (now?.state === 'waiting')
      return now?.state === 'done' ? now.token : null
    }
    const plan = personalPlan({ page: 0, x: 330, y: 90, width: 132, height: 62 }, { field: 'Ky', time: now })
    const bytes = must(await signPdf((await printedSheet()).bytes, plan, signerOf(who.chair), ask))
    const report = await judge(bytesSource(bytes), { crypto: nodeCrypto, now: Date.now() + 5000 })
    return { bytes, report, failures }
  }

  it('gives B-T, and the stamp holds', async () => {
    broken = 'no'
    const made = await sign(url)
    const [one] = made.report.signatures
    expect(one).toMatchObject({ level: 'B-T', verdict: 'VALID', integrity: 'VALID' })
    expect(one?.timestamps[0]).toMatchObject({ kind: 'signature', integrity: 'VALID', imprint: 'sha256' })
    writeFileSync(join(dir, 'bt.pdf'), made.bytes)
    const said = spawnSync('pdfsig', ['-nocert', join(dir, 'bt.pdf')], { encoding: 'utf8' })
    if (said.error) console.warn('NOT RUN: pdfsig on a signature with a time stamp')
    else expect(said.stdout).toContain('Signature is Valid')
  })

  it.each(['status', 'other', 'large'] as const)('falls back to B-B: %s', async (how) => {
    broken = how
    const { report, failures } = await sign(url)
    expect(report.signatures[0]).toMatchObject({ level: 'B-B', verdict: 'VALID' })
    expect(failures).toHaveLength(2)
  })

  it('falls back to B-B where nobody listens', async () => {
    expect((await sign('http://127.0.0.1:1/')).report.signatures[0]).toMatchObject({ level: 'B-B' })
  })

  it('gives none where none is configured', () => {
    const stamps = createStamps({ authority: null, after: () => () => undefined, report: () => undefined })
    expect(stamps.ask('thuky', new Uint8Array(32))).toBeNull()
  })

  it('a refusal is no token', () => {
    expect(() => tokenOf(Uint8Array.of(0x30, 5, 0x30, 3, 2, 1, 2), new Uint8Array(32))).toThrow('refused')
  })
})
