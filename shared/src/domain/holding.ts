/**
 * Whether a vote holds the hall.
 * What must stay true: one such vote at a time; while there is one, no recess, no rehearsal, no other vote. A written
 * opinion runs for days beside all of it and holds nobody.
 */
import type { Ballot } from './records.ts'

export const holdsTheHall = (ballot: Pick<Ballot, 'state' | 'method'>): boolean =>
  ['open', 'paused', 'closing'].includes(ballot.state) && ballot.method !== 'written_opinion'
