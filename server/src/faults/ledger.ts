/**
 * What devices were promised: every wish kept before it is sent, every answer kept for ever.
 * What must stay true: the second bookkeeping uses nothing of the server's; an answer that differs from an earlier one to
 * the same wish is a finding at once.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

export interface Kept {
  readonly id: string
  readonly person: string
  readonly type: string
  readonly body: string
}

export interface Ledger {
  readonly findings: string[]
  /** Answered with a receipt: the very bytes. */
  readonly acked: ReadonlyMap<string, string>
  /** Answered with a refusal: its code. */
  readonly refused: ReadonlyMap<string, string>
  /** Wishes without an answer. */
  pending(): readonly Kept[]
  wish(id: string): Kept | undefined
  keep(wish: Kept): void
  answered(id: string, status: number, text: string): void
  /** Times a wish was sent beyond the first. */
  repeats: number
  /** Answers that said "nothing was recorded, come again". */
  unavailable: number
  close(): void
}

export function openLedger(path: string): Ledger {
  const file = openSync(path, 'a')
  const wishes = new Map<string, Kept>()
  const acked = new Map<string, string>()
  const refused = new Map<string, string>()
  const findings: string[] = []
  return {
    findings,
    acked,
    refused,
    repeats: 0,
    unavailable: 0,
    pending: () => [...wishes.values()].filter(({ id }) => !acked.has(id) && !refused.has(id)),
    wish: (id) => wishes.get(id),
    keep(wish) {
      writeSync(file, `${JSON.stringify(wish)}\n`)
      wishes.set(wish.id, wish)
    },
    answered(id, status, text) {
      if (status === 200) {
        const before = acked.get(id)
        if (before !== undefined && before !== text)
          findings.push(`I4 ${id}: receipt ${before} became ${text}`)
        if (refused.has(id)) findings.push(`I4 ${id}: refused (${refused.get(id)}), then accepted`)
        acked.set(id, before ?? text)
        return
      }
      const { code } = JSON.parse(text) as { code: string }
      if (acked.has(id)) findings.push(`I4 ${id}: has a receipt, then refused as ${code}`)
      refused.set(id, code)
    },
    close: () => closeSync(file),
  }
}

/** What a device that starts again finds in its outbox. */
export const outbox = (path: string): readonly Kept[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Kept)
