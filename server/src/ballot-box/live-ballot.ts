/**
 * One secret ballot of the log and its box: what the server has in hand of it.
 * What must stay true: everything that changes it goes through `turn`, one after another; `phase` of the box follows the
 * log at once, without waiting for its turn.
 */
import { isDelegate } from '@nghi-truong/shared/domain/find'
import { keyInForce } from '@nghi-truong/shared/domain/devices'
import { refuse, type Refusal } from '@nghi-truong/shared/domain/refusal'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { BodyOf } from '@nghi-truong/shared/protocol/routes'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import { isElement, type Group } from '@nghi-truong/shared/secret-ballot/group'
import { rollMessage, type RollEntry } from '@nghi-truong/shared/secret-ballot/roll'
import type { Box, Phase } from './box.ts'
import type { RollLine } from './journal.ts'
import type { LinesFile } from './lines-file.ts'
import type { After } from './load.ts'

export interface LiveBallot {
  readonly log: string
  readonly id: string
  readonly uuid: string
  readonly folder: string
  /** As armed. */
  readonly election: Election
  roll: LinesFile<RollLine> | undefined
  box: Box | undefined
  after: After | undefined
  trustees: string
  /** Runs alone. */
  turn<T>(work: () => Promise<T>): Promise<T>
  /** Stops the timer of the deadline. */
  stopWaiting: (() => void) | undefined
  deadline: string | undefined
  /** Figures told last, and when (monotonic milliseconds). */
  told: string
  toldAt: number
  telling: boolean
}

export function makeTurn(): LiveBallot['turn'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

const phases: Readonly<Record<SecretBallot['state'], Phase>> = {
  draft: 'shut',
  armed: 'shut',
  issuing: 'shut',
  freezing: 'shut',
  open: 'open',
  paused: 'paused',
  closing: 'closing',
  closed: 'closed',
  opening: 'closed',
  counted: 'closed',
  published: 'closed',
  void: 'ended',
  paper: 'ended',
}

export const phaseOf = (ballot: SecretBallot): Phase => phases[ballot.state]

/** The newest credential of each delegate. */
export function newestOf(roll: LinesFile<RollLine> | undefined): ReadonlyMap<string, RollLine> {
  const newest = new Map<string, RollLine>()
  for (const line of roll?.lines ?? []) newest.set(line.delegate, line)
  return newest
}

/** The roll of those who were present when it was frozen, in an order that says nothing. */
export function frozenRoll(live: LiveBallot, state: State): readonly RollEntry[] {
  const present = new Set(state.one('electorate', live.id)?.people)
  return [...newestOf(live.roll).values()]
    .filter((line) => present.has(line.delegate))
    .sort((a, b) => (a.delegate < b.delegate ? -1 : a.delegate > b.delegate ? 1 : 0))
}

/** Why this credential is not taken now; undefined: it is; `again`: it was taken before. */
export function credentialFault(
  live: LiveBallot,
  state: State,
  group: Group,
  person: string,
  { credential, key, signature }: BodyOf<'secretCredential'>,
  verify: (key: string, text: string, signature: string) => boolean,
): Refusal | 'again' | undefined {
  const newest = newestOf(live.roll)
  const before = newest.get(person)
  if (before?.credential === credential) return 'again'
  if (state.one('secretBallot', live.id)?.state !== 'issuing') return refuse('secretBallot.notIssuing')
  const found = state.one('person', person)
  if (!found || !isDelegate(found) || state.one('attendance', person)?.state !== 'present')
    return refuse('secretBallot.notPresent')
  const signed =
    keyInForce(state, key, person) !== undefined && verify(key, rollMessage(live.uuid, credential), signature)
  if (!signed) return refuse('secretBallot.badCredential')
  const value = BigInt(credential)
  // The identity is a member of the group, but everybody knows its secret.
  if (value === 1n || !isElement(group, value)) return refuse('secretBallot.badCredential')
  for (const [delegate, line] of newest)
    if (delegate !== person && line.credential === credential) return refuse('secretBallot.credentialTaken')
  return undefined
}
