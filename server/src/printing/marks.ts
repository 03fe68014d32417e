/**
 * Finds in a log where a vote was closed and announced.
 * What must stay true: only headers and the fields named here are read; a vote opened again after a restart bears the
 * marks of its last closing.
 */
import type { Entry } from '@nghi-truong/shared/log/chain'
import type { BallotMarks } from './sheet-model.ts'

export const dataOf = (entry: Entry): { readonly [key: string]: unknown } =>
  entry.payload.data as { readonly [key: string]: unknown }

/** Null while the vote is not both closed and announced. */
export async function markBallot(
  log: string,
  entries: AsyncIterable<Entry>,
  ballot: string,
): Promise<BallotMarks | null> {
  let closed: (BallotMarks['closed'] & { setHash: string }) | null = null
  let published: BallotMarks['published'] | null = null
  for await (const entry of entries) {
    const { type, seq, ts, actor } = entry.header
    if (type !== 'ballot.closed' && type !== 'ballot.published') continue
    const data = dataOf(entry)
    if (data['ballot'] !== ballot) continue
    if (type === 'ballot.closed') closed = { seq, at: ts, hash: entry.hash, setHash: String(data['setHash']) }
    else published = { seq, at: ts, by: actor }
  }
  if (!closed || !published) return null
  const { setHash, ...end } = closed
  return { log, closed: end, setHash, published }
}
