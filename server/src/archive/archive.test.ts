/** Exports: what is said of them must be true, and whatever is changed in them must be found. */
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { castText, enrolText } from '@nghi-truong/shared/domain/devices'
import { canonical } from '@nghi-truong/shared/log/canonical'
import {
  emptyHead,
  link,
  portableHash,
  type Entry,
  type Head,
  type Payload,
} from '@nghi-truong/shared/log/chain'
import { verifyEd25519 } from '../engine/crypto.ts'
import { log, open, settle, sit, type Opened } from '../engine/testing/house.ts'
import { memoryEventLog } from '../store/memory.ts'
import { createExporter } from './export.ts'
import { sealText, type ExportHead } from './format.ts'
import { readExport } from './read-export.ts'
import { memoryServerKey, type ServerKey } from './server-key.ts'
import { faultText, reportText, verifyExport } from './verify-export.ts'

const tools = { hash: (text: string) => hash('sha256', text, 'hex'), verify: verifyEd25519 }
const later = () => new Promise((resolve) => setTimeout(resolve, 5))

/** A device of somebody, with its key enrolled in the session. */
async function device(opened: Opened, person: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'jwk' }).x ?? ''
  const signed = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url')
  await opened.must(person, `enrol-${person}`, 'devices.enrol', {
    key,
    name: 'Máy tính bảng',
    proof: signed(enrolText(log, person, key)),
  })
  return {
    cast(ballot: string, choice: string, clientSeq: number, known?: { seq: number; hash: string }) {
      const seen = known && { seq: known.seq, head: known.hash }
      const text = castText({ log, ballot, round: 1, person, choice, clientSeq, key, seen })
      const proof = { key, signature: signed(text), ...(seen && { seen }) }
      return { ballot, round: 1, choice, clientSeq, proof }
    },
  }
}

let server: ServerKey
let opened: Opened
let whole: string
let headersOnly: string

async function text(payloads: boolean): Promise<string> {
  const exporter = createExporter({
    look: opened.look,
    ...server,
    now: () => '2026-12-09T10:00:00.000Z',
    hash: tools.hash,
  })
  const lines: string[] = []
  for await (const line of exporter.lines(log, payloads)) lines.push(line)
  return `${lines.join('\n')}\n`
}

beforeAll(async () => {
  server = memoryServerKey()
  opened = await open(memoryEventLog())
  await settle(opened)
  const ballot = await sit(opened)
  const tablet = await device(opened, 'd1')
  const seen = await opened.must('chair', 'open-1', 'ballot.open', { ballot })
  await opened.must('d1', 'cast-d1', 'ballot.cast', tablet.cast(ballot, 'no', 1, seen))
  await opened.must('d1', 'cast-d1-2', 'ballot.cast', tablet.cast(ballot, 'yes', 2, seen))
  for (const who of ['d2', 'd3', 'd4', 'd5'])
    await opened.must(who, `cast-${who}`, 'ballot.cast', { ballot, round: 1, choice: 'yes', clientSeq: 1 })
  await opened.must('d6', 'cast-d6', 'ballot.cast', { ballot, round: 1, choice: 'no', clientSeq: 1 })
  await opened.must('chair', 'close-1', 'ballot.close', { ballot })
  opened.world.tick(60_000)
  await later()
  await opened.must('chair', 'publish-1', 'ballot.publish', { ballot })
  whole = await text(true)
  headersOnly = await text(false)
})

describe('an export as it left', () => {
  test('checks, and recounts to what was announced', () => {
    const report = verifyExport(Buffer.from(whole), tools, server.publicKey)
    expect(report.faults).toEqual([])
    expect(report).toMatchObject({ ok: true, title: 'Kỳ họp thứ Ba' })
    expect(report.ballots).toHaveLength(1)
    expect(report.witnessed).toBe(2)
    expect(report.ballots[0]).toMatchObject({
      counts: { yes: 5, no: 1, abstain: 0 },
      cast: 6,
      needed: 5,
      base: 9,
      passed: true,
      signed: 1,
      agrees: true,
      state: 'published',
    })
    expect(reportText(report)).toContain('NGUYÊN VẸN')
  })

  test('without payloads the chain still checks, and the report says what it could not check', () => {
    const report = verifyExport(Buffer.from(headersOnly), tools)
    expect(report).toMatchObject({ ok: true, faults: [], ballots: [] })
    expect(reportText(report)).toContain('không kiểm lại được phiếu')
    for (const word of ['"choice"', 'Kỳ họp', 'salt']) expect(headersOnly).not.toContain(word)
  })

  test('signed by another key than the pinned one is not taken', () => {
    const other = memoryServerKey().publicKey
    expect(verifyExport(Buffer.from(whole), tools, other)).toMatchObject({
      ok: false,
      faults: [{ fault: 'otherKey' }],
    })
  })
})

