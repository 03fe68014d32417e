/**
 * Whole records with known content, from a printed seed: for tests, the mutation run and the benchmark. What must stay
 * true: nothing outside tests and measurements uses it, because its "randomness" is a counter anybody can repeat.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Member } from './archive.ts'
import {
  assembleParty,
  isCeremonyFault,
  makeCert,
  makeKey,
  makePolynomial,
  publicKeyOf,
  randomBase58,
  readCerts,
  routePolynomials,
  trusteesText,
} from './ceremony.ts'
import { writeCredentials } from './credentials.ts'
import { decryptPartially, openEnvelope } from './decrypt.ts'
import { utf8 } from './digest.ts'
import { readElection, writeElection } from './election.ts'
import type { Election, ElectionDraft } from './election.ts'
import type { Group } from './group.ts'
import { randomExponent } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { exponentsOfSeed, makeBallot } from './prove.ts'
import type { Marks } from './prove.ts'
import {
  appendBallot,
  appendDecryption,
  appendEndBallots,
  appendResult,
  appendSetup,
  appendTally,
  archiveBytes,
} from './write.ts'
import type { Appended, Chain } from './write.ts'
import { ballotPairs, tallier } from './tally.ts'
import { ballotReader } from './ballot.ts'
import { isFault } from './shapes.ts'

/** Repeatable bytes: SHA-256 of label and counter. */
export function seededRandom(label: string): RandomBytes {
  let counter = 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let offset = 0; offset < length; offset += 32) {
      bytes.set(sha256(utf8(`${label}|${counter++}`)).subarray(0, length - offset), offset)
    }
    return bytes
  }
}

const sure = <T>(value: T): Exclude<T, string | { refused: unknown }> => {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null && 'refused' in value)) {
    throw new Error(`sample failed: ${JSON.stringify(value)}`)
  }
  return value as Exclude<T, string | { refused: unknown }>
}

const sureText = (value: string | object): string => {
  if (typeof value !== 'string') throw new Error(`sample failed: ${JSON.stringify(value)}`)
  return value
}

export type SampleMember = {
  readonly seed: string
  readonly privateKey: string
  readonly verificationKey: string
}
export type SampleParty = {
  readonly trustees: string
  readonly publicKey: string
  readonly members: readonly SampleMember[]
}

/** A ceremony of `size` members with `threshold` of them needed. */
export function sampleParty(group: Group, size: number, threshold: number, random: RandomBytes): SampleParty {
  const options = { superset: true }
  const seeds = Array.from({ length: size }, () => randomBase58(random, 22))
  const certs = seeds.map((seed, i) =>
    makeCert(group, seed, { size, threshold, index: i + 1 }, options, random),
  )
  const party = readCerts(group, certs, threshold, options)
  if (isCeremonyFault(party)) throw new Error(party.refused)
  const polynomials = seeds.map((seed, i) =>
    sureText(makePolynomial(group, seed, party, i + 1, options, random)),
  )
  const inputs = routePolynomials(group, party, polynomials, options)
  if ('refused' in inputs) throw new Error(inputs.refused)
  const outputs = seeds.map((seed, i) =>
    sureText(makeKey(group, seed, party, i + 1, inputs[i] ?? '', options, random)),
  )
  const assembled = sure(assembleParty(group, party, polynomials, outputs, options))
  const keys = (JSON.parse(assembled.party) as { verification_keys: { public_key: string }[] })
    .verification_keys
  return {
    trustees: trusteesText(assembled.party),
    publicKey: publicKeyOf(group, assembled.party),
    members: seeds.map((seed, i) => ({
      seed,
      privateKey: assembled.privateKeys[i] ?? '',
      verificationKey: keys[i]?.public_key ?? '',
    })),
  }
}

export type SampleQuestions = ElectionDraft['questions']

export const sampleQuestions = {
  yesNo: [
    {
      answers: ['Tán thành', 'Không tán thành', 'Không biểu quyết'],
      blank: false,
      min: 1,
      max: 1,
      question: 'Thông qua?',
    },
  ],
  candidates: [
    {
      answers: Array.from({ length: 10 }, (_, i) => `Ứng cử viên ${i + 1}`),
      blank: false,
      min: 0,
      max: 5,
      question: 'Bầu không quá 5',
    },
  ],
  candidatesBlank: [
    {
      answers: Array.from({ length: 10 }, (_, i) => `Ứng cử viên ${i + 1}`),
      blank: true,
      min: 0,
      max: 5,
      question: 'Bầu không quá 5',
    },
  ],
} satisfies Record<string, SampleQuestions>

/** One question per person: three levels, at most one mark. */
export const confidenceQuestions = (persons: number): SampleQuestions =>
  Array.from({ length: persons }, (_, i) => ({
    answers: ['Tín nhiệm cao', 'Tín nhiệm', 'Tín nhiệm thấp'],
    blank: false,
    min: 0,
    max: 1,
    question: `Người thứ ${i + 1}`,
  }))

