// The records of other makers, with the verdicts they must get.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { corpusDir, hasCorpus } from '../test/corpus.ts'
import { rememberingArithmetic } from './remember.ts'
import { seededRandom } from './sample.ts'
import { putTogether, takeApart } from './tamper.ts'
import { archiveVerifier, groups, verifyArchive } from './verify-archive.ts'

type Manifest = {
  files: { file: string; expected: 'accept' | 'reject'; expected_result?: unknown; variant: string }[]
}

vi.setConfig({ testTimeout: 60_000 })

const groupOf = groups(rememberingArithmetic().maker)
const file = (...path: string[]): Uint8Array => readFileSync(join(corpusDir, ...path))
const vectors = ['superset-3of5.bel', 'mixed-3of5.bel']

if (!hasCorpus) console.warn('NOT RUN: the corpus of ballot records is not on this machine')

describe.skipIf(!hasCorpus)('corpus of ballot records', () => {
  const manifest = hasCorpus
    ? (JSON.parse(readFileSync(join(corpusDir, 'ballots', 'manifest.json'), 'utf8')) as Manifest)
    : { files: [] }

  it.each(manifest.files)(
    '$file is expected to $expected',
    ({ file: name, expected, expected_result, variant }) => {
      const verdict = verifyArchive(file('ballots', name), { profile: 'record', groupOf })
      expect(verdict.findings.length === 0).toBe(expected === 'accept')
      expect(verdict.verdict).toBe(expected)
      if (expected === 'accept') expect(verdict.result).toEqual(expected_result ?? null)
      else expect(verdict.result).toBeNull()
      if (variant === 'stage-ballots') expect(verdict.stage).toBe('open')
      if (variant === 'stage-pds') expect(verdict.stage).toBe('decrypted')
      if (variant === 'complete') expect(verdict.stage).toBe('complete')
    },
  )

  it.each([
    ['D1-archive-data-byte', 'C1'],
    ['D1-ballot-choices-swapped', 'C12'],
    ['D1-ballot-unknown-credential', 'C9'],
    ['D1-ballot-dropped-after-tally', 'C14'],
    ['D2-ballot-duplicated', 'C13'],
    ['D2-tally-wrong', 'C14'],
    ['D1-result-plus-one', 'C17'],
    ['D2-result-moved-vote', 'C17'],
    ['D2-pd-factor-swapped', 'C16'],
    ['D1-pd-proof-altered', 'C16'],
    ['D2-pd-below-threshold', 'C17'],
    ['D3-shuffle-dropped', 'C16'],
  ])('%s fails %s', (name, check) => {
    const verdict = verifyArchive(file('ballots', `${name}.bel`), { profile: 'record', groupOf })
    expect(verdict.findings.map((finding) => finding.check)).toContain(check)
  })

  it.each(vectors)('%s: record accepts', (name) => {
    const verdict = verifyArchive(file('ballot-vectors', name), { profile: 'record', groupOf })
    expect(verdict).toMatchObject({
      verdict: 'accept',
      stage: 'complete',
      result: [
        [3, 1, 1],
        [1, 3, 1, 2, 1],
      ],
    })
  })

  it.each([
    ['ballots/D1-complete.bel', ['C7'], 'reject'],
    ['ballots/D2-complete.bel', ['C7', 'C13'], 'reject'],
    ['ballots/D3-complete.bel', ['C6', 'C7'], 'reject'],
    ['ballot-vectors/mixed-3of5.bel', ['C7'], 'reject'],
    ['ballot-vectors/superset-3of5.bel', [], 'accept'],
  ] as const)('%s: council finds %j', (name, checks, expected) => {
    const verdict = verifyArchive(file(...name.split('/')), { profile: 'council', groupOf })
    expect(verdict.verdict).toBe(expected)
    expect(verdict.findings.map((finding) => finding.check)).toEqual(expect.arrayContaining([...checks]))
  })

  it.each(['D1-complete.bel', 'D2-tally-wrong.bel'])(
    '%s: the cutting of the bytes does not matter',
    (name) => {
      const bytes = file('ballots', name)
      const random = seededRandom(`chunks of ${name}`)
      const verifier = archiveVerifier({ profile: 'record', groupOf })
      for (let offset = 0; offset < bytes.length;) {
        const length = 1 + (((random(2)[0] ?? 0) << 5) | (random(1)[0] ?? 0))
        verifier.push(bytes.subarray(offset, offset + length))
        offset += length
      }
      verifier.finish()
      expect(verifier.verdict()).toEqual(verifyArchive(bytes, { profile: 'record', groupOf }))
    },
  )

  it.each(
    manifest.files.filter(({ expected }) => expected === 'accept').map(({ file: name }) => `ballots/${name}`),
  )('%s is taken apart and put together to the same bytes', (name) => {
    const bytes = file(...name.split('/'))
    const { steps, timestamp } = takeApart(bytes)
    expect(Buffer.from(putTogether(steps, timestamp)).equals(bytes)).toBe(true)
  })

  it('an accepted record is accepted at every earlier event', () => {
    const { steps, timestamp } = takeApart(file('ballots', 'D1-complete.bel'))
    const stages = steps.map((_, index) => {
      const verdict = verifyArchive(putTogether(steps.slice(0, index + 1), timestamp), {
        profile: 'record',
        groupOf,
      })
      return `${verdict.verdict} ${verdict.stage}`
    })
    expect(stages).toEqual([
      'accept setup',
      'accept open',
      'accept open',
      'accept open',
      'accept open',
      'accept closed',
      'accept tallied',
      'accept decrypted',
      'accept complete',
    ])
  })
})