/** The seq that stands on a line of the file, or null for the first and the last line. */
const seqOf = (line: number, lines: number): number | null => (line === 1 || line === lines ? null : line - 1)

function flipped(source: string, at: number, bit: number): Buffer {
  const bytes = Buffer.from(source)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return bytes
}

describe.each([
  ['with payloads', () => whole],
  ['headers only', () => headersOnly],
])('one bit changed, %s', (_, source) => {
  test('anywhere: it is found, and the line is named', { timeout: 120_000 }, () => {
    const bytes = Buffer.from(source())
    const count = source().split('\n').length - 1
    const starts = [0, ...[...bytes.entries()].flatMap(([index, byte]) => (byte === 0x0a ? [index + 1] : []))]
    const lineOf = (at: number) => starts.findLastIndex((start) => start <= at) + 1
    // Every byte of the short lines and the ends of the long ones; a spread over their middles.
    const places = [...bytes.keys()].filter((at) => {
      const line = lineOf(at)
      const [start = 0, end = bytes.length] = [starts[line - 1], starts[line]]
      return line === 1 || line === count || at - start < 12 || end - at < 20 || at % 127 === 0
    })
    expect(places.length).toBeGreaterThan(900)
    for (const at of places) {
      const line = lineOf(at)
      const { broken } = readExport(flipped(source(), at, at % 8), tools)
      const [first] = broken
      const where = `byte ${at} of line ${line}: ${JSON.stringify(first)}`
      expect(broken.length, where).toBeGreaterThan(0)
      // The first line may still read well after a change: then it is the seal over it that does not fit.
      const named =
        line === 1 ? first?.line === 1 || broken.some((one) => one.fault === 'seal') : first?.line === line
      expect(named || first?.line === line, where).toBe(true)
      if (seqOf(line, count) !== null && first?.fault !== 'encoding')
        expect(first?.seq, where).toBe(seqOf(line, count))
    }
  })
})

test.each([
  ['a line left out', (lines: string[]) => lines.toSpliced(5, 1), 'chain.seq', 5],
  [
    'two lines exchanged',
    (lines: string[]) => lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''),
    'chain.seq',
    5,
  ],
  ['the last entry left out', (lines: string[]) => lines.toSpliced(-2, 1), 'missing', null],
  ['the seal left out', (lines: string[]) => lines.slice(0, -1), 'missing', null],
  ['a line twice', (lines: string[]) => lines.toSpliced(5, 0, lines[5] ?? ''), 'chain.seq', 6],
  ['an empty line', (lines: string[]) => lines.toSpliced(5, 0, ''), 'line', 5],
  ['nothing at all', () => [], 'head', null],
])('%s is found', (_, change, fault, seq) => {
  const lines = change(whole.trimEnd().split('\n'))
  const report = verifyExport(Buffer.from(lines.map((line) => `${line}\n`).join('')), tools)
  expect(report.ok).toBe(false)
  expect(report.faults[0]?.fault).toBe(fault)
  if (seq !== null) expect(report.faults[0]?.seq).toBe(seq)
  expect(faultText(report.faults[0] ?? { fault: '', line: 0, seq: 0, detail: '' })).not.toContain('undefined')
})

/** What the owner of the server and its key could do: change entries, link and sign everything anew. */
function forged(change: (entries: Entry[]) => readonly Entry[], key: KeyObject, publicKey: string): Buffer {
  const lines = whole.trimEnd().split('\n')
  const entries = lines.slice(1, -1).map((line) => JSON.parse(line) as Entry)
  let at: Head = emptyHead(log, portableHash)
  const relinked = change(structuredClone(entries)).map(({ header, payload }) => {
    const { v: _v, seq: _seq, prev: _prev, body: _body, ...fields } = header
    const entry = link(at, fields, payload, portableHash)
    at = { seq: entry.header.seq, hash: entry.hash }
    return entry
  })
  const head = { ...(JSON.parse(lines[0] ?? '') as ExportHead), publicKey, seq: at.seq, head: at.hash }
  const signature = sign(null, Buffer.from(sealText(head)), key).toString('base64url')
  return Buffer.from(
    [head, ...relinked, { seal: 'ed25519', signature }].map((one) => `${canonical(one)}\n`).join(''),
  )
}

const dataOf = (entry: Entry | undefined) => entry?.payload.data as Record<string, unknown>
const casts = (entries: readonly Entry[]) => entries.filter((entry) => entry.header.type === 'ballot.cast')

interface Line {
  code: string
  choice: string
  person: string | null
}

