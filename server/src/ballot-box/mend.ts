/**
 * Receipts after a crash between the record and the journal.
 * What must stay true: a receipt that was given is never made again; one whose ballot is gone is never passed over in silence.
 */
import { receiptText } from '@nghi-truong/shared/protocol/ballot-box'
import { trackerOfHex } from '@nghi-truong/shared/secret-ballot/digest'
import type { JournalLine } from './journal.ts'
import type { LinesFile } from './lines-file.ts'
import type { RecordFile } from './record-file.ts'

/** Ballots in the record nobody was answered for: their receipts are made now, once. @throws when a receipt has no ballot */
export async function mendReceipts(
  record: RecordFile,
  journal: LinesFile<JournalLine>,
  uuid: string,
  epoch: number,
  sign: (text: string) => string,
): Promise<void> {
  const held = new Set<string>()
  for (const line of journal.lines) if (line.what === 'accepted') held.add(line.receipt.head)
  const missing: JournalLine[] = []
  for (const { type, hash, payload } of record.events) {
    if (type !== 'Ballot' || held.delete(hash)) continue
    const words = { tracker: trackerOfHex(payload ?? ''), head: hash, epoch }
    missing.push({ what: 'accepted', receipt: { ...words, signature: sign(receiptText(uuid, words)) } })
  }
  if (held.size > 0) throw new Error(`the record lacks ${held.size} ballots that were acknowledged`)
  if (missing.length > 0) await journal.append(missing)
}
