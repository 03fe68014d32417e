/**
 * The second machine as the administrator's screen sees it.
 * What must stay true: the pairing secret is shown once, in the answer that made it.
 */
import { z } from 'zod'

export const standbyState = z.object({
  /** False where the server keeps nothing on a disk. */
  possible: z.boolean(),
  epoch: z.int(),
  /** Null: no pairing. `late`, `gone`: the lamp is amber. `ahead`: the other machine has what is missing here. */
  state: z.enum(['starting', 'following', 'late', 'gone', 'ahead']).nullable(),
  /** Where the second machine connects to. */
  port: z.int().nullable(),
  /** Where people reach the second machine once it serves. */
  peer: z.object({ host: z.string(), port: z.int().nullable() }).nullable(),
  /** Epoch of the machine that took over; this one records nothing any more. */
  superseded: z.int().nullable(),
})
export type StandbyState = z.infer<typeof standbyState>

export const standbyPaired = z.object({ code: z.string(), port: z.int() })
