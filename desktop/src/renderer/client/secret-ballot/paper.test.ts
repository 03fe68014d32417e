// The ballot paper at a delegate's device: what is shown, what is refused, and the test on a second device.
import { comparisonCode } from '@nghi-truong/shared/secret-ballot/ceremony'
import { writeCredentials } from '@nghi-truong/shared/secret-ballot/credentials'
import { encryptMarks, exponentsOfSeed } from '@nghi-truong/shared/secret-ballot/prove'
import { deviceCredential } from '@nghi-truong/shared/secret-ballot/credentials'
import {
  confidenceQuestions,
  sampleQuestions,
  sampleSetup,
  seededRandom,
} from '@nghi-truong/shared/secret-ballot/sample'
import { sealTestBallot } from '@nghi-truong/shared/secret-ballot/test-ballot'
import { base64Digest } from '@nghi-truong/shared/secret-ballot/digest'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { appendSetup } from '@nghi-truong/shared/secret-ballot/write'
import { describe, expect, it, vi } from 'vitest'
import { createJobs } from './jobs.ts'
import { openingText, readOpening } from './opening.ts'
import type { Announced, PaperTexts } from './paper.ts'
import { goodPin, openSeed, printedSeed, sealSeed, typedSeed } from './seal-seed.ts'
import { deviceSecret, memoryVault, vaultLedger } from './vault.ts'

vi.setConfig({ testTimeout: 60_000 })

const group = groups()('BELENIOS-2048')
const random = seededRandom('paper')
const { election, party } = sampleSetup({
  label: 'paper',
  group,
  questions: sampleQuestions.candidatesBlank,
  voters: 0,
})
const jobs = createJobs(random, vaultLedger(memoryVault(), 'p'))
const secret = random(32)
const own = jobs.credential({ deviceSecret: secret, uuid: election.uuid })
const other = jobs.credential({ deviceSecret: random(32), uuid: election.uuid })
const texts: PaperTexts = {
  election: election.text,
  trustees: party.trustees,
  credentials: writeCredentials([own, other]),
}
const announced: Announced = {
  uuid: election.uuid,
  fingerprint: election.fingerprint,
  setupHead: appendSetup(texts.election, texts.trustees, texts.credentials).chain.hash,
  code: comparisonCode(texts.trustees),
}
const read = (change: Partial<PaperTexts>, shown: Partial<Announced> = {}, credential = own) =>
  jobs.readPaper({ texts: { ...texts, ...change }, announced: { ...announced, ...shown }, credential })

describe('the paper', () => {
  it('is shown from the very text whose fingerprint was announced', () => {
    expect(read({})).toMatchObject({ issued: 2, questions: [{ blank: true, min: 0, max: 5 }] })
  })
  it.each([
    ['this device is not on the list', read({}, {}, '2'), 'paper.notListed'],
    ['another question', read({ election: texts.election.replace('Bầu', 'Bãi') }), 'paper.otherElection'],
    ['another key', read({}, { code: '1' }), 'paper.otherCode'],
    ['another list', read({ credentials: writeCredentials([own]) }), 'paper.otherHead'],
    [
      'an unsorted list',
      read({ credentials: JSON.stringify((JSON.parse(texts.credentials) as string[]).toReversed()) }),
      'paper.otherHead',
    ],
    ['keys of others', read({ trustees: '[]' }), 'paper.trustees'],
    ['no election', read({ election: '{}' }), 'paper.election'],
  ])('%s: red', (_, found, fault) => {
    expect('faults' in found && found.faults).toContain(fault)
  })
  it('the same device makes the same credential after a crash, another for another ballot', async () => {
    const vault = memoryVault()
    const kept = await deviceSecret(vault, 'p')
    expect(await deviceSecret(vault, 'p')).toEqual(kept)
    expect(await deviceSecret(vault, 'q')).not.toEqual(kept)
    const of = (uuid: string) => jobs.credential({ deviceSecret: kept, uuid })
    expect(of('a')).toBe(of('a'))
    expect(of('a')).not.toBe(of('b'))
  })
})

