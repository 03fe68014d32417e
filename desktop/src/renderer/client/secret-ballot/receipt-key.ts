/**
 * The key under which this device believes answers of a ballot box: the one it was told of first in that session.
 * What must stay true: it is settled at [Nhận phiếu] at the latest, before any ballot is locked, and never changes. There is
 * no hand-over to another key: a machine that takes over, or is restored from a backup, has the same key, and vouches for
 * its epoch by signing it in each receipt.
 */
import type { Vault } from './vault.ts'

const keyOf = (session: string): string => `receiptKey/${session}`

/** Settles the key where there is none yet. @returns whether this key is the one to be believed */
export async function knowsReceiptKey(vault: Vault, session: string, key: string | null): Promise<boolean> {
  if (key === null || key === '') return false
  return (await vault.settle(keyOf(session), key)) === key
}
