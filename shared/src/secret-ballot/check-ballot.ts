/**
 * All proofs of one ballot: signature (C10), membership of every element (C11), individual, overall and blank proofs
 * (C12). What must stay true: every alpha and beta is raised to q; challenges and responses are in range; what is
 * compared with the hash is the SUM of the branch challenges mod q.
 */
import { isHomomorphic } from './ballot.ts'
import type { Ballot, HomomorphicAnswer, NonHomomorphicAnswer } from './ballot.ts'
import type { Election, HomomorphicQuestion } from './election.ts'
import { flaw } from './findings.ts'
import type { Flaw } from './findings.ts'
import { challengeOf, inRange, product, reduce } from './group.ts'
import type { Group } from './group.ts'
import type { Branch, Pair } from './ladder.ts'
import { checkKnowledge, proofInRange } from './proofs.ts'
import type { Ciphertext, Proof } from './proofs.ts'
import { num } from './shapes.ts'
import type { Num } from './shapes.ts'
import * as transcript from './transcript.ts'

/** A branch of a disjunctive proof: it claims that a ciphertext holds the message M. */
type Stated = { readonly proof: Proof; readonly message: number }

// (beta/g^M)^c = beta^c * g^(-M*c)
const branchOf = (group: Group, { proof, message }: Stated): Branch => ({
  challenge: proof.challenge.value,
  response: proof.response.value,
  shift: message === 0 ? 0n : reduce(group, -BigInt(message) * proof.challenge.value),
})

/** A branch with its recomputed commitments. */
type Told = { readonly proof: Proof; readonly commitments: Pair }

function tell(stated: readonly Stated[], commitments: readonly Pair[]): (Told | undefined)[] {
  return stated.map(({ proof }, index) => {
    const pair = commitments[index]
    return pair && { proof, commitments: pair }
  })
}

/** Whether the challenges of these branches add up to the hash of their commitments. */
function holds(group: Group, prefix: string, branches: readonly (Told | undefined)[]): boolean {
  const commitments: bigint[] = []
  let sum = 0n
  for (const branch of branches) {
    if (branch === undefined) return false
    sum += branch.proof.challenge.value
    commitments.push(...branch.commitments)
  }
  const input = prefix + transcript.commitmentsText(commitments)
  return challengeOf(group, input) === sum % group.q
}

const allInRange = (group: Group, proofs: readonly Proof[]): boolean =>
  proofs.every((proof) => proofInRange(group, proof))