/** The announced list in the entry that closed the vote, to be altered. */
function listOf(entries: readonly Entry[]) {
  const closed = dataOf(entries.find((entry) => entry.header.type === 'ballot.closed'))
  const list = closed['manifest'] as { entries: Line[]; hash: string } & Record<string, unknown>
  return {
    list,
    lines: list.entries,
    rehash: () => {
      list.hash = portableHash(JSON.stringify(list.entries))
    },
  }
}

/** The log with one more entry: a device that says it has compared. */
function witnessed(
  entries: readonly Entry[],
  actor: string,
  person: string,
  first = '',
  signature?: string,
): readonly Entry[] {
  const last = entries.at(-1)
  const closed = dataOf(entries.find((entry) => entry.header.type === 'ballot.closed'))
  const { hash } = closed['manifest'] as { hash: string }
  const manifest = first === '' ? hash : first.repeat(64)
  const proof = signature === undefined ? null : { key: 'B'.repeat(43), signature }
  const data = { ballot: String(closed['ballot']), person, manifest, agrees: true, proof }
  return last
    ? [
        ...entries,
        {
          ...last,
          header: { ...last.header, type: 'ballot.witnessed', actor },
          payload: { ...last.payload, data },
        },
      ]
    : entries
}

describe('a log written anew by whoever owns the server', () => {
  test('with one more device that has compared, it is whole', () => {
    const bytes = forged((entries) => witnessed(entries, 'd1', 'd1'), server.key, server.publicKey)
    const report = verifyExport(bytes, tools)
    expect(report.faults).toEqual([])
    expect(report.ballots[0]).toMatchObject({ listed: true, witnesses: { agree: 1, differ: 0 } })
  })
  const cases: [string, (entries: Entry[]) => readonly Entry[], string][] = [
    [
      'a choice changed',
      (entries) => {
        dataOf(casts(entries)[3])['choice'] = 'no'
        return entries
      },
      'recount.differs',
    ],
    [
      'a signed choice changed',
      (entries) => {
        dataOf(casts(entries)[1])['choice'] = 'no'
        return entries
      },
      'cast.signature',
    ],
    [
      'a vote dropped',
      (entries) => entries.filter((entry) => entry !== casts(entries)[3]),
      'recount.differs',
    ],
    [
      'a vote of a stranger',
      (entries) => {
        dataOf(casts(entries)[3])['person'] = 'guest'
        return entries
      },
      'cast.notEligible',
    ],
    [
      'a vote sent by somebody else',
      (entries) =>
        entries.map((entry) =>
          entry === casts(entries)[3] ? { ...entry, header: { ...entry.header, actor: 'clerk' } } : entry,
        ),
      'cast.otherActor',
    ],
    [
      'a vote after the close',
      (entries) => {
        const moved = casts(entries)[3]
        return moved ? [...entries.filter((entry) => entry !== moved), moved] : entries
      },
      'cast.outside',
    ],
    [
      'an older choice after the newer',
      (entries) => {
        dataOf(casts(entries)[1])['clientSeq'] = 1
        return entries
      },
      'cast.older',
    ],
    [
      'an event nobody knows',
      (entries) =>
        entries.map((entry, index) =>
          index === 4 ? { ...entry, header: { ...entry.header, type: 'ballot.adjusted' } } : entry,
        ),
      'event.unknown',
    ],
    [
      'data that do not fit the event',
      (entries) =>
        entries.map((entry, index): Entry => {
          const payload: Payload = { ...entry.payload, data: { item: 7 } }
          return index === 1 ? { ...entry, payload } : entry
        }),
      'event.malformed',
    ],
    [
      'a result recorded for another set',
      (entries) => {
        dataOf(entries.find((entry) => entry.header.type === 'ballot.closed'))['setHash'] = 'f'.repeat(64)
        return entries
      },
      'recount.differs',
    ],
    ...(['code', 'choice', 'person'] as const).map((field): (typeof cases)[number] => [
      `an announced list with another ${field} in one line`,
      (entries) => {
        const { lines } = listOf(entries)
        const [one] = lines
        if (one) one[field] = field === 'choice' ? 'abstain' : 'x'
        return entries
      },
      'recount.differs',
    ]),
    [
      'an announced list without one line, its hash made anew',
      (entries) => {
        const { list, lines, rehash } = listOf(entries)
        list['entries'] = lines.slice(1)
        rehash()
        return entries
      },
      'recount.differs',
    ],
    [
      'two lines that changed their codes, the hash made anew',
      (entries) => {
        const { lines, rehash } = listOf(entries)
        const [one, two] = lines
        if (one && two) [one.code, two.code] = [two.code, one.code]
        rehash()
        return entries
      },
      'recount.differs',
    ],
    [
      'a comparison sent by somebody else',
      (entries) => witnessed(entries, 'clerk', 'd1'),
      'witness.otherActor',
    ],
    ['a comparison with another list', (entries) => witnessed(entries, 'd1', 'd1', 'e'), 'witness.otherList'],
    [
      'a comparison with a signature that does not fit',
      (entries) => witnessed(entries, 'd1', 'd1', undefined, 'A'.repeat(86)),
      'witness.signature',
    ],
  ]
  test.each(cases)('%s is found', (_, change, fault) => {
    const report = verifyExport(forged(change, server.key, server.publicKey), tools)
    expect(report.ok).toBe(false)
    expect(report.faults.map((one) => one.fault)).toContain(fault)
  })

  test('unchanged, written anew by another server: only the pinned key tells', () => {
    const { key, publicKey } = memoryServerKey()
    const bytes = forged((entries) => entries, key, publicKey)
    expect(verifyExport(bytes, tools).ok).toBe(true)
    expect(verifyExport(bytes, tools, server.publicKey)).toMatchObject({
      ok: false,
      faults: [{ fault: 'otherKey' }],
    })
  })
})

