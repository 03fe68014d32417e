/**
 * What may stay on this device, and for how long.
 * What must stay true: nothing outlives its session by more than the days of the policy; what may no longer be kept goes
 * as soon as the device knows; a document of two sessions stays while one of them does.
 */
import { keepDays, keepsOnDevice, outlived } from '@nghi-truong/shared/domain/reading'
import type { DocumentRecord } from '@nghi-truong/shared/domain/records'
import type { DeviceCopy } from '../files/device-copy.ts'
import type { KeptSession, KeptSessions } from './kept.ts'

/** The documents a device may hold of a session, the newest versions and those still being read beside them. */
export const mayHold = (documents: readonly DocumentRecord[]): readonly string[] => [
  ...new Set(
    documents.filter((one) => one.state === 'published' && keepsOnDevice(one)).map((one) => one.facts.sha256),
  ),
]

export interface SweepParts {
  readonly copy: Pick<DeviceCopy, 'notes' | 'drop'>
  readonly kept: Pick<KeptSessions, 'list' | 'drop'>
  /** UTC. */
  readonly now: string
}

/** @returns the files that were let go */
export async function sweep({ copy, kept, now }: SweepParts): Promise<readonly string[]> {
  const staying: KeptSession[] = []
  for (const one of await kept.list()) {
    if (outlived(one.closedAt, now, one.keepDays)) await kept.drop(one.person, one.session)
    else staying.push(one)
  }
  const wanted = new Set(staying.flatMap((one) => one.files))
  const gone: string[] = []
  for (const { sha256, usedAt } of await copy.notes()) {
    // Of a session this device has not kept yet, or of the desk's drafts: by their last use.
    const old = Date.parse(now) - usedAt > keepDays * 86_400_000
    if (wanted.has(sha256) || !old) continue
    await copy.drop(sha256)
    gone.push(sha256)
  }
  return gone
}

/** What was kept of this session before and may not be any longer. */
export async function letGo(
  before: KeptSession | null,
  files: readonly string[],
  others: readonly KeptSession[],
  drop: (sha256: string) => Promise<void>,
): Promise<readonly string[]> {
  const still = new Set([...files, ...others.flatMap((one) => one.files)])
  const gone = (before?.files ?? []).filter((sha256) => !still.has(sha256))
  for (const sha256 of gone) await drop(sha256)
  return gone
}
