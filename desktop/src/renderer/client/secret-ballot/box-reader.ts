/**
 * Reads the record of a box that still grows, and judges one ballot of it: for devices that verify while people vote.
 * What must stay true: a ballot is found good only under the election whose fingerprint it bears, so that what was found
 * while the box was open holds for the closed record as well, whatever else that record says.
 */
import { archiveReader, type Member } from '@nghi-truong/shared/secret-ballot/archive'
import { ballotReader } from '@nghi-truong/shared/secret-ballot/ballot'
import { checkBallotProofs } from '@nghi-truong/shared/secret-ballot/check-ballot'
import { trackerOfHex } from '@nghi-truong/shared/secret-ballot/digest'
import { parseEvent } from '@nghi-truong/shared/secret-ballot/events'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'
import type { Elections } from './paper.ts'

export interface BoxPiece {
  readonly uuid: string
  /** Where in the record these bytes begin; 0 begins anew. */
  readonly from: number
  readonly bytes: Uint8Array
}

export interface BoxRead {
  /** How much of the record was read; another number than expected: begin anew. */
  readonly read: number
  /** Text of the election, once its Setup was read. */
  readonly election: string | null
  /** The ballots that these bytes completed. */
  readonly ballots: readonly { readonly tracker: string; readonly text: string }[]
}

/** Whatever is wrong with the record itself, the whole verification of the closed box finds and names. */
export function boxReader(): (piece: BoxPiece) => BoxRead {
  const fresh = (uuid: string) => ({
    uuid,
    reader: archiveReader(),
    read: 0,
    data: [] as Member[],
    election: null as string | null,
  })
  let now = fresh('')
  return ({ uuid, from, bytes }) => {
    if (from === 0) now = fresh(uuid)
    if (now.uuid !== uuid || now.read !== from) return { read: 0, election: null, ballots: [] }
    const ballots: BoxRead['ballots'][number][] = []
    for (const member of now.reader.push(bytes).members) {
      if (member.kind === 'data') {
        now.data.push(member)
        continue
      }
      const event = parseEvent(member.text)
      const [first] = now.data
      now.data = []
      if (isFault(event) || !first) continue
      if (event.type === 'Setup') now.election = first.text
      if (event.type === 'Ballot') ballots.push({ tracker: trackerOfHex(first.hash), text: first.text })
    }
    now.read += bytes.length
    return { read: now.read, election: now.election, ballots }
  }
}

/** @returns the tracker of a ballot whose signature and proofs are right; null for any other */
export function judgeBallot(elections: Elections, electionText: string, text: string): string | null {
  const election = elections(electionText)
  if (!election) return null
  const ballot = ballotReader(election)(text)
  if (isFault(ballot)) return null
  if (ballot.uuid !== election.uuid || ballot.fingerprint !== election.fingerprint) return null
  return checkBallotProofs(election, ballot).length === 0 ? ballot.tracker : null
}