/** Random valid marks of an election. */
export function randomMarks(election: Election, random: RandomBytes): Marks {
  const below = (limit: number): number => ((random(2)[0] ?? 0) * 256 + (random(2)[1] ?? 0)) % limit
  return election.questions.map((question) => {
    if (question.kind !== 'homomorphic') return []
    const marks = Array.from({ length: question.slots }, () => 0)
    if (question.blank && below(4) === 0) return marks.map((_, slot) => (slot === 0 ? 1 : 0))
    const first = question.blank ? 1 : 0
    const wanted = question.min + below(question.max - question.min + 1)
    while (marks.reduce((sum, mark) => sum + mark, 0) < wanted) {
      marks[first + below(question.answers.length)] = 1
    }
    return marks
  })
}

/** The plain count of marks: what decryption must give. */
export const plainCount = (election: Election, votes: readonly Marks[]): number[][] =>
  election.questions.map((question, q) =>
    question.kind === 'homomorphic'
      ? Array.from({ length: question.slots }, (_, slot) =>
          votes.reduce((sum, marks) => sum + (marks[q]?.[slot] ?? 0), 0),
        )
      : [],
  )

export type SampleOptions = {
  readonly label: string
  readonly group: Group
  readonly questions: SampleQuestions
  readonly voters: number
  /** How many of them vote; default all. */
  readonly ballots?: number
  readonly members?: number
  readonly threshold?: number
  readonly decryptors?: readonly number[]
}

export type SampleRecord = {
  readonly bytes: Uint8Array
  readonly members: readonly Member[]
  readonly election: Election
  readonly party: SampleParty
  readonly secrets: readonly bigint[]
  readonly votes: readonly Marks[]
  readonly ballots: readonly string[]
  readonly result: readonly (readonly number[])[]
  readonly timestamp: number
}

export const sampleTimestamp = 1_795_300_000

/** Setup of a sample: party, election, credentials; the same label gives the same texts. */
export function sampleSetup(options: SampleOptions) {
  const { group, label } = options
  const random = seededRandom(label)
  const party = sampleParty(group, options.members ?? 3, options.threshold ?? 2, random)
  const source = sureText(
    writeElection({
      description: 'Phiếu thử "mẫu" / \\',
      name: 'Bỏ phiếu thử',
      group: 'BELENIOS-2048',
      publicKey: party.publicKey,
      questions: options.questions,
      uuid: randomBase58(random, 14),
      administrator: 'Thường trực HĐND',
      credentialAuthority: 'Ban kiểm phiếu',
    }),
  )
  const { election } = readElection(source, 'council', () => group)
  if (election === undefined) throw new Error('sample failed: election')
  const secrets = Array.from({ length: options.voters }, () => randomExponent(random, group.q))
  const credentials = writeCredentials(secrets.map((secret) => group.powerOfG(secret).toString()))
  return { party, election, secrets, credentials, random }
}

/** A complete, valid record of the council's profile. */
export function sampleRecord(options: SampleOptions): SampleRecord {
  const { party, election, secrets, credentials, random } = sampleSetup(options)
  const { group } = options
  const members: Member[] = []
  const take = (appended: Appended): Chain => {
    members.push(...appended.members)
    return appended.chain
  }
  let chain = take(appendSetup(election.text, party.trustees, credentials))
  const votes: Marks[] = []
  const ballots: string[] = []
  const sums = tallier(election)
  const read = ballotReader(election)
  for (const secret of secrets.slice(0, options.ballots ?? secrets.length)) {
    const marks = randomMarks(election, random)
    const made = sure(makeBallot(election, secret, marks, exponentsOfSeed(group, random(32)), random))
    const ballot = read(made.text)
    if (isFault(ballot)) throw new Error('sample failed: ballot')
    sums.add(ballotPairs(ballot), 1n)
    votes.push(marks)
    ballots.push(made.text)
    chain = take(appendBallot(chain, made.text))
  }
  chain = take(appendEndBallots(chain))
  const tally = sums.tally()
  chain = take(appendTally(chain, tally, votes.length))
  const threshold = options.threshold ?? 2
  const decryptors = options.decryptors ?? Array.from({ length: threshold }, (_, i) => i + 1)
  for (const owner of decryptors) {
    const member = party.members[owner - 1]
    const key = member && openEnvelope(group, member, member.verificationKey)
    if (key === undefined) throw new Error('sample failed: key')
    chain = take(appendDecryption(chain, owner, decryptPartially(election, tally, key, random)))
  }
  const result = plainCount(election, votes)
  take(appendResult(chain, result))
  const bytes = archiveBytes(sampleTimestamp, members)
  return { bytes, members, election, party, secrets, votes, ballots, result, timestamp: sampleTimestamp }
}
