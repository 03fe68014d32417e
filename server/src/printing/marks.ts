/**
 * Finds in a log what papers refer to: where a vote was closed and announced, a count agreed, and what was said and done.
 * What must stay true: only headers and the fields named here are read; a vote opened again after a restart bears the
 * marks of its last closing.
 */
import type { Entry } from '@nghi-truong/shared/log/chain'
import type { BallotMarks } from './sheet-model.ts'
import { secretEntry } from './minutes-secret.ts'
import type { PaperMarks } from './record-model.ts'
import type { Told } from './told.ts'

export const dataOf = (entry: Entry): { readonly [key: string]: unknown } =>
  entry.payload.data as { readonly [key: string]: unknown }

/** Null while the vote is not both closed and announced. */
export async function markBallot(
  log: string,
  entries: AsyncIterable<Entry>,
  ballot: string,
): Promise<BallotMarks | null> {
  let closed: (BallotMarks['closed'] & { setHash: string; manifest: string | null }) | null = null
  let published: BallotMarks['published'] | null = null
  for await (const entry of entries) {
    const { type, seq, ts, actor } = entry.header
    if (type !== 'ballot.closed' && type !== 'ballot.published') continue
    const data = dataOf(entry)
    if (data['ballot'] !== ballot) continue
    if (type === 'ballot.closed') {
      const list = data['manifest'] as { readonly hash: string } | undefined
      const manifest = list?.hash ?? null
      closed = { seq, at: ts, hash: entry.hash, setHash: String(data['setHash']), manifest }
    } else published = { seq, at: ts, by: actor }
  }
  if (!closed || !published) return null
  const { setHash, manifest, ...end } = closed
  return { log, closed: end, setHash, manifest, published }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Null while the count is not agreed. The board is the one that was in office when it was. */
export async function markPaper(
  log: string,
  entries: AsyncIterable<Entry>,
  paperBallot: string,
): Promise<PaperMarks | null> {
  let board: PaperMarks['board'] | null = null
  let startedAt: string | null = null
  let marks: PaperMarks | null = null
  for await (const entry of entries) {
    const { type, seq, ts } = entry.header
    const data = dataOf(entry)
    if (type === 'committee.elected') {
      const members = Array.isArray(data['members']) ? data['members'].map(text) : []
      board = { head: text(data['head']), secretary: text(data['secretary']), members }
    }
    if (data['paperBallot'] !== paperBallot) continue
    if (type === 'paper.countingStarted') startedAt = ts
    if (type === 'paper.counted' && board)
      marks = { log, board, startedAt: startedAt ?? ts, counted: { seq, at: ts, hash: entry.hash } }
  }
  return marks
}

/** Everything of the log that minutes may speak of; votes of single persons are left out before anybody reads them. */
export async function tellAll(entries: AsyncIterable<Entry>): Promise<Told[]> {
  const told: Told[] = []
  for await (const entry of entries) {
    const { type, seq, ts, actor } = entry.header
    if (
      !secretEntry.test(type) &&
      !/^(session|attendance|agenda\.itemStarted|speakers|ballot|opinion|committee|paper|minutes|people)/.test(
        type,
      )
    )
      continue
    if (/^(ballot\.(cast|witnessed)|opinion\.remarked|paper\.(entered|withdrawn))/.test(type)) continue
    told.push({ seq, at: ts, actor, type, data: dataOf(entry) })
  }
  return told
}
