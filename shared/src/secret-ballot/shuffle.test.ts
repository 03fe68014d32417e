// C15 on the only shuffles we have, those of a foreign record.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { corpusDir, hasCorpus } from '../test/corpus.ts'
import { RFC_3526_2048 } from './parameters.ts'
import { putTogether, takeApart } from './tamper.ts'
import { groups, verifyArchive } from './verify-archive.ts'

vi.setConfig({ testTimeout: 60_000 })

if (!hasCorpus) console.warn('NOT RUN: the foreign record with shuffles is not on this machine')

const groupOf = groups()
const { p, q } = RFC_3526_2048

describe.skipIf(!hasCorpus)('C15 shuffles', () => {
  type Shuffle = {
    ciphertexts: { alpha: string; beta: string }[][]
    proofs: [
      [string, string, string, [string, string], string[]],
      [string, string, string, string, string[], string[]],
      string[],
      string[],
    ][]
  }
  const altered = (change: (shuffle: Shuffle) => void) => {
    const { steps, timestamp } = takeApart(readFileSync(join(corpusDir, 'ballots', 'D3-complete.bel')))
    const [, , , , , , step] = steps
    const [text, owner] = step?.texts ?? []
    const shuffle = JSON.parse(text ?? '') as Shuffle
    change(shuffle)
    if (step !== undefined) step.texts = [JSON.stringify(shuffle), owner ?? '']
    // the record ends with this shuffle: what follows would fail as a consequence
    return verifyArchive(putTogether(steps.slice(0, 7), timestamp), { profile: 'record', groupOf })
  }
  const first = (shuffle: Shuffle) => {
    const [proof] = shuffle.proofs
    if (proof === undefined) throw new Error('no proof')
    return proof
  }
  const up = (text: string): string => ((BigInt(text) + 1n) % q).toString()
  const changes: [string, (shuffle: Shuffle) => void][] = [
    ['ciphertexts exchanged', (s) => s.ciphertexts[0]?.reverse()],
    [
      'alpha and beta exchanged',
      (s) =>
        (s.ciphertexts[0] = (s.ciphertexts[0] ?? []).map(({ alpha, beta }) => ({
          alpha: beta,
          beta: alpha,
        }))),
    ],
    [
      'a mixed ciphertext outside the group',
      (s) =>
        (s.ciphertexts[0] = (s.ciphertexts[0] ?? []).map(({ alpha, beta }) => ({
          alpha,
          beta: (p - BigInt(beta)).toString(),
        }))),
    ],
    ['t1', (s) => (first(s)[0][0] = up(first(s)[0][0]))],
    ['t2', (s) => (first(s)[0][1] = up(first(s)[0][1]))],
    ['t3', (s) => (first(s)[0][2] = up(first(s)[0][2]))],
    ['t4', (s) => first(s)[0][3].reverse()],
    ['t hat', (s) => first(s)[0][4].reverse()],
    ['s1', (s) => (first(s)[1][0] = up(first(s)[1][0]))],
    ['s2', (s) => (first(s)[1][1] = up(first(s)[1][1]))],
    ['s3', (s) => (first(s)[1][2] = up(first(s)[1][2]))],
    ['s4', (s) => (first(s)[1][3] = up(first(s)[1][3]))],
    ['s hat', (s) => first(s)[1][4].reverse()],
    ['s prime', (s) => first(s)[1][5].reverse()],
    ['s1 out of range', (s) => (first(s)[1][0] = q.toString())],
    ['c', (s) => first(s)[2].reverse()],
    ['c hat', (s) => first(s)[3].reverse()],
  ]
  it('the untouched prefix is accepted', () => {
    expect(altered(() => undefined)).toMatchObject({ verdict: 'accept', stage: 'tallied' })
  })
  it.each(changes)('%s', (_, change) => {
    expect(altered(change).findings.map(({ check }) => check)).toEqual(['C15'])
  })
})
