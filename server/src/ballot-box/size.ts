/**
 * How large the texts of an election can be, from its questions alone.
 * What must stay true: never less than an honest text, and little more; a fixed limit would refuse a ballot of 40 persons
 * or let a stranger send megabytes.
 */
import type { Election } from '@nghi-truong/shared/secret-ballot/election'

const quoted = (digits: number): number => digits + 2

const slotsOf = (election: Election): readonly { slots: number; branches: number; blank: boolean }[] =>
  election.questions.map((question) =>
    question.kind === 'homomorphic'
      ? {
          slots: question.slots,
          branches: question.max - question.min + 1 + (question.blank ? 1 : 0),
          blank: question.blank,
        }
      : { slots: 1, branches: 1, blank: false },
  )

/** Most bytes of a ballot text. */
export function largestBallot(election: Election): number {
  const { elementDigits, exponentDigits } = election.group
  const proof = '{"challenge":,"response":},'.length + 2 * quoted(exponentDigits)
  const pair = '{"alpha":,"beta":},'.length + 2 * quoted(elementDigits)
  const answers = slotsOf(election).reduce(
    (sum, { slots, branches, blank }) =>
      sum + slots * (pair + 2 * proof + 4) + (branches + (blank ? 2 : 0)) * proof + 120,
    0,
  )
  return answers + quoted(elementDigits) + election.uuid.length + proof + 400
}

/** Most bytes of a partial decryption of the whole tally. */
export function largestDecryption(election: Election): number {
  const { elementDigits, exponentDigits } = election.group
  const slots = slotsOf(election).reduce((sum, one) => sum + one.slots, 0)
  const each = quoted(elementDigits) + '{"challenge":,"response":},'.length + 2 * quoted(exponentDigits) + 1
  return slots * each + election.questions.length * 8 + 200
}