const marks = [[0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]]

describe('[Kiểm tra thử]', () => {
  const filled = jobs.fillIn({ election: election.text, deviceSecret: secret, marks })
  if ('refused' in filled) throw new Error(filled.refused)
  const opening = { uuid: election.uuid, tracker: filled.tracker, seed: filled.seed, marks }
  const sealed = jobs.sealForTest({ filled })
  const check = (change: Partial<typeof opening>, box = sealed) =>
    jobs.checkTest({ election: election.text, sealed: box, opening: { ...opening, ...change } })

  it('an honest device passes', () => expect(check({})).toBeNull())
  it('a device that encrypted something else is caught', () => {
    const said = [[0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]]
    expect(check({ marks: said })).toBe('test.differs')
  })
  it('a device that made its proofs for other marks is caught', () => {
    const seed = random(32)
    const s = deviceCredential(group, secret, election.uuid)
    const made = encryptMarks(
      election,
      s,
      [[0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
      exponentsOfSeed(group, seed),
      random,
    )
    const tried = check(
      { seed, tracker: made.tracker, marks: [[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]] },
      sealTestBallot(seed, made.text),
    )
    expect(tried).toBe('test.differs')
  })
  it.each([
    ['another tracker', () => check({ tracker: base64Digest('x') }), 'test.tracker'],
    ['another seed', () => check({ seed: random(32) }), 'test.sealed'],
    ['another ballot', () => check({ uuid: '22222222222222' }), 'test.election'],
    ['impossible marks', () => check({ marks: [[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]] }), 'test.marks'],
  ])('%s', (_, ask, fault) => expect(ask()).toBe(fault))

  it('the box never holds a castable text', () => {
    expect(new TextDecoder().decode(sealed)).not.toContain('election_uuid')
  })
  it('the QR code says it all, for the largest ballot in one code', () => {
    expect(readOpening(openingText(opening))).toEqual(opening)
    const large = { ...opening, marks: confidenceQuestions(40).map(() => [0, 1, 0]) }
    expect(openingText(large).length).toBeLessThan(400)
    expect(readOpening(openingText(large))).toEqual(large)
  })
  it.each([
    '',
    'NTKT1',
    'NTKT2.a.b.c.d',
    openingText(opening) + '.x',
    openingText(opening).replace('-', ',').slice(0, -1) + '2',
  ])('read wrong is no opening: %s', (text) => expect(readOpening(text)).toBeNull())
})

describe('a trustee’s seed at rest', () => {
  const seed = 'bDdVF8ReuWtSSMTCa6wFK9'
  const sealed = sealSeed(seed, '246810', random, 10)
  it('opens with its PIN and no other', () => {
    expect(openSeed(sealed, '246810')).toBe(seed)
    expect(openSeed(sealed, '246811')).toBeNull()
    expect(openSeed({ ...sealed, sealed: sealed.sealed.slice(1) }, '246810')).toBeNull()
  })
  it('holds nothing of the seed or the PIN', () => {
    const text = JSON.stringify(sealed, (_, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    )
    expect(text).not.toContain('246810')
    expect(new TextDecoder('latin1').decode(sealed.sealed)).not.toContain(seed.slice(0, 4))
  })
  it('is printed in groups and typed back', () => {
    expect(typedSeed(printedSeed(seed))).toBe(seed)
    expect(typedSeed('bDdV-F8Re-uWtS-SMTC-a6wF-K9')).toBe(seed)
    expect(typedSeed('0' + seed.slice(1))).toBeNull()
    expect(typedSeed(seed.slice(1))).toBeNull()
  })
  it('a PIN of six digits or eight letters', () =>
    expect(['12345', '123456', 'ngan', 'nghi truong'].map(goodPin)).toEqual([false, true, false, true]))
})
