/** Issuing, signing by file and by upload, in series; and what does not get through. Foreign tools judge our output. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badge } from '@nghi-truong/shared/signature/report'
import { initialsPlan, personalPlan, sealPlan } from '@nghi-truong/shared/signature/sign/place'
import type { Picture } from '@nghi-truong/shared/signature/sign/prepare'
import type { Printed } from '../printing/job.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { signPdf } from '../signature/sign.ts'
import { signerOf, testNow, timestampAuthority, type Party } from '../signature/test-pki.ts'
import { openIssuedBook } from './book.ts'
import { log, must, testDesk, type Paper, type TestDesk } from './testing/desk.ts'
import { parties, printedSheet, type Parties } from './testing/parties.ts'

const has = (tool: string, word = '-v') => spawnSync(tool, [word]).error === undefined
const tools = { pdfsig: has('pdfsig'), openssl: has('openssl', 'version') }
for (const [tool, there] of Object.entries(tools))
  if (!there)
    console.warn(`NOT RUN: ${tool} is not installed; what it says about our signatures was not asked`)

let dir = ''
let who: Parties
let paper: Printed
let desk: TestDesk
let issued: Paper

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'signing-'))
  who = parties()
  paper = await printedSheet()
  desk = await testDesk(who)
  issued = await desk.issuePaper(paper.bytes)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const place = (n = 1) => paper.places[n] ?? { page: 0, x: 0, y: 0, width: 100, height: 50 }
const plan = (field = 'ChuToa') => personalPlan(place(), { field, time: testNow, reason: 'Ký' })
const taken = must

/** A picture of one colour with a transparent border. */
function picture(width: number, height: number, colour: readonly [number, number, number]): Picture {
  const inside = (at: number, size: number) => at >= 2 && at <= size - 3
  const pixels = Array.from({ length: width * height }, (_, at) =>
    inside(at % width, width) && inside(Math.floor(at / width), height) ? 200 : 0,
  )
  return {
    width,
    height,
    rgb: deflateSync(Buffer.from(pixels.flatMap(() => [...colour]))),
    opacity: deflateSync(Buffer.from(pixels)),
  }
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
    const blue = picture(60, 28, [16, 40, 160])
    const red = picture(64, 64, [210, 18, 28])
    const one = taken(
      await desk.sign(issued, initialsPlan(place(), { field: 'KyNhay', time: testNow }, blue), who.clerk),
    )
    const two = taken(
      await desk.sign(
        one,
        personalPlan(place(), { field: 'Ky', time: testNow, name: 'Chủ tọa' }, blue),
        who.chair,
        timestampAuthority(who.tsa, testNow - 7200_000),
      ),
    )
    const three = taken(
      await desk.sign(two, sealPlan(place(), { field: 'Dau', time: testNow }, red), who.agency),
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
      const made = taken(await desk.sign(issued, plan(), kind === 'rsa' ? who.chair : who.clerk))
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
  const receive = (file: Uint8Array) => desk.receive(log, issued.sha256, file)
  const signed = async (file: Uint8Array = issued.bytes) =>
    taken(await signPdf(file, plan(), signerOf(who.chair, who.authority)))
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
    expect(await desk.receive(log, '0'.repeat(64), await signed())).toBe('signing.notIssued')
    expect(await desk.receive('ky-hop-khac', issued.sha256, await signed())).toBe('signing.notIssued')
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
    const report = await judged(slipped)
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
  it('a signature that does not stand: revoked, expired, nobody’s', async () => {
    const told = (party: Party) => desk.sign(issued, plan(), party)
    expect(await told(who.revoked)).toBe('signed.revoked')
    expect(await told(who.expired)).toBe('signed.expired')
    expect(await told(who.stranger)).toBe('signed.stranger')
  })
  it('the same file twice is the same file', async () => {
    const file = await signed()
    expect([await receive(file), await receive(file)]).toMatchObject([{ added: 1 }, { added: 1 }])
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

describe('the book', () => {
  it('outlasts a restart, keeps sessions apart, and knows what came back', async () => {
    const kept = new Map<string, unknown>()
    const store = {
      every: async () => kept,
      set: async (sha256: string, _topic: string, value: unknown) => void kept.set(sha256, value),
    }
    const record = { sha256: 'a', size: 1, log, paper: 'minutes', signatures: 0, issuedAt: '', from: null, places: [] } as const // prettier-ignore
    const first = await openIssuedBook(store)
    await first.put(record)
    await first.put({ ...record, sha256: 'b', from: 'a' })
    // The signed paper goes out again for the next signature.
    await first.put({ ...record, sha256: 'b', signatures: 1 })
    const second = await openIssuedBook(store)
    expect(second.get(log, 'a')).toEqual(record)
    expect(second.get('other', 'a')).toBeUndefined()
    expect(second.signed('a')).toBeUndefined()
    expect(second.signed('b')).toEqual({ log, paper: 'minutes', from: 'a' })
  })
})
