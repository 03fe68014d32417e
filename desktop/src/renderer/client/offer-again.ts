/**
 * What becomes of a vote with a receipt when another machine has taken over: what was acknowledged while one machine alone
 * was writing may be missing there.
 * What must stay true: what the new machine has is never sent again; a vote that was opened anew is a new question, and
 * nobody is answered for; what a closed vote lacks is still offered, so that the refusal is on record and on the screen.
 */
import type { Cast } from '@nghi-truong/shared/domain/records'
import type { State } from '@nghi-truong/shared/domain/state'

/** `known`: nothing to do; `offer`: send it again; `anew`: it was asked anew since; `later`: not yet to be told. */
export type Fate = 'known' | 'offer' | 'anew' | 'later'

export function fateOf(
  posted: Pick<Cast, 'ballot' | 'person' | 'clientSeq' | 'at' | 'proof'>,
  records: Pick<State, 'one'>,
): Fate {
  const ballot = records.one('ballot', posted.ballot)
  if (!ballot || ballot.openedAt === null) return 'later'
  const there = records.one('cast', `${posted.ballot}:${posted.person}`)
  if (there && there.clientSeq >= posted.clientSeq) return 'known'
  // Nobody's choice on a device counts there any more.
  if (ballot.state === 'void' || ballot.method === 'show_of_hands') return 'known'
  if (ballot.openedAt > posted.at) return 'anew'
  // This device's key may be missing there as well: it enrols by itself first.
  const unknownKey = posted.proof && !records.one('deviceKey', posted.proof.key)
  return ballot.state === 'paused' || unknownKey ? 'later' : 'offer'
}
