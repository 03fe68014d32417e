/** Readings of the secret ballot's records that its verbs share. What must stay true: these only read. */
import type { Person } from './records.ts'
import { refuse, type Refusal } from './refusal.ts'
import type { SecretBallot, SecretBallotState } from './secret-records.ts'
import type { State } from './state.ts'

/** The ballot, if it is in one of the states in which this may be done. */
export function ballotIn(
  state: State,
  ballot: string,
  states: readonly SecretBallotState[],
): SecretBallot | Refusal {
  const found = state.one('secretBallot', ballot)
  if (!found) return refuse('secretBallot.notSeen')
  return states.includes(found.state) ? found : refuse('secretBallot.wrongState')
}

/** From handing out to closing: one at a time. */
export const handlingStates: readonly SecretBallotState[] = [
  'issuing',
  'freezing',
  'open',
  'paused',
  'closing',
]

export const runningSecret = (state: State, but: string): SecretBallot | undefined =>
  state.every('secretBallot').find((one) => one.id !== but && handlingStates.includes(one.state))

/** A member of the committee, or a holder of a key, who stands on this ballot. */
export function conflictingTrustee(
  state: State,
  ballot: SecretBallot,
  holders: readonly string[],
): Person | undefined {
  const board = state.one('committee', 'committee')?.members ?? []
  const found = ballot.subjects.find(
    ({ person }) => person !== null && (board.includes(person) || holders.includes(person)),
  )
  return found?.person == null ? undefined : state.one('person', found.person)
}

/** States in which somebody who stands on the ballot may not become a member of the committee. */
export const notYetCounted: readonly SecretBallotState[] = ['armed', ...handlingStates, 'closed', 'opening']
