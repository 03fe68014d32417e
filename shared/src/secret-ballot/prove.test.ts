// Encrypt, add, decrypt: the sums must be the plain count; the test ballot catches a cheating device.
import { describe, expect, it, vi } from 'vitest'
import { ballotReader } from './ballot.ts'
import { checkBallotProofs } from './check-ballot.ts'
import { deviceCredential } from './credentials.ts'
import { decryptPartially, openEnvelope } from './decrypt.ts'
import { encryptMarks, exponentsOfSeed, makeBallot, refuseMarks } from './prove.ts'
import type { Marks } from './prove.ts'
import {
  confidenceQuestions,
  plainCount,
  randomMarks,
  sampleQuestions,
  sampleSetup,
  seededRandom,
} from './sample.ts'
import { isFault, parseCanonical } from './shapes.ts'
import { ballotPairs, decryptTally, partialDecryptionShape, smallLogarithm, tallier } from './tally.ts'
import type { PartialDecryption } from './tally.ts'
import { openTestBallot, sealTestBallot, unsealTestBallot } from './test-ballot.ts'
import { readTrustees } from './trustees.ts'
import { groups } from './verify-archive.ts'

vi.setConfig({ testTimeout: 120_000 })

const groupOf = groups()
const group = groupOf('BELENIOS-2048')
const seed = process.env['NGHI_TRUONG_SEED'] ?? 'prove 1'
const rounds = Number(process.env['NGHI_TRUONG_BALLOTS'] ?? 8)

const shapes = {
  yesNo: sampleQuestions.yesNo,
  dismissal: [{ answers: ['Đồng ý', 'Không đồng ý'], blank: false, min: 0, max: 1, question: 'Miễn nhiệm' }],
  candidatesBlank: [{ answers: ['A', 'B', 'C', 'D'], blank: true, min: 0, max: 3, question: 'Bầu' }],
  blankWithMin: [{ answers: ['A', 'B', 'C'], blank: true, min: 1, max: 2, question: 'Bầu' }],
  confidence: confidenceQuestions(3),
  everyAnswer: [{ answers: ['A', 'B'], blank: false, min: 2, max: 2, question: 'Tất cả' }],
  noAnswer: [{ answers: ['A', 'B'], blank: true, min: 0, max: 0, question: 'Không ai' }],
}

describe(`sums of random ballots, seed "${seed}"`, () => {
  it.each(Object.entries(shapes))('%s', (name, questions) => {
    const { election, party, random } = sampleSetup({ label: `${seed} ${name}`, group, questions, voters: 0 })
    const read = ballotReader(election)
    const sums = tallier(election)
    const votes: Marks[] = []
    for (let i = 0; i < rounds; i++) {
      const marks = randomMarks(election, random)
      const made = makeBallot(election, BigInt(i + 1), marks, exponentsOfSeed(group, random(32)), random)
      if (typeof made === 'string') throw new Error(made)
      const ballot = read(made.text)
      if (isFault(ballot)) throw new Error(ballot.why)
      expect(ballot.tracker).toBe(made.tracker)
      expect(checkBallotProofs(election, ballot)).toEqual([])
      sums.add(ballotPairs(ballot), 1n)
      votes.push(marks)
    }
    const tally = sums.tally()
    const given = new Map<number, PartialDecryption>()
    for (const owner of [3, 1]) {
      const member = party.members[owner - 1]
      const key = member && openEnvelope(group, member, member.verificationKey)
      if (key === undefined) throw new Error('no key')
      const decryption = parseCanonical(
        decryptPartially(election, tally, key, random),
        partialDecryptionShape(group, tally),
      )
      if (isFault(decryption)) throw new Error(decryption.why)
      given.set(owner, decryption)
    }
    const { trustees } = readTrustees(party.trustees, election, 'council')
    if (trustees === undefined) throw new Error('no trustees')
    const logarithm = smallLogarithm(group, BigInt(votes.length))
    const counts = decryptTally(group, trustees, tally, given)?.map((row) =>
      row.map((x) => Number(logarithm(x))),
    )
    expect(counts).toEqual(plainCount(election, votes))
    expect(logarithm(group.powerOfG(BigInt(votes.length + 1)))).toBeUndefined()
  })
})

