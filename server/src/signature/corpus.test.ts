/**
 * The developer corpus: no false accept, nothing missing, at most one false reject in a hundred; quick slices of the
 * mutation and fuzz commands. Skips, saying so, where the corpus is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '@nghi-truong/shared/signature/ports'
import type { SignatureReport } from '@nghi-truong/shared/signature/report'
import { judge } from '@nghi-truong/shared/signature/verdict'
import { corpusDir } from '@nghi-truong/shared/test/corpus'
import { mutant } from './fuzzing.ts'
import { flipBytes } from './mutation.ts'
import { nodeCrypto, openFile } from './node-crypto.ts'
import { samplePdf } from './sample-pdf.ts'
import { signPdf } from './sign.ts'
import { issue, signerOf, testNow, timestampAuthority } from './test-pki.ts'

const folder = join(corpusDir, 'signatures')
const present = existsSync(join(folder, 'manifest.json'))
if (!present) console.log(`signature corpus not found at ${folder}: its test is skipped`)

interface Entry {
  file: string
  scored: boolean
  expected_file_verdict: 'PASS' | 'FAIL' | 'WARN_OR_FAIL' | 'NO_SIGNATURE'
  policy_note?: string
  requires_password?: boolean
  signatures: unknown[]
}

const outcome = (entry: Entry, report: SignatureReport): 'right' | 'falseAccept' | 'falseReject' => {
  const found = report.signatures.map((one) => one.verdict)
  const valid = found.length > 0 && found.every((one) => one === 'VALID')
  if (entry.expected_file_verdict === 'NO_SIGNATURE') return found.length === 0 ? 'right' : 'falseAccept'
  if (entry.expected_file_verdict !== 'PASS') return valid ? 'falseAccept' : 'right'
  const lenient = Boolean(entry.policy_note) || Boolean(entry.requires_password)
  const good = lenient ? ['VALID', 'WARN', 'INDETERMINATE'] : ['VALID']
  return found.length >= entry.signatures.length && found.every((one) => good.includes(one))
    ? 'right'
    : 'falseReject'
}

describe.skipIf(!present)('the signature corpus', () => {
  it('has no false accept and at most 1 % false rejects', async () => {
    const { entries } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      entries: Entry[]
    }
    const wrong: string[] = []
    let scored = 0
    for (const entry of entries) {
      const source = openFile(join(folder, entry.file))
      const report = await judge(source, { crypto: nodeCrypto, now: testNow })
      source.close()
      if (!entry.scored) continue
      scored++
      const result = outcome(entry, report)
      if (result !== 'right') wrong.push(`${result} ${entry.file}`)
    }
    expect(wrong.filter((one) => one.startsWith('falseAccept'))).toEqual([])
    expect(wrong.length).toBeLessThanOrEqual(scored / 100)
  }, 120_000)
})

const ownFile = async (xref: 'table' | 'stream' | 'objects', stamp: boolean): Promise<Uint8Array> => {
  const ca = issue({ name: 'CA', ca: true })
  const tsa = issue({ name: 'TSA', extended: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }, ca)
  const plan = { field: 'Sig1', page: 0, rect: null, time: testNow, room: 4096 }
  const shape = { xref, fields: [{ name: 'Text1', value: 'TEST' }] }
  const out = await signPdf(samplePdf(shape), plan, signerOf(issue({ name: 'm' }, ca), ca), stamp ? timestampAuthority(tsa, testNow) : undefined) // prettier-ignore
  if (typeof out === 'string') throw new Error(out)
  return out
}

describe('mutation and fuzz, quick slices of the commands', () => {
  it.each([
    ['table', true],
    ['stream', false],
    ['objects', false],
  ] as const)('no flipped byte survives (%s)', async (xref, stamp) => {
    const result = await flipBytes(await ownFile(xref, stamp), 250, 11)
    expect(result.survivors).toEqual([])
  })
  it('mutants neither crash the judge nor pass as the original signature over other bytes', async () => {
    const seeds = [await ownFile('table', false), await ownFile('objects', true)]
    for (let number = 0; number < 1500; number++) {
      const report = await judge(bytesSource(mutant(seeds, 5, number)), { crypto: nodeCrypto, now: testNow })
      expect(report.schema, `mutant ${number} of seed 5`).toBe(1)
      expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    }
  }, 60_000)
})
