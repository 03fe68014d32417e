/** The whole small set: every document as intended, accepted by foreign tools where they are installed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import { badge } from '@nghi-truong/shared/signature/report'
import { makeBundle, toBase64, type BundleContent } from '@nghi-truong/shared/signature/trust/bundle'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { personName } from '@nghi-truong/shared/signature/cms/name'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { readPkcs12 } from '../signature/pkcs12.ts'
import { generateDemoDocuments } from './documents.ts'
import type { DemoManifest } from './documents.ts'
import { keyFiles, keyFilesFolder, keyFilesPassword } from './key-files.ts'
import { readAnchors } from './pki-store.ts'
import { tamper } from './plans.ts'
import { demoItems } from './session.ts'

const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined
const tools = {
  pdfsig: has('pdfsig'),
  qpdf: has('qpdf'),
  openssl: has('openssl'),
  pdftotext: has('pdftotext'),
}
for (const [tool, there] of Object.entries(tools)) {
  if (!there)
    console.warn(`NOT RUN: ${tool} is not installed, so what it says about the demo documents was not asked`)
}

let dir = ''
let manifest: DemoManifest
const documentOf = (intended: string) => {
  const found = manifest.documents.find((document) => document.intended === intended)
  if (found === undefined) throw new Error(`no ${intended} document`)
  return found
}
const pathOf = (file: string): string => join(dir, file)
const pdfsig = (file: string): string => spawnSync('pdfsig', [pathOf(file)], { encoding: 'utf8' }).stdout
const textOf = (file: string): string =>
  execFileSync('pdftotext', [pathOf(file), '-'], { encoding: 'utf8' }).normalize('NFC')

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'demo-'))
  manifest = await generateDemoDocuments(dir, { scale: 'small', now: new Date('2026-11-30T02:00:00Z') })
}, 120_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** The signature of a file taken apart by hand: the covered bytes and the CMS, for openssl. */
function takeApart(bytes: Buffer): { covered: Buffer; cms: Buffer }[] {
  const text = bytes.toString('latin1')
  return [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/g)].map((match) => {
    const [first, second, third] = match.slice(1).map(Number) as [number, number, number]
    const hex = text.slice(first + 1, second - 1)
    const padded = Buffer.from(hex, 'hex')
    const length = 4 + padded.readUInt16BE(2)
    return {
      covered: Buffer.concat([bytes.subarray(0, first), bytes.subarray(second, second + third)]),
      cms: padded.subarray(0, length),
    }
  })
}

describe('files to sign with by hand', () => {
  it('open with the one password and name their people; pictures stand beside them', async () => {
    for (const name of Object.values(keyFiles)) {
      const file = readFileSync(join(dir, keyFilesFolder, `${name}.p12`))
      const signer = await readPkcs12(new Uint8Array(file), keyFilesPassword)
      if (typeof signer === 'string') throw new Error(`${name}: ${signer}`)
      expect(personName(signer.certificate.subject).commonName).toMatch(/\(DEMO\)$/)
      expect(signer.chain).toHaveLength(1)
      const picture = readFileSync(join(dir, keyFilesFolder, `${name}.png`))
      expect(picture.toString('latin1', 1, 4)).toBe('PNG')
    }
  })
})

