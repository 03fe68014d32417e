/**
 * The backup as the administrator's screen sees it.
 * What must stay true: `last` is the last one that was read back and verified; neither passphrase nor key is ever here.
 */
import { z } from 'zod'

export const backupState = z.object({
  /** False where the server keeps nothing on a disk. */
  possible: z.boolean(),
  /** The folder named by the administrator, on the server; null: no backups are made. */
  folder: z.string().nullable(),
  last: z
    .object({
      /** When the copy was made, UTC. */
      at: z.string(),
      bytes: z.int(),
      /** Documents that belong to it. */
      files: z.int(),
      name: z.string(),
    })
    .nullable(),
  /** Verified snapshots in the folder. */
  kept: z.int(),
  /** The step under way; null: none runs. */
  running: z.enum(['copying', 'writing', 'verifying', 'verified']).nullable(),
  /** Why the last attempt came to nothing. */
  failure: z.object({ at: z.string(), why: z.enum(['gone', 'full', 'damaged', 'failed']) }).nullable(),
  /** Drives plugged into the server, to choose from. */
  drives: z.array(z.string()),
})
export type BackupState = z.infer<typeof backupState>

export const backupChoice = z.object({
  /** An existing folder of the server's machine, absolute. */
  folder: z.string().min(1).max(1000),
  /** At least 12 characters. It is kept nowhere: who loses it loses the backups. */
  passphrase: z.string().max(400),
})
