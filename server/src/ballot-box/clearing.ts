/**
 * The end of a roll on this disk: what links names and credentials is overwritten and removed.
 * What must stay true: the record and the answers given stay as they are; done again after a crash it ends the same; the
 * log hears of it only when the files' names are gone from the disk.
 */
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretBallot } from '@nghi-truong/shared/domain/secret-records'
import type { State } from '@nghi-truong/shared/domain/state'
import type { LiveBallot } from './live-ballot.ts'
import { syncFolder } from './sync-folder.ts'
import type { Tell } from './tell.ts'

/** Overwritten first: on a disk that writes in place nothing of it is left; a flash drive may keep old cells a while. */
async function shred(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    for (let at = 0; at < size; at += 65_536)
      await file.write(Buffer.alloc(Math.min(65_536, size - at)), 0, undefined, at)
    await file.sync()
  } finally {
    await file.close()
  }
  await rm(path)
}

const present = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The roll, and the sealed texts of tested ballots: whoever kept a test's code could still open those. */
export async function destroyRoll(folder: string): Promise<void> {
  const tests = join(folder, 'tests')
  if (await present(tests)) {
    for (const name of await readdir(tests)) await shred(join(tests, name))
    await rm(tests, { recursive: true })
  }
  const roll = join(folder, 'roll.jsonl')
  if (await present(roll)) await shred(roll)
  if (await present(folder)) await syncFolder(folder)
}

/** Whether the roll of this ballot is destroyed, or is to be. */
export function isOrdered(state: State, ballot: string): boolean {
  const clearing = state.one('secretClearing', 'secretClearing')
  return (
    clearing !== undefined &&
    (clearing.cleared.some((one) => one.ballot === ballot) ||
      (clearing.state !== 'sealed' && clearing.ballots.includes(ballot)))
  )
}

export interface ClearingParts {
  readonly tell: Tell
  readonly gone: ((name: string) => void) | undefined
  readonly backups: (() => Promise<readonly string[] | undefined>) | undefined
  readonly live: (log: string, ballot: SecretBallot, state: State) => LiveBallot | undefined
}

const mostBackups = 500

/** Does what the log says of the rolls of a session, and says what was done. */
export function createClearing({ tell, gone, backups, live }: ClearingParts) {
  const seen = new Map<string, string>()

  /** Backups made until now may hold a roll, and stay where they are. */
  async function nameBackups(log: string): Promise<void> {
    const names = await backups?.()
    await tell(log, 'secretBallot.boxNamedBackups', {
      backups: (names ?? []).slice(0, mostBackups),
      known: names !== undefined,
    })
  }

  /** In the ballot's turn. */
  async function clear(one: LiveBallot): Promise<void> {
    await one.roll?.close()
    one.roll = undefined
    await destroyRoll(one.folder)
    gone?.(`ballot-box/${one.uuid}/roll.jsonl`)
    await tell(one.log, 'secretBallot.boxDestroyed', { ballot: one.id })
  }

  return {
    /** @param first at a start: whatever a copy of this folder may have kept goes as well */
    async follow(log: string, state: State, first: boolean): Promise<void> {
      const found = state.one('secretClearing', 'secretClearing')
      if (!found) return
      const stands = `${found.state} ${found.sealedAt}`
      // What is said here changes the record, too.
      if (seen.get(log) === stands) return
      seen.set(log, stands)
      if (!first && found.state !== 'cleared') await nameBackups(log)
      if (found.state === 'sealed' || (found.state === 'cleared' && !first)) return
      for (const id of found.ballots) {
        const ballot = state.one('secretBallot', id)
        const one = ballot && live(log, ballot, state)
        if (one) await one.turn(() => clear(one))
      }
    },
  }
}