function checkHomomorphic(
  election: Election,
  s0: string,
  question: HomomorphicQuestion,
  answer: HomomorphicAnswer,
  where: string,
): Flaw[] {
  const { group } = election
  const flaws: Flaw[] = []
  const { choices, individual, overall, blank } = answer
  if (!choices.every(({ alpha, beta }) => inRange(group, alpha.value) && inRange(group, beta.value))) {
    return [flaw('C11', 'notElement', `${where}: outside 1..p-1`)]
  }
  if (!allInRange(group, individual.flat()))
    return [flaw('C12', 'individualProof', `${where}: outside 0..q-1`)]
  if (!allInRange(group, overall)) return [flaw('C12', 'overallProof', `${where}: outside 0..q-1`)]
  if (!allInRange(group, blank ?? [])) return [flaw('C12', 'blankProof', `${where}: outside 0..q-1`)]

  const [overBlank] = overall
  if (overBlank === undefined) return [flaw('C12', 'overallProof', `${where}: missing`)]
  // With a blank slot, each of the last two proofs has its first branch on that slot and the others on the sum.
  const onBlank: Stated[] = blank
    ? [
        { proof: blank[0], message: 0 },
        { proof: overBlank, message: 1 },
      ]
    : []
  const onSum: Stated[] = (blank ? overall.slice(1) : overall).map((proof, k) => ({
    proof,
    message: question.min + k,
  }))
  if (blank) onSum.unshift({ proof: blank[1], message: 0 })
  const onChoice = choices.map((_, index): Stated[] => [
    ...(individual[index] ?? []).map((proof, message) => ({ proof, message })),
    ...(index === 0 ? onBlank : []),
  ])
  const { own, onProduct } = group.arithmetic.recompute(
    { g: group.powerOfG, y: election.powerOfY },
    group.q,
    choices.map(({ alpha, beta }, index) => ({
      pair: [alpha.value, beta.value],
      summed: blank === undefined || index > 0,
      branches: (onChoice[index] ?? []).map((stated) => branchOf(group, stated)),
    })),
    onSum.map((stated) => branchOf(group, stated)),
  )

  const told = choices.map((_, index) => tell(onChoice[index] ?? [], own[index]?.commitments ?? []))
  for (const [index, choice] of choices.entries()) {
    if (own[index]?.raised.every((half) => half === 1n) !== true) {
      flaws.push(flaw('C11', 'notElement', `${where}, choice ${index + 1}`))
    }
    const [zero, one] = told[index] ?? []
    if (!holds(group, transcript.individualPrefix(s0, choice), [zero, one])) {
      flaws.push(flaw('C12', 'individualProof', `${where}, choice ${index + 1}`))
    }
  }

  const s = transcript.choicesPrefix(s0, choices)
  const toldOfSum = tell(onSum, onProduct)
  if (blank === undefined) {
    if (!holds(group, transcript.overallPrefix(s, sumOf(group, choices)), toldOfSum)) {
      flaws.push(flaw('C12', 'overallProof', where))
    }
    return flaws
  }
  const [, , notBlank, isBlank] = told[0] ?? []
  const [noAnswer, ...answers] = toldOfSum
  if (!holds(group, transcript.blankPrefix(s), [notBlank, noAnswer])) {
    flaws.push(flaw('C12', 'blankProof', where))
  }
  if (!holds(group, transcript.overallWithBlankPrefix(s), [isBlank, ...answers])) {
    flaws.push(flaw('C12', 'overallProof', where))
  }
  return flaws
}

/** The ciphertext of the sum of the answers. */
function sumOf(group: Group, choices: readonly Ciphertext[]): Ciphertext {
  const times = (values: readonly Num[]): Num =>
    num(
      product(
        group,
        values.map(({ value }) => value),
      ),
    )
  return { alpha: times(choices.map(({ alpha }) => alpha)), beta: times(choices.map(({ beta }) => beta)) }
}

function checkNonHomomorphic(
  election: Election,
  s0: string,
  answer: NonHomomorphicAnswer,
  where: string,
): Flaw[] {
  const { group } = election
  const { choice, proof } = answer
  const { alpha, beta } = choice
  const members = [alpha, beta].every(
    ({ value }) => inRange(group, value) && group.arithmetic.powers(value, [group.q])[0] === 1n,
  )
  if (!members) return [flaw('C11', 'notElement', where)]
  const prefix = transcript.plaintextPrefix(s0, election.publicKey.text, choice)
  return checkKnowledge(group, prefix, alpha.value, proof) ? [] : [flaw('C12', 'plaintextProof', where)]
}

/** Signature and proofs of a ballot that is already known to be of this election and by a listed credential. */
export function checkBallotProofs(election: Election, ballot: Ballot): Flaw[] {
  const flaws: Flaw[] = []
  const { group } = election
  if (ballot.signature.hash !== ballot.unsignedHash) {
    flaws.push(flaw('C10', 'signatureHash', 'not the hash of the unsigned text'))
  }
  const prefix = transcript.signaturePrefix(ballot.signature.hash)
  if (
    !inRange(group, ballot.credential.value) ||
    !checkKnowledge(group, prefix, ballot.credential.value, ballot.signature.proof)
  ) {
    flaws.push(flaw('C10', 'signature', 'not a signature by this credential'))
  }
  const s0 = transcript.voterPrefix(election.fingerprint, ballot.credential.text)
  for (const [index, question] of election.questions.entries()) {
    const answer = ballot.answers[index]
    const where = `question ${index + 1}`
    if (answer === undefined) continue
    if (question.kind === 'homomorphic' && isHomomorphic(answer)) {
      flaws.push(...checkHomomorphic(election, s0, question, answer, where))
    } else if (!isHomomorphic(answer)) {
      flaws.push(...checkNonHomomorphic(election, s0, answer, where))
    }
  }
  return flaws
}
