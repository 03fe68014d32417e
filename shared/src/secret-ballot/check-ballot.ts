/**
 * All proofs of one ballot: signature (C10), membership of every element (C11), individual, overall and blank proofs
 * (C12). What must stay true: every alpha and beta is raised to q; challenges and responses are in range; what is
 * compared with the hash is the SUM of the branch challenges mod q. The powers of one base share their squarings.
 */
import { isHomomorphic } from './ballot.ts'
import type { Ballot, HomomorphicAnswer, NonHomomorphicAnswer } from './ballot.ts'
import type { Election, HomomorphicQuestion } from './election.ts'
import { flaw } from './findings.ts'
import type { Flaw } from './findings.ts'
import { challengeOf, inRange, multiply, product, reduce } from './group.ts'
import type { Group } from './group.ts'
import { checkKnowledge, proofInRange } from './proofs.ts'
import type { Proof } from './proofs.ts'
import { num } from './shapes.ts'
import * as transcript from './transcript.ts'

/** One branch of a disjunctive proof: alpha^challenge, beta^challenge and the message M it claims. */
type Branch = { proof: Proof; alphaPower: bigint; betaPower: bigint; message: number }

function branchesHold(election: Election, prefix: string, branches: readonly Branch[]): boolean {
  const { group, powerOfY } = election
  const commitments: bigint[] = []
  let sum = 0n
  for (const { proof, alphaPower, betaPower, message } of branches) {
    const { challenge, response } = proof
    sum += challenge.value
    commitments.push(multiply(group, group.powerOfG(response.value), alphaPower))
    const b = multiply(group, powerOfY(response.value), betaPower)
    // (beta/g^M)^c = beta^c * g^(-M*c)
    const shift = message === 0 ? 0n : reduce(group, -BigInt(message) * challenge.value)
    commitments.push(message === 0 ? b : multiply(group, b, group.powerOfG(shift)))
  }
  const input = prefix + transcript.commitmentsText(commitments)
  return challengeOf(group, input) === sum % group.q
}

/** The powers of one ciphertext for a list of challenges. */
function ladder(group: Group, base: { alpha: bigint; beta: bigint }, exponents: readonly bigint[]) {
  const alpha = group.arithmetic.powers(base.alpha, exponents)
  const beta = group.arithmetic.powers(base.beta, exponents)
  return (index: number, proof: Proof, message: number): Branch => ({
    proof,
    alphaPower: alpha[index] ?? 0n,
    betaPower: beta[index] ?? 0n,
    message,
  })
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

  const s = transcript.choicesPrefix(s0, choices)
  // Branches of the blank and overall proofs that speak about slot 0; the others speak about the sum of the answers.
  const onBlank = blank === undefined ? [] : [blank[0], ...overall.slice(0, 1)]
  const onSum = blank === undefined ? overall : [blank[1], ...overall.slice(1)]
  let blankBranch: ReturnType<typeof ladder> | undefined

  for (const [index, choice] of choices.entries()) {
    const proofs = individual[index]
    if (proofs === undefined) return [flaw('C12', 'individualProof', `${where}: missing`)]
    const shared = index === 0 ? onBlank : []
    const base = { alpha: choice.alpha.value, beta: choice.beta.value }
    const exponents = [group.q, proofs[0].challenge.value, proofs[1].challenge.value]
    const branch = ladder(group, base, [...exponents, ...shared.map((proof) => proof.challenge.value)])
    const membership = branch(0, proofs[0], 0)
    if (membership.alphaPower !== 1n || membership.betaPower !== 1n) {
      flaws.push(flaw('C11', 'notElement', `${where}, choice ${index + 1}`))
    }
    const prefix = transcript.individualPrefix(s0, choice)
    if (!branchesHold(election, prefix, [branch(1, proofs[0], 0), branch(2, proofs[1], 1)])) {
      flaws.push(flaw('C12', 'individualProof', `${where}, choice ${index + 1}`))
    }
    if (index === 0) blankBranch = branch
  }

  const summed = blank === undefined ? choices : choices.slice(1)
  const sum = {
    alpha: num(
      product(
        group,
        summed.map(({ alpha }) => alpha.value),
      ),
    ),
    beta: num(
      product(
        group,
        summed.map(({ beta }) => beta.value),
      ),
    ),
  }
  const sumBranch = ladder(
    group,
    { alpha: sum.alpha.value, beta: sum.beta.value },
    onSum.map((proof) => proof.challenge.value),
  )
  if (blank === undefined || blankBranch === undefined) {
    const branches = overall.map((proof, k) => sumBranch(k, proof, question.min + k))
    if (!branchesHold(election, transcript.overallPrefix(s, sum), branches)) {
      flaws.push(flaw('C12', 'overallProof', where))
    }
    return flaws
  }
  const first = [blankBranch(3, blank[0], 0), sumBranch(0, blank[1], 0)]
  if (!branchesHold(election, transcript.blankPrefix(s), first)) flaws.push(flaw('C12', 'blankProof', where))
  const [overBlank, ...overSum] = overall
  const second = overBlank === undefined ? [] : [blankBranch(4, overBlank, 1)]
  for (const [k, proof] of overSum.entries()) second.push(sumBranch(k + 1, proof, question.min + k))
  if (!branchesHold(election, transcript.overallWithBlankPrefix(s), second)) {
    flaws.push(flaw('C12', 'overallProof', where))
  }
  return flaws
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
