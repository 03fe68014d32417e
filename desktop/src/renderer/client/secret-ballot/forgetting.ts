/**
 * What this device lets go of when the rolls of a session are destroyed: its own ballots, credentials, and the secret from
 * which the credentials follow.
 * What must stay true: nothing of another session's ballot goes; a trustee's notebook stays for ever, for it is what keeps
 * his device from decrypting twice; done again it changes nothing.
 */
import type { SecretClearing } from '@nghi-truong/shared/domain/secret-records'
import type { Casting } from './casting.ts'
import type { Vault } from './vault.ts'

export interface Forgetting {
  readonly vault: Vault
  readonly casting: Pick<Casting, 'forget'>
}

/** @param uuids of the ballots whose rolls are gone */
export async function forgetBallots(
  { vault, casting }: Forgetting,
  person: string,
  uuids: readonly string[],
): Promise<void> {
  for (const uuid of uuids) {
    await casting.forget(uuid)
    for (const key of [`taken/${person}/${uuid}`, `heads/${uuid}`, `verified/${uuid}`])
      await vault.remove(key)
  }
  // With it anybody who has the device could compute the credentials again.
  if ((await vault.keys(`taken/${person}/`)).length === 0) await vault.remove(`secret/${person}`)
}

/** Keys of this member in that session, whatever their number. */
export async function forgetKeys(vault: Vault, session: string, person: string): Promise<void> {
  for (const key of await vault.keys(`trustee/${session}/${person}/`)) await vault.remove(key)
}

/** Whether the rolls are destroyed, or the server is at it. */
export const isOver = (clearing: SecretClearing | undefined): boolean =>
  clearing !== undefined && clearing.state !== 'sealed'