describe('marks that are no vote', () => {
  const questions = [{ answers: ['A', 'B'], blank: true, min: 1, max: 1, question: 'Một' }]
  const { election, random } = sampleSetup({ label: 'marks', group, questions, voters: 0 })
  const read = ballotReader(election)
  const values = [-1, 0, 1, 2]
  const all = values.flatMap((a) => values.flatMap((b) => values.map((c) => [[a, b, c]])))
  const valid = new Set(['[[1,0,0]]', '[[0,1,0]]', '[[0,0,1]]'])

  it('are refused by the device, and their proofs fail, for every vector over -1..2', () => {
    for (const marks of all) {
      const good = valid.has(JSON.stringify(marks))
      expect(refuseMarks(election, marks) === undefined).toBe(good)
      const made = encryptMarks(election, 5n, marks, exponentsOfSeed(group, random(32)), random)
      const ballot = read(made.text)
      if (isFault(ballot)) throw new Error(ballot.why)
      expect(checkBallotProofs(election, ballot).length === 0).toBe(good)
    }
  })
  it('wrong lengths are refused', () => {
    expect(refuseMarks(election, [])).toBe('marks.questions')
    expect(refuseMarks(election, [[1, 0]])).toBe('marks.slots')
    expect(refuseMarks(election, [[1, 1, 0]])).toBe('marks.blank')
    expect(refuseMarks(election, [[0, 1, 1]])).toBe('marks.number')
    expect(refuseMarks(election, [[0, 0, 0]])).toBe('marks.number')
  })
})

describe('test ballot', () => {
  const { election, random } = sampleSetup({
    label: 'test ballot',
    group,
    questions: shapes.confidence,
    voters: 0,
  })
  const marks = [
    [1, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]
  const seedBytes = random(32)
  const made = makeBallot(election, 77n, marks, exponentsOfSeed(group, seedBytes), random)
  if (typeof made === 'string') throw new Error(made)
  const opened = { tracker: made.tracker, seed: seedBytes, marks }

  it('an honest one opens', () => expect(openTestBallot(election, made.text, opened)).toBeUndefined())
  it('a device that encrypted something else is caught', () => {
    const cheated = makeBallot(
      election,
      77n,
      [
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
      ],
      exponentsOfSeed(group, seedBytes),
      random,
    )
    if (typeof cheated === 'string') throw new Error(cheated)
    expect(openTestBallot(election, cheated.text, { ...opened, tracker: cheated.tracker })).toBe(
      'test.differs',
    )
  })
  it('another seed, tracker or marks', () => {
    expect(openTestBallot(election, made.text, { ...opened, seed: random(32) })).toBe('test.differs')
    expect(openTestBallot(election, made.text, { ...opened, tracker: 'x' })).toBe('test.tracker')
    expect(
      openTestBallot(election, made.text, {
        ...opened,
        marks: [
          [1, 1, 0],
          [0, 0, 1],
          [0, 0, 0],
        ],
      }),
    ).toBe('test.marks')
  })
  it('travels sealed', () => {
    const sealed = sealTestBallot(seedBytes, made.text)
    expect(unsealTestBallot(seedBytes, sealed)).toBe(made.text)
    expect(unsealTestBallot(random(32), sealed)).toBeUndefined()
  })
})

it('a device makes the same credential again after a crash, another for another ballot', () => {
  const secret = seededRandom('device')(32)
  expect(deviceCredential(group, secret, 'G2A24f7zc8LKX9')).toBe(
    deviceCredential(group, secret, 'G2A24f7zc8LKX9'),
  )
  expect(deviceCredential(group, secret, 'G2A24f7zc8LKX9')).not.toBe(
    deviceCredential(group, secret, 'G2A24f7zc8LKX8'),
  )
})
