/**
 * The ballot text: its shape follows from the questions, to the last bracket. What must stay true: reading keeps the
 * decimal texts, because the proofs are bound to texts, and admits nothing a voter could hide a mark in.
 */
import { base64Digest } from './digest.ts'
import type { Election, Question } from './election.ts'
import type { Group } from './group.ts'
import { ciphertextShape, elementShape, proofShape } from './proofs.ts'
import type { Ciphertext, Proof } from './proofs.ts'
import { base64Hash, fields, isFault, list, parseCanonical, text, tuple } from './shapes.ts'
import type { Fault, Num, Shape } from './shapes.ts'

export type HomomorphicAnswer = {
  readonly choices: readonly Ciphertext[]
  readonly individual: readonly (readonly [Proof, Proof])[]
  readonly overall: readonly Proof[]
  readonly blank: readonly [Proof, Proof] | undefined
}

export type NonHomomorphicAnswer = { readonly choice: Ciphertext; readonly proof: Proof }

export type Answer = HomomorphicAnswer | NonHomomorphicAnswer

export type Ballot = {
  readonly text: string
  readonly tracker: string
  readonly uuid: string
  readonly fingerprint: string
  readonly credential: Num
  readonly answers: readonly Answer[]
  readonly signature: { readonly hash: string; readonly proof: Proof }
  /** B64 of the text without its signature: what `signature.hash` must be. */
  readonly unsignedHash: string
}

function answerShape(group: Group, question: Question): Shape<Answer> {
  const proof = proofShape(group)
  const ciphertext = ciphertextShape(group)
  if (question.kind === 'nonHomomorphic') {
    const shape = fields({ choices: ciphertext, proof })
    return (value) => {
      const read = shape(value)
      return isFault(read) ? read : { choice: read.choices, proof: read.proof }
    }
  }
  const pair = tuple<readonly [Proof, Proof]>(proof, proof)
  const always = {
    choices: list(ciphertext, question.slots),
    individual_proofs: list(pair, question.slots),
    overall_proof: list(proof, question.max - question.min + (question.blank ? 2 : 1)),
  }
  if (question.blank) {
    const shape = fields({ ...always, blank_proof: pair })
    return (value) => {
      const read = shape(value)
      if (isFault(read)) return read
      return {
        choices: read.choices,
        individual: read.individual_proofs,
        overall: read.overall_proof,
        blank: read.blank_proof,
      }
    }
  }
  const shape = fields(always)
  return (value) => {
    const read = shape(value)
    if (isFault(read)) return read
    return {
      choices: read.choices,
      individual: read.individual_proofs,
      overall: read.overall_proof,
      blank: undefined,
    }
  }
}

/** Makes the reader of an election's ballots. */
export function ballotReader(election: Election): (source: string) => Ballot | Fault {
  const { group } = election
  const shape = fields({
    election_uuid: text,
    election_hash: base64Hash,
    credential: elementShape(group),
    answers: tuple<readonly Answer[]>(...election.questions.map((question) => answerShape(group, question))),
    signature: fields({ hash: base64Hash, proof: proofShape(group) }),
  })
  return (source) => {
    const read = parseCanonical(source, shape)
    if (isFault(read)) return read
    const { challenge, response } = read.signature.proof
    const signatureText = `,"signature":${JSON.stringify({
      hash: read.signature.hash,
      proof: { challenge: challenge.text, response: response.text },
    })}}`
    return {
      text: source,
      tracker: base64Digest(source),
      uuid: read.election_uuid,
      fingerprint: read.election_hash,
      credential: read.credential,
      answers: read.answers,
      signature: read.signature,
      unsignedHash: base64Digest(source.slice(0, -signatureText.length) + '}'),
    }
  }
}

export const isHomomorphic = (answer: Answer): answer is HomomorphicAnswer => 'choices' in answer
