/**
 * Whether a delegate's own ballot lies in the closed box, and whether the box is the one this device watched grow.
 * What must stay true: the chain is recomputed from the event texts; nothing of the server's opinion is taken over.
 */
import { hexDigest } from '@nghi-truong/shared/secret-ballot/digest'
import { parseEvent } from '@nghi-truong/shared/secret-ballot/events'
import { isFault } from '@nghi-truong/shared/secret-ballot/shapes'

export type Found = 'inBox' | 'not_in_box' | 'other_head'

export interface Watched {
  /** Lower-case hex of this device's ballot text; null where it cast none. */
  readonly ballot: string | null
  /** Hash of Setup and of EndBallots as announced. */
  readonly setupHead: string
  readonly closingHead: string
  /** Every other head this device has seen, its receipt's among them. */
  readonly heads: readonly string[]
}

export function lookInBox(events: readonly string[], watched: Watched): Found {
  const hashes = new Set<string>()
  let before: string | undefined
  let mine = false
  let setup: string | undefined
  let closing: string | undefined
  for (const [height, text] of events.entries()) {
    const event = parseEvent(text)
    if (isFault(event) || event.height !== height || event.parent !== before) return 'other_head'
    before = hexDigest(text)
    hashes.add(before)
    if (event.type === 'Setup') setup = before
    if (event.type === 'EndBallots') closing = before
    if (event.type === 'Ballot' && closing === undefined && event.payload === watched.ballot) mine = true
  }
  if (setup !== watched.setupHead || closing !== watched.closingHead) return 'other_head'
  if (watched.heads.some((head) => !hashes.has(head))) return 'other_head'
  return watched.ballot === null || mine ? 'inBox' : 'not_in_box'
}
