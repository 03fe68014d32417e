/**
 * When a trustee's device may decrypt: the rule that keeps it from being used as a decryption oracle. What must stay
 * true: the device's own verification is the only source; the ledger is written, durably, BEFORE anything is computed;
 * a second closing head for the same ballot is refused for ever, also after a restart.
 */
import type { Flaw } from './findings.ts'
import type { Verdict } from './verify.ts'

export type DecryptRefusal =
  | 'decrypt.notAccepted'
  | 'decrypt.notTallied'
  | 'decrypt.otherElection'
  | 'decrypt.notExtended'
  | 'decrypt.ballotCount'
  | 'decrypt.tooFewBallots'
  | 'decrypt.roll'
  | 'decrypt.otherHead'

export type DecryptFacts = {
  /** Own verification, profile `council`, of the archive as received, with every head this device has seen. */
  readonly verdict: Verdict
  /** As announced in the hall. */
  readonly announced: { readonly uuid: string; readonly fingerprint: string; readonly casts: number }
  /** Fewest ballots that may be counted; never below 3. */
  readonly minimum: number
  readonly rollFlaws: readonly Flaw[]
  /** What the ledger holds for this uuid. */
  readonly ledgerHead: string | undefined
}

/** The least minimum any setting can bring about. */
export const leastMinimum = 3

/** Why this device must not decrypt; empty if it may. */
export function refuseDecryption(facts: DecryptFacts): DecryptRefusal[] {
  const { verdict, announced } = facts
  const { summary } = verdict
  const refusals: DecryptRefusal[] = []
  if (verdict.findings.some(({ check }) => check === 'C19')) refusals.push('decrypt.notExtended')
  if (verdict.verdict !== 'accept') refusals.push('decrypt.notAccepted')
  if (verdict.stage !== 'tallied' && verdict.stage !== 'decrypted') refusals.push('decrypt.notTallied')
  if (summary.uuid !== announced.uuid || summary.fingerprint !== announced.fingerprint) {
    refusals.push('decrypt.otherElection')
  }
  if (summary.ballots !== announced.casts || summary.counted !== announced.casts)
    refusals.push('decrypt.ballotCount')
  if (summary.counted < Math.max(facts.minimum, leastMinimum)) refusals.push('decrypt.tooFewBallots')
  if (facts.rollFlaws.length > 0) refusals.push('decrypt.roll')
  if (summary.closingHead === null) refusals.push('decrypt.notTallied')
  else if (facts.ledgerHead !== undefined && facts.ledgerHead !== summary.closingHead) {
    refusals.push('decrypt.otherHead')
  }
  return [...new Set(refusals)]
}

export type LedgerEntry = { readonly head: string; readonly decryption: string | undefined }

/** The trustee's own durable notebook. Each write has reached the disk when its promise resolves. */
export type TrusteeLedger = {
  find(uuid: string): Promise<LedgerEntry | undefined>
  /** Writes the head of EndBallots; fails if another head is already there. */
  promise(uuid: string, head: string): Promise<void>
  keep(uuid: string, decryption: string): Promise<void>
}

/** Decides, writes the ledger, computes, keeps. Asked again for the same head it gives the same text. */
export async function decryptByRule(
  facts: Omit<DecryptFacts, 'ledgerHead'>,
  ledger: TrusteeLedger,
  compute: () => string,
): Promise<{ readonly decryption: string } | { readonly refused: readonly DecryptRefusal[] }> {
  const { uuid, closingHead } = facts.verdict.summary
  const entry = uuid === null ? undefined : await ledger.find(uuid)
  const refused = refuseDecryption({ ...facts, ledgerHead: entry?.head })
  if (refused.length > 0 || uuid === null || closingHead === null) return { refused }
  if (entry?.decryption !== undefined) return { decryption: entry.decryption }
  if (entry === undefined) await ledger.promise(uuid, closingHead)
  const decryption = compute()
  await ledger.keep(uuid, decryption)
  return { decryption }
}
