/**
 * A worker of the ballot pool: parses a ballot again and checks its proofs. What must stay true: it answers every
 * request, and what it cannot read it calls wrong.
 */
import { parentPort } from 'node:worker_threads'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { checkBallotProofs } from '@nghi-truong/shared/secret-ballot/check-ballot'
import { readElection } from '@nghi-truong/shared/secret-ballot/election'
import type { Election } from '@nghi-truong/shared/secret-ballot/election'
import { flaw } from '@nghi-truong/shared/secret-ballot/findings'
import type { Flaw } from '@nghi-truong/shared/secret-ballot/findings'
import { describeFault, isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import { groups } from '@nghi-truong/shared/secret-ballot/verify-archive'
import { wasmArithmetic } from './montgomery.ts'
import type { PoolAnswer, PoolRequest } from './pool.ts'

type Booth = { text: string; election: Election; read: ReturnType<typeof ballotReader> }

const groupOf = groups(wasmArithmetic)
const port = parentPort
// one election at a time keeps the tables of its public key small in number
const held: { booth?: Booth } = {}

function boothOf(request: PoolRequest): Booth | undefined {
  if (held.booth?.text === request.election) return held.booth
  const { election } = readElection(request.election, request.profile, groupOf)
  if (election === undefined) return undefined
  held.booth = { text: request.election, election, read: ballotReader(election) }
  return held.booth
}

function judge(request: PoolRequest): readonly Flaw[] {
  const booth = boothOf(request)
  if (booth === undefined) return [flaw('C4', 'shape', 'election')]
  const ballot = booth.read(request.ballot)
  if (isFault(ballot)) return [flaw('C4', 'shape', describeFault(ballot))]
  return checkBallotProofs(booth.election, ballot)
}

port?.on('message', (request: PoolRequest) => {
  port.postMessage({ id: request.id, flaws: judge(request) } satisfies PoolAnswer)
})
