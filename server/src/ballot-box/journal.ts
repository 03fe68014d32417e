/**
 * What the box remembers besides the record: answers given, ballots opened as tests, decryptions refused; and the roll.
 * What must stay true: an answer once given is kept as it was given and never made again; no line of the journal names a
 * person but for a refused decryption; the roll lies in a file of its own, so that it can be sealed or destroyed.
 */
import { z } from 'zod'
import { castReceipt, castRefusal, tracker } from '@nghi-truong/shared/protocol/ballot-box'
import { sha256Hex } from '@nghi-truong/shared/domain/text'

export const journalLine = z.discriminatedUnion('what', [
  z.object({ what: z.literal('accepted'), receipt: castReceipt }),
  z.object({ what: z.literal('refused'), refusal: castRefusal }),
  z.object({ what: z.literal('tested'), tracker }),
  z.object({ what: z.literal('badDecryption'), person: z.string(), hash: sha256Hex, reason: z.string() }),
])
export type JournalLine = z.infer<typeof journalLine>

export const rollLine = z.object({
  delegate: z.string(),
  credential: z.string(),
  signature: z.string(),
  salt: z.string(),
})
export type RollLine = z.infer<typeof rollLine>
