/**
 * Makes a ballot: encryption, individual, overall and blank proofs, signature. What must stay true: the exponents r come
 * from one seed (so that a test ballot can be opened), while every nonce of a proof, and above all that of the
 * signature, is drawn afresh and never leaves this function: whoever knows it knows the credential's secret.
 */
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64Digest, utf8 } from './digest.ts'
import type { Election, HomomorphicQuestion } from './election.ts'
import { challengeOf, multiply, product, reduce } from './group.ts'
import type { Group } from './group.ts'
import { bytesToInteger, exponentBytes, randomExponent } from './numbers.ts'
import type { RandomBytes } from './numbers.ts'
import { proveKnowledge } from './proofs.ts'
import type { Ciphertext, ProofText } from './proofs.ts'
import { num } from './shapes.ts'
import * as transcript from './transcript.ts'

/** Per question one 0/1 per slot, the blank slot first where the question has one. */
export type Marks = readonly (readonly number[])[]

/** The exponent of each choice, by question and slot, both from 0. */
export type Exponents = (question: number, slot: number) => bigint

/** Exponents of a ballot from its fresh 32-byte seed. */
export const exponentsOfSeed =
  (group: Group, seed: Uint8Array): Exponents =>
  (question, slot) =>
    bytesToInteger(
      hkdf(sha256, seed, new Uint8Array(0), utf8(`r|${question}|${slot}`), exponentBytes(group.q)),
    ) % group.q

export type MarksRefusal = 'marks.questions' | 'marks.slots' | 'marks.values' | 'marks.blank' | 'marks.number'

/** Why these marks are no valid vote, or undefined. */
export function refuseMarks(election: Election, marks: Marks): MarksRefusal | undefined {
  if (marks.length !== election.questions.length) return 'marks.questions'
  for (const [index, question] of election.questions.entries()) {
    const own: readonly number[] = marks[index] ?? []
    if (question.kind !== 'homomorphic') return 'marks.questions'
    if (own.length !== question.slots) return 'marks.slots'
    if (!own.every((mark) => mark === 0 || mark === 1)) return 'marks.values'
    const blank = question.blank && own[0] === 1
    const sum = own.slice(question.blank ? 1 : 0).reduce<number>((all, mark) => all + mark, 0)
    if (blank && sum > 0) return 'marks.blank'
    if (!blank && (sum < question.min || sum > question.max)) return 'marks.number'
  }
  return undefined
}

/** A ciphertext whose opening is known. */
type Opened = { readonly pair: Ciphertext; readonly r: bigint; readonly m: number }

/** What a branch claims: this opened ciphertext holds `claim`. */
type Claim = { readonly opened: Opened; readonly claim: number }

function encrypt(election: Election, r: bigint, m: number): Opened {
  const { group } = election
  const masked = election.powerOfY(r)
  const beta = m === 0 ? masked : multiply(group, masked, group.powerOfG(BigInt(m)))
  return { pair: { alpha: num(group.powerOfG(r)), beta: num(beta) }, r, m }
}

/** A proof that exactly the claim that is true holds, without saying which. */
function proveOneOf(
  election: Election,
  prefix: string,
  claims: readonly Claim[],
  trueClaim: number,
  random: RandomBytes,
): ProofText[] {
  // a cheating device has no true claim; it gets a proof of the right length that does not hold
  const truth = Math.min(Math.max(trueClaim, 0), claims.length - 1)
  const { group, powerOfY } = election
  const { q } = group
  const nonce = randomExponent(random, q)
  const commitments: bigint[] = []
  const parts = claims.map(({ opened, claim }, index) => {
    if (index === truth) {
      commitments.push(group.powerOfG(nonce), powerOfY(nonce))
      return { challenge: 0n, response: 0n }
    }
    const challenge = randomExponent(random, q)
    const response = randomExponent(random, q)
    const exponent = reduce(group, response + opened.r * challenge)
    const shift = reduce(group, BigInt(opened.m - claim) * challenge)
    commitments.push(group.powerOfG(exponent))
    commitments.push(
      shift === 0n ? powerOfY(exponent) : multiply(group, powerOfY(exponent), group.powerOfG(shift)),
    )
    return { challenge, response }
  })
  const total = challengeOf(group, prefix + transcript.commitmentsText(commitments))
  const others = parts.reduce((all, { challenge }) => all + challenge, 0n)
  const own = reduce(group, total - others)
  const r = claims[truth]?.opened.r ?? 0n
  parts[truth] = { challenge: own, response: reduce(group, nonce - r * own) }
  return parts.map(({ challenge, response }) => ({
    challenge: challenge.toString(),
    response: response.toString(),
  }))
}