describe('the command', () => {
  const command = fileURLToPath(new URL('../commands/verify-log.ts', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'nghi-truong-verify-'))
  const run = (...given: string[]) => spawnSync(process.execPath, [command, ...given], { encoding: 'utf8' })

  test('exit codes 0, 1 and 2, a page for people and JSON for programs', () => {
    const good = join(folder, 'good.jsonl')
    writeFileSync(good, whole)
    const said = execFileSync(process.execPath, [command, good], { encoding: 'utf8' })
    expect(said).toContain('KẾT LUẬN: NGUYÊN VẸN.')
    const bad = join(folder, 'bad.jsonl')
    writeFileSync(bad, whole.replace('"choice":"yes"', '"choice":"no"'))
    const broken = run(bad)
    expect(broken.status).toBe(1)
    expect(broken.stdout).toMatch(/Mục số \d+ .*không khớp mã băm/)
    const json = run(bad, '--json')
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, faults: [{ fault: 'chain.body' }] })
    expect(run().status).toBe(2)
    expect(run(join(folder, 'absent.jsonl')).status).toBe(2)
    expect(run(good, '--nonsense').status).toBe(2)
    rmSync(folder, { recursive: true })
  })
})

describe('what devices had seen when they voted', () => {
  test('a log written anew below it is found, whoever holds the key of the server', () => {
    const first = (entries: Entry[]) => entries.find(({ header }) => header.type === 'agenda.itemAdded')
    const bytes = forged(
      (entries) => {
        const data = dataOf(first(entries))
        data['title'] = 'Một nội dung khác'
        return entries
      },
      server.key,
      server.publicKey,
    )
    const report = verifyExport(bytes, tools, server.publicKey)
    expect(report.faults.map(({ fault }) => fault)).toEqual(['cast.seen', 'cast.seen'])
    expect(faultText(report.faults[0] ?? { fault: '', line: 0, seq: 0, detail: '' })).toContain('viết lại')
  })

  test('what was lost when another machine took over is told, and is no fault', async () => {
    const house = await open(memoryEventLog())
    await settle(house)
    const ballot = await sit(house)
    const [tablet, other, third] = [
      await device(house, 'd1'),
      await device(house, 'd2'),
      await device(house, 'd3'),
    ]
    const early = await house.must('chair', 'open-1', 'ballot.open', { ballot })
    await house.system(log, 'server.promote', { epoch: 2, why: 'standby' })
    const beyond = { seq: early.seq + 40, hash: 'ab'.repeat(32) }
    await house.must('d1', 'cast-d1', 'ballot.cast', tablet.cast(ballot, 'yes', 1, beyond))
    await house.must('d2', 'cast-d2', 'ballot.cast', other.cast(ballot, 'yes', 1, early))
    const taken = async () => {
      const exporter = createExporter({
        look: house.look,
        ...server,
        now: () => '2026-12-09T10:00:00.000Z',
        hash: tools.hash,
      })
      const lines: string[] = []
      for await (const line of exporter.lines(log, true)) lines.push(`${line}\n`)
      return verifyExport(Buffer.from(lines.join('')), tools)
    }
    const report = await taken()
    expect(report).toMatchObject({ ok: true, witnessed: 1, lostBefore: 1 })
    expect(reportText(report)).toContain('LƯU Ý: 1 phiếu')
    // Below the take-over both machines had the same.
    const wrong = { seq: early.seq, hash: 'cd'.repeat(32) }
    await house.must('d3', 'cast-d3', 'ballot.cast', third.cast(ballot, 'yes', 1, wrong))
    expect((await taken()).faults.map(({ fault }) => fault)).toEqual(['cast.seen'])
  })
})
