/** Issuing, signing by file and by upload, in series; and what does not get through. Foreign tools judge our output. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge } from '@nghi-truong/shared/signature/report'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { signPdf } from '../signature/sign.ts'
import { issue, signerOf, testNow, timestampAuthority, type Party } from '../signature/test-pki.ts'
import type { Printed } from '../printing/job.ts'
import { createSigningDesk, memoryBook, type SigningDesk } from './desk.ts'
import { keySignerOf, pkcs12Signer } from './key-signer.ts'
import { initialsPlan, personalPlan, sealPlan } from './place.ts'
import { readPng } from './png.ts'
import type { Issued, Signer } from './signer.ts'
import { parties, printedSheet, type Parties } from './testing/parties.ts'
import { createUploadSigner } from './upload.ts'

const has = (tool: string, word = '-v') => spawnSync(tool, [word]).error === undefined
const tools = { pdfsig: has('pdfsig'), openssl: has('openssl', 'version') }
for (const [tool, there] of Object.entries(tools))
  if (!there)
    console.warn(`NOT RUN: ${tool} is not installed; what it says about our signatures was not asked`)

let dir = ''
let who: Parties
let paper: Printed
let desk: SigningDesk
let issued: Issued

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signing-'))
  who = parties()
  paper = await printedSheet()
  desk = createSigningDesk(memoryBook(), async () => ({
    crypto: nodeCrypto,
    now: testNow,
    bundle: who.bundle,
  }))
  issued = await desk.issue(paper.bytes)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const signer = (party: Party, stamped = false): Signer =>
  keySignerOf(
    'pkcs12',
    signerOf(party, who.authority),
    stamped ? timestampAuthority(who.tsa, testNow - 7200_000) : undefined,
  )
const place = (n = 1) => paper.places[n] ?? { page: 0, x: 0, y: 0, width: 100, height: 50 }
const plan = (field = 'ChuToa') => personalPlan(place(), { field, time: testNow, reason: 'Ký' })
const taken = <T extends object>(answer: T | string): T => {
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}

/** A PNG of one colour with a transparent border, by hand. */
function png(width: number, height: number, [r, g, b]: readonly [number, number, number]): Uint8Array {
  const rows: number[] = []
  for (let y = 0; y < height; y++) {
    rows.push(0)
    for (let x = 0; x < width; x++)
      rows.push(r, g, b, x < 2 || y < 2 || x > width - 3 || y > height - 3 ? 0 : 200)
  }
  const chunk = (name: string, data: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    return Buffer.concat([size, Buffer.from(name), data, Buffer.alloc(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    magic,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.of()),
  ])
}

/** The CMS and the covered bytes of the newest signature, taken apart by hand. */
function takeApart(bytes: Uint8Array): { covered: Buffer; cms: Buffer } {
  const file = Buffer.from(bytes)
  const [range] = [...file.toString('latin1').matchAll(/\/ByteRange *\[ *0 +(\d+) +(\d+) +(\d+) *\]/g)].slice(
    -1,
  )
  const [first, second, third] = (range?.slice(1).map(Number) ?? []) as [number, number, number]
  const padded = Buffer.from(file.toString('latin1', first + 1, second - 1), 'hex')
  return {
    covered: Buffer.concat([file.subarray(0, first), file.subarray(second, second + third)]),
    cms: padded.subarray(0, 4 + padded.readUInt16BE(2)),
  }
}

describe('a series: ký nháy, ký, đóng dấu', () => {
  it('each signature is taken, each result is issued for the next, all stay sound', async () => {
    const blue = taken(readPng(png(60, 28, [16, 40, 160])))
    const red = taken(readPng(png(64, 64, [210, 18, 28])))
    const one = taken(
      await desk.sign(
        issued,
        initialsPlan(place(), { field: 'KyNhay', time: testNow }, blue),
        signer(who.clerk),
      ),
    )
    const two = taken(
      await desk.sign(
        one,
        personalPlan(place(), { field: 'Ky', time: testNow, name: 'Chủ tọa' }, blue),
        signer(who.chair, true),
      ),
    )
    const three = taken(
      await desk.sign(two, sealPlan(place(), { field: 'Dau', time: testNow }, red), signer(who.agency)),
    )
    expect([one.added, two.added, three.added]).toEqual([1, 1, 1])
    expect(three.report.signatures.map((each) => [each.field, each.verdict, each.level])).toEqual([
      ['KyNhay', 'VALID', 'B-B'],
      ['Ky', 'VALID', 'B-T'],
      ['Dau', 'VALID', 'B-B'],
    ])
    expect(badge(three.report).colour).toBe('green')
    expect(Buffer.from(three.bytes).subarray(0, issued.bytes.length).equals(issued.bytes)).toBe(true)
    writeFileSync(join(dir, 'series.pdf'), three.bytes)
    if (process.env['KEEP']) writeFileSync(process.env['KEEP'], three.bytes)
    if (tools.pdfsig) {
      const said = spawnSync('pdfsig', ['-nocert', join(dir, 'series.pdf')], { encoding: 'utf8' }).stdout
      expect(said.match(/Signature is Valid/g)).toHaveLength(3)
      expect(said.match(/ETSI\.CAdES\.detached/g)).toHaveLength(3)
      expect(said).toContain('Total document signed')
    }
  })
})

describe('foreign tools', () => {
  it.runIf(tools.openssl).each(['rsa', 'ec'] as const)(
    'openssl cms -verify takes our %s message',
    async (kind) => {
      const made = taken(await desk.sign(issued, plan(), signer(kind === 'rsa' ? who.chair : who.clerk)))
      const { covered, cms } = takeApart(made.bytes)
      const pem = (party: Party) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(party.certificate.der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n` // prettier-ignore
      const path = (name: string) => join(dir, `${kind}-${name}`)
      writeFileSync(path('cms'), cms)
      writeFileSync(path('covered'), covered)
      writeFileSync(path('root'), pem(who.root))
      const words = [
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-in',
        path('cms'),
        '-content',
        path('covered'),
        '-binary',
      ]
      const trust = [
        '-CAfile',
        path('root'),
        '-purpose',
        'any',
        '-attime',
        String(testNow / 1000),
        '-out',
        path('out'),
      ]
      expect(spawnSync('openssl', [...words, ...trust], { encoding: 'utf8' }).stderr).toContain('successful')
      writeFileSync(path('covered'), Buffer.concat([covered, Buffer.of(10)]))
      expect(spawnSync('openssl', [...words, ...trust]).status).not.toBe(0)
    },
  )
})

describe('what is refused', () => {
  const receive = (file: Uint8Array) => desk.receive(issued.sha256, file)
  const signed = async (file: Uint8Array = issued.bytes) =>
    taken(await signPdf(file, plan(), signerOf(who.chair)))
  const edited = (file: Uint8Array, from: string, to: string) => {
    const text = Buffer.from(file).toString('latin1')
    expect(text).toContain(from)
    return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'))
  }
  /** An update that gives page 1 another content before anybody signs. */
  /** Upon the newest revision, or past it upon the first. */
  const withOtherPage = (file: Uint8Array, upon: 'newest' | 'first' = 'newest') => {
    const text = Buffer.from(file).toString('latin1')
    const pick = (every: RegExp) => [...text.matchAll(every)].at(upon === 'first' ? 0 : -1)?.[1]
    const page = /(\d+) 0 obj\n<<\n\/Type \/Page\n[\s\S]*?\/Contents (\d+) 0 R/.exec(text)
    const start = pick(/startxref\n(\d+)/g)
    const root = pick(/\/Root (\d+ 0 R)/g)
    const size = pick(/\/Size (\d+)/g)
    const content = page?.[2] ?? '0'
    const body = `${content} 0 obj\n<</Length 8>>\nstream\n0 0 m 1 w\nendstream\nendobj\n`
    const at = file.length
    const rows = `xref\n${content} 1\n${String(at).padStart(10, '0')} 00000 n \n`
    const end = `trailer\n<</Size ${size}/Root ${root}/Prev ${start}>>\nstartxref\n${at + body.length}\n%%EOF\n`
    return new Uint8Array(Buffer.concat([file, Buffer.from(body + rows + end)]))
  }

  it('the control: what was signed in order is taken', async () => {
    expect(await receive(await signed())).toMatchObject({ added: 1 })
  })
  it('a paper never issued here', async () => {
    expect(await desk.receive('0'.repeat(64), await signed())).toBe('signing.notIssued')
    expect(await desk.sign({ sha256: '1'.repeat(64), bytes: issued.bytes }, plan(), signer(who.chair))).toBe(
      'signing.notIssued',
    )
  })
  it('another paper, a shortened one, one changed in a byte', async () => {
    const other = taken(await signPdf((await printedSheetLike()).bytes, plan(), signerOf(who.chair)))
    expect(await receive(other)).toBe('signed.otherDocument')
    expect(await receive(issued.bytes.subarray(0, 100))).toBe('signed.otherDocument')
    const file = await signed()
    file[200] = (file[200] ?? 0) ^ 1
    expect(await receive(file)).toBe('signed.otherDocument')
  })
  it('the paper as it went out, and bytes added without a signature', async () => {
    expect(await receive(issued.bytes)).toBe('signed.unsigned')
    expect(await receive(new Uint8Array(Buffer.concat([issued.bytes, Buffer.from('\n% bạn\n')])))).toBe(
      'signed.unsigned',
    )
  })
  it('a change slipped in before the signature, which is sound over it', async () => {
    const slipped = await signed(withOtherPage(issued.bytes))
    const report = (await desk.issue(slipped)) && (await judged(slipped))
    expect(report.signatures[0]).toMatchObject({
      integrity: 'VALID',
      coverage: 'ENTIRE_FILE',
      verdict: 'VALID',
    })
    expect(await receive(slipped)).toBe('signed.changed')
  })
  it('a broken signature, and one that does not cover the whole file', async () => {
    const file = await signed()
    expect(await receive(edited(file, '/Reason', '/Reaso3'))).toBe('signed.invalid')
    expect(await receive(new Uint8Array(Buffer.concat([file, Buffer.from('\n% thêm\n')])))).toBe(
      'signed.invalid',
    )
    expect(await receive(withOtherPage(file))).toBe('signed.invalid')
    expect(await receive(withOtherPage(file, 'first'))).toBe('signed.unsigned')
  })
  /** An update whose catalog has more entries, with one more object. */
  const withCatalog = (file: Uint8Array, entry: (fresh: number) => string, object: Buffer) => {
    const text = Buffer.from(file).toString('latin1')
    const last = (every: RegExp) => [...text.matchAll(every)].at(-1)?.[1] ?? ''
    const root = last(/\/Root (\d+) 0 R/g)
    const fresh = Number(last(/\/Size (\d+)/g))
    const catalog = last(new RegExp(`\\n${root} 0 obj\\n<<([\\s\\S]*?)>>\\nendobj`, 'g'))
    const first = Buffer.from(`${root} 0 obj\n<<${catalog}${entry(fresh)}>>\nendobj\n`, 'latin1')
    const second = Buffer.concat([Buffer.from(`${fresh} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    const row = (at: number) => `${String(at).padStart(10, '0')} 00000 n \n`
    const start = file.length + first.length + second.length
    const table = `xref\n${root} 1\n${row(file.length)}${fresh} 1\n${row(file.length + first.length)}`
    const end = `trailer\n<</Size ${fresh + 1}/Root ${root} 0 R/Info ${last(/\/Info (\d+ 0 R)/g)}/ID ${last(/\/ID *(\[[^\]]*\])/g)}/Prev ${last(/startxref\n(\d+)/g)}>>\nstartxref\n${start}\n%%EOF\n`
    return new Uint8Array(Buffer.concat([file, first, second, Buffer.from(table + end)]))
  }
  it('validation data behind the signature is taken, anything else is not', async () => {
    const der = Buffer.from(who.authority.certificate.der)
    const stream = Buffer.concat([
      Buffer.from(`<</Length ${der.length}>>\nstream\n`),
      der,
      Buffer.from('\nendstream'),
    ])
    const dss = (fresh: number) => `/DSS<</Type/DSS/Certs[${fresh} 0 R]>>`
    expect(await receive(withCatalog(await signed(), dss, stream))).toMatchObject({ added: 1 })
    const script = (fresh: number) => `/OpenAction ${fresh} 0 R`
    const action = Buffer.from('<</S/JavaScript/JS(app.alert(1))>>')
    expect(await receive(withCatalog(await signed(), script, action))).toBe('signed.invalid')
  })
  it('trust is told and not asked: revoked, expired and forged are taken with their right names', async () => {
    const told = async (party: Party) => badge(taken(await desk.sign(issued, plan(), signer(party))).report)
    expect(await told(who.revoked)).toMatchObject({ colour: 'red', code: 'revoked' })
    expect(await told(who.expired)).toMatchObject({ colour: 'amber', code: 'expiredNoProof' })
    expect(await told(who.stranger)).toMatchObject({ colour: 'amber', code: 'issuerUnknown' })
  })

  async function judged(file: Uint8Array) {
    const { judge } = await import('@nghi-truong/shared/signature/verdict')
    const { bytesSource } = await import('@nghi-truong/shared/signature/ports')
    return judge(bytesSource(file), { crypto: nodeCrypto, now: testNow, bundle: who.bundle })
  }
  async function printedSheetLike(): Promise<{ bytes: Uint8Array }> {
    return { bytes: edited(issued.bytes, '%PDF-1.7', '%PDF-1.6') }
  }
})

describe('PKCS#12', () => {
  it.runIf(tools.openssl)('reads a file made by openssl; says so when the password is wrong', async () => {
    const person = issue({ name: 'Chủ tọa P12', key: 'rsa' }, who.authority)
    const pem = (der: Uint8Array) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n` // prettier-ignore
    writeFileSync(join(dir, 'k.pem'), person.key.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(join(dir, 'c.pem'), pem(person.certificate.der))
    writeFileSync(join(dir, 'ca.pem'), pem(who.authority.certificate.der))
    const file = execFileSync('openssl', ['pkcs12', '-export', '-inkey', join(dir, 'k.pem'), '-in', join(dir, 'c.pem'), '-certfile', join(dir, 'ca.pem'), '-passout', 'pass:mat-khau']) // prettier-ignore
    expect(await pkcs12Signer(new Uint8Array(file), 'sai')).toBe('pkcs12.password')
    expect(await pkcs12Signer(Uint8Array.of(1, 2, 3), '')).toBe('pkcs12.form')
    const made = taken(
      await desk.sign(issued, plan(), taken(await pkcs12Signer(new Uint8Array(file), 'mat-khau'))),
    )
    expect(badge(made.report)).toMatchObject({ colour: 'green' })
  })
  it('signs without a time stamp when the authority is silent, and says so', async () => {
    const mute = () => Promise.reject(new Error('no answer'))
    const quiet = keySignerOf('pkcs12', signerOf(who.chair, who.authority), mute)
    const offered = taken(await quiet.sign(issued, plan()))
    expect(offered.timestamped).toBe(false)
    expect(taken(await desk.receive(issued.sha256, offered.bytes)).report.signatures[0]?.level).toBe('B-B')
    expect(taken(await signer(who.chair, true).sign(issued, plan())).timestamped).toBe(true)
  })
})

describe('upload', () => {
  it('waits for the bytes of that paper, once; a wait can be called off', async () => {
    const upload = createUploadSigner()
    const waiting = desk.sign(issued, plan(), upload)
    while (upload.waiting().length === 0) await Promise.resolve()
    const file = taken(await signPdf(issued.bytes, plan(), signerOf(who.chair, who.authority)))
    expect(upload.deliver('0'.repeat(64), file)).toBe(false)
    expect(upload.deliver(issued.sha256, file)).toBe(true)
    expect(upload.deliver(issued.sha256, file)).toBe(false)
    expect(badge(taken(await waiting).report).colour).toBe('green')
    const stop = new AbortController()
    const second = upload.sign(issued, plan(), stop.signal)
    stop.abort()
    expect(await second).toBe('signing.cancelled')
    expect(upload.waiting()).toEqual([])
  })
})

describe('pictures', () => {
  it('are read exactly or refused', () => {
    const good = png(8, 6, [1, 2, 3])
    expect(readPng(good)).toMatchObject({ width: 8, height: 6 })
    expect(readPng(good.subarray(0, 40))).toBe('picture.form')
    expect(readPng(Uint8Array.of(1))).toBe('picture.form')
    const huge = Buffer.from(good)
    huge.writeUInt32BE(1_000_000, 16)
    expect(readPng(huge)).toBe('picture.tooLarge')
  })
})