describe('demo documents', () => {
  it('belong to items that exist, and every item has some', () => {
    const keys = new Set(manifest.documents.map((document) => document.itemKey))
    expect([...keys].toSorted()).toEqual(demoItems.map((item) => item.key).toSorted())
  })

  it('hold one each of tampered, expired, revoked, unsigned, scan', () => {
    for (const intended of ['tampered', 'expired', 'revoked', 'unsigned', 'scan']) {
      expect(manifest.documents.filter((document) => document.intended === intended)).toHaveLength(1)
    }
    expect(documentOf('unsigned').signers).toEqual([])
  })

  it('are listed with their true size and hash', () => {
    for (const { file, size, sha256 } of manifest.documents) {
      const bytes = readFileSync(pathOf(file))
      expect(bytes.length).toBe(size)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  })

  it('grow by appending: the first signed part is the beginning of the file', () => {
    const bytes = readFileSync(pathOf(documentOf('two_signatures').file))
    const parts = takeApart(bytes)
    expect(parts).toHaveLength(2)
    const first = parts[0]?.covered.length ?? 0
    expect(parts[1]?.covered.subarray(0, 1000)).toEqual(bytes.subarray(0, 1000))
    expect(parts[1]?.covered.length).toBeGreaterThan(first)
  })

  it('are not made again when they are there, and are when one is damaged', async () => {
    const victim = pathOf(documentOf('unsigned').file)
    const before = statSync(pathOf(documentOf('scan').file)).mtimeMs
    await generateDemoDocuments(dir, { scale: 'small' })
    expect(statSync(pathOf(documentOf('scan').file)).mtimeMs).toBe(before)
    const other = mkdtempSync(join(tmpdir(), 'demo-'))
    try {
      const stop = new AbortController()
      const seen: string[] = []
      const cancelled = generateDemoDocuments(other, {
        scale: 'small',
        signal: stop.signal,
        onProgress: ({ title }) => {
          seen.push(title)
          if (seen.length === 3) stop.abort(new Error('enough'))
        },
      })
      await expect(cancelled).rejects.toThrow('enough')
      expect(seen).toHaveLength(3)
    } finally {
      rmSync(other, { recursive: true, force: true })
    }
    const good = readFileSync(victim)
    writeFileSync(victim, good.subarray(1))
    manifest = await generateDemoDocuments(dir, { scale: 'small', now: new Date('2026-11-30T02:00:00Z') })
    expect(readFileSync(victim)).toEqual(good)
  }, 60_000)

  it.runIf(tools.qpdf)('are sound for qpdf', () => {
    for (const { file } of manifest.documents) {
      expect(spawnSync('qpdf', ['--check', pathOf(file)]).status, file).toBe(0)
    }
  })

  it.runIf(tools.pdfsig)('are seen by pdfsig as intended', () => {
    for (const { file, intended, signers } of manifest.documents) {
      const said = pdfsig(file)
      const valid = said.match(/Signature is Valid/g)?.length ?? 0
      if (intended === 'tampered') {
        expect(said, file).toContain('Digest Mismatch')
        expect(valid, file).toBe(0)
      } else expect(valid, file).toBe(signers.length)
      // Whatever was signed last covers the whole file.
      expect(said.match(/ {2}- Total document signed/g)?.length ?? 0, file).toBe(signers.length > 0 ? 1 : 0)
    }
  })

  it('are judged by our own verifier as intended, under the demo authority alone', async () => {
    const { certificates, crls } = await readAnchors(dir)
    const content = (anchors: readonly Uint8Array[]): BundleContent => ({
      schema: 'trust-bundle/1',
      issue: 1,
      date: '2026-11-30',
      certificates: anchors.map((der) => ({ role: 'signer', anchor: true, der: toBase64(der) })),
      crls: crls.map(toBase64),
      ocsps: [],
    })
    const verdicts = async (anchors: readonly Uint8Array[]): Promise<string[]> => {
      const bundle = makeBundle(content(anchors))
      if (typeof bundle === 'string') throw new Error(bundle)
      const all: string[] = []
      for (const { file, intended } of manifest.documents) {
        const source = bytesSource(new Uint8Array(readFileSync(pathOf(file))))
        const report = await judge(source, {
          crypto: nodeCrypto,
          now: Date.parse('2026-11-30T03:00:00Z'),
          bundle,
        })
        const { colour, code } = badge(report)
        all.push(`${intended}: ${colour} ${code}`)
      }
      return [...new Set(all)].toSorted()
    }
    expect(await verdicts(certificates)).toEqual([
      'expired: amber expiredNoProof',
      'revoked: red revoked',
      'scan: green validTimeClaimed',
      'tampered: red broken',
      'two_signatures: green validLaterChanges',
      'unsigned: none unsigned',
      'valid: green validTimeClaimed',
    ])
    // Without anybody trusted nothing is green, and what is broken is broken all the same.
    expect(await verdicts([])).toEqual([
      'expired: amber issuerUnknown',
      'revoked: amber issuerUnknown',
      'scan: amber issuerUnknown',
      'tampered: red broken',
      'two_signatures: amber issuerUnknown',
      'unsigned: none unsigned',
      'valid: amber issuerUnknown',
    ])
  }, 60_000)

  it.runIf(tools.openssl)('carry a CMS that openssl accepts under the demo root alone', async () => {
    const { certificates } = await readAnchors(dir)
    const pem = certificates.map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${(
          Buffer.from(der)
            .toString('base64')
            .match(/.{1,64}/g) ?? []
        ).join('\n')}\n-----END CERTIFICATE-----\n`,
    )
    writeFileSync(pathOf('root.pem'), pem[0] ?? '')
    const check = (file: string): { status: number | null; said: string }[] =>
      takeApart(readFileSync(pathOf(file))).map(({ covered, cms }) => {
        writeFileSync(pathOf('covered.bin'), covered)
        writeFileSync(pathOf('cms.der'), cms)
        const run = spawnSync(
          'openssl',
          [
            'cms',
            '-verify',
            '-cades',
            '-inform',
            'DER',
            '-in',
            pathOf('cms.der'),
            '-content',
            pathOf('covered.bin'),
            '-binary',
            '-CAfile',
            pathOf('root.pem'),
            '-purpose',
            'any',
            '-out',
            '/dev/null',
          ],
          { encoding: 'utf8' },
        )
        return { status: run.status, said: run.stderr }
      })
    for (const { file, intended } of manifest.documents) {
      for (const { status, said } of check(file)) {
        // A revoked certificate is openssl's business only with a list at hand.
        const good = intended !== 'tampered' && intended !== 'expired'
        expect(status === 0, `${file}: ${said}`).toBe(good)
        if (intended === 'expired') expect(said).toContain('certificate has expired')
      }
    }
  })

  it.runIf(tools.openssl)('have one signer revoked by the list of the sub-CA', async () => {
    const { crls } = await readAnchors(dir)
    writeFileSync(pathOf('sub.crl'), crls[1] ?? new Uint8Array())
    const list = execFileSync(
      'openssl',
      ['crl', '-inform', 'DER', '-in', pathOf('sub.crl'), '-noout', '-text'],
      { encoding: 'utf8' },
    )
    expect(list.match(/Serial Number:/g)).toHaveLength(1)
    expect(list).toContain('Key Compromise')
  })

  it.runIf(tools.pdftotext)('can be read as text, except the scan, and show the changed figure', () => {
    expect(textOf(documentOf('tampered').file)).toContain(tamper.after)
    expect(textOf(documentOf('tampered').file)).not.toContain(tamper.before)
    expect(textOf(documentOf('scan').file).trim()).toBe('')
    expect(textOf('giao-duc-to-trinh.pdf').replaceAll(/\s+/g, ' ')).toContain(
      'Ủy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh',
    )
  })
})