function sumOf(group: Group, slots: readonly Opened[]): Opened {
  return {
    pair: {
      alpha: num(
        product(
          group,
          slots.map(({ pair }) => pair.alpha.value),
        ),
      ),
      beta: num(
        product(
          group,
          slots.map(({ pair }) => pair.beta.value),
        ),
      ),
    },
    r: reduce(
      group,
      slots.reduce((all, { r }) => all + r, 0n),
    ),
    m: slots.reduce((all, { m }) => all + m, 0),
  }
}

function answer(
  election: Election,
  s0: string,
  question: HomomorphicQuestion,
  slots: readonly Opened[],
  random: RandomBytes,
) {
  const { group } = election
  const individual = slots.map((opened) =>
    proveOneOf(
      election,
      transcript.individualPrefix(s0, opened.pair),
      [
        { opened, claim: 0 },
        { opened, claim: 1 },
      ],
      opened.m,
      random,
    ),
  )
  const s = transcript.choicesPrefix(
    s0,
    slots.map(({ pair }) => pair),
  )
  const sum = sumOf(group, question.blank ? slots.slice(1) : slots)
  const sums = Array.from({ length: question.max - question.min + 1 }, (_, k) => ({
    opened: sum,
    claim: question.min + k,
  }))
  const printed = {
    choices: slots.map(({ pair }) => ({ alpha: pair.alpha.text, beta: pair.beta.text })),
    individual_proofs: individual,
  }
  const [blank] = slots
  if (!question.blank || blank === undefined) {
    const prefix = transcript.overallPrefix(s, sum.pair)
    return { ...printed, overall_proof: proveOneOf(election, prefix, sums, sum.m - question.min, random) }
  }
  const isBlank = blank.m === 1
  return {
    ...printed,
    overall_proof: proveOneOf(
      election,
      transcript.overallWithBlankPrefix(s),
      [{ opened: blank, claim: 1 }, ...sums],
      isBlank ? 0 : sum.m - question.min + 1,
      random,
    ),
    blank_proof: proveOneOf(
      election,
      transcript.blankPrefix(s),
      [
        { opened: blank, claim: 0 },
        { opened: sum, claim: 0 },
      ],
      isBlank ? 1 : 0,
      random,
    ),
  }
}

export type MadeBallot = { readonly text: string; readonly tracker: string }

/** Encrypts and signs. `secret`: the credential's secret s; `exponents`: normally from a fresh seed. */
export function makeBallot(
  election: Election,
  secret: bigint,
  marks: Marks,
  exponents: Exponents,
  random: RandomBytes,
): MadeBallot | MarksRefusal {
  const refusal = refuseMarks(election, marks)
  if (refusal !== undefined) return refusal
  return encryptMarks(election, secret, marks, exponents, random)
}

/** The same without looking at the marks: what a cheating device would do. Its proofs fail where the marks are wrong. */
export function encryptMarks(
  election: Election,
  secret: bigint,
  marks: Marks,
  exponents: Exponents,
  random: RandomBytes,
): MadeBallot {
  const { group } = election
  const credential = group.powerOfG(secret).toString()
  const s0 = transcript.voterPrefix(election.fingerprint, credential)
  const answers = election.questions.flatMap((question, index) => {
    if (question.kind !== 'homomorphic') return []
    const slots = (marks[index] ?? []).map((mark, slot) => encrypt(election, exponents(index, slot), mark))
    return [answer(election, s0, question, slots, random)]
  })
  const unsigned = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers,
  }
  const hash = base64Digest(JSON.stringify(unsigned))
  const proof = proveKnowledge(group, transcript.signaturePrefix(hash), secret, random)
  const text = JSON.stringify({ ...unsigned, signature: { hash, proof } })
  return { text, tracker: base64Digest(text) }
}
